"""The obligation table of the city: the defaults, what it set otherwise, and what the last task pack said."""

from baise_desktop.app.desk import Desk
from baise_desktop.form.adjustment import Adjustment, read_adjustments
from baise_desktop.form.definition import Catalogue
from baise_desktop.form.obligation import Obligation, obligations
from baise_desktop.store.settings import get_setting


def draft_obligations(desk: Desk, plan: str, catalogue: Catalogue | None = None) -> tuple[Obligation, ...]:
    """What the next task pack of a plan asks for.

    Args:
        desk: of the city.
        plan: of the catalogue.
        catalogue: to be published; None for the one that the desk goes by.
    """
    return obligations(catalogue or desk.catalogue, plan, list_adjustments(desk, plan))


def list_adjustments(desk: Desk, plan: str) -> tuple[Adjustment, ...]:
    """What the city set otherwise than the defaults, in the order in which it did. Raises: BaiseError ADJUSTMENT."""
    return read_adjustments(get_setting(desk.store, setting_of(plan)))


def setting_of(plan: str) -> str:
    """Name of the setting that holds a plan's adjustments."""
    return f"obligation_terms:{plan}"

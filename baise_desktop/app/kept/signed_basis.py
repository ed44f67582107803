"""What the signatures of a submission rest on: the forms, and which of them are owed."""

import hashlib
from collections.abc import Iterable

from baise_desktop.app.desk import Desk
from baise_desktop.errors import BaiseError
from baise_desktop.form.definition import Catalogue
from baise_desktop.store.obligations import list_owed_forms
from baise_desktop.store.sealed import find_sealed
from baise_desktop.store.settings import get_setting, list_settings, put_setting
from baise_desktop.store.submissions import read_submission

_PREFIX = "signed_basis:"


def note_basis(desk: Desk, plan: str, period: str) -> None:
    """Write down what the first signature of a submission rests on, and hold the next ones to it.

    Raises:
        BaiseError: FORMS_MOVED, a task pack has been opened since the first one.
    """
    if read_submission(desk.store, desk.office.unit, plan, period).statements:
        require_basis(desk, plan, period)
    else:
        put_setting(desk.store, _setting(plan, period), _basis(desk.catalogue, _owed_now(desk, plan, period)))


def require_basis(desk: Desk, plan: str, period: str) -> None:
    """Refuse to go on from signatures that rest on what is asked no longer. Raises: BaiseError FORMS_MOVED."""
    noted = get_setting(desk.store, _setting(plan, period))
    signed = read_submission(desk.store, desk.office.unit, plan, period).statements
    if noted and signed and noted != _basis(desk.catalogue, _owed_now(desk, plan, period)):
        raise BaiseError("FORMS_MOVED")


def list_overtaken(desk: Desk, plan: str, catalogue: Catalogue, owed: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """`plan period` of submissions that are signed and not exported, and would rest on something else.

    Args:
        desk: of a unit.
        plan: whose obligations change.
        catalogue: to go by.
        owed: period and form of all that is owed in the plan from now on.
    """
    coming: dict[str, list[str]] = {}
    for period, form in owed:
        coming.setdefault(period, []).append(form)
    found = []
    for name, noted in list_settings(desk.store).items():
        if not name.startswith(_PREFIX):
            continue
        of_plan, period = name.removeprefix(_PREFIX).split(":")
        forms = coming.get(period, ()) if of_plan == plan else _owed_now(desk, of_plan, period)
        unit = desk.office.unit
        signed = read_submission(desk.store, unit, of_plan, period).statements
        if signed and noted != _basis(catalogue, forms) and find_sealed(desk.store, unit, of_plan, period) is None:
            found.append(f"{of_plan} {period}")
    return tuple(found)


def _setting(plan: str, period: str) -> str:
    return f"{_PREFIX}{plan}:{period}"


def _owed_now(desk: Desk, plan: str, period: str) -> tuple[str, ...]:
    return list_owed_forms(desk.store, desk.office.unit, plan, period)


def _basis(catalogue: Catalogue, forms: Iterable[str]) -> str:
    return hashlib.sha256("\n".join((catalogue.digest, *sorted(forms))).encode()).hexdigest()

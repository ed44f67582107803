"""Trying drafted forms before they are published: a unit's desk that can fill and check, and sends nothing."""

import uuid
from datetime import datetime
from pathlib import Path

from baise_desktop.app.desk import TRIAL, Desk, find_unit, require_role
from baise_desktop.app.enrolment.setup import make_installation
from baise_desktop.app.own_forms import FORMS, keep_definitions, read_definitions
from baise_desktop.app.packs.publishing import next_catalogue
from baise_desktop.app.terms import allocation, obligations
from baise_desktop.app.terms.choices import read_choices
from baise_desktop.errors import BaiseError
from baise_desktop.form.adjustment import write_adjustments
from baise_desktop.store.database import Store
from baise_desktop.store.obligations import Obligation, put_obligations
from baise_desktop.store.office import Office


def make_trial(desk: Desk, plan: str, unit_text: str, folder: Path, now: datetime) -> Path:
    """Make an installation of a unit that goes by the drafted definitions and terms; it has no key and trusts nobody.

    Args:
        desk: of the city.
        plan: of the drafted definitions.
        unit_text: id, code or name.
        folder: empty, or not there yet.
        now: aware.

    Returns:
        The folder; it opens as a unit's desk.

    Raises:
        BaiseError: ROLE_CITY_ONLY, PLAN_UNKNOWN, UNIT_UNKNOWN; TRIAL_UNIT, it owes nothing; FOLDER_NOT_EMPTY,
            OUT_FOLDER.
    """
    require_role(desk, "city")
    catalogue = next_catalogue(desk)
    if plan not in catalogue.plans:
        raise BaiseError("PLAN_UNKNOWN", text=plan, plans="、".join(catalogue.plans))
    unit = find_unit(catalogue, unit_text)
    owed = [each for each in obligations.draft_obligations(desk, plan, catalogue) if each.unit == unit.id]
    if not owed:
        raise BaiseError("TRIAL_UNIT", unit=unit.name, plan=plan)
    settings = dict(read_choices(desk).settings) | {
        TRIAL: plan,
        FORMS: catalogue.digest,
        allocation.setting_of(plan): b"\n".join(allocation.issued_lines(desk, plan, catalogue)).decode(),
        obligations.setting_of(plan): write_adjustments(obligations.list_adjustments(desk, plan)),
    }
    rows = [Obligation(each.unit, plan, str(each.period), each.form, each.due) for each in owed]
    definitions = read_definitions(desk.folder, catalogue.digest)

    def fill(store: Store) -> None:
        put_obligations(store, plan, rows, unit.id, now)

    office = Office("unit", unit.id, str(uuid.uuid4()), 1)
    make_installation(folder, office, {}, settings, now, lambda made: keep_definitions(made, definitions), fill)
    return folder

"""The yearly breakdown of targets: the plan's annexes, and what the city entered in the breakdown register."""

from collections.abc import Iterator
from datetime import date

from baise_desktop.app.desk import CITY_UNIT, Desk
from baise_desktop.form.record import from_line
from baise_desktop.progress.allocation import REGISTER, Share, entered_shares, join_shares, stated_shares
from baise_desktop.progress.membership import is_same_unit
from baise_desktop.progress.row import Row, read_row
from baise_desktop.store.queries import CountedRow, counted_rows, own_rows


def read_shares(desk: Desk, plan: str, *, accepted_only: bool = False) -> tuple[Share, ...]:
    """The whole breakdown of a plan as it stands: it is made ahead of the periods that it is about.

    Rows count that the city's office entered itself or that the plan's office reported. At a unit's desk there are
    none yet but the plan's own: no unit sets what is required of it.
    """
    form = desk.catalogue.registers[REGISTER]
    rows: list[Row] = [
        read_row(from_line(row.body, desk.catalogue.forms), row.package, form, desk.context)
        for row in _rows(desk, plan, accepted_only=accepted_only)
    ]
    return join_shares(stated_shares(desk.catalogue, plan), entered_shares(desk.catalogue, rows, plan))


def _rows(desk: Desk, plan: str, *, accepted_only: bool) -> Iterator[CountedRow]:
    office = desk.catalogue.plans[plan].office or CITY_UNIT
    if desk.office.role == "city":
        for row in counted_rows(desk.store, REGISTER, date.max, accepted_only):
            if is_same_unit(row.unit, office, desk.catalogue.units):
                yield row
    if desk.office.role == "city" or is_same_unit(desk.office.unit, office, desk.catalogue.units):
        yield from own_rows(desk.store, REGISTER, date.max)

"""The yearly breakdown of targets: the plan's annexes, and what the city entered in the breakdown register."""

from collections.abc import Iterable, Iterator
from datetime import date

from baise_desktop.app.desk import CITY_UNIT, Desk
from baise_desktop.errors import BaiseError
from baise_desktop.form.definition import Catalogue
from baise_desktop.form.record import from_line
from baise_desktop.progress.allocation import REGISTER, Share, entered_shares, join_shares, stated_shares
from baise_desktop.progress.membership import is_same_unit
from baise_desktop.progress.row import Row, read_row
from baise_desktop.store.queries import counted_rows, own_rows
from baise_desktop.store.settings import get_setting


def read_shares(desk: Desk, plan: str, *, accepted_only: bool = False) -> tuple[Share, ...]:
    """The whole breakdown of a plan as it stands: it is made ahead of the periods that it is about.

    Rows count that the city's office entered itself or that the plan's office reported. At any other unit's desk they
    are those of the plan's task pack: no unit sets what is required of it.
    """
    rows = [
        _read(desk, line, package) for line, package in _lines(desk, plan, desk.catalogue, accepted_only=accepted_only)
    ]
    return join_shares(stated_shares(desk.catalogue, plan), entered_shares(desk.catalogue, rows, plan))


def issued_lines(desk: Desk, plan: str, catalogue: Catalogue) -> tuple[bytes, ...]:
    """What the plan's next task pack tells of the breakdown: canonical lines of all that is not merely proposed.

    Args:
        desk: of the city.
        plan: of the catalogue.
        catalogue: to be published.
    """
    lines = (line for line, _ in _lines(desk, plan, catalogue, accepted_only=False))
    told = (line for line in lines if any(_issued(desk, line, plan, catalogue)))
    return tuple(sorted(set(told)))


def _issued(desk: Desk, line: bytes, plan: str, catalogue: Catalogue) -> Iterator[bool]:
    for share in entered_shares(catalogue, [_read(desk, line, "")], plan):
        yield share.issued


def check_lines(catalogue: Catalogue, lines: Iterable[bytes]) -> None:
    """Refuse lines of a task pack that are not rows of the breakdown register.

    Raises:
        BaiseError: ALLOCATION_LINE, and those of `from_line`.
    """
    for line in lines:
        record = from_line(line, catalogue.forms)
        if record.form != REGISTER or record.deleted:
            raise BaiseError("ALLOCATION_LINE", form=record.form)


def setting_of(plan: str) -> str:
    """Name of the setting that holds what a plan's task pack told of the breakdown, one row a line."""
    return f"allocation:{plan}"


def told_lines(desk: Desk, plan: str) -> tuple[bytes, ...]:
    """What the plan's task pack held told of the breakdown."""
    return tuple(line for line in get_setting(desk.store, setting_of(plan)).encode().split(b"\n") if line)


def _read(desk: Desk, line: bytes, package: str) -> Row:
    form = desk.catalogue.registers[REGISTER]
    return read_row(from_line(line, desk.catalogue.forms), package, form, desk.context)


def _lines(desk: Desk, plan: str, catalogue: Catalogue, *, accepted_only: bool) -> Iterator[tuple[bytes, str]]:
    """Canonical lines, and the package that each stands in."""
    office = catalogue.plans[plan].office or CITY_UNIT
    if desk.office.role == "city":
        for row in counted_rows(desk.store, REGISTER, date.max, accepted_only):
            if is_same_unit(row.unit, office, desk.catalogue.units):
                yield row.body, row.package
    if desk.office.role == "city" or is_same_unit(desk.office.unit, office, desk.catalogue.units):
        for row in own_rows(desk.store, REGISTER, date.max):
            yield row.body, row.package
        return
    package = get_setting(desk.store, f"task_pack:{plan}:identity")
    yield from ((line, package) for line in told_lines(desk, plan))

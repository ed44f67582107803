"""The sides of a conflict next to each other, cell by cell."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from baise_desktop.app.desk import Desk
from baise_desktop.app.inbox.deciding import find_received
from baise_desktop.app.installation.naming import named_on
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.comparison import CellChange, compare_held
from baise_desktop.form.period import parse_period
from baise_desktop.store.packages import Package, get_package
from baise_desktop.texts import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the packages."""

    identity: str
    unit_name: str
    """Name and id."""
    plan: str
    period: str
    version: int
    seq: int
    installation: str
    rows: int
    received_at: str
    """ISO 8601, UTC."""
    file_name: str


@dataclass(frozen=True, slots=True)
class DifferingCell:
    """One cell in which the sides are not alike."""

    form: str
    title: str
    row: str
    """What a row of a register is about; empty for other forms."""
    field: str
    """Name of the field, or words for the files of a record."""
    values: tuple[str, ...]
    """As people read them, one for each side."""


@dataclass(frozen=True, slots=True)
class ConflictSides:
    """All of them."""

    sides: tuple[Side, ...]
    cells: tuple[DifferingCell, ...]
    same_period: bool
    """Whether all are of one plan and period, so that comparing them says something."""

    def as_json(self) -> dict[str, Any]:
        """As `baise city compare --json` prints it."""
        return asdict(self)


def compare_sides(desk: Desk, identities: Sequence[str]) -> ConflictSides:
    """Lay packages held beside each other.

    Args:
        desk: of the city.
        identities: each by at least 12 hex digits.

    Raises:
        BaiseError: ROLE_CITY_ONLY, PACKAGE_UNKNOWN.
    """
    packages = [_held(desk, identity) for identity in identities]
    first, others = packages[0], packages[1:]
    found: list[Mapping[tuple[str, str, str], CellChange]] = []
    for other in others:
        words = desk.context.on(parse_period(other.period).end)
        changes = compare_held(desk.store, first, other, desk.catalogue.forms, words)
        found.append({(each.form, each.row_id, each.field): each for each in changes})
    places = sorted({place for each in found for place in each}, key=partial(_place_on_paper, desk))
    cells = tuple(_cell(desk, place, found) for place in places)
    same = len({(each.plan, each.period) for each in packages}) == 1
    return ConflictSides(tuple(_side(desk, each) for each in packages), cells, same)


def _place_on_paper(desk: Desk, place: tuple[str, str, str]) -> tuple[str, str, int]:
    """The fields of a row in the order of its form, its files last."""
    form, row_id, key = place
    keys = [question.key for question in desk.catalogue.forms[form].fields]
    return form, row_id, keys.index(key) if key in keys else len(keys)


def _held(desk: Desk, identity: str) -> Package:
    package = get_package(desk.store, find_received(desk, identity).identity)
    if package is None:
        raise BaiseError("PACKAGE_UNKNOWN", text=identity)
    return package


def _side(desk: Desk, package: Package) -> Side:
    return Side(
        identity=package.identity,
        unit_name=named_on(desk.catalogue, package.unit, parse_period(package.period).end),
        plan=package.plan,
        period=package.period,
        version=package.version,
        seq=package.seq,
        installation=package.installation,
        rows=package.line_count,
        received_at=package.at,
        file_name=package.file_name,
    )


def _cell(
    desk: Desk, place: tuple[str, str, str], found: Sequence[Mapping[tuple[str, str, str], CellChange]]
) -> DifferingCell:
    form = desk.catalogue.forms[place[0]]
    names = {question.key: question.name for question in form.fields}
    known = next(each[place] for each in found if place in each)
    row = next((each[place].row for each in found if place in each and each[place].row), "")
    # A side that is not told apart says what the first one says.
    values = (known.old, *(each[place].new if place in each else known.old for each in found))
    return DifferingCell(form.id, form.title, row, names.get(place[2], say("window.change_files")), values)

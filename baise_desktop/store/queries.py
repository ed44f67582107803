"""Which rows count as of a day, and how the packages they come from stand."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from baise_desktop.form.period import parse_period
from baise_desktop.store.database import Store
from baise_desktop.store.decisions import STANDING_ACTS, list_decisions
from baise_desktop.store.filters import Filter
from baise_desktop.store.packages import SUBMISSION, list_packages
from baise_desktop.store.standing import Standings, judge


@dataclass(frozen=True, slots=True)
class CountedRow:
    """One live row of a register, as last reported."""

    unit: str
    """Who reported it."""
    plan: str
    """Under which it was reported."""
    period: str
    row_id: str
    body: bytes
    """Canonical JSON line of the record."""
    package: str
    """Identity of the submission it stands in; empty in a unit's own store."""


def read_standings(store: Store, unit: str = "") -> Standings:
    """How every submission held stands; of one unit, or of all for ''."""
    with store.snapshot():
        packages = list_packages(store, SUBMISSION, unit)
        return judge(packages, list_decisions(store, STANDING_ACTS), list_incomplete(store))


def list_incomplete(store: Store) -> frozenset[str]:
    """Identities of packages of which an attachment is not held."""
    return frozenset(identity for (identity,) in store.query(_INCOMPLETE))


_INCOMPLETE = """
    SELECT DISTINCT identity FROM package JOIN package_attachment ON package_attachment.package = package.id
    WHERE sha256 NOT IN (SELECT sha256 FROM attachment)
"""


@dataclass(frozen=True, slots=True)
class RowQuery:
    """Rows of one register as SQL, with the canonical line in the column `body`; of the snapshot it was made in."""

    sql: str
    values: Mapping[str, object]


def counted_query(store: Store, register: str, as_of: date, accepted_only: bool = False) -> RowQuery:
    """For each row id of each unit, the revision of the counted submission with the latest period end.

    Args:
        store: of the city.
        register: form id.
        as_of: periods that end later are left out.
        accepted_only: of submissions that the city accepted, instead of all that it received.
    """
    identities = _counted_identities(store, as_of, accepted_only)
    return RowQuery(store.query_text("counted_rows"), {"register": register, "identities": identities})


def reported_forms(store: Store, as_of: date, accepted_only: bool = False) -> frozenset[tuple[str, str]]:
    """(unit, form) of all that some counted submission speaks of, even by no rows; form '' for everything."""
    with store.snapshot():
        identities = _counted_identities(store, as_of, accepted_only)
        rows = store.query(store.query_text("reported_forms"), {"identities": identities})
    return frozenset((unit, form) for unit, form in rows)


def _counted_identities(store: Store, as_of: date, accepted_only: bool) -> str:
    day = as_of.isoformat()
    counted = read_standings(store).counted(accepted_only)
    return json.dumps([package.identity for package in counted if package.period_end <= day])


def own_query(store: Store, register: str, as_of: date) -> RowQuery:
    """The same over what a unit has filled in, sent or not."""
    opened = store.query("SELECT DISTINCT period FROM entry WHERE form = ?", (register,))
    ends = {period: parse_period(period).end for (period,) in opened}
    chosen = json.dumps({period: end.isoformat() for period, end in ends.items() if end <= as_of})
    return RowQuery(store.query_text("own_rows"), {"register": register, "periods": chosen})


def list_rows(store: Store, rows: RowQuery, condition: Filter | None = None) -> Iterator[CountedRow]:
    """Those rows of a query that a condition is true of, or all, by unit and row id."""
    source = rows.sql.rstrip().removesuffix(";")
    where = f"WHERE {condition.sql} " if condition else ""
    sql = f"SELECT * FROM ({source}) {where}ORDER BY unit, row_id"  # noqa: S608 - values are bound, names the program's
    values = {**rows.values, **(condition.values if condition else {})}
    for unit, plan, period, row_id, body, *identity in store.query(sql, values):
        yield CountedRow(unit, plan, period, row_id, body.encode(), *(identity or [""]))


def counted_rows(store: Store, register: str, as_of: date, accepted_only: bool = False) -> Iterator[CountedRow]:
    """The rows of `counted_query` that are not deleted, by unit and row id."""
    with store.snapshot():
        rows = tuple(list_rows(store, counted_query(store, register, as_of, accepted_only)))
    yield from rows


def own_rows(store: Store, register: str, as_of: date) -> Iterator[CountedRow]:
    """The rows of `own_query` that are not deleted, by unit and row id."""
    with store.snapshot():
        rows = tuple(list_rows(store, own_query(store, register, as_of)))
    yield from rows

"""Some columns of every row that counts, without reading whole records."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from baise_desktop.store.database import Store
from baise_desktop.store.queries import counted_query


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One row of a register, of the columns asked for."""

    unit: str
    period: str
    """Of the submission that it stands in."""
    row_id: str
    package: str
    """Identity of that submission."""
    values: tuple[object, ...]
    """As canonical JSON has them; None for blank."""


def list_columns(
    store: Store, register: str, columns: Sequence[str], as_of: date, accepted_only: bool = False
) -> Iterator[ColumnRow]:
    """The rows of a register that count as of a day, in one statement.

    Args:
        store: of the city.
        register: form id.
        columns: field keys.
        as_of: periods that end later are left out.
        accepted_only: of submissions that the city accepted, instead of all that it received.
    """
    # Twice the first path: of a single one SQLite gives the bare value instead of a list.
    paths = {f"path{number}": f"$.values.{column}" for number, column in enumerate((columns[0], *columns))}
    with store.snapshot():
        query = counted_query(store, register, as_of, accepted_only)
        source, places = query.sql.rstrip().removesuffix(";"), ", ".join(f":{name}" for name in paths)
        sql = f"SELECT unit, period, row_id, identity, json_extract(body, {places}) FROM ({source})"  # noqa: S608 - bound
        rows = store.query(sql, {**query.values, **paths})
    for unit, period, row_id, identity, values in rows:
        yield ColumnRow(unit, period, row_id, identity, tuple(json.loads(values)[1:]))


def list_lines(store: Store, register: str, places: Iterable[tuple[str, str]]) -> dict[tuple[str, str], bytes]:
    """Canonical lines by package identity and row id."""
    sql = """
        SELECT identity, revision.row_id, body
        FROM json_each(?) AS wanted
        JOIN package ON package.identity = json_extract(wanted.value, '$[0]')
        JOIN revision ON revision.package = package.id AND form = ?
            AND revision.row_id = json_extract(wanted.value, '$[1]')
    """
    found = store.query(sql, (json.dumps(sorted(places)), register))
    return {(identity, row_id): body.encode() for identity, row_id, body in found}

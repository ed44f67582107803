from dataclasses import replace
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baise_desktop.form.context import FieldContext
from baise_desktop.form.record import Record
from baise_desktop.store.carry_over import carry_over
from baise_desktop.store.entries import Entry, list_entries, put_entry
from baise_desktop.store.register_balance import (
    count_left_behind,
    find_source,
    list_changes,
    list_movements,
    sum_columns,
)
from tests.offices import FIRMS, PLAN, County, row_id
from tests.pki import NOW, PINGGUO

BEFORE, HERE = "2023Q1", "2023Q2"
WORDS = FieldContext(code_lists={}, units={})
AMOUNT = FIRMS.field("amount")


def put(county: County, period: str, number: int, amount: Decimal | None) -> None:
    entry = county.entry(period, number, f"企业{number}")
    values = {key: value for key, value in {**entry.record.values, "amount": amount}.items() if value is not None}
    put_entry(county.store, Entry(replace(entry.record, values=values), {}), FIRMS, "clerk", "typed", NOW)


def live(county: County, period: str) -> dict[str, Record]:
    return {e.record.row_id: e.record for e in list_entries(county.store, county.sheet(period), FIRMS)}


def total(records: list[Record]) -> Decimal:
    amounts = [record.values.get("amount") for record in records]
    return sum((amount for amount in amounts if isinstance(amount, Decimal)), Decimal(0))


def wipe(county: County) -> None:
    with county.store.write() as connection:
        connection.execute("DELETE FROM entry")
        connection.execute("DELETE FROM carry")


amounts = st.none() | st.decimals(-(10**11), 10**11, places=4)
steps = st.lists(
    st.tuples(st.sampled_from((BEFORE, HERE, HERE, HERE)), st.integers(1, 6), st.booleans(), amounts), max_size=12
)


@given(st.dictionaries(st.integers(1, 5), amounts), steps)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_opening_and_new_less_gone_is_closing(
    county: County, first: dict[int, Decimal | None], acts: list[tuple[str, int, bool, Decimal | None]]
) -> None:
    wipe(county)
    for number, amount in first.items():
        put(county, BEFORE, number, amount)
    carry_over(county.store, PINGGUO, PLAN, HERE, (FIRMS,), NOW)
    for period, number, deletes, amount in acts:
        if deletes:
            county.delete(period, number)
        else:
            put(county, period, number, amount)
    sheet = county.sheet(HERE)
    source = find_source(county.store, sheet)
    moves = list_movements(county.store, sheet, source)
    was, now = live(county, BEFORE) if source else {}, live(county, HERE)
    of = {kind: {row for row, move in moves.items() if move == kind} for kind in ("kept", "changed", "added", "gone")}
    opening, closing = of["kept"] | of["changed"] | of["gone"], of["kept"] | of["changed"] | of["added"]
    assert closing == set(now)
    assert of["added"] == set(now) - set(was)
    assert of["changed"] == {row for row in set(was) & set(now) if was[row].values != now[row].values}
    assert opening <= set(was)
    assert len(opening) + len(of["added"]) - len(of["gone"]) == len(closing)
    assert len(was) - len(opening) == (count_left_behind(county.store, sheet, source) if source else 0)
    (column,) = sum_columns(county.store, sheet, source, [AMOUNT], WORDS)
    assert column.opening == total([was[row] for row in opening])
    assert column.closing == total(list(now.values()))
    assert column.opening + column.added + column.changed - column.gone == column.closing


def test_a_row_that_came_and_went_is_nowhere(county: County) -> None:
    put(county, HERE, 1, Decimal(1))
    county.delete(HERE, 1)
    assert list_movements(county.store, county.sheet(HERE), None) == {}


def test_a_row_typed_back_to_what_it_was_is_not_changed(county: County) -> None:
    put(county, BEFORE, 1, Decimal(1))
    carry_over(county.store, PINGGUO, PLAN, HERE, (FIRMS,), NOW)
    sheet = county.sheet(HERE)
    source = find_source(county.store, sheet)
    put(county, HERE, 1, Decimal(2))
    assert list_movements(county.store, sheet, source) == {row_id(1): "changed"}
    assert len(list_changes(county.store, sheet, source, 10)) == 1
    put(county, HERE, 1, Decimal(1))
    assert list_movements(county.store, sheet, source) == {row_id(1): "kept"}
    county.delete(HERE, 1)
    assert list_movements(county.store, sheet, source) == {row_id(1): "gone"}

from dataclasses import replace
from datetime import date

from baise_desktop.form.record import from_line
from baise_desktop.store.carry_over import carry_over
from baise_desktop.store.database import Store
from baise_desktop.store.entries import Entry, put_entry
from baise_desktop.store.queries import CountedRow, counted_rows, own_rows
from tests.offices import AWARDS, FIRMS, FORMS, PLAN, County, merge_all, open_package
from tests.pki import NOW, PINGGUO, PublicKeyInfrastructure


def told(rows: list[CountedRow]) -> dict[int, object]:
    return {int(row.row_id[-4:], 16): from_line(row.body, FORMS).values["name"] for row in rows}


def city_rows(store: Store, day: date) -> dict[int, object]:
    return told(list(counted_rows(store, "r.firm", day)))


def test_each_row_is_the_latest_as_of_the_day(county: County, city: Store, keys: PublicKeyInfrastructure) -> None:
    first = county.report("2023Q1", {1: "甲", 2: "乙"})
    carry_over(county.store, PINGGUO, PLAN, "2023Q2", (FIRMS, AWARDS), NOW)
    county.delete("2023Q2", 1)
    second = county.report("2023Q2", {2: "乙改", 3: "丙"})
    merge_all(city, [open_package(data, keys) for data in (second, first)])
    assert city_rows(city, date(2023, 3, 30)) == {}
    assert city_rows(city, date(2023, 3, 31)) == {1: "甲", 2: "乙"}
    assert city_rows(city, date(2023, 6, 29)) == {1: "甲", 2: "乙"}
    assert city_rows(city, date(2023, 6, 30)) == {2: "乙改", 3: "丙"}
    assert told(list(own_rows(county.store, "r.firm", date(2023, 6, 30)))) == {2: "乙改", 3: "丙"}
    assert told(list(own_rows(county.store, "r.firm", date(2023, 5, 1)))) == {1: "甲", 2: "乙"}


def test_a_row_names_where_it_stands(county: County, city: Store, keys: PublicKeyInfrastructure) -> None:
    package = open_package(county.report("2023Q1", {1: "甲"}), keys)
    merge_all(city, [package])
    (row,) = counted_rows(city, "r.firm", date(2023, 12, 31))
    assert (row.unit, row.plan, row.period, row.package) == (PINGGUO, PLAN, "2023Q1", package.identity)
    assert row.body == next(iter(package.rows)).line
    assert list(counted_rows(city, "r.award", date(2023, 12, 31))) == []
    (own,) = own_rows(county.store, "r.firm", date(2023, 12, 31))
    assert own == replace(row, package="")


def test_a_plan_never_filters_a_stock(county: County) -> None:
    older = replace(county.entry("2020Q4", 1, "甲").record, plan="p1")
    put_entry(county.store, Entry(older, {}), FIRMS, "clerk", "typed", NOW)
    county.fill("2023Q1", {2: "乙"})
    assert told(list(own_rows(county.store, "r.firm", date(2023, 6, 30)))) == {1: "甲", 2: "乙"}

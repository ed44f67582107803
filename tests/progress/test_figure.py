"""Figures against a plain Python loop and against numbers worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baise_desktop.form.context import field_context
from baise_desktop.form.definition import Catalogue
from baise_desktop.form.record import Record
from baise_desktop.form.value import Value
from baise_desktop.progress.figure import CITY, Counter, Figure, Question
from baise_desktop.progress.row import Row, read_row

AS_OF = date(2023, 12, 31)
CERTIFIED: dict[str, Value] = {"change": "01", "cert_date": date(2022, 5, 1), "valid_to": date(2025, 4, 30)}


def row(catalogue: Catalogue, register: str, number: int, unit: str, values: dict[str, Value]) -> Row:
    """One register row as a county reported it."""
    record = Record(form=register, row_id=f"row-{number}", unit=unit, plan="p2", period="2023Q4", values=values)
    return read_row(record, "", catalogue.registers[register], field_context(catalogue))


def figure_of(catalogue: Catalogue, rows: list[Row], target: str, unit: str = CITY, as_of: date = AS_OF) -> Figure:
    """The figure of a target over the rows."""
    found = catalogue.targets[target]
    counter = Counter(lambda register: [each for each in rows if each.record.form == register], catalogue)
    question = Question(catalogue.indicators[found.indicator], catalogue.plans[found.plan], as_of, unit, found.filters)
    return counter.compute_figure(question)


def test_stock_counts_each_firm_once_over_the_city_and_in_each_county(catalogue: Catalogue) -> None:
    rows = [
        row(catalogue, "r.hightech_firm", 1, "c.pingguo", {"uscc": "A", "county": "c.pingguo", **CERTIFIED}),
        row(catalogue, "r.hightech_firm", 2, "c.leye", {"uscc": "A", "county": "c.leye", **CERTIFIED}),
        row(
            catalogue, "r.hightech_firm", 3, "k.bdxq", {"uscc": "B", "county": "c.leye", "park": "k.bdxq", **CERTIFIED}
        ),
    ]
    city = figure_of(catalogue, rows, "p2.t.hightech")
    assert (city.value, [each.row_id for each in city.duplicates]) == (Decimal(2), ["row-2"])
    assert figure_of(catalogue, rows, "p2.t.hightech", "c.leye").value == 2
    assert figure_of(catalogue, rows, "p2.t.hightech", "k.bdxq").value == 1


@pytest.mark.parametrize(
    ("changes", "counted"),
    [
        ({}, 1),
        ({"valid_to": AS_OF}, 0),
        ({"valid_to": date(2024, 1, 1)}, 1),
        ({"cert_date": date(2024, 1, 1)}, 0),
        ({"revoke_date": date(2023, 12, 31)}, 0),
        ({"revoke_date": date(2024, 1, 1)}, 1),
        ({"change": None}, 0),
    ],
)
def test_a_certificate_counts_while_it_holds(catalogue: Catalogue, changes: dict[str, Value], counted: int) -> None:
    values = {"uscc": "A", "county": "c.leye", **CERTIFIED, **changes}
    rows = [row(catalogue, "r.hightech_firm", 1, "c.leye", {k: v for k, v in values.items() if v is not None})]
    assert figure_of(catalogue, rows, "p2.t.hightech").value == counted


def quick_report(catalogue: Catalogue, number: int, unit: str, period: str, total: str, firm: str, gdp: str) -> Row:
    values: dict[str, Value] = {
        "unit": unit,
        "period": period,
        "rd_total": Decimal(total),
        "rd_firm": Decimal(firm),
        "gdp": Decimal(gdp),
    }
    return row(catalogue, "r.rd_flash", number, unit, values)


def test_ratios_are_sums_over_sums_and_parks_are_not_added_to_counties(catalogue: Catalogue) -> None:
    rows = [
        quick_report(catalogue, 1, "c.leye", "2023", "100", "60", "10000"),
        quick_report(catalogue, 2, "c.napo", "2023", "300", "200", "20000"),
        quick_report(catalogue, 3, "k.bdxq", "2023", "5000", "5000", "6000"),
        quick_report(catalogue, 4, "c.leye", "2023Q4", "90", "50", "9000"),
    ]
    city = figure_of(catalogue, rows, "p2.t.rd_intensity")
    assert city.value is not None
    assert abs(city.value - Decimal(400) / Decimal(30000) * 100) < Decimal("1e-20")
    assert figure_of(catalogue, rows, "p2.t.rd_intensity", "c.leye").value == 1
    assert figure_of(catalogue, rows, "p2.t.rd_intensity", "c.xilin").reason == "no_rows"


def test_point_change_needs_the_year_before(catalogue: Catalogue) -> None:
    now = quick_report(catalogue, 1, "c.leye", "2023", "100", "60", "1")
    before = quick_report(catalogue, 2, "c.leye", "2022", "200", "100", "1")
    assert figure_of(catalogue, [now, before], "p2.t.firm_rd_share").value == 10
    assert figure_of(catalogue, [now], "p2.t.firm_rd_share").reason == "no_year_before"


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 10**10), st.booleans(), st.integers(0, 3)), max_size=30))
def test_contracts_add_up_like_a_plain_loop(catalogue: Catalogue, drawn: list[tuple[int, int, bool, int]]) -> None:
    years = (2020, 2021, 2023, 2024)
    rows = [
        row(
            catalogue,
            "r.tech_contract",
            number,
            "c.leye",
            {
                "contract_no": f"no {contract}",
                "amount": Decimal(amount).scaleb(-4),
                "valid": valid,
                "reg_date": date(years[year], 6, 1),
                "stat_county": "c.leye",
            },
        )
        for number, (contract, amount, valid, year) in enumerate(drawn)
    ]
    seen: dict[int, Decimal] = {}
    for contract, amount, valid, year in drawn:
        if valid and years[year] in (2021, 2023):
            seen.setdefault(contract, Decimal(amount).scaleb(-4))
    expected = sum(seen.values(), Decimal(0)) / 10000
    assert figure_of(catalogue, rows, "p2.t.contract").value == expected


def test_computed_columns_count_too(catalogue: Catalogue) -> None:
    key = next(f.key for f in catalogue.registers["r.enterprise_year"].fields if f.name == "研发投入（R&D 经费）")
    before = next(f.key for f in catalogue.registers["r.enterprise_year"].fields if f.name == "上年研发投入")
    values: dict[str, Value] = {"uscc": "A", "year": 2023, "county": "c.leye", before: Decimal(50), key: Decimal(100)}
    doubled = row(catalogue, "r.enterprise_year", 1, "c.leye", values)
    almost = row(catalogue, "r.enterprise_year", 2, "c.leye", {**values, "uscc": "B", key: Decimal("99.9999")})
    assert figure_of(catalogue, [doubled, almost], "p2.t.rd_doubling").value == 1


def test_open_base_years_say_so(catalogue: Catalogue) -> None:
    assert figure_of(catalogue, [], "p1.t.sti_rank").reason == "base_year_open"
    assert figure_of(catalogue, [], "p2.t.sei_share").reason == "base_year_open"


def test_every_target_can_be_asked(catalogue: Catalogue) -> None:
    for target in catalogue.targets.values():
        figure = figure_of(catalogue, [], target.id)
        assert figure.value is not None or figure.reason

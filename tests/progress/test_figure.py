"""Figures against a plain Python loop and against numbers worked out by hand."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baise_desktop.form.context import field_context
from baise_desktop.form.definition import Catalogue
from baise_desktop.form.record import Record
from baise_desktop.form.value import Absent, Missing, Value
from baise_desktop.progress.baseline import Choices
from baise_desktop.progress.figure import CITY, Counter, Figure, Question
from baise_desktop.progress.row import Row, read_row

AS_OF = date(2023, 12, 31)
CERTIFIED: dict[str, Value] = {"change": "01", "cert_date": date(2022, 5, 1), "valid_to": date(2025, 4, 30)}


def row(catalogue: Catalogue, register: str, number: int, unit: str, values: dict[str, Value]) -> Row:
    """One register row as a county reported it."""
    record = Record(form=register, row_id=f"row-{number}", unit=unit, plan="p2", period="2023Q4", values=values)
    return read_row(record, "", catalogue.registers[register], field_context(catalogue))


def figure_of(
    catalogue: Catalogue,
    rows: list[Row],
    target: str,
    unit: str = CITY,
    as_of: date = AS_OF,
    settled: Mapping[str, str] | None = None,
) -> Figure:
    """The figure of a target over the rows, under the city's choices by the names of their settings."""
    found = catalogue.targets[target]
    counter = Counter(
        lambda register: [each for each in rows if each.record.form == register], catalogue, Choices(settled or {})
    )
    indicator, plan = catalogue.indicators[found.indicator], catalogue.plans[found.plan]
    return counter.compute_figure(Question(indicator, plan, as_of, unit, found.filters, target))


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


@pytest.mark.parametrize("reported_as", ["k.bsgx", "k.bdxq"])
def test_both_committees_of_the_high_tech_zone_are_one_unit(catalogue: Catalogue, reported_as: str) -> None:
    """百色高新区: the committee of the first plan was followed by another; rows of either are of both."""
    values = {"uscc": "A", "county": "c.youjiang", "park": reported_as, **CERTIFIED}
    rows = [row(catalogue, "r.hightech_firm", 1, reported_as, values)]
    figures = [figure_of(catalogue, rows, "p2.t.hightech", unit).value for unit in ("k.bsgx", "k.bdxq", "k.njyq")]
    assert figures == [1, 1, 0]
    assert figure_of(catalogue, rows, "p2.t.hightech").value == 1


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


def statistic(catalogue: Catalogue, number: int, name: str, year: int, **values: Value) -> Row:
    return row(catalogue, "r.city_stat", number, "d.keji", {"indicator": name, "year": year, **values})


def test_ranks_gained_since_the_base_year(catalogue: Catalogue) -> None:
    rows = [
        statistic(catalogue, 1, "综合科技创新水平", 2020, rank_region=8),
        statistic(catalogue, 2, "综合科技创新水平全区排名", 2017, rank_region=11),
    ]
    target, day = "p1.t.sti_rank", date(2020, 12, 31)
    settled = {"baseline:p1.t.sti_rank:year": "2017"}
    assert figure_of(catalogue, rows, target, as_of=day, settled=settled).value == 3
    assert figure_of(catalogue, rows[:1], target, as_of=day, settled=settled).reason == "no_base_value"
    assert figure_of(catalogue, rows[1:], target, as_of=day, settled=settled).reason == "no_rows"
    typed = {**settled, "baseline:p1.t.sti_rank:value": "10"}
    assert figure_of(catalogue, rows[:1], target, as_of=day, settled=typed).value == 2


def test_points_gained_since_the_base_year(catalogue: Catalogue) -> None:
    name = "战略性新兴产业增加值占工业增加值比重"
    rows = [
        statistic(catalogue, 1, name, 2023, numerator=Decimal(30), denominator=Decimal(200)),
        statistic(catalogue, 2, name, 2020, numerator=Decimal(10), denominator=Decimal(100)),
    ]
    settled = {"baseline:i.sei_share_delta:year": "2020"}
    assert figure_of(catalogue, rows, "p2.t.sei_share", settled=settled).value == 5
    typed = {**settled, "baseline:i.sei_share_delta:value": "9.5"}
    assert figure_of(catalogue, rows[:1], "p2.t.sei_share", settled=typed).value == Decimal("5.5")


def test_a_correction_stands_before_what_it_corrects(catalogue: Catalogue) -> None:
    first = statistic(catalogue, 1, "科技进步贡献率", 2020, value=Decimal("54.9"))
    later = statistic(catalogue, 2, "科技进步贡献率", 2020, value=Decimal("55.2"))
    day = date(2020, 12, 31)
    assert figure_of(catalogue, [first, later], "p1.t.stp_contribution", as_of=day).value == Decimal("55.2")


def test_only_departments_state_what_only_the_city_has(catalogue: Catalogue) -> None:
    values: dict[str, Value] = {"indicator": "科技进步贡献率", "year": 2020, "value": Decimal(99)}
    rows = [row(catalogue, "r.city_stat", 1, "c.leye", values)]
    assert figure_of(catalogue, rows, "p1.t.stp_contribution", as_of=date(2020, 12, 31)).reason == "no_rows"


def zone(catalogue: Catalogue, number: int, park: str, amount: int) -> Row:
    values: dict[str, Value] = {"park": park, "period": "2023Q4", "gross_output": Decimal(amount)}
    return row(catalogue, "r.zone_stat", number, park, values)


def test_only_the_high_tech_zone_counts_under_either_of_its_names(catalogue: Catalogue) -> None:
    rows = [zone(catalogue, 1, "k.bsgx", 3_000_000), zone(catalogue, 2, "k.njyq", 4_000_000)]
    assert figure_of(catalogue, rows, "p2.t.hz_output").value == 300
    assert figure_of(catalogue, rows, "p2.t.hz_500", "k.bdxq").value == 300
    both = {"counted:i.hz_output": "k.bdxq、k.njyq"}
    assert figure_of(catalogue, rows, "p2.t.hz_output", settled=both).value == 700


def test_a_quick_report_of_most_counties_stands_before_the_first_final_one(catalogue: Catalogue) -> None:
    rows = [
        quick_report(catalogue, 1, "c.leye", "2023", "200", "60", "10000"),
        quick_report(catalogue, 2, "c.leye", "2023Q4", "100", "60", "10000"),
        quick_report(catalogue, 3, "c.napo", "2023Q4", "100", "60", "10000"),
    ]
    city = figure_of(catalogue, rows, "p2.t.rd_intensity")
    assert city.value == 1
    assert city.remark.startswith("已报 2/12 个单位，未报：右江区、")
    assert figure_of(catalogue, rows, "p2.t.rd_intensity", "c.leye").value == 2


def test_the_year_before_may_stand_in_the_same_row(catalogue: Catalogue) -> None:
    now = quick_report(catalogue, 1, "c.leye", "2023", "100", "60", "1")
    stated: dict[str, Value] = {**now.values, "rd_total_prev": Decimal(80), "rd_firm_prev": Decimal(40)}
    assert figure_of(catalogue, [row(catalogue, "r.rd_flash", 1, "c.leye", stated)], "p2.t.firm_rd_share").value == 10


def test_gross_and_net_growth_are_told_together(catalogue: Catalogue) -> None:
    old: dict[str, Value] = {"change": "02", "cert_date": date(2020, 5, 1), "valid_to": date(2023, 4, 30)}
    rows = [
        row(catalogue, "r.hightech_firm", 1, "c.leye", {"uscc": "A", "county": "c.leye", **old}),
        row(catalogue, "r.hightech_firm", 2, "c.leye", {"uscc": "B", "county": "c.leye", **CERTIFIED}),
    ]
    figure = figure_of(catalogue, rows, "p1.t.hightech_new.y2019", as_of=date(2022, 12, 31))
    assert (figure.value, figure.remark) == (Decimal(1), "净增 1（期末存量 2，2021 年末 1）")


def industrial_park(catalogue: Catalogue, number: int, unit: str, name: str, period: str, *, covered: bool) -> Row:
    values: dict[str, Value] = {"park": name, "county": "c.leye", "period": period, "promoted": covered}
    return row(catalogue, "r.iiot", number, unit, values)


def test_a_park_that_two_units_report_is_one_park(catalogue: Catalogue) -> None:
    rows = [
        industrial_park(catalogue, 1, "c.leye", "甲", "2023H2", covered=True),
        industrial_park(catalogue, 2, "k.bdxq", "甲", "2023H2", covered=True),
        industrial_park(catalogue, 3, "c.leye", "乙", "2023H2", covered=False),
    ]
    target, day = "p2.t.iiot_coverage", date(2024, 5, 19)
    open_list = figure_of(catalogue, rows, target, as_of=day)
    assert (open_list.value, open_list.remark) == (Decimal(50), "全市名录个数未设定，以已填报的为分母")
    settled = figure_of(catalogue, rows, target, as_of=day, settled={"roster:i.iiot_coverage": "4"})
    assert (settled.value, settled.remark) == (Decimal(25), "")


def platform(catalogue: Catalogue, number: int, category: str) -> Row:
    values: dict[str, Value] = {"name": f"平台{number}", "county": "c.leye", "cert_date": date(2022, 1, 1)}
    form = catalogue.registers["r.platform"]
    for key, label in (("category", category), ("level", "自治区级"), ("status", "已认定")):
        items = catalogue.code_lists[form.field(key).choices].items
        values[key] = next(item.code for item in items if item.label == label)
    return row(catalogue, "r.platform", number, "c.leye", values)


def test_the_city_may_narrow_which_platforms_count(catalogue: Catalogue) -> None:
    rows = [
        platform(catalogue, 1, "星创天地"),
        platform(catalogue, 2, "工程研究中心"),
        platform(catalogue, 3, "众创空间"),
    ]
    assert figure_of(catalogue, rows, "p2.t.platform").value == 3
    only = {"only:i.platform_stock:category": "工程研究中心、众创空间"}
    assert figure_of(catalogue, rows, "p2.t.platform", settled=only).value == 2


def test_projects_under_way_count_by_the_other_caliber(catalogue: Catalogue) -> None:
    values: dict[str, Value] = {"name": "甲", "implementer": "乙", "county": "c.leye", "start_date": date(2022, 1, 1)}
    rows = [row(catalogue, "r.conversion_project", 1, "c.leye", {**values, "status": "02"})]
    assert figure_of(catalogue, rows, "p2.t.conversion").value == 0
    other = figure_of(catalogue, rows, "p2.t.conversion", settled={"caliber:i.conversion_cum": "按立项实施"})
    assert (other.value, other.remark) == (Decimal(1), "口径：按立项实施")


def test_every_target_can_be_asked(catalogue: Catalogue) -> None:
    for target in catalogue.targets.values():
        figure = figure_of(catalogue, [], target.id)
        assert figure.value is not None or figure.reason


UNSAID = (None, Absent.NOT_APPLICABLE, Missing("资料未到"))


@pytest.mark.parametrize("unsaid", UNSAID)
@pytest.mark.parametrize("column", ["rd_total", "gdp"])
def test_a_county_without_the_one_number_does_not_lend_its_other(
    catalogue: Catalogue, unsaid: Value, column: str
) -> None:
    """暂缺 is not zero: one county's 经费 must not stand over another county's 生产总值."""
    told = quick_report(catalogue, 1, "c.leye", "2023", "100", "60", "10000")
    silent = quick_report(catalogue, 2, "c.napo", "2023", "300", "200", "20000")
    values = {**silent.values, column: unsaid}
    if unsaid is None:
        del values[column]
    rows = [told, row(catalogue, "r.rd_flash", 2, "c.napo", values)]
    city = figure_of(catalogue, rows, "p2.t.rd_intensity")
    assert (city.value, len(city.rows), len(city.silent)) == (Decimal(1), 1, 1)
    assert "1 行没有填数（空白、不适用或暂缺），未计入：那坡县" in city.remark
    assert "那坡县" not in city.remark.split("未报：")[1]
    assert figure_of(catalogue, rows, "p2.t.rd_intensity", "c.napo").reason == "no_number"


@pytest.mark.parametrize("unsaid", UNSAID)
def test_growth_of_what_was_not_said_is_not_a_fall_to_zero(catalogue: Catalogue, unsaid: Value) -> None:
    values: dict[str, Value] = {"unit": "c.leye", "period": "2023", "st_total": unsaid, "st_prev": Decimal(50)}
    rows = [row(catalogue, "r.fiscal_flash", 1, "c.leye", {k: v for k, v in values.items() if v is not None})]
    found = figure_of(catalogue, rows, "p2.t.fiscal_growth", "c.leye")
    assert (found.value, found.reason) == (None, "no_number")


def test_the_firms_of_a_year_before_are_not_zero_because_nobody_said(catalogue: Catalogue) -> None:
    now = quick_report(catalogue, 1, "c.leye", "2023", "100", "60", "1")
    values = {**now.values, "rd_total_prev": Decimal(90), "rd_firm_prev": Missing("资料未到")}
    rows = [row(catalogue, "r.rd_flash", 1, "c.leye", values)]
    assert figure_of(catalogue, rows, "p2.t.firm_rd_share").reason == "no_year_before"


def test_both_years_are_of_the_same_counties(catalogue: Catalogue) -> None:
    """乐业 60% after 50%, by two reports; 那坡 30% after 20%, stated beside it; 西林 reported a year before only."""
    stated = {"rd_total_prev": Decimal(200), "rd_firm_prev": Decimal(40)}
    napo = quick_report(catalogue, 3, "c.napo", "2023", "300", "90", "1")
    rows = [
        quick_report(catalogue, 1, "c.leye", "2023", "100", "60", "1"),
        quick_report(catalogue, 2, "c.leye", "2022", "100", "50", "1"),
        row(catalogue, "r.rd_flash", 3, "c.napo", {**napo.values, **stated}),
        quick_report(catalogue, 4, "c.xilin", "2022", "1000", "1000", "1"),
        quick_report(catalogue, 5, "c.tianlin", "2023", "1000", "1000", "1"),
    ]
    city = figure_of(catalogue, rows, "p2.t.firm_rd_share")
    assert city.value == Decimal(150) / 400 * 100 - Decimal(90) / 300 * 100
    assert [each.row_id for each in city.silent] == ["row-5"]


@pytest.mark.parametrize("unsaid", UNSAID)
def test_an_output_that_was_not_said_is_not_zero(catalogue: Catalogue, unsaid: Value) -> None:
    values: dict[str, Value] = {"park": "k.bdxq", "period": "2023Q4", "gross_output": unsaid}
    rows = [row(catalogue, "r.zone_stat", 1, "k.bdxq", {k: v for k, v in values.items() if v is not None})]
    found = figure_of(catalogue, rows, "p2.t.hz_output")
    assert (found.value, found.reason) == (None, "no_number")


def test_an_output_of_a_period_that_nobody_reported_is_not_zero(catalogue: Catalogue) -> None:
    values: dict[str, Value] = {"park": "k.bdxq", "period": "2022Q4", "gross_output": Decimal(4_000_000)}
    rows = [row(catalogue, "r.zone_stat", 1, "k.bdxq", values)]
    found = figure_of(catalogue, rows, "p2.t.hz_output", as_of=date(2023, 2, 15))
    assert (found.value, found.reason) == (None, "no_rows")


def test_the_share_of_a_statistic_needs_both_its_numbers(catalogue: Catalogue) -> None:
    name = "战略性新兴产业增加值占工业增加值比重"
    whole: dict[str, Value] = {"indicator": name, "denominator": Decimal(100)}
    rows = [
        row(catalogue, "r.city_stat", 1, "d.keji", {**whole, "year": 2020, "numerator": Decimal(10)}),
        row(catalogue, "r.city_stat", 2, "d.keji", {**whole, "year": 2023, "numerator": Missing("资料未到")}),
    ]
    settled = {"baseline:p2.t.sei_share:year": "2020"}
    found = figure_of(catalogue, rows, "p2.t.sei_share", settled=settled)
    assert (found.value, found.reason) == (None, "no_rows")


def test_one_report_of_a_county_counts_whoever_else_hands_it_in(catalogue: Catalogue) -> None:
    """市财政局 and the county both hand in the county's quick report: one unit and period is one report."""
    values: dict[str, Value] = {"unit": "c.leye", "period": "2023", "st_total": Decimal(60), "st_prev": Decimal(50)}
    other = {**values, "unit": "c.napo", "st_total": Decimal(10), "st_prev": Decimal(10)}
    rows = [
        row(catalogue, "r.fiscal_flash", 1, "c.leye", values),
        row(catalogue, "r.fiscal_flash", 2, "c.napo", other),
        row(catalogue, "r.fiscal_flash", 3, "d.caizheng", values),
    ]
    city = figure_of(catalogue, rows, "p2.t.fiscal_growth")
    assert city.value is not None
    assert abs(city.value - (Decimal(70) / 60 * 100 - 100)) < Decimal("1e-20")
    assert [each.row_id for each in city.duplicates] == ["row-3"]

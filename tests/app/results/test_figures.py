from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.inbox.receiving import merge_files
from baise_desktop.app.installation.home import open_submission
from baise_desktop.app.outgoing.exporting import export
from baise_desktop.app.results.figures import (
    FigureRow,
    figure_table,
    show_number,
    show_requirement,
    title_of,
    units_counted,
)
from baise_desktop.errors import BaiseError
from baise_desktop.store.obligations import list_obligations
from tests.app.conftest import NOW
from tests.round_trip import CONTRACT_TARGET, MONTH, PASSPHRASE, PINGGUO, PLAN, add_contract, answer_target, sign_all

APRIL = date(2023, 4, 30)


def rows_by_unit(desk: Desk, as_of: date = APRIL, unit: str | None = None) -> dict[str, FigureRow]:
    rows = figure_table(desk, PLAN, as_of, unit).rows
    return {row.unit_id: row for row in rows if row.target == CONTRACT_TARGET}


def test_city_adds_up_what_units_reported(city: Desk, april: Path) -> None:
    merge_files(city, [april], NOW)
    rows = rows_by_unit(city)
    assert [(rows[unit].figure, rows[unit].rows) for unit in ("", PINGGUO, "c.leye")] == [
        ("0.0121", 1),
        ("0.0121", 1),
        ("", 0),
    ]
    assert [rows[unit].state for unit in ("", PINGGUO, "c.leye")] == ["value", "value", "unreported"]
    assert (rows["c.leye"].figure_words, rows["c.leye"].met, rows["c.leye"].light) == ("未报", None, "unknown")
    assert (rows[""].unit_name, rows[""].requirement, rows[""].met, rows[""].met_words) == (
        "全市",
        "＞160亿元",
        False,
        "未达标",
    )
    assert rows[PINGGUO].requirement == "未分解到本单位"
    assert rows[PINGGUO].met is None


@pytest.mark.parametrize("as_of", [APRIL, date(2024, 6, 1)])
def test_every_target_is_told_for_the_city_first_and_then_for_those_who_report_it(city: Desk, as_of: date) -> None:
    table = figure_table(city, PLAN, as_of)
    targets = [target for target in city.catalogue.targets.values() if target.plan == PLAN]
    expected = [
        (target.id, unit)
        for target in targets
        for unit in ([target.scope_unit] if target.scope_unit else ["", *units_counted(city.catalogue, target)])
    ]
    assert [(row.target, row.unit_id) for row in table.rows] == expected


def test_target_of_one_unit_is_not_the_citys(city: Desk) -> None:
    alone = next(target for target in city.catalogue.targets.values() if target.scope_unit)
    rows = [row for row in figure_table(city, alone.plan, APRIL).rows if row.target == alone.id]
    assert [row.unit_id for row in rows] == [alone.scope_unit]


def test_only_one_unit_on_request(city: Desk) -> None:
    assert {row.unit_id for row in figure_table(city, PLAN, APRIL, PINGGUO).rows} == {PINGGUO}
    assert {row.unit_id for row in figure_table(city, PLAN, APRIL, "").rows} == {""}


def test_later_periods_do_not_count(city: Desk, april: Path) -> None:
    merge_files(city, [april], NOW)
    before = rows_by_unit(city, date(2023, 4, 29))[""]
    assert (before.figure, before.state) == ("", "unreported")
    assert before.note.endswith("个单位，均未报")


def test_the_citys_figure_says_who_has_not_reported(city: Desk, april: Path) -> None:
    merge_files(city, [april], NOW)
    row = rows_by_unit(city)[""]
    counties = [unit.id for unit in city.catalogue.units.values() if unit.kind == "county"]
    assert set(row.missing) >= set(counties) - {PINGGUO}
    assert PINGGUO not in row.missing
    count = len(row.missing) + 1
    assert row.note.startswith(f"已报 1/{count} 个单位，未报：右江区、田阳区")


def test_reported_without_rows_is_nought_and_not_unreported(city: Desk, county: Desk, tmp_path: Path) -> None:
    open_submission(county, PLAN, MONTH, NOW)
    answer_target(county, NOW)
    sign_all(county, NOW)
    sent = export(county, PLAN, MONTH, tmp_path, PASSPHRASE, NOW)
    merge_files(city, [sent.path], NOW)
    row = rows_by_unit(city)[PINGGUO]
    assert (row.figure, row.state, row.figure_words) == ("0", "value", "0亿元")


def test_a_plan_without_a_task_pack_is_unreported_and_not_nought(city: Desk) -> None:
    """That nobody owes 重大技术 under the one plan does not say that everybody answered it under the other."""
    assert {each.plan for each in list_obligations(city.store)} == {PLAN}
    rows = [row for row in figure_table(city, "p1", date(2020, 12, 31)).rows if row.target == "p1.t.major_tech"]
    assert {row.state for row in rows} == {"unreported"}


def test_gap_and_light_follow_the_printed_rule(city: Desk, april: Path) -> None:
    merge_files(city, [april], NOW)
    table = figure_table(city, PLAN, APRIL)
    row = next(row for row in table.rows if row.target == CONTRACT_TARGET and row.unit_id == "")
    assert (row.gap, row.light, row.light_words) == ("159.988亿元", "late", "■ 滞后")
    assert row.lead.startswith("-7")
    assert "√ 达标" in table.light_rule
    assert table.as_json()["light_rule"] == table.light_rule


@pytest.mark.parametrize(("plan", "day", "name"), [("p1", date(2018, 12, 31), "平果县"), ("p1", APRIL, "平果市")])
def test_units_are_called_as_on_the_day(city: Desk, plan: str, day: date, name: str) -> None:
    table = figure_table(city, plan, day, PINGGUO)
    assert {row.unit_name for row in table.rows} == {name}
    assert title_of(city, table).startswith(name)
    assert table.as_json()["figures"][0]["unit_name"] == name


def test_unit_sees_what_it_has_not_sent_yet(county: Desk) -> None:
    add_contract(county, NOW, amount="20000")
    assert rows_by_unit(county, unit=PINGGUO)[PINGGUO].figure == "2"


def test_target_of_a_later_year_has_not_begun(city: Desk) -> None:
    later = next(target for target in city.catalogue.targets.values() if target.plan == PLAN and target.year == 2023)
    row = next(row for row in figure_table(city, PLAN, date(2022, 12, 31), "").rows if row.target == later.id)
    assert (row.figure, row.met, bool(row.note)) == ("", None, True)


def test_table_says_what_it_counts(city: Desk) -> None:
    received, accepted = (figure_table(city, PLAN, APRIL, accepted_only=only) for only in (False, True))
    assert "已接收" in received.counted_words
    assert "已通过" in accepted.counted_words
    assert (received.as_json()["counted"], accepted.as_json()["counted"]) == ("received", "accepted")


def test_unknown_plan(city: Desk) -> None:
    with pytest.raises(BaiseError, match="PLAN_UNKNOWN"):
        figure_table(city, "p9", APRIL)


def test_a_day_before_the_plan(city: Desk) -> None:
    for day in (date.min, date(2020, 12, 31)):
        with pytest.raises(BaiseError, match="AS_OF"):
            figure_table(city, PLAN, day)


def test_figures_of_one_unit_carry_its_name(city: Desk) -> None:
    titles = [title_of(city, figure_table(city, PLAN, APRIL, unit)) for unit in (None, "", PINGGUO)]
    assert [title.startswith("平果市") for title in titles] == [False, False, True]


# --- as people read them ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (None, "家", ""),
        ("70", "家", "70"),
        ("70.0000", "家", "70"),
        ("100", "家", "100"),
        ("0.01205", "亿元", "0.0121"),
        ("12.5", "亿元", "12.5"),
        ("0.805", "%", "0.81"),
        ("15", "%", "15.00"),
        ("-3", "百分点", "-3.00"),
    ],
)
def test_number(value: str | None, unit: str, shown: str) -> None:
    assert show_number(None if value is None else Decimal(value), unit) == shown


def test_requirement(city: Desk) -> None:
    target = city.catalogue.targets[CONTRACT_TARGET]
    assert show_requirement(target) == "＞160亿元"
    assert show_requirement(replace(target, strength="aspirational", comparator=">=")) == "力争≥160亿元"
    assert show_requirement(replace(target, comparator="delta>=", value="5.0", unit="百分点")) == "提高≥5百分点"
    assert show_requirement(replace(target, value="100", value_max="120.50")) == "＞100—120.5亿元"


def test_every_requirement_of_both_plans_can_be_said(city: Desk) -> None:
    said = {target.id: show_requirement(target) for target in city.catalogue.targets.values()}
    assert [name for name, words in said.items() if not any(character.isdigit() for character in words)] == []

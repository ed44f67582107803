"""The city adjusts who owes what when: kept, journaled, in the table, and in the next task pack."""

from dataclasses import replace
from datetime import date

import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.terms.obligation_table import ObligationLine, obligation_table
from baise_desktop.app.terms.obligations import (
    adjust,
    adjust_all,
    draft_obligations,
    list_adjustments,
    remove_adjustments,
    restore_defaults,
    tell_adjustment,
)
from baise_desktop.errors import BaiseError
from baise_desktop.form.adjustment import Added, Adjustment, Change, DueAfter, DueOn, Every, Exempt
from baise_desktop.form.obligation import obligations
from baise_desktop.form.period import Frequency
from baise_desktop.store.journal import read_journal
from tests.app.conftest import NOW

PLAN, LEYE, FIRMS, TASK = "p2", "c.leye", "r.hightech_firm", "p2.k.2.3.1"
EXEMPT = Adjustment(change=Exempt(), reason="当地没有高新技术企业", unit=LEYE, form=FIRMS)
QUARTERLY = Adjustment(change=Every(Frequency.QUARTERLY), reason="按季调度", form=TASK)
LATER = Adjustment(change=DueOn(date(2023, 5, 8)), reason="五一假期顺延", unit=LEYE, form=FIRMS, period="2023Q1")


def line_of(desk: Desk, unit: str, form: str, period: str) -> ObligationLine:
    table = obligation_table(desk, PLAN)
    (found,) = (line for line in table.lines if (line.unit, line.form, str(line.period)) == (unit, form, period))
    return found


def test_without_adjustments_the_draft_is_the_default(city: Desk) -> None:
    assert draft_obligations(city, PLAN) == obligations(city.catalogue, PLAN)
    table = obligation_table(city, PLAN)
    assert (table.owed, table.unlike_default, table.unlike_pack, table.adjustments) == (14439, 0, 0, ())
    assert table.summary == "全市应报 14439 张次，与表式默认不同 0 处，与已发任务包不同 0 处"


def test_a_plan_without_a_pack_says_so(city: Desk) -> None:
    assert obligation_table(city, "p1").summary.endswith("尚未发过任务包")


def test_what_was_set_is_kept_and_told(city: Desk) -> None:
    adjust(city, PLAN, replace(EXEMPT, reason="  当地没有高新技术企业 "), NOW)
    adjust(city, PLAN, QUARTERLY, NOW)
    assert list_adjustments(city, PLAN) == (EXEMPT, QUARTERLY)
    assert list_adjustments(city, "p1") == ()
    owed = draft_obligations(city, PLAN)
    assert (LEYE, FIRMS) not in {(each.unit, each.form) for each in owed}
    assert {each.period.frequency for each in owed if each.form == TASK} == {Frequency.QUARTERLY}
    acts = read_journal(city.store)[-2:]
    assert [line.act for line in acts] == ["调整应报", "调整应报"]
    assert "乐业县 · 高新技术企业台账 · 各期：不报" in acts[0].detail
    assert "按季调度" in acts[1].detail


def test_the_table_says_what_differs_from_what_and_why(city: Desk) -> None:
    adjust_all(city, PLAN, [EXEMPT, QUARTERLY], NOW)
    gone = line_of(city, LEYE, FIRMS, "2023Q1")
    assert (gone.due, gone.default, gone.issued) == (None, date(2023, 4, 15), date(2023, 4, 15))
    assert (gone.reason, gone.adjusted) == ("当地没有高新技术企业", True)
    new = line_of(city, LEYE, TASK, "2023Q1")
    assert (new.due, new.default, new.issued) == (date(2023, 4, 15), None, None)
    assert (new.origin_words, new.reason) == ("市级设定", "按季调度")
    old = line_of(city, LEYE, TASK, "2023H1")
    assert (old.due, old.default) == (None, date(2023, 7, 15))
    table = obligation_table(city, PLAN)
    owing = {line.unit for line in table.lines if line.form == TASK}
    assert table.unlike_default == table.unlike_pack == 12 + len(owing) * (12 + 6)


def test_a_frequency_that_the_document_states_is_told_apart(city: Desk) -> None:
    stated = {form.id for form in city.catalogue.forms.values() if form.frequency_from_document}
    lines = obligation_table(city, PLAN).lines
    assert {line.form for line in lines if line.origin_words == "原文写明"} == stated & {line.form for line in lines}
    assert {line.origin_words for line in lines} == {"原文写明", "表式默认，非原文"}


def test_a_later_word_about_the_same_takes_the_place_of_the_earlier(city: Desk) -> None:
    adjust_all(city, PLAN, [EXEMPT, LATER, QUARTERLY], NOW)
    added = replace(EXEMPT, change=Added(), reason="又有了")
    days = replace(LATER, change=DueAfter(30), reason="再顺延")
    monthly = replace(QUARTERLY, change=Every(Frequency.MONTHLY))
    adjust_all(city, PLAN, [added, days, monthly], NOW)
    assert list_adjustments(city, PLAN) == (added, days, monthly)


def test_what_was_set_can_be_taken_back(city: Desk) -> None:
    adjust_all(city, PLAN, [EXEMPT, QUARTERLY, LATER], NOW)
    remove_adjustments(city, PLAN, [1, 2], NOW)
    assert list_adjustments(city, PLAN) == (LATER,)
    assert read_journal(city.store)[-1].act == "撤销应报调整"
    with pytest.raises(BaiseError, match="ADJUSTMENT_NUMBER"):
        remove_adjustments(city, PLAN, [2], NOW)
    assert restore_defaults(city, PLAN, [(LEYE, FIRMS, "2023Q2")], NOW) == 0
    assert restore_defaults(city, PLAN, [(LEYE, FIRMS, "2023Q1"), (LEYE, TASK, "2023H1")], NOW) == 1
    assert draft_obligations(city, PLAN) == obligations(city.catalogue, PLAN)


def at(change: Change, unit: str = "", form: str = "", period: str = "", reason: str = "按季调度") -> Adjustment:
    return Adjustment(change=change, reason=reason, unit=unit, form=form, period=period)


@pytest.mark.parametrize(
    ("adjustment", "code"),
    [
        (at(Exempt(), "c.nowhere"), "UNIT_UNKNOWN"),
        (at(Exempt(), "k.bsgx"), "ADJUSTMENT"),
        (at(Exempt(), LEYE, "r.nothing"), "FORM_UNKNOWN"),
        (at(Exempt(), LEYE, "p1.t.sti_rank"), "ADJUSTMENT"),
        (at(Exempt(), LEYE, FIRMS, "2023Q5"), "PERIOD"),
        (at(Exempt(), LEYE, FIRMS, "2024Q1"), "ADJUSTMENT"),
        (at(Exempt(), LEYE, FIRMS, "2023H1"), "ADJUSTMENT_IDLE"),
        (at(Exempt(), "d.wjkw", FIRMS), "ADJUSTMENT_IDLE"),
        (at(Added(), LEYE, FIRMS, "2023-05"), "ADJUSTMENT_IDLE"),
        (at(Exempt()), "ADJUSTMENT"),
        (at(Added(), LEYE), "ADJUSTMENT"),
        (at(DueOn(date(2023, 5, 8)), LEYE, FIRMS), "ADJUSTMENT"),
        (at(DueOn(date(2022, 5, 8)), LEYE, FIRMS, "2023Q1"), "ADJUSTMENT"),
        (at(DueOn(date(2032, 5, 8)), LEYE, FIRMS, "2023Q1"), "ADJUSTMENT"),
        (at(DueAfter(-1), LEYE), "ADJUSTMENT"),
        (at(DueAfter(367), LEYE), "ADJUSTMENT"),
        (at(Every(Frequency.MONTHLY)), "ADJUSTMENT"),
        (at(Every(Frequency.MONTHLY), LEYE, FIRMS), "ADJUSTMENT"),
        (at(Exempt(), LEYE, FIRMS, reason=" "), "ADJUSTMENT"),
        (at(Exempt(), LEYE, FIRMS, reason="无"), "EMPTY_PHRASE"),
        (at(Exempt(), LEYE, FIRMS, reason="按季调度\n按月调度"), "ADJUSTMENT"),
        (at(Exempt(), LEYE, FIRMS, reason="调" * 501), "ADJUSTMENT"),
        (replace(at(Exempt(), LEYE, FIRMS, "2023Q1"), frequency=Frequency.MONTHLY), "ADJUSTMENT"),
    ],
)
def test_what_cannot_stand_is_refused_and_nothing_is_kept(city: Desk, adjustment: Adjustment, code: str) -> None:
    with pytest.raises(BaiseError) as caught:
        adjust_all(city, PLAN, [LATER, adjustment], NOW)
    assert caught.value.code == code
    assert caught.value.sentence
    assert list_adjustments(city, PLAN) == ()


def test_only_the_city_sets_and_sees_the_table(county: Desk) -> None:
    with pytest.raises(BaiseError, match="ROLE_CITY_ONLY"):
        adjust(county, PLAN, EXEMPT, NOW)
    with pytest.raises(BaiseError, match="ROLE_CITY_ONLY"):
        obligation_table(county, PLAN)


@pytest.mark.parametrize(
    ("adjustment", "words"),
    [
        (QUARTERLY, "全部单位 · 强化企业创新主体地位 · 各期：改为季报"),
        (LATER, "乐业县 · 高新技术企业台账 · 2023年第1季度：截止日 2023-05-08"),
        (
            Adjustment(change=DueAfter(10), reason="从快", frequency=Frequency.MONTHLY),
            "全部单位 · 全部表 · 月报各期：期满后 10 天截止",
        ),
        (
            Adjustment(change=Added(), reason="试点", unit="d.gone", form="r.gone"),
            "d.gone · r.gone · 各期：应报",
        ),
    ],
)
def test_an_adjustment_is_told_in_words(city: Desk, adjustment: Adjustment, words: str) -> None:
    assert tell_adjustment(city.catalogue, adjustment) == words


def test_thousands_of_adjustments_are_kept(city: Desk) -> None:
    periods = [f"{year}Q{part}" for year in (2021, 2022, 2023) for part in (1, 2, 3, 4)]
    units = {each.unit for each in obligations(city.catalogue, PLAN) if each.form == FIRMS}
    wanted = [at(Exempt(), unit, FIRMS, period, "说明" * 100) for unit in sorted(units) for period in periods]
    adjust_all(city, PLAN, wanted, NOW)
    assert list_adjustments(city, PLAN) == tuple(wanted)
    assert FIRMS not in {each.form for each in draft_obligations(city, PLAN)}

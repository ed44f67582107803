"""The city moves two forms to the quarter and exempts a unit from a third: the unit goes by the pack alone."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from baise_desktop.app.checks.checking import check_submission
from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.enrolment import setup
from baise_desktop.app.entry import filling
from baise_desktop.app.inbox import receiving
from baise_desktop.app.installation.home import due_submissions, open_submission
from baise_desktop.app.outgoing import exporting
from baise_desktop.app.packs.publishing import publish
from baise_desktop.app.terms.obligation_table import obligation_table
from baise_desktop.app.terms.obligations import adjust_all
from baise_desktop.form.adjustment import Adjustment, DueAfter, DueOn, Every, Exempt
from baise_desktop.form.definition import FormKind
from baise_desktop.form.period import Frequency
from baise_desktop.store.entries import Sheet
from baise_desktop.store.verify import find_damage
from tests.flow.test_county_to_city import COUNTY, NOW, SECRET, fill_required, sign_all

TASK, ITEMS, EXEMPT = "p2.k.2.3.1", "r.industry_project", "r.hightech_firm"
OLD, NEW = "2023H1", "2023Q3"
TERMS = (
    Adjustment(change=Every(Frequency.QUARTERLY), reason="按季调度", form=TASK),
    Adjustment(change=Every(Frequency.QUARTERLY), reason="按季调度", form=ITEMS),
    Adjustment(change=Exempt(), reason="本年由市里统一采集", unit=COUNTY, form=EXEMPT),
    Adjustment(change=DueAfter(20), reason="国庆顺延", frequency=Frequency.QUARTERLY),
    Adjustment(change=DueOn(date(2023, 10, 12)), reason="先报这一张", unit=COUNTY, form=TASK, period=NEW),
)
PROJECT = {
    "name": "演示新兴产业项目",
    "org": "演示单位",
    "county": "平果市",
    "segment": "演示领域",
    "invest": "1000",
    "invest_done": "300",
}


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    """A city and one county under the pack of the defaults."""
    root = setup.create_city(tmp_path / "city", SECRET, NOW)
    city = open_desk(tmp_path / "city")
    fingerprint = setup.create_unit(tmp_path / "county", COUNTY, tmp_path / "request.asice", SECRET, NOW)
    setup.admit(city, tmp_path / "request.asice", fingerprint, SECRET, NOW)
    pack = publish(city, "p2", "", tmp_path / "pack.asice", SECRET, NOW).path
    county = open_desk(tmp_path / "county")
    setup.open_task_pack(county, pack, root, NOW)
    yield city, county
    close_desk(city)
    close_desk(county)


def add_project(desk: Desk, period: str) -> str:
    """One project under way, every required field filled."""
    sheet = Sheet(COUNTY, "p2", period, ITEMS)
    row = filling.add_row(desk, sheet, NOW).record.row_id
    for field in desk.catalogue.forms[ITEMS].fields:
        text = PROJECT.get(field.key, "")
        if not text and field.required and field.choices:
            text = desk.catalogue.code_lists[field.choices].items[0].label
        if text:
            assert filling.set_cell(desk, sheet, row, field.key, text, NOW).problem is None, field.key
    return row


def owed_in(desk: Desk, period: str) -> set[str]:
    return {sheet.form for sheet in open_submission(desk, "p2", period, NOW)}


def report(desk: Desk, period: str, out: Path) -> Path:
    fill_required(desk, period)
    assert check_submission(desk, "p2", period).verdict.ready
    sign_all(desk, period)
    return exporting.export(desk, "p2", period, out, SECRET, NOW).path


def test_a_unit_goes_by_what_the_city_set(offices: tuple[Desk, Desk], tmp_path: Path) -> None:
    city, county = offices
    assert {TASK, ITEMS} <= owed_in(county, OLD)
    row = add_project(county, OLD)
    before = report(county, OLD, tmp_path / "stick")

    adjust_all(city, "p2", TERMS, NOW)
    assert obligation_table(city, "p2").unlike_pack > 0
    pack = publish(city, "p2", "按季调度", tmp_path / "second.asice", SECRET, NOW).path
    assert obligation_table(city, "p2").unlike_pack == 0
    setup.open_task_pack(county, pack, None, NOW)

    assert owed_in(county, NEW) & {TASK, ITEMS, EXEMPT} == {TASK, ITEMS}
    assert not owed_in(county, "2023H2") & {TASK, ITEMS}
    due = {each.period: each.due for each in due_submissions(county, date(2023, 10, 8))}
    assert (due[NEW], due["2023Q4"]) == (date(2023, 10, 12), date(2024, 1, 20))

    sheet = Sheet(COUNTY, "p2", NEW, ITEMS)
    (carried,) = filling.list_rows(county, sheet)
    assert carried.record.row_id == row
    less = filling.set_cell(county, sheet, row, "invest_done", "200", NOW)
    assert less.problem is None
    found = [each for each in check_submission(county, "p2", NEW).findings if each.row_id == row]
    assert any("200" in each.sentence for each in found), "what was reported for the half year is the period before"
    filling.set_cell(county, sheet, row, "invest_done", "400", NOW)
    after = report(county, NEW, tmp_path / "stick")

    for outcome in receiving.preview(city, [after], NOW):
        assert outcome.comparison is not None
        assert (outcome.comparison.not_owed, outcome.comparison.not_reported) == ((), ())
    (old,) = receiving.preview(city, [before], NOW)
    assert old.comparison is not None
    assert {each.form for each in old.comparison.not_owed} == {TASK, ITEMS}
    assert "包内有不应报的表：" in old.sentence
    assert city.catalogue.forms[TASK].title in old.sentence
    assert all(outcome.error is None for outcome in receiving.merge_files(city, [before, after], NOW))
    assert find_damage(city.store) == find_damage(county.store) == ()


def test_a_form_that_became_owed_later_is_told_as_missing(offices: tuple[Desk, Desk], tmp_path: Path) -> None:
    city, county = offices
    open_submission(county, "p2", NEW, NOW)
    sent = report(county, NEW, tmp_path / "stick")
    adjust_all(city, "p2", TERMS[:2], NOW)
    publish(city, "p2", "按季调度", tmp_path / "second.asice", SECRET, NOW)
    (outcome,) = receiving.preview(city, [sent], NOW)
    assert outcome.error is None
    assert outcome.comparison is not None
    assert {each.form for each in outcome.comparison.not_reported} == {TASK, ITEMS}
    titles = "、".join(city.catalogue.forms[form].title for form in sorted((TASK, ITEMS)))
    assert f"应报未报：{titles}。" in outcome.sentence
    assert city.catalogue.forms[TASK].kind is FormKind.TASK

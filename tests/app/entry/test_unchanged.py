import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from baise_desktop.app.checks.checking import check_submission
from baise_desktop.app.desk import Desk
from baise_desktop.app.entry.filling import add_rows, list_rows, set_cell, single_entry
from baise_desktop.app.entry.unchanged import read_unchanged, state_unchanged, withdraw_unchanged
from baise_desktop.app.inbox.receiving import list_received, merge_files, preview
from baise_desktop.app.installation.home import list_sheets, open_submission
from baise_desktop.app.installation.resources import fonts_folder
from baise_desktop.app.kept.package_facts import read_package_facts
from baise_desktop.app.outgoing.exporting import export
from baise_desktop.app.outgoing.submission_report import describe_submission
from baise_desktop.errors import BaiseError, Severity
from baise_desktop.form.definition import FormKind
from baise_desktop.form.record import fixed_row_id
from baise_desktop.report.model import TableSection
from baise_desktop.report.submission import render_pdf
from baise_desktop.store.entries import Sheet
from baise_desktop.store.unchanged import list_unchanged, put_unchanged
from tests.app.entry.test_ghost import seal
from tests.round_trip import (
    CONTRACT_TARGET,
    PASSPHRASE,
    PLAN,
    answer_target,
    contracts_of,
    fill_month,
    report_month,
    sign_all,
)

NOW = datetime(2023, 5, 4, 8, 0, tzinfo=UTC)


@pytest.fixture
def opened(county: Desk, tmp_path: Path) -> Desk:
    """March is reported, April open: one row carried over, the target not answered."""
    report_month(county, NOW, tmp_path, "2023-03")
    open_submission(county, PLAN, "2023-04", NOW)
    return county


def rules(desk: Desk) -> list[tuple[str, Severity]]:
    return [(each.rule, each.severity) for each in check_submission(desk, PLAN, "2023-04").findings]


def test_a_register_as_it_opened_can_be_stated_unchanged(opened: Desk) -> None:
    here = contracts_of(opened)
    state_unchanged(opened, here, NOW)
    assert read_unchanged(opened, here).stated
    answer_target(opened, NOW)
    assert rules(opened) == []


def test_what_differs_is_refused_and_named(opened: Desk) -> None:
    here = contracts_of(opened)
    add_rows(opened, here, [{"title": "新"}], NOW)
    with pytest.raises(BaiseError, match="新增 1 行") as refused:
        state_unchanged(opened, here, NOW)
    assert refused.value.code == "UNCHANGED"
    assert list_unchanged(opened.store, here.unit, PLAN, "2023-04") == {}


def test_a_statement_that_no_longer_holds_stands_in_the_way_until_it_is_taken_back(opened: Desk) -> None:
    here = contracts_of(opened)
    state_unchanged(opened, here, NOW)
    answer_target(opened, NOW)
    (row,) = (entry.record.row_id for entry in list_rows(opened, here))
    set_cell(opened, here, row, "amount", "9", NOW)
    assert ("unchanged", Severity.BLOCKING) in rules(opened)
    withdraw_unchanged(opened, here, NOW)
    assert ("unchanged", Severity.BLOCKING) not in rules(opened)


def test_a_statement_cannot_be_made_or_taken_back_after_a_signature(opened: Desk) -> None:
    here = contracts_of(opened)
    answer_target(opened, NOW)
    sign_all(opened, NOW)
    for act in (state_unchanged, withdraw_unchanged):
        with pytest.raises(BaiseError) as refused:
            act(opened, here, NOW)
        assert refused.value.code == "LOCKED"


def test_targets_are_analysed_every_time(opened: Desk) -> None:
    assert "分析" in read_unchanged(opened, Sheet(opened.office.unit, PLAN, "2023-04", CONTRACT_TARGET)).obstacle


def test_rows_without_a_past_are_not_unchanged(county: Desk) -> None:
    fill_month(county, NOW)
    assert "没有可以比的上期" in read_unchanged(county, contracts_of(county)).obstacle
    assert read_unchanged(county, contracts_of(county, "2023-03")).obstacle == ""


def task_of(desk: Desk) -> Sheet:
    task = next(
        form.id
        for form in desk.catalogue.forms.values()
        if form.kind is FormKind.TASK and PLAN in form.plans and any(item.key == "m1_progress" for item in form.fields)
    )
    return Sheet(desk.office.unit, PLAN, "2023Q2", task)


def test_a_task_report_takes_over_last_times_answers_when_it_is_stated(county: Desk) -> None:
    sheet = task_of(county)
    before = Sheet(sheet.unit, PLAN, "2023Q1", sheet.form)
    row = single_entry(county, before, NOW).record.row_id
    with county.store.write():
        seal(county.store, county, "2023Q1", 1, {row: {"m1_state": "02", "m1_progress": "完成选址。"}}, sheet.form)
    state_unchanged(county, sheet, NOW)
    (entry,) = list_rows(county, sheet)
    assert dict(entry.record.values) == {"m1_state": "02", "m1_progress": "完成选址。"}
    set_cell(county, sheet, entry.record.row_id, "m1_progress", "开工。", NOW)
    assert "举措1进展情况" in read_unchanged(county, sheet).obstacle


def test_an_empty_register_stated_unchanged_counts_as_filled(county: Desk) -> None:
    (register,) = (each for each in list_sheets(county, PLAN, "2023-04") if each.kind is FormKind.REGISTER)
    assert not register.filled
    state_unchanged(county, contracts_of(county), NOW)
    (register,) = (each for each in list_sheets(county, PLAN, "2023-04") if each.kind is FormKind.REGISTER)
    assert register.filled


def test_a_statement_is_printed_signed_and_shown_at_the_city(opened: Desk, city: Desk, tmp_path: Path) -> None:
    state_unchanged(opened, contracts_of(opened), NOW)
    answer_target(opened, NOW)
    report = describe_submission(opened, PLAN, "2023-04", NOW.date(), "0" * 64)
    assert [each.unchanged for each in report.sections if isinstance(each, TableSection)] == [True]
    sign_all(opened, NOW)
    package = export(opened, PLAN, "2023-04", tmp_path, PASSPHRASE, NOW).path
    words = "声明本期无变化 1 张表：技术合同登记台账。"
    (outcome,) = preview(city, [package], NOW)
    assert outcome.stated == words
    assert outcome.as_json()["stated_unchanged"] == [contracts_of(opened).form]
    merge_files(city, [package], NOW)
    (held,) = list_received(city)
    assert read_package_facts(city, held.identity).unchanged == (contracts_of(opened).form,)


def test_the_printed_report_says_it(opened: Desk, tmp_path: Path) -> None:
    state_unchanged(opened, contracts_of(opened), NOW)
    report = describe_submission(opened, PLAN, "2023-04", NOW.date(), "")
    (tmp_path / "report.pdf").write_bytes(render_pdf(report, fonts_folder()).pdf)
    words = subprocess.run(["pdftotext", str(tmp_path / "report.pdf"), "-"], capture_output=True, text=True, check=True)
    assert "填报单位声明：本期无变化" in words.stdout.replace("\n", "")


def test_texts_that_are_word_for_word_last_times_are_asked_about_until_they_change(county: Desk) -> None:
    sheet = task_of(county)
    sheet = replace(sheet, period="2023H2")
    before = fixed_row_id(sheet.unit, PLAN, "2023H1", sheet.form)
    with county.store.write():
        seal(county.store, county, "2023H1", 1, {before: {"m1_state": "02", "m1_progress": "完成 选址。"}}, sheet.form)
    row = single_entry(county, sheet, NOW).record.row_id
    set_cell(county, sheet, row, "m1_progress", "完成选址。", NOW)

    def found() -> list[tuple[Severity, tuple[str, ...]]]:
        every = check_submission(county, PLAN, "2023H2").findings
        return [(each.severity, each.fields) for each in every if each.rule == "repeated"]

    assert found() == [(Severity.EXPLAIN, ("m1_progress",))]
    set_cell(county, sheet, row, "m1_progress", "开工。", NOW)
    assert found() == []
    set_cell(county, sheet, row, "m1_progress", "完成选址。", NOW)
    set_cell(county, sheet, row, "m1_state", "推进中", NOW)
    put_unchanged(county.store, sheet, "clerk", NOW)
    assert found() == []

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from baise_desktop.app.desk import Desk
from baise_desktop.form.definition import FormKind
from baise_desktop.form.record import fixed_row_id
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit.clause_panel import Quote
from baise_desktop.ui.unit.measure_card import MeasureCard
from baise_desktop.ui.unit.workspace import UnitWorkspace
from tests.app.entry.test_ghost import seal
from tests.ui.conftest import press, settle, type_text

PLAN, PERIOD, BEFORE = "p2", "2023H2", "2023H1"
THEN = "完成选址并开工。"


@pytest.fixture
def shell(qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]) -> Shell:
    """A task report is open; last half-year's was signed."""
    shell = open_shell(stores / "unit")
    work = work_of(shell)
    form, unit = task_of(work), work.session.office.unit

    def sign(desk: Desk) -> bool:
        row = fixed_row_id(unit, PLAN, BEFORE, form)
        with desk.store.write():
            seal(desk.store, desk, BEFORE, 1, {row: {"m1_state": "02", "m1_progress": THEN}}, form)
        return True

    done: list[bool] = []
    shell.jobs.run(sign, done.append)
    qtbot.waitUntil(lambda: bool(done))
    work.open_submission(PLAN, PERIOD, form)
    settle(qtbot, shell)
    return shell


def work_of(shell: Shell) -> UnitWorkspace:
    work = shell.work()
    assert isinstance(work, UnitWorkspace)
    return work


def task_of(work: UnitWorkspace) -> str:
    """One with several measures that counties report on."""
    tasks = work.session.catalogue.tasks.values()
    forms = work.session.catalogue.forms
    return next(
        task.id
        for task in tasks
        if task.plan == PLAN
        and len(task.measures) > 1
        and forms[task.id].kind is FormKind.TASK
        and "county" in task.levels
    )


def progress(shell: Shell) -> QPlainTextEdit:
    editor = work_of(shell).task.sheet.answers["m1_progress"].editor
    assert isinstance(editor, QPlainTextEdit)
    return editor


def test_last_times_text_comes_on_request_and_is_marked_until_it_is_changed(qtbot: QtBot, shell: Shell) -> None:
    past = work_of(shell).task.pasts["m1_progress"]
    assert progress(shell).toPlainText() == ""
    assert past.words.text() == f"上期 {THEN}"
    QTest.mouseClick(past.take, Qt.MouseButton.LeftButton)
    settle(qtbot, shell)
    assert progress(shell).toPlainText() == THEN
    assert past.mark.isVisible()
    assert past.mark.text() == "待核改：与上期一字不差"
    type_text("已封顶。")
    assert not past.mark.isVisible()
    assert past.count.text() == f"{len(THEN) + 4} 字"
    press(Qt.Key.Key_Tab)
    settle(qtbot, shell)
    assert work_of(shell).task.sheet.row.texts["m1_progress"] == f"{THEN}已封顶。"


def test_last_times_text_never_takes_the_place_of_what_is_written(shell: Shell) -> None:
    progress(shell).setFocus()
    type_text("本期已封顶。")
    QTest.mouseClick(work_of(shell).task.pasts["m1_progress"].take, Qt.MouseButton.LeftButton)
    assert progress(shell).toPlainText() == f"本期已封顶。\n{THEN}"


def test_a_sentence_leads_to_its_card_and_back_by_keyboard(shell: Shell) -> None:
    task = work_of(shell).task
    quotes = [label for label in task.clause.findChildren(Quote) if label.isVisible()]
    quotes[1].setFocus()
    press(Qt.Key.Key_Return)
    card = next(each for each in task.cards if isinstance(each, MeasureCard) and each.number == 2)
    assert QApplication.focusWidget() is card.answers["m2_state"].editor
    card.to_clause.setFocus()
    QTest.keyClick(card.to_clause, Qt.Key.Key_Space)
    assert QApplication.focusWidget() is quotes[1]
    QTest.mouseClick(quotes[0], Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is task.sheet.answers["m1_state"].editor


def test_a_card_says_in_words_how_its_measure_stands(qtbot: QtBot, shell: Shell) -> None:
    task = work_of(shell).task
    card = next(each for each in task.cards if isinstance(each, MeasureCard))
    task.sheet.answers["m1_state"].editor.setFocus()
    type_text("已完成")
    press(Qt.Key.Key_Tab)
    settle(qtbot, shell)
    assert card.standing.text() == "完成"
    task.sheet.answers["m1_state"].editor.setFocus()
    press(Qt.Key.Key_A, control=True)
    type_text("推进中")
    press(Qt.Key.Key_Tab)
    settle(qtbot, shell)
    assert card.standing.text() == "逾期"  # the period ends with the plan
    codes = {"推进中": "02"}
    card.standing.know(codes, date(2023, 6, 30), date(2023, 12, 31))
    assert card.standing.text() == "推进中"


def test_a_blank_report_stated_unchanged_is_filled_as_it_was(qtbot: QtBot, shell: Shell) -> None:
    task = work_of(shell).task
    task.unchanged.setFocus()
    QTest.keyClick(task.unchanged, Qt.Key.Key_Space)
    settle(qtbot, shell)
    settle(qtbot, shell)
    assert progress(shell).toPlainText() == THEN
    assert task.unchanged.isChecked()


def test_the_history_of_an_answer_follows_the_cursor(qtbot: QtBot, shell: Shell) -> None:
    work = work_of(shell)
    progress(shell).setFocus()
    press(Qt.Key.Key_H, control=True)
    table = work.cell_history.view.table
    qtbot.waitUntil(lambda: table.rowCount() == 1, timeout=20_000)
    assert table.line(0).value.text == THEN
    assert QApplication.focusWidget() is progress(shell)
    work.task.sheet.answers["m1_state"].editor.setFocus()
    qtbot.waitUntil(lambda: table.rowCount() == 1 and table.line(0).value.text == "推进中", timeout=20_000)

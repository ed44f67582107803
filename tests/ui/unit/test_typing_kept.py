"""What is being typed into a register stays, whatever arrives meanwhile."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.app.entry.filling import list_rows
from baise_desktop.form.definition import FieldType, FormKind
from baise_desktop.ui.shell import Shell
from tests.ui.conftest import focused, press, type_text
from tests.ui.unit.registers import Register

FORM, PERIOD = "r.tech_demand", "2023Q2"


@pytest.fixture
def register(qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]) -> Register:
    made = Register(qtbot, open_shell(stores / "unit"), FORM, PERIOD)
    made.fill([{"title": f"演示需求{number}"} for number in (3, 1, 2)])
    made.open()
    return made


def typed(register: Register) -> str:
    editor = focused()
    assert isinstance(editor, QLineEdit)
    assert register.page.view.isAncestorOf(editor)
    return editor.text()


def test_rows_read_again_leave_the_editor(register: Register) -> None:
    register.go(1, "title")
    type_text("abc")
    register.page.refresh()
    register.settle()
    assert typed(register) == "abc"
    type_text("d")
    press(Qt.Key.Key_Tab)
    register.settle()
    assert register.texts("title") == ["演示需求3", "abcd", "演示需求2"]


def test_sorting_waits_for_the_editor(register: Register) -> None:
    register.go(0, "title")
    press(Qt.Key.Key_F5)
    type_text("zz")
    register.settle()
    assert typed(register) == "zz"
    press(Qt.Key.Key_Tab)
    register.settle()
    assert sorted(str(entry.record.values["title"]) for entry in register.stored()) == ["zz", "演示需求1", "演示需求2"]
    assert register.texts("title") == ["zz", "演示需求1", "演示需求2"]


def test_a_row_begun_before_the_rows_came_is_shown(register: Register) -> None:
    register.page.refresh()
    register.page.view.start_row()
    type_text("new")
    press(Qt.Key.Key_Tab)
    type_text("x")
    press(Qt.Key.Key_Tab)
    register.settle()
    assert len(register.stored()) == 4
    assert register.texts("title") == ["演示需求3", "演示需求1", "演示需求2", "new"]


def test_what_was_typed_before_the_rows_came_is_shown(register: Register) -> None:
    register.page.refresh()
    register.go(1, "title")
    type_text("abc")
    press(Qt.Key.Key_Tab)
    register.settle()
    assert register.texts("title") == ["演示需求3", "abc", "演示需求2"]


def test_last_time_comes_to_its_own_cell(register: Register) -> None:
    register.go(0, "title")
    cell = register.work.keyboard.cell()
    assert cell is not None
    press(Qt.Key.Key_Down)
    type_text("abc")
    cell.put("last")
    assert typed(register) == "abc"
    press(Qt.Key.Key_Tab)
    register.settle()
    assert register.texts("title") == ["last", "abc", "演示需求2"]


def test_going_backwards_selects_one_cell(register: Register) -> None:
    register.go(1, "title")
    press(Qt.Key.Key_Tab, Qt.Key.Key_Tab)
    view = register.page.view
    QTest.keyClick(focused(), Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(focused(), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert len(view.selectedIndexes()) == 1
    press(Qt.Key.Key_Return, control=True)
    assert len(view.selectedIndexes()) == 1


def test_a_report_read_again_keeps_text_and_cursor(register: Register) -> None:
    form = next(form for form, sheet in register.work.sheets.items() if sheet.kind is FormKind.TARGET)
    page = register.work.target
    register.work.open_form(form)
    register.settle()
    key = next(key for key, answer in page.sheet.answers.items() if answer.question.type is FieldType.LONGTEXT)
    page.sheet.answers[key].editor.setFocus()
    page.open_form(form)
    type_text("abc")
    press(Qt.Key.Key_Left)
    register.settle()
    type_text("x")
    assert page.sheet.answers[key].text() == "abxc"
    assert page.sheet.answers[key].editor.hasFocus()


def test_a_long_text_is_not_laid_out_whole(register: Register) -> None:
    register.go(0, "title")
    view = register.page.view
    view.ledger().setData(view.currentIndex(), "长" * 100_000)
    assert len(view.currentIndex().data()) < 1000
    assert len(view.currentIndex().data(Qt.ItemDataRole.EditRole)) == 100_000


def test_a_register_opened_again_shows_what_was_typed_meanwhile(register: Register) -> None:
    register.go(1, "title")
    register.work.open_form(FORM)
    type_text("abc")
    press(Qt.Key.Key_Down)
    type_text("de")
    register.settle()
    register.settle()
    assert register.texts("title") == ["演示需求3", "abc", "de"]


def test_closing_keeps_the_open_cell(register: Register, stores: Path) -> None:
    register.go(1, "title")
    type_text("abc")
    register.shell.close()
    desk = open_desk(stores / "unit")
    assert [entry.record.values["title"] for entry in list_rows(desk, register.sheet)][1] == "abc"
    close_desk(desk)


def test_closing_keeps_the_open_row(register: Register, stores: Path) -> None:
    register.go(1, "title")
    press(Qt.Key.Key_F4)
    form = register.page.row_form
    assert form is not None
    form.answers["title"].editor.setFocus()
    type_text("xyz")
    register.shell.close()
    desk = open_desk(stores / "unit")
    assert "xyz" in str([entry.record.values["title"] for entry in list_rows(desk, register.sheet)][1])
    close_desk(desk)


def test_a_long_text_is_not_cut_by_looking_at_it(register: Register) -> None:
    register.go(0, "title")
    view = register.page.view
    view.ledger().setData(view.currentIndex(), "长" * 40_000)
    press(Qt.Key.Key_F2, Qt.Key.Key_Tab)
    assert len(register.texts("title")[0]) == 40_000

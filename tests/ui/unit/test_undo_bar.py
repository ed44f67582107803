from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from baise_desktop.ui.shell import Shell
from tests.ui.conftest import focused, press, settle, type_text
from tests.ui.unit.test_ledger import Ledger


@pytest.fixture
def ledger(qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]) -> Ledger:
    return Ledger(qtbot, open_shell(stores / "unit"))


def wait(ledger: Ledger) -> None:
    settle(ledger.qtbot, ledger.shell)


def texts_of(ledger: Ledger, column: int) -> list[str]:
    name = ledger.fields[column].name
    return [row.get(name, "") for row in ledger.stored()]


def fill(ledger: Ledger, column: int, *texts: str) -> None:
    for line, text in enumerate(texts):
        ledger.go(line, column)
        type_text(text)
        press(Qt.Key.Key_Return)
        wait(ledger)


def test_keys_take_back_and_do_again(ledger: Ledger) -> None:
    column = ledger.column("text")
    fill(ledger, column, "甲", "乙")
    ledger.go(0, column)
    type_text("丙")
    press(Qt.Key.Key_Return)
    wait(ledger)
    assert ledger.work.undoing.undo.toolTip().count(ledger.fields[column].name)
    ledger.go(1, 0)
    press(Qt.Key.Key_Z, control=True)
    wait(ledger)
    assert texts_of(ledger, column) == ["甲", "乙"]
    assert ledger.at() == (0, column)
    assert focused() is ledger.view
    assert "已撤销" in ledger.shell.notice.text()
    press(Qt.Key.Key_Z, control=True)
    wait(ledger)
    assert texts_of(ledger, column) == ["甲"]
    press(Qt.Key.Key_Y, control=True)
    wait(ledger)
    QTest.keyClick(focused(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    wait(ledger)
    assert texts_of(ledger, column) == ["丙", "乙"]
    assert not ledger.work.undoing.redo.isEnabled()


def test_the_notice_leads_back(ledger: Ledger) -> None:
    column = ledger.column("text")
    fill(ledger, column, "甲")
    ledger.work.undoing.undo.click()
    wait(ledger)
    assert texts_of(ledger, column) == []
    assert ledger.shell.notice.action.isVisible()
    ledger.shell.notice.action.click()
    wait(ledger)
    assert texts_of(ledger, column) == ["甲"]
    assert "已重做" in ledger.shell.notice.text()


def test_undo_crosses_pages_and_goes_to_the_place(ledger: Ledger) -> None:
    column = ledger.column("text")
    fill(ledger, column, "甲")
    target = next(form for form in ledger.work.sheets if ledger.work.session.form(form).kind.value == "target")
    ledger.work.open_form(target)
    wait(ledger)
    editor = focused()
    assert isinstance(editor, QLineEdit | QPlainTextEdit)
    type_text("123")
    key = next(key for key, answer in ledger.work.target.sheet.answers.items() if answer.editor is editor)
    press(Qt.Key.Key_Tab)
    wait(ledger)
    ledger.work.show_home()
    wait(ledger)
    ledger.work.undoing.undo.click()
    wait(ledger)
    assert ledger.work.target.isVisible()
    assert ledger.work.target.sheet.answers[key].text() == ""
    press(Qt.Key.Key_Z, control=True)
    wait(ledger)
    assert ledger.work.ledger.isVisible()
    assert texts_of(ledger, column) == []


def test_an_editor_with_something_typed_takes_its_own_back(ledger: Ledger) -> None:
    column = ledger.column("text")
    fill(ledger, column, "甲")
    ledger.go(0, column)
    press(Qt.Key.Key_F2)
    editor = focused()
    assert isinstance(editor, QLineEdit)
    type_text("x")
    press(Qt.Key.Key_Z, control=True)
    wait(ledger)
    assert editor.text() == "甲"
    assert texts_of(ledger, column) == ["甲"]
    press(Qt.Key.Key_Escape)


def test_deleted_rows_come_back_where_they_were(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    column = ledger.column("text")
    fill(ledger, column, "甲", "乙", "丙")
    monkeypatch.setattr("baise_desktop.ui.unit.ledger_page.confirm", lambda *_: True)
    ledger.go(1, column)
    ledger.work.ledger.delete.click()
    wait(ledger)
    assert texts_of(ledger, column) == ["甲", "丙"]
    press(Qt.Key.Key_Z, control=True)
    wait(ledger)
    assert texts_of(ledger, column) == ["甲", "乙", "丙"]
    assert ledger.at()[0] == 1


def test_another_open_submission_has_its_own_steps(ledger: Ledger) -> None:
    fill(ledger, ledger.column("text"), "甲")
    assert ledger.work.undoing.undo.isEnabled()
    due = next(due for due in ledger.work.dues if due.period != ledger.work.session.period)
    ledger.work.open_submission(due.plan, due.period)
    wait(ledger)
    assert not ledger.work.undoing.undo.isEnabled()
    press(Qt.Key.Key_Z, control=True)
    wait(ledger)
    assert "没有可以撤销的步骤" in ledger.shell.notice.text()

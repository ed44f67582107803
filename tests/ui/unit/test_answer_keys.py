"""Enter, arrows and full fields lead from answer to answer, with real keys."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from baise_desktop.form.definition import FieldType
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit.ledger_form import LedgerForm
from tests.ui.conftest import focused, press, type_text
from tests.ui.unit.registers import Register


@pytest.fixture
def firms(qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]) -> Register:
    register = Register(qtbot, open_shell(stores / "unit"), "r.hightech_firm", "2023Q2")
    register.fill([{"ent_name": "甲厂"}])
    register.open()
    return register


@pytest.fixture
def row(firms: Register) -> LedgerForm:
    """The row of the firm, one answer below the other."""
    firms.go(0, "ent_name")
    press(Qt.Key.Key_F4)
    form = firms.page.row_form
    assert form is not None
    firms.qtbot.waitUntil(form.isActiveWindow)
    return form


def at(row: LedgerForm) -> str:
    """Key of the answer that the keyboard is at."""
    return next((key for key, answer in row.answers.items() if answer.editor is QApplication.focusWidget()), "")


def keys_of(row: LedgerForm, *types: FieldType) -> list[str]:
    return [key for key, answer in row.answers.items() if answer.question.type in types]


def test_enter_goes_through_a_whole_row(firms: Register, row: LedgerForm) -> None:
    seen: list[str] = []
    for key in row.answers:
        row.answers[key].editor.setFocus() if not seen else None
        seen.append(at(row))
        long = isinstance(focused(), QPlainTextEdit)
        QTest.keyClick(
            focused(),
            Qt.Key.Key_Return,
            Qt.KeyboardModifier.ControlModifier if long else Qt.KeyboardModifier.NoModifier,
        )
    assert seen == list(row.answers)


def test_enter_takes_what_the_open_list_offers_and_goes_on(firms: Register, row: LedgerForm) -> None:
    order = list(row.answers)
    row.answers["change"].editor.setFocus()
    type_text("qc")
    press(Qt.Key.Key_Return)
    firms.settle()
    assert row.answers["change"].text() == "迁出"
    assert at(row) == order[order.index("change") + 1]
    assert firms.texts("change") == ["迁出"]


def test_arrows_and_shift_enter_go_back(row: LedgerForm) -> None:
    order = list(row.answers)
    row.answers[order[0]].editor.setFocus()
    press(Qt.Key.Key_Down)
    assert at(row) == order[1]
    press(Qt.Key.Key_Up)
    assert at(row) == order[0]
    press(Qt.Key.Key_Return)
    QTest.keyClick(focused(), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert at(row) == order[0]


def test_a_full_date_goes_on_only_where_that_is_wished(firms: Register, row: LedgerForm) -> None:
    (key, *_) = keys_of(row, FieldType.DATE)
    row.answers[key].editor.setFocus()
    type_text("20230305")
    assert at(row) == key
    firms.shell.preferences.change(leave_full=True)
    row.answers[key].editor.selectAll()
    type_text("20230306")
    assert at(row) != key
    firms.settle()
    assert firms.stored()[0].record.values[key] == date(2023, 3, 6)


def test_no_key_goes_on_while_characters_are_in_hand(row: LedgerForm) -> None:
    row.answers["ent_name"].editor.setFocus()
    QApplication.sendEvent(focused(), QInputMethodEvent("jia", []))
    press(Qt.Key.Key_Return)
    assert at(row) == "ent_name"

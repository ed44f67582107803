"""Keys in any order, faster than anything answers: nothing warns, and the grid shows what the store has."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit.ledger_rows import read_rows
from tests.ui.conftest import focused, press, type_text
from tests.ui.unit.registers import Register

FORM, PERIOD = "r.tech_demand", "2023Q2"
_Texts = dict[str, dict[str, str]]
_NONE = Qt.KeyboardModifier.NoModifier
_CONTROL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
KEYS = (
    *((key, _NONE) for key in (Qt.Key.Key_F2, Qt.Key.Key_F7, Qt.Key.Key_F8, Qt.Key.Key_F9, Qt.Key.Key_F5)),
    *((key, _NONE) for key in (Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape, Qt.Key.Key_Delete)),
    *((key, _NONE) for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_A)),
    *((key, _CONTROL) for key in (Qt.Key.Key_D, Qt.Key.Key_Return, Qt.Key.Key_Z, Qt.Key.Key_Y, Qt.Key.Key_S)),
    *((key, _SHIFT) for key in (Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_F2, Qt.Key.Key_Down)),
    *((key, _CONTROL) for key in (Qt.Key.Key_M, Qt.Key.Key_V, Qt.Key.Key_C, Qt.Key.Key_H, Qt.Key.Key_6)),
)


@pytest.fixture
def register(qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]) -> Register:
    made = Register(qtbot, open_shell(stores / "unit"), FORM, PERIOD)
    made.fill([{"title": f"演示需求{number}"} for number in range(12)])
    made.open()
    return made


@pytest.mark.parametrize("seed", range(2))
def test_keys_in_any_order(register: Register, seed: int) -> None:
    chance = random.Random(seed)
    register.go(0, "title")
    for _ in range(120):
        key, modifiers = chance.choice(KEYS)
        QTest.keyClick(focused(), key, modifiers)
        if chance.random() < 0.05:
            QTest.qWait(5)
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
    press(Qt.Key.Key_Escape)
    register.page.view.setFocus()
    register.settle()
    register.settle()
    shown, stored = _shown_and_stored(register)
    for _ in range(20):  # What a key has begun may begin something else when it ends.
        if shown != stored:
            register.settle()
            shown, stored = _shown_and_stored(register)
    assert shown == stored


def _shown_and_stored(register: Register) -> tuple[_Texts, _Texts]:
    """Texts by row, but of those that wait to be kept."""
    kept = register.ask(lambda desk: read_rows(desk, register.sheet))
    waiting = {typed.row.row_id for typed in register.work.session.unsaved.held() if typed.row is not None}
    shown = register.page.view.ledger().all_rows()
    stored = {row.row_id: row.texts for row in kept if row.row_id not in waiting}
    return {row.row_id: row.texts for row in shown if row.row_id not in waiting}, stored


def test_f2_in_an_open_cell_leaves_it_open(register: Register) -> None:
    register.go(1, "title")
    type_text("abc")
    press(Qt.Key.Key_F2, Qt.Key.Key_F2)
    type_text("d")
    press(Qt.Key.Key_Tab)
    register.settle()
    assert register.texts("title")[1] == "abcd"


def test_copy_above_goes_into_the_open_cell(register: Register) -> None:
    register.go(1, "title")
    type_text("abc")
    press(Qt.Key.Key_D, control=True)
    press(Qt.Key.Key_Tab)
    register.settle()
    assert register.texts("title")[:2] == ["演示需求0", "演示需求0"]


def test_a_frozen_cell_that_cannot_be_typed_into_stays_shut(register: Register) -> None:
    view = register.page.view
    view.ledger().lock("已签字")
    view.open_cell(view.ledger().index(0, 0))
    assert not view.is_typing()


def test_the_key_of_notes_closes_the_slip_that_is_open(register: Register) -> None:
    register.go(1, "title")
    press(Qt.Key.Key_M, control=True)
    type_text("check")
    press(Qt.Key.Key_M, control=True)
    register.settle()
    assert focused() is register.page.view
    assert "check" in register.work.notes.of_form(FORM).values()


@pytest.mark.parametrize("key", [Qt.Key.Key_K, Qt.Key.Key_G, Qt.Key.Key_M])
def test_what_lies_over_the_window_gives_the_keyboard_back_to_the_grid(register: Register, key: Qt.Key) -> None:
    register.go(1, "title")
    type_text("abc")
    press(key, control=True)
    register.settle()
    press(Qt.Key.Key_Escape)
    register.settle()
    assert focused() is register.page.view
    assert register.texts("title")[1] == "abc"

"""A key that can do nothing says why."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from baise_desktop.form.draft import LONGEST_KEPT
from baise_desktop.ui.shell import Shell
from tests.ui.conftest import focused, press
from tests.ui.unit.registers import Register

FORM, PERIOD, LOCKED = "r.tech_demand", "2023Q2", "已签字，不能改"
_NONE, _CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
CHANGING = (
    *((key, _NONE) for key in (Qt.Key.Key_F2, Qt.Key.Key_F7, Qt.Key.Key_F9, Qt.Key.Key_Delete, Qt.Key.Key_A)),
    *((key, _CONTROL) for key in (Qt.Key.Key_D, Qt.Key.Key_Return, Qt.Key.Key_V, Qt.Key.Key_X)),
)


@pytest.fixture
def register(qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]) -> Register:
    made = Register(qtbot, open_shell(stores / "unit"), FORM, PERIOD)
    made.open()
    return made


def notice(register: Register) -> str:
    bar = register.shell.notice
    return bar.text() if bar.isVisible() else ""


def lock(register: Register) -> None:
    register.work.session.locked = LOCKED
    register.work.open_form(FORM)
    register.settle()
    register.page.view.setFocus()


def test_every_key_that_changes_says_that_it_is_locked(register: Register) -> None:
    register.fill([{"title": "演示"}])
    lock(register)
    QGuiApplication.clipboard().setText("x")
    register.go(0, "title")
    for key, modifiers in CHANGING:
        register.shell.notice.hide()
        QTest.keyClick(focused(), key, modifiers)
        assert notice(register) == LOCKED, key
    register.settle()
    assert register.texts("title") == ["演示"]


def test_keys_that_only_look_say_nothing(register: Register) -> None:
    register.fill([{"title": "演示"}])
    lock(register)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Tab, Qt.Key.Key_Home, Qt.Key.Key_Escape, Qt.Key.Key_Return):
        press(key)
    press(Qt.Key.Key_C, control=True)
    assert notice(register) == ""


@pytest.mark.parametrize(
    ("key", "said"), [(Qt.Key.Key_D, "第一行"), (Qt.Key.Key_M, "还没有填"), (Qt.Key.Key_Y, "没有可以重做")]
)
def test_an_empty_register_says_why_not(register: Register, key: Qt.Key, said: str) -> None:
    register.go(0, "title")
    press(key, control=True)
    assert said in notice(register)
    assert not register.stored()


def test_a_key_of_cells_on_a_page_without_any_says_where_it_works(register: Register) -> None:
    register.work.go("home")
    register.settle()
    QTest.keyClick(register.shell, Qt.Key.Key_F9)
    assert "先打开一张表" in notice(register)


def test_cutting_copies_and_clears(register: Register) -> None:
    register.fill([{"title": "演示"}])
    register.page.refresh()
    register.settle()
    register.go(0, "title")
    press(Qt.Key.Key_X, control=True)
    register.settle()
    assert QGuiApplication.clipboard().text().strip() == "演示"
    assert register.texts("title") == [""]


@pytest.mark.parametrize("opened", [False, True])
def test_a_text_that_is_too_long_is_said_to_be_cut(register: Register, opened: bool) -> None:
    register.fill([{"title": "演示"}])
    register.page.refresh()
    register.settle()
    register.go(0, "title")
    QGuiApplication.clipboard().setText("字" * 100_000)
    if opened:
        press(Qt.Key.Key_F2)
        press(Qt.Key.Key_A, control=True)
    press(Qt.Key.Key_V, control=True)
    if opened:
        press(Qt.Key.Key_Tab)
    register.settle()
    assert len(register.texts("title")[0]) == LONGEST_KEPT
    assert str(LONGEST_KEPT) in notice(register)

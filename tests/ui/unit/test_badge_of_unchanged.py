"""The list of forms says at once that a register is stated to be as it was; it is none that is not filled in then."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from baise_desktop.ui.navigation import KEY_ROLE, Navigation
from baise_desktop.ui.shell import Shell
from tests.ui.unit.registers import PLAN, Register

FORM = "r.tech_contract"


@pytest.fixture
def register(qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]) -> Register:
    """Of April, without a row."""
    found = Register(qtbot, open_shell(stores / "unit"), FORM, "2023-04")
    found.open()
    found.settle()
    return found


def note_of(navigation: Navigation) -> tuple[str, bool]:
    """What stands beside the register, and whether it is listed when only forms not filled in are."""
    navigation.chips.chips["all"].click()
    navigation.chips.chips["blank"].click()
    model = navigation.tree.model()
    (line,) = model.match(model.index(0, 0), KEY_ROLE, FORM, 1, Qt.MatchFlag.MatchRecursive)
    return line.siblingAtColumn(1).data(), not navigation.tree.isRowHidden(line.row(), line.parent())


def turn(register: Register) -> None:
    register.page.past.unchanged.setFocus()
    QTest.keyClick(register.page.past.unchanged, Qt.Key.Key_Space)
    register.settle()


def test_a_register_stated_unchanged_is_marked_so_until_that_is_taken_back(register: Register) -> None:
    navigation = register.work.navigation
    assert note_of(navigation) == ("", True)
    turn(register)
    assert note_of(navigation) == ("无变化", False)
    turn(register)
    assert note_of(navigation) == ("", True)


def test_the_mark_is_there_when_the_submission_is_opened_again(register: Register) -> None:
    turn(register)
    for period in ("2023-05", "2023-04"):
        register.work.open_submission(PLAN, period)
        register.settle()
    assert note_of(register.work.navigation) == ("无变化", False)

"""What the clerk does to the columns of a register stays."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from baise_desktop.app.installation.grid_habits import FILE, GridHabits, keep_habits, read_habits
from baise_desktop.form.definition import FormKind
from baise_desktop.ui.shell import Shell
from tests.ui.unit.registers import Register

FORM, PERIOD, KEY = "r.tech_demand", "2023Q2", "title"


@pytest.fixture
def register(qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]) -> Register:
    return opened(qtbot, open_shell(stores / "unit"))


def opened(qtbot: QtBot, shell: Shell) -> Register:
    made = Register(qtbot, shell, FORM, PERIOD)
    made.open()
    return made


def width(register: Register) -> int:
    view = register.page.view
    return view.columnWidth(view.ledger().column_of(KEY))


def drag(register: Register, by: int) -> None:
    """Take the edge of a column's heading and move it."""
    view = register.page.view
    header, column = view.horizontalHeader(), view.ledger().column_of(KEY)
    edge = QPoint(header.sectionViewportPosition(column) + header.sectionSize(column) - 1, header.height() // 2)
    area = header.viewport()
    QTest.mousePress(area, Qt.MouseButton.LeftButton, pos=edge)
    QTest.mouseMove(area, edge + QPoint(by // 2, 0))
    QTest.mouseMove(area, edge + QPoint(by, 0))
    QTest.mouseRelease(area, Qt.MouseButton.LeftButton, pos=edge + QPoint(by, 0))


def kept(register: Register) -> None:
    """Wait until it is on the disk."""
    clock = register.page.habits._clock
    register.qtbot.waitUntil(lambda: not clock.isActive() and register.shell.jobs.is_idle())


def test_a_width_stays_when_the_look_changes(register: Register) -> None:
    before = width(register)
    drag(register, 60)
    assert width(register) == before + 60
    register.shell.preferences.change(theme="dark")
    assert width(register) == before + 60
    register.shell.preferences.change(zoom=150)
    assert width(register) == round((before + 60) * 1.5)
    register.shell.preferences.change(zoom=100, theme="light")
    assert width(register) == before + 60


def test_a_width_stays_when_the_register_is_left(register: Register) -> None:
    before = width(register)
    drag(register, 60)
    sheets = register.work.sheets.items()
    other = next(form for form, sheet in sheets if sheet.kind is FormKind.REGISTER and form != FORM)
    for form in (other, FORM):
        register.work.open_form(form)
        register.settle()
    assert width(register) == before + 60


def test_it_is_there_when_the_program_starts_again(
    register: Register, qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]
) -> None:
    before = width(register)
    drag(register, 60)
    field = next(field.key for field in register.page.view.ledger().form.fields if field.key != KEY)
    register.page._hide_columns(frozenset({field}))
    kept(register)
    register.shell.close()
    again = opened(qtbot, open_shell(stores / "unit"))
    assert width(again) == before + 60
    assert again.page.view.isColumnHidden(again.page.view.ledger().column_of(field))


def test_the_usual_widths_come_back(register: Register) -> None:
    before = width(register)
    drag(register, 60)
    register.page.columns.click()
    menu = QApplication.activePopupWidget()
    menu.actions()[0].trigger()  # type: ignore[union-attr]
    menu.close()  # type: ignore[union-attr]
    assert width(register) == before
    kept(register)
    assert read_habits(register.work.session.folder)[FORM].widths == {}


def test_what_makes_no_sense_is_left_out(tmp_path: Path) -> None:
    assert read_habits(tmp_path) == {}
    (tmp_path / FILE).write_text("[1]", "utf-8")
    assert read_habits(tmp_path) == {}
    odd = {"r.a": {"widths": {"x": True, "y": -3, "z": 99, "w": "90"}, "hidden": [1, "q"]}, "r.b": 3}
    (tmp_path / FILE).write_text(json.dumps(odd), "utf-8")
    assert read_habits(tmp_path) == {"r.a": GridHabits({"z": 99}, frozenset({"q"})), "r.b": GridHabits()}
    keep_habits(tmp_path, read_habits(tmp_path))
    assert read_habits(tmp_path)["r.a"].widths == {"z": 99}

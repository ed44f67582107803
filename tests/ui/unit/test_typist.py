"""What thirty enterprises cost a typist: no mouse, and one key for each cell beyond its text.

What an input method composes is counted as its text.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from baise_desktop.form.uscc import check_character
from baise_desktop.ui.shell import Shell
from tests.ui.conftest import press, type_text
from tests.ui.unit.registers import Register

FORM, PERIOD = "r.hightech_firm", "2023Q2"
ROWS, COLUMNS = 30, 15
_MOUSE = {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.Wheel}
_MODIFIERS = {Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta}


class Counter(QObject):
    """Counts what hands do."""

    def __init__(self) -> None:
        super().__init__()
        self.keys = 0
        self.mouse = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        first = (
            watched is QApplication.focusWidget() and event.spontaneous()
        )  # not what Qt passes on to parent or editor
        if first and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self.keys += Qt.Key(event.key()) not in _MODIFIERS
        self.mouse += event.type() in _MOUSE
        return False


@pytest.fixture
def counter(qapp: QApplication) -> Iterator[Counter]:
    made = Counter()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)


def enterprise(number: int) -> tuple[tuple[str, str], ...]:
    """What a typist types into each cell, and what the cell then shows; lists are searched by initials."""
    code = f"9145100{number:010}"
    code += check_character(code)
    name = f"演示{number:02}科技有限公司"
    return (
        (code, code),
        (name, name),
        ("pgs", "平果市"),
        ("", ""),
        ("xrd", "新认定"),
        (f"GR2023450{number:05}", f"GR2023450{number:05}"),
        ("20230516", "2023-05-16"),
        ("2026.5.15", "2026-05-15"),
        ("xcl", "新材料"),
        ("", ""),
        ("s", "是"),
        ("f", "否"),
        ("s", "是"),
        ("", ""),
        ("", ""),
    )


def test_one_key_for_each_cell_beyond_its_text(
    qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell], counter: Counter
) -> None:
    register = Register(qtbot, open_shell(stores / "unit"), FORM, PERIOD)
    register.open()
    register.page.view.start_row()
    counter.keys = counter.mouse = 0
    texts = 0
    for number in range(1, ROWS + 1):
        for column, (typed, _) in enumerate(enterprise(number)):
            type_text(typed)
            texts += sum(map(str.isascii, typed))
            if column + 1 < COLUMNS:
                press(Qt.Key.Key_Tab)
        press(Qt.Key.Key_Return, control=True)
    register.settle()
    stored = register.stored()
    assert len(stored) == ROWS
    fields = register.work.session.form(FORM).fields[:COLUMNS]
    shown = [row.texts for row in register.page.view.ledger().rows()]
    for number, row in enumerate(shown, 1):
        assert [row.get(field.key, "") for field in fields] == [told for _, told in enterprise(number)]
    assert not any(entry.wrong for entry in stored)
    assert counter.mouse == 0
    beyond = counter.keys - texts
    assert 0 < beyond <= ROWS * COLUMNS

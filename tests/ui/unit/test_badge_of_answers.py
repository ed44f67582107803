"""The list of forms says at once that a form of answers was begun."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from baise_desktop.form.definition import FormKind
from baise_desktop.ui.shell import Shell
from tests.ui.conftest import focused, press, settle, type_text


def test_the_first_answer_turns_the_mark_of_its_form(
    qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]
) -> None:
    shell = open_shell(stores / "unit")
    work = shell.work()
    work.open_submission("p2", "2023-06")  # type: ignore[union-attr]
    settle(qtbot, shell)
    form = next(sheet.form for sheet in work.sheets.values() if sheet.kind is FormKind.TARGET)  # type: ignore[union-attr]
    work.open_form(form)  # type: ignore[union-attr]
    settle(qtbot, shell)
    told: list[tuple[str, int]] = []
    work.target.sheet.filled.connect(lambda *each: told.append(each))  # type: ignore[union-attr]
    next(iter(work.target.sheet.answers.values())).editor.setFocus()  # type: ignore[union-attr]
    type_text("按计划推进")
    focused().clearFocus()
    settle(qtbot, shell)
    assert told[-1] == (form, 1)
    assert work.badges._rows[form] == 1  # type: ignore[union-attr]
    next(iter(work.target.sheet.answers.values())).editor.setFocus()  # type: ignore[union-attr]
    press(Qt.Key.Key_A, control=True)
    press(Qt.Key.Key_Delete)
    focused().clearFocus()
    settle(qtbot, shell)
    assert told[-1] == (form, 0)

"""Ctrl+G in the city's window: every page and every definition is offered."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from baise_desktop.ui.finder import Finder
from baise_desktop.ui.shell import Shell
from tests.ui.conftest import press, settle, type_text


def test_ctrl_g_reaches_every_kind_of_definition(
    qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]
) -> None:
    shell = open_shell(stores / "city")
    work = shell.work()
    for form in ("指导思想", "高新技术企业台账", "高新技术企业保有量"):
        press(Qt.Key.Key_G, control=True)
        settle(qtbot, shell)
        (finder,) = (each for each in shell.findChildren(Finder) if each.isVisible())
        type_text(form)
        assert form in finder.titles()
        press(Qt.Key.Key_Return)
        settle(qtbot, shell)
        assert work.page() is work.forms  # type: ignore[union-attr]
        assert work.forms.view.sheet().title.startswith(form)  # type: ignore[union-attr]

"""Every page of both windows on the smallest screen, at the zoom of older eyes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from baise_desktop.ui.city.workspace import CityWorkspace
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit.places import fixed_places
from baise_desktop.ui.unit.workspace import UnitWorkspace
from tests.ui.conftest import settle

SMALL = (1366, 768)


def wider_than(page: QWidget, room: int) -> list[str]:
    """What a page holds that needs more than its room; lists scroll, so they need none."""
    if page.minimumSizeHint().width() <= room:
        return []
    held = [each for each in page.findChildren(QWidget) if each.isVisible() and each.minimumSizeHint().width() > room]
    return [type(page).__name__, *(type(each).__name__ for each in held)]


def nameless(shell: Shell) -> list[str]:
    """Controls that a screen reader has no word for."""
    stops = [each for each in shell.findChildren(QWidget) if each.isVisible()]
    return [
        each.metaObject().className()
        for each in stops
        if isinstance(each, QPushButton | QToolButton) and not told(each)
    ]


def told(control: QWidget) -> str:
    return control.accessibleName() or getattr(control, "text", str)() or control.toolTip()


@pytest.mark.parametrize("zoom", [100, 150])
def test_no_page_of_the_unit_widens_the_window(
    stores: Path, open_shell: Callable[[Path], Shell], qtbot: QtBot, zoom: int
) -> None:
    shell = open_shell(stores / "unit")
    shell.resize(*SMALL)
    shell.preferences.change(zoom=zoom)
    work = shell.work()
    assert isinstance(work, UnitWorkspace)
    work.open_submission("p2", "2023H1")
    settle(qtbot, shell)
    forms = list({each.kind: each.form for each in work.sheets.values()}.values())
    for place in [each.key for each in fixed_places(has_submission=True)] + forms:
        work.go(place)
        settle(qtbot, shell)
        assert wider_than(work.page(), work.pages.width()) == [], place
        assert (shell.width(), shell.height()) == SMALL, place
        assert nameless(shell) == [], place


@pytest.mark.parametrize("zoom", [100, 150])
def test_no_page_of_the_city_widens_the_window(
    stores: Path, open_shell: Callable[[Path], Shell], qtbot: QtBot, zoom: int
) -> None:
    shell = open_shell(stores / "city")
    shell.resize(*SMALL)
    shell.preferences.change(zoom=zoom)
    work = shell.work()
    assert isinstance(work, CityWorkspace)
    QApplication.processEvents()
    for name in work.pages:
        work.show_page(name)
        settle(qtbot, shell)
        assert wider_than(work.page(), work.stack.width()) == [], name
        assert (shell.width(), shell.height()) == SMALL, name
        assert nameless(shell) == [], name

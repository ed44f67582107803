"""The notice bar: it moves nothing, and a refusal goes with the page that it was met on."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from baise_desktop.errors import BaiseError
from baise_desktop.ui.city.workspace import CityWorkspace
from baise_desktop.ui.shell import Shell
from tests.ui.conftest import settle


def city_of(shell: Shell) -> CityWorkspace:
    work = shell.work()
    assert isinstance(work, CityWorkspace)
    return work


def test_nothing_below_moves_when_it_comes_and_goes(
    qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]
) -> None:
    shell = open_shell(stores / "city")
    shell.resize(1366, 768)
    work = city_of(shell)
    work.show_page("units")
    settle(qtbot, shell)
    view = work.units.view
    before = view.mapTo(shell, QPoint(0, 0)), view.size()
    shell.notice.show_error(BaiseError("RESOLVE_KEEP"))
    settle(qtbot, shell)
    bar = shell.notice
    assert bar.isVisible()
    assert (view.mapTo(shell, QPoint(0, 0)), view.size()) == before
    assert bar.height() >= bar.heightForWidth(bar.width())
    bar.hide()
    settle(qtbot, shell)
    assert (view.mapTo(shell, QPoint(0, 0)), view.size()) == before


def test_it_leaves_the_verdict_free(qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]) -> None:
    shell = open_shell(stores / "city")
    shell.resize(1366, 768)
    shell.show_verdict("blocking", "不可上报：强制 2", "danger")
    shell.notice.show_success("ok")
    settle(qtbot, shell)
    body = shell.centralWidget()
    assert shell.notice.geometry().right() <= shell.verdict.mapTo(body, QPoint(0, 0)).x()


def test_a_refusal_goes_with_its_page_and_a_warning_stays(
    qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]
) -> None:
    shell = open_shell(stores / "city")
    work = city_of(shell)
    shell.notice.show_error(BaiseError("RESOLVE_KEEP"))
    work.show_page("pack")
    assert shell.notice.isHidden()
    shell.notice.warn_page("拒收 1 个")
    work.show_page("inbox")
    assert shell.notice.isHidden()
    shell.notice.show_warning("mind")
    work.show_page("units")
    assert shell.notice.isVisible()

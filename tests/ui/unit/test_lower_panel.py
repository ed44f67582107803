"""The panel below a form: folded up by its tab, opened by what asks for it, and kept so for the next time."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from baise_desktop.app.installation.preferences import read_preferences
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit.workspace import UnitWorkspace
from tests.round_trip import CONTRACTS, MONTH
from tests.ui.conftest import settle


@pytest.fixture
def shell(stores: Path, open_shell: Callable[[Path], Shell], qtbot: QtBot) -> Shell:
    shell = open_shell(stores / "unit")
    work_of(shell).open_submission("p2", MONTH, CONTRACTS)
    settle(qtbot, shell)
    return shell


def work_of(shell: Shell) -> UnitWorkspace:
    work = shell.work()
    assert isinstance(work, UnitWorkspace)
    return work


def test_its_tab_folds_it_up_and_opens_it(shell: Shell, stores: Path, qtbot: QtBot) -> None:
    work = work_of(shell)
    high, rows = work.below.height(), work.ledger.view.height()
    QTest.mouseClick(work.below.findings_tab, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: work.ledger.view.height() > rows)
    assert work.below.height() < high // 2
    assert work.findings.isHidden() or not work.findings.isVisible()
    assert not read_preferences(stores / "unit").lower_open
    QTest.mouseClick(work.below.evidence_tab, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: work.ledger.view.height() == rows)
    assert work.evidence.isVisible()
    assert read_preferences(stores / "unit").lower_open


@pytest.mark.parametrize(
    ("size", "zoom", "lines"), [((1366, 768), 150, 2), ((1366, 768), 100, 3), ((1920, 1080), 150, 2)]
)
def test_findings_are_seen_several_at_a_time(
    stores: Path, open_shell: Callable[[Path], Shell], qtbot: QtBot, size: tuple[int, int], zoom: int, lines: int
) -> None:
    shell = open_shell(stores / "unit")
    shell.resize(*size)
    shell.preferences.change(zoom=zoom)
    work = work_of(shell)
    work.open_submission("p2", "2023H1")
    settle(qtbot, shell)
    view = work.findings.view
    assert view.isVisible()
    assert view.viewport().height() // view.verticalHeader().defaultSectionSize() >= lines


def test_it_stays_folded_in_the_next_window(shell: Shell, stores: Path, open_shell: Callable[[Path], Shell]) -> None:
    work_of(shell).below.fold()
    shell.close()
    again = work_of(open_shell(stores / "unit"))
    assert not again.below.is_open()
    assert again.below.first_stop() is again.below.findings_tab


def test_the_next_finding_opens_it(shell: Shell, qtbot: QtBot) -> None:
    work = work_of(shell)
    work.watch.check()
    settle(qtbot, shell)
    work.below.fold()
    QTest.keyClick(shell, Qt.Key.Key_F8)
    assert work.findings.model.rowCount()
    assert work.below.is_open()
    assert work.findings.isVisible()


def test_what_went_well_goes_with_the_page(shell: Shell) -> None:
    notice, work = shell.notice, work_of(shell)
    notice.show_success("ok")
    work.go(CONTRACTS)
    assert notice.isVisible()
    work.go("clauses")
    assert notice.isHidden()
    notice.show_warning("mind")
    work.go("preferences")
    assert notice.isVisible()


def test_what_went_well_goes_by_itself(shell: Shell) -> None:
    notice = shell.notice
    notice.show_success("ok")
    notice.pause.timeout.emit()
    assert notice.isHidden()
    notice.show_success("ok")
    notice.show_warning("mind")
    assert not notice.pause.isActive()

"""The city prints and keeps the papers of a submission that it holds."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.app.inbox import receiving
from baise_desktop.app.outgoing import exporting
from baise_desktop.ui import papers_window
from baise_desktop.ui.city.workspace import CityWorkspace
from baise_desktop.ui.papers_window import PapersWindow
from baise_desktop.ui.preview_window import PreviewWindow
from baise_desktop.ui.shell import Shell
from tests.round_trip import MONTH, PLAN, fill_month, sign_all
from tests.ui.conftest import PASSPHRASE, settle
from tests.ui.test_mnemonics import wrong_in
from tests.ui.test_papers_window import choose


@pytest.fixture
def shell(stores: Path, open_shell: Callable[[Path], Shell], qtbot: QtBot, tmp_path: Path) -> Shell:
    """A city that holds April of a unit, the list of what it received open."""
    now = utc_now()
    unit = open_desk(stores / "unit")
    fill_month(unit, now)
    sign_all(unit, now)
    package = exporting.export(unit, PLAN, MONTH, tmp_path / "stick", PASSPHRASE, now).path
    close_desk(unit)
    city = open_desk(stores / "city")
    assert receiving.merge_files(city, [package], now)[0].error is None
    close_desk(city)
    shell = open_shell(stores / "city")
    work = shell.work()
    assert isinstance(work, CityWorkspace)
    work.show_page("inbox")
    settle(qtbot, shell)
    work.inbox.received_chip.click()
    return shell


@pytest.fixture
def window(shell: Shell, qtbot: QtBot) -> PapersWindow:
    """As the button opens it."""
    inbox = shell.work().inbox  # type: ignore[union-attr]
    assert not inbox.papers.isEnabled()
    inbox.received.selectRow(0)
    assert wrong_in(shell) == {}
    QTest.mouseClick(inbox.papers, Qt.MouseButton.LeftButton)
    settle(qtbot, shell)
    (found,) = shell.findChildren(PapersWindow)
    return found


def test_every_paper_is_listed_and_kept_as_both_kinds_of_file(
    shell: Shell, window: PapersWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert wrong_in(window) == {}
    assert "平果市" in window.windowTitle()
    assert "第 1 次上报" in window.windowTitle()
    for kind in ("submission", "audit", "explanations", "evidence"):
        choose(window, kind)
        assert not window.blank.isVisible()
        for control, suffix, begins in ((window.save_pdf, ".pdf", b"%PDF"), (window.save_workbook, ".xlsx", b"PK")):
            monkeypatch.setattr(papers_window, "choose_new_file", lambda *_, kind=kind: tmp_path / kind)
            QTest.mouseClick(control, Qt.MouseButton.LeftButton)
            settle(qtbot, shell)
            assert (tmp_path / f"{kind}{suffix}").read_bytes().startswith(begins)
    assert window.table.table.rowCount() == 4


def test_one_is_looked_at_with_the_keyboard(shell: Shell, window: PapersWindow, qtbot: QtBot) -> None:
    choose(window, "explanations")
    QTest.keyClick(window.preview, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(shell.findChildren(PreviewWindow)), timeout=20_000)
    settle(qtbot, shell)
    (seen,) = shell.findChildren(PreviewWindow)
    assert "核实说明表" in seen.windowTitle()
    seen.close()

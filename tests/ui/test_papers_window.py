"""打印与另存 from the page of signatures: every paper seen, and kept as both kinds of file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from baise_desktop.ui import papers_window
from baise_desktop.ui.papers_window import PapersWindow
from baise_desktop.ui.preview_window import PreviewWindow
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit.workspace import UnitWorkspace
from tests.round_trip import MONTH, PLAN
from tests.ui.conftest import settle
from tests.ui.test_mnemonics import wrong_in


@pytest.fixture
def opened(qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]) -> tuple[Shell, PapersWindow]:
    """The window as the button of the page of signatures opens it."""
    shell = open_shell(stores / "unit")
    work = shell.work()
    assert isinstance(work, UnitWorkspace)
    work.open_submission(PLAN, MONTH)
    work.go("sign_off")
    settle(qtbot, shell)
    QTest.mouseClick(work.sign_off.papers, Qt.MouseButton.LeftButton)
    settle(qtbot, shell)
    (window,) = shell.findChildren(PapersWindow)
    return shell, window


def choose(window: PapersWindow, kind: str) -> None:
    """Go down the list with the keyboard to a paper."""
    window.table.setFocus()
    QTest.keyClick(window.table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    while window.table.chosen()[0].kind != kind:
        QTest.keyClick(window.table, Qt.Key.Key_Down)


def save_as(monkeypatch: pytest.MonkeyPatch, out: Path) -> None:
    monkeypatch.setattr(papers_window, "choose_new_file", lambda *_: out)


def test_every_paper_is_kept_as_both_kinds_of_file(
    opened: tuple[Shell, PapersWindow], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell, window = opened
    assert wrong_in(window) == {}
    for kind in ("submission", "audit", "explanations", "evidence"):
        choose(window, kind)
        for control, suffix, begins in ((window.save_pdf, ".pdf", b"%PDF"), (window.save_workbook, ".xlsx", b"PK")):
            save_as(monkeypatch, tmp_path / kind)  # a name without its ending
            QTest.mouseClick(control, Qt.MouseButton.LeftButton)
            settle(qtbot, shell)
            assert (tmp_path / f"{kind}{suffix}").read_bytes().startswith(begins)
            assert f"{kind}{suffix}" in window.saved.text.text()
            assert not window.state.isVisible()


def test_blank_forms_are_as_they_are_wanted(
    opened: tuple[Shell, PapersWindow], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell, window = opened
    assert not window.blank.isVisible()
    choose(window, "blank")
    assert window.blank.isVisible()
    assert not window.save_workbook.isEnabled()
    assert window.blank.forms.itemText(0) == "应报的全部 2 张"
    window.blank.forms.setCurrentIndex(2)
    window.blank.rows.setValue(3)
    window.blank.a4.setChecked(True)
    wish = window.blank.wish()
    assert (wish.forms, wish.rows, wish.on_a4) == (("r.tech_contract",), 3, True)
    save_as(monkeypatch, tmp_path / "blank.pdf")
    QTest.mouseClick(window.save_pdf, Qt.MouseButton.LeftButton)
    settle(qtbot, shell)
    assert (tmp_path / "blank.pdf").read_bytes().startswith(b"%PDF")


def test_a_paper_is_looked_at(opened: tuple[Shell, PapersWindow], qtbot: QtBot) -> None:
    shell, window = opened
    choose(window, "audit")
    QTest.keyClick(window.preview, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(shell.findChildren(PreviewWindow)), timeout=20_000)
    settle(qtbot, shell)
    (seen,) = shell.findChildren(PreviewWindow)
    assert "核对表" in seen.windowTitle()
    seen.close()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not shell.findChildren(PapersWindow))


def test_a_place_that_cannot_be_written_is_said(
    opened: tuple[Shell, PapersWindow], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell, window = opened
    (tmp_path / "file").write_text("", "utf-8")
    save_as(monkeypatch, tmp_path / "file" / "a.pdf")
    QTest.mouseClick(window.save_pdf, Qt.MouseButton.LeftButton)
    settle(qtbot, shell)
    assert window.state.isVisible()
    assert window.state.text().startswith("不能写入")
    assert not window.saved.isVisible()

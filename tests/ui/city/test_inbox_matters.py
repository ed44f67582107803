"""What waits in the inbox: a conflict is compared and decided, a batch told in one sentence, refusals listed."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.app.outgoing.exporting import export
from baise_desktop.ui.city import key_desk, letter_desk
from baise_desktop.ui.city.inbox_page import InboxPage
from baise_desktop.ui.city.resolve_window import ResolveWindow
from baise_desktop.ui.list_window import ListWindow
from baise_desktop.ui.shell import Shell
from tests.round_trip import add_contract, fill_month, sign_all
from tests.ui.conftest import PASSPHRASE, settle, type_text


@pytest.fixture
def twins(stores: Path, tmp_path: Path) -> list[Path]:
    """Two PCs of one bureau each wrote its own first submission of April; the second has one contract more."""
    twin = Path(shutil.copytree(stores / "unit", tmp_path / "twin"))
    now, files = utc_now(), []
    for folder in (stores / "unit", twin):
        desk = open_desk(folder)
        fill_month(desk, now)
        if folder is twin:
            add_contract(desk, now)
        sign_all(desk, now)
        files.append(export(desk, "p2", "2023-04", tmp_path / f"mail-{folder.name}", PASSPHRASE, now).path)
        close_desk(desk)
    return files


@pytest.fixture
def shell(stores: Path, open_shell: Callable[[Path], Shell], monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.setattr(key_desk, "ask_text", lambda *_, **__: PASSPHRASE)
    return open_shell(stores / "city")


def inbox_of(shell: Shell) -> InboxPage:
    inbox = shell.work().inbox  # type: ignore[union-attr]
    assert isinstance(inbox, InboxPage)
    return inbox


def take(qtbot: QtBot, shell: Shell, files: list[Path]) -> InboxPage:
    inbox = inbox_of(shell)
    inbox.add_files(files)
    settle(qtbot, shell)
    inbox.merge.click()
    settle(qtbot, shell)
    return inbox


def test_a_conflict_is_compared_and_decided(qtbot: QtBot, shell: Shell, twins: list[Path]) -> None:
    inbox = take(qtbot, shell, twins)
    assert "有冲突 2 个" in shell.notice.text() or "有冲突 1 个" in shell.notice.text()
    inbox.matters_chip.click()
    assert inbox.matters_chip.text() == "待处理 1"
    assert "裁定" in inbox.matters.advice.text()
    inbox.matters.view.setFocus()
    QTest.keyClick(inbox.matters.view, Qt.Key.Key_Return)
    settle(qtbot, shell)
    window = shell.findChild(ResolveWindow)
    assert isinstance(window, ResolveWindow)
    assert len(window.sides) == 2
    values = [window.cells.table.line(n).value.values for n in range(window.cells.table.rowCount())]
    assert values
    assert all(left != right for left, right in values)
    QTest.keyClick(window.sides[1], Qt.Key.Key_Space)
    assert not window.finish.isEnabled()
    window.reason.setFocus()
    type_text("以盖章的一份为准")
    assert window.finish.isEnabled()
    QTest.keyClick(window.finish, Qt.Key.Key_Return)
    settle(qtbot, shell)
    assert inbox.matters_chip.text() == "待处理 0"
    assert sorted(inbox.received.table.line(n).value.counts for n in range(2)) == [False, True]


def test_a_batch_is_told_in_one_sentence_and_refusals_make_a_list(
    qtbot: QtBot, shell: Shell, twins: list[Path], tmp_path: Path
) -> None:
    bad = tmp_path / "bad.asice"
    bad.write_bytes(twins[0].read_bytes()[:-20])
    take(qtbot, shell, [twins[0]])
    inbox = inbox_of(shell)
    inbox.waiting_chip.click()
    inbox.add_files([bad, twins[0]])
    settle(qtbot, shell)
    assert inbox.refused.isEnabled()
    inbox.refused.click()
    settle(qtbot, shell)
    window = shell.findChild(ListWindow)
    assert isinstance(window, ListWindow)
    assert "bad.asice" in window.text.toPlainText()
    QTest.keyClick(window.copy, Qt.Key.Key_Space)
    error = inbox.waiting.table.line(0).value.error
    assert error.code in QGuiApplication.clipboard().text()
    window.close()
    inbox.merge.click()
    settle(qtbot, shell)
    assert "此前已收 1 个" in shell.notice.text()
    assert inbox.waiting.table.rowCount() == 1  # what was refused stays with its reason


def test_a_batch_is_returned_for_one_reason(
    qtbot: QtBot, shell: Shell, twins: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "returns"
    out.mkdir()
    monkeypatch.setattr(letter_desk, "ask_text", lambda *_: "请核对合同编号")
    monkeypatch.setattr(letter_desk, "choose_folder", lambda *_: out)
    inbox = take(qtbot, shell, twins)
    inbox.received.selectAll()
    QTest.keyClick(inbox.turn_back, Qt.Key.Key_Space)
    settle(qtbot, shell)
    assert len(list(out.iterdir())) == 2
    assert "已退回 2 份" in shell.notice.text()

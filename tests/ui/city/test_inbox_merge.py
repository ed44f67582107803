"""Merging from the inbox: what cannot be backed up first is asked about, what was refused can be tried again."""

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.app.inbox import receiving
from baise_desktop.app.kept import merge_backup
from baise_desktop.app.outgoing.exporting import export
from baise_desktop.errors import BaiseError
from baise_desktop.ui.city.inbox_page import InboxPage
from baise_desktop.ui.list_window import ListWindow
from baise_desktop.ui.package_window import PackageWindow
from baise_desktop.ui.shell import Shell
from tests.round_trip import fill_month, sign_all
from tests.ui.conftest import PASSPHRASE, focused, press, settle


@pytest.fixture
def package(stores: Path, tmp_path: Path) -> Path:
    now = utc_now()
    desk = open_desk(stores / "unit")
    fill_month(desk, now)
    sign_all(desk, now)
    written = export(desk, "p2", "2023-04", tmp_path / "mail", PASSPHRASE, now).path
    close_desk(desk)
    return written


@pytest.fixture
def shell(stores: Path, open_shell: Callable[[Path], Shell]) -> Shell:
    return open_shell(stores / "city")


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_store: object, target: Path) -> None:
        raise BaiseError("STORE_FULL", file=target, reason="磁盘已满")

    monkeypatch.setattr(merge_backup, "copy_database", refuse)


def inbox_of(shell: Shell) -> InboxPage:
    inbox = shell.work().inbox  # type: ignore[union-attr]
    assert isinstance(inbox, InboxPage)
    return inbox


def merge_and_answer(qtbot: QtBot, shell: Shell, *keys: Qt.Key) -> list[str]:
    """Press the button by key, and these keys in the question that follows; what was asked comes back."""
    asked: list[str] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        focus = QApplication.focusWidget()
        if not isinstance(box, QMessageBox) or focus is None or focus.window() is not box:
            QTimer.singleShot(30, answer)
            return
        asked.append(box.text())
        for key in keys:
            QTest.keyClick(focused(), key)

    QTimer.singleShot(30, answer)
    merge = inbox_of(shell).merge
    merge.setFocus()
    QTest.keyClick(merge, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(asked) and shell.jobs.is_idle(), timeout=20_000)
    settle(qtbot, shell)
    return asked


@pytest.mark.usefixtures("full_disk")
def test_without_a_copy_enter_merges_nothing_and_the_package_waits_on(
    qtbot: QtBot, shell: Shell, package: Path
) -> None:
    inbox = inbox_of(shell)
    inbox.add_files([package])
    settle(qtbot, shell)
    (asked,) = merge_and_answer(qtbot, shell, Qt.Key.Key_Return)
    assert "磁盘已满" in asked
    assert "风险" in asked
    assert inbox.received.table.rowCount() == 0
    assert inbox.waiting.table.rowCount() == 1
    assert inbox.merge.isEnabled()
    assert "MERGE_BACKUP" in shell.notice.text()


@pytest.mark.usefixtures("full_disk")
def test_who_knows_the_risk_merges_without_a_copy(qtbot: QtBot, shell: Shell, package: Path, stores: Path) -> None:
    inbox = inbox_of(shell)
    inbox.add_files([package])
    settle(qtbot, shell)
    merge_and_answer(qtbot, shell, Qt.Key.Key_Tab, Qt.Key.Key_Space)
    assert inbox.received.table.rowCount() == 1
    assert inbox.waiting.table.rowCount() == 0
    assert not merge_backup.list_merge_backups(stores / "city")


def test_a_file_is_taken_off_the_list_by_key_and_stays_on_the_disk(qtbot: QtBot, shell: Shell, package: Path) -> None:
    inbox = inbox_of(shell)
    inbox.add_files([package])
    settle(qtbot, shell)
    inbox.waiting.setFocus()
    press(Qt.Key.Key_Delete)
    assert inbox.waiting.table.rowCount() == 0
    assert not inbox.merge.isEnabled()
    assert package.exists()


def test_what_was_refused_is_looked_at_again_when_it_comes_again(qtbot: QtBot, shell: Shell, package: Path) -> None:
    inbox, whole = inbox_of(shell), package.read_bytes()
    package.write_bytes(whole[:-20])
    inbox.add_files([package])
    settle(qtbot, shell)
    assert not inbox.merge.isEnabled()
    package.write_bytes(whole)
    inbox.add_files([package])
    settle(qtbot, shell)
    assert inbox.waiting.table.rowCount() == 1
    assert inbox.merge.isEnabled()


def test_what_was_merged_is_chosen_stays_chosen_and_is_read_by_enter(qtbot: QtBot, shell: Shell, package: Path) -> None:
    inbox = inbox_of(shell)
    inbox.add_files([package])
    settle(qtbot, shell)
    assert {line.cells[2].text for line in map(inbox.changes.table.line, range(inbox.changes.table.rowCount()))} - {""}
    inbox.merge.click()
    settle(qtbot, shell)
    assert focused() is inbox.received
    (held,) = inbox.received.chosen()
    assert inbox.accept.isEnabled()
    inbox.open()
    settle(qtbot, shell)
    assert inbox.received.chosen() == [held]
    inbox.received.setFocus()
    press(Qt.Key.Key_Return)
    settle(qtbot, shell)
    (window,) = shell.findChildren(PackageWindow)
    assert window.rows.forms.table.rowCount() > 0
    press(Qt.Key.Key_Escape)


def test_a_request_for_enrolment_is_sent_to_where_it_belongs(qtbot: QtBot, shell: Shell, stores: Path) -> None:
    inbox = inbox_of(shell)
    inbox.add_files([stores / "request.asice"])
    settle(qtbot, shell)
    assert "单位与证书" in inbox.waiting.table.line(0).cells[-1].text
    assert not inbox.merge.isEnabled()


def test_b056_what_breaks_a_rule_is_told_beside_the_changes(
    qtbot: QtBot, shell: Shell, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = ("有 1 处不合表单的强制规则", "《技术合同登记台账》合同成交额 -1 万元")
    monkeypatch.setattr(receiving, "tell_unmet", lambda *_: told)
    inbox = inbox_of(shell)
    inbox.add_files([package])
    settle(qtbot, shell)
    assert inbox.more.text().splitlines() == list(told)
    assert inbox.more.isVisible()
    assert inbox.merge.isEnabled()


def test_a_refused_file_is_set_aside_when_its_list_is_asked_for(
    qtbot: QtBot, shell: Shell, package: Path, stores: Path
) -> None:
    broken = package.with_name("broken.asice")
    broken.write_bytes(package.read_bytes()[:-9])
    inbox = inbox_of(shell)
    inbox.add_files([broken])
    settle(qtbot, shell)
    inbox.refused.click()
    settle(qtbot, shell)
    (window,) = shell.findChildren(ListWindow)
    assert "已另存备查" in window.text.toPlainText()
    assert len(list((stores / "city" / "refused").glob("*.bin"))) == 1
    window.close()


def test_a_batch_stops_after_the_file_in_hand_and_the_rest_waits_on(
    qtbot: QtBot, shell: Shell, package: Path, stores: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = open_desk(stores / "unit")
    fill_month(unit, utc_now(), "2023-05")
    sign_all(unit, utc_now(), "2023-05")
    other = export(unit, "p2", "2023-05", tmp_path / "mail", PASSPHRASE, utc_now()).path
    close_desk(unit)
    inbox = inbox_of(shell)
    inbox.add_files([package, other])
    settle(qtbot, shell)
    begun, go_on, merging = Event(), Event(), receiving.merge

    def wait(*given: Any) -> Any:
        begun.set()
        assert go_on.wait(20)
        return merging(*given)

    monkeypatch.setattr(receiving, "merge", wait)
    assert not inbox.stop.isVisible()
    inbox.merge.click()
    qtbot.waitUntil(begun.is_set)
    inbox.received_chip.click()
    assert not inbox.stop.isVisible()
    inbox.waiting_chip.click()
    assert not inbox.merge.isEnabled()
    inbox.stop.setFocus()
    QTest.keyClick(inbox.stop, Qt.Key.Key_Space)
    assert not inbox.stop.isEnabled()
    go_on.set()
    settle(qtbot, shell)
    assert "合并 1 个" in shell.notice.text()
    assert "还有 1 个没有合并" in shell.notice.text()
    assert [line.value.file for line in map(inbox.waiting.table.line, range(inbox.waiting.table.rowCount()))] == [other]
    assert not inbox.stop.isVisible()
    inbox.merge.click()
    settle(qtbot, shell)
    assert "没有合并" not in shell.notice.text()
    assert inbox.received.table.rowCount() == 2

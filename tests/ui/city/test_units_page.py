"""Certificates: revoked with a bound that is explained, a new root, what waits for a signature, and the journal."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.app.outgoing.exporting import export
from baise_desktop.ui.city import journal_page, key_desk
from baise_desktop.ui.city.rebuild_window import RebuildWindow
from baise_desktop.ui.city.revoke_window import RevokeWindow
from baise_desktop.ui.city.rotate_window import RotateWindow
from baise_desktop.ui.city.workspace import CityWorkspace
from baise_desktop.ui.list_window import ListWindow
from baise_desktop.ui.shell import Shell
from tests.round_trip import fill_month, sign_all
from tests.ui.conftest import PASSPHRASE, settle, type_text


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
def work(
    qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell], monkeypatch: pytest.MonkeyPatch
) -> CityWorkspace:
    monkeypatch.setattr(key_desk, "ask_text", lambda *_, **__: PASSPHRASE)
    found = open_shell(stores / "city").work()
    assert isinstance(found, CityWorkspace)
    return found


def show(qtbot: QtBot, work: CityWorkspace, name: str) -> None:
    work.show_page(name)
    settle(qtbot, work.shell)


def merge(qtbot: QtBot, work: CityWorkspace, package: Path) -> None:
    work.inbox.add_files([package])
    settle(qtbot, work.shell)
    work.inbox.merge.click()
    settle(qtbot, work.shell)


def test_a_certificate_is_revoked_and_what_to_review_is_listed(
    qtbot: QtBot, work: CityWorkspace, package: Path
) -> None:
    merge(qtbot, work, package)
    show(qtbot, work, "units")
    units = work.units
    assert not units.revoke.isEnabled()
    before = number_in(units.trust.text())
    units.view.selectRow(0)
    QTest.keyClick(units.revoke, Qt.Key.Key_Space)
    window = work.window().findChild(RevokeWindow)
    assert isinstance(window, RevokeWindow)
    explained = window.explained.text()
    QTest.keyClick(window.choices[1], Qt.Key.Key_Space)
    assert window.choices[1].isChecked()
    assert window.explained.text() != explained
    assert window.seq.isEnabled()
    assert not window.day.isEnabled()
    window.reason.setFocus()
    type_text("电脑被盗")
    QTest.keyClick(window.finish, Qt.Key.Key_Return)
    settle(qtbot, work.shell)
    told = work.window().findChild(ListWindow)
    assert isinstance(told, ListWindow)
    assert "不再计入的上报（1 份）" in told.text.toPlainText()
    assert "2023年4月" in told.text.toPlainText()
    assert "c.pingguo" in told.whole()
    told.close()
    assert units.view.table.line(0).cells[2].text == "已吊销，认到第 0 包"
    assert number_in(units.trust.text()) == before + 1
    show(qtbot, work, "inbox")
    assert work.inbox.received.table.line(0).value.state == "hold"


def number_in(text: str) -> int:
    return int(text.split()[1])


def test_a_new_root_is_taken_into_use(qtbot: QtBot, work: CityWorkspace) -> None:
    show(qtbot, work, "units")
    before = work.units.root.text()
    QTest.keyClick(work.units.rotate, Qt.Key.Key_Space)
    window = work.window().findChild(RotateWindow)
    assert isinstance(window, RotateWindow)
    QTest.keyClick(window.finish, Qt.Key.Key_Return)
    settle(qtbot, work.shell)
    assert work.units.root.text() != before
    assert "以前用过 1 个根" in work.units.trust.text()
    assert work.units.view.table.line(0).cells[2].text == "有效"


def test_what_waits_is_signed_with_one_press(qtbot: QtBot, work: CityWorkspace, package: Path) -> None:
    assert not work.waiting.link.isVisible()
    merge(qtbot, work, package)
    assert work.waiting.link.text() == "1 项处理待签名"
    QTest.mouseClick(work.waiting.link, Qt.MouseButton.LeftButton)
    settle(qtbot, work.shell)
    assert work.page() is work.units
    waiting = work.units.waiting
    assert waiting.line.text() == "1 项处理待签名"
    QTest.keyClick(waiting.sign, Qt.Key.Key_Space)
    settle(qtbot, work.shell)
    assert waiting.line.text() == "没有待签名的处理"
    assert not waiting.sign.isVisible()
    assert not work.waiting.link.isVisible()


def test_the_journal_is_searched_verified_and_exported(
    qtbot: QtBot, work: CityWorkspace, package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    merge(qtbot, work, package)
    show(qtbot, work, "journal")
    journal = work.journal
    every = journal.view.table.rowCount()
    journal.search.setFocus()
    type_text("接收上报包")
    QTest.keyClick(journal.search, Qt.Key.Key_Return)
    settle(qtbot, work.shell)
    assert 0 < journal.view.table.rowCount() < every
    QTest.keyClick(journal.verify, Qt.Key.Key_Space)
    settle(qtbot, work.shell)
    assert "校验无误" in work.shell.notice.text()
    out = tmp_path / "日志.xlsx"
    monkeypatch.setattr(journal_page, "choose_new_file", lambda *_: out)
    QTest.keyClick(journal.export, Qt.Key.Key_Space)
    settle(qtbot, work.shell)
    assert out.stat().st_size > 1000


def test_the_store_is_made_again_or_stopped_without_a_trace(
    qtbot: QtBot, work: CityWorkspace, package: Path, tmp_path: Path
) -> None:
    merge(qtbot, work, package)
    show(qtbot, work, "journal")
    QTest.keyClick(work.journal.rebuild, Qt.Key.Key_Space)
    window = work.window().findChild(RebuildWindow)
    assert isinstance(window, RebuildWindow)
    window.rebuild_into(tmp_path / "never")
    QTest.keyClick(window, Qt.Key.Key_Escape)
    settle(qtbot, work.shell)
    assert window.isVisible()
    assert "REBUILD_STOPPED" in window.state.text()
    assert not (tmp_path / "never").exists()
    window.rebuild_into(tmp_path / "again")
    settle(qtbot, work.shell)
    assert "完全一致" in window.state.text()
    assert (tmp_path / "again" / "baise.sqlite3").exists()

"""What the home page says of the installation: its request, a certificate that ends, a restore; and Ctrl+O."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.app.enrolment import renewing
from baise_desktop.app.enrolment.restoring import bring_back
from baise_desktop.app.inbox.receipts import make_receipt
from baise_desktop.app.inbox.receiving import list_received, merge_files
from baise_desktop.store.backup import backup
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit import pack_desk, renew_window, standing_desk
from baise_desktop.ui.unit.renew_window import RenewWindow
from baise_desktop.ui.unit.workspace import UnitWorkspace
from tests.round_trip import fill_month, sign_all
from tests.softhsm import MODULE, PIN, plug_in
from tests.ui.conftest import NOW, PASSPHRASE, settle

Open = Callable[[Path], Shell]


def work_of(shell: Shell, qtbot: QtBot) -> UnitWorkspace:
    work = shell.work()
    assert isinstance(work, UnitWorkspace)
    settle(qtbot, shell)
    return work


def test_the_request_is_shown_until_the_first_pack_is_opened(qtbot: QtBot, stores: Path, open_shell: Open) -> None:
    desk = open_desk(stores / "fresh")
    mark = renewing.own_certificate(desk).pending
    close_desk(desk)
    work = work_of(open_shell(stores / "fresh"), qtbot)
    assert mark in [label.text() for label in labels(work)]
    assert any("request.asice" in label.text() for label in labels(work))
    work = work_of(open_shell(stores / "unit"), qtbot)
    assert not work.home.standing.isVisible()
    assert not work.home.news.isVisible()


def labels(work: UnitWorkspace) -> list[object]:
    from PySide6.QtWidgets import QLabel

    return [label for label in work.home.standing.findChildren(QLabel) if label.isVisible()]


def test_a_certificate_about_to_end_is_told_and_asked_for_again(
    qtbot: QtBot, stores: Path, tmp_path: Path, open_shell: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renewing, "SOON", timedelta(days=100_000))
    out = tmp_path / "again.asice"
    monkeypatch.setattr(renew_window, "choose_new_file", lambda *_: out)
    shell = open_shell(stores / "unit")
    work = work_of(shell, qtbot)
    assert "重新申请入网" in work.home.standing.words()
    work.standing.renew()
    window = shell.findChild(RenewWindow)
    assert isinstance(window, RenewWindow)
    QTest.keyClicks(window.passphrase, "a new passphrase")
    assert not window.finish.isEnabled()
    QTest.keyClicks(window.again, "a new passphrase")
    QTest.keyClick(window.again, Qt.Key.Key_Return)
    settle(qtbot, shell)
    assert out.exists()
    assert window.fingerprint.text().count("-") == 7
    window.close()
    assert "等待" in work.home.standing.words() or "已重新申请入网" in work.home.standing.words()
    work.go("preferences")
    settle(qtbot, shell)
    assert shell.notice.isHidden()


def test_it_may_be_asked_for_with_a_key_on_a_token(
    qtbot: QtBot, stores: Path, tmp_path: Path, open_shell: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    plug_in()
    out = tmp_path / "again.asice"
    monkeypatch.setattr(renew_window, "choose_new_file", lambda *_: out)
    shell = open_shell(stores / "unit")
    work_of(shell, qtbot).standing.renew()
    window = shell.findChild(RenewWindow)
    assert isinstance(window, RenewWindow)
    window.token.use.setFocus()
    QTest.keyClick(window.token.use, Qt.Key.Key_Space)
    assert not window.again.isVisible()
    QTest.keyClicks(window.passphrase, "1357")
    assert not window.finish.isEnabled()
    QTest.keyClicks(window.token.module.edit, MODULE)
    QTest.keyClick(window.passphrase, Qt.Key.Key_Return)
    settle(qtbot, shell)
    assert "TOKEN_PIN" in window.notice.text()
    assert not out.exists()
    window.passphrase.clear()
    QTest.keyClicks(window.passphrase, PIN)
    QTest.keyClick(window.passphrase, Qt.Key.Key_Return)
    settle(qtbot, shell)
    assert out.exists()
    assert window.fingerprint.text().count("-") == 7
    window.close()


def test_after_a_restore_the_newest_receipts_are_asked_for(
    qtbot: QtBot, stores: Path, tmp_path: Path, open_shell: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    from baise_desktop.app.outgoing.exporting import export

    desk = open_desk(stores / "unit")
    fill_month(desk, NOW)
    kept = backup(desk.store, tmp_path / "backup", NOW)
    sign_all(desk, NOW)
    sent = export(desk, "p2", "2023-04", tmp_path / "mail", PASSPHRASE, NOW).path
    close_desk(desk)
    city = open_desk(stores / "city")
    merge_files(city, [sent], NOW)
    receipt = tmp_path / "receipt.asice"
    receipt.write_bytes(make_receipt(city, list_received(city)[0].identity, PASSPHRASE, NOW).content)
    close_desk(city)
    bring_back(kept, tmp_path / "restored", NOW)
    shell = open_shell(tmp_path / "restored")
    work = work_of(shell, qtbot)
    assert "从备份恢复过" in work.home.standing.words()
    monkeypatch.setattr(standing_desk, "choose_files", lambda *_: [receipt])
    work.standing.catch_up()
    settle(qtbot, shell)
    assert "从第 2 版续报" in shell.notice.text()
    work.standing.end()
    settle(qtbot, shell)
    assert not work.home.standing.isVisible()


def test_what_the_city_sent_is_opened_by_key_from_every_page(
    qtbot: QtBot, stores: Path, open_shell: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(pack_desk, "choose_file", lambda *_: asked.append(True))
    shell = open_shell(stores / "unit")
    work = work_of(shell, qtbot)
    for place in ("home", "preferences", "history"):
        work.go(place)
        settle(qtbot, shell)
        QTest.keyClick(shell, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert len(asked) == 3

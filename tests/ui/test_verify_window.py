from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog
from pytestqt.qtbot import QtBot

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.app.inbox.file_verdict import FileVerdict
from baise_desktop.app.outgoing.stamping import stamp_submission
from baise_desktop.exchange.inspection import Fact, Inspection
from baise_desktop.texts import say
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.verify_window import VerifyWindow
from tests.round_trip import MONTH, PLAN, fill_month, sign_all
from tests.ui.conftest import PASSPHRASE, settle


def shown(shell: Shell) -> list[VerifyWindow]:
    return shell.findChildren(VerifyWindow)


def verify(qtbot: QtBot, shell: Shell, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    QTest.keyClick(shell, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    settle(qtbot, shell)


@pytest.mark.parametrize("office", ["unit", "city"])
def test_a_pack_is_told_of_in_either_office(
    qtbot: QtBot, open_shell: Callable[[Path], Shell], stores: Path, office: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = open_shell(stores / office)
    verify(qtbot, shell, stores / "pack.asice", monkeypatch)
    (window,) = shown(shell)
    assert [line.text() for line in window.facts.values()] == [
        say(f"window.verify_{fact}_yes") for fact in ("intact", "valid", "trusted")
    ]
    assert window.described.text().startswith("任务包：方案 p2，第 1 版")
    assert window.files.table.rowCount() > 100
    assert QApplication.focusWidget() is window.close_button
    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not shown(shell))


def test_a_request_is_valid_and_not_yet_trusted(
    qtbot: QtBot, open_shell: Callable[[Path], Shell], stores: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = open_shell(stores / "city")
    verify(qtbot, shell, stores / "request.asice", monkeypatch)
    (window,) = shown(shell)
    assert window.facts["valid"].text() == say("window.verify_valid_yes")
    assert window.facts["trusted"].text() == say("window.verify_trusted_no", reason=say("signing.SELF_SIGNED"))


def test_a_file_that_is_no_package_has_no_list(
    qtbot: QtBot, open_shell: Callable[[Path], Shell], stores: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = open_shell(stores / "city")
    (stores / "letter.asice").write_bytes(b"letter" * 50)
    verify(qtbot, shell, stores / "letter.asice", monkeypatch)
    (window,) = shown(shell)
    assert "NOT" not in window.facts["intact"].text()
    assert window.files.isHidden()
    assert not window.described.text()


def test_thinking_better_of_the_passphrase_shows_nothing(
    qtbot: QtBot, open_shell: Callable[[Path], Shell], stores: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = open_shell(stores / "city")
    closed = stores / "closed.asice.age"
    closed.write_bytes(b"age-encryption.org/v1\n-> X25519 x\n")
    asked: list[object] = []

    def decline(*given: object) -> tuple[str, bool]:
        asked.append(given[2])
        return "", False

    monkeypatch.setattr(QInputDialog, "getText", decline)
    verify(qtbot, shell, closed, monkeypatch)
    assert asked == [say("window.verify_passphrase")]
    assert shown(shell) == []


def test_a_reserve_is_told_beside_the_verdict(qtbot: QtBot) -> None:
    holds, reserved = Fact(holds=True), Fact(holds=True, reason="当时有效")
    window = VerifyWindow("包", FileVerdict(Inspection(intact=holds, valid=holds, trusted=reserved)))
    qtbot.addWidget(window)
    assert window.facts["trusted"].text() == say("window.verify_trusted_yes_but", reason="当时有效")
    assert window.facts["valid"].text() == say("window.verify_valid_yes")


@pytest.mark.parametrize(
    ("added", "said"),
    [(b"", "完整：整个文件都在签名之内，签名之后没有变动"), (b"%", "文件末尾多出 1 个字节")],
)
def test_a_signed_paper_is_told_of_without_a_list(
    qtbot: QtBot,
    open_shell: Callable[[Path], Shell],
    stores: Path,
    monkeypatch: pytest.MonkeyPatch,
    added: bytes,
    said: str,
) -> None:
    now = utc_now() - timedelta(seconds=5)
    desk = open_desk(stores / "unit")
    fill_month(desk, now)
    sign_all(desk, now)
    (stores / "paper.pdf").write_bytes(stamp_submission(desk, PLAN, MONTH, PASSPHRASE, now) + added)
    close_desk(desk)
    shell = open_shell(stores / "city")
    verify(qtbot, shell, stores / "paper.pdf", monkeypatch)
    (window,) = shown(shell)
    assert said in window.facts["intact"].text()
    assert window.facts["trusted"].text() == say("window.verify_trusted_yes")
    assert window.described.text().startswith("纸质件的电子版（PDF）：单位 平果市（c.pingguo）")
    assert window.files.isHidden()

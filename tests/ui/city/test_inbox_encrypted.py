"""Encrypted packages in the inbox: the passphrase is asked for once; and the receipt that is read out."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.app.inbox.telephone import confirm_newest
from baise_desktop.app.outgoing.exporting import export
from baise_desktop.ui.city import key_desk
from baise_desktop.ui.city.inbox_page import InboxPage
from baise_desktop.ui.city.receipt_code_window import ReceiptCodeWindow
from baise_desktop.ui.shell import Shell
from tests.round_trip import MONTH, PLAN, fill_month, sign_all
from tests.ui.conftest import PASSPHRASE, press, settle


@pytest.fixture
def package(stores: Path, tmp_path: Path) -> Path:
    now = utc_now()
    desk = open_desk(stores / "unit")
    fill_month(desk, now)
    sign_all(desk, now)
    written = export(desk, PLAN, MONTH, tmp_path / "mail", PASSPHRASE, now, encrypted=True).path
    close_desk(desk)
    return written


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """What the officer will type when asked for the passphrase, the next one first."""
    waiting: list[str | None] = []
    monkeypatch.setattr(key_desk, "ask_text", lambda *_, **__: waiting.pop(0))
    return waiting


@pytest.fixture
def inbox(stores: Path, open_shell: Callable[[Path], Shell], qtbot: QtBot) -> InboxPage:
    shell = open_shell(stores / "city")
    work = shell.work()
    work.navigation.chosen.emit("inbox")  # type: ignore[union-attr]
    settle(qtbot, shell)
    found = work.inbox  # type: ignore[union-attr]
    assert isinstance(found, InboxPage)
    return found


def shell_of(inbox: InboxPage) -> Shell:
    window = inbox.window()
    assert isinstance(window, Shell)
    return window


def add(qtbot: QtBot, inbox: InboxPage, file: Path) -> str:
    """The result that the line of the file shows."""
    inbox.add_files([file])
    settle(qtbot, shell_of(inbox))
    settle(qtbot, shell_of(inbox))
    return inbox.waiting.table.line(0).cells[5].text


def test_the_passphrase_is_asked_for_once_and_the_code_is_read_out(
    qtbot: QtBot, inbox: InboxPage, package: Path, answers: list[str | None], stores: Path
) -> None:
    answers.append(PASSPHRASE)
    assert "新增" in add(qtbot, inbox, package)
    assert answers == []
    inbox.merge.setFocus()
    press(Qt.Key.Key_Space)
    settle(qtbot, shell_of(inbox))
    assert inbox.received.table.rowCount() == 1
    inbox.received.selectRow(0)
    inbox.code.setFocus()
    press(Qt.Key.Key_Space)
    settle(qtbot, shell_of(inbox))
    window = shell_of(inbox).findChild(ReceiptCodeWindow)
    assert window is not None
    code = window.code.text()
    assert [len(group) for group in code.split(" ")] == [3, 3, 4]
    press(Qt.Key.Key_Escape)
    unit = open_desk(stores / "unit")
    assert confirm_newest(unit, code, PLAN, MONTH, utc_now()).version == 1
    close_desk(unit)


def test_a_wrong_passphrase_is_asked_for_again(
    qtbot: QtBot, inbox: InboxPage, package: Path, answers: list[str | None]
) -> None:
    answers += ["not this one", PASSPHRASE]
    assert "新增" in add(qtbot, inbox, package)
    assert answers == []


def test_whoever_thinks_better_of_it_sees_why_the_file_waits(
    qtbot: QtBot, inbox: InboxPage, package: Path, answers: list[str | None]
) -> None:
    answers.append(None)
    assert "加密" in add(qtbot, inbox, package)
    assert not inbox.merge.isEnabled()
    answers.append(PASSPHRASE)
    assert "新增" in add(qtbot, inbox, package)

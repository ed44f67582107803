"""A clock that is earlier than the journal: the officer is asked, and nothing is judged by it before."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import Desk
from baise_desktop.app.terms.choices import choose
from baise_desktop.progress.baseline import list_open_choices
from baise_desktop.ui.city import clock_question, inbox_jobs
from baise_desktop.ui.shell import Shell
from tests.ui.city.test_inbox_merge import inbox_of, package, shell
from tests.ui.conftest import focused, settle

__all__ = ["package", "shell"]


@pytest.fixture(autouse=True)
def _set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    then = utc_now() - timedelta(hours=2)
    for module in (inbox_jobs, clock_question):
        monkeypatch.setattr(module, "utc_now", lambda: then)


def look_and_answer(qtbot: QtBot, window: Shell, file: Path, *keys: Qt.Key) -> str:
    """Bring a file, and press these keys in the question that follows; what was asked comes back."""
    asked: list[str] = []

    def answer() -> None:
        box, focus = QApplication.activeModalWidget(), QApplication.focusWidget()
        if not isinstance(box, QMessageBox) or focus is None or focus.window() is not box:
            QTimer.singleShot(30, answer)
            return
        asked.append(box.text())
        for key in keys:
            QTest.keyClick(focused(), key)

    QTimer.singleShot(30, answer)
    inbox_of(window).add_files([file])
    qtbot.waitUntil(lambda: bool(asked) and window.jobs.is_idle(), timeout=20_000)
    settle(qtbot, window)
    return asked[0]


def test_enter_declines_and_nothing_is_looked_at(qtbot: QtBot, shell: Shell, package: Path) -> None:
    asked = look_and_answer(qtbot, shell, package, Qt.Key.Key_Return)
    assert "本机时间对吗" in asked
    assert inbox_of(shell).waiting.table.rowCount() == 0
    assert "CLOCK_BACK" in shell.notice.text()


def test_a_clock_that_is_right_is_asked_about_once(qtbot: QtBot, shell: Shell, package: Path) -> None:
    look_and_answer(qtbot, shell, package, Qt.Key.Key_Tab, Qt.Key.Key_Space)
    inbox = inbox_of(shell)
    assert inbox.waiting.table.rowCount() == 1
    inbox.merge.click()
    settle(qtbot, shell)
    assert inbox.received.table.rowCount() == 1
    assert QApplication.activeModalWidget() is None


@pytest.mark.parametrize("right", [True, False])
def test_every_act_of_the_city_asks_the_same(qtbot: QtBot, shell: Shell, right: bool) -> None:
    """Setting something, as one that nothing but the clock speaks against."""
    asked: list[str] = []
    done: list[object] = []

    def answer() -> None:
        box, focus = QApplication.activeModalWidget(), QApplication.focusWidget()
        if not isinstance(box, QMessageBox) or focus is None or focus.window() is not box:
            QTimer.singleShot(30, answer)
            return
        asked.append(box.text())
        for key in (Qt.Key.Key_Tab, Qt.Key.Key_Space) if right else (Qt.Key.Key_Return,):
            QTest.keyClick(focused(), key)

    def settle_something(desk: Desk) -> bool:
        choose(desk, next(iter(list_open_choices(desk.catalogue))), "", clock_question.utc_now())
        return True

    QTimer.singleShot(30, answer)
    shell.jobs.run(settle_something, done.append)
    qtbot.waitUntil(lambda: bool(asked) and shell.jobs.is_idle(), timeout=20_000)
    settle(qtbot, shell)
    assert done == ([True] if right else [])
    assert ("CLOCK_BACK" in shell.notice.text()) is not right

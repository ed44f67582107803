"""练习 in the window: the list beside the work, a way to each cell, ticks as they are mended, and beginning anew."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from baise_desktop.app.clock import utc_now
from baise_desktop.app.practice.practice import make_practice
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit.practice_panel import PracticePanel
from baise_desktop.ui.watermark import Watermark
from tests.ui.conftest import press, settle, type_text


@pytest.fixture
def shell(tmp_path: Path, open_shell: Callable[[Path], Shell], qtbot: QtBot) -> Shell:
    make_practice(tmp_path / "practice", "平果市", utc_now())
    opened = open_shell(tmp_path / "practice")
    settle(qtbot, opened)
    return opened


def panel_of(shell: Shell) -> PracticePanel:
    panel = shell.work().findChild(PracticePanel)  # type: ignore[union-attr]
    assert isinstance(panel, PracticePanel)
    return panel


def test_a_mistake_is_found_mended_and_ticked_by_keys(shell: Shell, qtbot: QtBot) -> None:
    panel = panel_of(shell)
    assert panel.title.text() == "练习：已改正 0 / 12 处"
    assert panel.list.count() == 12
    panel.list.setFocus()
    press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert "证书有效期三年，改正年份" in panel.hint.text()
    panel.go.setFocus()
    press(Qt.Key.Key_Return)
    settle(qtbot, shell)
    ledger = shell.work().ledger  # type: ignore[union-attr]
    assert ledger.form_id() == "r.hightech_firm"
    ledger.view.setFocus()
    press(Qt.Key.Key_F2)
    press(Qt.Key.Key_A, control=True)
    type_text("2026-09-19")
    press(Qt.Key.Key_Return)
    QTest.qWait(150)
    qtbot.waitUntil(lambda: panel.title.text() == "练习：已改正 1 / 12 处", timeout=10_000)
    assert "已改正" in panel.list.item(3).text()


def test_its_pages_say_what_they_are(shell: Shell) -> None:
    work = shell.work()
    assert work is not None
    mark = work.findChild(Watermark)
    assert isinstance(mark, Watermark)
    assert mark.isVisible()
    assert mark.size() == work.size()
    assert mark.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    assert shell.trial.isVisible()
    assert shell.trial.text() == "演示"
    assert shell.windowTitle().startswith("演示 ")


def test_it_begins_anew(shell: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    first = shell.work()
    monkeypatch.setattr(QMessageBox, "exec", lambda box: box.buttons()[0].click())
    monkeypatch.setattr(QMessageBox, "clickedButton", lambda box: box.buttons()[0])
    panel_of(shell).reset.click()
    qtbot.waitUntil(lambda: shell.jobs.is_idle() and shell.work() is not first, timeout=20_000)
    settle(qtbot, shell)
    assert panel_of(shell).list.count() == 12


def test_it_folds_where_there_is_no_room_for_both(shell: Shell) -> None:
    panel = panel_of(shell)
    assert panel.list.isVisible()
    panel.suit(800)
    assert not panel.list.isVisible()
    assert panel.unfold.text() == "练习\n0/12"
    panel.unfold.setFocus()
    press(Qt.Key.Key_Return)
    assert panel.list.isVisible()
    panel.fold.click()
    assert not panel.list.isVisible()

"""A newer task pack in the window: the desk goes by its forms at once, and says what changed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.app.packs.publishing import publish, put_draft_forms
from baise_desktop.app.practice.trial import make_trial
from baise_desktop.texts import say
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit import pack_desk
from baise_desktop.ui.unit.pack_news import PackNews
from baise_desktop.ui.unit.workspace import UnitWorkspace
from tests.drafted_forms import draft_folder
from tests.ui.conftest import NOW, PASSPHRASE


def work_of(shell: Shell) -> UnitWorkspace:
    work = shell.work()
    assert isinstance(work, UnitWorkspace)
    return work


def test_new_forms_are_there_at_once(
    qtbot: QtBot,
    open_shell: Callable[[Path], Shell],
    stores: Path,
    forms_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    city = open_desk(stores / "city")
    put_draft_forms(city, draft_folder(forms_folder, stores / "drafted"), NOW)
    pack = publish(city, "p2", "加了一列。", stores / "second.asice", PASSPHRASE, NOW).path
    close_desk(city)
    shell = open_shell(stores / "unit")
    first = work_of(shell)
    monkeypatch.setattr(pack_desk, "choose_file", lambda *_: pack)
    first.home.task_pack_requested.emit()
    qtbot.waitUntil(lambda: bool(shell.findChildren(PackNews)), timeout=15_000)
    qtbot.waitUntil(shell.jobs.is_idle, timeout=15_000)
    (news,) = shell.findChildren(PackNews)
    assert "加了一列。" in news.note.text()
    assert "第 2 版" in news.headline.text()
    sentences = [news.changes.table.line(row).cells[1].text for row in range(news.changes.table.rowCount())]
    assert any("补充说明" in each for each in sentences)
    assert not news.overtaken.isVisible()
    news_headline = news.headline.text()
    second = work_of(shell)
    assert second is not first
    keys = {field.key for field in second.session.form("r.tech_contract").fields}
    assert "remark" in keys
    QTest.keyClick(news, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not shell.findChildren(PackNews))
    QTest.mouseClick(second.home.news, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(shell.findChildren(PackNews)), timeout=15_000)
    (again,) = shell.findChildren(PackNews)
    assert again.headline.text() == news_headline
    again.close()


def test_a_trial_says_so_for_as_long_as_it_is_open(
    qtbot: QtBot, open_shell: Callable[[Path], Shell], stores: Path
) -> None:
    city = open_desk(stores / "city")
    folder = make_trial(city, "p2", "c.lingyun", stores / "trial", NOW)
    close_desk(city)
    assert not open_shell(stores / "unit").trial.isVisible()
    shell = open_shell(folder)
    work = work_of(shell)
    assert shell.trial.text() == say("window.trial_mark")
    assert shell.trial.isVisibleTo(shell)
    assert shell.windowTitle().startswith(say("window.trial_mark"))
    due = work.dues[0]
    work.open_submission(due.plan, due.period)
    qtbot.waitUntil(shell.jobs.is_idle, timeout=15_000)
    assert shell.trial.isVisibleTo(shell)

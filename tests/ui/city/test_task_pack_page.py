"""The task pack in the window: what the next version changes, what stops it, its trial, and the versions there are."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from baise_desktop import paths
from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.app.packs import publishing
from baise_desktop.ui.city import key_desk, task_pack_page, trial
from baise_desktop.ui.city.task_pack_page import TaskPackPage
from baise_desktop.ui.city.workspace import CityWorkspace
from baise_desktop.ui.shell import Shell
from tests.ui.conftest import NOW, PASSPHRASE, press, settle, type_text

NOTE = "技术合同台账加了备注"


@pytest.fixture(autouse=True)
def passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_desk, "ask_text", lambda *_, **__: PASSPHRASE)


@pytest.fixture
def forms(tmp_path: Path) -> Path:
    """The product's definitions with another note at one column."""
    folder = Path(shutil.copytree(paths.forms_folder(), tmp_path / "forms"))
    file = folder / "registers" / "tech_contract.toml"
    file.write_text(file.read_text("utf-8").replace("市外留空", "市外的留空", 1), "utf-8")
    return folder


@pytest.fixture
def drafted(stores: Path, forms: Path) -> Path:
    """A city that drafts them."""
    desk = open_desk(stores / "city")
    publishing.put_draft_forms(desk, forms, NOW)
    close_desk(desk)
    return stores / "city"


def page_of(qtbot: QtBot, shell: Shell) -> TaskPackPage:
    work = shell.work()
    assert isinstance(work, CityWorkspace)
    work.navigation.chosen.emit("pack")
    settle(qtbot, shell)
    return work.pack


def lines(page: TaskPackPage) -> list[tuple[str, ...]]:
    table = page.changes.table
    return [tuple(cell.text for cell in table.line(n).cells) for n in range(table.rowCount())]


def test_without_a_draft_nothing_has_changed(qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]) -> None:
    page = page_of(qtbot, open_shell(stores / "city"))
    assert page.headline.text() == "下一版：第 2 版（接第 1 版）"
    assert page.nothing.isVisible()
    assert (page.make.text(), page.make.property("class")) == ("仍要签发一版…", "")
    assert page.make.isEnabled()
    assert page.latest.isVisible()
    assert page.latest.table.rowCount() == 1
    assert not page.drop.isVisible()
    page.plan.setCurrentIndex(page.plan.findData("p1"))
    page.plan.activated.emit(page.plan.currentIndex())
    qtbot.waitUntil(lambda: "还没有签发过" in page.headline.text())
    assert (page.make.text(), page.make.property("class")) == ("签发任务包…", "primary")
    assert not page.latest.isVisible()


def test_a_draft_is_told_published_with_its_note_and_gone_by(
    qtbot: QtBot, drafted: Path, open_shell: Callable[[Path], Shell], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = open_shell(drafted)
    page = page_of(qtbot, shell)
    ((part, kind, what),) = lines(page)
    assert (part, kind) == ("表式", "调整")
    assert "市外的留空" in what
    page.note.setFocus()
    type_text(NOTE)
    out = tmp_path / "second.asice"
    monkeypatch.setattr(task_pack_page, "choose_new_file", lambda *_: out)
    QTest.mouseClick(page.make, Qt.MouseButton.LeftButton)
    settle(qtbot, shell)
    settle(qtbot, shell)
    assert out.exists()
    assert str(out) in shell.notice.text()
    again = page_of(qtbot, shell)
    assert again is not page
    assert not again.drop.isVisible()
    assert again.tabs.tabText(1) == "已签发的版本 2"
    latest = again.packs.table.line(0)
    assert latest.cells[0].text == "第 2 版"
    assert latest.cells[3].text == NOTE
    assert latest.value.file.exists()


def test_a_draft_is_dropped_only_when_asked(
    qtbot: QtBot, drafted: Path, open_shell: Callable[[Path], Shell], monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = open_shell(drafted)
    page = page_of(qtbot, shell)
    answers = [True, False]
    monkeypatch.setattr(task_pack_page, "confirm", lambda *_: answers.pop())
    page.drop.click()
    settle(qtbot, shell)
    assert len(lines(page)) == 1
    page.drop.click()
    settle(qtbot, shell)
    assert lines(page) == []


def test_a_trial_opens_in_another_window_as_a_unit(
    qtbot: QtBot, drafted: Path, open_shell: Callable[[Path], Shell], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = open_shell(drafted)
    page = page_of(qtbot, shell)
    opened: list[Path] = []
    folder = tmp_path / "trial"

    def choose(_parent: object, units: object) -> tuple[str, Path]:
        assert ("c.pingguo", "平果市") in list(units)  # type: ignore[call-overload]
        return "c.pingguo", folder

    monkeypatch.setattr(trial, "ask_trial", choose)
    monkeypatch.setattr(trial, "open_trial", lambda path: not opened.append(path))  # type: ignore[func-returns-value]
    page.trial.click()
    settle(qtbot, shell)
    assert opened == [folder]
    assert str(folder) in page.result.text.text()
    second = open_shell(folder)
    assert second.work() is not None
    assert second.line.text().startswith("平果市")


def test_what_stops_publishing_is_said_and_stops_it(
    qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "_losses", lambda *_: ("台账“甲”已经发布，不能取消。",))
    page = page_of(qtbot, open_shell(stores / "city"))
    assert page.problem.text().startswith("有 1 处挡住签发")
    assert lines(page) == [("不能签发", "", "台账“甲”已经发布，不能取消。")]
    assert not page.make.isEnabled()


def test_the_citys_address_is_kept_and_goes_with_the_next_version(
    qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]
) -> None:
    shell = open_shell(stores / "city")
    page = page_of(qtbot, shell)
    page.mail.setFocus()
    type_text("kjj.baise")
    press(Qt.Key.Key_Return)
    settle(qtbot, shell)
    assert "不是邮箱地址" in page.mail_state.text()
    assert lines(page) == []
    type_text("@example.gov.cn")
    press(Qt.Key.Key_Return)
    settle(qtbot, shell)
    settle(qtbot, shell)
    assert not page.mail_state.isVisible()
    ((part, kind, what),) = lines(page)
    assert (part, kind) == ("联系方式", "新增")
    assert "kjj.baise@example.gov.cn" in what
    assert "随下一版任务包发给各单位" in shell.notice.text()

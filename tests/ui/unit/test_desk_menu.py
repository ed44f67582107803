"""本机: backups, and handing over, from the menu in the window's head."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox
from pytestqt.qtbot import QtBot

from baise_desktop.app.installation.handover import PAPER
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit.desk_menu import DeskMenu
from tests.ui.conftest import settle


@pytest.fixture
def menu(stores: Path, open_shell: Callable[[Path], Shell], qtbot: QtBot) -> DeskMenu:
    shell = open_shell(stores / "unit")
    settle(qtbot, shell)
    found = shell.work().findChild(DeskMenu)  # type: ignore[union-attr]
    assert isinstance(found, DeskMenu)
    return found


def shell_of(menu: DeskMenu) -> Shell:
    window = menu.window()
    assert isinstance(window, Shell)
    return window


def choose(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))


def pick(menu: DeskMenu, number: int, qtbot: QtBot) -> None:
    menu.menu.actions()[number].trigger()
    settle(qtbot, shell_of(menu))


def test_the_backup_of_the_day_is_written_when_the_window_closes(
    menu: DeskMenu, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path / "备份")
    pick(menu, 0, qtbot)
    assert "保留最近 10 份" in shell_of(menu).notice.text()
    shell_of(menu).close()
    (made,) = (tmp_path / "备份").iterdir()
    assert made.name.startswith("c.pingguo-")
    assert (made / "baise.sqlite3").exists()


def test_a_backup_that_fails_is_told_before_the_window_goes(
    menu: DeskMenu, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: told.append(box.text()))
    choose(monkeypatch, tmp_path / "备份")
    pick(menu, 0, qtbot)
    (tmp_path / "备份").write_text("not a folder")
    shell_of(menu).close()
    assert "BACKUP_FAILED" in told[0]


def test_a_cloud_folder_is_refused_with_the_reason(
    menu: DeskMenu, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path / "OneDrive")
    pick(menu, 0, qtbot)
    assert "同步" in shell_of(menu).notice.text()


def test_handing_over_closes_this_desk_and_says_so(
    menu: DeskMenu, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("黄工", True))
    monkeypatch.setattr(QMessageBox, "exec", lambda box: 0)
    monkeypatch.setattr(QMessageBox, "clickedButton", lambda box: box.buttons()[0])
    pick(menu, 3, qtbot)
    (package,) = tmp_path.glob("交接包-*")
    assert (package / PAPER).exists()
    shell = shell_of(menu)
    assert str(package) in shell.notice.text()
    assert "黄工" in shell.warning.text()


def test_thinking_better_of_it_hands_nothing_over(
    menu: DeskMenu, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("黄工", True))
    monkeypatch.setattr(QMessageBox, "exec", lambda box: 0)
    monkeypatch.setattr(QMessageBox, "clickedButton", lambda box: box.buttons()[1])
    pick(menu, 3, qtbot)
    assert not list(tmp_path.glob("交接包-*"))
    assert not shell_of(menu).warning.isVisible()

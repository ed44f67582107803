"""输入电话回执码 in 收发记录, and the box that encrypts what is exported."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.app.inbox.receiving import merge_files
from baise_desktop.app.inbox.telephone import read_out
from baise_desktop.app.keys.encryption import encrypts
from baise_desktop.app.outgoing.exporting import export
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit.export_page import ExportPage
from baise_desktop.ui.unit.history_page import HistoryPage
from baise_desktop.ui.unit.receipt_code_window import ReceiptCodeWindow
from tests.round_trip import MONTH, PLAN, fill_month, sign_all
from tests.ui.conftest import PASSPHRASE, press, settle, type_text


def fill(stores: Path) -> None:
    desk = open_desk(stores / "unit")
    fill_month(desk, utc_now())
    sign_all(desk, utc_now())
    close_desk(desk)


@pytest.fixture
def code(stores: Path, tmp_path: Path) -> str:
    """Of April, which the unit sent and the city holds."""
    fill(stores)
    unit, city = open_desk(stores / "unit"), open_desk(stores / "city")
    made = export(unit, PLAN, MONTH, tmp_path, PASSPHRASE, utc_now())
    merge_files(city, [made.path], utc_now())
    found = read_out(city, made.identity, PASSPHRASE)
    close_desk(unit)
    close_desk(city)
    return found


def open_page(qtbot: QtBot, shell: Shell, page: str) -> None:
    work = shell.work()
    work.open_submission(PLAN, MONTH)  # type: ignore[union-attr]
    settle(qtbot, shell)
    work.navigation.chosen.emit(page)  # type: ignore[union-attr]
    settle(qtbot, shell)


def first_state(page: HistoryPage) -> str:
    return page.table.table.line(0).cells[4].text


def test_the_digits_are_typed_in_and_a_wrong_one_is_told_where_it_was_typed(
    qtbot: QtBot, open_shell: Callable[[Path], Shell], stores: Path, code: str
) -> None:
    shell = open_shell(stores / "unit")
    open_page(qtbot, shell, "history")
    page: HistoryPage = shell.work().history  # type: ignore[union-attr]
    assert first_state(page) == "已导出"
    page.code.setFocus()
    press(Qt.Key.Key_Space)
    window = shell.findChild(ReceiptCodeWindow)
    assert window is not None
    qtbot.waitUntil(window.code.hasFocus)
    assert not window.finish.isEnabled()
    type_text(code[:-1] + str((int(code[-1]) + 1) % 10))
    press(Qt.Key.Key_Return)
    settle(qtbot, shell)
    assert window.notice.isVisible()
    assert first_state(page) == "已导出"
    type_text(f"{code[:3]} {code[3:6]} {code[6:]}")
    press(Qt.Key.Key_Return)
    settle(qtbot, shell)
    settle(qtbot, shell)
    assert "第 1 版" in shell.notice.text()
    assert first_state(page) == "已接收（电话回执）"
    assert "电话里确认收到" in page.words.text()
    assert not page.code.isEnabled()


def test_what_is_ticked_leaves_encrypted_and_stays_ticked(
    qtbot: QtBot, open_shell: Callable[[Path], Shell], stores: Path, tmp_path: Path
) -> None:
    fill(stores)
    shell = open_shell(stores / "unit")
    open_page(qtbot, shell, "export")
    page: ExportPage = shell.work().export  # type: ignore[union-attr]
    page.ways.ways[1].click()
    page.folder.edit.setText(str(tmp_path / "mail"))
    assert page.encrypt.isEnabled()
    page.encrypt.setFocus()
    press(Qt.Key.Key_Space)
    assert page.encrypt.isChecked()
    page.passphrase.setFocus()
    type_text(PASSPHRASE)
    press(Qt.Key.Key_Return)
    settle(qtbot, shell)
    (written,) = (tmp_path / "mail").iterdir()
    assert written.name.endswith(".asice.age")
    assert page.encrypt.isChecked()
    desk = open_desk(stores / "unit")
    assert encrypts(desk)
    close_desk(desk)

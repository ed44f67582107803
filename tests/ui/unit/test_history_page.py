"""收发记录, and files dropped on it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.app.inbox.receipts import make_receipt
from baise_desktop.app.inbox.receiving import list_received, merge_files
from baise_desktop.app.inbox.returning import return_submission
from baise_desktop.app.outgoing.exporting import export
from baise_desktop.exchange.return_package import Comment
from baise_desktop.ui.package_window import PackageWindow
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit.history_page import HistoryPage
from baise_desktop.ui.unit.returns_news import ReturnNews
from baise_desktop.ui.unit.workspace import UnitWorkspace
from tests import round_trip
from tests.round_trip import CONTRACTS
from tests.ui.conftest import NOW, PASSPHRASE, press, settle


def letters(stores: Path) -> tuple[Path, Path]:
    """A receipt and a return for April, which `unit` sent and `city` holds."""
    unit, city = open_desk(stores / "unit"), open_desk(stores / "city")
    round_trip.fill_month(unit, NOW)
    round_trip.sign_all(unit, NOW)
    package = export(unit, "p2", round_trip.MONTH, stores, PASSPHRASE, NOW).path
    merge_files(city, [package], NOW)
    (held,) = list_received(city)
    receipt, back = stores / "receipt.asice", stores / "back.asice"
    receipt.write_bytes(make_receipt(city, held.identity, PASSPHRASE, NOW).content)
    comments = [Comment(CONTRACTS, "", "", "缺下旬的合同")]
    back.write_bytes(return_submission(city, held.identity, comments, "请补", PASSPHRASE, NOW).content)
    close_desk(unit)
    close_desk(city)
    return receipt, back


def drop(page: HistoryPage, *files: Path) -> None:
    """Let files fall on the page."""
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    keys, buttons, at = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton, QPoint(20, 20)
    QApplication.sendEvent(page, QDragEnterEvent(at, Qt.DropAction.CopyAction, content, buttons, keys))
    QApplication.sendEvent(page, QDropEvent(QPointF(at), Qt.DropAction.CopyAction, content, buttons, keys))


def shown(page: HistoryPage) -> list[tuple[str, str]]:
    table = page.table.table
    lines = (table.line(number).cells for number in range(table.rowCount()))
    return [(cells[1].text, cells[4].text) for cells in lines]


def test_what_was_dropped_is_opened_and_recorded(
    qtbot: QtBot, open_shell: Callable[[Path], Shell], stores: Path
) -> None:
    receipt, back = letters(stores)
    shell = open_shell(stores / "unit")
    work = shell.work()
    assert isinstance(work, UnitWorkspace)
    work.navigation.chosen.emit("history")
    settle(qtbot, shell)
    assert shown(work.history) == [("发出 上报包", "已导出"), ("收到 任务包", "")]
    drop(work.history, receipt)
    settle(qtbot, shell)
    assert "接收" in shell.notice.text()
    assert shown(work.history)[:2] == [("收到 回执", "已接收"), ("发出 上报包", "已接收")]
    drop(work.history, back)
    settle(qtbot, shell)
    news = shell.findChild(ReturnNews)
    assert news is not None
    news.later.click()
    settle(qtbot, shell)
    assert shown(work.history)[0] == ("收到 退回包", "退回")
    assert "请补" in work.history.words.text()
    assert work.history.comments.table.line(0).cells[1].text == "缺下旬的合同"
    assert not work.history.contents.isEnabled()


def test_a_package_that_was_sent_can_be_read(qtbot: QtBot, open_shell: Callable[[Path], Shell], stores: Path) -> None:
    letters(stores)
    shell = open_shell(stores / "unit")
    work = shell.work()
    assert isinstance(work, UnitWorkspace)
    work.navigation.chosen.emit("history")
    settle(qtbot, shell)
    work.history.table.setFocus()
    press(Qt.Key.Key_Return)
    settle(qtbot, shell)
    window = shell.findChild(PackageWindow)
    assert window is not None
    forms = window.rows.forms.table
    assert {forms.line(number).cells[0].text for number in range(forms.rowCount())} >= {"技术合同登记台账"}
    model = window.rows.model
    assert model.rowCount() == 1
    window.accept()


def test_a_file_that_is_none_is_refused_in_words(
    qtbot: QtBot, open_shell: Callable[[Path], Shell], stores: Path
) -> None:
    (stores / "photo.jpg").write_bytes(b"\xff\xd8 no package")
    shell = open_shell(stores / "unit")
    work = shell.work()
    assert isinstance(work, UnitWorkspace)
    drop(work.history, stores / "photo.jpg")
    settle(qtbot, shell)
    assert "NOT_PACKAGE" in shell.notice.text()

"""A submission goes back and comes again, through both windows, with the keys a clerk and an officer press."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QTimerEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.app.inbox.receiving import merge_files
from baise_desktop.ui.city.return_window import ON_CELL, ReturnWindow
from baise_desktop.ui.city.workspace import CityWorkspace
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit.export_jobs import FOLDER
from baise_desktop.ui.unit.findings_model import EXPLANATION
from baise_desktop.ui.unit.returns_news import ReturnNews
from baise_desktop.ui.unit.workspace import UnitWorkspace
from tests.flow.test_county_to_city_window import (
    come_forward,
    go,
    open_window,
    retype,
    sign_three_times,
)
from tests.round_trip import CONTRACTS, MONTH, PASSPHRASE, PLAN, found_offices, report_month
from tests.ui.conftest import press, settle, type_text

__all__ = ["open_window"]
COMMENTS = (("amount", "与合同文本不符"), ("title", "名称不全"), ("buyer", "与发票不一致"))


class FileAnswers(QObject):
    """Answers file and text dialogs only; the windows of the program are the test's to use."""

    def __init__(self, *texts: str) -> None:
        super().__init__()
        self.left = list(texts)
        self._seen: QWidget | None = None
        self.startTimer(60)

    def timerEvent(self, _event: QTimerEvent) -> None:  # noqa: N802 -- Qt's name
        """Let a dialog stand for a moment; then type, and again where a list of completions took the Enter."""
        box = QApplication.activeModalWidget()
        if not isinstance(box, QFileDialog | QInputDialog) or not box.isVisible():
            return
        if box is not self._seen:
            self._seen, self._text = box, self.left.pop(0)
            return
        edit = box.findChild(QLineEdit, "fileNameEdit") or box.findChild(QLineEdit)
        assert isinstance(edit, QLineEdit)
        edit.setText(self._text)
        QTest.keyClick(edit, Qt.Key.Key_Return)


def press_and_answer(qtbot: QtBot, shell: Shell, control: QPushButton, *texts: str) -> None:
    """Press a button by key and answer the dialogs it brings up."""
    control.setFocus()
    answers = FileAnswers(*texts)
    QTest.keyClick(control, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: answers.left == [] and shell.jobs.is_idle(), timeout=20_000)
    settle(qtbot, shell)
    answers.deleteLater()


@pytest.fixture
def offices(tmp_path: Path) -> Path:
    """`city`, which holds April of `county`, by the real clock."""
    now = utc_now()
    found_offices(tmp_path, now)
    county = open_desk(tmp_path / "county")
    package = report_month(county, now, tmp_path).path
    close_desk(county)
    city = open_desk(tmp_path / "city")
    merge_files(city, [package], now)
    close_desk(city)
    return tmp_path


def send_back(qtbot: QtBot, shell: Shell, file: Path) -> None:
    """The officer marks three cells and signs the return."""
    work = come_forward(qtbot, shell)
    assert isinstance(work, CityWorkspace)
    work.inbox.received_chip.click()
    settle(qtbot, shell)
    work.inbox.received.selectRow(0)
    work.inbox.turn_back.setFocus()
    press(Qt.Key.Key_Space)
    settle(qtbot, shell)
    window = shell.findChild(ReturnWindow)
    assert window is not None
    assert not window.finish.isEnabled()
    lines = window.rows.forms.table
    window.rows.forms.selectRow([lines.line(n).value.form for n in range(lines.rowCount())].index(CONTRACTS))
    settle(qtbot, shell)
    rows = window.rows.model.rows
    assert rows is not None
    for key, words in COMMENTS:
        window.rows.view.setCurrentIndex(window.rows.model.index(0, rows.keys.index(key)))
        window.words.setFocus()
        type_text(words)
        press(Qt.Key.Key_Return)
    assert window.comments.table.rowCount() == len(COMMENTS)
    assert window.add[ON_CELL].isEnabled()
    window.reason.setFocus()
    type_text("请按意见逐格核对")
    press_and_answer(qtbot, shell, window.finish, str(file), PASSPHRASE)
    assert file.exists()
    assert work.inbox.received.table.line(0).cells[6].text == "退回"


def mend(qtbot: QtBot, shell: Shell, file: Path) -> UnitWorkspace:
    """The clerk opens the return, walks the comments with F8, corrects two cells and answers the third."""
    work = come_forward(qtbot, shell)
    assert isinstance(work, UnitWorkspace)
    press_and_answer(qtbot, shell, work.home.later_pack, str(file))
    news = shell.findChild(ReturnNews)
    assert news is not None
    assert [news.comments.table.line(n).cells[1].text for n in range(3)] == [words for _, words in COMMENTS]
    QTest.keyClick(news.mend, Qt.Key.Key_Return)
    settle(qtbot, shell)
    qtbot.waitUntil(lambda: work.ledger.form_id() == CONTRACTS and shell.jobs.is_idle(), timeout=20_000)
    settle(qtbot, shell)
    come_forward(qtbot, shell)
    typed = {"amount": "99.5", "title": "演示合同一（补充协议）"}
    for key, _ in COMMENTS:
        view = work.ledger.view
        qtbot.waitUntil(lambda key=key: here(work) == key, timeout=5_000)  # type: ignore[misc]
        if key in typed:
            view.setFocus()
            type_text(typed[key])
            press(Qt.Key.Key_Return)
            settle(qtbot, shell)
            QTest.keyClick(view, Qt.Key.Key_F8)
    settle(qtbot, shell)
    answer_last(qtbot, shell, work)
    return work


def here(work: UnitWorkspace) -> str:
    """The field at the cursor of the register."""
    index = work.ledger.view.currentIndex()
    return work.ledger.view.ledger().form.fields[index.column()].key if index.isValid() else ""


def answer_last(qtbot: QtBot, shell: Shell, work: UnitWorkspace) -> None:
    """The third comment is answered in words, beside it in the list."""
    panel = work.findings
    qtbot.waitUntil(lambda: panel.model.count_comments() == len(COMMENTS), timeout=5_000)
    work.check()
    settle(qtbot, shell)
    line = next(n for n in range(3) if COMMENTS[2][1] in panel.model.finding(n).sentence)
    assert panel.model.index(line, EXPLANATION).data() == "改正这一格，或在此填写答复"
    panel.view.setFocus()
    panel.view.setCurrentIndex(panel.model.index(line, EXPLANATION))
    QTest.keyClick(panel.view, Qt.Key.Key_F2)
    editor = panel.view.viewport().findChild(QLineEdit)
    assert editor is not None
    editor.setFocus()
    type_text("买方已更名，附更名通知")
    press(Qt.Key.Key_Return)
    settle(qtbot, shell)
    qtbot.waitUntil(lambda: shell.verdict.text() == "可上报", timeout=10_000)


def export_again(qtbot: QtBot, shell: Shell, work: UnitWorkspace, folder: Path) -> Path:
    """Three signatures, and the next version on a stick."""
    sign_three_times(qtbot, shell, work)
    go(qtbot, shell, "export")
    work.export.ways.ways[FOLDER].click()
    retype(work.export.folder.edit, str(folder / "stick"))
    work.export.passphrase.setText(PASSPHRASE)  # a password field takes no composed characters
    qtbot.waitUntil(work.export.export.isEnabled, timeout=10_000)
    work.export.export.click()
    settle(qtbot, shell)
    (package,) = (folder / "stick").glob("*_v2.asice")
    return package


def take_in(qtbot: QtBot, shell: Shell, package: Path, receipt: Path) -> None:
    """The city sees only what changed, beside each comment; merges, accepts, and writes the receipt."""
    work = come_forward(qtbot, shell)
    assert isinstance(work, CityWorkspace)
    inbox = work.inbox
    inbox.waiting_chip.click()
    press_and_answer(qtbot, shell, inbox.add, str(package))
    come_forward(qtbot, shell)
    shown = [inbox.changes.table.line(n).cells for n in range(inbox.changes.table.rowCount())]
    assert [(cells[0].text, cells[4].text, cells[5].text) for cells in shown] == [
        ("变更", "120.5000", "99.5000"),
        ("变更", "演示合同一", "演示合同一（补充协议）"),
    ]
    answers = [inbox.answers.table.line(n).cells for n in range(inbox.answers.table.rowCount())]
    assert [cells[0].text for cells in answers] == ["已改", "已改", "已答复"]
    assert [cells[2].text for cells in answers] == [words for _, words in COMMENTS]
    assert answers[2][5].text == "买方已更名，附更名通知"
    inbox.merge.setFocus()
    press(Qt.Key.Key_Space)
    settle(qtbot, shell)
    inbox.received.selectRow(1)
    inbox.accept.setFocus()
    press(Qt.Key.Key_Space)
    settle(qtbot, shell)
    inbox.received.selectRow(1)
    press_and_answer(qtbot, shell, inbox.receipt, str(receipt))
    assert receipt.exists()


def states(work: UnitWorkspace) -> list[tuple[str, int, str]]:
    table = work.history.table.table
    lines = [table.line(n).value for n in range(table.rowCount())]
    return [(one.kind.value, one.version, one.state) for one in lines]


def is_open(shell: Shell) -> bool:
    """Whether its pages stand."""
    return shell.jobs.is_idle() and hasattr(shell.work(), "navigation")


def test_a_return_there_and_back(qtbot: QtBot, open_window: Callable[[Path], Shell], offices: Path) -> None:
    city, county = open_window(offices / "city"), open_window(offices / "county")
    qtbot.waitUntil(lambda: all(map(is_open, (city, county))), timeout=20_000)
    send_back(qtbot, city, offices / "back.asice")
    work = mend(qtbot, county, offices / "back.asice")
    package = export_again(qtbot, county, work, offices)
    take_in(qtbot, city, package, offices / "receipt.asice")
    come_forward(qtbot, county)
    go(qtbot, county, "history")
    press_and_answer(qtbot, county, work.history.open_file, str(offices / "receipt.asice"))
    assert states(work)[:3] == [("receipt", 2, "accepted"), ("submission", 2, "accepted"), ("return", 1, "returned")]
    due = next(due for due in work.dues if (due.plan, due.period) == (PLAN, MONTH))
    assert (due.state, due.version) == ("accepted", 2)

"""The whole way through the windows, without mocks: two wizards, real files, and every key typed into a real widget."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QTimerEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from baise_desktop.app.installation import resources
from baise_desktop.errors import Severity
from baise_desktop.form.definition import FormKind
from baise_desktop.ui import look
from baise_desktop.ui.city.workspace import CityWorkspace
from baise_desktop.ui.jobs import Jobs
from baise_desktop.ui.language import choose_face, speak_chinese
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit.ledger_model import SEVERITY_ROLE
from baise_desktop.ui.unit.workspace import UnitWorkspace
from baise_desktop.ui.window import start
from baise_desktop.ui.wizard.pages import KEY, PACK, PLACE, READY, ROLE, UNIT
from baise_desktop.ui.wizard.wizard import FirstRunWizard
from tests.ui.conftest import focused, press, settle, type_text

SECRET = "long enough to keep"
MONTH = "2023-04"
CONTRACT = (
    ("contract_no", "2023450000001"),
    ("title", "演示㛃𬭎䶮工艺开发"),
    ("kind", "jskf"),
    ("seller", "演示研究院"),
    ("seller_county", "pgs"),
    ("buyer", "演示铝业"),
    ("stat_county", "pgs"),
    ("sign_date", "2023.4.11"),
    ("reg_date", "20230420"),
    ("amount", "20001.5"),
    ("valid", "shi"),
)
"""Field key and what the clerk types; choices by their initials."""


@pytest.fixture
def open_window(qtbot: QtBot, qapp: QApplication) -> Iterator[Callable[[Path], Shell]]:
    """Opens the window on a folder as the program does."""
    speak_chinese(qapp)
    choose_face(qapp, resources.fonts_folder())
    look.apply_look(qapp, look.Look(resources.styles_folder(), resources.icons_folder()))
    shells: list[Shell] = []

    def open_on(folder: Path) -> Shell:
        shell = Shell(Jobs())
        shells.append(shell)
        qtbot.addWidget(shell)
        shell.show()
        start(shell, folder)
        return shell

    yield open_on
    for shell in shells:
        shell.close()


def retype(edit: QLineEdit, text: str) -> None:
    """Put another text into a line, key by key."""
    edit.setFocus()
    press(Qt.Key.Key_A, control=True)
    type_text(text)


class Answers(QObject):
    """Types an answer into each dialog that comes up, and Enter."""

    def __init__(self, *texts: str) -> None:
        super().__init__()
        self.left = list(texts)
        self._seen: QWidget | None = None
        self._text = ""
        self.startTimer(60)

    def timerEvent(self, _event: QTimerEvent) -> None:  # noqa: N802 -- Qt's name
        """Let a dialog stand for a moment; then type, and again where a list of completions took the Enter."""
        box = QApplication.activeModalWidget()
        if box is None or not box.isVisible():
            return
        if box is not self._seen:
            self._seen, self._text = box, self.left.pop(0)
            return
        edit = box.findChild(QLineEdit, "fileNameEdit") or box.findChild(QLineEdit)
        assert isinstance(edit, QLineEdit)
        edit.selectAll()
        QTest.keyClicks(edit, self._text)
        QTest.keyClick(edit, Qt.Key.Key_Return)


def answering(qtbot: QtBot, shell: Shell, control: QPushButton, *texts: str) -> None:
    """Press a button and answer the dialogs it brings up, all of them and no more."""
    come_forward(qtbot, shell)
    control.setFocus()
    answers = Answers(*texts)
    press(Qt.Key.Key_Space)
    settle(qtbot, shell)
    assert answers.left == []
    answers.deleteLater()
    come_forward(qtbot, shell)


def first_run(qtbot: QtBot, shell: Shell, folder: Path, unit: str) -> str:
    """Go through the wizard with the keyboard; an empty unit is the city. Returns the fingerprint shown."""
    wizard = shell.findChild(FirstRunWizard)
    assert wizard is not None
    qtbot.waitUntil(wizard.isVisible)
    assert wizard.currentId() == ROLE
    if not unit:
        wizard.role_page.unit.setFocus()
        press(Qt.Key.Key_Down)
    QTest.keyClick(wizard, Qt.Key.Key_Return)
    if unit:
        assert wizard.currentId() == UNIT
        wizard.unit_page.search.setFocus()
        type_text(unit)
        press(Qt.Key.Key_Return)
    assert wizard.currentId() == PLACE
    page = wizard.place_page
    retype(page.store.edit, str(folder))
    if unit:
        retype(page.request.edit, str(folder.parent))
    press(Qt.Key.Key_Return)
    assert wizard.currentId() == KEY
    retype(wizard.key_page.passphrase, SECRET)
    retype(wizard.key_page.again, SECRET)
    press(Qt.Key.Key_Return)
    if unit:
        assert wizard.currentId() == PACK
        wizard.pack_page.file.edit.setFocus()
        press(Qt.Key.Key_Return)
    assert wizard.currentId() == READY
    qtbot.waitUntil(wizard.ready_page.isComplete, timeout=30_000)
    fingerprint = wizard.ready_page.fingerprint.text()
    QTest.keyClick(wizard, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shell.jobs.is_idle() and hasattr(shell.work(), "navigation"), timeout=30_000)
    return fingerprint


def come_forward(qtbot: QtBot, shell: Shell) -> QWidget:
    """The work in a window that the keyboard now goes to."""
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    work = shell.work()
    assert work is not None
    return work


def go(qtbot: QtBot, shell: Shell, key: str) -> None:
    """Choose a place in the navigation."""
    work = come_forward(qtbot, shell)
    assert isinstance(work, UnitWorkspace | CityWorkspace)
    work.navigation.chosen.emit(key)
    settle(qtbot, shell)


def admit_and_pack(qtbot: QtBot, shell: Shell, folder: Path, fingerprint: str) -> None:
    """The city admits the county by telephone and signs the task pack."""
    work = come_forward(qtbot, shell)
    assert isinstance(work, CityWorkspace)
    go(qtbot, shell, "units")
    answering(qtbot, shell, work.units.admit, str(folder / "c.pingguo.asice"), fingerprint, SECRET)
    assert "平果市" in shell.notice.text()
    assert [work.units.view.table.line(0).cells[0].text] == ["平果市（c.pingguo）"]
    go(qtbot, shell, "pack")
    answering(qtbot, shell, work.pack.make, str(folder / "pack.asice"))
    assert (folder / "pack.asice").exists()


def take_pack(qtbot: QtBot, shell: Shell, folder: Path, root: str) -> UnitWorkspace:
    """The county opens the task pack; the root is believed because its fingerprint was read to the clerk."""
    work = come_forward(qtbot, shell)
    assert isinstance(work, UnitWorkspace)
    assert work.home.open_pack.isVisible()
    answering(qtbot, shell, work.home.open_pack, str(folder / "pack.asice"), root)
    assert work.home.table.table.rowCount() > 0
    return work


def answer_one_task(qtbot: QtBot, shell: Shell, work: UnitWorkspace) -> None:
    """Report on the first measure of a task and find it kept."""
    work.open_submission("p2", "2023H1")
    settle(qtbot, shell)
    form = next(sheet.form for sheet in work.sheets.values() if sheet.kind is FormKind.TASK)
    work.open_form(form)
    settle(qtbot, shell)
    work.task.sheet.answers["m1_state"].editor.setFocus()
    press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    type_text("已建成自治区级平台 1 个")
    press(Qt.Key.Key_Tab)
    settle(qtbot, shell)
    work.open_form(form)
    settle(qtbot, shell)
    assert work.task.sheet.answers["m1_state"].text()
    assert work.task.sheet.answers["m1_progress"].text() == "已建成自治区级平台 1 个"


def type_contract(qtbot: QtBot, shell: Shell, work: UnitWorkspace) -> None:
    """One row of the register of contracts, cell by cell, with one date that is none."""
    go(qtbot, shell, "r.tech_contract")
    view = work.ledger.view
    view.setFocus()
    for key, text in CONTRACT:
        line, column = 0, view.ledger().column_of(key)
        view.show_cell(line, column)
        type_text("下周三" if key == "sign_date" else text)
        press(Qt.Key.Key_Return)
    settle(qtbot, shell)
    wrong = view.ledger().index(0, view.ledger().column_of("sign_date"))
    assert (wrong.data(), wrong.data(SEVERITY_ROLE)) == ("下周三", Severity.BLOCKING)
    work.check()
    settle(qtbot, shell)
    assert shell.verdict.text().startswith("不可上报")
    view.show_cell(0, wrong.column())
    type_text(dict(CONTRACT)["sign_date"])
    press(Qt.Key.Key_Return)
    settle(qtbot, shell)
    work.check()
    settle(qtbot, shell)
    assert (wrong.data(), wrong.data(SEVERITY_ROLE)) == ("2023-04-11", None)
    assert len(view.ledger().rows()) == 1


def answer_target(qtbot: QtBot, shell: Shell, work: UnitWorkspace) -> None:
    """The analysis of the month's one target; then nothing stands against the submission."""
    go(qtbot, shell, "p2.t.contract")
    work.target.sheet.answers["analysis"].editor.setFocus()
    type_text("新登记合同 1 项，进度符合预期")
    press(Qt.Key.Key_Tab)
    settle(qtbot, shell)
    qtbot.waitUntil(lambda: shell.verdict.text() == "可上报", timeout=10_000)


def sign_three_times(qtbot: QtBot, shell: Shell, work: UnitWorkspace) -> None:
    """Clerk, reviewer and head."""
    go(qtbot, shell, "sign_off")
    for number, step in enumerate(work.sign_off.steps, 1):
        step.name.setFocus()
        type_text(f"演示人员0{number}")
        press(Qt.Key.Key_Return)
        settle(qtbot, shell)
    assert work.session.locked


def export_and_print(qtbot: QtBot, shell: Shell, work: UnitWorkspace, folder: Path) -> Path:
    """The signed package into a folder, and the PDF."""
    go(qtbot, shell, "export")
    retype(work.export.folder.edit, str(folder / "stick"))
    retype(work.export.passphrase, SECRET)
    work.export.export.click()
    settle(qtbot, shell)
    (package,) = (folder / "stick").glob("*.asice")
    answering(qtbot, shell, work.export.paper.pdf, str(folder / "report.pdf"))
    assert (folder / "report.pdf").read_bytes().startswith(b"%PDF-")
    return package


def merge_and_look(qtbot: QtBot, shell: Shell, package: Path) -> None:
    """The city looks at the package, merges it and sees the figure."""
    work = come_forward(qtbot, shell)
    assert isinstance(work, CityWorkspace)
    go(qtbot, shell, "inbox")
    answering(qtbot, shell, work.inbox.add, str(package))
    changes = work.inbox.changes.table
    shown = [tuple(cell.text for cell in changes.line(number).cells) for number in range(changes.rowCount())]
    assert {line[0] for line in shown} == {"新增"}
    assert dict(CONTRACT)["title"] in {line[-1] for line in shown}
    work.inbox.merge.setFocus()
    press(Qt.Key.Key_Space)
    settle(qtbot, shell)
    assert work.inbox.received.table.rowCount() == 1
    go(qtbot, shell, "figures")
    work.figures.unit.setCurrentIndex(work.figures.unit.findData("c.pingguo"))
    work.figures.unit.activated.emit(work.figures.unit.currentIndex())
    work.figures.search.setFocus()
    type_text("jsht")
    assert focused() is work.figures.search
    lines = work.figures.view.table
    figures = {lines.line(n).value.target: lines.line(n).cells[3].text for n in range(lines.rowCount())}
    assert figures["p2.t.contract"] == "2.0002亿元"


def test_county_to_city_through_the_windows(qtbot: QtBot, open_window: Callable[[Path], Shell], tmp_path: Path) -> None:
    city = open_window(tmp_path / "nothing-yet")
    root = first_run(qtbot, city, tmp_path / "city", "")
    county = open_window(tmp_path / "nothing-yet")
    asked = first_run(qtbot, county, tmp_path / "county", "pgs")
    admit_and_pack(qtbot, city, tmp_path, asked)
    work = take_pack(qtbot, county, tmp_path, root)
    answer_one_task(qtbot, county, work)
    work.open_submission("p2", MONTH)
    settle(qtbot, county)
    type_contract(qtbot, county, work)
    answer_target(qtbot, county, work)
    sign_three_times(qtbot, county, work)
    package = export_and_print(qtbot, county, work, tmp_path)
    merge_and_look(qtbot, city, package)

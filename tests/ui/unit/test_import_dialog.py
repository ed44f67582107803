from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit.import_dialog import ImportDialog
from tests.ui.conftest import press, settle
from tests.ui.unit.test_ledger import Ledger
from tests.ui.unit.test_ledger_paste import paste, shown, undo

CONTRACTS = "r.tech_contract"
GRID = (
    ("平果市技术合同登记台账", None, None, None),
    ("合同登记编号", "名称", "合同成交额（元）", "备忘"),
    ("HT-1", "改名", "12,000", "x"),
    ("HT-2", "乙", "很多", None),
)


@pytest.fixture
def ledger(qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]) -> Ledger:
    made = Ledger(qtbot, open_shell(stores / "unit"))
    due = next(due for due in made.work.dues if due.period == "2023-04")
    made.work.open_submission(due.plan, due.period)
    settle(qtbot, made.shell)
    made.form = CONTRACTS
    made.work.open_form(CONTRACTS)
    settle(qtbot, made.shell)
    made.fields = made.work.session.form(CONTRACTS).fields
    made.view.setFocus()
    return made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in GRID:
        sheet.append(row)
    book.save(tmp_path / "合同.xlsx")
    return tmp_path / "合同.xlsx"


def open_dialog(ledger: Ledger, file: Path, monkeypatch: pytest.MonkeyPatch) -> ImportDialog:
    monkeypatch.setattr("baise_desktop.ui.unit.excel_desk.choose_file", lambda *_: file)
    ledger.work.ledger.excel.take_in.trigger()
    settle(ledger.qtbot, ledger.shell)
    dialog = ledger.work.ledger.excel.dialog
    assert dialog is not None
    assert dialog.isVisible()
    return dialog


def choose(dialog: ImportDialog, line: int, key: str) -> None:
    """Step down the list of fields; what is passed on the way goes back to the column that it belongs to."""
    choice = dialog.columns.cellWidget(line, 2)
    assert isinstance(choice, QComboBox)
    choice.setFocus()
    while choice.currentData() != key:
        before = choice.currentIndex()
        press(Qt.Key.Key_Down)
        assert choice.currentIndex() == before + 1


def test_map_look_commit_and_undo(ledger: Ledger, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paste(ledger, 0, "contract_no", "HT-1\t甲")
    dialog = open_dialog(ledger, file, monkeypatch)
    assert dialog.heading.currentIndex() == 1
    assert "新增 1 行，变更 1 行" in dialog.lead.text()
    assert dialog.columns.item(1, 0).text() == "名称"
    choose(dialog, 1, "title")
    settle(ledger.qtbot, ledger.shell)
    assert "有误 1 格" in dialog.lead.text()
    cells = [dialog.view.table.table.line(0).cells[place].text for place in (0, 1, 3)]
    assert cells == ["第 4 行", "合同成交额", "很多"]
    assert shown(ledger, "title") == ["甲"]
    dialog.do.setFocus()
    press(Qt.Key.Key_Return)
    settle(ledger.qtbot, ledger.shell)
    assert shown(ledger, "title") == ["改名", "乙"]
    assert shown(ledger, "amount") == ["1.2000", "很多"]
    assert "写入 2 行" in ledger.shell.notice.text()
    assert QApplication.focusWidget() is ledger.view
    undo(ledger)
    assert shown(ledger, "title") == ["甲"]
    assert "导入 2 行" in ledger.shell.notice.text()


def test_another_line_of_headings_and_nothing_mapped(
    ledger: Ledger, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = open_dialog(ledger, file, monkeypatch)
    dialog.heading.setFocus()
    QTest.keyClick(dialog.heading, Qt.Key.Key_Down)
    settle(ledger.qtbot, ledger.shell)
    assert not dialog.do.isEnabled()
    assert "还没有一列" in dialog.lead.text()
    press(Qt.Key.Key_Escape)
    settle(ledger.qtbot, ledger.shell)
    assert ledger.stored() == []


def test_a_file_that_is_no_workbook_is_refused(ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.xlsx").write_text("x")
    monkeypatch.setattr("baise_desktop.ui.unit.excel_desk.choose_file", lambda *_: tmp_path / "a.xlsx")
    ledger.work.ledger.excel.take_in.trigger()
    settle(ledger.qtbot, ledger.shell)
    assert "NOT_XLSX" in ledger.shell.notice.text()


def test_a_template_goes_out_and_comes_back(ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paste(ledger, 0, "contract_no", "HT-1\t甲")
    monkeypatch.setattr("baise_desktop.ui.unit.excel_desk.choose_new_file", lambda *_: tmp_path / "t.xlsx")
    ledger.work.ledger.excel.write_filled.trigger()
    settle(ledger.qtbot, ledger.shell)
    assert "已写出" in ledger.shell.notice.text()
    book = load_workbook(tmp_path / "t.xlsx")
    sheet = book.worksheets[0]
    at = [cell.value for cell in sheet[1]].index("合同名称") + 1
    sheet.cell(2, at).value = "乙"
    sheet.cell(3, at).value = "丙"
    book.save(tmp_path / "t.xlsx")
    dialog = open_dialog(ledger, tmp_path / "t.xlsx", monkeypatch)
    assert "新增 1 行，变更 1 行" in dialog.lead.text()
    dialog.do.click()
    settle(ledger.qtbot, ledger.shell)
    assert shown(ledger, "title") == ["乙", "丙"]

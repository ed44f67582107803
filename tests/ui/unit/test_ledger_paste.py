from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from baise_desktop.ui.clipboard import fill_clipboard_data
from baise_desktop.ui.shell import Shell
from tests.ui.conftest import press, settle, type_text
from tests.ui.unit.test_ledger import Ledger

CONTRACTS = "r.tech_contract"


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


def column(ledger: Ledger, key: str) -> int:
    return next(number for number, field in enumerate(ledger.fields) if field.key == key)


def paste(ledger: Ledger, line: int, key: str, text: str = "", html: str = "") -> None:
    data = QMimeData()
    if text:
        data.setText(text)
    if html:
        data.setHtml(html)
    QGuiApplication.clipboard().setMimeData(data)
    ledger.go(line, column(ledger, key))
    press(Qt.Key.Key_V, control=True)
    settle(ledger.qtbot, ledger.shell)


def undo(ledger: Ledger) -> None:
    press(Qt.Key.Key_Z, control=True)
    settle(ledger.qtbot, ledger.shell)


def shown(ledger: Ledger, key: str) -> list[str]:
    name = ledger.field_name(key)
    return [row.get(name, "") for row in ledger.stored()]


def test_200_by_12_in_one_step(ledger: Ledger) -> None:
    keys = [field.key for field in ledger.fields][: max(12, column(ledger, "amount") + 1)]
    values = {"amount": "1.2亿", "sign_date": "2023.3.5", "reg_date": "20230310", "contract_no": "HT"}
    block = [[f"{values.get(key, '')}{n if key == 'contract_no' else ''}" for key in keys] for n in range(200)]
    for n, texts in enumerate(block):
        texts[keys.index("title")] = f"合同{n}\n第二行"
    copied = fill_clipboard_data(block)
    paste(ledger, 0, keys[0], copied.text(), copied.html())
    assert len(ledger.stored()) == 200
    assert set(shown(ledger, "amount")) == {"12000.0000"}
    assert ledger.work.ledger.paste_dialog is None
    assert "粘贴" in ledger.work.undoing.undo.toolTip()
    undo(ledger)
    assert ledger.stored() == []


def test_overwriting_is_shown_first(ledger: Ledger) -> None:
    paste(ledger, 0, "contract_no", "HT-1\t甲\nHT-2\t乙")
    paste(ledger, 0, "contract_no", "HT-1\t丙\nHT-3\t\nHT-4\t丁")
    dialog = ledger.work.ledger.paste_dialog
    assert dialog is not None
    assert dialog.isVisible()
    assert "变更 2" in dialog.lead.text()
    assert shown(ledger, "title") == ["甲", "乙"]
    assert [cell.text for cell in dialog.view.table.table.line(0).cells][2:4] == ["甲", "丙"]
    press(Qt.Key.Key_Return)
    settle(ledger.qtbot, ledger.shell)
    assert shown(ledger, "title") == ["丙", "乙", "丁"]
    assert shown(ledger, "contract_no") == ["HT-1", "HT-3", "HT-4"]
    undo(ledger)
    assert shown(ledger, "contract_no") == ["HT-1", "HT-2"]


def test_blanks_erase_only_when_wanted(ledger: Ledger) -> None:
    paste(ledger, 0, "contract_no", "HT-1\t甲\nHT-2\t乙")
    paste(ledger, 0, "contract_no", "HT-8\t\nHT-9\t")
    dialog = ledger.work.ledger.paste_dialog
    assert dialog is not None
    dialog.erase.click()
    settle(ledger.qtbot, ledger.shell)
    assert "变更 4" in dialog.lead.text()
    dialog.do.click()
    settle(ledger.qtbot, ledger.shell)
    assert shown(ledger, "title") == ["", ""]


def test_bad_cells_are_listed_with_their_reason(ledger: Ledger) -> None:
    paste(ledger, 0, "contract_no", "HT-1\nHT-2")
    paste(ledger, 0, "amount", "很多\n12")
    dialog = ledger.work.ledger.paste_dialog
    assert dialog is not None
    assert dialog.view.table.table.rowCount() == 1
    told = dialog.view.table.table.line(0).cells[4].text
    assert told
    assert told in dialog.view.reason.text()
    press(Qt.Key.Key_Escape)
    settle(ledger.qtbot, ledger.shell)
    assert shown(ledger, "amount") == ["", ""]
    assert QApplication.focusWidget() is ledger.view


def test_what_does_not_fit_is_said(ledger: Ledger) -> None:
    last = next(f for f in reversed(ledger.fields) if f.type.value not in ("computed", "evidence"))
    paste(ledger, 0, last.key, "是\t多\t余")
    told = ledger.shell.notice.text()
    assert "多出" in told or "没有粘贴" in told
    paste(ledger, 0, "contract_no", "   ")
    assert "没有改动" in ledger.shell.notice.text()


def test_one_value_goes_into_every_selected_cell(ledger: Ledger) -> None:
    paste(ledger, 0, "contract_no", "HT-1\nHT-2\nHT-3")
    at = column(ledger, "title")
    ledger.go(0, at)
    for _ in range(2):
        QTest.keyClick(ledger.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QGuiApplication.clipboard().setText("同一个")
    press(Qt.Key.Key_V, control=True)
    settle(ledger.qtbot, ledger.shell)
    assert shown(ledger, "title") == ["同一个"] * 3
    undo(ledger)
    assert shown(ledger, "title") == [""] * 3


def test_what_was_understood_is_told_beside_the_clock(ledger: Ledger) -> None:
    ledger.go(0, column(ledger, "amount"))
    type_text("1.2亿")
    press(Qt.Key.Key_Return)
    settle(ledger.qtbot, ledger.shell)
    assert "已按“1.2亿”= 12000.0000 万元存入" in ledger.shell.saved.text()
    ledger.go(0, column(ledger, "amount"))
    type_text("12")
    press(Qt.Key.Key_Return)
    settle(ledger.qtbot, ledger.shell)
    assert "已按" not in ledger.shell.saved.text()


def test_a_date_is_moved_by_plus_and_minus(ledger: Ledger) -> None:
    paste(ledger, 0, "sign_date", "2023-03-01")
    ledger.go(0, column(ledger, "sign_date"))
    press(Qt.Key.Key_F2)
    type_text("--")
    press(Qt.Key.Key_Return)
    settle(ledger.qtbot, ledger.shell)
    assert shown(ledger, "sign_date") == ["2023-02-27"]
    ledger.go(0, column(ledger, "sign_date"))
    press(Qt.Key.Key_F2)
    type_text("+")
    press(Qt.Key.Key_Return)
    settle(ledger.qtbot, ledger.shell)
    assert shown(ledger, "sign_date") == ["2023-02-28"]


def test_ctrl_d_fills_down_what_is_selected(ledger: Ledger) -> None:
    paste(ledger, 0, "contract_no", "HT-1\t甲\nHT-2\nHT-3")
    ledger.go(0, column(ledger, "title"))
    for _ in range(2):
        QTest.keyClick(ledger.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    press(Qt.Key.Key_D, control=True)
    settle(ledger.qtbot, ledger.shell)
    assert shown(ledger, "title") == ["甲", "甲", "甲"]
    undo(ledger)
    assert shown(ledger, "title") == ["甲", "", ""]
    assert "复制上一行 2 格" in ledger.shell.notice.text()

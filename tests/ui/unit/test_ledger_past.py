from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import Desk
from baise_desktop.app.entry.filling import add_rows, delete_rows, list_rows
from baise_desktop.store.entries import Sheet
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit import ledger_past
from baise_desktop.ui.unit.ghost_mark import TALL
from baise_desktop.ui.unit.ledger_model import GHOST_ROLE
from tests.app.entry.test_ghost import seal
from tests.ui.conftest import press, type_text
from tests.ui.unit.registers import Register

CONTRACTS = "r.tech_contract"


@pytest.fixture
def contracts(qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]) -> Register:
    """April, carried from March, which is signed: one row of 10, one of 20."""
    register = Register(qtbot, open_shell(stores / "unit"), CONTRACTS, "2023-04")

    def sign(desk: Desk) -> None:
        before = Sheet(desk.office.unit, "p2", "2023-03", CONTRACTS)
        made = ({"title": "甲", "amount": "10"}, {"title": "乙", "amount": "20"})
        add_rows(desk, before, made, utc_now() - timedelta(days=9))
        rows = {entry.record.row_id: entry.record.values for entry in list_rows(desk, before)}
        with desk.store.write():
            seal(desk.store, desk, "2023-03", 1, rows)

    register.ask(sign)
    register.open()
    return register


def ghost(register: Register, line: int, key: str = "amount") -> str:
    model = register.page.view.ledger()
    words = model.index(line, model.column_of(key)).data(GHOST_ROLE)
    return words.text if words else ""


def settle(register: Register) -> None:
    register.settle()
    register.qtbot.waitUntil(lambda: not register.page.past.pause.isActive() and register.shell.jobs.is_idle())


def test_a_cell_that_differs_shows_last_time_and_the_change(contracts: Register) -> None:
    settle(contracts)
    assert ghost(contracts, 0) == ""
    contracts.go(0, "amount")
    type_text("12")
    press(Qt.Key.Key_Return)
    contracts.go(1, "amount")
    press(Qt.Key.Key_Delete)
    settle(contracts)
    assert ghost(contracts, 0) == "上期 10 ▲20%"
    assert ghost(contracts, 1) == "上期 20"
    assert contracts.stored()[1].record.values.get("amount") is None
    assert "上期 2023年3月 第 1 版" in contracts.page.past.switch.toolTip()


def test_last_time_is_switched_off_and_on_by_keyboard(contracts: Register) -> None:
    settle(contracts)
    view = contracts.page.view
    tall = view.rowHeight(0)
    assert tall == TALL
    contracts.page.past.switch.setFocus()
    QTest.keyClick(contracts.page.past.switch, Qt.Key.Key_Space)
    assert view.rowHeight(0) < tall
    assert view.ledger().index(0, 0).data(GHOST_ROLE) is None
    QTest.keyClick(contracts.page.past.switch, Qt.Key.Key_Space)
    assert view.rowHeight(0) == tall


def test_a_register_is_stated_unchanged_and_that_taken_back_by_keyboard(contracts: Register) -> None:
    settle(contracts)
    stated = contracts.page.past.unchanged
    stated.setFocus()
    QTest.keyClick(stated, Qt.Key.Key_Space)
    settle(contracts)
    assert stated.isChecked()
    assert "已声明本期无变化" in stated.text()
    QTest.keyClick(stated, Qt.Key.Key_Space)
    settle(contracts)
    assert not stated.isChecked()
    contracts.go(0, "amount")
    type_text("12")
    press(Qt.Key.Key_Return)
    settle(contracts)
    stated.setFocus()
    QTest.keyClick(stated, Qt.Key.Key_Space)
    settle(contracts)
    assert not stated.isChecked()
    assert "修改 1 行" in contracts.shell.notice.text()


def test_rows_are_taken_over_again_when_the_source_moved_on(
    contracts: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    def take_out(desk: Desk) -> None:
        before = Sheet(desk.office.unit, "p2", "2023-03", CONTRACTS)
        delete_rows(desk, before, [list_rows(desk, before)[1].record.row_id], utc_now())

    contracts.ask(take_out)
    contracts.fill([{"title": "丙"}], "2023-03")
    contracts.open()
    settle(contracts)
    renew = contracts.page.past.renew
    assert renew.text() == "重新结转 2 行"
    monkeypatch.setattr(ledger_past, "confirm", lambda *_: True)
    renew.setFocus()
    QTest.keyClick(renew, Qt.Key.Key_Space)
    settle(contracts)
    assert contracts.texts("title") == ["甲", "丙"]
    assert not renew.isVisible()
    assert contracts.stored()[0].record.values["amount"] == Decimal(10)


def test_a_carried_row_says_where_it_is_from(contracts: Register) -> None:
    settle(contracts)
    tip = contracts.page.view.ledger().headerData(0, Qt.Orientation.Vertical, Qt.ItemDataRole.ToolTipRole)
    assert "期初取自 2023年3月 第 1 版，尚未签发" in tip
    contracts.go(0, "title")
    press(Qt.Key.Key_F4)
    form = contracts.page.row_form
    assert form is not None
    assert "期初取自 2023年3月" in form.title.text()

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit import ledger_page
from baise_desktop.ui.unit.ledger_model import CHANGED_ROLE
from tests.ui.conftest import press, type_text
from tests.ui.unit.registers import Register

FIRMS = "r.hightech_firm"


@pytest.fixture
def firms(qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]) -> Register:
    """A quarter whose register goes on from the one before."""
    register = Register(qtbot, open_shell(stores / "unit"), FIRMS, "2023Q2")
    register.fill([{"ent_name": name} for name in ("甲厂", "乙厂", "丙厂")], "2023Q1")
    register.open()
    return register


def balance(firms: Register) -> str:
    return firms.page.sight.balance.line.text()


def signs(firms: Register) -> list[str]:
    model = firms.page.view.ledger()
    lines = range(len(model.rows()))
    return [str(model.headerData(line, Qt.Orientation.Vertical)) for line in lines]


def test_an_untouched_register_closes_as_it_opened_and_says_where_from(firms: Register) -> None:
    assert balance(firms).startswith("期初 3 行　新增 0　修改 0　减少 0　期末 3 行")
    assert "期初取自 2023年第1季度 第 1 版，尚未签发" in balance(firms)
    assert signs(firms) == ["1", "2", "3"]


def test_every_edit_moves_the_balance(firms: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    view = firms.page.view
    firms.go(0, "ent_name")
    type_text("甲一厂")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return, control=True)
    firms.go(3, "ent_name")
    type_text("丁厂")
    press(Qt.Key.Key_Return)
    firms.settle()
    assert balance(firms).startswith("期初 3 行　新增 1　修改 1　减少 0　期末 4 行")
    assert signs(firms) == ["1 改", "2", "3", "4 新"]
    column = view.ledger().column_of("ent_name")
    assert view.ledger().index(0, column).data(CHANGED_ROLE)
    assert "期初：甲厂" in view.ledger().index(0, column).data(Qt.ItemDataRole.ToolTipRole)
    tip = view.ledger().headerData(0, Qt.Orientation.Vertical, Qt.ItemDataRole.ToolTipRole)
    assert "企业（单位）名称，期初：甲厂" in tip
    monkeypatch.setattr(ledger_page, "confirm", lambda *_: True)
    firms.go(1, "ent_name")
    firms.page.delete.setFocus()
    press(Qt.Key.Key_Return)
    firms.settle()
    assert balance(firms).startswith("期初 3 行　新增 1　修改 1　减少 1　期末 3 行")
    firms.page.sight.filters.chips["changed"].setFocus()
    press(Qt.Key.Key_Space)
    firms.settle()
    assert firms.texts("ent_name") == ["甲一厂"]


def test_a_register_that_opens_blank_says_so_and_marks_nothing_new(firms: Register) -> None:
    firms.work.open_form("r.hightech_pool")
    firms.settle()
    assert balance(firms) == "期初无结转　本期新增 0　期末 0 行"
    assert signs(firms) == []

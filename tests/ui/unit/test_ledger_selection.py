from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit.ledger_model import LedgerModel
from baise_desktop.ui.unit.ledger_selection import count_cells, list_cells, list_lines
from tests.ui.conftest import press
from tests.ui.unit.registers import Register

FIRMS, QUARTER = "r.hightech_firm", "2023Q2"


@pytest.fixture
def firms(qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]) -> Register:
    register = Register(qtbot, open_shell(stores / "unit"), FIRMS, QUARTER)
    register.fill([{"ent_name": f"厂{number}", "cert_no": f"GR{number}"} for number in range(6)])
    register.open()
    return register


def test_blocks_say_what_the_grid_says_cell_by_cell(firms: Register) -> None:
    view = firms.page.view
    model, chosen = view.ledger(), view.selectionModel()
    view.setColumnHidden(2, True)
    for top, left, bottom, right in ((0, 0, 1, 3), (4, 2, 4, 5), (6, 1, 6, 1)):
        cells = QItemSelection(model.index(top, left), model.index(bottom, right))
        chosen.select(cells, QItemSelectionModel.SelectionFlag.Select)
    told = {(index.row(), index.column()) for index in view.selectedIndexes()}
    assert set(list_cells(view)) == told
    assert count_cells(view) == len(told)
    assert list_lines(view) == [0, 1, 4, 6]
    assert view.corner() == (0, 0)
    assert len(view.selected_cells(most=3)) == 3


def test_everything_selected_asks_the_model_of_no_row_out_of_sight(
    firms: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = firms.page.view
    asked: list[int] = []
    model = view.ledger()
    plain = type(model).flags

    def note(self: LedgerModel, index: QModelIndex) -> Qt.ItemFlag:
        asked.append(index.row())
        return plain(self, index)

    monkeypatch.setattr(type(model), "flags", note)
    press(Qt.Key.Key_A, control=True)
    asked.clear()
    view.horizontalHeader().viewport().repaint()
    assert not asked


def test_what_is_copied_is_what_is_selected(firms: Register) -> None:
    view = firms.page.view
    firms.go(1, "ent_name")
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    press(Qt.Key.Key_C, control=True)
    assert QGuiApplication.clipboard().text().split() == ["厂1", "厂2"]

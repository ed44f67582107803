"""Shares are typed, pasted, told, adjusted with a reason and taken back from the keyboard; sums follow at once."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from baise_desktop.app.desk import load_forms
from baise_desktop.app.results.allocation_desk import Breakdown, matrix_of
from baise_desktop.progress.allocation import Role, Share
from baise_desktop.ui.city import allocation_page
from baise_desktop.ui.city.allocation_model import STATE_ROLE, AllocationModel
from baise_desktop.ui.city.allocation_page import AllocationPage
from baise_desktop.ui.city.workspace import CityWorkspace
from baise_desktop.ui.preview_window import PreviewWindow
from baise_desktop.ui.shell import Shell
from tests.ui.conftest import press, settle, type_text

CONTRACT = "p2.t.contract"


@pytest.fixture
def shell(stores: Path, open_shell: Callable[[Path], Shell], qtbot: QtBot) -> Shell:
    window = open_shell(stores / "city")
    work_of(window).navigation.chosen.emit("allocation")
    settle(qtbot, window)
    work_of(window).allocation.go_to(CONTRACT)
    return window


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Titles of the questions asked; each is answered with 年中调整."""
    titles: list[str] = []

    def answer(_parent: object, title: str, _prompt: str) -> str:
        titles.append(title)
        return "年中调整"

    monkeypatch.setattr(allocation_page, "ask_text", answer)
    return titles


def work_of(shell: Shell) -> CityWorkspace:
    work = shell.work()
    assert isinstance(work, CityWorkspace)
    return work


def column_of(page: AllocationPage, column: int) -> list[str]:
    return [str(page.grid.index(line, column).data()) for line in range(page.grid.rowCount())]


def start_at(page: AllocationPage, line: int, column: int) -> None:
    page.view.setFocus()
    page.view.setCurrentIndex(page.grid.index(line, column))


def state_of(page: AllocationPage, line: int, column: int) -> str:
    return str(page.grid.index(line, column).data(STATE_ROLE))


def test_enter_goes_down_tab_goes_right_and_sums_follow(qtbot: QtBot, shell: Shell) -> None:
    page = work_of(shell).allocation
    start_at(page, 0, 0)
    type_text("12")
    press(Qt.Key.Key_Return)
    type_text("30.5")
    press(Qt.Key.Key_Tab)
    type_text("5")
    press(Qt.Key.Key_Return)
    settle(qtbot, shell)
    assert column_of(page, 0)[:3] == ["12", "30.5", ""]
    assert column_of(page, 0)[-3:] == ["42.5", "", ""]
    assert column_of(page, 1)[1] == "5"
    assert column_of(page, 3)[-3:] == ["47.5", "160", "少 112.5"]
    assert page.sums.text() == "合计（方案期）：合计 47.5，应为 160，差 112.5"
    assert (page.view.currentIndex().row(), page.view.currentIndex().column()) == (2, 1)
    assert state_of(page, 0, 0) == "拟分解"


def test_a_block_is_pasted_and_taken_back(qtbot: QtBot, shell: Shell) -> None:
    page = work_of(shell).allocation
    start_at(page, 3, 0)
    QGuiApplication.clipboard().setText("1\t2\t3\r\n4\t5\t6\r\n")
    press(Qt.Key.Key_V, control=True)
    settle(qtbot, shell)
    assert [column_of(page, column)[3:5] for column in range(4)] == [["1", "4"], ["2", "5"], ["3", "6"], ["6", "15"]]
    press(Qt.Key.Key_Z, control=True)
    settle(qtbot, shell)
    assert [column_of(page, column)[3:5] for column in range(4)] == [["", ""]] * 4
    assert not page.undo.isEnabled()
    QGuiApplication.clipboard().setText("7")
    press(Qt.Key.Key_V, control=True)
    settle(qtbot, shell)
    press(Qt.Key.Key_Delete)
    settle(qtbot, shell)
    assert column_of(page, 0)[3] == ""


def test_what_was_told_is_changed_with_a_reason_and_remembered(qtbot: QtBot, shell: Shell, asked: list[str]) -> None:
    page = work_of(shell).allocation
    start_at(page, 0, 2)
    type_text("12")
    press(Qt.Key.Key_Return)
    settle(qtbot, shell)
    page.issue.click()
    settle(qtbot, shell)
    assert state_of(page, 0, 2) == "已下达"
    assert not page.issue.isEnabled()
    start_at(page, 0, 2)
    type_text("15")
    press(Qt.Key.Key_Return)
    settle(qtbot, shell)
    assert asked == ["下达分解数", "调整理由"]
    assert (column_of(page, 2)[0], state_of(page, 0, 2)) == ("15", "已调整")
    start_at(page, 0, 2)
    lines = [page.record.history.table.line(number) for number in range(page.record.history.table.rowCount())]
    assert [(line.cells[0].text, line.cells[1].text.split("　")[1]) for line in lines] == [
        ("12 → 15", "已调整：年中调整"),
        ("12 → 12", "已下达"),
        ("— → 12", "拟分解"),
    ]


def test_a_change_without_a_reason_is_dropped(qtbot: QtBot, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allocation_page, "ask_text", lambda *_: None)
    page = work_of(shell).allocation
    page.plan.setCurrentIndex(0)
    page.plan.activated.emit(0)
    settle(qtbot, shell)
    page.go_to("p1.t.conversion")
    assert [column_of(page, column)[-3] for column in range(4)] == ["14", "17", "19", "50"]
    assert state_of(page, 0, 0) == "方案原文"
    start_at(page, 0, 0)
    type_text("9")
    press(Qt.Key.Key_Return)
    settle(qtbot, shell)
    assert column_of(page, 0)[0] == "2"


def test_what_is_no_amount_is_refused_and_what_was_there_stays(qtbot: QtBot, shell: Shell) -> None:
    page = work_of(shell).allocation
    start_at(page, 0, 0)
    type_text("many")
    press(Qt.Key.Key_Return)
    settle(qtbot, shell)
    assert "ALLOCATION_VALUE" in shell.notice.text()
    assert column_of(page, 0)[0] == ""


def test_gaps_lead_to_their_target_and_all_targets_show_side_by_side(qtbot: QtBot, shell: Shell) -> None:
    page = work_of(shell).allocation
    first = page.record.gaps.table.line(0).value
    page.record.gaps.selectRow(0)
    page.record.gaps.activated.emit(page.record.gaps.table.index(0, 0))
    assert page.target.currentData() == first.target
    page.target.setCurrentIndex(0)
    page.year.setCurrentIndex(3)
    page.year.activated.emit(3)
    assert page.grid.columnCount() == page.target.count() - 1
    assert page.grid.column_name(0) == "全社会研究与试验发展（R&D）经费投入强度（%）"


def test_the_workbook_and_the_paper(
    qtbot: QtBot, shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = work_of(shell).allocation
    book = tmp_path / "book.xlsx"
    monkeypatch.setattr(allocation_page, "choose_new_file", lambda *_: book)
    monkeypatch.setattr(allocation_page, "choose_file", lambda *_: book)
    page.save_book.click()
    QTest.keyClick(work_of(shell), Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, shell)
    (window,) = shell.findChildren(PreviewWindow)
    assert window.file.kind == "allocation"
    assert isinstance(window.file.source, bytes)
    assert window.file.source.startswith(b"%PDF")
    window.close()
    opened = openpyxl.load_workbook(book)
    for line in opened.worksheets[0].iter_rows():
        if [cell.value for cell in line[:3]] == ["技术合同成交额累计", "平果市", "2023"]:
            line[3].value = 8
    opened.save(book)
    page.take_book.click()
    settle(qtbot, shell)
    assert column_of(page, 2)[page.grid.matrix.units.index("c.pingguo")] == "8"


UNITS = ("c.pingguo", "c.leye", "k.njyq")
AMOUNTS = st.dictionaries(
    st.tuples(st.sampled_from(UNITS), st.sampled_from((2021, 2022, 2023))), st.integers(0, 999), min_size=1
)


@given(AMOUNTS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_sums_shown_are_those_of_a_plain_loop(amounts: dict[tuple[str, int], int]) -> None:
    shares = tuple(
        Share(CONTRACT, unit, year, Decimal(value), Role.AMOUNT, "row", "已下达")
        for (unit, year), value in amounts.items()
    )
    breakdown = Breakdown("p2", shares, {CONTRACT: UNITS}, (), (), 0)
    grid = AllocationModel(load_forms())
    grid.show_matrix(matrix_of(load_forms(), breakdown, CONTRACT), breakdown)
    for column, year in enumerate((2021, 2022, 2023)):
        total, found = 0, False
        for (_, each), value in amounts.items():
            if each == year:
                total, found = total + value, True
        assert grid.index(len(UNITS), column).data() == (str(total) if found else "")
    whole = 0
    for value in amounts.values():
        whole += value
    assert grid.index(len(UNITS), 3).data() == str(whole)
    assert str(abs(whole - 160)) in grid.index(len(UNITS) + 2, 3).data() or whole == 160


def test_few_columns_fill_the_room_and_many_are_scrolled(shell: Shell) -> None:
    page = work_of(shell).allocation
    view, count = page.view, page.grid.columnCount()
    widths = [view.columnWidth(column) for column in range(count)]
    assert view.viewport().width() - sum(widths) < count
    page.target.setCurrentIndex(page.target.findData(""))
    page.target.activated.emit(page.target.currentIndex())
    assert view.columnWidth(0) == 120


def test_a_cell_that_cannot_be_typed_into_says_why(shell: Shell) -> None:
    grid = work_of(shell).allocation.grid
    for line in range(grid.rowCount()):
        for column in range(grid.columnCount()):
            why = grid.why_closed(line, column)
            assert bool(why) != grid.is_open(line, column)
            tip = str(grid.index(line, column).data(Qt.ItemDataRole.ToolTipRole))
            assert not why or why[:6] in tip

"""What the plans leave open is settled from the keyboard, refused beside the field, and taken back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from baise_desktop.ui.city.settings_page import SettingsPage
from baise_desktop.ui.city.workspace import CityWorkspace
from baise_desktop.ui.shell import Shell
from tests.ui.conftest import press, settle, type_text

RANK = "baseline:p1.t.sti_rank:year"


@pytest.fixture
def shell(stores: Path, open_shell: Callable[[Path], Shell], qtbot: QtBot) -> Shell:
    window = open_shell(stores / "city")
    work_of(window).navigation.chosen.emit("settings")
    settle(qtbot, window)
    return window


def work_of(shell: Shell) -> CityWorkspace:
    work = shell.work()
    assert isinstance(work, CityWorkspace)
    return work


def go_to(page: SettingsPage, name: str) -> None:
    table = page.view.table
    page.view.selectRow(next(n for n in range(table.rowCount()) if table.line(n).value.name == name))
    QApplication.processEvents()  # a control takes the keyboard once it is on the screen


def test_a_base_year_is_typed_refused_saved_and_taken_back(qtbot: QtBot, shell: Shell) -> None:
    page = work_of(shell).settings
    page.chips["due"].click()
    assert page.view.table.rowCount() == 2
    go_to(page, RANK)
    assert isinstance(page.editor.control, QLineEdit)
    page.editor.control.setFocus()
    type_text("17")
    press(Qt.Key.Key_Return)
    settle(qtbot, shell)
    assert page.editor.error.text() == "年份写四位数字，如 2017"
    assert (page.editor.error.isVisible(), page.editor.control.text()) == (True, "17")
    page.editor.control.selectAll()
    type_text("2017")
    press(Qt.Key.Key_Return)
    settle(qtbot, shell)
    assert "2017" in shell.notice.text()
    assert "必填未设 1 项" in page.head.text()
    page.chips["set"].click()
    assert [page.view.table.line(n).value.name for n in range(page.view.table.rowCount())] == [RANK]
    page.editor.reset.click()
    settle(qtbot, shell)
    assert "必填未设 2 项" in page.head.text()
    assert page.view.table.rowCount() == 0


def test_ways_units_and_labels_have_controls_of_their_own(qtbot: QtBot, shell: Shell) -> None:
    page = work_of(shell).settings
    go_to(page, "caliber:i.rd_doubling")
    assert isinstance(page.editor.control, QComboBox)
    page.editor.control.setFocus()
    press(Qt.Key.Key_Down)
    page.editor.save.click()
    settle(qtbot, shell)
    go_to(page, "counted:i.iiot_demo")
    line: object = page.editor.control
    assert isinstance(line, QLineEdit)
    line.setFocus()
    type_text("bdxq")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    settle(qtbot, shell)
    go_to(page, "only:i.platform_stock:category")
    page.editor.save.click()
    assert page.editor.error.text() == "还没有填写。要撤销设定，请点“恢复默认”。"
    boxes = {box.text(): box for box in page.editor.control.boxes}
    boxes["星创天地"].setFocus()
    press(Qt.Key.Key_Space)
    page.editor.save.click()
    settle(qtbot, shell)
    page.chips["set"].click()
    shown = {page.view.table.line(n).value.name: page.view.table.line(n).value.shown for n in range(3)}
    assert shown == {
        "caliber:i.rd_doubling": "方案期累计",
        "counted:i.iiot_demo": "百东新区（百色高新区）管理委员会",
        "only:i.platform_stock:category": "星创天地",
    }


def test_a_day_is_read_however_it_is_written_and_search_finds_by_pinyin(qtbot: QtBot, shell: Shell) -> None:
    page = work_of(shell).settings
    page.search.setFocus()
    type_text("gyhlw")
    names = [page.view.table.line(n).value.name for n in range(page.view.table.rowCount())]
    assert "deadline:p2.t.iiot_coverage" in names
    go_to(page, "deadline:p2.t.iiot_coverage")
    page.editor.control.setFocus()
    type_text("2023年12月1日")
    press(Qt.Key.Key_Return)
    settle(qtbot, shell)
    assert page.editor.choice().value == "2023-12-01"


def test_the_way_to_the_clause_and_from_the_figures(qtbot: QtBot, shell: Shell) -> None:
    work = work_of(shell)
    go_to(work.settings, "only:i.platform_stock:category")
    work.settings.editor.clause.click()
    assert work.clauses.isVisible()
    assert work.clauses.clause_id() == "p2.cl.2.1.1"
    work.navigation.chosen.emit("figures")
    settle(qtbot, shell)
    work.figures.settle.click()
    settle(qtbot, shell)
    assert work.settings.isVisible()
    assert work.settings.view.table.rowCount() == 2

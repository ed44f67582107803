"""A figure opened by the keyboard, down to the row, its package and a workbook."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.app.inbox import receiving
from baise_desktop.ui.city import figure_rows
from baise_desktop.ui.city.figures_page import FiguresPage
from baise_desktop.ui.shell import Shell
from tests.round_trip import CONTRACT_TARGET, report_month
from tests.ui.conftest import NOW, PASSPHRASE, settle


@pytest.fixture
def page(
    stores: Path, open_shell: Callable[[Path], Shell], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> FiguresPage:
    """Figures of a city that holds one month of 平果市."""
    monkeypatch.setattr("tests.round_trip.PASSPHRASE", PASSPHRASE)
    unit, city = open_desk(stores / "unit"), open_desk(stores / "city")
    (merged,) = receiving.merge_files(city, [report_month(unit, NOW, stores / "out").path], NOW)
    assert merged.error is None
    close_desk(unit)
    close_desk(city)
    shell = open_shell(stores / "city")
    work = shell.work()
    work.show_page("figures")
    settle(qtbot, shell)
    figures: FiguresPage = work.figures
    figures.as_of.setDate(QDate(2023, 4, 30))
    figures.open()
    settle(qtbot, shell)
    return figures


def line_of(page: FiguresPage, target: str, unit: str) -> int:
    lines = (page.view.table.line(number).value for number in range(page.view.table.rowCount()))
    return next(number for number, row in enumerate(lines) if (row.target, row.unit_id) == (target, unit))


def open_figure(page: FiguresPage, qtbot: QtBot, target: str, unit: str = "") -> None:
    """As a reader does it: choose the line, press Enter."""
    page.view.selectRow(line_of(page, target, unit))
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    qtbot.waitUntil(page.rows.isVisible)


def test_enter_opens_the_rows_of_a_figure_and_escape_puts_them_away(page: FiguresPage, qtbot: QtBot) -> None:
    open_figure(page, qtbot, CONTRACT_TARGET)
    rows = page.rows
    assert rows.title.text().endswith("全市　0.0121亿元")
    assert rows.counts.text() == "计入 1 行，未计入 0 行"
    assert rows.view.table.line(0).cells[0].text == "演示合同一"
    assert "平果市（c.pingguo）" in rows.package.text()
    assert "填表人演示人员01、复核人演示人员02、负责人演示人员03" in rows.package.text()
    qtbot.keyClick(rows.view, Qt.Key.Key_Escape)
    assert not rows.isVisible()
    assert QApplication.focusWidget() in (page.view, None)


def test_rows_are_filtered_by_words_and_by_whether_they_count(page: FiguresPage, qtbot: QtBot) -> None:
    open_figure(page, qtbot, CONTRACT_TARGET)
    rows = page.rows
    qtbot.keyClicks(rows.search, "ysht")
    assert rows.view.table.rowCount() == 1
    rows.chips["out"].click()
    assert rows.view.table.rowCount() == 0
    assert rows.package.text() == "选中一行，看它所在的包。"


def test_an_unreported_figure_says_so(page: FiguresPage, qtbot: QtBot) -> None:
    page.unit.setCurrentIndex(0)
    page.unit.activated.emit(0)
    number = line_of(page, CONTRACT_TARGET, "c.leye")
    assert page.view.table.line(number).cells[3].text == "未报"
    open_figure(page, qtbot, CONTRACT_TARGET, "c.leye")
    assert page.rows.counts.text() == "没有台账行：未报"
    assert not page.rows.save.isEnabled()


def test_rows_are_saved_as_a_workbook(
    page: FiguresPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_figure(page, qtbot, CONTRACT_TARGET)
    monkeypatch.setattr(figure_rows, "choose_new_file", lambda *_: tmp_path / "明细")
    with qtbot.waitSignal(page.told) as told:
        page.rows.save.click()
    assert str(tmp_path / "明细.xlsx") in told.args[0]
    rows, packages = load_workbook(tmp_path / "明细.xlsx").worksheets
    assert any("演示合同一" in row for row in rows.iter_rows(values_only=True))
    assert any("平果市" in row for row in packages.iter_rows(values_only=True))


def test_the_rule_of_the_lights_stands_below(page: FiguresPage) -> None:
    assert "▲ 偏慢" in page.rule.text()
    number = line_of(page, CONTRACT_TARGET, "")
    assert page.view.table.line(number).cells[6].text == "■ 滞后"
    assert page.as_of.date().toPython() == date(2023, 4, 30)
    assert page.rule.isVisible()
    page.legend.click()
    assert not page.rule.isVisible()

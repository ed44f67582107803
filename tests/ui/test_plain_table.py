"""Where a table has little room, words give way and numbers never do."""

import pytest
from pytestqt.qtbot import QtBot

from baise_desktop.ui.plain_table import Cell, Heading, Line, PlainTableView

NUMBERS = ("7", "113.4658亿元", "263.0739亿元")
HEADINGS = (
    Heading("目标", 0),
    Heading("差额", 60, is_number=True),
    Heading("状态", 100),
    Heading("行数", 64, is_number=True, is_spare=True),
    Heading("说明", 180),
)


@pytest.fixture
def view(qtbot: QtBot) -> PlainTableView:
    view = PlainTableView(HEADINGS)
    qtbot.addWidget(view)
    view.table.set_lines(
        [
            Line((Cell("目标"), Cell(number), Cell("必填未设", "blocking"), Cell("81"), Cell("说" * 90)))
            for number in NUMBERS
        ]
    )
    view.show()
    return view


def is_cut(view: PlainTableView, column: int) -> bool:
    needs = [view.sizeHintForIndex(view.table.index(line, column)).width() for line in range(len(NUMBERS))]
    return max(needs) > view.columnWidth(column)


@pytest.mark.parametrize(("width", "is_spared"), [(1000, False), (500, True), (300, True)])
def test_numbers_and_states_are_whole_at_every_width(view: PlainTableView, width: int, is_spared: bool) -> None:
    view.resize(width, 200)
    assert not is_cut(view, 1)
    assert not is_cut(view, 2)
    assert view.isColumnHidden(3) is is_spared
    assert (view.columnWidth(4) < 180) is is_spared


def test_a_longer_number_widens_its_column(view: PlainTableView) -> None:
    view.resize(500, 200)
    before = view.columnWidth(1)
    longer = Line((Cell(""), Cell("9999999.999999亿元"), Cell(""), Cell(""), Cell("")))
    view.table.set_lines([longer] * len(NUMBERS))
    assert view.columnWidth(1) > before
    assert not is_cut(view, 1)

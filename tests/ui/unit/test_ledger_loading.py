from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit import ledger_edits, ledger_loading
from tests.ui.conftest import press, type_text
from tests.ui.unit.registers import PLAN, Register

FIRMS, QUARTER, ROWS = "r.hightech_firm", "2023Q2", 23


@pytest.fixture
def firms(qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell], monkeypatch: pytest.MonkeyPatch) -> Register:
    """A register that is long for a grid that reads five rows at once."""
    monkeypatch.setattr(ledger_edits, "READ_AT_ONCE", 5)
    monkeypatch.setattr(ledger_loading, "READ_AT_ONCE", 5)
    monkeypatch.setattr(ledger_loading, "FIRST", 3)
    register = Register(qtbot, open_shell(stores / "unit"), FIRMS, QUARTER)
    register.fill([{"ent_name": f"厂{number:02}"} for number in range(ROWS)])
    return register


def begin(firms: Register) -> None:
    """Open the register and wait for its first page alone."""
    firms.work.open_submission(PLAN, QUARTER, FIRMS)
    model = firms.page.view.model
    firms.qtbot.waitUntil(lambda: model() is not None and firms.page.form_id() == FIRMS, timeout=20_000)
    firms.page.view.setFocus()


def test_the_first_page_stands_among_as_many_lines_as_there_are_rows(firms: Register) -> None:
    begin(firms)
    model = firms.page.view.ledger()
    assert model.rowCount() == ROWS + 1
    assert firms.texts("ent_name")[:3] == ["厂00", "厂01", "厂02"]
    assert not model.is_complete()
    assert not model.index(20, 0).flags() & Qt.ItemFlag.ItemIsEditable
    firms.settle()
    assert model.is_complete()
    assert firms.texts("ent_name") == [f"厂{number:02}" for number in range(ROWS)]
    assert firms.page.sight.filters.chips["all"].text().endswith(str(ROWS))
    assert firms.page.sight.balance.isVisible()


def test_what_is_looked_at_comes_first(firms: Register) -> None:
    begin(firms)
    model = firms.page.view.ledger()
    model.index(21, 0).data()
    assert model.next_expected(5) == 20
    firms.settle()


def test_what_is_typed_sorted_and_pasted_before_all_rows_are_there_is_done(firms: Register) -> None:
    begin(firms)
    view = firms.page.view
    view.show_cell(1, view.ledger().column_of("ent_name"))
    type_text("abc")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return, control=True)
    view.show_cell(ROWS, view.ledger().column_of("ent_name"))
    type_text("new")
    press(Qt.Key.Key_Return)
    QGuiApplication.clipboard().setText("厂98\n厂99\n")
    view.show_cell(ROWS + 1, view.ledger().column_of("ent_name"))
    QTest.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    firms.settle()
    wanted = ["厂00", "abc", *[f"厂{number:02}" for number in range(2, ROWS)], "new", "厂98", "厂99"]
    assert firms.texts("ent_name") == wanted
    assert [row.record.values["ent_name"] for row in firms.stored()] == wanted


def test_a_row_taken_out_meanwhile_is_not_waited_for(firms: Register) -> None:
    from baise_desktop.app.clock import utc_now
    from baise_desktop.app.entry import filling

    begin(firms)
    gone = firms.page.view.ledger().rows()[0].row_id
    firms.shell.jobs.run(lambda desk: filling.delete_rows(desk, firms.sheet, [gone], utc_now()))
    firms.settle()
    assert firms.page.view.ledger().is_complete()
    assert firms.texts("ent_name")[-1] == f"厂{ROWS - 1:02}"
    assert len(firms.texts("ent_name")) <= ROWS


def test_reading_again_keeps_the_rows_that_have_not_changed(firms: Register) -> None:
    firms.open()
    model = firms.page.view.ledger()
    before, resets = list(model.rows()), []
    model.modelReset.connect(lambda: resets.append(1))
    firms.page.refresh()
    firms.settle()
    assert all(old is row for old, row in zip(before, model.rows(), strict=True))
    assert not resets

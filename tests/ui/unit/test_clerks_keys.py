"""The small keys that make clerks fast, one by one, with real key events."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from baise_desktop.errors import Severity
from baise_desktop.form.findings import Finding
from baise_desktop.ui.choice_field import ChoiceField
from baise_desktop.ui.navigation import KEY_ROLE
from baise_desktop.ui.shell import Shell
from tests.ui.conftest import focused, press, type_text
from tests.ui.unit.registers import Register

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def firms(qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]) -> Register:
    register = Register(qtbot, open_shell(stores / "unit"), "r.hightech_firm", "2023Q2")
    register.fill([{"ent_name": "甲厂"}, {"ent_name": "乙厂"}])
    register.open()
    return register


def test_alt_down_opens_the_choices_of_a_cell(firms: Register) -> None:
    firms.go(0, "change")
    QTest.keyClick(firms.page.view, Qt.Key.Key_Down, ALT)
    editor = focused()
    assert isinstance(editor, ChoiceField)
    assert editor.is_open()
    press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    firms.settle()
    assert firms.texts("change")[0] in editor.choices()


def test_alt_down_on_another_cell_only_opens_it(firms: Register) -> None:
    firms.go(0, "cert_no")
    QTest.keyClick(firms.page.view, Qt.Key.Key_Down, ALT)
    assert firms.page.view.is_typing()
    press(Qt.Key.Key_Escape)
    assert firms.page.view.current_cell()[0] == 0


def test_t_and_plus_and_minus_in_a_date(firms: Register) -> None:
    key = next(each.key for each in firms.work.session.form(firms.form).fields if each.type.value == "date")
    firms.go(0, key)
    type_text("t+")
    press(Qt.Key.Key_Return)
    firms.settle()
    tomorrow = date.today() + timedelta(days=1)  # noqa: DTZ011 -- the clerk's own today
    assert firms.texts(key)[0] == tomorrow.isoformat()


def test_esc_gives_back_what_stood_there_and_f2_goes_on_behind_it(firms: Register) -> None:
    firms.go(0, "ent_name")
    type_text("x")
    press(Qt.Key.Key_Escape)
    assert firms.texts("ent_name")[0] == "甲厂"
    press(Qt.Key.Key_F2)
    type_text("a")
    press(Qt.Key.Key_Return)
    firms.settle()
    assert firms.texts("ent_name")[0] == "甲厂a"


def test_delete_clears_and_ctrl_d_copies_the_cell_above(firms: Register) -> None:
    firms.go(1, "ent_name")
    QTest.keyClick(focused(), Qt.Key.Key_D, CONTROL)
    firms.settle()
    assert firms.texts("ent_name") == ["甲厂", "甲厂"]
    press(Qt.Key.Key_Delete)
    firms.settle()
    assert firms.texts("ent_name") == ["甲厂", ""]


def test_the_record_at_hand_has_a_readable_name(firms: Register) -> None:
    assert firms.shell.windowTitle().startswith("平果市 · ")
    assert "2023年第2季度" in firms.shell.windowTitle()
    assert "第 1 版" in firms.shell.windowTitle()
    assert QApplication.focusWidget() is firms.page.view


def test_forms_are_narrowed_to_those_with_something_to_mend_or_nothing_in_them(firms: Register) -> None:
    navigation = firms.work.navigation

    def listed() -> set[str]:
        """Keys of the forms on show."""
        tree = navigation.tree
        model = tree.model()
        heads = [model.index(line, 0) for line in range(model.rowCount())]
        return {
            str(model.index(row, 0, head).data(KEY_ROLE))
            for head in heads
            if not tree.isRowHidden(head.row(), head.parent())
            for row in range(model.rowCount(head))
            if not tree.isRowHidden(row, head)
        }

    everything = listed()
    QTest.mouseClick(navigation.chips.chips["blank"], Qt.MouseButton.LeftButton)
    assert firms.form not in listed()
    assert listed() < everything
    QTest.mouseClick(navigation.chips.chips["problems"], Qt.MouseButton.LeftButton)
    assert firms.form in listed()
    QTest.mouseClick(navigation.chips.chips["all"], Qt.MouseButton.LeftButton)
    assert listed() == everything


def test_a_finding_chosen_again_leads_to_the_next_of_its_cells(firms: Register) -> None:
    model = firms.page.view.ledger()
    first, second = (model.form.fields[column].key for column in (0, 1))
    row_id = firms.stored()[1].record.row_id
    found = Finding("sum", "sum", Severity.BLOCKING, firms.form, row_id, (first, second), "差 2")
    seen = []
    for _ in range(3):
        firms.work.go_to(found)
        firms.settle()
        seen.append(firms.page.view.current_cell())
    assert seen == [(1, 0), (1, 1), (1, 0)]

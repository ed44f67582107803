from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from baise_desktop.app.entry.filling import list_rows, show_cell
from baise_desktop.errors import Severity
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit.ledger_model import SEVERITY_ROLE
from baise_desktop.ui.unit.workspace import UnitWorkspace
from tests.ui.conftest import press, settle, type_text

PERIOD = "2023"


class Ledger:
    """One register open in a real window."""

    def __init__(self, qtbot: QtBot, shell: Shell) -> None:
        self.qtbot, self.shell = qtbot, shell
        work = shell.work()
        assert isinstance(work, UnitWorkspace)
        self.work, self.view = work, work.ledger.view
        work.open_submission("p2", PERIOD)
        settle(qtbot, shell)
        self.form = next(
            form
            for form in work.sheets
            if form.startswith("r.") and work.session.form(form).fields[0].type.value in ("text", "uscc")
        )
        work.open_form(self.form)
        settle(qtbot, shell)
        self.view.setFocus()
        assert QApplication.focusWidget() is self.view
        self.fields = work.session.form(self.form).fields

    def stored(self) -> list[dict[str, str]]:
        """What the store has, as texts by field name."""
        answer: list[list[dict[str, str]]] = []
        sheet = self.work.session.sheet(self.form)

        def read(desk: object) -> list[dict[str, str]]:
            return [
                {
                    field.name: show_cell(desk, field, entry.record.values[field.key])
                    for field in self.fields
                    if field.key in entry.record.values
                }
                | {self.field_name(key): text for key, text in entry.wrong.items()}
                for entry in list_rows(desk, sheet)
            ]

        self.shell.jobs.run(read, answer.append)
        self.qtbot.waitUntil(lambda: bool(answer), timeout=20_000)
        return answer[0]

    def field_name(self, key: str) -> str:
        return next(field.name for field in self.fields if field.key == key)

    def at(self) -> tuple[int, int]:
        return self.view.current_cell()

    def column(self, *types: str) -> int:
        return next(number for number, field in enumerate(self.fields) if field.type.value in types)

    def go(self, line: int, column: int) -> None:
        self.view.show_cell(line, column)


@pytest.fixture
def ledger(qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]) -> Ledger:
    return Ledger(qtbot, open_shell(stores / "unit"))


def test_typing_makes_rows_and_enter_goes_on(ledger: Ledger) -> None:
    text = ledger.column("text")
    for name in ("甲厂", "乙厂"):
        press(Qt.Key.Key_Return, control=True)
        ledger.go(ledger.at()[0], text)
        type_text(name)
        press(Qt.Key.Key_Return)
        assert ledger.at()[1] == text + 1
    settle(ledger.qtbot, ledger.shell)
    assert [row[ledger.fields[text].name] for row in ledger.stored()] == ["甲厂", "乙厂"]
    assert ledger.shell.saved.text() != ""
    assert ledger.work.ledger.count.text() == "2 行"


def test_several_cells_of_a_new_row_become_one_row(ledger: Ledger) -> None:
    texts = [number for number, field in enumerate(ledger.fields) if field.type.value == "text"][:2]
    for number, column in enumerate(texts):
        ledger.go(0, column)
        type_text(f"甲{number}")
        press(Qt.Key.Key_Return)
    settle(ledger.qtbot, ledger.shell)
    names = [ledger.fields[column].name for column in texts]
    assert [[row[name] for name in names] for row in ledger.stored()] == [["甲0", "甲1"]]


def test_a_new_row_is_typed_through_with_enter_alone(ledger: Ledger) -> None:
    ledger.go(0, 0)
    for column in range(3):
        assert ledger.at() == (0, column)
        type_text("a")
        press(Qt.Key.Key_Return)
    settle(ledger.qtbot, ledger.shell)
    assert ledger.at() == (0, 3)
    assert [len(row) for row in ledger.stored()] == [3]


def test_esc_restores_f2_edits_and_typing_replaces(ledger: Ledger) -> None:
    text = ledger.column("text")
    ledger.go(0, text)
    type_text("abc")
    press(Qt.Key.Key_Return)
    ledger.go(0, text)
    type_text("x")
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_F2)
    type_text("d")
    press(Qt.Key.Key_Return)
    settle(ledger.qtbot, ledger.shell)
    assert ledger.stored()[0][ledger.fields[text].name] == "abcd"
    ledger.go(0, text)
    type_text("e")
    press(Qt.Key.Key_Return)
    settle(ledger.qtbot, ledger.shell)
    assert ledger.stored()[0][ledger.fields[text].name] == "e"


def test_ctrl_d_copies_above_and_delete_clears(ledger: Ledger) -> None:
    text = ledger.column("text")
    ledger.go(0, text)
    type_text("abc")
    press(Qt.Key.Key_Return)
    ledger.go(1, text)
    press(Qt.Key.Key_D, control=True)
    settle(ledger.qtbot, ledger.shell)
    assert [row[ledger.fields[text].name] for row in ledger.stored()] == ["abc", "abc"]
    ledger.go(0, text)
    press(Qt.Key.Key_Delete)
    settle(ledger.qtbot, ledger.shell)
    assert ledger.fields[text].name not in ledger.stored()[0]


def test_what_cannot_be_read_is_kept_marked_and_told(ledger: Ledger) -> None:
    number = ledger.column("integer", "decimal", "date", "year")
    ledger.go(0, number)
    type_text("abc")
    press(Qt.Key.Key_Return)
    settle(ledger.qtbot, ledger.shell)
    index = ledger.view.ledger().index(0, number)
    assert index.data() == "abc"
    assert index.data(SEVERITY_ROLE) == Severity.BLOCKING
    assert ledger.fields[number].name in index.data(Qt.ItemDataRole.ToolTipRole)
    assert ledger.stored()[0][ledger.fields[number].name] == "abc"


def test_a_block_is_pasted_from_the_top_left(ledger: Ledger) -> None:
    text = ledger.column("text")
    QGuiApplication.clipboard().setText('甲厂\n"乙\n厂"\n丙厂\n')
    ledger.go(0, text)
    press(Qt.Key.Key_V, control=True)
    settle(ledger.qtbot, ledger.shell)
    assert len(ledger.stored()) == 3
    assert ledger.stored()[2][ledger.fields[text].name] == "丙厂"
    ledger.go(0, text)
    press(Qt.Key.Key_C, control=True)
    assert QGuiApplication.clipboard().text() == "甲厂\n"


def test_the_list_of_a_choice_is_searched_by_initials(ledger: Ledger) -> None:
    unit = ledger.column("unit")
    ledger.go(0, unit)
    type_text("pgs")
    press(Qt.Key.Key_Return)
    settle(ledger.qtbot, ledger.shell)
    assert ledger.stored() == [{ledger.fields[unit].name: "平果市"}]


def test_no_key_leaves_a_cell_while_characters_are_composed(ledger: Ledger) -> None:
    text = ledger.column("text")
    ledger.go(0, text)
    type_text("a")
    editor = QApplication.focusWidget()
    QApplication.sendEvent(editor, QInputMethodEvent("pin yin", []))
    press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is editor
    assert ledger.at() == (0, text)


def test_tab_and_shift_tab_walk_over_the_ends_of_lines(ledger: Ledger) -> None:
    text = ledger.column("text")
    for line in range(2):
        ledger.go(line, text)
        type_text("a")
        press(Qt.Key.Key_Return)
    last = max(c for c in range(len(ledger.fields)) if ledger.view.ledger().is_editable(c))
    ledger.go(0, last)
    press(Qt.Key.Key_Tab)
    assert ledger.at()[0] == 1
    press(Qt.Key.Key_Backtab)
    assert ledger.at() == (0, last)


def test_a_locked_register_takes_nothing_and_says_why(ledger: Ledger) -> None:
    model = ledger.view.ledger()
    assert model.rowCount() == 1
    model.lock("锁定")
    assert model.rowCount(QModelIndex()) == 0
    assert not model.is_editable(ledger.column("text"))


def test_a_reference_is_picked_from_the_rows_of_its_register(ledger: Ledger) -> None:
    work, view = ledger.work, ledger.view
    work.open_form("r.st_project")
    settle(ledger.qtbot, ledger.shell)
    key = work.session.form("r.st_project").key[0]
    view.show_cell(0, view.ledger().column_of(key))
    type_text("abc-1")
    press(Qt.Key.Key_Return)
    settle(ledger.qtbot, ledger.shell)
    work.open_form("r.demo_app")
    settle(ledger.qtbot, ledger.shell)
    column = view.ledger().column_of("project")
    view.show_cell(0, column)
    type_text("abc")
    press(Qt.Key.Key_Return)
    settle(ledger.qtbot, ledger.shell)
    index = view.ledger().index(0, column)
    assert str(index.data()).startswith("abc-1")
    assert index.data(SEVERITY_ROLE) is None

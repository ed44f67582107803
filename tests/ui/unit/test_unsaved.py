"""What the store refuses stays in sight, is tried again, and is not lost unasked."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox
from pytestqt.qtbot import QtBot

from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.entry.filling import list_rows
from baise_desktop.errors import BaiseError
from baise_desktop.form.definition import FieldType, FormKind
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit.ledger_model import UNSAVED_ROLE, LedgerModel
from baise_desktop.ui.unit.unsaved_bar import UnsavedBar, UnsavedList
from tests.ui.conftest import press, type_text
from tests.ui.unit.registers import Register

FORM, PERIOD = "r.tech_demand", "2023Q2"


@pytest.fixture
def register(qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]) -> Register:
    made = Register(qtbot, open_shell(stores / "unit"), FORM, PERIOD)
    made.fill([{"title": f"演示需求{number}"} for number in (3, 1, 2)])
    made.open()
    return made


def close_store(register: Register, *, closed: bool = True) -> None:
    """Let the store refuse every change, as on a disk that can only be read; or take changes again."""
    register.ask(lambda desk: _refuse(desk, closed=closed))


def _refuse(desk: Desk, *, closed: bool) -> None:
    desk.store.connection.execute(f"PRAGMA query_only = {int(closed)}")


def titles(register: Register) -> list[str]:
    return [str(entry.record.values.get("title", "")) for entry in register.stored()]


def bar(register: Register) -> UnsavedBar:
    found = register.shell.findChild(UnsavedBar)
    assert found is not None
    return found


def unsaved(register: Register, line: int, key: str) -> str | None:
    model = register.page.view.ledger()
    told: str | None = model.index(line, model.column_of(key)).data(UNSAVED_ROLE)
    return told


def other_register(register: Register) -> str:
    sheets = register.work.sheets.items()
    return next(form for form, sheet in sheets if sheet.kind is FormKind.REGISTER and form != FORM)


def type_refused(register: Register, line: int, text: str) -> None:
    close_store(register)
    register.go(line, "title")
    type_text(text)
    press(Qt.Key.Key_Tab)
    register.settle()


def test_a_refused_text_stays_in_its_cell_and_says_what_to_do(register: Register) -> None:
    type_refused(register, 1, "abc")
    assert register.texts("title") == ["演示需求3", "abc", "演示需求2"]
    assert "Ctrl+S" in (unsaved(register, 1, "title") or "")
    assert "1" in bar(register).button.text()
    assert bar(register).isVisible()
    assert "没有存上" in register.shell.notice.text()
    assert titles(register) == ["演示需求3", "演示需求1", "演示需求2"]


def test_the_key_saves_again(register: Register) -> None:
    type_refused(register, 1, "abc")
    press(Qt.Key.Key_S, control=True)
    register.settle()
    assert unsaved(register, 1, "title")
    close_store(register, closed=False)
    press(Qt.Key.Key_S, control=True)
    register.settle()
    assert titles(register) == ["演示需求3", "abc", "演示需求2"]
    assert unsaved(register, 1, "title") is None
    assert not bar(register).isVisible()
    assert "都存上了" in register.shell.notice.text()


def test_the_next_text_that_is_taken_brings_the_others(register: Register) -> None:
    type_refused(register, 1, "abc")
    close_store(register, closed=False)
    register.go(0, "title")
    type_text("x")
    press(Qt.Key.Key_Tab)
    register.qtbot.waitUntil(lambda: not register.work.session.unsaved.held())
    register.settle()
    assert titles(register) == ["x", "abc", "演示需求2"]


def test_a_text_typed_over_it_counts(register: Register) -> None:
    type_refused(register, 1, "abc")
    register.go(1, "title")
    type_text("new")
    press(Qt.Key.Key_Tab)
    register.settle()
    assert len(register.work.session.unsaved.held()) == 1
    close_store(register, closed=False)
    press(Qt.Key.Key_S, control=True)
    register.settle()
    assert titles(register)[1] == "new"


def test_a_refused_row_stays_and_becomes_one_row(register: Register) -> None:
    close_store(register)
    register.page.view.start_row()
    for text in ("new", "more"):
        type_text(text)
        press(Qt.Key.Key_Tab)
    register.settle()
    held = register.work.session.unsaved.held()
    assert len(held) == 2
    assert len(register.texts("title")) == 4
    close_store(register, closed=False)
    press(Qt.Key.Key_S, control=True)
    register.settle()
    assert len(register.stored()) == 4
    assert not register.work.session.unsaved.held()


def test_it_is_there_again_when_the_register_is_left_and_opened_again(register: Register) -> None:
    type_refused(register, 1, "abc")
    register.page.view.start_row()
    type_text("new")
    press(Qt.Key.Key_Tab)
    register.settle()
    register.work.open_form(other_register(register))
    register.settle()
    register.work.open_form(FORM)
    register.settle()
    assert register.texts("title") == ["演示需求3", "abc", "演示需求2", "new"]
    assert unsaved(register, 1, "title")
    close_store(register, closed=False)
    register.work.open_form(other_register(register))
    press(Qt.Key.Key_S, control=True)
    register.settle()
    assert titles(register) == ["演示需求3", "abc", "演示需求2", "new"]


def test_rows_read_again_leave_it(register: Register) -> None:
    type_refused(register, 1, "abc")
    register.page.refresh()
    register.settle()
    assert register.texts("title")[1] == "abc"
    assert unsaved(register, 1, "title")


def test_it_can_be_given_up(register: Register) -> None:
    type_refused(register, 1, "abc")
    bar(register).button.click()
    shown = bar(register).list
    assert shown is not None
    shown.hide()  # so that the question is the only one
    assert shown.view.table.line(0).cells[1].text == "abc"
    assert shown.reasons.text()
    shown.copy.click()
    assert "abc" in QApplication.clipboard().text()
    when_asked(register, agree)
    shown.give_up.click()
    register.settle()
    assert register.texts("title")[1] == "演示需求1"
    assert not bar(register).isVisible()


def agree(box: QDialog) -> None:
    assert isinstance(box, QMessageBox)
    box.buttons()[0].click()


def when_asked(register: Register, act: Callable[[QDialog], None]) -> None:
    """Act on the next question as soon as it is there."""
    clock = QTimer(register.shell, interval=10)

    def look() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QDialog) and not (isinstance(box, UnsavedList) and not box.again.hasFocus()):
            clock.stop()
            act(box)

    clock.timeout.connect(look)
    clock.start()


def test_closing_asks_first(register: Register) -> None:
    type_refused(register, 1, "abc")
    asked: list[QDialog] = []

    def stay(box: QDialog) -> None:
        asked.append(box)
        box.reject()

    when_asked(register, stay)
    register.shell.close()
    assert len(asked) == 1
    assert register.shell.isVisible()
    assert register.texts("title")[1] == "abc"


def test_the_last_cell_is_asked_about_too(register: Register, stores: Path) -> None:
    close_store(register)
    register.go(1, "title")
    type_text("abc")

    def mend(box: QDialog) -> None:
        assert isinstance(box, UnsavedList)
        register.shell.jobs.run(lambda desk: _refuse(desk, closed=False))
        box.again.click()

    when_asked(register, mend)
    register.shell.close()
    assert not register.shell.isVisible()
    desk = open_desk(stores / "unit")
    assert [entry.record.values["title"] for entry in list_rows(desk, register.sheet)][1] == "abc"
    close_desk(desk)


def test_an_answer_of_a_report_stays_too(register: Register) -> None:
    form = next(form for form, sheet in register.work.sheets.items() if sheet.kind is FormKind.TARGET)
    page = register.work.target
    register.work.open_form(form)
    register.settle()
    key = next(key for key, answer in page.sheet.answers.items() if answer.question.type is FieldType.LONGTEXT)
    close_store(register)
    page.sheet.answers[key].editor.setFocus()
    type_text("abc")
    register.work.open_form(FORM)
    register.settle()
    register.work.open_form(form)
    register.settle()
    answer = page.sheet.answers[key]
    assert answer.text() == "abc"
    assert "Ctrl+S" in answer.problem.text()
    close_store(register, closed=False)
    press(Qt.Key.Key_S, control=True)
    register.settle()
    register.work.open_form(FORM)
    register.settle()
    register.work.open_form(form)
    register.settle()
    assert page.sheet.answers[key].text() == "abc"
    assert not page.sheet.answers[key].problem.text()


def test_a_row_that_was_never_saved_can_be_taken_out(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("baise_desktop.ui.unit.ledger_page.confirm", lambda *_: True)
    close_store(register)
    register.page.view.start_row()
    type_text("new")
    press(Qt.Key.Key_Tab)
    register.settle()
    close_store(register, closed=False)
    register.go(3, "title")
    register.page.delete.click()
    register.settle()
    assert register.texts("title") == ["演示需求3", "演示需求1", "演示需求2"]
    assert not register.work.session.unsaved.held()


def test_a_note_stays_too(register: Register) -> None:
    close_store(register)
    register.go(1, "title")
    press(Qt.Key.Key_M, control=True)
    type_text("ask them")
    press(Qt.Key.Key_Return)
    register.settle()
    assert [typed.text for typed in register.work.session.unsaved.held()] == ["ask them"]
    close_store(register, closed=False)
    press(Qt.Key.Key_S, control=True)
    register.settle()
    assert "ask them" in register.work.notes.of_form(FORM).values()


def test_an_explanation_stays_too(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    full, kept = [True], []

    def explain(_desk: Desk, _plan: str, _period: str, finding: str, text: str, *_rest: object) -> None:
        if full:
            raise BaiseError("STORE_FULL", file="baise.sqlite3")
        kept.append((finding, text))

    monkeypatch.setattr("baise_desktop.app.checks.checking.explain", explain)
    register.work.watch.explain("a finding", "经电话核实")
    register.settle()
    assert [typed.text for typed in register.work.session.unsaved.held()] == ["经电话核实"]
    full.clear()
    press(Qt.Key.Key_S, control=True)
    register.settle()
    assert kept == [("a finding", "经电话核实")]
    assert not register.work.session.unsaved.held()


def test_only_the_register_opened_last_is_shown(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    view = register.page.view
    show = view.show_model

    def note(model: LedgerModel, *rest: Any) -> None:
        shown.append(model.form.id)
        show(model, *rest)

    monkeypatch.setattr(view, "show_model", note)
    for form in (other_register(register), FORM) * 10:
        register.work.open_form(form)
    register.settle()
    assert shown == [FORM]

"""A paste lands where the eye was when the keys were pressed, or says why not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from baise_desktop.form.definition import FormKind
from baise_desktop.ui.shell import Shell
from tests.ui.conftest import press
from tests.ui.unit.registers import Register

FORM, PERIOD = "r.tech_demand", "2023Q2"


@pytest.fixture
def register(qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]) -> Register:
    made = Register(qtbot, open_shell(stores / "unit"), FORM, PERIOD)
    made.fill([{"title": f"演示需求{number}"} for number in (3, 1, 2)])
    made.open()
    return made


def paste(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    press(Qt.Key.Key_V, control=True)


def other_register(register: Register) -> str:
    sheets = register.work.sheets.items()
    return next(form for form, sheet in sheets if sheet.kind is FormKind.REGISTER and form != FORM)


@pytest.mark.parametrize("text", ["a\tb\nc\td", "one"])
def test_a_paste_does_not_land_in_the_register_that_is_being_opened(register: Register, text: str) -> None:
    register.go(0, "title")
    register.work.open_form(other_register(register))
    register.page.view.setFocus()
    paste(text)
    register.settle()
    model = register.page.view.ledger()
    assert model.form.id != FORM
    assert len(model.rows()) == 0
    assert "没有粘贴" in register.shell.notice.text()


def test_a_question_about_a_paste_is_not_asked_over_another_register(register: Register) -> None:
    register.go(0, "title")
    paste("x\ny\nz")
    register.work.open_form(other_register(register))
    register.settle()
    assert register.page.view.ledger().form.id != FORM
    assert "没有粘贴" in register.shell.notice.text()
    assert register.page.paste_dialog is None


def test_a_paste_follows_its_row(register: Register) -> None:
    register.go(2, "title")
    gone = register.page.view.ledger().rows()[0].row_id
    register.page.refresh()
    register.shell.jobs.run(lambda desk: _delete(register, gone, desk))
    register.page.refresh()
    paste("pasted")
    register.settle()
    register.settle()
    assert register.texts("title") == ["演示需求1", "pasted"]


def _delete(register: Register, row_id: str, desk: object) -> None:
    from baise_desktop.app.clock import utc_now
    from baise_desktop.app.entry import filling

    filling.delete_rows(desk, register.sheet, [row_id], utc_now())  # type: ignore[arg-type]

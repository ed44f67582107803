"""Every form of both plans opens in the unit's pages, with a place to answer each of its questions."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from baise_desktop.app.desk import load_forms
from baise_desktop.form.definition import FieldType, Form, FormKind
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit.cell_delegate import CellDelegate
from baise_desktop.ui.unit.workspace import UnitWorkspace

PERIODS = {"p1": "2020", "p2": "2023"}
GIVEN = (FieldType.COMPUTED, FieldType.EVIDENCE)
"""Fields that are shown and never typed."""


@pytest.fixture
def work(stores: Path, open_shell: Callable[[Path], Shell]) -> UnitWorkspace:
    opened = open_shell(stores / "unit").work()
    assert isinstance(opened, UnitWorkspace)
    return opened


def show(qtbot: QtBot, work: UnitWorkspace, form: Form) -> None:
    """Open a form as the navigation does, in a submission of its plan."""
    plan = next(plan for plan in PERIODS if form.kind is FormKind.REGISTER or form.id.startswith(f"{plan}."))
    work.session.plan, work.session.period = plan, PERIODS[plan]
    work.navigation.chosen.emit(form.id)
    qtbot.waitUntil(work.session.jobs.is_idle, timeout=20_000)


def editable_in_grid(work: UnitWorkspace, form: Form) -> set[str]:
    """Keys of the columns whose cells open an editor."""
    view, model = work.ledger.view, work.ledger.view.ledger()
    delegate = view.itemDelegate()
    assert isinstance(delegate, CellDelegate)
    keys = set()
    for number, field in enumerate(model.form.fields):
        index = model.index(0, number)
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            view.edit(index)
            editor = view.indexWidget(index)
            assert isinstance(editor, QLineEdit | QPlainTextEdit), (form.id, field.key)
            view.closeEditor(editor, CellDelegate.EndEditHint.NoHint)
            keys.add(field.key)
    return keys


def editable_on_page(work: UnitWorkspace, form: Form) -> set[str]:
    """Keys of the answers that stand on the page and can be typed into."""
    page = work.task if form.kind is FormKind.TASK else work.target
    assert page.form_id() == form.id
    shown = {key: answer for key, answer in page.sheet.answers.items() if page.isAncestorOf(answer.editor)}
    assert all(not answer.editor.isReadOnly() and answer.editor.isEnabled() for answer in shown.values())
    return set(shown)


@pytest.mark.parametrize("kind", [FormKind.TASK, FormKind.TARGET, FormKind.REGISTER])
def test_every_form_opens_with_every_field(qtbot: QtBot, work: UnitWorkspace, kind: FormKind) -> None:
    forms = [form for form in load_forms().forms.values() if form.kind is kind]
    counted = {FormKind.TASK: 102, FormKind.TARGET: 111, FormKind.REGISTER: 69}
    assert len(forms) == counted[kind]
    for form in forms:
        show(qtbot, work, form)
        asked = {field.key for field in form.fields if field.type not in GIVEN}
        if kind is FormKind.REGISTER:
            assert work.ledger.title.text() == form.title
            assert work.ledger.view.ledger().columnCount() == len(form.fields), form.id
            assert editable_in_grid(work, form) == asked, form.id
        else:
            assert editable_on_page(work, form) == asked, form.id

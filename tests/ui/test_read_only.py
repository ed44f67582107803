"""Every kind of cell that cannot be typed into says why."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from baise_desktop.app.desk import load_forms
from baise_desktop.errors import Severity
from baise_desktop.form.definition import Field, FieldType
from baise_desktop.ui.unit.findings_model import EXPLANATION, FindingsModel
from baise_desktop.ui.unit.ledger_model import LedgerModel
from baise_desktop.ui.unit.ledger_rows import LedgerRow
from baise_desktop.ui.unit.read_only import NEVER_TYPED, why_read_only

LOCKED = "已签发锁定。"


def asked() -> list[Field]:
    return [field for form in load_forms().forms.values() for field in form.fields]


def test_every_field_that_is_never_typed_has_a_reason_of_its_own() -> None:
    for field in asked():
        why = why_read_only(field, "")
        assert bool(why) == (field.type in NEVER_TYPED), field
        if field.formula:
            assert field.formula.removeprefix("=") in why


def test_a_lock_is_the_reason_of_all_others() -> None:
    for field in asked():
        assert why_read_only(field, LOCKED) == (why_read_only(field, "") or LOCKED)


def test_what_a_target_shows_says_where_it_comes_from() -> None:
    target = next(form for form in load_forms().forms.values() if any(field.key == "figure" for field in form.fields))
    assert "台账自动计数" in why_read_only(target.field("figure"), "")
    assert "任务包规定" in why_read_only(target.field("required"), "")


@pytest.mark.parametrize("locked", ["", LOCKED])
def test_the_grid_says_it_of_every_column_and_flags_agree(qtbot: QtBot, locked: str) -> None:
    form = next(
        form for form in load_forms().registers.values() if any(f.type is FieldType.COMPUTED for f in form.fields)
    )
    model = LedgerModel(form)
    model.set_rows([LedgerRow("one")])
    model.lock(locked)
    for column in range(model.columnCount()):
        why = model.why_read_only(column)
        editable = bool(model.flags(model.index(0, column)) & Qt.ItemFlag.ItemIsEditable)
        assert editable == (not why)
        tip = str(model.data(model.index(0, column), Qt.ItemDataRole.ToolTipRole) or "")
        assert not why or why.split("：")[0] in tip


def test_a_finding_that_takes_no_explanation_says_so() -> None:
    model = FindingsModel()
    found = [
        SimpleNamespace(id=each.value, rule="r", severity=each, form="f", row_id="", fields=(), told="句子")
        for each in Severity
    ]
    for locked in (False, True):
        model.show_check(cast("Any", found), {}, {}, locked=locked)
        for line in range(model.rowCount()):
            index = model.index(line, EXPLANATION)
            editable = bool(model.flags(index) & Qt.ItemFlag.ItemIsEditable)
            assert bool(model.why_closed(index)) != editable
            assert editable == (not locked and model.finding(line).severity is Severity.EXPLAIN)

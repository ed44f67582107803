from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit.ledger_form import LedgerForm
from tests.ui.conftest import press, type_text
from tests.ui.unit.registers import Register


@pytest.fixture
def firms(qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]) -> Register:
    """Two firms."""
    register = Register(qtbot, open_shell(stores / "unit"), "r.hightech_firm", "2023Q2")
    register.fill([{"ent_name": name, "uscc": "91451002MA5364141E"} for name in ("甲厂", "乙厂")])
    register.open()
    return register


def open_form(firms: Register) -> LedgerForm:
    press(Qt.Key.Key_F4)
    form = firms.page.row_form
    assert form is not None
    firms.qtbot.waitUntil(form.isActiveWindow)
    return form


def test_f4_fills_a_row_from_top_to_bottom(firms: Register) -> None:
    firms.go(1, "uscc")
    form = open_form(firms)
    assert form.title.text() == "第 2 行，共 2 行"
    assert form.answers["ent_name"].text() == "乙厂"
    form.answers["cert_no"].editor.setFocus()
    type_text("GR2")
    press(Qt.Key.Key_Tab)
    firms.settle()
    assert [entry.record.values.get("cert_no") for entry in firms.stored()] == [None, "GR2"]
    assert firms.texts("cert_no") == ["", "GR2"]


def test_page_keys_keep_what_was_typed_and_change_the_row(firms: Register) -> None:
    firms.go(0, "uscc")
    form = open_form(firms)
    form.answers["cert_no"].editor.setFocus()
    type_text("GR1")
    press(Qt.Key.Key_PageDown)
    assert form.title.text() == "第 2 行，共 2 行"
    assert form.answers["cert_no"].text() == ""
    press(Qt.Key.Key_PageDown)
    assert form.title.text() == "新的一行"
    form.answers["ent_name"].editor.setFocus()
    type_text("丙厂")
    press(Qt.Key.Key_PageUp)
    firms.settle()
    assert [entry.record.values.get("ent_name") for entry in firms.stored()] == ["甲厂", "乙厂", "丙厂"]
    assert firms.stored()[0].record.values["cert_no"] == "GR1"


def test_esc_leads_back_to_the_grid_with_everything_kept(firms: Register) -> None:
    firms.go(0, "uscc")
    form = open_form(firms)
    form.answers["cert_no"].editor.setFocus()
    type_text("GR1")
    QTest.keyClick(form, Qt.Key.Key_Escape)
    firms.settle()
    assert firms.stored()[0].record.values["cert_no"] == "GR1"


def test_another_register_closes_the_row_with_everything_kept(firms: Register) -> None:
    firms.go(0, "uscc")
    form = open_form(firms)
    form.answers["cert_no"].editor.setFocus()
    type_text("GR1")
    firms.work.open_form("r.hightech_pool")
    firms.settle()
    assert firms.page.row_form is None
    assert firms.stored()[0].record.values["cert_no"] == "GR1"


def test_a_repeated_key_is_told_while_typing(firms: Register) -> None:
    firms.go(0, "cert_no")
    for line in range(2):
        firms.go(line, "cert_no")
        type_text("GR1")
        press(Qt.Key.Key_Return)
    firms.settle()
    twin = firms.page.sight.twin
    assert twin.isVisible()
    assert twin.text() == "本行与第 1 行的统一社会信用代码、证书编号相同，可能是同一条"
    firms.go(1, "cert_no")
    type_text("GR2")
    press(Qt.Key.Key_Return)
    firms.settle()
    assert not twin.isVisible()


def test_the_keys_of_a_cell_act_in_it_too(firms: Register) -> None:
    firms.go(1, "uscc")
    form = open_form(firms)
    form.answers["cert_no"].editor.setFocus()
    press(Qt.Key.Key_F9)
    typed = form.answers["cert_no"].text()
    press(Qt.Key.Key_F9)
    assert form.answers["cert_no"].text() != typed
    press(Qt.Key.Key_M, control=True)
    box = firms.page.window().work().notes.box
    assert box.window() is form
    type_text("按证书填")
    press(Qt.Key.Key_Return)
    firms.settle()
    held = firms.page.window().work().notes.of_form("r.hightech_firm")
    assert held == {(firms.stored()[1].record.row_id, "cert_no"): "按证书填"}
    press(Qt.Key.Key_F7)
    firms.settle()
    assert "上期" in firms.page.window().notice.text()

"""The keys of both windows, with real key events."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from baise_desktop.app.installation.preferences import read_preferences
from baise_desktop.form.definition import FormKind
from baise_desktop.form.value import NOT_APPLICABLE
from baise_desktop.texts import say
from baise_desktop.ui import look, preferences
from baise_desktop.ui.city.workspace import CityWorkspace
from baise_desktop.ui.finder import Finder
from baise_desktop.ui.key_sheet import KeySheet, keep_sheet
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit.places import fixed_places
from baise_desktop.ui.unit.workspace import UnitWorkspace
from tests.ui.conftest import focused, press, settle, type_text

HALF = "2023H1"
CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


def key(code: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    """One key on whatever has the focus."""
    QTest.keyClick(focused(), code, modifier)


def unit_of(shell: Shell) -> UnitWorkspace:
    work = shell.work()
    assert isinstance(work, UnitWorkspace)
    return work


def city_of(shell: Shell) -> CityWorkspace:
    work = shell.work()
    assert isinstance(work, CityWorkspace)
    return work


def finder_of(shell: Shell) -> Finder:
    """The one that is open."""
    (finder,) = [each for each in shell.findChildren(Finder) if each.isVisible()]
    return finder


def compose(text: str) -> None:
    """Characters in the hand of an input method."""
    QApplication.sendEvent(focused(), QInputMethodEvent(text, []))


@pytest.fixture
def unit(stores: Path, open_shell: Callable[[Path], Shell], qtbot: QtBot) -> Shell:
    shell = open_shell(stores / "unit")
    unit_of(shell).open_submission("p2", HALF)
    settle(qtbot, shell)
    return shell


@pytest.fixture
def city(stores: Path, open_shell: Callable[[Path], Shell], qtbot: QtBot) -> Shell:
    shell = open_shell(stores / "city")
    settle(qtbot, shell)
    return shell


def number_cell(shell: Shell, qtbot: QtBot) -> tuple[int, str]:
    """Column and key of a number in a register with a text before it; the cursor is on the text of a new row."""
    work = unit_of(shell)
    for sheet in work.sheets.values():
        form = work.session.form(sheet.form)
        kinds = [field.type.value for field in form.fields]
        if sheet.kind is FormKind.REGISTER and "text" in kinds and "decimal" in kinds:
            work.open_form(form.id)
            settle(qtbot, shell)
            work.ledger.view.show_cell(0, kinds.index("text"))
            type_text("a")
            press(Qt.Key.Key_Return)
            settle(qtbot, shell)
            column = kinds.index("decimal")
            work.ledger.view.show_cell(0, column)
            return column, form.fields[column].key
    raise AssertionError("no such register")


# --- everything by keys ------------------------------------------------------------------------------------------


def test_the_tour_of_the_units_window(unit: Shell, qtbot: QtBot) -> None:
    """From the list of pages into every page and on through the panes, with keys alone."""
    work = unit_of(unit)
    while not work.navigation.isAncestorOf(focused()):
        key(Qt.Key.Key_F6)
    for _ in range(200):
        if work.navigation.fixed.hasFocus() and work.navigation.fixed.currentIndex().row() == 0:
            break
        key(Qt.Key.Key_Up)
    listed = [*fixed_places(has_submission=True)]
    seen: list[str] = []
    for _ in range(len(listed) + 4):
        key(Qt.Key.Key_Return)
        settle(qtbot, unit)
        place = work.navigation.current()
        key(Qt.Key.Key_F6)
        assert work.navigation.isAncestorOf(focused()) or visits_every_stop(work.page()), place
        seen.append(place)
        key(Qt.Key.Key_F6)
        while not work.navigation.isAncestorOf(focused()):
            key(Qt.Key.Key_F6)
        key(Qt.Key.Key_Down)
        if not work.navigation.current():
            key(Qt.Key.Key_Down)
    assert seen[: len(listed)] == [place.key for place in listed]
    assert len({form for form in seen if form in work.sheets}) > 1


def test_the_tour_of_the_citys_window(city: Shell, qtbot: QtBot) -> None:
    work = city_of(city)
    while not work.navigation.isAncestorOf(focused()):
        key(Qt.Key.Key_F6)
    for _ in work.pages:
        key(Qt.Key.Key_Up)
    for name, page in work.pages.items():
        key(Qt.Key.Key_Return)
        settle(qtbot, city)
        assert work.page() is page, name
        key(Qt.Key.Key_F6)
        assert page.isAncestorOf(focused()), name
        assert visits_every_stop(page), name
        while not work.navigation.isAncestorOf(focused()):
            key(Qt.Key.Key_F6)
        key(Qt.Key.Key_Down)


def visits_every_stop(page: QWidget) -> bool:
    """Whether Tab goes through the page and leaves it at last."""
    start = focused()
    for _ in range(300):
        here = focused()
        key(Qt.Key.Key_Tab)
        if not page.isAncestorOf(focused()) or focused() is start:
            return True
        if focused() is here:
            return False
    return False


def test_back_and_forward_follow_what_was_really_visited(unit: Shell, qtbot: QtBot) -> None:
    work = unit_of(unit)
    first = work.form_on_show()
    register = next(sheet.form for sheet in work.sheets.values() if sheet.kind is FormKind.REGISTER)
    for place in (register, "sign_off"):
        work.go(place)
        settle(qtbot, unit)
    places = []
    for code in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Right):
        key(code, ALT)
        settle(qtbot, unit)
        places.append(work.navigation.current())
    assert places == [register, first, register, "sign_off"]


def test_back_stands_where_the_cursor_stood(unit: Shell, qtbot: QtBot) -> None:
    number_cell(unit, qtbot)
    work = unit_of(unit)
    at, form = work.ledger.view.current_cell(), work.form_on_show()
    work.go("export")
    settle(qtbot, unit)
    key(Qt.Key.Key_Left, ALT)
    settle(qtbot, unit)
    assert (work.form_on_show(), work.ledger.view.current_cell()) == (form, at)


def test_back_in_the_citys_window_begins_within_the_page(city: Shell, qtbot: QtBot) -> None:
    work = city_of(city)
    work.show_page("units")
    work.show_page("forms")
    settle(qtbot, city)
    shown = work.forms.view.sheet()
    assert shown is not None
    other = next(name for name in work.forms._catalogue.targets)
    work.forms.tree.mark(other)
    key(Qt.Key.Key_Left, ALT)
    settle(qtbot, city)
    again = work.forms.view.sheet()
    assert again is not None
    assert again.id == shown.id
    key(Qt.Key.Key_Left, ALT)
    assert work.page() is work.units


# --- palette, Ctrl+G, F1 -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["导出", "daochu", "dcsb"])
def test_the_palette_finds_by_words_pinyin_and_initials(unit: Shell, qtbot: QtBot, typed: str) -> None:
    key(Qt.Key.Key_K, CONTROL)
    type_text(typed)
    assert finder_of(unit).titles()[0] == "转到：导出上报"
    press(Qt.Key.Key_Return)
    settle(qtbot, unit)
    work = unit_of(unit)
    assert work.page() is work.export
    key(Qt.Key.Key_K, CONTROL)
    assert finder_of(unit).titles()[0] == "转到：导出上报"
    assert say("commands.palette") not in finder_of(unit).titles()
    press(Qt.Key.Key_Escape)
    assert not [each for each in unit.findChildren(Finder) if each.isVisible()]


def test_esc_leaves_the_palette_where_one_was(unit: Shell, qtbot: QtBot) -> None:
    number_cell(unit, qtbot)
    before = focused()
    key(Qt.Key.Key_K, CONTROL)
    assert focused() is not before
    press(Qt.Key.Key_Escape)
    assert focused() is before


def test_every_key_stands_for_one_thing(unit: Shell, city: Shell) -> None:
    for shell in (unit, city):
        keys = [each for command in shell.commands.every() if command.act is not None for each in command.keys]
        assert sorted(keys) == sorted(set(keys))


def test_ctrl_g_goes_to_a_field_of_the_form_by_pinyin(unit: Shell, qtbot: QtBot) -> None:
    column, _ = number_cell(unit, qtbot)
    work = unit_of(unit)
    question = work.session.form(work.form_on_show()).fields[column]
    work.ledger.view.show_cell(0, 0)
    key(Qt.Key.Key_G, CONTROL)
    type_text(question.key)
    assert question.name in finder_of(unit).titles()
    assert finder_of(unit).titles()[0] == question.name
    press(Qt.Key.Key_Return)
    settle(qtbot, unit)
    assert work.ledger.view.current_cell() == (0, column)


def test_ctrl_g_reaches_other_forms_and_rows(unit: Shell, qtbot: QtBot) -> None:
    number_cell(unit, qtbot)
    work = unit_of(unit)
    target = next(sheet for sheet in work.sheets.values() if sheet.kind is FormKind.TASK)
    key(Qt.Key.Key_G, CONTROL)
    type_text(target.title)
    assert target.title in finder_of(unit).titles()
    press(Qt.Key.Key_Return)
    settle(qtbot, unit)
    assert work.form_on_show() == target.form


def test_f1_lists_the_keys_and_keeps_them_as_a_file(unit: Shell, tmp_path: Path) -> None:
    key(Qt.Key.Key_F1)
    (sheet,) = unit.findChildren(KeySheet)
    names = [sheet.view.table.line(line).cells[1].text for line in range(sheet.view.table.rowCount())]
    assert {"查找命令", "依次填 空、0、不适用、暂缺", "照抄上一行的同一格"} <= set(names)
    keep_sheet(sheet.document(), tmp_path / "keys.pdf")
    keep_sheet(sheet.document(), tmp_path / "keys.html")
    assert (tmp_path / "keys.pdf").read_bytes().startswith(b"%PDF")
    assert "Ctrl+K" in (tmp_path / "keys.html").read_text("utf-8")
    sheet.reject()


# --- keys on cells -----------------------------------------------------------------------------------------------


def test_f9_goes_round_blank_nought_not_applicable_and_missing(unit: Shell, qtbot: QtBot) -> None:
    _, name = number_cell(unit, qtbot)
    work = unit_of(unit)
    row = work.ledger.view.ledger().rows()[0]
    shown = []
    for _ in range(2):
        key(Qt.Key.Key_F9)
        settle(qtbot, unit)
        shown.append(row.texts.get(name, ""))
    assert [shown[0].rstrip("0."), shown[1]] == ["", NOT_APPLICABLE.value]
    assert shown[0].startswith("0")
    key(Qt.Key.Key_F9)
    type_text("统计部门七月公布")
    press(Qt.Key.Key_Return)
    settle(qtbot, unit)
    assert row.texts[name] == "暂缺：统计部门七月公布"
    assert name not in row.problems
    work.ledger.view.show_cell(0, work.ledger.view.ledger().column_of(name))
    key(Qt.Key.Key_F9)
    settle(qtbot, unit)
    assert row.texts.get(name, "") == ""


def test_f9_in_an_answer_of_a_task(unit: Shell, qtbot: QtBot) -> None:
    work = unit_of(unit)
    work.open_form(next(sheet.form for sheet in work.sheets.values() if sheet.kind is FormKind.TASK))
    settle(qtbot, unit)
    answer = next(each for each in work.task.sheet.answers.values() if each.editor is focused())
    key(Qt.Key.Key_F9)
    settle(qtbot, unit)
    assert answer.text() == NOT_APPLICABLE.value
    key(Qt.Key.Key_F9)
    assert answer.text() == "暂缺："


def test_f7_says_when_there_is_nothing_to_take(unit: Shell, qtbot: QtBot) -> None:
    number_cell(unit, qtbot)
    key(Qt.Key.Key_F7)
    settle(qtbot, unit)
    assert unit.notice.text().startswith("上期没有填")


def test_ctrl_m_writes_a_note_that_is_marked_and_listed(unit: Shell, qtbot: QtBot) -> None:
    column, _ = number_cell(unit, qtbot)
    work = unit_of(unit)
    form = work.form_on_show()
    key(Qt.Key.Key_M, CONTROL)
    type_text("待核实")
    press(Qt.Key.Key_Return)
    settle(qtbot, unit)
    assert focused() is work.ledger.view
    model = work.ledger.view.ledger()
    assert "待核实" in model.index(0, column).data(Qt.ItemDataRole.ToolTipRole)
    work.go("notes")
    settle(qtbot, unit)
    cells = work.notes_page.view.table.line(0).cells
    assert (cells[0].text, cells[3].text) == ("仅本机可见", "待核实")
    press(Qt.Key.Key_Return)
    settle(qtbot, unit)
    assert (work.form_on_show(), work.ledger.view.current_cell()) == (form, (0, column))
    key(Qt.Key.Key_M, CONTROL)
    key(Qt.Key.Key_A, CONTROL)
    press(Qt.Key.Key_Delete, Qt.Key.Key_Return)
    settle(qtbot, unit)
    assert work.notes.of_form(form) == {}


def test_enter_goes_down_where_that_is_wished_and_tab_never_does(unit: Shell, qtbot: QtBot) -> None:
    column, _ = number_cell(unit, qtbot)
    view = unit_of(unit).ledger.view
    unit.preferences.change(enter_down=True)
    press(Qt.Key.Key_Return)
    assert view.current_cell() == (1, column)
    key(Qt.Key.Key_Return, SHIFT)
    assert view.current_cell() == (0, column)
    type_text("5")
    press(Qt.Key.Key_Return)
    assert view.current_cell() == (1, column)
    view.show_cell(0, column)
    type_text("6")
    press(Qt.Key.Key_Tab)
    assert view.current_cell()[0] == 0


# --- nothing acts while an input method composes -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "modifier"),
    [
        (Qt.Key.Key_F9, NONE),
        (Qt.Key.Key_F1, NONE),
        (Qt.Key.Key_F6, NONE),
        (Qt.Key.Key_K, CONTROL),
        (Qt.Key.Key_M, CONTROL),
        (Qt.Key.Key_Left, ALT),
        (Qt.Key.Key_Return, NONE),
        (Qt.Key.Key_Tab, NONE),
        (Qt.Key.Key_Escape, NONE),
    ],
)
def test_no_key_acts_while_characters_are_in_hand(
    unit: Shell, qtbot: QtBot, code: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    column, _ = number_cell(unit, qtbot)
    work = unit_of(unit)
    press(Qt.Key.Key_F2)
    editor = focused()
    compose("ni")
    key(code, modifier)
    assert focused() is editor
    assert work.ledger.view.current_cell() == (0, column)
    assert not unit.findChildren(Finder)
    assert not unit.findChildren(KeySheet)
    compose("")
    press(Qt.Key.Key_Escape)
    assert focused() is work.ledger.view


def test_enter_in_the_palette_belongs_to_the_input_method_first(unit: Shell, qtbot: QtBot) -> None:
    key(Qt.Key.Key_K, CONTROL)
    finder = finder_of(unit)
    compose("dao")
    press(Qt.Key.Key_Return, Qt.Key.Key_Escape)
    assert finder.isVisible()
    type_text("导")
    compose("")
    press(Qt.Key.Key_Escape)


# --- looks -------------------------------------------------------------------------------------------------------


def test_zoom_and_theme_are_remembered(unit: Shell, stores: Path) -> None:
    key(Qt.Key.Key_Equal, CONTROL)
    key(Qt.Key.Key_H, CONTROL | SHIFT)
    assert (look.current().zoom, look.current().theme) == (110, "contrast")
    kept = read_preferences(stores / "unit")
    assert (kept.zoom, kept.theme) == (110, "contrast")
    for _ in range(20):
        key(Qt.Key.Key_Minus, CONTROL)
    assert preferences.current().zoom == 80
    key(Qt.Key.Key_0, CONTROL)
    assert look.current().zoom == 100


def test_preferences_are_chosen_by_keys(city: Shell, qtbot: QtBot) -> None:
    work = city_of(city)
    work.show_page("preferences")
    work.preferences.boxes["theme"].setFocus()
    press(Qt.Key.Key_Down)
    assert look.current().theme == "dark"

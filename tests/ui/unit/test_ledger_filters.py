from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from baise_desktop.ui.shell import Shell
from tests.ui.conftest import press, settle, type_text
from tests.ui.unit.registers import PLAN, Register

FIRMS, QUARTER = "r.hightech_firm", "2023Q2"
NAMES = ("乙厂", "甲厂", "丙厂")


@pytest.fixture
def firms(qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]) -> Register:
    """Three firms, two of them not newly recognised."""
    register = Register(qtbot, open_shell(stores / "unit"), FIRMS, QUARTER)
    changes = ("新认定", "迁出", "重新认定")
    register.fill([{"ent_name": name, "change": change} for name, change in zip(NAMES, changes, strict=True)])
    register.open()
    return register


def sort_by(firms: Register, key: str) -> None:
    firms.go(firms.page.view.current_cell()[0], key)
    press(Qt.Key.Key_F5)
    firms.settle()


def test_f5_sorts_up_down_and_back_and_keeps_the_row(firms: Register) -> None:
    firms.go(1, "ent_name")
    sort_by(firms, "ent_name")
    assert firms.texts("ent_name") == ["丙厂", "甲厂", "乙厂"]
    assert firms.page.view.current_cell()[0] == 1
    sort_by(firms, "ent_name")
    assert firms.texts("ent_name") == ["乙厂", "甲厂", "丙厂"]
    sort_by(firms, "ent_name")
    assert firms.texts("ent_name") == list(NAMES)


def test_a_click_on_a_heading_sorts(firms: Register) -> None:
    view = firms.page.view
    header = view.horizontalHeader()
    x = header.sectionViewportPosition(view.ledger().column_of("ent_name")) + 20
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, 10))
    firms.settle()
    assert firms.texts("ent_name") == ["丙厂", "甲厂", "乙厂"]


def test_typing_into_a_sorted_register_writes_the_row_seen(firms: Register) -> None:
    sort_by(firms, "ent_name")
    firms.go(0, "cert_no")
    type_text("GR1")
    press(Qt.Key.Key_Return)
    firms.settle()
    stored = {entry.record.values["ent_name"]: entry.record.values.get("cert_no") for entry in firms.stored()}
    assert stored == {"乙厂": None, "甲厂": None, "丙厂": "GR1"}
    assert firms.texts("ent_name") == ["丙厂", "甲厂", "乙厂"]


def test_initials_find_rows_and_esc_shows_all_again(firms: Register) -> None:
    search = firms.page.sight.filters.search
    search.setFocus()
    type_text("jc")
    firms.qtbot.waitUntil(lambda: firms.texts("ent_name") == ["甲厂"], timeout=20_000)
    assert firms.page.sight.filters.shown.text() == "显示 1 / 3 行"
    press(Qt.Key.Key_Escape)
    firms.qtbot.waitUntil(lambda: firms.texts("ent_name") == list(NAMES), timeout=20_000)
    press(Qt.Key.Key_Down)
    assert QApplication.focusWidget() is firms.page.view


def test_a_row_begun_or_pasted_under_a_filter_stays_in_sight(firms: Register) -> None:
    search = firms.page.sight.filters.search
    search.setFocus()
    type_text("甲厂")
    firms.qtbot.waitUntil(lambda: firms.texts("ent_name") == ["甲厂"], timeout=20_000)
    firms.page.view.setFocus()
    press(Qt.Key.Key_Return, control=True)
    firms.go(1, "ent_name")
    type_text("丁厂")
    press(Qt.Key.Key_Return)
    firms.settle()
    assert firms.texts("ent_name") == ["甲厂", "丁厂"]
    QGuiApplication.clipboard().setText("戊厂\n己厂\n")
    firms.go(2, "ent_name")
    press(Qt.Key.Key_V, control=True)
    firms.settle()
    assert firms.texts("ent_name") == ["甲厂", "丁厂", "戊厂", "己厂"]
    assert len(firms.stored()) == 6
    search.setFocus()
    press(Qt.Key.Key_Escape)
    firms.qtbot.waitUntil(lambda: len(firms.texts("ent_name")) == 6, timeout=20_000)


def test_chips_count_and_choose(firms: Register) -> None:
    chips = firms.page.sight.filters.chips
    assert chips["blanks"].text() == "有空缺 3"
    assert chips["changed"].text() == "本期有改动 0"
    chips["changed"].setFocus()
    press(Qt.Key.Key_Space)
    firms.settle()
    assert firms.texts("ent_name") == []
    chips["added"].setFocus()
    press(Qt.Key.Key_Space)
    firms.settle()
    assert len(firms.texts("ent_name")) == 3


def test_a_finding_of_a_hidden_row_shows_it(firms: Register) -> None:
    row_id = firms.page.view.ledger().rows()[0].row_id
    firms.page.sight.filters.search.setText("甲厂")
    firms.qtbot.waitUntil(lambda: firms.texts("ent_name") == ["甲厂"], timeout=20_000)
    firms.page.go_to(row_id, "cert_no")
    firms.settle()
    assert firms.page.view.current_cell() == (0, firms.page.view.ledger().column_of("cert_no"))
    assert len(firms.texts("ent_name")) == 3


def test_one_text_goes_into_every_selected_cell_as_one_step(firms: Register) -> None:
    view = firms.page.view
    firms.go(0, "cert_no")
    for _ in range(2):
        QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    writes: list[int] = []
    firms.work.session.saved.connect(lambda: writes.append(1))
    type_text("GR")
    press(Qt.Key.Key_Return, control=True)
    firms.settle()
    assert [entry.record.values.get("cert_no") for entry in firms.stored()] == ["GR", "GR", "GR"]
    assert len(writes) == 1
    firms.go(0, "cert_no")
    for _ in range(2):
        QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    press(Qt.Key.Key_Delete)
    firms.settle()
    assert [entry.record.values.get("cert_no") for entry in firms.stored()] == [None, None, None]
    assert len(writes) == 2


def test_columns_can_be_hidden_but_not_keys_and_enter_passes_them(firms: Register) -> None:
    view = firms.page.view
    firms.page.columns.setFocus()
    press(Qt.Key.Key_Return)
    menu = firms.page.findChild(QMenu)
    assert isinstance(menu, QMenu)
    lines = {line.data(): line for line in menu.actions()}
    assert not lines["uscc"].isEnabled()
    lines["park"].trigger()
    menu.close()
    park = view.ledger().column_of("park")
    assert view.isColumnHidden(park)
    firms.go(0, "county")
    press(Qt.Key.Key_Return)
    assert view.current_cell() == (0, park + 1)
    firms.work.open_form(FIRMS)
    firms.settle()
    assert view.isColumnHidden(park)


def test_key_columns_stay_in_sight_and_do_not_cover_the_cell(firms: Register) -> None:
    view = firms.page.view
    assert not view.frozen.isVisible()
    firms.go(0, "reward_done")
    assert view.frozen.isVisible()
    assert view.frozen.holds(view.ledger().column_of("uscc"))
    firms.go(0, "change")
    x = view.columnViewportPosition(view.ledger().column_of("change"))
    assert x >= view.frozen.width_in_use()
    firms.go(0, "uscc")
    assert not view.frozen.isVisible()


def test_sums_follow_what_is_shown(qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]) -> None:
    contracts = Register(qtbot, open_shell(stores / "unit"), "r.tech_contract", "2023-06")
    amounts = {"一": "1,000.5", "二": "2", "三": "很多"}
    contracts.fill([{"title": title, "amount": amount} for title, amount in amounts.items()])
    contracts.open()
    totals = contracts.page.sight.totals
    assert totals.isVisible()
    assert totals.text_of("amount") == "1,002.5"
    contracts.page.sight.filters.search.setText("二")
    qtbot.waitUntil(lambda: totals.text_of("amount") == "2", timeout=20_000)
    contracts.go(0, "amount")
    type_text("7")
    press(Qt.Key.Key_Return)
    contracts.settle()
    assert totals.text_of("amount") == "7"


def test_from_a_target_to_its_rows_and_back(firms: Register) -> None:
    work, qtbot, shell = firms.work, firms.qtbot, firms.shell
    work.open_form("p2.t.hightech")
    settle(qtbot, shell)
    chip = next(chip for chip in work.target.registers.findChildren(type(firms.page.back)) if "台账" in chip.text())
    assert chip.text() == "高新技术企业台账　计入 0 / 3 行"
    chip.setFocus()
    press(Qt.Key.Key_Return)
    firms.settle()
    assert firms.texts("ent_name") == []
    scope = firms.page.sight.scope
    assert scope.chip.text().startswith("只看：目标“高新技术企业保有量”")
    scope.sides["out"].setFocus()
    press(Qt.Key.Key_Space)
    firms.settle()
    assert len(firms.texts("ent_name")) == 3
    firms.go(0, "ent_name")
    assert scope.words.text().startswith("未计入：要求 ")
    QTest.keyClick(firms.page.view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    settle(qtbot, shell)
    assert work.target.isVisible()


def test_a_row_begun_for_a_measure_starts_with_what_the_measure_asks(
    qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]
) -> None:
    shell = open_shell(stores / "unit")
    register = Register(qtbot, shell, "r.platform", "2023H1")
    work = register.work
    work.open_submission(PLAN, "2023H1")
    settle(qtbot, shell)
    task, number, wanted = next(
        (form, measure.number, use)
        for form in work.sheets
        if form in work.session.catalogue.tasks
        for measure in work.session.catalogue.tasks[form].measures
        for use in work.session.catalogue.tasks[form].registers
        if use.register in measure.registers
        and use.register in work.sheets
        and any(len(labels) == 1 for labels in use.prefill.values())
        and sum(other.register == use.register for other in work.session.catalogue.tasks[form].registers) == 1
    )
    work.open_form(task)
    settle(qtbot, shell)
    card = next(card for card in work.task.cards if getattr(card, "number", 0) == number)
    title = work.session.form(wanted.register).title
    chip = next(each for each in card.findChildren(type(work.ledger.back)) if each.text() == f"{title}　0 行")
    chip.setFocus()
    press(Qt.Key.Key_Return)
    opened = Register(qtbot, shell, wanted.register, "2023H1")
    opened.settle()
    view = work.ledger.view
    press(Qt.Key.Key_Return, control=True)
    text = next(n for n, field in enumerate(view.ledger().form.fields) if field.type.value == "text")
    view.show_cell(0, text)
    type_text("abc")
    press(Qt.Key.Key_Return)
    opened.settle()
    (entry,) = opened.stored()
    fixed = {key: labels[0] for key, labels in wanted.prefill.items() if len(labels) == 1}
    assert entry.record.task == task
    assert {key: view.ledger().rows()[0].texts[key] for key in fixed} == fixed
    assert view.ledger().rows()[0].row_id == entry.record.row_id
    work.ledger.back.setFocus()
    press(Qt.Key.Key_Return)
    settle(qtbot, shell)
    assert work.task.isVisible()
    assert QApplication.focusWidget() is work.task.sheet.answers[f"m{number}_state"].editor

"""填表人, 我填的, the history of a cell and its menu, with real keys and clicks."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit.cell_foot import CellFoot, why_grey
from baise_desktop.ui.unit.clerk_bar import ClerkBar
from baise_desktop.ui.unit.history_panel import HistoryPanel
from tests.ui.conftest import press, type_text
from tests.ui.unit.registers import Register

FIRMS, QUARTER = "r.hightech_firm", "2023Q2"


@pytest.fixture
def firms(qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]) -> Register:
    register = Register(qtbot, open_shell(stores / "unit"), FIRMS, QUARTER)
    register.fill([{"ent_name": "甲厂"}, {"ent_name": "乙厂"}])
    register.open()
    return register


def bar_of(firms: Register) -> ClerkBar:
    bar = firms.shell.statusBar().findChild(ClerkBar)
    assert isinstance(bar, ClerkBar)
    return bar


def say_name(firms: Register, name: str) -> None:
    """Click on the name at the foot and type another one."""

    def answer() -> None:
        asked = firms.shell.findChild(QInputDialog)
        assert asked is not None
        line = asked.findChild(QLineEdit)
        line.selectAll()
        line.insert(name)
        QTest.keyClick(line, Qt.Key.Key_Return)

    QTimer.singleShot(100, answer)
    bar_of(firms).ask()
    firms.shell.activateWindow()
    firms.settle()


def write(firms: Register, line: int, key: str, text: str) -> None:
    firms.go(line, key)
    type_text(text)
    press(Qt.Key.Key_Return)
    firms.settle()


def history_of(firms: Register, line: int, key: str) -> list[tuple[str, ...]]:
    """What the open panel says of a cell that the cursor goes to."""
    panel = firms.shell.findChild(HistoryPanel)
    assert isinstance(panel, HistoryPanel)
    firms.go(line, key)
    question = firms.work.session.form(FIRMS).field(key)
    QTest.qWait(150)
    firms.settle()
    assert question.name in panel.title.text()
    model = panel.view.model()
    rows = range(model.rowCount()) if panel.view.isVisible() else range(0)
    return [tuple(str(model.index(row, column).data()) for column in (0, 1, 2, 3)) for row in rows]


def test_rows_are_known_by_who_changed_them(firms: Register) -> None:
    bar, mine = bar_of(firms), firms.page.sight.filters.chips["mine"]
    assert bar.text() == "填表人：未写明"
    assert not mine.isEnabled()
    assert "填表人" in mine.toolTip()
    say_name(firms, "韦小明")
    assert bar.text() == "填表人：韦小明"
    write(firms, 1, "cert_no", "GR1")
    assert mine.text() == "我填的 1"
    say_name(firms, "黄大力")
    assert mine.text() == "我填的 0"
    write(firms, 0, "cert_no", "GR2")
    mine.click()
    firms.settle()
    assert firms.texts("ent_name") == ["甲厂"]


def test_names_known_here_are_offered_and_none_is_possible(firms: Register) -> None:
    for name in ("韦小明", "黄大力"):
        say_name(firms, name)
        write(firms, 0, "cert_no", f"GR{len(name)}{name == '黄大力'}")
    QTest.mouseClick(bar_of(firms), Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    texts = [act.text() for act in menu.actions() if not act.isSeparator()]
    assert texts[:2] == ["黄大力", "韦小明"]
    menu.actions()[-1].trigger()
    menu.close()
    firms.settle()
    assert bar_of(firms).name() == ""


def test_the_history_of_a_cell_follows_the_cursor_and_tells_each_act(firms: Register) -> None:
    say_name(firms, "韦小明")
    write(firms, 0, "cert_no", "GR1")
    say_name(firms, "黄大力")
    write(firms, 0, "cert_no", "GR2")
    firms.go(0, "ent_name")
    QTest.keyClick(firms.page.view, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    firms.settle()
    told = history_of(firms, 0, "cert_no")
    assert [line[1:] for line in told] == [
        ("GR2", "未签发", ""),
        ("GR1 → GR2", "键入", "黄大力"),
        ("（空） → GR1", "键入", "韦小明"),
    ]
    assert [line[1:3] for line in history_of(firms, 1, "ent_name")] == [
        ("乙厂", "未签发"),
        ("（空） → 乙厂", "新增 2 行"),
    ]


def test_the_menu_of_a_cell_tells_its_keys_and_acts(firms: Register) -> None:
    firms.go(0, "ent_name")
    view = firms.page.view
    QTest.keyClick(view, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    QApplication.processEvents()
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu)
    texts = [act.text() for act in popup.actions() if not act.isSeparator()]
    assert texts[0] == "这一格的历史(&H)\tCtrl+H"
    assert all("(&" in text and "\t" in text for text in texts)
    letters = [text[text.index("&") + 1] for text in texts]
    assert len(set(letters)) == len(letters)
    QTest.keyClick(popup, Qt.Key.Key_E)
    firms.settle()
    assert firms.texts("ent_name") == ["", "乙厂"]


def test_a_grey_cell_says_why_at_the_foot_and_in_its_tooltip(
    qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell]
) -> None:
    pool = Register(qtbot, open_shell(stores / "unit"), "r.hightech_pool", "2023Q2")
    pool.fill([{"ent_name": "甲厂"}])
    pool.open()
    (foot,) = pool.shell.findChildren(CellFoot)
    model = pool.page.view.ledger()
    column = model.column_of("years_in_pool")
    pool.page.view.setFocus()
    pool.page.view.setCurrentIndex(model.index(0, column))
    assert "按公式自动算出" in foot.text()
    assert "期末日" in str(model.index(0, column).data(Qt.ItemDataRole.ToolTipRole))
    pool.page.view.setCurrentIndex(model.index(0, 0))
    assert foot.text() == ""
    model.lock("已签发锁定。")
    pool.page.view.setCurrentIndex(model.index(0, 0))
    assert why_grey(pool.page.view) == "已签发锁定。"


def test_the_name_stands_among_the_preferences_too(firms: Register) -> None:
    say_name(firms, "韦小明")
    firms.work.go("preferences")
    firms.settle()
    bars = [bar for bar in firms.shell.findChildren(ClerkBar) if bar.isVisible()]
    assert [bar.text() for bar in bars] == ["填表人：韦小明"] * 2
    inside = next(bar for bar in bars if firms.work.preferences.isAncestorOf(bar))
    inside.keep("黄大力")
    firms.settle()
    assert [bar.text() for bar in bars] == ["填表人：黄大力"] * 2


def test_the_history_follows_the_row_that_is_filled_in_beside_the_grid(firms: Register) -> None:
    firms.go(0, "ent_name")
    press(Qt.Key.Key_F4)
    form = firms.page.row_form
    assert form is not None
    firms.qtbot.waitUntil(form.isActiveWindow)
    form.answers["cert_no"].editor.setFocus()
    QTest.keyClick(form.answers["cert_no"].editor, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    QTest.qWait(150)
    firms.settle()
    panel = firms.shell.findChild(HistoryPanel)
    assert isinstance(panel, HistoryPanel)
    assert firms.work.session.form(FIRMS).field("cert_no").name in panel.title.text()

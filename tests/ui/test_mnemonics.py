"""Alt and a letter: every button and menu entry of every page has one, and no two in one window are alike."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.ui.city.workspace import CityWorkspace
from baise_desktop.ui.labels import IconButton, button
from baise_desktop.ui.mnemonics import with_letter
from baise_desktop.ui.path_line import ResultLine
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit import paper_card
from baise_desktop.ui.unit.export_jobs import FOLDER
from baise_desktop.ui.unit.places import fixed_places
from baise_desktop.ui.unit.workspace import UnitWorkspace
from tests.round_trip import MONTH, PLAN, fill_month, sign_all
from tests.ui.conftest import PASSPHRASE, settle


def letters_of(window: QWidget) -> dict[str, list[str]]:
    """Letters of the buttons on show, each with the words that have it; without one under the empty letter."""
    found: dict[str, list[str]] = {}
    for each in window.findChildren(QPushButton):
        if each.isVisible() and (each.property("class") or "") not in ("chip", "link"):
            found.setdefault(letter_in(QPushButton.text(each)), []).append(QPushButton.text(each))
    return found


def letter_in(text: str) -> str:
    bare = text.replace("&&", "")
    return bare[bare.index("&") + 1] if "&" in bare else ""


def wrong_in(window: QWidget) -> dict[str, list[str]]:
    """Words without a letter, and letters of more than one button."""
    return {letter: words for letter, words in letters_of(window).items() if not letter or len(words) > 1}


def wrong_with_results(shell: Shell) -> dict[str, list[str]]:
    """What is wrong on a page as soon as a file was written: its line is hidden until then."""
    found: dict[str, list[str]] = {}
    for line in shell.findChildren(ResultLine):
        if line.parentWidget().isVisible() and line.isHidden():
            line.show_path(Path("written.pdf"), "", readable=True)
            QApplication.processEvents()
            found |= wrong_in(shell)
            line.hide()
    return found


def menus_of(window: QWidget) -> Iterator[list[QAction]]:
    for menu in window.findChildren(QMenu):
        entries = [each for each in menu.actions() if not each.isSeparator() and each.text() and each.menu() is None]
        if entries:
            yield entries


def test_every_page_of_the_unit(stores: Path, open_shell: Callable[[Path], Shell], qtbot: QtBot) -> None:
    shell = open_shell(stores / "unit")
    work = shell.work()
    assert isinstance(work, UnitWorkspace)
    work.open_submission("p2", "2023H1")
    settle(qtbot, shell)
    forms = list({each.kind: each.form for each in work.sheets.values()}.values())
    for place in [each.key for each in fixed_places(has_submission=True)] + forms:
        work.go(place)
        settle(qtbot, shell)
        assert wrong_in(shell) == {}, place
        assert wrong_with_results(shell) == {}, place
        if place in forms:
            for show in (work.below.show_evidence, work.below.show_history, work.below.show_findings):
                show()
                settle(qtbot, shell)
                assert wrong_in(shell) == {}, place
    for entries in menus_of(shell):
        letters = [letter_in(each.text()) for each in entries]
        assert "" not in letters, [each.text() for each in entries]
        assert len(set(letters)) == len(letters), [each.text() for each in entries]


def test_the_page_of_the_way_out_with_everything_written(
    stores: Path, open_shell: Callable[[Path], Shell], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = open_desk(stores / "unit")
    fill_month(unit, utc_now())
    sign_all(unit, utc_now())
    close_desk(unit)
    monkeypatch.setattr(paper_card, "choose_new_file", lambda *_: tmp_path / "paper.pdf")
    shell = open_shell(stores / "unit")
    work = shell.work()
    assert isinstance(work, UnitWorkspace)
    work.open_submission(PLAN, MONTH)
    settle(qtbot, shell)
    work.go("export")
    settle(qtbot, shell)
    page = work.export
    page.ways.ways[FOLDER].click()
    page.folder.edit.setText(str(tmp_path))
    page.passphrase.setText(PASSPHRASE)
    for press in (page.export, page.paper.pdf, page.sent.again, page.export):
        press.click()
        settle(qtbot, shell)
        assert wrong_in(shell) == {}
        assert wrong_in(shell) == {}
    assert page.package.isVisible()
    assert page.paper.result.isVisible()
    assert not page.sent_result.isVisible(), "what left last is told, and what left before is not"


def test_every_page_of_the_city(stores: Path, open_shell: Callable[[Path], Shell], qtbot: QtBot) -> None:
    shell = open_shell(stores / "city")
    work = shell.work()
    assert isinstance(work, CityWorkspace)
    for name in work.pages:
        work.show_page(name)
        settle(qtbot, shell)
        assert wrong_in(shell) == {}, name
        assert wrong_with_results(shell) == {}, name


def test_alt_and_the_letter_press_the_button(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    made = button("导出 Excel…")
    made.setParent(window)
    pressed: list[bool] = []
    made.clicked.connect(lambda *_: pressed.append(True))
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: len(pressed) == 1)


@pytest.mark.parametrize(
    ("words", "shown"),
    [("导出 Excel…", "导出 Excel(&E)…"), ("新增一行", "新增一行(&N)"), ("没有字母", "没有字母"), ("R&D", "R&&D")],
)
def test_the_letter_stands_before_the_dots_and_an_ampersand_is_no_letter(words: str, shown: str) -> None:
    assert with_letter(words) == shown


def test_code_reads_the_words_alone(qtbot: QtBot) -> None:
    made = button("新增一行")
    qtbot.addWidget(made)
    made.setText("新增一行")
    assert isinstance(made, IconButton)
    assert (made.text(), QPushButton.text(made)) == ("新增一行", "新增一行(&N)")
    chip = button("R&D", "chip")
    qtbot.addWidget(chip)
    assert (chip.text(), QPushButton.text(chip)) == ("R&D", "R&&D")


def test_a_button_without_room_keeps_its_letter(qtbot: QtBot) -> None:
    made, chip = button("新增一行"), button("新增一行", "chip")
    for each in (made, chip):
        qtbot.addWidget(each)
    made.set_kind("chip")
    assert QPushButton.text(made) == "新增一行"
    assert made.shortcut().toString() == "Alt+N"
    assert chip.shortcut().isEmpty()
    made.set_kind("")
    assert QPushButton.text(made) == "新增一行(&N)"

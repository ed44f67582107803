"""The catalogue in the window: found, read, taken out as a workbook, read back with its mistakes, checked."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from baise_desktop import paths
from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.app.own_forms import FOLDER, FORMS, keep_definitions
from baise_desktop.app.packs.publishing import next_catalogue
from baise_desktop.form.catalogue_files import list_files
from baise_desktop.store.settings import put_choice
from baise_desktop.ui.city import forms_page
from baise_desktop.ui.city.definition_view import page_of
from baise_desktop.ui.city.forms_page import FormsPage
from baise_desktop.ui.city.workspace import CityWorkspace
from baise_desktop.ui.shell import Shell
from tests.authoring.sheets import column, put, row
from tests.ui.conftest import NOW, settle, type_text


@pytest.fixture
def shell(stores: Path, open_shell: Callable[[Path], Shell]) -> Shell:
    return open_shell(stores / "city")


@pytest.fixture
def page(qtbot: QtBot, shell: Shell) -> FormsPage:
    work = shell.work()
    assert isinstance(work, CityWorkspace)
    work.navigation.chosen.emit("forms")
    settle(qtbot, shell)
    return work.forms


def shown(page: FormsPage) -> str:
    sheet = page.view.sheet()
    assert sheet is not None
    return sheet.id


@pytest.mark.parametrize("typed", ["高新技术企业台账", "gxjsqytz", "r.hightech_firm"])
def test_a_definition_is_found_by_what_people_type(qtbot: QtBot, shell: Shell, page: FormsPage, typed: str) -> None:
    page.tree.search.setFocus()
    type_text(typed)
    settle(qtbot, shell)
    QTest.keyClick(page.tree.search, Qt.Key.Key_Return)
    assert shown(page) == "r.hightech_firm"
    assert "统一社会信用代码" in page.view.toPlainText()
    assert "=有效期至>发证日期" in page.view.toPlainText()


def test_what_is_not_found_says_so(page: FormsPage) -> None:
    page.tree.search.setText("没有这张表")
    assert page.tree.nothing.isVisible()
    page.tree.search.clear()
    assert not page.tree.nothing.isVisible()


def test_links_lead_on_and_back(page: FormsPage) -> None:
    page.tree.mark("p2.t.hightech")
    page.view.wanted.emit("i.hightech_stock")
    page.view.wanted.emit("r.hightech_firm")
    assert (shown(page), page.tree.view.currentIndex().data()) == ("r.hightech_firm", "高新技术企业台账")
    page.back.click()
    page.back.click()
    assert shown(page) == "p2.t.hightech"


def test_markup_of_a_definition_is_text(page: FormsPage) -> None:
    sheet = page.view.sheet()
    assert sheet is not None
    page.view.setHtml(page_of(type(sheet)("r.x", "台账", '<b onclick="x">甲</b>&amp;', (), ())))
    assert '<b onclick="x">甲</b>&amp;' in page.view.toPlainText()


def test_a_workbook_goes_out_and_a_changed_one_becomes_the_draft(
    qtbot: QtBot, shell: Shell, page: FormsPage, stores: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "forms.xlsx"
    monkeypatch.setattr(forms_page, "choose_new_file", lambda *_: file)
    monkeypatch.setattr(forms_page, "choose_file", lambda *_: file)
    page.export.click()
    assert not page.read_in.isEnabled()
    settle(qtbot, shell)
    assert str(file) in page.result.text.text()
    book = load_workbook(file)
    note = "新的说明"
    put(book, "台账字段", row(book, "台账字段", "r.tech_contract"), "备注", note)
    book.save(file)
    page.read_in.click()
    settle(qtbot, shell)
    assert "草稿" in shell.notice.text()
    page.tree.mark("r.tech_contract")
    assert note in page.view.toPlainText()
    page.draft.click()
    assert note not in page.view.toPlainText()
    assert shown(page) == "r.tech_contract"
    shell.close()
    desk = open_desk(stores / "city")
    assert next_catalogue(desk).registers["r.tech_contract"].fields[0].note == note
    assert desk.catalogue.registers["r.tech_contract"].fields[0].note != note
    close_desk(desk)


def test_every_mistake_stands_in_the_table_and_is_copied(
    qtbot: QtBot, shell: Shell, page: FormsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "forms.xlsx"
    monkeypatch.setattr(forms_page, "choose_new_file", lambda *_: file)
    monkeypatch.setattr(forms_page, "choose_file", lambda *_: file)
    page.export.click()
    settle(qtbot, shell)
    book = load_workbook(file)
    at = row(book, "目标", "p2.t.hightech")
    put(book, "目标", at, "完成时限", "2023年底")
    put(book, "目标", at, "目标值", "70家")
    cells = [book["目标"].cell(at, column(book, "目标", heading)).coordinate for heading in ("目标值", "完成时限")]
    book.save(file)
    page.read_in.click()
    settle(qtbot, shell)
    table = page.mistakes.view.table
    assert [(table.line(n).value.where, table.line(n).value.spot) for n in range(table.rowCount())] == [
        ("目标", cell) for cell in cells
    ]
    assert "“70家”不是数字" in page.mistakes.whole.text()
    page.mistakes.copy.click()
    assert "“2023年底”不是日期" in QGuiApplication.clipboard().text()
    page.mistakes.back.click()
    assert page.view.isVisible()


def test_the_check_counts_what_is_sound(qtbot: QtBot, shell: Shell, page: FormsPage) -> None:
    page.check.click()
    settle(qtbot, shell)
    assert "任务 104，目标 111，机制 65" in page.mistakes.verdict.text()
    assert not page.mistakes.view.isVisible()


def test_a_folder_with_defects_is_not_adopted(
    qtbot: QtBot, shell: Shell, page: FormsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(paths.forms_folder(), tmp_path / "forms"))
    file = folder / "registers" / "tech_contract.toml"
    file.write_text(file.read_text("utf-8").replace('type = "date"', 'type = "day"', 1), "utf-8")
    monkeypatch.setattr(forms_page, "choose_folder", lambda *_: folder)
    page.adopt.click()
    settle(qtbot, shell)
    wrong = [page.mistakes.view.table.line(n).value for n in range(page.mistakes.view.table.rowCount())]
    assert ("registers/tech_contract.toml", "r.tech_contract.fields[11].type") in {
        (each.where, each.spot) for each in wrong
    }


def spoil(folder: Path) -> None:
    """Let a store go by definitions of its own, and spoil one register of them."""
    source = paths.forms_folder()
    files = {path.relative_to(source).as_posix(): path.read_bytes() for path in list_files(source)}
    files["registers/voucher.toml"] += "\n# 本市自用\n".encode()
    desk = open_desk(folder)
    digest = keep_definitions(folder, files)
    put_choice(desk.store, FORMS, digest, desk.office.unit, "试", NOW)
    close_desk(desk)
    (folder / FOLDER / digest / "registers" / "voucher.toml").write_text("id = \n", "utf-8")


@pytest.mark.parametrize("who", ["city", "unit"])
def test_the_window_starts_without_a_broken_form_and_says_which(
    qtbot: QtBot, stores: Path, open_shell: Callable[[Path], Shell], who: str
) -> None:
    spoil(stores / who)
    shell = open_shell(stores / who)
    qtbot.waitUntil(shell.warning.isVisible)
    assert "科技创新券台账（registers/voucher.toml）" in shell.warning.text()
    shell.notice.show_success("别的消息")
    shell.notice.hide()
    assert shell.warning.isVisible()
    QTest.mouseClick(shell.warning.more, Qt.MouseButton.LeftButton)
    assert shell.warning.whole.isVisible()
    assert "registers/voucher.toml" in shell.warning.whole.toPlainText()
    if who == "city":
        work = shell.work()
        assert isinstance(work, CityWorkspace)
        work.show_page("forms")
        settle(qtbot, shell)
        work.forms.check.click()
        settle(qtbot, shell)
        first = work.forms.mistakes.view.table.line(0).value
        assert first.where == "registers/voucher.toml"


def test_officers_know_a_definition_by_clause_or_code_and_not_by_its_id(page: FormsPage) -> None:
    for name, number in (("p2.k.1.1", "一(一)"), ("c.pingguo", "451082")):
        page.tree.mark(name)
        told = page.view.toPlainText()
        assert number in told.splitlines()[1]
        assert name not in told

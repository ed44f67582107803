"""Evidence in the window, with real drags, clicks and keys."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.form.definition import Field, FieldType, FormKind
from baise_desktop.ui.pdf_pages import PdfPages
from baise_desktop.ui.preview_window import PreviewWindow
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.unit import evidence_panel as module
from baise_desktop.ui.unit.workspace import UnitWorkspace
from tests.evidence_files import docx_bytes, every_kind, pdf_bytes, picture_bytes, put, turned_picture_bytes
from tests.round_trip import CONTRACTS, add_contract
from tests.ui.conftest import press, settle

MONTH = "2023-06"


@pytest.fixture
def shell(stores: Path, open_shell: Callable[[Path], Shell], qtbot: QtBot) -> Shell:
    """A register with two rows on show."""
    desk = open_desk(stores / "unit")
    for number in ("HT-1", "HT-2"):
        add_contract(desk, utc_now(), MONTH, contract_no=number)
    close_desk(desk)
    shell = open_shell(stores / "unit")
    work_of(shell).open_submission("p2", MONTH, CONTRACTS)
    rest(qtbot, shell)
    return shell


def work_of(shell: Shell) -> UnitWorkspace:
    work = shell.work()
    assert isinstance(work, UnitWorkspace)
    return work


def rest(qtbot: QtBot, shell: Shell) -> None:
    """Wait until the cursor's row has been followed and read."""
    settle(qtbot, shell)
    qtbot.waitUntil(lambda: not work_of(shell).link._pause.isActive())
    settle(qtbot, shell)


def drop(widget: QWidget, at: QPoint, *files: Path) -> bool:
    """Drag files over a widget and let them go; whether it would have them."""
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    keys, buttons = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(at, Qt.DropAction.CopyAction, content, buttons, keys)
    enter.ignore()
    QApplication.sendEvent(widget, enter)
    if enter.isAccepted():
        QApplication.sendEvent(widget, QDropEvent(QPointF(at), Qt.DropAction.CopyAction, content, buttons, keys))
    return enter.isAccepted()


def names(shell: Shell) -> list[str]:
    model = work_of(shell).evidence.model
    return [str(model.index(line).data()) for line in range(model.rowCount())]


def row_spot(shell: Shell, line: int) -> QPoint:
    view = work_of(shell).ledger.view
    return QPoint(60, view.rowViewportPosition(line) + view.rowHeight(line) // 2)


def test_files_dropped_on_a_row_belong_to_that_row(qtbot: QtBot, shell: Shell, tmp_path: Path) -> None:
    work = work_of(shell)
    view = work.ledger.view
    assert work.below.evidence_tab.text() == "佐证 0"
    files = [put(tmp_path, "批文.pdf", pdf_bytes(pages=2)), put(tmp_path, "说明.docx", docx_bytes())]
    assert drop(view.viewport(), row_spot(shell, 1), *files)
    rest(qtbot, shell)
    assert sorted(names(shell)) == ["批文.pdf", "说明.docx"]
    assert view.currentIndex().row() == 1
    assert "HT-2" in work.evidence.title.text()
    assert work.evidence.isVisible()
    assert work.below.evidence_tab.text() == "佐证 2"
    assert [row.files for row in work.ledger.view.ledger().rows()] == [0, 2]
    assert view.ledger().headerData(1, Qt.Orientation.Vertical, Qt.ItemDataRole.DecorationRole) is not None
    assert view.ledger().headerData(0, Qt.Orientation.Vertical, Qt.ItemDataRole.DecorationRole) is None
    view.setFocus()
    press(Qt.Key.Key_Up)
    rest(qtbot, shell)
    assert names(shell) == []
    assert work.below.evidence_tab.text() == "佐证 0"


def test_a_drop_on_the_line_for_a_new_row_says_what_to_do(qtbot: QtBot, shell: Shell, tmp_path: Path) -> None:
    drop(work_of(shell).ledger.view.viewport(), row_spot(shell, 2), put(tmp_path, "a.pdf", pdf_bytes()))
    rest(qtbot, shell)
    assert "先选中一行" in shell.notice.text()


def test_dragged_text_is_no_file(qtbot: QtBot, shell: Shell) -> None:
    assert not drop(work_of(shell).ledger.view.viewport(), row_spot(shell, 0))
    assert not drop(work_of(shell).evidence, QPoint(5, 5))


def test_refusals_are_told_and_the_others_attached(qtbot: QtBot, shell: Shell, tmp_path: Path) -> None:
    work = work_of(shell)
    work.below.evidence_tab.click()
    good, bad = put(tmp_path, "好.pdf", pdf_bytes()), put(tmp_path, "假.pdf", b"<html></html>")
    assert drop(work.evidence, QPoint(50, 50), good, bad)
    rest(qtbot, shell)
    assert names(shell) == ["好.pdf"]
    assert "假.pdf" in shell.notice.text()
    assert "EVIDENCE_KIND" in shell.notice.text()
    drop(work.evidence, QPoint(50, 50), bad, put(tmp_path, "空.pdf", b""))
    rest(qtbot, shell)
    assert "假.pdf" in shell.notice.text()
    assert "空.pdf" in shell.notice.text()
    drop(work.evidence, QPoint(50, 50), bad, put(tmp_path, "a" * 130 + ".pdf", pdf_bytes("long")))
    rest(qtbot, shell)
    assert "假.pdf" in shell.notice.text()
    assert "太长" in shell.notice.text()
    drop(work.evidence, QPoint(50, 50), put(tmp_path, "又.pdf", pdf_bytes()))
    rest(qtbot, shell)
    assert "没有重复添加" in shell.notice.text()


def test_of_many_refused_files_each_is_named(qtbot: QtBot, shell: Shell, tmp_path: Path) -> None:
    files = [put(tmp_path, f"空{number}.pdf", b"") for number in range(8)]
    drop(work_of(shell).ledger.view.viewport(), row_spot(shell, 0), *files)
    rest(qtbot, shell)
    lines = shell.notice.text().splitlines()
    assert len(lines) == 6
    assert lines[-1] == "另有 3 个文件也没有添加：空5.pdf、空6.pdf、空7.pdf"


def test_keys_look_remove_and_bring_back(qtbot: QtBot, shell: Shell, tmp_path: Path) -> None:
    work = work_of(shell)
    files = [put(tmp_path, name, pdf_bytes(name)) for name in ("a.pdf", "b.pdf")]
    drop(work.ledger.view.viewport(), row_spot(shell, 0), *files)
    rest(qtbot, shell)
    QTest.keyClick(work, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert work.evidence.tiles.hasFocus()
    gone = names(shell)[0]
    press(Qt.Key.Key_Delete)
    rest(qtbot, shell)
    assert names(shell) == [name for name in ("a.pdf", "b.pdf") if name != gone]
    assert gone in work.evidence.removed.text()
    assert work.below.evidence_tab.text() == "佐证 1"
    press(Qt.Key.Key_Z, control=True)
    rest(qtbot, shell)
    assert sorted(names(shell)) == ["a.pdf", "b.pdf"]
    assert not work.evidence.removed.isVisible()
    QTest.keyClick(work, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return):
        press(key)
        window = preview_of(qtbot, shell)
        assert isinstance(window.page, PdfPages)
        assert window.page.document.pageCount() == 1
        QTest.keyClick(window, Qt.Key.Key_Plus)
        QTest.keyClick(window, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: not shell.findChildren(PreviewWindow))


def preview_of(qtbot: QtBot, shell: Shell) -> PreviewWindow:
    qtbot.waitUntil(lambda: bool(shell.findChildren(PreviewWindow)))
    (window,) = shell.findChildren(PreviewWindow)
    settle(qtbot, shell)
    return window


def test_a_picture_is_looked_at_upright(qtbot: QtBot, shell: Shell, tmp_path: Path) -> None:
    work = work_of(shell)
    drop(work.ledger.view.viewport(), row_spot(shell, 0), put(tmp_path, "横.jpg", turned_picture_bytes(40, 30)))
    rest(qtbot, shell)
    work.evidence.preview.click()
    window = preview_of(qtbot, shell)
    pixmap = window.page._pixmap  # type: ignore[union-attr]
    assert (pixmap.width(), pixmap.height()) == (30, 40)
    window.larger.click()
    window.fit.click()
    window.close()


def test_other_kinds_are_opened_outside_as_a_copy(
    qtbot: QtBot, shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    work, outside = work_of(shell), work_of(shell).evidence.outside
    drop(work.ledger.view.viewport(), row_spot(shell, 0), put(tmp_path, "公文.ofd", every_kind()["公文.ofd"]))
    rest(qtbot, shell)

    def open_outside(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return len(opened) < 2

    monkeypatch.setattr(QDesktopServices, "openUrl", open_outside)
    work.evidence.preview.click()
    assert "OFD 文件不能在这里预览" in outside.words.text()
    assert not shell.findChildren(PreviewWindow)
    press(Qt.Key.Key_Space)
    settle(qtbot, shell)
    (copy,) = map(Path, opened)
    assert copy.name == "公文.ofd"
    assert copy.read_bytes() == every_kind()["公文.ofd"]
    assert tmp_path not in copy.parents
    assert not outside.isVisible()
    work.evidence.preview.click()
    press(Qt.Key.Key_Space)
    settle(qtbot, shell)
    assert "没有能打开“公文.ofd”的软件" in shell.notice.text()


@pytest.mark.parametrize(("answer", "name"), [("smaller", "大.jpg"), ("original", "大.png"), ("skip", "")])
def test_a_large_picture_is_asked_about(qtbot: QtBot, shell: Shell, tmp_path: Path, answer: str, name: str) -> None:
    work = work_of(shell)
    drop(work.ledger.view.viewport(), row_spot(shell, 0), put(tmp_path, "大.png", picture_bytes("PNG", 3200, 40)))
    rest(qtbot, shell)
    assert names(shell) == []
    assert "1 张图片较大" in work.evidence.large.question.text()
    assert work.evidence.large.isVisible()
    QTest.keyClick(getattr(work.evidence.large, answer), Qt.Key.Key_Space)
    rest(qtbot, shell)
    assert names(shell) == ([name] if name else [])
    assert not work.evidence.large.isVisible()


def test_large_pictures_wait_for_their_answer_while_the_cursor_moves(
    qtbot: QtBot, shell: Shell, tmp_path: Path
) -> None:
    work, large = work_of(shell), work_of(shell).evidence.large
    for line, name in ((0, "一.png"), (1, "二.png")):
        file = put(tmp_path, name, picture_bytes("PNG", 3200, 40 + line))
        drop(work.ledger.view.viewport(), row_spot(shell, line), file)
        rest(qtbot, shell)
    assert large.isVisible()
    assert "HT-1" in large.question.text()
    QTest.keyClick(large.original, Qt.Key.Key_Space)
    rest(qtbot, shell)
    assert "HT-2" in large.question.text()
    QTest.keyClick(large.smaller, Qt.Key.Key_Space)
    rest(qtbot, shell)
    assert not large.isVisible()
    assert names(shell) == ["二.jpg"]
    assert [row.files for row in work.ledger.view.ledger().rows()] == [1, 1]


def test_a_folder_and_a_huge_file_are_refused_in_the_numbers_that_hold(
    qtbot: QtBot, shell: Shell, tmp_path: Path
) -> None:
    with (tmp_path / "大.pdf").open("wb") as file:
        file.write(b"%PDF-")
        file.truncate(2 << 30)
    (tmp_path / "证照").mkdir()
    view = work_of(shell).ledger.view
    drop(view.viewport(), row_spot(shell, 0), tmp_path / "大.pdf")
    rest(qtbot, shell)
    assert "2,048.0 MB" in shell.notice.text()
    assert "20 MB" in shell.notice.text()
    drop(view.viewport(), row_spot(shell, 0), tmp_path / "证照")
    rest(qtbot, shell)
    assert "“证照”是文件夹" in shell.notice.text()
    assert names(shell) == []


def test_a_missing_file_is_told_in_words(qtbot: QtBot, shell: Shell, stores: Path, tmp_path: Path) -> None:
    work = work_of(shell)
    drop(work.ledger.view.viewport(), row_spot(shell, 0), put(tmp_path, "a.pdf", pdf_bytes()))
    rest(qtbot, shell)
    (kept,) = (path for path in (stores / "unit" / "attachments").rglob("*") if path.is_file())
    kept.unlink()
    work.open_form(CONTRACTS)
    rest(qtbot, shell)
    assert "文件缺失" in work.evidence.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert not work.evidence.preview.isEnabled()
    assert work.evidence.remove.isEnabled()


def test_a_lost_file_comes_back_even_after_a_signature(
    qtbot: QtBot, shell: Shell, stores: Path, tmp_path: Path
) -> None:
    work, file = work_of(shell), put(tmp_path, "a.pdf", pdf_bytes())
    drop(work.ledger.view.viewport(), row_spot(shell, 0), file)
    rest(qtbot, shell)
    (kept,) = (path for path in (stores / "unit" / "attachments").rglob("*") if path.is_file())
    kept.unlink()
    work.session.locked = "已签发锁定。"
    work.open_form(CONTRACTS)
    rest(qtbot, shell)
    assert drop(work.evidence, QPoint(20, 60), file)
    rest(qtbot, shell)
    assert kept.read_bytes() == pdf_bytes()
    assert work.evidence.preview.isEnabled()
    assert not work.evidence.add.isEnabled()


def test_copied_files_and_screenshots_are_pasted(qtbot: QtBot, shell: Shell, tmp_path: Path) -> None:
    clipboard = QGuiApplication.clipboard()
    work = work_of(shell)
    work.below.evidence_tab.click()
    work.evidence.add.setFocus()
    clipboard.setText("文字")
    press(Qt.Key.Key_V, control=True)
    assert "剪贴板里没有文件或图片" in shell.notice.text()
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(str(put(tmp_path, "复制的.pdf", pdf_bytes())))])
    clipboard.setMimeData(content)
    press(Qt.Key.Key_V, control=True)
    rest(qtbot, shell)
    assert names(shell) == ["复制的.pdf"]
    screenshot = QImage(60, 40, QImage.Format.Format_RGB32)
    screenshot.fill(Qt.GlobalColor.red)
    clipboard.setImage(screenshot)
    work.evidence.tiles.setFocus()
    press(Qt.Key.Key_V, control=True)
    rest(qtbot, shell)
    assert len(names(shell)) == 2
    assert any(name.startswith("截图-") and name.endswith(".png") for name in names(shell))


def test_a_copy_is_saved(qtbot: QtBot, shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = work_of(shell)
    drop(work.ledger.view.viewport(), row_spot(shell, 0), put(tmp_path, "a.pdf", pdf_bytes()))
    rest(qtbot, shell)
    monkeypatch.setattr(module, "choose_new_file", lambda *_: tmp_path / "copy.pdf")
    work.evidence.save.click()
    settle(qtbot, shell)
    assert (tmp_path / "copy.pdf").read_bytes() == pdf_bytes()
    assert "copy.pdf" in shell.notice.text()


def test_files_chosen_in_the_dialog_go_to_a_target_that_was_never_typed_into(
    qtbot: QtBot, shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = work_of(shell)
    target = next(sheet.form for sheet in work.sheets.values() if sheet.kind is FormKind.TARGET)
    work.open_form(target)
    rest(qtbot, shell)
    work.below.evidence_tab.click()
    monkeypatch.setattr(module, "choose_files", lambda *_: [put(tmp_path, "a.pdf", pdf_bytes())])
    QTest.keyClick(work.evidence.add, Qt.Key.Key_Return)
    rest(qtbot, shell)
    assert names(shell) == ["a.pdf"]
    work.open_form(CONTRACTS)
    rest(qtbot, shell)
    assert names(shell) == []


def test_a_form_with_a_column_for_files_asks_which(qtbot: QtBot, shell: Shell, tmp_path: Path) -> None:
    work = work_of(shell)
    assert not work.evidence.fields.isVisibleTo(work.evidence)
    desk = shell.jobs._desk
    assert desk is not None
    form = desk.catalogue.forms[CONTRACTS]
    scan = Field(key="scan", name="合同扫描件", type=FieldType.EVIDENCE, required=True)
    catalogue = replace(
        desk.catalogue, forms={**desk.catalogue.forms, CONTRACTS: replace(form, fields=(scan, *form.fields))}
    )
    shell.jobs._desk, work.session.catalogue = replace(desk, catalogue=catalogue), catalogue
    work.evidence.show_nothing()
    work.open_form(CONTRACTS)
    rest(qtbot, shell)
    assert [work.evidence.fields.itemText(at) for at in (0, 1)] == ["合同扫描件", "整行"]
    drop(work.evidence, QPoint(20, 60), put(tmp_path, "a.pdf", pdf_bytes()))
    rest(qtbot, shell)
    assert "合同扫描件" in work.evidence.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert work.ledger.view.ledger().index(0, 0).data() == "a.pdf"


def test_after_a_signature_nothing_can_be_dropped(qtbot: QtBot, shell: Shell, tmp_path: Path) -> None:
    work = work_of(shell)
    work.session.locked = "已签发锁定。"
    work.open_form(CONTRACTS)
    rest(qtbot, shell)
    drop(work.ledger.view.viewport(), row_spot(shell, 0), put(tmp_path, "a.pdf", pdf_bytes()))
    rest(qtbot, shell)
    assert "已签发锁定" in shell.notice.text()
    assert not work.evidence.add.isEnabled()
    assert names(shell) == []


def test_a_finding_brings_the_findings_back(qtbot: QtBot, shell: Shell) -> None:
    work = work_of(shell)
    work.below.evidence_tab.click()
    assert work.evidence.isVisible()
    QTest.keyClick(work, Qt.Key.Key_F8)
    assert work.findings.isVisible()
    assert not work.evidence.isVisible()

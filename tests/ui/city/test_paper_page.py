"""Stamped pages dropped, read, stopped and typed, by mouse and keyboard."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.app.inbox import receiving
from baise_desktop.app.outgoing.exporting import export, write_submission_pdf
from baise_desktop.report.check_code import page_code
from baise_desktop.ui.city import paper_page
from baise_desktop.ui.city.paper_page import PaperCheckPage
from baise_desktop.ui.plain_table import PlainTableView
from baise_desktop.ui.shell import Shell
from tests.round_trip import MONTH, PLAN, fill_month, sign_all
from tests.scans import jpeg, pdf_of, rasterise
from tests.ui.conftest import NOW, PASSPHRASE, settle, type_text

DPI = 110


@pytest.fixture(scope="session")
def reported(installations: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`april.asice` and `april.pdf`."""
    folder = tmp_path_factory.mktemp("reported")
    shutil.copytree(installations / "unit", folder / "unit")
    unit = open_desk(folder / "unit")
    fill_month(unit, NOW)
    sign_all(unit, NOW)
    export(unit, PLAN, MONTH, folder, PASSPHRASE, NOW).path.rename(folder / "april.asice")
    write_submission_pdf(unit, PLAN, MONTH, folder / "april.pdf", NOW)
    close_desk(unit)
    return folder


@pytest.fixture
def shell(stores: Path, reported: Path, open_shell: Callable[[Path], Shell]) -> Shell:
    city = open_desk(stores / "city")
    assert receiving.merge_files(city, [reported / "april.asice"], NOW)[0].error is None
    close_desk(city)
    return open_shell(stores / "city")


@pytest.fixture
def page(qtbot: QtBot, shell: Shell) -> PaperCheckPage:
    shell.work().show_page("paper")  # type: ignore[attr-defined]
    settle(qtbot, shell)
    found = shell.work().paper  # type: ignore[attr-defined]
    assert isinstance(found, PaperCheckPage)
    return found


@pytest.fixture
def pages(reported: Path, tmp_path: Path) -> list[Path]:
    """The printed pages as photos."""
    files = []
    for number, picture in enumerate(rasterise(reported / "april.pdf", DPI), 1):
        files.append(tmp_path / f"照片{number}.jpg")
        files[-1].write_bytes(jpeg(picture))
    return files


def drop(page: PaperCheckPage, *files: Path) -> None:
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    place, copy = page.rect().center(), Qt.DropAction.CopyAction
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place, copy, content, buttons, keys)
    QApplication.sendEvent(page, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(page, QDropEvent(QPointF(place), copy, content, buttons, keys))


def shown(view: PlainTableView) -> list[list[str]]:
    lines = [view.table.line(number) for number in range(view.table.rowCount())]
    return [[cell.text for cell in line.cells] for line in lines]


def test_a_newcomer_is_told_what_to_do(page: PaperCheckPage) -> None:
    assert any(label.isVisible() and label.text() == "把盖章页扫描件拖到这里" for label in page.findChildren(QLabel))
    assert not page.stop.isVisible()
    assert not page.check_code.isEnabled()


def test_dropped_photos_are_read_one_by_one_and_filed(
    qtbot: QtBot, shell: Shell, page: PaperCheckPage, pages: list[Path]
) -> None:
    drop(page, *pages)
    assert page.stop.isVisible()
    settle(qtbot, shell)
    count = len(pages)
    (filed,) = shown(page.filed)
    assert filed == ["平果市", "2023年4月", "1", "上报报告", f"{count}/{count} 页", f"齐全，共 {count} 页。"]
    assert [line[0] for line in shown(page.pages)] == [file.name for file in pages]
    assert page.state.text() == f"核对完毕：{count} 页都与库内一致，没有缺页。"
    assert not page.stop.isVisible()
    shell.work().show_page("inbox")  # type: ignore[attr-defined]
    settle(qtbot, shell)
    inbox = shell.work().inbox  # type: ignore[attr-defined]
    assert f"{count}/{count} 页" in shown(inbox.received)[0]


def test_what_is_missing_is_chosen_and_typed_by_keyboard(
    qtbot: QtBot, shell: Shell, page: PaperCheckPage, pages: list[Path]
) -> None:
    drop(page, *pages[1:])
    settle(qtbot, shell)
    assert page.sentence.text() == f"缺第 1 页，共 {len(pages)} 页。"
    assert "1 处要处理" in page.state.text()
    mark = page.pages.table.line(0).value.mark
    page.code.setFocus()
    type_text(page_code(mark.binding, 1, mark.pages).lower())
    QTest.keyClick(page.code, Qt.Key.Key_Return)
    settle(qtbot, shell)
    assert shown(page.filed)[0][-1] == f"齐全，共 {len(pages)} 页。"
    assert page.state.text().startswith("核对码 ")
    assert page.code.text() == ""
    type_text("12345678")
    QTest.keyClick(page.code, Qt.Key.Key_Return)
    settle(qtbot, shell)
    assert "PAPER_CODE_UNKNOWN" in page.state.text()
    assert page.code.text() == "12345678"
    assert page.check_code.isEnabled()


def test_bad_files_are_told_and_the_others_go_on(
    qtbot: QtBot, shell: Shell, page: PaperCheckPage, pages: list[Path], tmp_path: Path
) -> None:
    folder = tmp_path / "扫描"
    folder.mkdir()
    for number, file in enumerate(pages):
        file.rename(folder / f"{number:02}.jpg")
    (tmp_path / "空.pdf").write_bytes(b"")
    drop(page, tmp_path / "空.pdf", folder)
    settle(qtbot, shell)
    lines = shown(page.pages)
    assert lines[0][0] == "空.pdf"
    assert "PAPER_EMPTY" in lines[0][-1]
    assert len(lines) == len(pages) + 1
    page.only_open.click()
    assert [line[0] for line in shown(page.pages)] == ["空.pdf"]
    assert shown(page.filed) == []


def test_nothing_but_blank_sheets_is_no_good_end(
    qtbot: QtBot, shell: Shell, page: PaperCheckPage, tmp_path: Path
) -> None:
    (tmp_path / "背面.jpg").write_bytes(jpeg(Image.new("RGB", (1000, 1400), (250, 249, 246))))
    drop(page, tmp_path / "背面.jpg")
    settle(qtbot, shell)
    assert "一致" not in page.state.text()
    assert "全是空白页" in page.state.text()


def test_reading_can_be_stopped_and_what_was_read_is_kept(
    qtbot: QtBot, shell: Shell, page: PaperCheckPage, reported: Path, tmp_path: Path
) -> None:
    scan = tmp_path / "长.pdf"
    scan.write_bytes(pdf_of(rasterise(reported / "april.pdf", DPI) * 10, DPI))
    drop(page, scan)
    qtbot.waitUntil(lambda: page.pages.table.rowCount() >= 2, timeout=20_000)
    page.stop.click()
    settle(qtbot, shell)
    read = page.pages.table.rowCount()
    assert 2 <= read < 20
    assert page.state.text().startswith("已停止")
    assert page.add.isEnabled()
    page.clear.click()
    assert not shown(page.pages)
    assert not page.clear.isVisible()
    shell.work().show_page("inbox")  # type: ignore[attr-defined]
    settle(qtbot, shell)
    assert "未核对" not in shown(shell.work().inbox.received)[0]  # type: ignore[attr-defined]


def test_other_pages_work_while_paper_is_read(
    qtbot: QtBot, shell: Shell, page: PaperCheckPage, reported: Path, tmp_path: Path
) -> None:
    scan = tmp_path / "长.pdf"
    scan.write_bytes(pdf_of(rasterise(reported / "april.pdf", DPI) * 10, DPI))
    drop(page, scan)
    seen: list[int] = []
    page._jobs.run(lambda _: page.pages.table.rowCount(), seen.append)
    qtbot.waitUntil(lambda: bool(seen), timeout=20_000)
    assert seen[0] < 5
    page.stop.click()
    settle(qtbot, shell)


def test_files_can_be_chosen_without_a_mouse(
    qtbot: QtBot, shell: Shell, page: PaperCheckPage, pages: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_page, "choose_files", lambda *_: pages)
    page.add.setFocus()
    QTest.keyClick(page.add, Qt.Key.Key_Return)
    settle(qtbot, shell)
    assert len(shown(page.pages)) == len(pages)
    page.pages.setFocus()
    QTest.keyClick(page.pages, Qt.Key.Key_Down)
    assert page.sentence.text().startswith("与库内一致")

"""The preview by keys: pages, sizes, searching, printing, keeping as a file."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas
from shiboken6 import isValid

from baise_desktop.app.installation.print_settings import PrintHabit, keep_habit, read_habit
from baise_desktop.ui import preview_acts, print_desk
from baise_desktop.ui.jobs import Jobs
from baise_desktop.ui.pdf_pages import PdfPages
from baise_desktop.ui.preview_file import PreviewChoices, PreviewFile
from baise_desktop.ui.preview_window import PreviewWindow
from baise_desktop.ui.print_two_sides import TwoSidesWindow
from tests.ui.printed import A3, A4, FilePrinters, is_inked, paper, sheets

CONTROL = Qt.KeyboardModifier.ControlModifier
FILE = PreviewFile("平果市 2023Q4 上报报告", paper(*[A4] * 5), kind="submission", file_name="平果市_2023Q4_v2")
OPEN = Callable[..., PreviewWindow]


@pytest.fixture
def desk_jobs(qtbot: QtBot, stores: Path) -> Iterator[Jobs]:
    """A job door with the desk of a unit."""
    jobs = Jobs()
    jobs.open(stores / "unit")
    qtbot.waitUntil(jobs.is_idle, timeout=20_000)
    yield jobs
    jobs.close()


@pytest.fixture
def printers(tmp_path: Path) -> FilePrinters:
    folder = tmp_path / "tray"
    folder.mkdir()
    return FilePrinters(folder)


@pytest.fixture
def open_window(qtbot: QtBot, jobs: Jobs, printers: FilePrinters) -> Iterator[OPEN]:
    """Opens a preview where there is no desk to remember anything."""
    yield from opening(qtbot, jobs, printers)


@pytest.fixture
def open_at_desk(qtbot: QtBot, desk_jobs: Jobs, printers: FilePrinters) -> Iterator[OPEN]:
    """Opens a preview before the desk of a unit."""
    yield from opening(qtbot, desk_jobs, printers)


def opening(qtbot: QtBot, jobs: Jobs, printers: FilePrinters) -> Iterator[OPEN]:
    behind = QWidget()
    behind.resize(1366, 768)
    opened: list[PreviewWindow] = []

    def open_on(file: PreviewFile = FILE, choices: PreviewChoices | None = None) -> PreviewWindow:
        window = PreviewWindow(jobs, file, behind, choices, printers)
        opened.append(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    yield open_on
    for window in opened:
        if isValid(window):
            window.acts.cancel()
            window.close()
    behind.deleteLater()


def pages_of(window: PreviewWindow) -> PdfPages:
    assert isinstance(window.page, PdfPages)
    return window.page


def press(window: PreviewWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)


def print_and_wait(qtbot: QtBot, window: PreviewWindow) -> str:
    press(window, Qt.Key.Key_P, CONTROL)
    qtbot.waitUntil(lambda: window.notice.isVisible() and not window.acts.is_printing(), timeout=30_000)
    return window.notice.text()


# --- looking --------------------------------------------------------------------------------------------------------


def test_keys_turn_pages(open_window: OPEN) -> None:
    window = open_window()
    pages = pages_of(window)
    assert window.tools.number.of.text() == "/ 5 页"
    press(window, Qt.Key.Key_End)
    assert (pages.page(), window.tools.number.number.text()) == (4, "5")
    press(window, Qt.Key.Key_Home)
    assert pages.page() == 0
    press(window, Qt.Key.Key_1, CONTROL)
    for page in (1, 2):
        press(window, Qt.Key.Key_PageDown)
        assert pages.page() == page
    press(window, Qt.Key.Key_PageUp)
    assert pages.page() == 1
    window.tools.number.number.setFocus()
    window.tools.number.number.selectAll()
    QTest.keyClicks(window.tools.number.number, "4")
    press(window, Qt.Key.Key_Return)
    assert pages.page() == 3
    assert window.isVisible()


def test_home_goes_to_the_head_of_the_first_page_from_its_middle(open_window: OPEN) -> None:
    pages = pages_of(open_window())
    pages.view.verticalScrollBar().setValue(120)
    QTest.keyClick(pages.view, Qt.Key.Key_Home)
    assert pages.view.verticalScrollBar().value() == 0


def test_sizes(open_window: OPEN) -> None:
    window = open_window()
    pages = pages_of(window)
    wide = pages.factor()
    press(window, Qt.Key.Key_0, CONTROL)
    assert pages.factor() == 1.0
    assert window.tools.percent.text() == "100%"
    # One inch on the screen is one inch on paper.
    press(window, Qt.Key.Key_Plus, CONTROL)
    assert pages.factor() == 1.25
    press(window, Qt.Key.Key_Minus, CONTROL)
    assert pages.factor() == 1.0
    press(window, Qt.Key.Key_1, CONTROL)
    assert pages.factor() < wide
    press(window, Qt.Key.Key_2, CONTROL)
    assert pages.factor() == wide
    for _ in range(30):
        press(window, Qt.Key.Key_Plus, CONTROL)
    assert pages.factor() == 5.0


def test_a_text_is_found_from_place_to_place(qtbot: QtBot, open_window: OPEN) -> None:
    window = open_window()
    pages = pages_of(window)
    press(window, Qt.Key.Key_F, CONTROL)
    assert window.search is not None
    assert window.search.line.hasFocus()
    QTest.keyClicks(window.search.line, "page")
    qtbot.waitUntil(lambda: window.search.found.text() == "第 1 处，共 5 处")  # type: ignore[union-attr]
    for page in (1, 2):
        press(window, Qt.Key.Key_Return)
        assert pages.page() == page
    press(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert pages.page() == 1
    assert window.search.found.text() == "第 2 处，共 5 处"
    window.search.line.setText("没有的字")
    qtbot.waitUntil(lambda: window.search.found.text() == "没有找到")  # type: ignore[union-attr]
    press(window, Qt.Key.Key_Escape)
    assert not window.search.isVisible()
    assert window.isVisible()
    press(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not any(isinstance(each, PreviewWindow) for each in QApplication.topLevelWidgets()))


def test_another_paper_in_the_same_window(qtbot: QtBot, open_at_desk: OPEN) -> None:
    titles = (("submission", "上报报告"), ("audit", "核对表"))

    def make(kind: str, _desk: object) -> PreviewFile:
        return PreviewFile(dict(titles)[kind], paper(A4), kind=kind, warning="未签名" if kind == "audit" else "")

    window = open_at_desk(FILE, PreviewChoices(titles, make))
    assert window.paper.currentText() == "上报报告"
    assert not window.warning.isVisible()
    window.paper.setFocus()
    press(window, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: window.title.text() == "核对表")
    assert pages_of(window).document.pageCount() == 1
    assert window.warning.text() == "未签名"
    assert window.search is not None
    press(window, Qt.Key.Key_F, CONTROL)
    assert window.search.isVisible()


def test_a_broken_file_is_said_to_be_broken_and_not_printed(open_window: OPEN, printers: FilePrinters) -> None:
    window = open_window(PreviewFile("坏", b"%PDF-1.4 and nothing"))
    assert not pages_of(window).is_readable()
    assert not window.tools.print.isEnabled()
    for key in (Qt.Key.Key_P, Qt.Key.Key_S, Qt.Key.Key_F, Qt.Key.Key_0, Qt.Key.Key_1):
        press(window, key, CONTROL)
    assert printers.answers == []


# --- printing -------------------------------------------------------------------------------------------------------


def test_everything_goes_to_the_printer(qtbot: QtBot, open_window: OPEN, printers: FilePrinters) -> None:
    told = print_and_wait(qtbot, open_window())
    assert told == "已送往打印机“office”。"
    assert printers.pages == 5
    assert printers.answers[0].docName() == FILE.title
    assert len(sheets(printers.folder / "office.pdf", 30)) == 5


@pytest.mark.parametrize(("first", "last", "count"), [(2, 3, 2), (5, 5, 1), (0, 0, 5)])
def test_chosen_pages_only(
    qtbot: QtBot,
    open_window: OPEN,
    printers: FilePrinters,
    monkeypatch: pytest.MonkeyPatch,
    first: int,
    last: int,
    count: int,
) -> None:
    def choose(printer: QPrinter) -> None:
        printer.setFromTo(first, last)
        if first:
            printer.setPrintRange(QPrinter.PrintRange.PageRange)

    monkeypatch.setattr(printers, "answer", choose)
    print_and_wait(qtbot, open_window())
    assert len(sheets(printers.folder / "office.pdf", 30)) == count


def test_the_page_on_the_screen(
    qtbot: QtBot, open_window: OPEN, printers: FilePrinters, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printers, "answer", lambda each: each.setPrintRange(QPrinter.PrintRange.CurrentPage))
    window = open_window(PreviewFile("x", paper(A4, (400, 400), A4)))
    pages_of(window).go(1)
    print_and_wait(qtbot, window)
    assert len(sheets(printers.folder / "office.pdf", 30)) == 1


def choose_all(printer: QPrinter) -> None:
    printer.setCopyCount(2)
    printer.setCollateCopies(False)
    printer.setDuplex(QPrinter.DuplexMode.DuplexLongSide)
    printer.setColorMode(QPrinter.ColorMode.GrayScale)
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)


def test_what_was_chosen_is_there_the_next_time_after_a_restart(
    qtbot: QtBot,
    open_at_desk: OPEN,
    printers: FilePrinters,
    desk_jobs: Jobs,
    stores: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(printers, "answer", choose_all)
    monkeypatch.setattr(printers, "usual", lambda: "spare")
    print_and_wait(qtbot, open_at_desk())
    # Five pages on both sides are three sheets a copy, and the driver of a file makes no copies itself.
    assert len(sheets(printers.folder / "spare.pdf", 30)) == 12
    qtbot.waitUntil(desk_jobs.is_idle)
    habit = PrintHabit("spare", "long", 2, collated=False, last_first=True, grey=True)
    assert read_habit(stores / "unit", "submission") == habit
    assert read_habit(stores / "unit", "figures") == PrintHabit()
    monkeypatch.undo()
    desk_jobs.open(stores / "unit")
    print_and_wait(qtbot, open_at_desk())
    again = printers.answers[-1]
    assert (again.printerName(), again.duplex()) == ("spare", QPrinter.DuplexMode.DuplexLongSide)
    assert again.colorMode() == QPrinter.ColorMode.GrayScale
    assert again.pageOrder() == QPrinter.PageOrder.LastPageFirst
    assert not again.collateCopies()


def test_a_printer_that_is_gone_is_told_and_replaced(
    qtbot: QtBot, open_at_desk: OPEN, printers: FilePrinters, stores: Path
) -> None:
    keep_habit(stores / "unit", "submission", PrintHabit("gone", copies=1))
    printers.accepts = False
    window = open_at_desk()
    press(window, Qt.Key.Key_P, CONTROL)
    qtbot.waitUntil(window.notice.isVisible)
    assert "“gone”现在找不到" in window.notice.text()
    assert "office" in window.notice.text()
    assert [each.printerName() for each in printers.answers] == ["office"]
    assert read_habit(stores / "unit", "submission").printer == "gone"


def test_no_printer_at_all_offers_a_file(
    qtbot: QtBot, open_window: OPEN, printers: FilePrinters, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printers.held = ()
    monkeypatch.setattr(preview_acts, "choose_new_file", lambda *_: tmp_path / "kept.pdf")
    window = open_window()
    press(window, Qt.Key.Key_P, CONTROL)
    qtbot.waitUntil(window.notice.isVisible)
    assert "没有可用的打印机" in window.notice.text()
    assert printers.answers == []
    window.notice.action.click()
    qtbot.waitUntil((tmp_path / "kept.pdf").exists)


def test_declining_the_dialog_prints_nothing(qtbot: QtBot, open_window: OPEN, printers: FilePrinters) -> None:
    printers.accepts = False
    window = open_window()
    press(window, Qt.Key.Key_P, CONTROL)
    qtbot.waitUntil(lambda: bool(printers.answers))
    assert not window.acts.is_printing()
    assert list(printers.folder.iterdir()) == []


def test_by_hand_the_fronts_and_then_the_backs(
    qtbot: QtBot, open_at_desk: OPEN, printers: FilePrinters, stores: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passes: list[int] = []

    def turn(window: TwoSidesWindow) -> int:
        passes.append(len(sheets(printers.folder / "office.pdf", 30)))
        (printers.folder / "office.pdf").rename(printers.folder / "fronts.pdf")
        window.last_on_top.setChecked(True)
        window.go_on.click()
        return window.result()

    monkeypatch.setattr(TwoSidesWindow, "exec", turn)
    window = open_at_desk()
    window.tools.by_hand.trigger()
    qtbot.waitUntil(lambda: window.notice.isVisible() and not window.acts.is_printing(), timeout=30_000)
    assert passes == [3]
    behind = sheets(printers.folder / "office.pdf", 30)
    assert [is_inked(each) for each in behind] == [False, True, True]
    assert read_habit(stores / "unit", "submission").backs_reversed


def test_wide_pages_are_asked_about_once(
    qtbot: QtBot, open_at_desk: OPEN, printers: FilePrinters, stores: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(_parent: QWidget, question: str, answers: tuple[str, ...]) -> int:
        asked.append(question)
        return answers.index("用 A3 纸，按原大小")

    monkeypatch.setattr(print_desk, "choose_one", answer)
    file = PreviewFile("宽表", paper(A4, A3), kind="figures")
    for _ in range(2):
        window = open_at_desk(file)
        print_and_wait(qtbot, window)
        assert [each.width < each.height for each in sheets(printers.folder / "office.pdf", 30)] == [True, True]
        assert printers.pages == 0
        assert window.tools.wide.isVisible()
    assert len(asked) == 1
    assert "有 1 页比 A4 大" in asked[0]
    assert read_habit(stores / "unit", "figures").wide == "A3"
    assert not open_at_desk().tools.wide.isVisible()


def test_nothing_goes_on_printing_behind_a_closed_window(
    qtbot: QtBot, open_window: OPEN, printers: FilePrinters, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(PreviewFile("长", paper(*[A4] * 30)))
    answers = [QMessageBox.ButtonRole.RejectRole, QMessageBox.ButtonRole.AcceptRole]

    def answer(box: QMessageBox) -> int:
        role = answers.pop(0)
        next(each for each in box.buttons() if box.buttonRole(each) == role).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answer)
    press(window, Qt.Key.Key_P, CONTROL)
    qtbot.waitUntil(lambda: window.progress.isVisible() and window.progress.bar.value() > 0, timeout=20_000)
    press(window, Qt.Key.Key_Escape)
    assert window.isVisible()
    press(window, Qt.Key.Key_Escape)
    assert not window.isVisible()
    assert not answers


# --- keeping as a file ----------------------------------------------------------------------------------------------


def keep_as(window: PreviewWindow, monkeypatch: pytest.MonkeyPatch, out: Path, *, sure: bool = True) -> list[str]:
    suggested: list[str] = []

    def choose(_parent: QWidget, _title: str, name: str, _kinds: str) -> Path:
        suggested.append(name)
        return out

    monkeypatch.setattr(preview_acts, "choose_new_file", choose)
    monkeypatch.setattr(preview_acts, "confirm", lambda *_: sure)
    press(window, Qt.Key.Key_S, CONTROL)
    return suggested


def test_the_file_is_the_very_same(
    qtbot: QtBot, open_window: OPEN, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, out = open_window(), tmp_path / "报告.pdf"
    assert keep_as(window, monkeypatch, out) == ["平果市_2023Q4_v2.pdf"]
    qtbot.waitUntil(window.notice.isVisible)
    assert out.read_bytes() == FILE.source
    assert str(out) in window.notice.text()
    assert window.notice.action.text() == "打开所在文件夹"


@pytest.mark.parametrize(("sure", "kept"), [(True, FILE.source), (False, b"another")])
def test_a_name_without_its_ending_is_asked_about_again(
    qtbot: QtBot,
    open_window: OPEN,
    jobs: Jobs,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    sure: bool,
    kept: bytes,
) -> None:
    (tmp_path / "报告.pdf").write_bytes(b"another")
    window = open_window()
    keep_as(window, monkeypatch, tmp_path / "报告", sure=sure)
    qtbot.waitUntil(jobs.is_idle)
    assert (tmp_path / "报告.pdf").read_bytes() == kept


def test_what_cannot_be_written_is_said_and_the_window_stays(
    qtbot: QtBot, open_window: OPEN, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder.pdf").mkdir()
    window = open_window()
    keep_as(window, monkeypatch, tmp_path / "folder.pdf")
    qtbot.waitUntil(window.notice.isVisible)
    assert "OUT_FOLDER" in window.notice.text()
    assert window.isVisible()
    assert (tmp_path / "folder.pdf").is_dir()


# --- headings -------------------------------------------------------------------------------------------------------


def test_headings_are_shown_whole_as_far_as_there_is_room(open_window: OPEN) -> None:
    for title, most in (("短", 230), ("引进高新技术企业和重大产业项目台账", 320), ("很长的标题" * 40, 400)):
        target = BytesIO()
        canvas = Canvas(target, pagesize=A4, invariant=True)
        for name, text, level in (("a", "一", 0), ("b", title, 1)):
            canvas.bookmarkPage(name, fit="XYZ", left=0, top=800, zoom=0)
            canvas.addOutlineEntry(text, name, level)
            canvas.drawString(100, 100, name)
            canvas.showPage()
        canvas.save()
        window = open_window(PreviewFile("有目录", target.getvalue()))
        assert window.outline is not None
        assert window.outline.width() >= min(window.outline.wanted_width(), int(window.width() * 0.3) - 10)
        assert window.outline.width() <= most


def test_headings_lead_to_their_places(open_window: OPEN) -> None:
    target = BytesIO()
    canvas = Canvas(target, invariant=True)
    for number in range(1, 5):
        canvas.setPageSize(A4)
        canvas.bookmarkPage(f"p{number}", fit="XYZ", left=0, top=800, zoom=0)
        canvas.addOutlineEntry(f"第 {number} 部分", f"p{number}")
        canvas.drawString(100, 100, str(number))
        canvas.showPage()
    canvas.save()
    window = open_window(PreviewFile("有目录", target.getvalue()))
    assert window.outline is not None
    assert window.outline.isVisible()
    window.outline.setFocus()
    for _ in range(3):
        press(window, Qt.Key.Key_Down)
        assert pages_of(window).page() == window.outline.currentIndex().row()
    assert pages_of(window).page() in (2, 3)
    window.contents.click()
    assert not window.outline.isVisible()
    window.show_file(FILE)
    assert not window.contents.isVisible()
    assert pages_of(window).document.pageCount() == 5


# --- what lies on the pages -----------------------------------------------------------------------------------------


def test_a_seal_on_a_file_is_shown_and_printed_and_the_file_is_kept_as_it_is(
    qtbot: QtBot, open_window: OPEN, printers: FilePrinters, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=True)
    canvas.acroForm.textfield(name="seal", value="SEAL", x=100, y=400, width=300, height=100, fontSize=36)
    canvas.showPage()
    canvas.save()
    file = tmp_path / "佐证.pdf"
    file.write_bytes(target.getvalue())
    window = open_window(PreviewFile("佐证.pdf", file))
    qtbot.waitUntil(lambda: isinstance(window.page, PdfPages))
    assert window.page.hasFocus() or pages_of(window).view.hasFocus()
    print_and_wait(qtbot, window)
    (sheet,) = sheets(printers.folder / "office.pdf", 72)
    assert is_inked(sheet.crop((110, 350, 390, 430)))
    keep_as(window, monkeypatch, tmp_path / "kept.pdf")
    qtbot.waitUntil((tmp_path / "kept.pdf").exists)
    assert (tmp_path / "kept.pdf").read_bytes() == target.getvalue()

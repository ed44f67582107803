"""What comes out of the printer: at its true size, turned where it lies across, and nothing lost between slices."""

import time
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from baise_desktop.errors import BaiseError
from baise_desktop.ui.print_run import PrintRun
from baise_desktop.ui.print_sheets import Sheet, lay_sheets
from tests.ui import printed
from tests.ui.printed import A3, A4, ACROSS, PIXELS_PER_MM, NamedPrinter, drawn, is_inked, paper, sheets

_HAIR = 2
"""Pixels at 300 dpi that a line may be off: a sixth of a millimetre."""


@pytest.fixture
def owner(qapp: QObject) -> QObject:
    return QObject()


def print_all(
    qtbot: QtBot,
    owner: QObject,
    content: bytes,
    laid: tuple[Sheet, ...],
    file: Path,
    *,
    grey: bool = False,
    resolution: int = 0,
) -> list[Image.Image]:
    printer = NamedPrinter("office", file)
    if resolution:
        printer.setResolution(resolution)
    run = PrintRun(content, laid, printer, grey=grey, parent=owner)
    with qtbot.waitSignal(run.finished, timeout=20_000):
        run.start()
    return sheets(file)


def inked(image: Image.Image, colour: tuple[int, int, int]) -> tuple[float, float, float, float]:
    """Box of everything in a colour, in millimetres."""
    wanted = Image.new("RGB", image.size, colour)
    near = ImageChops.difference(image, wanted).convert("L").point(lambda value: 255 if value < 40 else 0)
    box = near.getbbox()
    assert box is not None
    return tuple(edge / PIXELS_PER_MM for edge in box)  # type: ignore[return-value]


def far(image: Image.Image, other: Image.Image) -> float:
    """Mean difference of two pictures of one size, from 0 to 255."""
    return ImageStat.Stat(ImageChops.difference(image.convert("L"), other.convert("L"))).mean[0]


@pytest.mark.parametrize("resolution", [0, 300, 600, 203])
def test_the_type_area_is_156_by_225_millimetres(qtbot: QtBot, owner: QObject, tmp_path: Path, resolution: int) -> None:
    content = paper(A4)
    (sheet,) = print_all(qtbot, owner, content, lay_sheets([0], [A4]), tmp_path / "p.pdf", resolution=resolution)
    assert [round(length / PIXELS_PER_MM) for length in sheet.size] == [210, 297]
    box = inked(sheet, (0, 0, 0))
    assert box == pytest.approx(printed.FRAME, abs=0.2)
    assert (box[2] - box[0], box[3] - box[1]) == pytest.approx((156, 225), abs=0.35)


def test_every_page_looks_as_it_does_on_the_screen(qtbot: QtBot, owner: QObject, tmp_path: Path) -> None:
    content = paper(A4, A4, A4)
    out = print_all(qtbot, owner, content, lay_sheets(range(3), [A4] * 3), tmp_path / "p.pdf")
    source = drawn(content, tmp_path)
    assert len(out) == 3
    for printed_page, page in zip(out, source, strict=True):
        size = page.size
        assert far(printed_page.resize(size), page) < 1


@pytest.mark.parametrize("resolution", [300, 600, 203])
def test_nothing_is_lost_between_slices(qtbot: QtBot, owner: QObject, tmp_path: Path, resolution: int) -> None:
    laid = lay_sheets([0], [A4])
    (sheet,) = print_all(qtbot, owner, paper(A4), laid, tmp_path / "p.pdf", resolution=resolution)
    left, top, _, bottom = (round(edge * PIXELS_PER_MM) for edge in printed.FRAME)
    line = sheet.convert("L").crop((left - 4, top + 4, left + 6, bottom - 4))
    darkest = [min(line.crop((0, row, line.width, row + 1)).tobytes()) for row in range(line.height)]
    assert max(darkest) < 128


def test_a_page_across_lies_with_its_head_at_the_left(qtbot: QtBot, owner: QObject, tmp_path: Path) -> None:
    content = paper(ACROSS)
    (sheet,) = print_all(qtbot, owner, content, lay_sheets([0], [ACROSS]), tmp_path / "p.pdf")
    assert sheet.width < sheet.height
    # The upper left corner of the page is the lower left corner of the sheet.
    assert inked(sheet, (255, 0, 0)) == pytest.approx((10, 277, 20, 287), abs=0.2)
    page = drawn(content, tmp_path)[0].rotate(90, expand=True)
    assert far(sheet.resize(page.size), page) < 1


def test_a3_keeps_its_size_or_is_made_smaller(qtbot: QtBot, owner: QObject, tmp_path: Path) -> None:
    content, sizes = paper(A4, A3), [A4, A3]
    _, large = print_all(qtbot, owner, content, lay_sheets(range(2), sizes, "A3"), tmp_path / "large.pdf")
    assert [round(length / PIXELS_PER_MM) for length in large.size] == [297, 420]
    assert inked(large, (255, 0, 0)) == pytest.approx((10, 400, 20, 410), abs=0.2)
    _, small = print_all(qtbot, owner, content, lay_sheets(range(2), sizes, "A4"), tmp_path / "small.pdf")
    assert [round(length / PIXELS_PER_MM) for length in small.size] == [210, 297]
    assert inked(small, (255, 0, 0)) == pytest.approx((7.07, 282.9, 14.14, 289.9), abs=0.3)


def test_grey_is_grey_and_colour_is_kept(qtbot: QtBot, owner: QObject, tmp_path: Path) -> None:
    content, laid = paper(A4), lay_sheets([0], [A4])
    (colour,) = print_all(qtbot, owner, content, laid, tmp_path / "colour.pdf")
    assert colour.getpixel((int(15 * PIXELS_PER_MM), int(15 * PIXELS_PER_MM))) == (255, 0, 0)
    (grey,) = print_all(qtbot, owner, content, laid, tmp_path / "grey.pdf", grey=True)
    red, green, blue = grey.getpixel((int(15 * PIXELS_PER_MM), int(15 * PIXELS_PER_MM)))  # type: ignore[misc]
    assert red == green == blue


def test_an_empty_side_is_a_sheet_of_its_own(qtbot: QtBot, owner: QObject, tmp_path: Path) -> None:
    laid = (*lay_sheets([0], [A4]), Sheet(None), *lay_sheets([0], [A4]))
    out = print_all(qtbot, owner, paper(A4), laid, tmp_path / "p.pdf")
    assert [is_inked(each) for each in out] == [True, False, True]


def test_what_is_cancelled_leaves_the_rest_undone(qtbot: QtBot, owner: QObject, tmp_path: Path) -> None:
    printer = NamedPrinter("office", tmp_path / "p.pdf")
    run = PrintRun(paper(*[A4] * 20), lay_sheets(range(20), [A4] * 20), printer, grey=False, parent=owner)
    done: list[int] = []
    run.moved.connect(done.append)
    run.moved.connect(lambda count: run.cancel() if count == 2 else None)
    run.start()
    qtbot.waitUntil(lambda: done == [1, 2], timeout=20_000)
    qtbot.wait(100)
    assert done == [1, 2]


def test_a_window_that_goes_takes_its_print_along(qtbot: QtBot, tmp_path: Path) -> None:
    gone = QObject()
    printer = NamedPrinter("office", tmp_path / "p.pdf")
    run = PrintRun(paper(*[A4] * 20), lay_sheets(range(20), [A4] * 20), printer, grey=False, parent=gone)
    done: list[int] = []
    run.moved.connect(done.append)
    run.start()
    qtbot.waitUntil(lambda: bool(done), timeout=20_000)
    del run, printer
    delete(gone)
    qtbot.wait(50)
    assert len(done) < 20


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_refuses_is_named(qtbot: QtBot, owner: QObject, tmp_path: Path) -> None:
    printer = NamedPrinter("office", tmp_path / "no folder" / "p.pdf")
    run = PrintRun(paper(A4), lay_sheets([0], [A4]), printer, grey=False, parent=owner)
    with qtbot.waitSignal(run.refused, timeout=20_000) as told:
        run.start()
    refusal = told.args[0]
    assert isinstance(refusal, BaiseError)
    assert refusal.code == "PRINTER_REFUSES"
    assert "office" in refusal.sentence


def test_the_window_goes_on_while_it_prints(qtbot: QtBot, owner: QObject, tmp_path: Path) -> None:
    """Between any two slices the loop turns: a page of 3508 rows is never handed over at once."""
    turns = 0

    def turn() -> None:
        nonlocal turns
        turns += 1

    clock = QTimer(owner, interval=0)
    clock.timeout.connect(turn)
    clock.start()
    begun = time.monotonic()
    print_all(qtbot, owner, paper(A4), lay_sheets([0], [A4]), tmp_path / "p.pdf")
    assert turns > 25, time.monotonic() - begun

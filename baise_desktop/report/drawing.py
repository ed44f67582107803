"""Pages onto a PDF canvas: the only place that knows reportlab's coordinates."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from baise_desktop.report import geometry as g
from baise_desktop.report.content import Ink, Words, write_marks, write_qr
from baise_desktop.report.fonts import Role, without_commands
from baise_desktop.report.foot import Foot, foot_qr, foot_texts
from baise_desktop.report.model import Place
from baise_desktop.report.seal_place import Seal
from baise_desktop.report.straddle import draw_straddle, straddle_marks
from baise_desktop.report.typesetting import Setting, Typesetter

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_PALE = ".9 .9 .9"
_WATERMARK = 120
"""Points."""
_SLOPE = 50
"""Degrees."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A PDF as reportlab writes it, and where its seal place is."""

    pdf: bytes
    seal: Place | None


def _to_foot(canvas: "Canvas", orientation: g.Orientation, number: int) -> None:
    """Put the origin into the upper left corner of the type area of the sheet, standing."""
    canvas.translate(orientation.left_on(number), g.PAGE_HEIGHT - g.TOP)


def _to_type_area(canvas: "Canvas", orientation: g.Orientation, number: int) -> None:
    """Put the origin into the upper left corner of the type area as it is read."""
    if orientation is g.Orientation.LANDSCAPE:
        canvas.translate(orientation.left_on(number), g.PAGE_HEIGHT - g.TOP - g.AREA_HEIGHT)
        canvas.rotate(90)
    else:
        _to_foot(canvas, orientation, number)


def _lay_sheet(canvas: "Canvas", orientation: g.Orientation) -> None:
    if orientation is g.Orientation.LANDSCAPE:
        canvas.setPageRotation(90)
        canvas.setPageSize((g.PAGE_HEIGHT, g.PAGE_WIDTH))  # reportlab swaps the sides of a rotated page
    else:
        canvas.setPageRotation(0)
        canvas.setPageSize((orientation.sheet_width, g.PAGE_HEIGHT))


def _seal_place(number: int, page: g.Page) -> Place | None:
    for distance, strip in page.strips:
        for mark in strip.marks:
            if isinstance(mark, g.SealBox):
                left = page.orientation.left_on(number) + mark.x
                top = g.PAGE_HEIGHT - g.TOP - distance - mark.y
                return Place(number - 1, (left, top - mark.height, left + mark.width, top))
    return None


def _bookmark(canvas: "Canvas", page: g.Page) -> None:
    for anchor, distance in page.anchors:
        top = g.PAGE_HEIGHT - g.TOP - (0 if page.orientation is g.Orientation.LANDSCAPE else distance)
        canvas.bookmarkPage(anchor.key, fit="XYZ", left=0, top=top, zoom=0)
        canvas.addOutlineEntry(without_commands(anchor.title), anchor.key, level=anchor.level)


def _canvas(target: BytesIO, typesetter: Typesetter, title: str) -> "Canvas":
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(
        target,
        pagesize=(g.PAGE_WIDTH, g.PAGE_HEIGHT),
        pageCompression=1,
        invariant=1,
        # else Helvetica is listed, unembedded; the stubs take a name for a number
        initialFontName=typesetter.faces.face(Role.SONG).name,  # type: ignore[arg-type]
        lang="zh-CN",
    )
    canvas.setTitle(title)
    return canvas


def draw(pages: Sequence[g.Page], foot: Foot, typesetter: Typesetter, title: str, seal: Seal) -> Drawn:
    """Draw all pages.

    Args:
        pages: in order.
        foot: what stands under each.
        typesetter: the one that set them.
        title: of the document.
        seal: how it is sealed, if it has a place for that.
    """
    target = BytesIO()
    canvas = _canvas(target, typesetter, title)
    places = (_seal_place(number, page) for number, page in enumerate(pages, 1))
    place = next((place for place in places if place), None)
    numbers = {anchor.key: number for number, page in enumerate(pages, 1) for anchor, _ in page.anchors}
    ink = Ink(canvas, typesetter)
    for number, page in enumerate(pages, 1):
        _lay_sheet(canvas, page.orientation)
        _draw_watermark(ink, foot.across, page.orientation)
        canvas.saveState()
        _to_type_area(canvas, page.orientation, number)
        write_marks(ink, page.strips, numbers)
        canvas.restoreState()
        _bookmark(canvas, page)
        _draw_foot(ink, foot, page.orientation, (number, len(pages)))
        if place is not None:
            _draw_edge(ink, seal, page.orientation.sheet_width, (number, len(pages)))
        canvas.showPage()
    canvas.save()
    return Drawn(target.getvalue(), place)


def _draw_watermark(ink: Ink, words: str, orientation: g.Orientation) -> None:
    """Below everything else, so that it hides nothing."""
    if not words:
        return
    canvas = ink.canvas
    line = ink.typesetter.set(words, Setting(Role.SONG, _WATERMARK, _WATERMARK, align="left"), g.PAGE_HEIGHT)[0]
    canvas.saveState()
    canvas.translate(orientation.sheet_width / 2, g.PAGE_HEIGHT / 2)
    canvas.rotate(_SLOPE)
    text = Words(ink)
    text.put(-line.width / 2, -_WATERMARK / 3, _WATERMARK, line.spaced_runs(), _PALE)
    text.finish()
    canvas.restoreState()


def _draw_foot(ink: Ink, foot: Foot, orientation: g.Orientation, place: tuple[int, int]) -> None:
    canvas = ink.canvas
    canvas.saveState()
    _to_foot(canvas, orientation, place[0])
    qr = foot_qr(foot, *place, orientation.foot_width)
    if qr is not None:
        write_qr(canvas, qr)
    texts = tuple(foot_texts(ink.typesetter, foot, *place, orientation.foot_width))
    write_marks(ink, [(0.0, g.Strip(height=0.0, marks=texts))], {})
    canvas.restoreState()


def _draw_edge(ink: Ink, seal: Seal, width: float, place: tuple[int, int]) -> None:
    """What the seal leaves across the edges of all pages, or where it goes."""
    canvas = ink.canvas
    draw_straddle(canvas, seal, place, width)
    marks = tuple(straddle_marks(ink.typesetter, seal, place, width))
    canvas.saveState()
    canvas.translate(0, g.PAGE_HEIGHT)
    write_marks(ink, [(0.0, g.Strip(height=0.0, marks=marks))], {})
    canvas.restoreState()

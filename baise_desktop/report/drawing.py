"""Pages onto a PDF canvas: the only place that knows reportlab's coordinates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from baise_desktop.report import geometry as g
from baise_desktop.report.fonts import Role
from baise_desktop.report.foot import Foot, QrMark, foot_qr, foot_texts
from baise_desktop.report.model import Place
from baise_desktop.report.typesetting import Setting, Typesetter

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_RED = (0.86, 0.07, 0.09)
_BLACK = (0.0, 0.0, 0.0)
_GREY = (0.93, 0.93, 0.93)
_PALE = (0.9, 0.9, 0.9)
_WATERMARK = 120
"""Points."""
_SLOPE = 50
"""Degrees."""
_QUIET = 2  # modules left free inside the QR box; the margin around the box is the rest of the quiet zone


@dataclass(frozen=True, slots=True)
class Drawn:
    """A PDF as reportlab writes it, and where its seal place is."""

    pdf: bytes
    seal: Place | None


class _Pen:
    """Draws marks of one document."""

    def __init__(self, canvas: "Canvas", typesetter: Typesetter, numbers: Mapping[str, int]) -> None:
        self._canvas = canvas
        self._typesetter = typesetter
        self._numbers = numbers

    def draw(self, mark: g.Mark | QrMark) -> None:
        match mark:
            case g.Text():
                self._text(mark)
            case g.Rule():
                self._rule(mark)
            case g.Shade():
                self._shade(mark)
            case g.PageReference():
                self._reference(mark)
            case QrMark():
                self._qr(mark)
            case g.SealBox():
                pass  # a place, not a picture

    def _text(self, mark: g.Text) -> None:
        self._canvas.setFillColorRGB(*(_RED if mark.red else _BLACK))
        text = self._canvas.beginText(mark.x, -mark.y)
        for run, spacing in mark.line.spaced_runs():
            text.setFont(run.face.name, mark.size)
            text.setCharSpace(spacing)
            text.textOut(run.text)
        self._canvas.drawText(text)

    def _rule(self, mark: g.Rule) -> None:
        self._canvas.setStrokeColorRGB(*(_RED if mark.red else _BLACK))
        self._canvas.setLineWidth(mark.weight)
        self._canvas.line(mark.x0, -mark.y0, mark.x1, -mark.y1)

    def _shade(self, mark: g.Shade) -> None:
        self._canvas.setFillColorRGB(*_GREY)
        self._canvas.rect(mark.x, -mark.y - mark.height, mark.width, mark.height, stroke=0, fill=1)

    def _reference(self, mark: g.PageReference) -> None:
        setting = Setting(Role.SONG, mark.size, mark.size, align="left")
        line = self._typesetter.set(str(self._numbers[mark.anchor]), setting, g.AREA_WIDTH)[0]
        self._text(g.Text(mark.x - line.width, mark.y, line, mark.size))

    def _qr(self, mark: QrMark) -> None:
        module = mark.size / (mark.modules + 2 * _QUIET)
        path = self._canvas.beginPath()
        for row, column, length in mark.stretches:
            y = -mark.y - (row + _QUIET + 1) * module
            path.rect(mark.x + (column + _QUIET) * module, y, length * module, module)
        self._canvas.setFillColorRGB(*_BLACK)
        self._canvas.drawPath(path, stroke=0, fill=1, fillMode=1)


def _to_portrait(canvas: "Canvas") -> None:
    canvas.translate(g.LEFT, g.PAGE_HEIGHT - g.TOP)


def _to_type_area(canvas: "Canvas", orientation: g.Orientation) -> None:
    """Put the origin into the upper left corner of the type area as it is read."""
    if orientation is g.Orientation.PORTRAIT:
        canvas.setPageRotation(0)
        canvas.setPageSize((g.PAGE_WIDTH, g.PAGE_HEIGHT))
        _to_portrait(canvas)
        return
    canvas.setPageRotation(90)
    canvas.setPageSize((g.PAGE_HEIGHT, g.PAGE_WIDTH))  # reportlab swaps the sides of a rotated page
    canvas.translate(g.LEFT, g.PAGE_HEIGHT - g.TOP - g.AREA_HEIGHT)
    canvas.rotate(90)


def _seal_place(index: int, page: g.Page) -> Place | None:
    for mark in page.marks:
        if isinstance(mark, g.SealBox):
            left, top = g.LEFT + mark.x, g.PAGE_HEIGHT - g.TOP - mark.y
            return Place(index, (left, top - mark.height, left + mark.width, top))
    return None


def _bookmark(canvas: "Canvas", page: g.Page) -> None:
    for anchor, distance in page.anchors:
        top = g.PAGE_HEIGHT - g.TOP - (distance if page.orientation is g.Orientation.PORTRAIT else 0)
        canvas.bookmarkPage(anchor.key, fit="XYZ", left=0, top=top, zoom=0)
        canvas.addOutlineEntry(anchor.title, anchor.key, level=anchor.level)


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


def draw(pages: Sequence[g.Page], foot: Foot, typesetter: Typesetter, title: str) -> Drawn:
    """Draw all pages.

    Args:
        pages: in order.
        foot: what stands under each.
        typesetter: the one that set them.
        title: of the document.
    """
    target = BytesIO()
    canvas = _canvas(target, typesetter, title)
    numbers = {anchor.key: number for number, page in enumerate(pages, 1) for anchor, _ in page.anchors}
    pen = _Pen(canvas, typesetter, numbers)
    for number, page in enumerate(pages, 1):
        _draw_watermark(canvas, typesetter, foot.watermark)
        _draw_page(canvas, pen, page)
        _bookmark(canvas, page)
        _draw_foot(canvas, pen, foot_qr(foot, number, len(pages)), foot_texts(typesetter, foot, number, len(pages)))
        canvas.showPage()
    canvas.save()
    places = (_seal_place(index, page) for index, page in enumerate(pages))
    return Drawn(target.getvalue(), next((place for place in places if place), None))


def _draw_watermark(canvas: "Canvas", typesetter: Typesetter, words: str) -> None:
    """Below everything else, so that it hides nothing."""
    if not words:
        return
    line = typesetter.set(words, Setting(Role.SONG, _WATERMARK, _WATERMARK, align="left"), g.PAGE_HEIGHT)[0]
    canvas.saveState()
    canvas.translate(g.PAGE_WIDTH / 2, g.PAGE_HEIGHT / 2)
    canvas.rotate(_SLOPE)
    canvas.setFillColorRGB(*_PALE)
    text = canvas.beginText(-line.width / 2, -_WATERMARK / 3)
    for run, spacing in line.spaced_runs():
        text.setFont(run.face.name, _WATERMARK)
        text.setCharSpace(spacing)
        text.textOut(run.text)
    canvas.drawText(text)
    canvas.restoreState()


def _draw_page(canvas: "Canvas", pen: _Pen, page: g.Page) -> None:
    canvas.saveState()
    _to_type_area(canvas, page.orientation)
    for mark in page.marks:
        pen.draw(mark)
    canvas.restoreState()


def _draw_foot(canvas: "Canvas", pen: _Pen, qr: QrMark | None, texts: Iterable[g.Text]) -> None:
    canvas.saveState()
    _to_portrait(canvas)
    if qr is not None:
        pen.draw(qr)
    for text in texts:
        pen.draw(text)
    canvas.restoreState()

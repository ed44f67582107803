"""A PDF on its way to a printer: drawn by Qt's own thread, handed over in slices, so that the window goes on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QTransform
from PySide6.QtPdf import QPdfPageRenderer

from baise_desktop.errors import BaiseError
from baise_desktop.ui.pdf_source import open_pdf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtPrintSupport import QPrinter

    from baise_desktop.ui.pdf_source import PdfSource
    from baise_desktop.ui.print_sheets import Sheet

DPI = 300
"""Dots per inch that a page is drawn with: a QR code of 17 mm and 5号 characters ask for no more."""
_BAND = 128
"""Rows handed over at once: some ten milliseconds."""
_PAPERS = {"A4": QPageSize.PageSizeId.A4, "A3": QPageSize.PageSizeId.A3}


class PrintRun(QObject):
    """One pass through a printer; what is cancelled leaves the sheets that went before."""

    #: sheets that are done
    moved = Signal(int)
    #: everything was handed over
    finished = Signal()
    #: BaiseError that ended it
    refused = Signal(object)

    def __init__(
        self, source: PdfSource, sheets: Sequence[Sheet], printer: QPrinter, *, grey: bool, parent: QObject
    ) -> None:
        """Nothing is drawn until `start`."""
        super().__init__(parent)
        self.document = open_pdf(source, self)
        self._sheets = tuple(sheets)
        self._printer = printer
        self._grey = grey
        self._painter = QPainter()
        self._renderer = QPdfPageRenderer(self)
        self._renderer.setDocument(self.document)
        self._renderer.setRenderMode(QPdfPageRenderer.RenderMode.MultiThreaded)
        self._renderer.pageRendered.connect(self._take)
        self._slice = QTimer(self, singleShot=True, interval=0)
        self._slice.timeout.connect(self._step)
        self._next = self._next_sheet
        self._image = QImage()
        self._drawn = (-1, QSize())
        self._at = self._row = 0
        self._over = False
        self.destroyed.connect(partial(_let_go, self._painter, printer))

    def start(self) -> None:
        """Begin; the first result comes by a signal."""
        self._slice.start()

    def cancel(self) -> None:
        """No further sheet; the printer forgets what it has not printed yet, where it can."""
        if not self._over:
            self._end(abort=True)

    def _step(self) -> None:
        self._next()

    def _next_sheet(self) -> None:
        if self._at == len(self._sheets):
            self._end(abort=False)
            self.finished.emit()
            return
        sheet = self._sheets[self._at]
        if not self._begin(sheet):
            self._fail("PRINTER_REFUSES", printer=self._printer.printerName())
            return
        if sheet.page is None:
            self._done()
            return
        size = self._pixels(sheet)
        if self._drawn == (sheet.page, size):
            self._start_rows()
        else:
            self._drawn = (sheet.page, size)
            self._renderer.requestPage(sheet.page, size)

    def _begin(self, sheet: Sheet) -> bool:
        """A new sheet of the right paper; another paper is another job, but for a file."""
        same = self._at > 0 and self._sheets[self._at - 1].paper == sheet.paper
        if self._painter.isActive() and (same or self._printer.outputFileName()):
            if not same:
                self._printer.setPageLayout(_layout(sheet.paper))
            return self._printer.newPage()
        if self._painter.isActive():
            self._painter.end()
        self._printer.setFullPage(True)
        self._printer.setPageLayout(_layout(sheet.paper))
        if not self._painter.begin(self._printer):
            return False
        # Otherwise letters and codes would be squeezed like photographs.
        self._painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        return True

    def _pixels(self, sheet: Sheet) -> QSize:
        size = self.document.pagePointSize(sheet.page or 0) * sheet.scale * self._dpi() / 72
        return QSize(max(1, round(size.width())), max(1, round(size.height())))

    def _dpi(self) -> int:
        return min(DPI, self._printer.resolution())

    def _take(self, page: int, size: QSize, image: QImage) -> None:
        if self._over or (page, size) != self._drawn:
            return
        if image.isNull():
            self._fail("PRINT_PAGE", page=page + 1)
            return
        self._image = image
        self._start_rows()

    def _start_rows(self) -> None:
        self._row = 0
        self._next = self._hand_over
        self._slice.start()

    def _hand_over(self) -> None:
        sheet = self._sheets[self._at]
        height = self._image.width() if sheet.turned else self._image.height()
        if self._row >= height:
            self._done()
            return
        # A row more than it moves on: nothing shines through between two slices at another resolution.
        rows = min(_BAND + 1, height - self._row)
        piece = cut(self._image, self._row, rows, turned=sheet.turned)
        if piece is not None:
            self._put(sheet, piece)
        self._row += _BAND
        self._slice.start()

    def _put(self, sheet: Sheet, piece: QImage) -> None:
        if self._grey:
            piece = piece.convertToFormat(QImage.Format.Format_Grayscale8)
        ratio = self._printer.resolution() / self._dpi()
        point = self._printer.resolution() / 72
        place = QRectF(
            sheet.left * point, sheet.top * point + self._row * ratio, piece.width() * ratio, piece.height() * ratio
        )
        self._painter.drawImage(place, piece)

    def _done(self) -> None:
        self._at += 1
        self.moved.emit(self._at)
        if not self._over:
            self._next = self._next_sheet
            self._slice.start()

    def _fail(self, code: str, **values: object) -> None:
        self._end(abort=True)
        self.refused.emit(BaiseError(code, **values))

    def _end(self, *, abort: bool) -> None:
        self._over = True
        self._slice.stop()
        if self._painter.isActive():
            if abort:
                self._printer.abort()
            self._painter.end()
        self._image = QImage()


def _let_go(painter: QPainter, printer: QPrinter) -> None:
    """A window may go while it prints; a painter must not outlive its printer."""
    if painter.isActive():
        printer.abort()
        painter.end()


def cut(image: QImage, row: int, rows: int, *, turned: bool) -> QImage | None:
    """Rows of a page on white as they lie on the sheet; None where nothing stands in them."""
    across = QRect(image.width() - row - rows, 0, rows, image.height())
    area = across if turned else QRect(0, row, image.width(), rows)
    piece = QImage(area.size(), QImage.Format.Format_RGB32)
    piece.fill(Qt.GlobalColor.white)
    blank = piece.copy()
    painter = QPainter(piece)
    painter.drawImage(-area.x(), -area.y(), image)
    painter.end()
    if piece == blank:
        return None
    return piece.transformed(QTransform().rotate(-90)) if turned else piece


def _layout(paper: str) -> QPageLayout:
    from PySide6.QtCore import QMarginsF

    layout = QPageLayout(QPageSize(_PAPERS[paper]), QPageLayout.Orientation.Portrait, QMarginsF())
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout

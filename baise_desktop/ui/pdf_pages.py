"""The pages of a PDF, one below the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QStackedWidget

from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.labels import plain_label
from baise_desktop.ui.pdf_source import open_pdf

if TYPE_CHECKING:
    from baise_desktop.ui.pdf_source import PdfSource
    from baise_desktop.ui.print_sheets import Size

_SMALLEST, _LARGEST = 0.2, 5.0
_NEAR = 0.005


class PdfPages(QStackedWidget):
    """Fitted to the width until it is zoomed; a file that cannot be read says so."""

    #: another page has come to the middle of the window, from 0
    page_changed = Signal(int)
    #: another size: true size is 1.0
    zoomed = Signal(float)

    def __init__(self, source: PdfSource) -> None:
        """Reads the file's table of contents; pages are drawn when they come into sight, on a thread of their own."""
        super().__init__()
        self.source = source
        self.document = open_pdf(source, self)
        self.view = QPdfView(self)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        ground = self.view.palette()
        ground.setColor(QPalette.ColorRole.Dark, look.colour("sunken"))
        self.view.setPalette(ground)
        broken = plain_label(say("window.evidence_broken_preview"), wrap=True)
        broken.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.addWidget(self.view)
        self.addWidget(broken)
        self.setFocusProxy(self.view)
        self.view.installEventFilter(self)
        self.view.viewport().installEventFilter(self)
        self.view.pageNavigator().currentPageChanged.connect(self.page_changed)
        if self.is_readable():
            self.view.setDocument(self.document)
        else:
            self.setCurrentWidget(broken)

    def is_readable(self) -> bool:
        """Whether there are pages to be seen."""
        return self.document.status() == QPdfDocument.Status.Ready and self.document.pageCount() > 0

    def sizes(self) -> list[Size]:
        """Of the pages as they are read, in points."""
        return [self.document.pagePointSize(page).toTuple() for page in range(self.document.pageCount())]  # type: ignore[misc]

    def page(self) -> int:
        """The page in sight, from 0."""
        return self.view.pageNavigator().currentPage()

    def go(self, page: int, down: float = 0.0) -> None:
        """Bring the head of a page into sight, or a place `down` points below it; a page beyond the end is the last."""
        page = max(0, min(page, self.document.pageCount() - 1))
        # Qt reads a heading that names no place on its page from memory that nobody wrote.
        down = down if 0 <= down <= self.document.pagePointSize(page).height() else 0.0
        # The navigator's own jump stays where it is when the page is the same.
        below = down * self._factor_of(page) * self.view.logicalDpiY() / 72 - self.view.viewport().height() / 3
        self.view.verticalScrollBar().setValue(self._top(page) + max(0, round(below)))

    def zoom(self, factor: float) -> None:
        """Larger or smaller by a factor; 0 fits the width."""
        if factor:
            self._set(self.factor() * factor)
        else:
            self._fit(QPdfView.ZoomMode.FitToWidth)

    def fit_page(self) -> None:
        """A whole page in the window."""
        page = self.page()
        self._fit(QPdfView.ZoomMode.FitInView)
        self.go(page)

    def true_size(self) -> None:
        """As large as on paper, as far as the system knows its screen."""
        self._set(1.0)

    def factor(self) -> float:
        """How large it is now, whether chosen or fitted."""
        return self._factor_of(self.page()) if self.is_readable() else 1.0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Home and End; a page at a time where whole pages are shown; a fitted page has the size of the window."""
        if event.type() == QEvent.Type.Resize and watched is self.view.viewport():
            self.zoomed.emit(self.factor())
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not event.modifiers():
            return self._press(event.key())
        return super().eventFilter(watched, event)

    def _factor_of(self, page: int) -> float:
        """Pages of several sizes are fitted each for itself."""
        mode = self.view.zoomMode()
        if mode == QPdfView.ZoomMode.Custom:
            return self.view.zoomFactor()
        margins, room, size = self.view.documentMargins(), self.view.viewport().size(), self._size(page)
        across = (room.width() - margins.left() - margins.right()) / size.width()
        down = (room.height() - self.view.pageSpacing()) / size.height()
        return across if mode == QPdfView.ZoomMode.FitToWidth else min(across, down)

    def _size(self, page: int) -> QSizeF:
        """In pixels at true size."""
        return self.document.pagePointSize(page) * self.view.logicalDpiX() / 72

    def _top(self, page: int) -> int:
        heights = (round(self._size(each).height() * self._factor_of(each)) for each in range(page))
        return sum(height + self.view.pageSpacing() for height in heights)

    def _press(self, key: int) -> bool:
        step = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(key), 0)
        if key == Qt.Key.Key_Home:
            self.go(0)
        elif key == Qt.Key.Key_End:
            self._go_to_end()
        elif step and self.view.zoomMode() == QPdfView.ZoomMode.FitInView:
            self.go(self.page() + step)
        else:
            return False
        return True

    def _go_to_end(self) -> None:
        self.go(self.document.pageCount() - 1)
        bar = self.view.verticalScrollBar()
        bar.setValue(bar.maximum())

    def _fit(self, mode: QPdfView.ZoomMode) -> None:
        self.view.setZoomMode(mode)
        self.zoomed.emit(self.factor())

    def _set(self, factor: float) -> None:
        factor = max(_SMALLEST, min(_LARGEST, factor))
        if abs(factor - 1) < _NEAR:
            factor = 1.0
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(factor)
        self.zoomed.emit(factor)

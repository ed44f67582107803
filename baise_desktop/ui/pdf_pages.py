"""The pages of a PDF, one below the other."""

from pathlib import Path

from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QStackedWidget

from baise_desktop.texts import say
from baise_desktop.ui.labels import plain_label


class PdfPages(QStackedWidget):
    """Fitted to the width until it is zoomed; a file that cannot be read says so."""

    def __init__(self, path: Path) -> None:
        """Reads the file's table of contents; pages are drawn when they come into sight, on a thread of their own."""
        super().__init__()
        self.document = QPdfDocument(self)
        self.view = QPdfView(self)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        broken = plain_label(say("window.evidence_broken_preview"), wrap=True)
        self.addWidget(self.view)
        self.addWidget(broken)
        self.setFocusProxy(self.view)
        if self.document.load(str(path)) == QPdfDocument.Error.None_:
            self.view.setDocument(self.document)
        else:
            self.setCurrentWidget(broken)

    def zoom(self, factor: float) -> None:
        """Larger or smaller by a factor; 0 fits the width."""
        if not factor:
            self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
            return
        before = self.view.zoomFactor()
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(max(0.2, min(4.0, before * factor)))

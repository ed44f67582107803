"""A look at a file inside the program: PDF page by page, pictures at the size of the window."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QLabel, QScrollArea, QWidget

from baise_desktop.form.file_kind import PDF
from baise_desktop.texts import say
from baise_desktop.ui.dialog_size import open_at
from baise_desktop.ui.file_pictures import FilePicture, picture_file
from baise_desktop.ui.jobs import Jobs
from baise_desktop.ui.labels import button, column, plain_label, row

if TYPE_CHECKING:
    from baise_desktop.ui.pdf_pages import PdfPages

LONGEST_SIDE = 2_400
_STEP = 1.25


class PreviewWindow(QDialog):
    """One file; Esc closes it."""

    def __init__(self, jobs: Jobs, path: Path, name: str, media_type: str, parent: QWidget | None = None) -> None:
        """Starts to read the file."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(name)
        open_at(self, 1000, 900)
        self.larger = button(say("window.evidence_zoom_in"))
        self.smaller = button(say("window.evidence_zoom_out"))
        self.fit = button(say("window.evidence_fit"))
        title = plain_label(name, "section")
        title.setMinimumWidth(1)
        head = row(title, stretch_last=True)
        for control in (self.larger, self.smaller, self.fit):
            head.addWidget(control)
        layout = column(self, margin=12)
        layout.addLayout(head)
        self.page = _make_page(path, media_type)
        layout.addWidget(self.page, 1)
        self.larger.clicked.connect(partial(self.page.zoom, _STEP))
        self.smaller.clicked.connect(partial(self.page.zoom, 1 / _STEP))
        self.fit.clicked.connect(partial(self.page.zoom, 0.0))
        if isinstance(self.page, _Picture):
            jobs.run_alone(partial(picture_file, path, media_type, LONGEST_SIDE, LONGEST_SIDE), self._show)
        self.page.setFocus()

    def done(self, result: int) -> None:
        """The keyboard goes back to where it came from."""
        owner = self.parentWidget()
        super().done(result)
        if owner is not None:
            owner.activateWindow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys that zoom everywhere."""
        if event.matches(QKeySequence.StandardKey.ZoomIn) or event.key() == Qt.Key.Key_Equal:
            self.larger.click()
        elif event.matches(QKeySequence.StandardKey.ZoomOut) or event.key() == Qt.Key.Key_Minus:
            self.smaller.click()
        else:
            super().keyPressEvent(event)

    def _show(self, picture: FilePicture) -> None:
        from shiboken6 import isValid

        if isValid(self) and isinstance(self.page, _Picture):
            self.page.show_picture(picture)


class _Picture(QScrollArea):
    """A picture that fills the window until it is zoomed."""

    def __init__(self) -> None:
        super().__init__()
        self._pixmap = QPixmap()
        self._factor = 0.0
        self._label = QLabel()
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWidget(self._label)
        self.setWidgetResizable(True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def show_picture(self, picture: FilePicture) -> None:
        """Show it, or say that it cannot be shown."""
        self._pixmap = QPixmap.fromImage(picture.image)
        if self._pixmap.isNull():
            self._label.setTextFormat(Qt.TextFormat.PlainText)
            self._label.setWordWrap(True)
            self._label.setText(say("window.evidence_broken_preview"))
        else:
            self._scale()

    def zoom(self, factor: float) -> None:
        """Larger or smaller by a factor; 0 fits the window."""
        self._factor = (self._factor or self._fitting()) * factor
        self._scale()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        if not self._factor:
            self._scale()

    def _fitting(self) -> float:
        room = self.viewport().size()
        return min(1.0, room.width() / self._pixmap.width(), room.height() / self._pixmap.height())

    def _scale(self) -> None:
        if not self._pixmap.isNull():
            factor = min(self._factor or self._fitting(), 4.0)
            size = QSize(max(1, int(self._pixmap.width() * factor)), max(1, int(self._pixmap.height() * factor)))
            modes = (Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
            self._label.setPixmap(self._pixmap.scaled(size, *modes))


def _make_page(path: Path, media_type: str) -> PdfPages | _Picture:
    if media_type != PDF.media_type:
        return _Picture()
    from baise_desktop.ui.pdf_pages import PdfPages

    return PdfPages(path)

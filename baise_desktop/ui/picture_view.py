"""A picture that fills the window until it is zoomed."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea

from baise_desktop.texts import say
from baise_desktop.ui.file_pictures import FilePicture

LONGEST_SIDE = 2_400
_LARGEST = 4.0


class PictureView(QScrollArea):
    """Empty until `show_picture`."""

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
        if self._pixmap.isNull():
            return 1.0
        room = self.viewport().size()
        return min(1.0, room.width() / self._pixmap.width(), room.height() / self._pixmap.height())

    def _scale(self) -> None:
        if not self._pixmap.isNull():
            factor = min(self._factor or self._fitting(), _LARGEST)
            size = QSize(max(1, int(self._pixmap.width() * factor)), max(1, int(self._pixmap.height() * factor)))
            modes = (Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
            self._label.setPixmap(self._pixmap.scaled(size, *modes))

"""Pictures of files: thumbnails and previews, made away from the window's own thread."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from baise_desktop.form.file_kind import JPEG, PDF, PNG

_MOST_MEGABYTES = 400
"""What one picture may take while it is decoded: the largest that evidence may be has four bytes a pixel."""
_PICTURES = {JPEG.media_type: b"jpeg", PNG.media_type: b"png"}


@dataclass(frozen=True, slots=True)
class FilePicture:
    """What there is to be seen of a file."""

    image: QImage
    """Null when there is nothing to be seen, or it cannot be decoded."""
    pages: int = 0
    """Of a PDF."""


def picture_file(path: Path, media_type: str, width: int, height: int) -> FilePicture:
    """A picture, or the first page of a PDF, no larger than a box; nothing for other kinds."""
    if media_type in _PICTURES:
        return FilePicture(_read(path, _PICTURES[media_type], QSize(width, height)))
    if media_type == PDF.media_type:
        return _draw_page(path, QSize(width, height))
    return FilePicture(QImage())


def _read(path: Path, kind: bytes, box: QSize) -> QImage:
    # The kind is said, so that no other decoder ever sees a file from outside.
    QImageReader.setAllocationLimit(_MOST_MEGABYTES)
    reader = QImageReader(str(path), kind)
    reader.setAutoTransform(True)
    size = reader.size()
    turned = bool(reader.transformation().value & 4)
    if turned:
        box = box.transposed()
    if size.isValid() and (size.width() > box.width() or size.height() > box.height()):
        reader.setScaledSize(size.scaled(box, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1)))
    return reader.read()


def _draw_page(path: Path, box: QSize) -> FilePicture:
    from PySide6.QtPdf import QPdfDocument

    document = QPdfDocument()
    try:
        if document.load(str(path)) != QPdfDocument.Error.None_ or not document.pageCount():
            return FilePicture(QImage())
        size = document.pagePointSize(0).toSize().scaled(box, Qt.AspectRatioMode.KeepAspectRatio)
        page = document.render(0, size.expandedTo(QSize(1, 1)))
        paper = QImage(page.size(), QImage.Format.Format_RGB32)
        paper.fill(Qt.GlobalColor.white)
        _lay_on(paper, page)
        return FilePicture(paper, document.pageCount())
    finally:
        document.close()


def _lay_on(paper: QImage, page: QImage) -> None:
    from PySide6.QtGui import QPainter

    painter = QPainter(paper)
    painter.drawImage(0, 0, page)
    painter.end()

"""A PDF as it is opened for looking and for printing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject
from PySide6.QtPdf import QPdfDocument

PdfSource = Path | bytes
"""A file that nobody overwrites, or what was made for the screen."""


def open_pdf(source: PdfSource, parent: QObject) -> QPdfDocument:
    """The document; its status tells whether it can be read."""
    document = QPdfDocument(parent)
    if isinstance(source, Path):
        document.load(str(source))
    else:
        # No file lies on the disk for it: Windows would not let the next one take its place while it is shown.
        held = QBuffer(document)
        held.setData(QByteArray(source))
        held.open(QIODevice.OpenModeFlag.ReadOnly)
        document.load(held)
    return document

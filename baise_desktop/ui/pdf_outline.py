"""目录: the headings of a PDF beside its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtPdf import QPdfBookmarkModel
from PySide6.QtWidgets import QHeaderView, QTreeView

from baise_desktop.texts import say
from baise_desktop.ui import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtCore import QPointF

    from baise_desktop.ui.pdf_pages import PdfPages

_ROLE = QPdfBookmarkModel.Role
_STEP = 14
"""Pixels at 100 % by which a lower heading stands in."""
_BESIDE = 44
"""Pixels at 100 % of padding and of the bar that scrolls."""


def _below(model: QPdfBookmarkModel, heading: QModelIndex) -> Iterator[QModelIndex]:
    for row in range(model.rowCount(heading)):
        lower = model.index(row, 0, heading)
        yield lower
        yield from _below(model, lower)


class PdfOutline(QTreeView):
    """A heading that is chosen by mouse or by key is brought into sight."""

    def __init__(self, pages: PdfPages) -> None:
        super().__init__()
        self._pages = pages
        self._headings = QPdfBookmarkModel(self)
        self._headings.setDocument(pages.document)
        self.setObjectName("forms")
        self.setModel(self._headings)
        self.setHeaderHidden(True)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setIndentation(look.current().pixels(_STEP))
        self.setAccessibleName(say("window.preview_outline"))
        self.expandAll()
        self.selectionModel().currentChanged.connect(self._go)

    def has_headings(self) -> bool:
        """Whether there is anything to choose from."""
        return self._headings.rowCount(QModelIndex()) > 0

    def wanted_width(self) -> int:
        """Pixels that show every heading whole."""
        pixels = look.current().pixels
        widths = (self._reach(heading) for heading in _below(self._headings, QModelIndex()))
        return max(widths, default=0) + pixels(_BESIDE)

    def _reach(self, heading: QModelIndex) -> int:
        depth, above = 1, heading.parent()
        while above.isValid():
            depth, above = depth + 1, above.parent()
        text = str(heading.data(_ROLE.Title.value))
        return depth * self.indentation() + self.fontMetrics().horizontalAdvance(text)

    def _go(self, heading: QModelIndex) -> None:
        if heading.isValid():
            place: QPointF = heading.data(_ROLE.Location.value)
            self._pages.go(heading.data(_ROLE.Page.value), place.y())

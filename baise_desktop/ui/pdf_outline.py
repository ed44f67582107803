"""目录: the headings of a PDF beside its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtPdf import QPdfBookmarkModel
from PySide6.QtWidgets import QHeaderView, QTreeView

from baise_desktop.texts import say

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF

    from baise_desktop.ui.pdf_pages import PdfPages

_ROLE = QPdfBookmarkModel.Role


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
        self.setAccessibleName(say("window.preview_outline"))
        self.expandAll()
        self.selectionModel().currentChanged.connect(self._go)

    def has_headings(self) -> bool:
        """Whether there is anything to choose from."""
        return self._headings.rowCount(QModelIndex()) > 0

    def _go(self, heading: QModelIndex) -> None:
        if heading.isValid():
            place: QPointF = heading.data(_ROLE.Location.value)
            self._pages.go(heading.data(_ROLE.Page.value), place.y())

"""Ctrl+F in a PDF: every place where a text stands, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtPdf import QPdfSearchModel
from PySide6.QtWidgets import QLineEdit, QWidget

from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.labels import button, plain_label, row

if TYPE_CHECKING:
    from baise_desktop.ui.pdf_pages import PdfPages

_TYPING_MS = 200


class PdfSearch(QWidget):
    """A line that is hidden until it is wanted; it looks page by page, so that the window goes on."""

    def __init__(self, pages: PdfPages) -> None:
        """Nothing is looked for yet."""
        super().__init__()
        self._pages = pages
        self._model = QPdfSearchModel(self)
        self._model.setDocument(pages.document)
        pages.view.setSearchModel(self._model)
        self._at, self._page = -1, 0
        self.line = QLineEdit()
        self.line.setPlaceholderText(say("window.preview_search"))
        self.line.setAccessibleName(say("window.preview_search"))
        self.line.setClearButtonEnabled(True)
        self.line.setMaximumWidth(look.current().pixels(300))
        self.line.installEventFilter(self)
        self.found = plain_label(kind="muted")
        self.previous = button(say("window.preview_search_previous"), "chip")
        self.next = button(say("window.preview_search_next"), "chip")
        self.setLayout(row(self.line, self.previous, self.next, self.found))
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._looking = QTimer(self, singleShot=True, interval=0)
        self.line.textChanged.connect(self._wait)
        self._typing.timeout.connect(self._begin)
        self._looking.timeout.connect(self._look)
        self.previous.clicked.connect(lambda: self.step(-1))
        self.next.clicked.connect(lambda: self.step(1))
        self.hide()

    def begin(self) -> None:
        """Take the keyboard."""
        self.show()
        self.line.selectAll()
        self.line.setFocus()

    def close_search(self) -> None:
        """Nothing is marked any more."""
        self.line.clear()
        self.hide()
        self._pages.setFocus()

    def count(self) -> int:
        """Places found so far."""
        return self._model.rowCount(QModelIndex())

    def step(self, way: int) -> None:
        """To the next place, or the one before; after the last comes the first."""
        if self._typing.isActive():
            self._typing.stop()
            self._begin()
        elif self.count():
            self._show((self._at + way) % self.count())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on, Shift+Enter back, Esc away."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close_search()
                return True
        return super().eventFilter(watched, event)

    def _wait(self) -> None:
        self._looking.stop()
        self._typing.start()

    def _begin(self) -> None:
        self._at, self._page = -1, 0
        self._model.setSearchString(self.line.text().strip())
        self.found.setText("")
        if self._model.searchString():
            self._looking.start()

    def _look(self) -> None:
        """One page more: by itself the model takes a tenth of a second for each."""
        self._model.resultsOnPage(self._page)
        self._page += 1
        done = self._page >= self._pages.document.pageCount()
        if self._at < 0 and (place := self._first_from_here(done=done)) is not None:
            self._show(place)
        if not done:
            self._looking.start()
        self._tell()

    def _first_from_here(self, *, done: bool) -> int | None:
        """The first place on the page in sight or after it; once all was looked through, any."""
        here = self._pages.page()
        later = (place for place in range(self.count()) if self._model.resultAtIndex(place).page() >= here)
        return next(later, 0 if done and self.count() else None)

    def _show(self, place: int) -> None:
        self._at = place
        link = self._model.resultAtIndex(place)
        self._pages.view.setCurrentSearchResultIndex(place)
        self._pages.go(link.page(), link.location().y())
        self._tell()

    def _tell(self) -> None:
        if self._at >= 0:
            self.found.setText(say("window.preview_found", at=self._at + 1, count=self.count()))
        elif self._page >= self._pages.document.pageCount():
            self.found.setText(say("window.preview_not_found"))
        else:
            self.found.setText(say("window.preview_looking"))

"""What stands above the pages of a PDF: which page, how large, and what to do with the paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.commands import show_keys
from baise_desktop.ui.flow_row import FlowRow
from baise_desktop.ui.labels import IconButton, button, plain_label, plain_tip, row
from baise_desktop.ui.mnemonics import with_letter

if TYPE_CHECKING:
    from baise_desktop.ui.pdf_pages import PdfPages


class PageNumber(QWidget):
    """第 n / m 页; a number typed here brings that page."""

    def __init__(self) -> None:
        super().__init__()
        self._pages: PdfPages | None = None
        self.number = QLineEdit()
        self.number.setValidator(QIntValidator(1, 99_999, self))
        self.number.setAccessibleName(say("window.preview_page"))
        self.number.setFixedWidth(look.current().pixels(40))
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.number.installEventFilter(self)
        self.of = plain_label()
        self.setLayout(row(plain_label(say("window.preview_page_before")), self.number, self.of))

    def follow(self, pages: PdfPages) -> None:
        """Show where these pages are."""
        self._pages = pages
        pages.page_changed.connect(self._show)
        self._show(pages.page())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes there; the window has no default button for it."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._go()
                return True
        elif event.type() == QEvent.Type.FocusOut and self._pages is not None:
            self._show(self._pages.page())
        return super().eventFilter(watched, event)

    def _go(self) -> None:
        if self._pages is not None and self.number.text():
            self._pages.go(int(self.number.text()) - 1)
            self._pages.setFocus()

    def _show(self, page: int) -> None:
        if self._pages is not None:
            count = self._pages.document.pageCount()
            self.number.setText(str(page + 1) if count else "")
            self.of.setText(say("window.preview_page_of", count=count))


class PdfTools(FlowRow):
    """One line of tools, two where the window is narrow."""

    def __init__(self) -> None:
        self.number = PageNumber()
        self.smaller = button(say("window.evidence_zoom_out"), "chip")
        self.percent = plain_label(kind="muted")
        self.larger = button(say("window.evidence_zoom_in"), "chip")
        self.fit = button(say("window.preview_fit_width"), "chip")
        self.whole = button(say("window.preview_fit_page"), "chip")
        self.true_size = button(say("window.preview_true_size"), "chip")
        self.search = button(say("window.preview_find"), "chip", "search")
        self.print = button(say("window.preview_print"), "primary")
        self.more = button(say("window.preview_print_more"), "menu")
        self.save = button(say("window.preview_save"))
        self.menu = QMenu(self.more)
        self.by_hand = self.menu.addAction(with_letter(say("window.print_by_hand")))
        self.wide = self.menu.addAction(with_letter(say("window.print_wide")))
        self.more.setMenu(self.menu)
        super().__init__(
            self.print,
            self.more,
            self.save,
            self.number,
            self.smaller,
            self.percent,
            self.larger,
            self.fit,
            self.whole,
            self.true_size,
            self.search,
        )
        self.paper_tools = (self.print, self.more, self.save)
        self.page_tools = (self.number, self.percent, self.whole, self.true_size, self.search)
        for keys, tool in self.keys().items():
            tool.setToolTip(plain_tip(show_keys((keys,))))

    def keys(self) -> dict[str, IconButton]:
        """The keys that press the tools."""
        return {
            "Ctrl+P": self.print,
            "Ctrl+S": self.save,
            "Ctrl+F": self.search,
            "Ctrl+0": self.true_size,
            "Ctrl+1": self.whole,
            "Ctrl+2": self.fit,
        }

    def offer(self, *, pdf: bool, readable: bool) -> None:
        """A picture is looked at only; a file that cannot be read is neither printed nor kept."""
        for tool in (*self.paper_tools, *self.page_tools):
            tool.setVisible(pdf)
        for each in self.paper_tools:
            each.setEnabled(readable)
        for tool in (*self.page_tools, self.smaller, self.larger, self.fit):
            tool.setEnabled(readable or not pdf)
        self.fit.setText(say("window.preview_fit_width" if pdf else "window.evidence_fit"))

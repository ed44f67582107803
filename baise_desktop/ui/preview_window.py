"""A look at a file inside the program, and its way to paper: PDF page by page, pictures at the size of the window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QDialog, QSplitter, QWidget

from baise_desktop.app.scan.paper_sight import see_paper
from baise_desktop.form.file_kind import PDF
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.dialog_size import open_at
from baise_desktop.ui.dialogs import confirm
from baise_desktop.ui.elided_label import ElidedLabel
from baise_desktop.ui.file_pictures import picture_file
from baise_desktop.ui.labels import IconLine, NoticeBar, button, column, row
from baise_desktop.ui.pdf_tools import PdfTools
from baise_desktop.ui.picture_view import LONGEST_SIDE, PictureView
from baise_desktop.ui.preview_acts import PreviewActs
from baise_desktop.ui.print_line import PrintLine

if TYPE_CHECKING:
    from baise_desktop.ui.file_pictures import FilePicture
    from baise_desktop.ui.jobs import Jobs
    from baise_desktop.ui.pdf_outline import PdfOutline
    from baise_desktop.ui.pdf_pages import PdfPages
    from baise_desktop.ui.pdf_search import PdfSearch
    from baise_desktop.ui.pdf_source import PdfSource
    from baise_desktop.ui.preview_file import PreviewChoices, PreviewFile
    from baise_desktop.ui.printing import Printers

_STEP = 1.25
_OUTLINE = 220
"""Pixels at 100 % of the headings beside the pages, at least."""
_OUTLINE_SHARE = 0.3
"""Of the window at most, however long the headings."""
_ROOMY = 110
"""Percent up to which they are there from the first."""


class PreviewWindow(QDialog):
    """One file at a time; Esc closes it."""

    def __init__(
        self,
        jobs: Jobs,
        file: PreviewFile,
        parent: QWidget | None = None,
        choices: PreviewChoices | None = None,
        printers: Printers | None = None,
    ) -> None:
        """Starts to read the file.

        Args:
            jobs: reads habits and makes papers.
            file: shown first.
            parent: stands behind.
            choices: papers that can be shown instead of it.
            printers: instead of those of the system.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        open_at(self, 1100, 900)
        self._jobs, self._choices = jobs, choices
        self.file = file
        self.page: PdfPages | PictureView = PictureView()
        self.search: PdfSearch | None = None
        self.outline: PdfOutline | None = None
        self.title = ElidedLabel("section")
        self.contents = button(say("window.preview_outline"), "chip")
        self.contents.setCheckable(True)
        self.body = QSplitter(Qt.Orientation.Horizontal)
        self.paper = QComboBox()
        self.warning = IconLine(wrap=True)
        self.tools = PdfTools()
        self.larger, self.smaller, self.fit = self.tools.larger, self.tools.smaller, self.tools.fit
        self.notice = NoticeBar()
        self.progress = PrintLine()
        self.acts = PreviewActs(jobs, self, printers)
        self._lay_out()
        self._connect()
        self.show_file(file)

    def show_file(self, file: PreviewFile) -> None:
        """Show another file in the same window."""
        self.file = file
        self.setWindowTitle(file.title)
        self.title.show_text(file.title)
        self.warning.setVisible(bool(file.warning))
        if file.warning:
            self.warning.show_state("explain", file.warning, "warning")
        self._put_away()
        if file.media_type == PDF.media_type:
            self._show_pdf()
        else:
            self._show_picture()
        self.page.setFocus()

    def done(self, result: int) -> None:
        """The keyboard goes back to where it came from; nothing goes on printing unseen."""
        if self.acts.is_printing() and not confirm(self, say("window.print_close")):
            return
        self.acts.cancel()
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

    def _lay_out(self) -> None:
        head = row(self.title, stretch_last=True)
        head.addWidget(self.contents)
        head.addWidget(self.paper)
        self.paper.setAccessibleName(say("window.preview_paper"))
        self.paper.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.paper.setVisible(self._choices is not None)
        for key, title in self._choices.titles if self._choices else ():
            self.paper.addItem(title, key)
        self.paper.setCurrentIndex(max(0, self.paper.findData(self.file.kind)))
        layout = column(self, margin=12)
        layout.addLayout(head)
        for part in (self.tools, self.warning, self.notice, self.progress):
            layout.addWidget(part)
        self.body.setChildrenCollapsible(False)
        self.body.addWidget(self.page)
        layout.addWidget(self.body, 1)

    def _connect(self) -> None:
        tools = self.tools
        self.larger.clicked.connect(lambda: self.page.zoom(_STEP))
        self.smaller.clicked.connect(lambda: self.page.zoom(1 / _STEP))
        self.fit.clicked.connect(lambda: self.page.zoom(0.0))
        tools.whole.clicked.connect(lambda: self._with_pages("fit_page"))
        tools.true_size.clicked.connect(lambda: self._with_pages("true_size"))
        tools.search.clicked.connect(self._search)
        tools.print.clicked.connect(lambda: self.acts.print(by_hand=False))
        tools.save.clicked.connect(self.acts.save)
        tools.by_hand.triggered.connect(lambda: self.acts.print(by_hand=True))
        tools.wide.triggered.connect(self.acts.ask_wide)
        self.paper.activated.connect(self._choose)
        self.contents.clicked.connect(self._turn_outline)
        for keys, tool in tools.keys().items():
            QShortcut(QKeySequence(keys), self, activated=tool.click)

    def _put_away(self) -> None:
        self.notice.hide()
        if self.outline is not None:
            self.outline.setParent(None)
            self.outline.deleteLater()
            self.outline = None
        if self.search is not None:
            self.layout().removeWidget(self.search)
            self.search.hide()
            self.search.deleteLater()
            self.search = None

    def _replace(self, page: PdfPages | PictureView) -> None:
        old, self.page = self.page, page
        self.body.replaceWidget(self.body.count() - 1, page)
        old.deleteLater()

    def _show_pdf(self) -> None:
        if isinstance(self.file.source, bytes):
            self._show_pages(self.file.source)
            return
        self._replace(PictureView())
        self.contents.hide()
        self.tools.offer(pdf=True, readable=False)
        self._jobs.run_alone(partial(see_paper, self.file.source), partial(self._show_seen, self.file))

    def _show_seen(self, file: PreviewFile, seen: bytes | None) -> None:
        from shiboken6 import isValid

        if isValid(self) and file is self.file:
            self._show_pages(seen or file.source)
            self.page.setFocus()

    def _show_pages(self, source: PdfSource) -> None:
        from baise_desktop.ui.pdf_pages import PdfPages
        from baise_desktop.ui.pdf_search import PdfSearch
        from baise_desktop.ui.print_sheets import is_wide

        pages = PdfPages(source)
        self._replace(pages)
        self._add_outline(pages)
        self.search = PdfSearch(pages)
        self.layout().addWidget(self.search)
        self.tools.offer(pdf=True, readable=pages.is_readable())
        self.tools.number.follow(pages)
        self.tools.wide.setVisible(any(map(is_wide, pages.sizes())))
        pages.zoomed.connect(self._show_zoom)

    def _add_outline(self, pages: PdfPages) -> None:
        from baise_desktop.ui.pdf_outline import PdfOutline

        self.outline = PdfOutline(pages)
        has_headings = self.outline.has_headings()
        pixels = look.current().pixels
        self.body.insertWidget(0, self.outline)
        self.body.setStretchFactor(1, 1)
        wide = min(max(pixels(_OUTLINE), self.outline.wanted_width()), int(self.width() * _OUTLINE_SHARE))
        self.body.setSizes([wide, self.width() - wide])
        self.contents.setVisible(has_headings)
        self.contents.setChecked(has_headings and look.current().zoom <= _ROOMY)
        self.outline.setVisible(self.contents.isChecked())

    def _turn_outline(self, checked: bool) -> None:
        if self.outline is not None:
            self.outline.setVisible(checked)
            (self.outline if checked else self.page).setFocus()

    def _show_picture(self) -> None:
        view = PictureView()
        self._replace(view)
        self.contents.hide()
        self.tools.offer(pdf=False, readable=True)
        if not isinstance(self.file.source, bytes):
            job = partial(picture_file, self.file.source, self.file.media_type, LONGEST_SIDE, LONGEST_SIDE)
            self._jobs.run_alone(job, partial(self._draw, view))

    def _draw(self, view: PictureView, picture: FilePicture) -> None:
        from shiboken6 import isValid

        if isValid(self) and view is self.page:
            view.show_picture(picture)

    def _show_zoom(self, factor: float) -> None:
        self.tools.percent.setText(say("window.preview_percent", percent=round(factor * 100)))

    def _with_pages(self, name: str) -> None:
        if not isinstance(self.page, PictureView):
            getattr(self.page, name)()

    def _search(self) -> None:
        if self.search is not None:
            self.search.begin()

    def _choose(self) -> None:
        if self._choices is not None:
            job = partial(self._choices.make, self.paper.currentData())
            self._jobs.run(job, self._show_chosen, self.notice.show_error)

    def _show_chosen(self, file: PreviewFile) -> None:
        from shiboken6 import isValid

        if isValid(self) and file.kind == self.paper.currentData():
            self.show_file(file)

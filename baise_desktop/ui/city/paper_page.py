"""纸质核对: stamped pages are dropped here, and each says whether it is what the city holds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QProgressBar, QSplitter, QStackedWidget, QWidget

from baise_desktop.texts import say
from baise_desktop.ui.city.paper_jobs import Sight, Sitting
from baise_desktop.ui.city.paper_lines import filed_headings, filed_line, page_headings, page_line, refused_line
from baise_desktop.ui.dialogs import choose_files
from baise_desktop.ui.file_drop import FileDrop
from baise_desktop.ui.flow_row import FlowRow
from baise_desktop.ui.labels import EmptyState, IconLine, button, column, copyable_label, plain_label, row
from baise_desktop.ui.plain_table import PlainTableView

if TYPE_CHECKING:
    from baise_desktop.app.scan.paper_check import Step
    from baise_desktop.app.scan.paper_page import PaperPage
    from baise_desktop.errors import BaiseError
    from baise_desktop.form.definition import Catalogue
    from baise_desktop.ui.jobs import Jobs

_CODE_WIDTH = 170
"""Pixels at 100 %."""


class PaperCheckPage(QWidget):
    """Above the submissions that pages belong to, below page after page; new ones appear as they are read."""

    #: pages were recorded
    changed = Signal()

    def __init__(self, jobs: Jobs, catalogue: Catalogue) -> None:
        """Empty."""
        super().__init__()
        self._jobs, self._catalogue = jobs, catalogue
        self._sitting = Sitting()
        self._waiting: list[Path] = []
        self._files = 0
        self._runs = self._stops = False
        self._sight: Sight | None = None
        self.add = button(say("window.paper_check_choose"), "primary", icon="paper")
        self.stop = button(say("window.paper_check_stop"))
        self.clear = button(say("window.paper_check_clear"))
        self.only_open = button(say("window.paper_check_only_open"), "chip")
        self.only_open.setCheckable(True)
        self.progress = QProgressBar()
        self.progress.setAccessibleName(say("window.paper_check_title"))
        self.progress.setTextVisible(False)
        self.state = IconLine(wrap=True)
        self.filed = PlainTableView(filed_headings())
        self.pages = PlainTableView(page_headings())
        self.sentence = copyable_label()
        self.code = QLineEdit()
        self.check_code = button(say("window.paper_check_code_check"))
        self._lists = QStackedWidget()
        self._lay_out()
        self._connect()
        self._allow()

    def add_files(self, files: Sequence[Path]) -> None:
        """Check scans; what is dropped while others are read comes after them. A folder counts with its files."""
        found = [each for file in files for each in (sorted(file.rglob("*")) if file.is_dir() else [file])]
        self._waiting += [file for file in found if not file.is_dir()]
        if self._waiting and not self._runs:
            self._begin()
        self._allow()

    def _lay_out(self) -> None:
        self.filed.setAccessibleName(say("window.paper_check_filed"))
        self.pages.setAccessibleName(say("window.paper_check_pages"))
        self.code.setPlaceholderText(say("window.paper_check_code_hint"))
        self.code.setAccessibleName(say("window.paper_check_code_label"))
        self.code.setMaxLength(20)
        self.code.setMinimumWidth(_CODE_WIDTH)
        self._lists.addWidget(EmptyState("paper", say("window.paper_check_empty"), say("window.paper_check_advice")))
        self._lists.addWidget(self._split())
        typed = row(plain_label(say("window.paper_check_code_label")), self.code, self.check_code)
        typed.addStretch(1)
        layout = column(self, plain_label(say("window.paper_check_title"), "title"), margin=16, spacing=10)
        layout.addWidget(FlowRow(self.add, self.stop, self.clear, self.only_open))
        layout.addWidget(self.progress)
        layout.addWidget(self.state)
        layout.addWidget(self._lists, 1)
        layout.addLayout(typed)
        FileDrop(self, lambda files, _: self.add_files(files))

    def _split(self) -> QSplitter:
        above, below = QWidget(), QWidget()
        column(above, plain_label(say("window.paper_check_filed"), "section"), spacing=6).addWidget(self.filed, 1)
        inner = column(below, plain_label(say("window.paper_check_pages"), "section"), spacing=6)
        inner.setContentsMargins(0, 8, 0, 0)
        inner.addWidget(self.pages, 1)
        inner.addWidget(self.sentence)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(above)
        split.addWidget(below)
        split.setChildrenCollapsible(False)
        split.setSizes([190, 330])
        return split

    def _connect(self) -> None:
        self.add.clicked.connect(self._choose)
        self.stop.clicked.connect(self._stop)
        self.clear.clicked.connect(self._clear)
        self.only_open.clicked.connect(self._list)
        self.check_code.clicked.connect(self._take_code)
        self.code.returnPressed.connect(self._take_code)
        self.code.textChanged.connect(lambda _: self._allow())
        self.pages.selectionModel().selectionChanged.connect(lambda *_: self._tell_chosen(self.pages))
        self.filed.selectionModel().selectionChanged.connect(lambda *_: self._tell_chosen(self.filed))

    def _choose(self) -> None:
        self.add_files(choose_files(self, say("window.paper_check_choose"), say("window.paper_check_kinds")))

    def _begin(self) -> None:
        files, self._waiting = self._waiting, []
        self._runs, self._stops, self._files = True, False, len(files)
        self.progress.setRange(0, 0)
        self._jobs.run(partial(self._sitting.begin, files), self._show_step, self._fail)

    def _show_step(self, sight: Sight) -> None:
        """After each picture the next is asked for, unless somebody wants no more."""
        self._show(sight)
        if self._stops:
            self._jobs.run(self._sitting.stop, self._end, self._fail)
        elif sight.step is not None:
            self._tell_step(sight.step)
            self._jobs.run(self._sitting.go_on, self._show_step, self._fail)
        elif self._waiting:
            self._begin()
        else:
            self._end(sight)

    def _tell_step(self, step: Step) -> None:
        self.progress.setRange(0, max(1, step.sides))
        self.progress.setValue(step.place)
        if step.place:
            words = {"file": step.file, "place": step.place, "sides": step.sides}
            told = say("window.paper_check_reading", **words, number=step.number, files=self._files)
            self.state.show_state("hint", told, "text")

    def _stop(self) -> None:
        self._stops = True
        self._waiting.clear()
        self.state.show_state("hint", say("window.paper_check_stopping"), "text")
        self._allow()

    def _end(self, sight: Sight) -> None:
        self._runs = False
        self._show(sight)
        count, left = sum(page.mark is not None for page in sight.pages), _open_matters(sight)
        if self._stops:
            self.state.show_state("hint", say("window.paper_check_stopped", pages=count), "warning")
        elif left:
            self.state.show_state("explain", say("window.paper_check_done_open", pages=count, open=left), "warning")
        elif sight.emptiness:
            self.state.show_state("explain", sight.emptiness.sentence, "warning")
        else:
            self.state.show_state("done", say("window.paper_check_done_good", pages=count), "good")
        if first := next((each for each in sight.filed if not each.is_whole), None):
            self.filed.choose(lambda each: each is first)
        self._allow()
        self.changed.emit()

    def _fail(self, error: BaiseError) -> None:
        self._runs = False
        self._waiting.clear()
        self.state.show_state("blocking", say("window.refusal", code=error.code, sentence=error.sentence), "danger")
        self._allow()

    def _clear(self) -> None:
        """A new sitting; what was recorded stays."""
        self._sitting = Sitting()
        self._show(Sight((), (), ()))
        self.state.show_state("", "", "text")
        self._allow()

    def _take_code(self) -> None:
        typed = self.code.text().strip()
        if typed and not self._runs:
            self.check_code.setEnabled(False)
            self._jobs.run(partial(self._sitting.take_code, typed), self._show_code, self._fail)

    def _show_code(self, seen: tuple[PaperPage, Sight]) -> None:
        page, sight = seen
        icon, tone = ("done", "good") if page.is_good else ("blocking", "danger")
        code = self.code.text().strip().upper()
        self._show(sight)
        self.code.clear()
        self.state.show_state(icon, say("window.paper_check_code_done", code=code, sentence=page.sentence), tone)
        self._allow()
        self.changed.emit()

    def _show(self, sight: Sight) -> None:
        self._sight = sight
        self._list()
        self._allow()

    def _list(self) -> None:
        if self._sight is None:
            return
        only = self.only_open.isChecked()
        pages = [page for page in self._sight.pages if not (only and page.is_settled)]
        lines = [refused_line(file, error) for file, error in self._sight.refused]
        lines += [page_line(page, self._name(page)) for page in pages]
        filed = [filed_line(each) for each in self._sight.filed if not (only and each.is_whole)]
        for view, listed in ((self.filed, filed), (self.pages, lines)):
            chosen = view.chosen()
            view.table.set_lines(listed)
            view.choose(lambda value, chosen=chosen: value in chosen)
        self._lists.setCurrentIndex(int(bool(self._sight.pages or self._sight.refused)))

    def _name(self, page: PaperPage) -> str:
        unit = page.mark.binding.unit if page.mark else ""
        return self._catalogue.units[unit].short if unit in self._catalogue.units else unit

    def _tell_chosen(self, view: PlainTableView) -> None:
        """The whole sentence of the line chosen: the column cuts long ones short."""
        chosen = view.chosen()
        self.sentence.setText(chosen[0].sentence if chosen else "")

    def _allow(self) -> None:
        shown = bool(self._sight and (self._sight.pages or self._sight.refused))
        self.stop.setVisible(self._runs)
        self.stop.setEnabled(not self._stops)
        self.progress.setVisible(self._runs)
        self.state.setVisible(self._runs or bool(self.state.text()))
        self.clear.setVisible(shown and not self._runs)
        self.only_open.setVisible(shown)
        self.check_code.setEnabled(bool(self.code.text().strip()) and not self._runs)


def _open_matters(sight: Sight) -> int:
    """What is left to be done: a submission counts once, however many of its pages are wrong."""
    told = {each.binding for each in sight.filed if each.error}
    pages = [page for page in sight.pages if not page.is_settled]
    pages = [page for page in pages if page.is_good or page.mark is None or page.mark.binding not in told]
    return len(sight.refused) + len(pages) + sum(not each.is_whole for each in sight.filed)

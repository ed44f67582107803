"""The catalogue of forms: to read, to take out as a workbook, to read back, to check, to adopt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QSplitter, QStackedWidget, QWidget

from baise_desktop.app.catalogue.definitions import describe
from baise_desktop.texts import say
from baise_desktop.ui.city.definition_tree import DefinitionTree
from baise_desktop.ui.city.definition_view import DefinitionView
from baise_desktop.ui.city.forms_jobs import FormsState, adopt, check, export, read_in, read_state
from baise_desktop.ui.city.mistakes_view import MistakesView, Place
from baise_desktop.ui.dialogs import choose_file, choose_folder, choose_new_file
from baise_desktop.ui.labels import button, column, plain_label, row
from baise_desktop.ui.path_line import ResultLine

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.terms.choices import OpenChoice
    from baise_desktop.errors import BaiseError
    from baise_desktop.form.definition import Catalogue
    from baise_desktop.ui.jobs import Jobs

Result = TypeVar("Result")


class FormsPage(QWidget):
    """A tree of definitions on the left, the one chosen on the right."""

    #: a sentence about what was done
    told = Signal(str)
    #: the draft of the next task pack has other forms now
    drafted = Signal()

    def __init__(self, jobs: Jobs, catalogue: Catalogue) -> None:
        """Lists nothing until it is opened."""
        super().__init__()
        self._jobs, self._in_force, self._catalogue = jobs, catalogue, catalogue
        self._draft: Catalogue | None = None
        self._settings: Sequence[OpenChoice] = ()
        self._before: list[str] = []
        self.tree = DefinitionTree()
        self.view = DefinitionView()
        self.mistakes = MistakesView()
        self.result = ResultLine()
        self.export = button(say("window.forms_export"))
        self.read_in = button(say("window.forms_read"))
        self.check = button(say("window.forms_check"))
        self.adopt = button(say("window.forms_adopt"))
        self.draft = QCheckBox(say("window.forms_draft"))
        self.draft.hide()
        self.back = button(say("window.forms_previous"))
        self._right = QStackedWidget()
        self._right.setContentsMargins(10, 0, 0, 0)
        self._right.addWidget(self._reading())
        self._right.addWidget(self.mistakes)
        self._lay_out()
        self._connect()

    def open(self) -> None:
        """List the catalogue, the first time, and read what the city settled and drafted."""
        if not self.tree.model.rowCount():
            self._list(self._catalogue)
        self._jobs.run(read_state, self._show_state)

    def _list(self, catalogue: Catalogue) -> None:
        """List other definitions; what was on show stays on show where it is still there."""
        shown = self.view.sheet()
        self._catalogue = catalogue
        self.tree.show_catalogue(catalogue, self._jobs)
        latest = list(catalogue.plans)[-1]
        first = next(task.id for task in catalogue.tasks.values() if task.plan == latest)
        self.tree.mark(shown.id if shown and describe(catalogue, shown.id, ()) else first)

    def show_definition(self, name: str, *, quietly: bool = False) -> None:
        """Show one definition; `quietly` leaves lists of mistakes on show."""
        sheet = describe(self._catalogue, name, self._settings)
        if sheet is None:
            return
        shown = self.view.sheet()
        if shown is not None and shown.id != name:
            self._before.append(shown.id)
        self.back.setEnabled(bool(self._before))
        self.view.show_sheet(sheet)
        if not quietly:
            self._right.setCurrentIndex(0)

    def _reading(self) -> QWidget:
        page = QWidget()
        layout = column(page)
        self.back.setEnabled(False)
        layout.addLayout(row(self.back))
        layout.addWidget(self.view, 1)
        return page

    def _lay_out(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.tree)
        split.addWidget(self._right)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(1, 1)
        split.setSizes([340, 760])
        head = row(plain_label(say("window.forms_title"), "title"))
        for each in self._buttons():
            head.addWidget(each)
        layout = column(self, margin=16, spacing=10)
        layout.addLayout(head)
        layout.addWidget(plain_label(say("window.forms_advice"), "muted", wrap=True))
        layout.addWidget(self.result)
        layout.addWidget(self.draft)
        layout.addWidget(split, 1)

    def _buttons(self) -> tuple[QPushButton, ...]:
        return self.export, self.read_in, self.check, self.adopt

    def _connect(self) -> None:
        self.tree.chosen.connect(self.show_definition)
        self.draft.toggled.connect(self._choose_version)
        self.view.wanted.connect(self._follow)
        self.back.clicked.connect(self._go_back)
        self.mistakes.closed.connect(partial(self._right.setCurrentIndex, 0))
        self.export.clicked.connect(self._export)
        self.read_in.clicked.connect(self._read_in)
        self.check.clicked.connect(self._check)
        self.adopt.clicked.connect(self._adopt)

    def _follow(self, name: str) -> None:
        self.tree.mark(name)
        self.show_definition(name)

    def _go_back(self) -> None:
        if self._before:
            name = self._before.pop()
            before = list(self._before)
            self._follow(name)
            self._before = before
            self.back.setEnabled(bool(before))

    def _show_state(self, state: FormsState) -> None:
        self._settings, self._draft = state.settings, state.draft
        self.draft.setVisible(state.draft is not None)
        if state.draft is None:
            self.draft.setChecked(False)
        self._choose_version(self.draft.isChecked())
        shown = self.view.sheet()
        if shown is not None:
            self.show_definition(shown.id, quietly=True)

    def _choose_version(self, drafted: bool) -> None:
        """Show the draft, or what is in force."""
        wanted = self._draft if drafted and self._draft is not None else self._in_force
        if wanted.digest != self._catalogue.digest:
            self._list(wanted)

    # --- taking out and reading in ------------------------------------------------------------------------------

    def _export(self) -> None:
        kinds = say("window.forms_workbook_kinds")
        out = choose_new_file(self, say("window.forms_export"), say("window.forms_workbook_name"), kinds)
        if out is not None:
            self._start(partial(export, out), self._show_exported)

    def _read_in(self) -> None:
        file = choose_file(self, say("window.forms_read"), say("window.forms_workbook_kinds"))
        if file is not None:
            self._start(partial(read_in, file), partial(self._show_read, file.name))

    def _check(self) -> None:
        self._start(check, self._show_checked)

    def _adopt(self) -> None:
        folder = choose_folder(self, say("window.forms_adopt"))
        if folder is not None:
            self._start(partial(adopt, folder), partial(self._show_read, folder.name))

    def _start(self, job: Callable[[Desk], Result], done: Callable[[Result], None]) -> None:
        """Nothing else is begun while one of these is under way."""
        self.result.hide()
        for each in self._buttons():
            each.setEnabled(False)
        self._jobs.run(job, partial(self._finish, done), self._fail)

    def _finish(self, done: Callable[[Result], None], found: Result) -> None:
        self._allow()
        done(found)

    def _fail(self, error: BaiseError) -> None:
        self._allow()
        self._jobs.refused.emit(error)

    def _allow(self) -> None:
        for each in self._buttons():
            each.setEnabled(True)

    def _show_exported(self, path: Path) -> None:
        self.result.show_path(path, say("window.forms_exported", path=path), readable=True)

    def _show_read(self, name: str, places: tuple[Place, ...]) -> None:
        if places:
            advice = say("window.forms_wrong", count=len(places))
            self._show_places(say("window.forms_read_result", name=name), places, advice)
        else:
            self._right.setCurrentIndex(0)
            self.told.emit(say("window.forms_drafted", name=name))
            self.drafted.emit()
            self.draft.setChecked(True)
            self.open()

    def _show_checked(self, found: tuple[str, tuple[Place, ...]]) -> None:
        counted, places = found
        advice = say("window.forms_defects", count=len(places)) if places else counted
        self._show_places(say("window.forms_check_result"), places, advice)

    def _show_places(self, title: str, places: tuple[Place, ...], advice: str) -> None:
        self.mistakes.show_places(title, places, advice)
        self._right.setCurrentIndex(1)

"""What the plans leave open: a list of everything that the city can settle, and an editor beside it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QSplitter, QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.errors import BaiseError
from baise_desktop.progress.baseline import ChoiceKind
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.city.settings_editor import SettingEditor
from baise_desktop.ui.flow_row import FlowRow
from baise_desktop.ui.labels import IconLine, button, column, plain_label, row
from baise_desktop.ui.pinyin import matches
from baise_desktop.ui.plain_table import Cell, Heading, Line, PlainTableView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from baise_desktop.app.desk import Desk
    from baise_desktop.app.terms.choices import OpenChoice
    from baise_desktop.form.definition import Catalogue
    from baise_desktop.ui.jobs import Jobs

_FILTERS: dict[str, Callable[[OpenChoice], bool]] = {
    "all": lambda _: True,
    "due": lambda each: each.is_due,
    "set": lambda each: bool(each.value),
    "open": lambda each: each.kind is not ChoiceKind.DAY,
    "deadlines": lambda each: each.kind is ChoiceKind.DAY,
}


class SettingsPage(QWidget):
    """Lists what is open, what waits, and what was settled."""

    #: a sentence about what was done
    told = Signal(str)
    #: how many required settings are open
    due_changed = Signal(int)
    #: id of a clause to look at
    clause_requested = Signal(str)

    def __init__(self, jobs: Jobs, catalogue: Catalogue) -> None:
        super().__init__()
        self._jobs = jobs
        self._choices: tuple[OpenChoice, ...] = ()
        self._wanted = ""
        self.head = IconLine()
        self.chips = {key: button("", "chip") for key in _FILTERS}
        self.search = QLineEdit()
        self.search.setPlaceholderText(say("window.settings_find"))
        self.search.setClearButtonEnabled(True)
        self.nothing = plain_label(say("window.settings_nothing"), "muted")
        self.view = PlainTableView(
            (
                Heading(say("window.settings_column_state"), 104),
                Heading(say("window.settings_column_subject"), 232),
                Heading(say("window.settings_column_what"), 140),
                Heading(say("window.settings_column_value"), 0),
            )
        )
        self.editor = SettingEditor(catalogue)
        self._lay_out()
        self._connect()

    def open(self) -> None:
        """Read how everything stands."""
        self._jobs.run(_read, self._show)

    def go_to_due(self) -> None:
        """Show what figures wait for."""
        self.chips["due"].setChecked(True)
        self._filter()

    def _lay_out(self) -> None:
        for chip in self.chips.values():
            chip.setCheckable(True)
            chip.setAutoExclusive(True)
        self.chips["all"].setChecked(True)
        self.search.setMinimumWidth(look.current().pixels(264))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.editor)
        area.setMinimumWidth(look.current().pixels(260))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.view)
        split.addWidget(area)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(0, 1)
        split.setSizes([720, 330])
        layout = column(self, margin=16, spacing=10)
        layout.addLayout(row(plain_label(say("window.settings_title"), "title"), self.head))
        layout.addWidget(plain_label(say("window.settings_advice"), "muted", wrap=True))
        layout.addWidget(FlowRow(*self.chips.values(), self.search))
        layout.addWidget(self.nothing)
        layout.addWidget(split, 1)

    def _connect(self) -> None:
        for chip in self.chips.values():
            chip.clicked.connect(self._filter)
        self.search.textChanged.connect(self._filter)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._choose())
        self.editor.settled.connect(self._settle)
        self.editor.clause_requested.connect(self.clause_requested)

    def _show(self, choices: Sequence[OpenChoice]) -> None:
        self._choices = tuple(sorted(choices, key=_place))
        due = sum(each.is_due for each in choices)
        words = say("window.settings_due_count", count=due) if due else say("window.settings_none_due")
        self.head.show_state("explain" if due else "done", words, "warning" if due else "good")
        for key, chip in self.chips.items():
            chip.setText(say(f"window.settings_{key}", count=sum(map(_FILTERS[key], self._choices))))
        self.due_changed.emit(due)
        self._filter()

    def _filter(self) -> None:
        chosen = self.editor.choice()
        wanted = self._wanted or (chosen.name if chosen else "")
        key = next(key for key, chip in self.chips.items() if chip.isChecked())
        typed = self.search.text()
        found = [each for each in self._choices if _FILTERS[key](each) and matches(typed, f"{each.subject}{each.what}")]
        self.view.table.set_lines([_line(each) for each in found])
        self.nothing.setVisible(not found)
        at = next((number for number, each in enumerate(found) if each.name == wanted), 0 if found else -1)
        self._wanted = ""
        if at >= 0:
            self.view.selectRow(at)
        else:
            self.editor.show_choice(None)

    def _choose(self) -> None:
        for choice in self.view.chosen():
            if choice != self.editor.choice():
                self.editor.show_choice(choice)

    def _settle(self, name: str, text: str) -> None:
        choice = self.editor.choice()
        if choice is not None:
            self._wanted = name
            self._jobs.run(partial(_choose, name, text), partial(self._done, name), partial(self._refuse, choice))

    def _done(self, name: str, choices: Sequence[OpenChoice]) -> None:
        choice = next(each for each in choices if each.name == name)
        key = "settings_saved" if choice.value else "settings_reset_done"
        self.told.emit(say(f"window.{key}", subject=choice.subject, what=choice.what, value=choice.shown))
        self._show(choices)

    def _refuse(self, choice: OpenChoice, error: BaiseError) -> None:
        wrong = error.code == "CHOICE_WRONG"
        self.editor.show_error(say(f"window.settings_wrong_{choice.kind}") if wrong else error.sentence)


def _place(choice: OpenChoice) -> tuple[bool, bool]:
    """Required ones first, deadlines last."""
    return choice.kind is ChoiceKind.DAY, not choice.required


def _line(choice: OpenChoice) -> Line:
    state = "due" if choice.is_due else "set" if choice.value else "unset"
    icon, tone = {"due": ("blocking", "danger"), "set": ("done", "good"), "unset": ("empty", "muted")}[state]
    shown = choice.shown.removeprefix(say("choices.unset", default=""))
    return Line(
        (
            Cell(say(f"window.settings_state_{state}"), icon, tone),
            Cell(choice.subject, tip=choice.why or choice.subject),
            Cell(choice.what),
            Cell(shown, tone="text" if choice.value else "muted", tip=choice.shown),
        ),
        choice,
    )


def _read(desk: Desk) -> tuple[OpenChoice, ...]:
    from baise_desktop.app.terms.choices import list_choices

    return list_choices(desk)


def _choose(name: str, text: str, desk: Desk) -> tuple[OpenChoice, ...]:
    from baise_desktop.app.terms.choices import choose, list_choices

    choose(desk, name, text, utc_now())
    return list_choices(desk)

"""The task pack of a plan: what the next version would change, its trial, its publishing, and what was published."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QSizePolicy, QTabWidget, QWidget

from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.city.key_desk import KeyDesk
from baise_desktop.ui.city.pack_jobs import PackState, drop_forms, keep_mail, make_trial, publish, read_state
from baise_desktop.ui.city.pack_lines import change_headings, change_lines, pack_headings, pack_lines, problem_lines
from baise_desktop.ui.dialogs import choose_new_file, confirm
from baise_desktop.ui.labels import IconLine, button, column, plain_label, row
from baise_desktop.ui.path_line import ResultLine
from baise_desktop.ui.plain_table import PlainTableView

if TYPE_CHECKING:
    from pathlib import Path

    from baise_desktop.app.packs.publishing import Published, PublishedPack
    from baise_desktop.errors import BaiseError
    from baise_desktop.form.definition import Catalogue
    from baise_desktop.ui.jobs import Jobs


class TaskPackPage(QWidget):
    """The draft above, the versions below."""

    #: a sentence about what was done
    told = Signal(str)
    #: the desk goes by other definitions now and must be opened anew
    outdated = Signal()

    def __init__(self, jobs: Jobs, keys: KeyDesk, catalogue: Catalogue) -> None:
        """Says nothing until it is opened."""
        super().__init__()
        self._jobs, self._keys = jobs, keys
        self._state: PackState | None = None
        self.plan = QComboBox()
        self.plan.setAccessibleName(say("window.pack_plan"))
        for plan in catalogue.plans.values():
            self.plan.addItem(plan.full_name, plan.id)
        self.plan.setCurrentIndex(self.plan.count() - 1)
        self.headline = plain_label("", "section", wrap=True)
        self.problem = IconLine(wrap=True)
        self.nothing = plain_label("", "muted", wrap=True)
        self.changes = PlainTableView(change_headings(), many=True)
        self.note = QPlainTextEdit()
        self.mail = QLineEdit()
        self.mail_state = IconLine(wrap=True)
        self.trial = button(say("window.pack_trial"))
        self.drop = button(say("window.pack_drop"))
        self.make = button(say("window.pack_make"), "primary")
        self.result = ResultLine()
        self.tabs = QTabWidget()
        self.none = plain_label(say("window.pack_none"), wrap=True)
        self.packs = PlainTableView(pack_headings())
        self.before = plain_label(say("window.pack_before"), "section")
        self.latest = PlainTableView(pack_headings())
        self.place = button(say("window.pack_place"), icon="folder")
        self._lay_out()
        self._connect()

    def open(self) -> None:
        """Read the draft and what was published."""
        self._jobs.run(partial(read_state, self.plan.currentData()), self._show)

    def _lay_out(self) -> None:
        self.note.setPlaceholderText(say("window.pack_note_example"))
        self.note.setAccessibleName(say("window.pack_note"))
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(look.current().pixels(56))
        top = row(plain_label(say("window.pack_title"), "title"))
        self.plan.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.plan.setMinimumContentsLength(24)
        self.plan.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        top.addWidget(self.plan, 2)
        self.tabs.addTab(self._draft_part(), say("window.pack_next"))
        self.tabs.addTab(self._published_part(), "")
        self.tabs.setDocumentMode(True)
        layout = column(self, margin=16, spacing=10)
        layout.addLayout(top)
        layout.addWidget(plain_label(say("window.pack_advice"), "muted", wrap=True))
        layout.addWidget(self.result)
        layout.addWidget(self.tabs, 1)

    def _draft_part(self) -> QWidget:
        part = QWidget()
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout = self._draft = column(part, self.headline, self.problem)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.addWidget(self.nothing)
        layout.addWidget(self.changes, 1)
        note = plain_label(say("window.pack_note"))
        note.setBuddy(self.note)
        layout.addWidget(note)
        layout.addWidget(self.note)
        self.mail.setPlaceholderText(say("window.pack_mail_hint"))
        self.mail.setAccessibleName(say("window.pack_mail"))
        mail = row(plain_label(say("window.pack_mail")), self.mail)
        mail.setStretch(1, 1)
        layout.addLayout(mail)
        layout.addWidget(self.mail_state)
        self.mail_state.hide()
        buttons = row(self.trial, self.drop)
        buttons.addWidget(self.make)
        layout.addLayout(buttons)
        layout.addWidget(self.before)
        layout.addWidget(self.latest, 1)
        return part

    def _published_part(self) -> QWidget:
        part = QWidget()
        self.none.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout = column(part, plain_label(say("window.pack_delivery"), "muted", wrap=True))
        layout.setContentsMargins(0, 12, 0, 0)
        layout.addWidget(self.none, 1)
        layout.addWidget(self.packs, 1)
        layout.addLayout(row(self.place))
        return part

    def _connect(self) -> None:
        self.plan.activated.connect(self.open)
        self.make.clicked.connect(self._make)
        self.mail.editingFinished.connect(self._keep_mail)
        self.trial.clicked.connect(self._try)
        self.drop.clicked.connect(self._drop)
        self.place.clicked.connect(self._open_place)
        self.packs.doubleClicked.connect(self._open_place)
        self.packs.selectionModel().selectionChanged.connect(self._allow)

    # --- showing ------------------------------------------------------------------------------------------------

    def _show(self, state: PackState) -> None:
        self._state = state
        draft = state.draft
        self._show_plans(state)
        if not self.mail.hasFocus():
            self.mail.setText(state.mail)
        version = say("window.pack_version", number=draft.version)
        last = say("window.pack_after", number=draft.last.version) if draft.last else say("window.pack_first")
        self.headline.setText(say("window.pack_draft", version=version, last=last))
        self.problem.setVisible(bool(draft.problems))
        self.problem.show_state("blocking", say("window.pack_stopped", count=len(draft.problems)), "danger")
        lines = [*problem_lines(draft.problems), *change_lines(draft.changes)]
        self.changes.table.set_lines(lines)
        self.changes.setVisible(bool(lines))
        self.nothing.setVisible(not lines)
        self.nothing.setText(say("window.pack_same" if draft.last else "window.pack_all_new"))
        is_same = bool(draft.last) and not lines
        self.make.set_kind("" if is_same else "primary")
        self.make.setText(say("window.pack_make_again" if is_same else "window.pack_make"))
        self.latest.table.set_lines(pack_lines(state.published))
        self.before.setVisible(is_same)
        self.latest.setVisible(is_same)
        self._draft.setStretchFactor(self.nothing, 0 if is_same else 1)
        self.drop.setVisible(draft.has_draft)
        self.tabs.setTabText(1, say("window.pack_published", count=len(state.published)))
        self.packs.table.set_lines(pack_lines(state.published))
        self.none.setVisible(not state.published)
        for each in (self.packs, self.place):
            each.setVisible(bool(state.published))
        if state.published:
            self.packs.selectRow(0)
        self._allow()

    def _show_plans(self, state: PackState) -> None:
        """A draft may bring a plan that the desk does not know yet."""
        chosen = self.plan.currentData()
        if [self.plan.itemData(number) for number in range(self.plan.count())] != [plan for plan, _ in state.plans]:
            self.plan.clear()
            for plan, name in state.plans:
                self.plan.addItem(name, plan)
            self.plan.setCurrentIndex(max(0, self.plan.findData(chosen)))

    def _allow(self) -> None:
        state = self._state
        self.make.setEnabled(state is not None and not state.draft.problems)
        self.trial.setEnabled(state is not None)
        self.place.setEnabled(bool(self.packs.chosen()))

    # --- acting -------------------------------------------------------------------------------------------------

    def _make(self) -> None:
        state = self._state
        if state is None:
            return
        plan, version = state.draft.plan, state.draft.version
        name = f"task-pack-{plan}-v{version}.asice"
        out = choose_new_file(self, say("window.pack_make"), name, say("window.package_kinds"))
        if out is not None:
            self.make.setEnabled(False)
            note = self.note.toPlainText().strip()
            self._keys.sign(partial(publish, plan, note, out), self._show_made)
            self._jobs.run_alone(lambda: None, lambda _: self._allow())

    def _keep_mail(self) -> None:
        if self._state is not None and self.mail.text().strip() != self._state.mail:
            self._jobs.run(partial(keep_mail, self.mail.text()), self._tell_mail, self._refuse_mail)

    def _tell_mail(self, mail: str) -> None:
        self.mail_state.hide()
        self.mail.setText(mail)
        self.told.emit(say("window.pack_mail_kept", mail=mail) if mail else say("window.pack_mail_none"))
        self.open()

    def _refuse_mail(self, error: BaiseError) -> None:
        self.mail_state.show_state("blocking", error.sentence, "danger")
        self.mail_state.show()

    def _show_made(self, made: Published) -> None:
        self.note.clear()
        words = say("window.pack_made", number=made.version, path=made.path)
        self.result.show_path(made.path, words, readable=False)
        self.told.emit(words)
        if made.has_new_forms:
            self.outdated.emit()
        else:
            self.open()

    def _drop(self) -> None:
        if confirm(self, say("window.pack_drop_ask")):
            self._jobs.run(drop_forms, lambda _: self.open())

    def _try(self) -> None:
        from baise_desktop.ui.city.trial import ask_trial

        if self._state is None:
            return
        wanted = ask_trial(self, self._state.reporters)
        if wanted is not None:
            unit, folder = wanted
            self._jobs.run(partial(make_trial, self._state.draft.plan, unit, folder), self._show_trial)

    def _show_trial(self, folder: Path) -> None:
        from baise_desktop.ui.city.trial import open_trial

        opened = open_trial(folder)
        words = say("window.pack_trial_open" if opened else "window.pack_trial_made", folder=folder)
        self.result.show_path(folder, words, readable=False)

    def _open_place(self) -> None:
        for pack in self.packs.chosen():
            chosen: PublishedPack = pack
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(chosen.file.parent)))

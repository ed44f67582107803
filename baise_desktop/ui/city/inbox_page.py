"""What arrives: looked at first, cell by cell, then merged, then decided on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from baise_desktop.texts import say
from baise_desktop.ui.city.answer_lines import answer_headings, answer_lines
from baise_desktop.ui.city.inbox_deeds import InboxDeeds
from baise_desktop.ui.city.inbox_jobs import (
    decide,
    is_smooth,
    is_wanted,
    list_refused,
    merge,
    preview,
    read_contact,
    read_received,
    tell_batch,
    unlock,
)
from baise_desktop.ui.city.inbox_lines import (
    change_headings,
    change_lines,
    claim_words,
    received_headings,
    received_line,
    waiting_headings,
    waiting_line,
)
from baise_desktop.ui.city.key_desk import KeyDesk
from baise_desktop.ui.city.matters_panel import MattersPanel, read_matters
from baise_desktop.ui.city.merge_question import CODE, may_go_on
from baise_desktop.ui.city.merge_stop import MergeStop
from baise_desktop.ui.dialogs import choose_files
from baise_desktop.ui.flow_row import FlowRow
from baise_desktop.ui.labels import EmptyState, button, column, plain_label, row
from baise_desktop.ui.plain_table import PlainTableView

if TYPE_CHECKING:
    from baise_desktop.app.inbox.matters import Matter
    from baise_desktop.app.inbox.receiving import Outcome, ReceivedPackage
    from baise_desktop.errors import BaiseError
    from baise_desktop.form.definition import Catalogue
    from baise_desktop.store.decisions import Act
    from baise_desktop.ui.jobs import Jobs

_WAITING, _RECEIVED = 0, 1


class InboxPage(QWidget):
    """Two lists: files waiting to be merged, and submissions held."""

    #: packages were merged or decided on
    changed = Signal()
    #: a sentence about what was done
    told = Signal(str)
    #: a sentence about what could not be done
    warned = Signal(str)

    def __init__(self, jobs: Jobs, keys: KeyDesk, catalogue: Catalogue) -> None:
        super().__init__()
        self._jobs, self._keys, self._catalogue = jobs, keys, catalogue
        self._outcomes: list[Outcome] = []
        self._new: frozenset[str] = frozenset()
        self.setAcceptDrops(True)
        self.add = button(say("window.inbox_add"), icon="inbox")
        self.merge = button(say("window.inbox_merge"), "primary")
        self.stop = MergeStop()
        self.drop = button(say("window.inbox_drop"))
        self.drop.setToolTip(say("window.inbox_drop_tip"))
        self.contents = button(say("window.inbox_contents"))
        self.evidence = button(say("window.package_evidence"))
        self.papers = button(say("window.papers_open"))
        self.accept = button(say("window.inbox_accept"))
        self.turn_back = button(say("window.inbox_return"))
        self.receipt = button(say("window.receipt_make"))
        self.code = button(say("window.code_title"))
        self.withdraw = button(say("window.inbox_withdraw"))
        self.restore = button(say("window.inbox_restore"))
        self.refused = button(say("window.inbox_refused_list"))
        self.resolve = button(say("window.matters_resolve"), "primary")
        self.show_about = button(say("window.matters_show"))
        self.print_matters = button(say("window.matters_print"))
        self.chips = tuple(button("", "chip") for _ in range(3))
        self.waiting_chip, self.received_chip, self.matters_chip = self.chips
        self.waiting = PlainTableView(waiting_headings())
        self.received = PlainTableView(received_headings(), many=True)
        self.matters = MattersPanel()
        self.deeds = InboxDeeds(jobs, keys, self)
        self.changes = PlainTableView(change_headings())
        self.answers = PlainTableView(answer_headings())
        self.answers_title = plain_label(say("window.answers_title"), "section")
        self.changes_title = plain_label(kind="section")
        self.changes_count = plain_label(kind="muted", wrap=True)
        self.more = plain_label(kind="muted", wrap=True)
        self.contact = plain_label(kind="muted", wrap=True)
        self._lists = QStackedWidget()
        self._lay_out()
        self._connect()
        self._show_lists(0)

    def open(self) -> None:
        """Read what the city holds."""
        self._jobs.run(read_received, self._show_received)
        self._jobs.run(read_matters, self._show_matters)

    def add_files(self, files: Sequence[Path]) -> None:
        """Look at files: verify them and show what merging would change."""
        if files:
            files = [*files, *self._take_back_parts(files)]
            # What was refused is looked at again: its unit may have been admitted since, or the disk tidied.
            self._outcomes = [each for each in self._outcomes if each.error is None or not {*each.sources} & {*files}]
            known = {source for outcome in self._outcomes for source in outcome.sources}
            fresh = [file for file in files if file not in known]
            self._jobs.run(partial(preview, fresh, self._keys.held()), self._show_waiting)

    def _take_back_parts(self, files: Sequence[Path]) -> list[Path]:
        """The slices looked at before, when more slices come: what was missing may be among them."""
        from baise_desktop.app.files.joining import is_slice

        if not any(is_slice(file) for file in files):
            return []
        again = [outcome for outcome in self._outcomes if outcome.error is not None and outcome.parts]
        self._outcomes = [outcome for outcome in self._outcomes if outcome not in again]
        return [part for outcome in again for part in outcome.parts]

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped here."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Dropped folders count with the packages in them."""
        dropped = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        files = [file for path in dropped for file in (sorted(path.rglob("*")) if path.is_dir() else [path])]
        self.add_files([file for file in files if file in dropped or is_wanted(file)])

    def _lay_out(self) -> None:
        for chip in self.chips:
            chip.setCheckable(True)
            chip.setAutoExclusive(True)
        nothing = EmptyState("inbox", say("window.inbox_empty"), say("window.inbox_advice"))
        none = EmptyState("inbox", say("window.inbox_received_empty"), say("window.inbox_received_advice"))
        for listing in (nothing, self.waiting, none, self.received, self.matters):
            self._lists.addWidget(listing)
        below = QWidget()
        inner = column(below, spacing=6)
        inner.setContentsMargins(0, 10, 0, 0)
        inner.addLayout(row(self.changes_title, self.changes_count, stretch_last=True))
        inner.addWidget(self.more)
        inner.addWidget(self.changes, 1)
        inner.addWidget(self.answers_title)
        inner.addWidget(self.answers, 1)
        inner.addStretch(0)
        self._below = below
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self._lists)
        split.addWidget(below)
        split.setChildrenCollapsible(False)
        split.setSizes([200, 400])
        layout = column(self, plain_label(say("window.inbox_title"), "title"), margin=16, spacing=10)
        layout.addWidget(FlowRow(*self.chips, *self._ways_in(), *self._acts(), *self._mending()))
        layout.addWidget(split, 1)
        layout.addWidget(self.contact)

    def _ways_in(self) -> tuple[QWidget, ...]:
        """What can be done with files."""
        return self.add, self.merge, self.stop, self.drop, self.refused

    def _mending(self) -> tuple[QWidget, ...]:
        """What can be done about a matter."""
        return self.resolve, self.show_about, self.print_matters

    def _acts(self) -> tuple[QWidget, ...]:
        """What can be done with submissions held."""
        deciding = self.accept, self.turn_back, self.receipt, self.code, self.withdraw, self.restore
        return self.contents, self.evidence, self.papers, *deciding

    def _connect(self) -> None:
        for number, chip in enumerate(self.chips):
            chip.clicked.connect(partial(self._show_lists, number))
        self.refused.clicked.connect(lambda: list_refused(self, self._jobs, self._outcomes))
        self.resolve.clicked.connect(self._resolve)
        self.matters.resolve_requested.connect(self.resolve.click)
        self.matters.chosen_changed.connect(self._allow)
        self.show_about.clicked.connect(self._show_about)
        self.print_matters.clicked.connect(self.matters.show_list)
        self.add.clicked.connect(self._choose)
        self.merge.clicked.connect(self._merge)
        self.drop.clicked.connect(self._drop)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.waiting, self._drop)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        self.contents.clicked.connect(lambda: self._with_one(self.deeds.show_contents))
        self.received.activated.connect(lambda _: self._with_one(self.deeds.show_contents))
        self.evidence.clicked.connect(lambda: self._with_one(self.deeds.show_evidence))
        self.papers.clicked.connect(lambda: self._with_one(self.deeds.show_papers))
        self.accept.clicked.connect(lambda: self._decide("accept"))
        for control, act in ((self.withdraw, "withdraw"), (self.restore, "restore")):
            control.clicked.connect(partial(self._with_all, partial(self.deeds.ask, act=act)))
        self.turn_back.clicked.connect(lambda: self._with_all(self.deeds.turn_back))
        self.receipt.clicked.connect(lambda: self._with_all(self.deeds.write_receipts))
        self.code.clicked.connect(lambda: self._with_one(self.deeds.show_code))
        self.deeds.told.connect(self.told)
        self.deeds.decided.connect(self._tell_decided)
        self.waiting.selectionModel().selectionChanged.connect(lambda *_: self._show_changes())
        self.received.selectionModel().selectionChanged.connect(lambda *_: self._note_chosen())

    def _note_chosen(self) -> None:
        self._allow()
        chosen = self.received.chosen()
        self.contact.setText("" if chosen else say("window.inbox_choose"))
        if len(chosen) == 1:
            self._jobs.run(partial(read_contact, chosen[0].identity), self.contact.setText)

    def _show_lists(self, which: int) -> None:
        self.contact.setVisible(which == _RECEIVED)
        self.chips[which].setChecked(True)
        filled = bool(self._outcomes if which == _WAITING else which == _RECEIVED and self.received.table.rowCount())
        self._lists.setCurrentIndex(2 * which + int(filled))
        self._below.setVisible(which == _WAITING and bool(self._outcomes))
        for number, acts in enumerate((self._ways_in(), self._acts(), self._mending())):
            for act in acts:
                act.setVisible(number == which)
        self._allow()

    def _allow(self) -> None:
        self.waiting_chip.setText(say("window.inbox_waiting", count=len(self._outcomes)))
        self.received_chip.setText(say("window.inbox_received", count=self.received.table.rowCount()))
        ready = sum(outcome.error is None for outcome in self._outcomes)
        self.merge.setText(say("window.inbox_merge_all", count=ready) if ready else say("window.inbox_merge"))
        self.merge.setEnabled(bool(ready) and not self.stop.runs)
        self.drop.setEnabled(bool(self.waiting.chosen()))
        self.refused.setEnabled(any(outcome.error for outcome in self._outcomes))
        self.matters_chip.setText(say("window.matters_chip", count=self.matters.count()))
        matter = self.matters.chosen()
        self.resolve.setEnabled(matter is not None and matter.kind == "conflict")
        self.show_about.setEnabled(matter is not None)
        self.print_matters.setEnabled(matter is not None)
        withdrawn = [package.state == "withdrawn" for package in self.received.chosen()]
        for act in (self.accept, self.withdraw, self.turn_back):
            act.setEnabled(bool(withdrawn) and not any(withdrawn))
        self.receipt.setEnabled(bool(withdrawn))
        for act in (self.contents, self.evidence, self.papers, self.code):
            act.setEnabled(len(withdrawn) == 1)
        self.restore.setEnabled(bool(withdrawn) and all(withdrawn))
        # Only one of the two can ever be meant, and both do not fit in one line.
        listed = self.received_chip.isChecked()
        self.restore.setVisible(listed and any(withdrawn))
        self.withdraw.setVisible(listed and (not withdrawn or not all(withdrawn)))

    def _choose(self) -> None:
        self.add_files(choose_files(self, say("window.inbox_add"), say("window.package_kinds")))

    def _show_waiting(self, outcomes: Sequence[Outcome]) -> None:
        if again := unlock(self._keys, outcomes):
            rest = [each for each in outcomes if not {*each.sources} & {*again}]
            job = partial(preview, again, self._keys.held())
            self._jobs.run(job, lambda opened: self._show_waiting([*rest, *opened]))
            return
        first = len(self._outcomes) if outcomes else 0
        self._outcomes += outcomes
        self._list_waiting()
        self._show_lists(0)
        if self._outcomes:
            self.waiting.selectRow(first)
            self.waiting.setFocus()
        self._show_changes()

    def _list_waiting(self) -> None:
        self.waiting.table.set_lines([waiting_line(outcome) for outcome in self._outcomes])

    def _drop(self) -> None:
        """Take a file off the list; the file stays where it is."""
        dropped = self.waiting.chosen()
        self._outcomes = [outcome for outcome in self._outcomes if outcome not in dropped]
        self._show_waiting([])

    def _show_changes(self) -> None:
        chosen: list[Outcome] = self.waiting.chosen()
        found = chosen[0].comparison if chosen else None
        lines = list(change_lines(found, self._catalogue)) if found else []
        self.changes_title.setText(say("window.inbox_changes"))
        refusal = chosen[0].error.sentence if chosen and chosen[0].error else ""
        self.changes_count.setText(say("window.change_count", count=len(lines)) if found else refusal)
        told = (chosen[0].stated, *chosen[0].unmet, *claim_words(chosen[0].claims)) if chosen else ()
        more = [line for line in told if line]
        self.more.setText("\n".join(more))
        self.more.setVisible(bool(more))
        self.changes.table.set_lines(lines)
        self.changes.setVisible(bool(lines))
        self.drop.setEnabled(bool(chosen))
        answers = answer_lines(chosen[0].answers) if chosen else []
        self.answers.table.set_lines(answers)
        for part in (self.answers, self.answers_title):
            part.setVisible(bool(answers))

    def _merge(self) -> None:
        files = [source for outcome in self._outcomes if outcome.error is None for source in outcome.sources]
        self._begin_merge(files, self._finish_merge)

    def _begin_merge(self, files: Sequence[Path], done: Callable[[Sequence[Outcome]], None], **how: bool) -> None:
        # Not twice: the button rests until it is known what became of the first time.
        self.stop.begin(len(files))
        self.merge.setEnabled(False)
        self._jobs.run(partial(merge, files, self._keys.held(), self.stop.is_asked, **how), done, self._fail_merge)

    def _fail_merge(self, error: BaiseError) -> None:
        self.stop.end()
        self._allow()
        self._jobs.refused.emit(error)

    def _finish_merge(self, outcomes: Sequence[Outcome]) -> None:
        """Where no copy could be made before it, the officer is asked whether to go on without one."""
        uncopied = [outcome for outcome in outcomes if outcome.error is not None and outcome.error.code == CODE]
        rest = [outcome for outcome in outcomes if outcome not in uncopied]
        if not uncopied or uncopied[0].error is None:
            self._show_merged(rest)
        elif may_go_on(self, uncopied[0].error, len(uncopied)):
            files = [source for outcome in uncopied for source in outcome.sources]
            self._begin_merge(files, lambda again: self._show_merged([*rest, *again]), with_backup=False)
        else:
            self._show_merged(rest)
            self._jobs.refused.emit(uncopied[0].error)

    def _show_merged(self, outcomes: Sequence[Outcome]) -> None:
        """What was refused stays in the list with its reason; what was not tried waits on."""
        self.stop.end()
        refused = [outcome for outcome in outcomes if outcome.error is not None]
        merged, tried = len(outcomes) - len(refused), {outcome.file for outcome in outcomes}
        waiting = [outcome for outcome in self._outcomes if outcome.error is not None or outcome.file not in tried]
        kept = [outcome for outcome in waiting if outcome.error is None]
        self._outcomes = waiting + refused
        self._list_waiting()
        self._show_changes()
        batch = [*outcomes, *(each for each in waiting if each.error is not None)]
        left = len(kept) if self.stop.is_asked() else 0
        (self.told if is_smooth(batch) and not left else self.warned).emit(tell_batch(batch, left))
        if merged:
            self._new = frozenset(each.report.identity for each in outcomes if each.report is not None)
            self.changed.emit()
        self.open()
        self._show_lists(int(not refused and not kept))
        if refused or kept:
            self.waiting.selectRow(len(self._outcomes) - 1)
        (self.waiting if refused or kept else self.received).setFocus()

    def _show_received(self, packages: Sequence[ReceivedPackage]) -> None:
        chosen = self._new or {package.identity for package in self.received.chosen()}
        self._new = frozenset()
        self.received.table.set_lines([received_line(package, self._catalogue) for package in packages])
        self.received.choose(lambda package: package.identity in chosen)
        self._show_lists(next(number for number, chip in enumerate(self.chips) if chip.isChecked()))
        self._note_chosen()

    def _with_one(self, act: Callable[[ReceivedPackage], None]) -> None:
        chosen: list[ReceivedPackage] = self.received.chosen()
        if len(chosen) == 1:
            act(chosen[0])

    def _with_all(self, act: Callable[[Sequence[ReceivedPackage]], None]) -> None:
        chosen: list[ReceivedPackage] = self.received.chosen()
        if chosen:
            act(chosen)

    def _decide(self, act: Act) -> None:
        identities = [package.identity for package in self.received.chosen()]
        if identities:
            job = partial(decide, identities, act)
            self._keys.sign(job, lambda _: self._tell_decided(say("window.inbox_decided")))

    def _resolve(self) -> None:
        matter = self.matters.chosen()
        if matter is not None and matter.kind == "conflict":
            self.deeds.resolve(matter)

    def _tell_decided(self, words: str) -> None:
        self.told.emit(words)
        self.changed.emit()
        self.open()
        self.received.setFocus()

    def _show_matters(self, matters: Sequence[Matter]) -> None:
        self.matters.show_matters(matters)
        self._allow()

    def _show_about(self) -> None:
        """The submissions that a matter is about, among those received."""
        matter = self.matters.chosen()
        if matter is not None:
            self._show_lists(_RECEIVED)
            self.received.choose(lambda package: package.identity in matter.identities)
            self.received.setFocus()

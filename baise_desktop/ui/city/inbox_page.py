"""What arrives: looked at first, cell by cell, then merged, then decided on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui.city.answer_lines import answer_headings, answer_lines
from baise_desktop.ui.city.clock_question import run_by_clock
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
from baise_desktop.ui.city.letter_desk import write_receipts
from baise_desktop.ui.city.merge_question import CODE, may_go_on
from baise_desktop.ui.dialogs import choose_files
from baise_desktop.ui.flow_row import FlowRow
from baise_desktop.ui.labels import EmptyState, button, column, plain_label, row
from baise_desktop.ui.moments import period_text
from baise_desktop.ui.plain_table import PlainTableView

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.receiving import Outcome, ReceivedPackage
    from baise_desktop.errors import BaiseError
    from baise_desktop.form.definition import Catalogue
    from baise_desktop.store.decisions import Act
    from baise_desktop.ui.jobs import Jobs

SUFFIXES = (".asice", ".age")


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
        self.drop = button(say("window.inbox_drop"))
        self.drop.setToolTip(say("window.inbox_drop_tip"))
        self.contents = button(say("window.inbox_contents"))
        self.evidence = button(say("window.package_evidence"))
        self.accept = button(say("window.inbox_accept"))
        self.turn_back = button(say("window.inbox_return"))
        self.receipt = button(say("window.receipt_make"))
        self.withdraw = button(say("window.inbox_withdraw"))
        self.restore = button(say("window.inbox_restore"))
        self.waiting_chip = button("", "chip")
        self.received_chip = button("", "chip")
        self.waiting = PlainTableView(waiting_headings())
        self.received = PlainTableView(received_headings(), many=True)
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
        self._jobs.run(_read_received, self._show_received)

    def add_files(self, files: Sequence[Path]) -> None:
        """Look at files: verify them and show what merging would change."""
        if files:
            files = [*files, *self._take_back_parts(files)]
            # What was refused is looked at again: its unit may have been admitted since, or the disk tidied.
            self._outcomes = [each for each in self._outcomes if each.error is None or not {*each.sources} & {*files}]
            known = {source for outcome in self._outcomes for source in outcome.sources}
            fresh = [file for file in files if file not in known]
            run_by_clock(self, self._jobs, partial(_preview, fresh), self._show_waiting)

    def _take_back_parts(self, files: Sequence[Path]) -> list[Path]:
        """The slices looked at before, when more slices come: what was missing may be among them."""
        from baise_desktop.app.joining import is_slice

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
        self.add_files([file for file in files if file in dropped or _is_wanted(file)])

    def _lay_out(self) -> None:
        for chip in (self.waiting_chip, self.received_chip):
            chip.setCheckable(True)
            chip.setAutoExclusive(True)
        nothing = EmptyState("inbox", say("window.inbox_empty"), say("window.inbox_advice"))
        none = EmptyState("inbox", say("window.inbox_received_empty"), say("window.inbox_received_advice"))
        for listing in (nothing, self.waiting, none, self.received):
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
        chips = self.waiting_chip, self.received_chip
        layout.addWidget(FlowRow(*chips, self.add, self.merge, self.drop, *self._acts()))
        layout.addWidget(split, 1)
        layout.addWidget(self.contact)

    def _acts(self) -> tuple[QWidget, ...]:
        """What can be done with submissions held."""
        return self.contents, self.evidence, self.accept, self.turn_back, self.receipt, self.withdraw, self.restore

    def _connect(self) -> None:
        self.waiting_chip.clicked.connect(lambda: self._show_lists(0))
        self.received_chip.clicked.connect(lambda: self._show_lists(1))
        self.add.clicked.connect(self._choose)
        self.merge.clicked.connect(self._merge)
        self.drop.clicked.connect(self._drop)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.waiting, self._drop)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        self.contents.clicked.connect(self._show_contents)
        self.received.activated.connect(lambda _: self._show_contents())
        self.evidence.clicked.connect(self._show_evidence)
        self.accept.clicked.connect(lambda: self._decide("accept"))
        self.withdraw.clicked.connect(lambda: self._decide("withdraw"))
        self.restore.clicked.connect(lambda: self._decide("restore"))
        self.turn_back.clicked.connect(self._return)
        self.receipt.clicked.connect(self._write_receipts)
        self.waiting.selectionModel().selectionChanged.connect(lambda *_: self._show_changes())
        self.received.selectionModel().selectionChanged.connect(lambda *_: self._note_chosen())

    def _note_chosen(self) -> None:
        self._allow()
        chosen = self.received.chosen()
        self.contact.setText("" if chosen else say("window.inbox_choose"))
        if len(chosen) == 1:
            self._jobs.run(partial(_read_contact, chosen[0].identity), self.contact.setText)

    def _show_lists(self, which: int) -> None:
        self.contact.setVisible(bool(which))
        (self.received_chip if which else self.waiting_chip).setChecked(True)
        filled = bool(self.received.table.rowCount() if which else self._outcomes)
        self._lists.setCurrentIndex(2 * which + int(filled))
        self._below.setVisible(not which and bool(self._outcomes))
        for act in (self.add, self.merge, self.drop):
            act.setVisible(not which)
        for deed in self._acts():
            deed.setVisible(bool(which))
        self._allow()

    def _allow(self) -> None:
        self.waiting_chip.setText(say("window.inbox_waiting", count=len(self._outcomes)))
        self.received_chip.setText(say("window.inbox_received", count=self.received.table.rowCount()))
        ready = sum(outcome.error is None for outcome in self._outcomes)
        self.merge.setText(say("window.inbox_merge_all", count=ready) if ready else say("window.inbox_merge"))
        self.merge.setEnabled(bool(ready))
        self.drop.setEnabled(bool(self.waiting.chosen()))
        withdrawn = [package.state == "withdrawn" for package in self.received.chosen()]
        for act in (self.accept, self.withdraw):
            act.setEnabled(bool(withdrawn) and not any(withdrawn))
        self.turn_back.setEnabled(withdrawn == [False])
        self.receipt.setEnabled(bool(withdrawn))
        for act in (self.contents, self.evidence):
            act.setEnabled(len(withdrawn) == 1)
        self.restore.setEnabled(bool(withdrawn) and all(withdrawn))

    def _choose(self) -> None:
        self.add_files(choose_files(self, say("window.inbox_add"), say("window.package_kinds")))

    def _show_waiting(self, outcomes: Sequence[Outcome]) -> None:
        first = len(self._outcomes) if outcomes else 0
        self._outcomes += outcomes
        self._list_waiting()
        self._show_lists(0)
        if self._outcomes:
            self.waiting.selectRow(first)
            self.waiting.setFocus()
        self._show_changes()

    def _list_waiting(self) -> None:
        self.waiting.table.set_lines([waiting_line(outcome, self._catalogue) for outcome in self._outcomes])

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
        more = [line for line in (chosen[0].stated, *claim_words(chosen[0].claims)) if line] if chosen else []
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
        # Not twice: the button rests until it is known what became of the first time.
        self.merge.setEnabled(False)
        run_by_clock(self, self._jobs, partial(_merge, files), self._finish_merge, self._fail_merge)

    def _fail_merge(self, error: BaiseError) -> None:
        self._allow()
        self._jobs.refused.emit(error)

    def _finish_merge(self, outcomes: Sequence[Outcome]) -> None:
        """Where no copy could be made before it, the officer is asked whether to go on without one."""
        stopped = [outcome for outcome in outcomes if outcome.error is not None and outcome.error.code == CODE]
        rest = [outcome for outcome in outcomes if outcome not in stopped]
        if not stopped or stopped[0].error is None:
            self._show_merged(rest)
        elif may_go_on(self, stopped[0].error, len(stopped)):
            files = [source for outcome in stopped for source in outcome.sources]
            job = partial(_merge, files, with_backup=False)
            self._jobs.run(job, lambda again: self._show_merged([*rest, *again]), self._fail_merge)
        else:
            self._show_merged(rest, [outcome.file for outcome in stopped])
            self._jobs.refused.emit(stopped[0].error)

    def _show_merged(self, outcomes: Sequence[Outcome], kept: Sequence[Path] = ()) -> None:
        """What was refused stays in the list with its reason; `kept` were not tried and wait on."""
        refused = [outcome for outcome in outcomes if outcome.error is not None]
        merged = len(outcomes) - len(refused)
        waiting = [outcome for outcome in self._outcomes if outcome.error is not None or outcome.file in kept]
        self._outcomes = waiting + refused
        self._list_waiting()
        key = "window.inbox_merged" if refused else "window.inbox_merged_all"
        words = say(key, merged=merged, refused=len(refused))
        (self.warned if refused else self.told).emit(words)
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
        self._show_lists(int(self.received_chip.isChecked()))
        self._note_chosen()

    def _show_contents(self) -> None:
        from baise_desktop.ui.package_window import PackageWindow

        chosen: list[ReceivedPackage] = self.received.chosen()
        if len(chosen) == 1:
            words = say("window.return_of", **_names(chosen[0]))
            PackageWindow(self._jobs, chosen[0].identity, words, self.window()).open()

    def _show_evidence(self) -> None:
        from baise_desktop.ui.city.evidence_window import EvidenceWindow

        (package,) = self.received.chosen()
        words = say("window.package_evidence_of", **_names(package))
        EvidenceWindow(self._jobs, package.identity, words, self.window()).show()

    def _return(self) -> None:
        from baise_desktop.ui.city.return_window import ReturnWindow

        (package,) = self.received.chosen()
        words = say("window.return_of", **_names(package))
        window = ReturnWindow(self._jobs, self._keys, package, words, self.window())
        window.returned.connect(self._tell_returned)
        window.open()

    def _tell_returned(self, file: Path) -> None:
        self.told.emit(say("window.return_written", path=file))
        self.changed.emit()
        self.open()
        self.received.setFocus()

    def _write_receipts(self) -> None:
        write_receipts(self, self._keys, self.received.chosen(), self.told.emit)

    def _decide(self, act: Act) -> None:
        identities = [package.identity for package in self.received.chosen()]
        if identities:
            self._keys.sign(partial(_decide, identities, act), self._show_decided)

    def _show_decided(self, packages: Sequence[ReceivedPackage]) -> None:
        self._show_received(packages)
        self.told.emit(say("window.inbox_decided"))
        self.changed.emit()


def _read_contact(identity: str, desk: Desk) -> str:
    from baise_desktop.app.package_facts import read_package_facts

    return say("window.inbox_contact", contact=read_package_facts(desk, identity).contact)


def _is_wanted(file: Path) -> bool:
    from baise_desktop.app.joining import is_slice

    return file.suffix in SUFFIXES or is_slice(file)


def _read_received(desk: Desk) -> Sequence[ReceivedPackage]:
    from baise_desktop.app.receiving import list_received

    return list_received(desk)


def _preview(files: Sequence[Path], desk: Desk) -> Sequence[Outcome]:
    from baise_desktop.app.receiving import preview

    return preview(desk, files, utc_now())


def _merge(files: Sequence[Path], desk: Desk, *, with_backup: bool = True) -> Sequence[Outcome]:
    from baise_desktop.app.receiving import merge_files

    return merge_files(desk, files, utc_now(), with_backup=with_backup)


def _names(package: ReceivedPackage) -> dict[str, object]:
    return {"unit": package.unit_name, "period": period_text(package.period), "version": package.version}


def _decide(identities: Sequence[str], act: Act, desk: Desk, passphrase: str) -> Sequence[ReceivedPackage]:
    from baise_desktop.app.deciding import decide_all

    decide_all(desk, identities, act, passphrase, utc_now())
    return _read_received(desk)

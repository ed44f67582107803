"""日志: who did what, searched and written to a file; whether the chain holds; the store verified and made again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui.city.rebuild_window import RebuildWindow
from baise_desktop.ui.city.waiting_line import WaitingLine
from baise_desktop.ui.dialogs import choose_new_file
from baise_desktop.ui.flow_row import FlowRow
from baise_desktop.ui.labels import button, column, copyable_label, plain_label, row
from baise_desktop.ui.list_window import ListWindow
from baise_desktop.ui.moments import local_today, show_moment
from baise_desktop.ui.plain_table import Cell, Heading, Line, PlainTableView

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.installation.journal_book import JournalEntry, JournalView
    from baise_desktop.store.verify import Damage
    from baise_desktop.ui.city.key_desk import KeyDesk
    from baise_desktop.ui.jobs import Jobs

_PAUSE_MS = 300
"""After the last key, before the search."""


@dataclass(frozen=True, slots=True)
class _Verified:
    broken: tuple[int, ...]
    damages: tuple[Damage, ...]
    digest: str


class JournalPage(QWidget):
    """The newest lines first; what is typed above narrows them."""

    #: a sentence about what was done
    told = Signal(str)
    #: a sentence about what is wrong
    warned = Signal(str)

    def __init__(self, jobs: Jobs, keys: KeyDesk) -> None:
        super().__init__()
        self._jobs = jobs
        self.search = QLineEdit()
        self.search.setPlaceholderText(say("window.journal_find"))
        self.search.setAccessibleName(say("window.journal_find"))
        self.search.setClearButtonEnabled(True)
        self.count = plain_label(kind="muted", wrap=True)
        self.verify = button(say("window.journal_verify"))
        self.export = button(say("window.journal_export"))
        self.rebuild = button(say("window.journal_rebuild"))
        self.waiting = WaitingLine(keys)
        self.view = PlainTableView(_headings(), many=True)
        self.detail = copyable_label(kind="muted")
        self.pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        head = row(plain_label(say("window.journal_title"), "title"), self.count, stretch_last=True)
        layout = column(self, margin=16, spacing=10)
        layout.addLayout(head)
        layout.addWidget(FlowRow(self.search, self.verify, self.export, self.rebuild))
        self.search.setMinimumWidth(260)
        layout.addWidget(self.waiting)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.detail)
        self.search.textChanged.connect(lambda _: self.pause.start())
        self.search.returnPressed.connect(self.open)
        self.pause.timeout.connect(self.open)
        self.verify.clicked.connect(self._verify)
        self.export.clicked.connect(self._export)
        self.rebuild.clicked.connect(lambda: RebuildWindow(jobs, self.window()).open())
        self.waiting.signed.connect(self._tell_signed)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._show_detail())

    def open(self) -> None:
        """Read the journal."""
        self.pause.stop()
        self._jobs.run(partial(_read, self.search.text()), self._show)

    def _show(self, found: tuple[JournalView, Sequence[str]]) -> None:
        view, waiting = found
        self.waiting.show_waiting(waiting)
        self.view.table.set_lines(list(map(_line, view.entries)))
        key = "journal_count" if len(view.entries) == view.count else "journal_count_more"
        words = {"count": view.count, "shown": len(view.entries), "number": view.number, "head": view.head[:16]}
        self.count.setText(say(f"window.{key}", **words))
        self._show_detail()

    def _show_detail(self) -> None:
        chosen: list[JournalEntry] = self.view.chosen()
        told = say("window.journal_detail", detail=chosen[0].detail, hash=chosen[0].hash) if len(chosen) == 1 else ""
        self.detail.setText(told)

    def _verify(self) -> None:
        self.verify.setEnabled(False)
        self._jobs.run(_verify, self._show_verified, self._fail)

    def _fail(self, error: object) -> None:
        self.verify.setEnabled(True)
        self._jobs.refused.emit(error)

    def _show_verified(self, found: _Verified) -> None:
        self.verify.setEnabled(True)
        if not found.broken and not found.damages:
            self.told.emit(say("window.journal_sound", digest=found.digest))
            return
        lines = [say("window.journal_broken", number=number) for number in found.broken]
        lines += [say("window.journal_damage", place=each.place, sentence=each.sentence) for each in found.damages]
        heading = say("window.journal_unsound", count=len(lines))
        self.warned.emit(heading)
        ListWindow(say("window.journal_verify"), heading, lines, utc_now(), self.window()).open()

    def _export(self) -> None:
        name = say("window.journal_file", day=f"{local_today(utc_now()):%Y%m%d}")
        file = choose_new_file(self, say("window.journal_export"), name, say("window.journal_kinds"))
        if file is not None:
            job = partial(_write, file, self.search.text())
            self._jobs.run(job, lambda made: self.told.emit(say("window.journal_written", path=made)))

    def _tell_signed(self, words: str) -> None:
        self.told.emit(words)
        self.open()


def _headings() -> tuple[Heading, ...]:
    return (
        Heading(say("journal_words.number"), 72, is_number=True),
        Heading(say("journal_words.at"), 160, is_whole=True),
        Heading(say("journal_words.actor"), 200),
        Heading(say("journal_words.act"), 160),
        Heading(say("journal_words.detail"), 0),
        Heading(say("journal_words.hash"), 130, is_spare=True),
    )


def _line(entry: JournalEntry) -> Line:
    cells = (
        Cell(str(entry.number)),
        Cell(show_moment(datetime.fromisoformat(entry.at))),
        Cell(entry.actor),
        Cell(entry.act),
        Cell(entry.detail),
        Cell(entry.hash[:16], tone="muted", tip=entry.hash),
    )
    return Line(cells, entry)


def _read(words: str, desk: Desk) -> tuple[JournalView, Sequence[str]]:
    from baise_desktop.app.inbox.waiting import list_waiting
    from baise_desktop.app.installation.journal_book import search

    return search(desk, words), list_waiting(desk)


def _verify(desk: Desk) -> _Verified:
    from baise_desktop.app.installation.journal_book import broken_lines
    from baise_desktop.store.logical_state import logical_digest
    from baise_desktop.store.verify import find_damage

    return _Verified(broken_lines(desk), tuple(find_damage(desk.store)), logical_digest(desk.store))


def _write(file: Path, words: str, desk: Desk) -> Path:
    from baise_desktop.app.installation.journal_book import write_journal

    return write_journal(desk, file, words, utc_now())

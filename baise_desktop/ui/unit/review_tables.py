"""What reviewer and head look through: one list at a time, each line leading to its cell."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QWidget

from baise_desktop.errors import Severity
from baise_desktop.form.found import as_findings
from baise_desktop.texts import say
from baise_desktop.ui.flow_row import FlowRow
from baise_desktop.ui.labels import button, column, plain_label
from baise_desktop.ui.moments import show_moment
from baise_desktop.ui.plain_table import Cell, Heading, Line, PlainTableView
from baise_desktop.ui.unit.cell_delegate import ICONS, TONES

if TYPE_CHECKING:
    from baise_desktop.app.checks.checking import SubmissionCheck
    from baise_desktop.app.checks.review import BalanceLine, BigChange, Review
    from baise_desktop.app.checks.signed_rows import SignedChange, SinceSigned
    from baise_desktop.form.findings import Finding

Place = tuple[str, str, str]
"""Form, row and field; the latter two may be empty."""
EVIDENCE = "evidence"
"""Begins the rules of missing files."""
MOST_LISTED = 1000
"""Findings in one list."""
MOST_FORMS = 3
"""Forms named above the list of what changed since a signature."""


class ReviewTables(QWidget):
    """Five lists and a chip for each."""

    #: form, row id and field key of the cell that a line is about
    place_requested = Signal(str, str, str)

    def __init__(self) -> None:
        """Nothing to look through yet."""
        super().__init__()
        self._review: Review | None = None
        self._counts: dict[str, int] = {}
        """Of lists that may hold more than they show."""
        self.changes = PlainTableView(_headings(("form", 0), ("row", 200), ("number", 190), *_AMOUNTS))
        self.explained = PlainTableView(_headings(("form", 200), ("finding", 0), ("explanation", 380)))
        self.open = PlainTableView(_headings(("severity", 84), ("form", 220), ("finding", 0)))
        self.since = PlainTableView(
            _headings(("form", 0), ("row", 180), ("kind", 84), ("number", 150), ("signed", 190), ("now", 190))
        )
        register, source = _headings(("register", 240), ("source", 0))
        balance = Heading(say("window.review_column_balance"), 280, is_whole=True)
        self.balances = PlainTableView((register, balance, source))
        self.tables = {
            "changes": self.changes,
            "explained": self.explained,
            "open": self.open,
            "since": self.since,
            "balances": self.balances,
        }
        self.chips: dict[str, QPushButton] = {}
        self.note = plain_label(kind="muted")
        self.by_percent, self.by_amount = (self._chip(say(f"window.review_by_{by}")) for by in ("percent", "amount"))
        self._stack = QStackedWidget()
        self._lay_out()
        self.show_table("changes")

    def show_review(self, review: Review) -> None:
        """Show what was read for the review."""
        self._review = review
        self.since.table.set_lines([_since_line(each) for each in (review.since.changes if review.since else ())])
        self.balances.table.set_lines([_balance_line(each) for each in review.balances])
        self._show_changes()

    def show_check(self, check: SubmissionCheck, titles: dict[str, str]) -> None:
        """Show what the check says."""
        findings = as_findings(check.findings)
        asked = findings.chosen(lambda found: found.severity is Severity.EXPLAIN, MOST_LISTED)
        left = findings.chosen(partial(_is_open, check=check), MOST_LISTED)
        self.explained.table.set_lines([_explained_line(found, check, titles) for found in asked])
        self.open.table.set_lines([_open_line(found, titles) for found in left])
        self._counts = {"explained": findings.weighing(Severity.EXPLAIN)}
        if len(left) == MOST_LISTED:
            self._counts["open"] = check.verdict.blocking + check.verdict.unexplained
        self._count()

    def show_table(self, name: str) -> None:
        """Show one of the lists."""
        self.chips[name].setChecked(True)
        self._stack.setCurrentWidget(self.tables[name])
        for chip in (self.by_percent, self.by_amount):
            chip.setVisible(name == "changes")
        self._tell(name)

    def _lay_out(self) -> None:
        chips = FlowRow()
        for name, table in self.tables.items():
            chip = self._chip("")
            chip.clicked.connect(partial(self.show_table, name))
            table.activated.connect(partial(self._go, table))
            table.clicked.connect(partial(self._go, table))
            table.setAccessibleName(say(f"window.review_{name}", count=0))
            self.chips[name] = chip
            chips.add(chip)
            self._stack.addWidget(table)
        orders = QButtonGroup(self)
        for order in (self.by_percent, self.by_amount):
            order.setAutoExclusive(False)
            orders.addButton(order)
            order.clicked.connect(self._show_changes)
        self.by_percent.setChecked(True)
        self.note.setWordWrap(True)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self.note, 1)
        line.addWidget(self.by_percent)
        line.addWidget(self.by_amount)
        layout = column(self, spacing=6)
        layout.addWidget(chips)
        layout.addLayout(line)
        layout.addWidget(self._stack, 1)

    def _chip(self, text: str) -> QPushButton:
        chip = button(text, "chip")
        chip.setCheckable(True)
        chip.setAutoExclusive(True)
        return chip

    def _show_changes(self) -> None:
        if self._review is not None:
            shown = self._review.by_percent if self.by_percent.isChecked() else self._review.by_amount
            self.changes.table.set_lines([_change_line(each) for each in shown])
        self._count()

    def _count(self) -> None:
        for name, table in self.tables.items():
            count = self._counts.get(name, table.table.rowCount())
            self.chips[name].setText(say(f"window.review_{name}", count=count))
        self._tell(next(name for name, chip in self.chips.items() if chip.isChecked()))

    def _tell(self, name: str) -> None:
        """What the list is, or why it is empty."""
        empty = not self.tables[name].table.rowCount()
        text = say(f"window.review_{name}_{'none' if empty else 'note'}")
        shown = self.tables[name].table.rowCount()
        if shown < self._counts.get(name, 0):
            text += say("window.review_first_only", shown=shown)
        if name == "since" and self._review is not None:
            text = _tell_since(self._review.since)
        self.note.setText(text)

    def _go(self, table: PlainTableView, index: object) -> None:
        place: Place = table.table.line(index.row()).value  # type: ignore[attr-defined]
        if place[0]:
            self.place_requested.emit(*place)


_KINDS = {"added": ("done", "good"), "changed": ("hint", "accent"), "removed": ("close", "warning")}
_AMOUNTS = (("before", -130), ("after", -130), ("change", -110))


def _headings(*columns: tuple[str, int]) -> tuple[Heading, ...]:
    """A negative width is of a column of numbers."""
    return tuple(Heading(say(f"window.review_column_{name}"), abs(width), width < 0) for name, width in columns)


def _change_line(change: BigChange) -> Line:
    size = say("window.review_from_nothing") if change.percent is None else f"{change.percent:+,.1f} %"
    cells = (change.title, change.row, change.name, change.before, change.after, size)
    return Line(tuple(map(Cell, cells)), (change.form, change.row_id, change.field))


def _explained_line(found: Finding, check: SubmissionCheck, titles: dict[str, str]) -> Line:
    text = check.explanations.get(found.id, "")
    said = Cell(text) if text else Cell(say("window.review_unexplained"), "explain", "warning")
    if found.id in check.outdated:
        said = Cell(say("window.finding_outdated", text=check.outdated[found.id]), "explain", "warning")
    return Line((Cell(titles.get(found.form, "")), Cell(found.told), said), _place(found))


def _open_line(found: Finding, titles: dict[str, str]) -> Line:
    severity = Cell(say(f"window.severity_{found.severity.value}"), ICONS[found.severity], TONES[found.severity])
    return Line((severity, Cell(titles.get(found.form, "")), Cell(found.told)), _place(found))


def _is_open(found: Finding, check: SubmissionCheck) -> bool:
    if found.rule.split(".")[0] == EVIDENCE or found.severity is Severity.BLOCKING:
        return True
    return found.severity is Severity.EXPLAIN and found.id not in check.explanations


def _since_line(change: SignedChange) -> Line:
    icon, tone = {"added": ("done", "good"), "changed": ("hint", "accent"), "removed": ("close", "warning")}[
        change.kind
    ]
    name = change.name or (say("window.review_files") if change.before or change.after else "")
    kind = Cell(say(f"window.review_kind_{change.kind}"), icon, tone)
    cells = (Cell(change.title), Cell(change.row), kind, Cell(name), Cell(change.before), Cell(change.after))
    row_id = "" if change.kind == "removed" else change.row_id
    return Line(cells, (change.form, row_id, change.field))


def _balance_line(balance: BalanceLine) -> Line:
    return Line((Cell(balance.title), Cell(balance.sentence), Cell(balance.source)), (balance.form, "", ""))


def _tell_since(since: SinceSigned | None) -> str:
    if since is None:
        return say("window.review_since_none")
    signer = {"role": say(f"window.role_{since.role}"), "name": since.name}
    at = show_moment(datetime.fromisoformat(since.at))
    if not since.counts:
        return say("window.review_since_same", at=at, **signer)
    told = [_tell_form(title, counts) for title, counts in since.counts.items()]
    more = say("window.review_since_more", count=len(told) - MOST_FORMS) if len(told) > MOST_FORMS else ""
    return say("window.review_since_told", at=at, forms="；".join(told[:MOST_FORMS]) + more, **signer)


def _tell_form(title: str, counts: tuple[int, int, int]) -> str:
    kinds = zip(("added", "changed", "removed"), counts, strict=True)
    return title + "、".join(say(f"window.review_since_{kind}", count=count) for kind, count in kinds if count)


def _place(found: Finding) -> Place:
    return found.form, found.row_id, found.fields[0] if found.fields else ""

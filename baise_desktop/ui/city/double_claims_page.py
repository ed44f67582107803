"""What two units claim, side by side, and what the officer judges of it; beside it what else does not agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui.city.claim_lines import (
    MOST_SIDES,
    claim_headings,
    claim_line,
    cross_headings,
    cross_line,
    judged_words,
    side_headings,
    side_lines,
)
from baise_desktop.ui.dialogs import ask_text
from baise_desktop.ui.labels import EmptyState, button, column, empty_layout, plain_label, row
from baise_desktop.ui.plain_table import PlainTableView

if TYPE_CHECKING:
    from baise_desktop.app.checks.cross_checks import CrossFinding
    from baise_desktop.app.checks.double_claims import DoubleClaim
    from baise_desktop.app.desk import Desk
    from baise_desktop.form.definition import Catalogue
    from baise_desktop.ui.jobs import Jobs

_SEVERITIES = ("blocking", "explain", "hint")


class DoubleClaimsPage(QWidget):
    """Two lists: double claims with both sides below, and rows that fail a cross-check."""

    #: a sentence about what was done
    told = Signal(str)

    def __init__(self, jobs: Jobs, catalogue: Catalogue) -> None:
        """Empty until opened."""
        super().__init__()
        self._jobs, self._catalogue = jobs, catalogue
        self._claims: tuple[DoubleClaim, ...] = ()
        self.claims_chip, self.cross_chip = button("", "chip"), button("", "chip")
        self.state = _combo("claims_any_state", [(key, say(f"claims.state_{key}")) for key in ("open", "judged")])
        self.state.setCurrentIndex(1)
        self.register = _combo("claims_any_register", [])
        self.severity = _combo("claims_any_severity", [(key, say(f"window.severity_{key}")) for key in _SEVERITIES])
        self.refresh = button(say("window.claims_refresh"), icon="search")
        self.shown = plain_label(kind="muted")
        self.view = PlainTableView(claim_headings())
        self.cross = PlainTableView(cross_headings())
        self.owner = QComboBox()
        self.verdicts = {key: button(say(f"window.claims_{key}")) for key in ("owner", "distinct", "return")}
        self.judged = plain_label(kind="muted", wrap=True)
        self.sentence = plain_label(wrap=True)
        self.cross_sentence = plain_label(wrap=True)
        self._lists, self._pages = QStackedWidget(), QStackedWidget()
        self._sides = QVBoxLayout()
        self.sides = PlainTableView(())
        self._lay_out()
        self._connect()

    def open(self) -> None:
        """Look through everything that counts."""
        self._jobs.run(_find, self._show)

    def _lay_out(self) -> None:
        for chip in (self.claims_chip, self.cross_chip):
            chip.setCheckable(True)
            chip.setAutoExclusive(True)
        self.claims_chip.setChecked(True)
        self._lists.addWidget(EmptyState("done", say("window.claims_empty"), say("window.claims_empty_advice")))
        self._lists.addWidget(self.view)
        below = QWidget()
        inner = column(below, spacing=6)
        inner.setContentsMargins(0, 8, 0, 0)
        acts = row(plain_label(say("window.claims_owner_of")), self.owner, *self.verdicts.values(), self.judged)
        acts.setStretch(acts.count() - 2, 1)
        inner.addWidget(self.sentence)
        inner.addLayout(acts)
        self._sides.addWidget(self.sides)
        inner.addLayout(self._sides, 1)
        self._below = below
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self._lists)
        split.addWidget(below)
        split.setChildrenCollapsible(False)
        split.setSizes([250, 330])
        claims = QWidget()
        page = column(claims, spacing=10)
        page.addLayout(row(self.state, self.register, self.severity, self.shown))
        page.addWidget(split, 1)
        self._crosses = QStackedWidget()
        self._crosses.addWidget(EmptyState("done", say("window.cross_empty"), say("window.cross_empty_advice")))
        listed = QWidget()
        column(listed, self.cross, self.cross_sentence)
        self._crosses.addWidget(listed)
        self._pages.addWidget(claims)
        self._pages.addWidget(self._crosses)
        layout = column(self, margin=16, spacing=10)
        title = plain_label(say("window.claims_title"), "title")
        layout.addLayout(row(title, self.claims_chip, self.cross_chip, self.refresh))
        layout.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self.claims_chip.clicked.connect(lambda: self._pages.setCurrentIndex(0))
        self.cross_chip.clicked.connect(lambda: self._pages.setCurrentIndex(1))
        self.refresh.clicked.connect(self.open)
        for combo in (self.state, self.register, self.severity):
            combo.activated.connect(lambda *_: self._filter())
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._show_sides())
        self.cross.selectionModel().selectionChanged.connect(lambda *_: self._show_sentence())
        for verdict, act in self.verdicts.items():
            act.clicked.connect(partial(self._judge, verdict))

    def _show(self, found: tuple[Sequence[DoubleClaim], Sequence[CrossFinding]]) -> None:
        claims, crosses = found
        self._show_claims(claims)
        self.cross_chip.setText(say("window.cross_tab", count=len(crosses)))
        self.cross.table.set_lines([cross_line(finding) for finding in crosses])
        self._crosses.setCurrentIndex(int(bool(crosses)))
        if crosses:
            self.cross.selectRow(0)

    def _show_sentence(self) -> None:
        chosen: list[CrossFinding] = self.cross.chosen()
        self.cross_sentence.setText(f"{chosen[0].sentence}\n{chosen[0].source}" if chosen else "")

    def _show_claims(self, claims: Sequence[DoubleClaim]) -> None:
        self._claims = tuple(claims)
        chosen = self.register.currentData()
        while self.register.count() > 1:
            self.register.removeItem(1)
        for register, title in sorted({(claim.register, claim.title) for claim in claims}):
            self.register.addItem(title, register)
        self.register.setCurrentIndex(max(0, self.register.findData(chosen)))
        waiting = sum(claim.judged is None for claim in claims)
        self.claims_chip.setText(say("window.claims_tab", count=waiting))
        self._filter()

    def _filter(self) -> None:
        wanted = {"open": False, "judged": True}.get(self.state.currentData())
        register, severity = self.register.currentData(), self.severity.currentData()
        found = [
            claim
            for claim in self._claims
            if wanted in (None, claim.judged is not None)
            and register in ("", claim.register)
            and severity in ("", claim.severity)
        ]
        self.shown.setText(say("window.claims_shown", count=len(found), all=len(self._claims)))
        self.view.table.set_lines([claim_line(claim) for claim in found])
        self._lists.setCurrentIndex(int(bool(found)))
        self._below.setVisible(bool(found))
        if found:
            self.view.selectRow(0)

    def _show_sides(self) -> None:
        chosen: list[DoubleClaim] = self.view.chosen()
        if not chosen:
            return
        claim = chosen[0]
        self.sentence.setText(claim.sentence)
        empty_layout(self._sides)
        self.sides = PlainTableView(side_headings(claim))
        self.sides.table.set_lines(list(side_lines(claim, self._catalogue.registers[claim.register])))
        self._sides.addWidget(self.sides)
        self.owner.clear()
        units = {side.unit: side.unit_name for side in claim.sides}
        for unit, name in units.items():
            self.owner.addItem(name, unit)
        more = len(claim.sides) - MOST_SIDES
        words = [judged_words(claim, units), say("window.claims_more_sides", count=more) if more > 0 else ""]
        self.judged.setText(" ".join(word for word in words if word))

    def _judge(self, verdict: str, *_: object) -> None:
        chosen: list[DoubleClaim] = self.view.chosen()
        if not chosen:
            return
        reason = ask_text(self, say(f"window.claims_{verdict}"), say("window.claims_reason"))
        if reason:
            owner = self.owner.currentData() if verdict == "owner" else ""
            self._jobs.run(partial(_judge, chosen[0].id, verdict, reason, owner), self._show_judged)

    def _show_judged(self, judged: tuple[DoubleClaim, Sequence[DoubleClaim]]) -> None:
        claim, claims = judged
        self._show_claims(claims)
        verdict = say(f"claims.verdict_{claim.judged.verdict}") if claim.judged else ""
        self.told.emit(say("window.claims_judged", verdict=verdict))


def _combo(everything: str, items: Iterable[tuple[str, str]]) -> QComboBox:
    combo = QComboBox()
    combo.addItem(say(f"window.{everything}"), "")
    for key, title in items:
        combo.addItem(title, key)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return combo


def _find(desk: Desk) -> tuple[Sequence[DoubleClaim], Sequence[CrossFinding]]:
    from baise_desktop.app.checks.cross_checks import find_cross_findings
    from baise_desktop.app.checks.double_claims import find_double_claims

    return find_double_claims(desk), find_cross_findings(desk)


def _judge(claim: str, verdict: str, reason: str, owner: str, desk: Desk) -> tuple[DoubleClaim, Sequence[DoubleClaim]]:
    from baise_desktop.app.checks.claim_judging import judge_claim
    from baise_desktop.app.checks.double_claims import find_double_claims

    return judge_claim(desk, claim, verdict, reason, utc_now(), owner), find_double_claims(desk)

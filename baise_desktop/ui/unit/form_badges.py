"""How many findings each form has, in words beside its name in the navigation: 强制, or else 核实 not explained."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from baise_desktop.errors import Severity
from baise_desktop.form.found import as_findings
from baise_desktop.texts import say
from baise_desktop.ui.unit.places import form_place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from baise_desktop.app.checks.checking import SubmissionCheck
    from baise_desktop.app.installation.home import SheetSummary
    from baise_desktop.ui.navigation import Navigation, Place

_Counts = tuple[int, int]
"""强制, and 核实 that is not explained."""


class FormBadges:
    """Keeps the lines of the forms as the last check says."""

    def __init__(self, navigation: Navigation) -> None:
        """No form yet."""
        self._navigation = navigation
        self._counts: dict[str, _Counts] = {}
        self._rows: dict[str, int] = {}
        self._unchanged: dict[str, bool] = {}

    def forget(self) -> None:
        """The navigation shows other forms."""
        self._counts, self._rows, self._unchanged = {}, {}, {}

    def show_check(self, check: SubmissionCheck, sheets: Mapping[str, SheetSummary]) -> None:
        """Show what the check counts; lines that say the same stay untouched."""
        findings = as_findings(check.findings)
        blocking, unexplained = (findings.count_by_form(weight) for weight in (Severity.BLOCKING, Severity.EXPLAIN))
        for explained in check.explanations:
            unexplained.subtract(found.form for found in findings.find(explained) if found.severity is Severity.EXPLAIN)
        for form, sheet in sheets.items():
            counts = blocking[form], unexplained[form]
            if counts != self._counts.get(form, (0, 0)):
                self._counts[form] = counts
                self._navigation.update_place(self._place(sheet))

    def show_rows(self, sheet: SheetSummary, rows: int) -> None:
        """A register has so many rows now."""
        self._rows[sheet.form] = rows
        self._navigation.update_place(self._place(sheet))

    def show_unchanged(self, sheet: SheetSummary, *, stated: bool) -> None:
        """A form is stated to be as it was, or is not any longer."""
        if stated != self._unchanged.get(sheet.form, sheet.unchanged):
            self._unchanged[sheet.form] = stated
            self._navigation.update_place(self._place(sheet))

    def _place(self, sheet: SheetSummary) -> Place:
        place = form_place(self._latest(sheet))
        blocking, unexplained = self._counts.get(sheet.form, (0, 0))
        if blocking:
            return replace(place, icon="blocking", tone="danger", note=say("window.badge_blocking", count=blocking))
        if unexplained:
            return replace(place, icon="explain", tone="warning", note=say("window.badge_explain", count=unexplained))
        return place

    def _latest(self, sheet: SheetSummary) -> SheetSummary:
        rows, unchanged = self._rows.get(sheet.form, sheet.rows), self._unchanged.get(sheet.form, sheet.unchanged)
        return replace(sheet, rows=rows, unchanged=unchanged)

"""The gravest finding of each cell, looked for in the rows that are on show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baise_desktop.errors import Severity
from baise_desktop.form.found import Findings

if TYPE_CHECKING:
    from collections.abc import Mapping

Mark = tuple[Severity, str]
"""How grave, and what."""
_ORDER = tuple(reversed(Severity))


class CellMarks:
    """What the check says of each cell, by row id and field key."""

    def __init__(self, findings: Findings | None = None) -> None:
        """Made where nobody waits: all rows are gone through once."""
        self._findings = findings if findings is not None else Findings()
        self.row_ids = self._findings.rows()
        """Rows of which something was found."""
        self._known: dict[str, Mapping[str, Mark]] = {}

    def get(self, place: tuple[str, str]) -> Mark | None:
        """The gravest finding of a cell."""
        row_id, key = place
        if row_id not in self.row_ids:
            return None
        if row_id not in self._known:
            self._known[row_id] = self._of_row(row_id)
        return self._known[row_id].get(key)

    def _of_row(self, row_id: str) -> Mapping[str, Mark]:
        found = sorted(self._findings.of_row(row_id), key=lambda each: _ORDER.index(each.severity))
        return {key: (each.severity, each.sentence) for each in found for key in each.fields}

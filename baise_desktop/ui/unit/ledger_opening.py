"""How the rows of a register stand to its opening balance, in words for the grid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from baise_desktop.form.definition import Form
from baise_desktop.texts import say


@dataclass(frozen=True, slots=True)
class Opening:
    """What became of each row since."""

    movements: Mapping[str, str] = field(default_factory=dict)
    """By row id."""
    old_texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What changed cells showed, by row id and field key."""
    source: str = ""
    """Which period and version it was taken from, and how that stands."""

    def old_text(self, row_id: str, key: str) -> str | None:
        """What a changed cell showed; None for one that shows the same."""
        texts = self.old_texts.get(row_id)
        return texts.get(key) if texts else None

    def sign(self, row_id: str) -> str:
        """The mark beside a line."""
        movement = self.movements.get(row_id)
        return say(f"window.ledger_sign_{movement}") if movement else ""

    def source_of(self, row_id: str) -> str:
        """Which period and version a row was carried from, and how that stands; empty for a new one."""
        carried = self.movements.get(row_id) in ("kept", "changed")
        return say("window.ledger_row_source", source=self.source) if carried and self.source else ""

    def tell(self, row_id: str, form: Form) -> str:
        """What became of a row, from where it came, and what it showed."""
        movement = self.movements.get(row_id)
        if not movement:
            return ""
        old = self.old_texts.get(row_id, {})
        lines = [
            say("window.ledger_was", name=question.name, text=old[question.key] or say("window.ledger_was_blank"))
            for question in form.fields
            if question.key in old
        ]
        return "\n".join(filter(None, [say(f"window.ledger_row_{movement}"), self.source_of(row_id), *lines]))

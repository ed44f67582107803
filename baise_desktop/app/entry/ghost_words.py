"""What is said beside a cell about its value last time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from baise_desktop.app.desk import Desk
from baise_desktop.app.entry.ghost import ghost_of
from baise_desktop.app.entry.row_start import context_for
from baise_desktop.form.definition import Field, FieldType
from baise_desktop.form.fields import show
from baise_desktop.form.period import parse_period
from baise_desktop.store.entries import Sheet
from baise_desktop.texts import say

LARGE = Decimal(30)
"""Percent from which a change is worth a look. Source: the plans' own rules ask for a reason from 30 % on."""
_NUMBERS = (FieldType.INTEGER, FieldType.DECIMAL, FieldType.COMPUTED)


@dataclass(frozen=True, slots=True)
class GhostTexts:
    """A ghost as it is read: texts by row id and field key."""

    source: str = ""
    comparable: bool = False
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def text(self, row_id: str, key: str) -> str:
        """What a cell showed; empty when nothing is known."""
        return self.texts.get(row_id, {}).get(key, "")


@dataclass(frozen=True, slots=True)
class GhostWords:
    """What is said beside one cell."""

    text: str
    large: bool = False
    """Whether the change is so large that it is worth a look; `text` says so too."""


def read_ghost_texts(desk: Desk, sheet: Sheet) -> GhostTexts:
    """The ghost of a sheet as people read it."""
    form = desk.catalogue.forms[sheet.form]
    ghost = ghost_of(desk, sheet)
    context = context_for(desk, form).on(parse_period(sheet.period).end)
    fields = {question.key: question for question in form.fields}
    texts = {
        row_id: {key: text for key, value in values.items() if (text := show(value, fields[key], context))}
        for row_id, values in ghost.values.items()
    }
    return GhostTexts(ghost.source, ghost.comparable, texts)


def tell_ghost(question: Field, now: str, then: str, *, comparable: bool) -> GhostWords | None:
    """The words beside a cell; None where it shows the same as then, or nothing is known.

    Args:
        question: of the cell.
        now: what it shows.
        then: what it showed.
        comparable: whether a change in percent means anything.
    """
    if not then or now == then:
        return None
    said = say("ghost.was", text=_plain(then) if question.type in _NUMBERS else " ".join(then.split()))
    change = _percent(now, then) if comparable and question.type in _NUMBERS else None
    if change is None:
        return GhostWords(said)
    if change == 0:
        return None
    sign, size = ("▲" if change > 0 else "▼"), abs(change)
    percent = f"{size:,.0f}" if size >= 10 else f"{size:.1f}"
    large = size > LARGE
    return GhostWords(
        say("ghost.changed_much" if large else "ghost.changed", was=said, sign=sign, percent=percent), large
    )


def _plain(text: str) -> str:
    """A number with only the digits that it needs."""
    return text.rstrip("0").rstrip(".") if "." in text and text.replace(".", "").strip("-").isdigit() else text


def _percent(now: str, then: str) -> Decimal | None:
    try:
        after, before = (Decimal(text.replace(",", "")) for text in (now, then))
    except InvalidOperation:
        return None
    if not (after.is_finite() and before.is_finite()) or before == 0:
        return None
    return (after - before) / abs(before) * 100

"""What an installation had kept when its program ended without being closed."""

import json
from dataclasses import dataclass
from datetime import datetime

from baise_desktop.app.desk import Desk
from baise_desktop.store.instant import from_text
from baise_desktop.store.journal import read_head, read_journal


@dataclass(frozen=True, slots=True)
class LastAct:
    """The last thing that was kept."""

    at: datetime
    """UTC."""
    act: str
    """In words, as the journal has it."""
    form: str
    """Title of the form that it was done in, or empty."""


def read_last_act(desk: Desk) -> LastAct | None:
    """The last line of the journal; None when nothing was ever done."""
    number, _ = read_head(desk.store)
    lines = read_journal(desk.store, number - 1) if number else ()
    if not lines:
        return None
    form = desk.catalogue.forms.get(json.loads(lines[0].detail).get("form", ""))
    return LastAct(from_text(lines[0].at), lines[0].act, form.title if form else "")

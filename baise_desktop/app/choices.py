"""What the plans leave open, settled by the city: base years, ways of counting, lists and deadlines."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from baise_desktop.app.desk import CITY_UNIT, Desk, require_role
from baise_desktop.progress.baseline import Choices, check_choice, list_open_choices
from baise_desktop.store.settings import list_settings, put_choice
from baise_desktop.texts import say


@dataclass(frozen=True, slots=True)
class OpenChoice:
    """One thing to settle."""

    name: str
    """Of the setting."""
    subject: str
    """Name of the target or indicator."""
    why: str
    """What the catalogue notes about it."""
    value: str
    """Empty while it is open, or as the catalogue has it."""

    def as_json(self) -> dict[str, Any]:
        """As `baise city settings --json` prints it."""
        return asdict(self)


def read_choices(desk: Desk) -> Choices:
    """The choices that figures are computed by."""
    known = list_open_choices(desk.catalogue)
    return Choices({name: value for name, value in list_settings(desk.store).items() if name in known and value})


def list_choices(desk: Desk) -> tuple[OpenChoice, ...]:
    """Everything that can be settled, and how it stands."""
    chosen = read_choices(desk).settings
    return tuple(
        OpenChoice(name, _subject(desk, owner), _note(desk, owner), chosen.get(name, ""))
        for name, owner in list_open_choices(desk.catalogue).items()
    )


def choose(desk: Desk, name: str, text: str, now: datetime) -> None:
    """Settle one thing, or leave it open again with an empty text.

    Raises:
        BaiseError: ROLE_CITY_ONLY, CHOICE_UNKNOWN, CHOICE_WRONG.
    """
    require_role(desk, "city")
    check_choice(desk.catalogue, name, text)
    put_choice(desk.store, name, text, CITY_UNIT, say("journal.choice"), now)


def _subject(desk: Desk, owner: str) -> str:
    target = desk.catalogue.targets.get(owner)
    return target.name if target else desk.catalogue.indicators[owner].name


def _note(desk: Desk, owner: str) -> str:
    target = desk.catalogue.targets.get(owner)
    if target is None:
        return desk.catalogue.indicators[owner].note
    return "；".join(text for text in (target.baseline_note, *target.notes) if text)

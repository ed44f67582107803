"""Who fills in forms at this desk: a name that is asked for and shown, never taken from the computer."""

from dataclasses import dataclass
from datetime import datetime
from unicodedata import normalize

from baise_desktop.app.desk import Desk, require_role
from baise_desktop.app.installation.contact import read_contact
from baise_desktop.errors import BaiseError
from baise_desktop.store.edits import CLERK_NAME, list_clerks
from baise_desktop.store.settings import get_setting, put_choice
from baise_desktop.texts import say

_LONGEST = 30


@dataclass(frozen=True, slots=True)
class Clerk:
    """The name in force, and those known here."""

    name: str
    """Empty while nobody has said it."""
    known: tuple[str, ...]
    """Names to choose from, the likeliest first."""


def read_clerk(desk: Desk) -> Clerk:
    """Whose name goes with what is typed."""
    name = clerk_name(desk)
    signed = (*read_contact(desk).people["filler"], *list_clerks(desk.store))
    return Clerk(name, tuple(dict.fromkeys(each for each in (name, *signed) if each)))


def clerk_name(desk: Desk) -> str:
    """The name in force; empty while nobody has said it."""
    return get_setting(desk.store, CLERK_NAME)


def keep_clerk(desk: Desk, text: str, now: datetime) -> Clerk:
    """From now on what is typed here goes with this name; empty takes it away. Raises: BaiseError CLERK_LONG."""
    require_role(desk, "unit")
    name = " ".join(normalize("NFC", text).split())
    if len(name) > _LONGEST:
        raise BaiseError("CLERK_LONG", most=_LONGEST)
    if name != clerk_name(desk):
        put_choice(desk.store, CLERK_NAME, name, desk.office.unit, say("journal.clerk"), now)
    return read_clerk(desk)


def settle_clerk(desk: Desk, now: datetime) -> Clerk:
    """Where nobody has said it, whoever signed last as 填表人 works here; it is shown, and can be changed."""
    people = read_contact(desk).people["filler"]
    if people and not clerk_name(desk):
        return keep_clerk(desk, people[0], now)
    return read_clerk(desk)

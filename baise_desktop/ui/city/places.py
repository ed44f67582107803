"""The pages of the city's window by name, in the order of its navigation."""

from __future__ import annotations

from baise_desktop.texts import say
from baise_desktop.ui.navigation import Place

PAGES = (
    "inbox",
    "paper",
    "claims",
    "figures",
    "allocation",
    "settings",
    "units",
    "obligations",
    "forms",
    "pack",
    "journal",
    "clauses",
    "preferences",
)


def city_places(due: int = 0) -> list[Place]:
    """The pages as lines of the navigation, with how many required settings are open."""
    notes = {"settings": str(due)} if due else {}
    return [Place(key, key, say(f"window.nav_{key}"), notes.get(key)) for key in PAGES]

"""What a unit's navigation offers: the fixed places, and the forms of the open submission by kind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from baise_desktop.texts import say
from baise_desktop.ui.navigation import Group, Place

if TYPE_CHECKING:
    from baise_desktop.app.installation.home import SheetSummary

KINDS = ("task", "target", "register")
"""Values of FormKind, in the order of the navigation."""
_ALWAYS = (("home", "home"), ("history", "inbox"), ("clauses", "clauses"), ("preferences", "preferences"))
_OF_A_SUBMISSION = (("notes", "note"), ("sign_off", "sign"), ("export", "export"))
FIXED = tuple(key for key, _ in (*_ALWAYS, *_OF_A_SUBMISSION))


def is_fixed(key: str) -> bool:
    """Whether a place is no form."""
    return key in FIXED


def is_of_a_submission(key: str) -> bool:
    """Whether a place that is no form shows another thing in every submission."""
    return key in {each for each, _ in _OF_A_SUBMISSION}


def fixed_places(*, has_submission: bool) -> tuple[Place, ...]:
    """The places that are not forms."""
    shown = (*_ALWAYS[:-1], *_OF_A_SUBMISSION, _ALWAYS[-1]) if has_submission else _ALWAYS
    return tuple(Place(key, icon, say(f"window.nav_{key}")) for key, icon in shown)


def form_groups(sheets: Iterable[SheetSummary]) -> list[Group]:
    """The forms by kind, without the kinds of which none is owed."""
    of_kind = {kind: [sheet for sheet in sheets if sheet.kind.value == kind] for kind in KINDS}
    return [Group(say(f"window.nav_{kind}"), tuple(map(form_place, of_kind[kind]))) for kind in KINDS if of_kind[kind]]


def form_place(sheet: SheetSummary) -> Place:
    """One form, with the number of its rows where it has rows, or that it is stated to be as it was."""
    filled = sheet.filled
    note = _note(sheet) if sheet.kind.value == "register" else None
    icon, tone = ("done", "good") if filled else ("empty", "muted")
    return Place(sheet.form, icon, sheet.title, note, tone, is_blank=not filled)


def _note(register: SheetSummary) -> str:
    if register.unchanged:
        return say("window.badge_unchanged")
    return str(register.rows) if register.rows else ""


def first_form(sheets: Iterable[SheetSummary]) -> str:
    """The form that a submission opens at; empty when nothing is owed."""
    listed = list(sheets)
    return next((sheet.form for kind in KINDS for sheet in listed if sheet.kind.value == kind), "")

"""The lines of the task pack page: what a version changes, and which versions there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from baise_desktop.texts import say
from baise_desktop.ui.moments import show_moment
from baise_desktop.ui.plain_table import Cell, Heading, Line

if TYPE_CHECKING:
    from baise_desktop.app.packs.publishing import PublishedPack
    from baise_desktop.form.changes import Change

_PARTS = {"obligation": "owed", "choice": "settings", "allocation": "allocation", "mail": "mail"}
"""Sections that are no definitions."""
_ORDER = ("forms", "owed", "settings", "allocation", "mail")
_ICONS = {"added": ("done", "good"), "changed": ("explain", "warning"), "removed": ("blocking", "danger")}
_SHORT = 12
"""Hex digits by which people tell definitions apart."""


def change_headings() -> tuple[Heading, ...]:
    """Of the changes."""
    return (
        Heading(say("window.pack_part"), 100),
        Heading(say("window.pack_kind"), 90),
        Heading(say("window.pack_what"), 0),
    )


def change_lines(changes: Sequence[Change]) -> list[Line]:
    """Changes by the part of the pack that they belong to."""
    parts = [(_ORDER.index(_PARTS.get(change.section, "forms")), change) for change in changes]
    return [
        Line(
            (
                Cell(say(f"window.pack_part_{_ORDER[part]}")),
                Cell(say(f"window.pack_{change.kind}"), *_ICONS[change.kind]),
                Cell(change.sentence),
            ),
            change,
        )
        for part, change in sorted(parts, key=lambda pair: pair[0])
    ]


def problem_lines(problems: Sequence[str]) -> list[Line]:
    """What stops publishing, to stand above the changes."""
    return [
        Line((Cell(say("window.pack_problem"), "blocking", "danger"), Cell(""), Cell(problem, tone="danger")), problem)
        for problem in problems
    ]


def pack_headings() -> tuple[Heading, ...]:
    """Of the versions."""
    return (
        Heading(say("window.column_version"), 76),
        Heading(say("window.column_plan"), 250),
        Heading(say("window.pack_at"), 150, is_whole=True),
        Heading(say("window.pack_said"), 0),
        Heading(say("window.pack_forms"), 130),
    )


def pack_lines(packs: Sequence[PublishedPack]) -> list[Line]:
    """Versions as they were given."""
    return [
        Line(
            (
                Cell(say("window.pack_version", number=pack.version)),
                Cell(pack.plan_name),
                Cell(show_moment(datetime.fromisoformat(pack.at))),
                Cell(pack.note or say("window.pack_no_note"), tone="text" if pack.note else "muted", tip=pack.note),
                Cell(pack.catalogue[:_SHORT], tip=pack.catalogue),
            ),
            pack,
        )
        for pack in packs
    ]

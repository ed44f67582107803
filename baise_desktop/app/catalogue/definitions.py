"""The catalogue to read: a list of every definition, and a sheet about each."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from baise_desktop.app.catalogue.register_sheet import code_list_sheet, register_sheet
from baise_desktop.app.catalogue.sheet_parts import COLLECTIONS, DefinitionSheet, Table, table
from baise_desktop.app.catalogue.target_sheet import indicator_sheet, target_sheet
from baise_desktop.app.catalogue.task_sheet import mechanism_sheet, task_sheet
from baise_desktop.app.catalogue.unit_sheet import unit_sheet
from baise_desktop.app.terms.choices import OpenChoice
from baise_desktop.authoring.catalogue_rows import title_of
from baise_desktop.form.definition import Catalogue
from baise_desktop.texts import say

_MAKERS: Mapping[str, Callable[[Catalogue, Any], DefinitionSheet]] = {
    "tasks": task_sheet,
    "targets": target_sheet,
    "mechanisms": mechanism_sheet,
    "registers": register_sheet,
    "indicators": indicator_sheet,
    "code_lists": code_list_sheet,
    "units": unit_sheet,
}
_OF_A_PLAN = ("tasks", "targets", "mechanisms")


@dataclass(frozen=True, slots=True)
class Group:
    """Definitions of one kind, in the order of the catalogue."""

    plan: str
    """Empty for what all plans share."""
    kind: str
    title: str
    entries: tuple[tuple[str, str], ...]
    """Id and what it is called."""


def list_definitions(catalogue: Catalogue) -> tuple[Group, ...]:
    """Every definition that has a sheet, those of the latest plan first, then what all plans share."""
    return (
        *(group for plan in reversed(list(catalogue.plans)) for group in _groups(catalogue, plan, _OF_A_PLAN)),
        *_groups(catalogue, "", [kind for kind in COLLECTIONS if kind not in _OF_A_PLAN]),
    )


def _groups(catalogue: Catalogue, plan: str, kinds: Iterable[str]) -> Iterator[Group]:
    for kind in kinds:
        held = getattr(catalogue, kind)
        entries = tuple((name, title_of(one)) for name, one in held.items() if not plan or one.plan == plan)
        yield Group(plan, kind, say(f"sheets.kind_{kind}"), entries)


def describe(catalogue: Catalogue, name: str, settings: Sequence[OpenChoice]) -> DefinitionSheet | None:
    """The sheet of one definition; None when nothing is called so.

    Args:
        catalogue: of the desk.
        name: id of the definition.
        settings: what the plans leave open, and how the city settled it.
    """
    for kind in COLLECTIONS:
        held = getattr(catalogue, kind)
        if name in held:
            sheet = _MAKERS[kind](catalogue, held[name])
            return replace(sheet, tables=(*sheet.tables, *_settings(name, settings)))
    return None


def _settings(name: str, settings: Sequence[OpenChoice]) -> tuple[Table, ...]:
    headings = (say("sheets.setting"), say("sheets.settled"), say("sheets.setting_note"))
    rows = (
        (each.what, each.shown, each.why)
        for each in settings
        if name in each.targets or name == each.name.split(":")[1]
    )
    return table(say("sheets.settings"), headings, rows)

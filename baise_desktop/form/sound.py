"""The sound part of a forms folder: what a broken file says is left out, with all that cannot do without it."""

from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from baise_desktop.form.catalogue_files import Reading, read_folder
from baise_desktop.form.defect import Defect
from baise_desktop.form.definition import Catalogue, RegisterUse
from baise_desktop.form.load import build_catalogue, check_reading, refuse
from baise_desktop.form.meaning import Refers

_MAY_BE_MISSED = (RegisterUse,)
"""Items that are dropped when what they name is gone. What a figure is counted from may not be missed."""


@dataclass(frozen=True, slots=True)
class SoundForms:
    """A catalogue without what is broken."""

    catalogue: Catalogue
    broken: tuple[Defect, ...]
    """What is wrong with what was left out, sorted by file; empty when all is well."""


class _LostError(Exception):
    """A definition cannot do without something that is gone."""


def load_sound(folder: Path) -> SoundForms:
    """What of a forms folder can be used.

    Raises:
        BaiseError: FORM_FILE, there is nothing in it, or what is wrong belongs to no definition that could be left out.
    """
    reading = read_folder(folder)
    check_reading(reading)
    broken = tuple(sorted(set(reading.found)))
    while reading.found:
        smaller = _without(reading, {_owner(defect, reading) for defect in reading.found})
        check_reading(smaller)
        if smaller.found == reading.found:
            refuse(smaller.found)
        reading = smaller
    return SoundForms(build_catalogue(reading), broken)


def _owner(defect: Defect, reading: Reading) -> str:
    """The definition that a defect is in; empty for one in a file that gave none."""
    key = defect.key
    while key and key not in reading.places:
        key = key[: max(key.rfind("."), key.rfind("["), 0)]
    if not key and not any(reading.collections.values()):
        refuse([defect])
    return key


def _without(reading: Reading, broken: set[str]) -> Reading:
    """The same without some definitions, and without those that name them and must."""
    held = {key: dict(found) for key, found in reading.collections.items()}
    gone = set(reading.places) - {name for found in held.values() for name in found} | broken
    while gone:
        for found in held.values():
            for name in found.keys() & gone:
                del found[name]
        gone = _prune(held)
    left = {name for found in held.values() for name in found}
    found_anew: list[Defect] = []
    return replace(
        reading,
        found=found_anew,
        collections=held,
        places={name: replace(reading.places[name], found=found_anew) for name in left},
        holders={name: reading.holders[name] for name in left},
        unreadable=set(),
    )


def _prune(held: dict[str, dict[str, Any]]) -> set[str]:
    """Take out what leads nowhere; the definitions that cannot do without it."""
    lost = set()
    for found in held.values():
        for name, definition in found.items():
            try:
                found[name] = _pruned(definition, held, top=True)
            except _LostError:
                lost.add(name)
    return lost


def _pruned(definition: Any, held: dict[str, dict[str, Any]], *, top: bool) -> Any:
    changes = {}
    hints = get_type_hints(type(definition), include_extras=True)
    for each in fields(definition):
        value = getattr(definition, each.name)
        may_be_blank = top and each.default is not MISSING
        kept = _kept(value, hints[each.name], held, may_be_blank=may_be_blank)
        if kept != value:
            changes[each.name] = kept
    return replace(definition, **changes) if changes else definition


def _kept(value: Any, hint: Any, held: dict[str, dict[str, Any]], *, may_be_blank: bool) -> Any:
    if get_origin(hint) is tuple:
        return tuple(_kept_items(value, get_args(hint)[0], held))
    if not value or _is_there(value, hint, held):
        return value
    if may_be_blank:
        return ""
    raise _LostError


def _kept_items(items: tuple[Any, ...], hint: Any, held: dict[str, dict[str, Any]]) -> Any:
    for item in items:
        if is_dataclass(hint):
            try:
                yield _pruned(item, held, top=False)
            except _LostError:
                if hint not in _MAY_BE_MISSED:
                    raise
        elif _is_there(item, hint, held):
            yield item


def _is_there(value: Any, hint: Any, held: dict[str, dict[str, Any]]) -> bool:
    mark = get_args(hint)[1] if get_origin(hint) is Annotated else None
    return not isinstance(mark, Refers) or value in held[mark.collection]

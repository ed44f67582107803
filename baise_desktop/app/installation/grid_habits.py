"""How the clerk at this installation likes the grids of registers: widths of columns, and columns put away."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

FILE = "columns.json"
_WIDTHS = range(20, 2001)
"""Pixels at 100 %: whatever is beyond was never dragged by a hand."""


@dataclass(frozen=True, slots=True)
class GridHabits:
    """Of one register."""

    widths: Mapping[str, int] = field(default_factory=dict)
    """Pixels at 100 %, by field key; of the columns that somebody made wider or narrower."""
    hidden: frozenset[str] = frozenset()
    """Keys of the fields that are put away."""


def read_habits(folder: Path) -> dict[str, GridHabits]:
    """The habits kept in a store's folder by register; whatever makes no sense there is left out."""
    try:
        held = json.loads((folder / FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {form: _sensible(each) for form, each in held.items()} if isinstance(held, dict) else {}


def keep_habits(folder: Path, habits: Mapping[str, GridHabits]) -> None:
    """Keep habits in a store's folder. Raises: BaiseError OUT_FOLDER."""
    from baise_desktop.app.files.output_file import write_whole  # the window reads at its start and writes much later

    held = {form: {"widths": dict(each.widths), "hidden": sorted(each.hidden)} for form, each in habits.items()}
    write_whole(folder / FILE, (json.dumps(held, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode())


def _sensible(held: object) -> GridHabits:
    if not isinstance(held, dict):
        return GridHabits()
    widths, hidden = held.get("widths"), held.get("hidden")
    pairs = widths.items() if isinstance(widths, dict) else ()
    # True is an int, and no width.
    kept = {key: width for key, width in pairs if type(width) is int and width in _WIDTHS}
    return GridHabits(kept, frozenset(filter(_is_text, hidden)) if isinstance(hidden, list) else frozenset())


def _is_text(value: object) -> bool:
    return isinstance(value, str)

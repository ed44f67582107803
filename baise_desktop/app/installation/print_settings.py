"""How each kind of paper was printed the last time, kept beside the store."""

from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

FILE = "printing.json"
SIDES = ("one", "long", "short")
WIDE = ("", "A3", "A4")
MOST_COPIES = 99
_NAME_LENGTH = 256
_OFFERS: dict[str, tuple[object, ...]] = {
    "sides": SIDES,
    "collated": (False, True),
    "last_first": (False, True),
    "grey": (False, True),
    "wide": WIDE,
    "backs_reversed": (False, True),
}


@dataclass(frozen=True, slots=True)
class PrintHabit:
    """What was chosen for one kind of paper."""

    printer: str = ""
    """Name of the printer; empty for the system's own choice."""
    sides: str = "one"
    """One side, or both turned at the long or the short edge, by the printer itself."""
    copies: int = 1
    collated: bool = True
    last_first: bool = False
    """For printers that lay one sheet on the other with the print upwards."""
    grey: bool = False
    tray: str = ""
    """Where the sheets come from, as the printer's driver calls it; empty for its own choice."""
    wide: str = ""
    """What pages larger than A4 go on: A3 at their size, A4 made smaller; empty while nobody was asked."""
    backs_reversed: bool = False
    """Where sheets are turned by hand: whether the backs are printed last page first."""


def read_habit(folder: Path, kind: str) -> PrintHabit:
    """The habit kept for a kind of paper; whatever is missing or makes no sense there is as at first."""
    held = _read_all(folder).get(kind)
    return PrintHabit(**_sensible(held)) if isinstance(held, dict) else PrintHabit()


def keep_habit(folder: Path, kind: str, habit: PrintHabit) -> None:
    """Keep the habit of a kind of paper. Raises: BaiseError OUT_FOLDER."""
    import json

    from baise_desktop.app.files.output_file import write_whole

    held = {**_read_all(folder), kind: asdict(habit)}
    write_whole(folder / FILE, (json.dumps(held, ensure_ascii=False, indent=1) + "\n").encode())


def _read_all(folder: Path) -> dict[str, Any]:
    import json

    try:
        held = json.loads((folder / FILE).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return held if isinstance(held, dict) else {}


def _sensible(held: dict[str, Any]) -> dict[str, Any]:
    return {field.name: held[field.name] for field in fields(PrintHabit) if _fits(field.name, held.get(field.name))}


def _fits(name: str, value: object) -> bool:
    if name == "copies":
        return type(value) is int and 1 <= value <= MOST_COPIES
    if name in _OFFERS:
        # True equals 1, and neither is the other here.
        return any(type(value) is type(each) and value == each for each in _OFFERS[name])
    return isinstance(value, str) and len(value) <= _NAME_LENGTH

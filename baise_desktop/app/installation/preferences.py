"""How the clerk at this installation likes to work: nothing here changes what is reported."""

from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

FILE = "preferences.json"
ZOOMS = (80, 90, 100, 110, 125, 150, 175, 200)
THEMES = ("light", "dark", "contrast", "contrast_dark")
CHECK_DELAYS = (200, 400, 800, 2000)
"""Milliseconds."""
_OFFERS: dict[str, tuple[object, ...]] = {
    "enter_down": (False, True),
    "leave_full": (False, True),
    "zoom": ZOOMS,
    "theme": THEMES,
    "check_delay": CHECK_DELAYS,
    "lower_open": (False, True),
    "office_faces": (True, False),
}


@dataclass(frozen=True, slots=True)
class Preferences:
    """One clerk's habits. No passphrase is ever remembered, so there is no wish about it."""

    enter_down: bool = False
    """Whether Enter goes to the cell below, instead of the next one in the row; Tab always goes to the next."""
    leave_full: bool = False
    """Whether codes and dates of a fixed length leave their cell by themselves when they are full."""
    zoom: int = 100
    """Percent."""
    theme: str = "light"
    check_delay: int = 400
    """Milliseconds from the last change to the check."""
    lower_open: bool = True
    """Whether the panel below a form, with the findings, is open; folded up it shows its tabs only."""
    office_faces: bool = True
    """Whether papers that no package and no signature binds are printed in the office's own faces where it has them."""


def read_preferences(folder: Path) -> Preferences:
    """The preferences kept in a store's folder; whatever is missing or makes no sense there is as at first."""
    try:
        text = (folder / FILE).read_text("utf-8")
    except (OSError, ValueError):
        return Preferences()
    import json  # a window begins without it where there is no file

    try:
        held = json.loads(text)
    except ValueError:
        return Preferences()
    return Preferences(**_sensible(held)) if isinstance(held, dict) else Preferences()


def keep_preferences(folder: Path, preferences: Preferences) -> None:
    """Keep preferences in a store's folder. Raises: BaiseError OUT_FOLDER."""
    import json

    from baise_desktop.app.files.output_file import write_whole  # the window reads at its start and writes much later

    write_whole(folder / FILE, (json.dumps(asdict(preferences), indent=1) + "\n").encode())


def _sensible(held: dict[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(Preferences)}
    # True equals 1, and a zoom is not a truth.
    return {
        name: value
        for name, value in held.items()
        if name in names and any(type(value) is type(each) and value == each for each in _OFFERS[name])
    }

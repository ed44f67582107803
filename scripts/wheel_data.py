"""Build hook: puts the top-level `forms/`, `resources/` and `db/` into the wheel as `baise_desktop/_data/`."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

DATA_FOLDERS = ("forms", "resources", "db")


class WheelData(BuildHookInterface):  # type: ignore[type-arg]
    """A wheel carries the data; an editable install reads the checkout and must not get a copy that goes stale."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Map each data folder, for a standard wheel only."""
        if version != "standard":
            return
        root = Path(self.root)
        build_data["force_include"] |= {str(root / name): f"baise_desktop/_data/{name}" for name in DATA_FOLDERS}

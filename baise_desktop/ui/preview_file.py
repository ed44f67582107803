"""What a preview shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from baise_desktop.form.file_kind import PDF

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk


@dataclass(frozen=True, slots=True)
class PreviewFile:
    """One file, on the disk or made for the screen."""

    title: str
    source: Path | bytes
    media_type: str = PDF.media_type
    kind: str = "file"
    """Kind of paper: printer, sides and copies are remembered for each."""
    file_name: str = ""
    """To save it under; empty for its title."""
    warning: str = ""
    """What must be known before it is printed."""


@dataclass(frozen=True, slots=True)
class PreviewChoices:
    """Papers that belong together, of which one is shown."""

    titles: Sequence[tuple[str, str]]
    """Key and what people call it."""
    make: Callable[[str, Desk], PreviewFile]
    """A paper by its key; runs where the desk is."""

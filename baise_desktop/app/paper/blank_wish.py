"""Which blank forms somebody wants, and how."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankWish:
    """What goes to paper."""

    forms: Sequence[str] = ()
    """Ids or titles; none for all that are owed."""
    rows: int = 0
    """Empty rows of each register; 0 for as many as fill its page."""
    on_a4: bool = False
    """Whether there is no A3 paper: registers too wide for A4 become cards then."""
    unit: str = ""
    """Id of the unit whose obligations count; empty for the desk's own."""


ALL_OWED = BlankWish()

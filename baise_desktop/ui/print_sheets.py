"""What goes on which sheet: true size where it fits, landscape pages with their head at the left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

A4 = (595.276, 841.890)
A3 = (841.890, 1190.551)
"""Points, upright."""
_PAPERS = {"A4": A4, "A3": A3}
_SAME = 3.0
"""Points by which a page may differ from its paper: writers round A4 to 595 x 842 and to 596 x 842."""

Size = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One side of a sheet, which is always fed upright."""

    page: int | None
    """From 0; None for a side that stays empty."""
    paper: str = "A4"
    turned: bool = False
    """Whether the page lies across and is turned to the left."""
    scale: float = 1.0
    left: float = 0.0
    top: float = 0.0
    """Points from the sheet's corner."""


def is_wide(size: Size) -> bool:
    """Whether a page needs more than A4."""
    return not _holds(A4, _upright(size))


def lay_sheet(page: int, size: Size, wide: str = "A4") -> Sheet:
    """The sheet of a page.

    Args:
        page: from 0.
        size: of the page as it is read, in points.
        wide: paper of pages that need more than A4: A3, or A4 made smaller.
    """
    upright = _upright(size)
    paper = "A3" if wide == "A3" and is_wide(size) else "A4"
    across, down = _PAPERS[paper]
    scale = 1.0 if _holds((across, down), upright) else min(across / upright[0], down / upright[1])
    left, top = ((room - length * scale) / 2 for room, length in zip((across, down), upright, strict=True))
    # A page of the paper's own size is not moved by the fraction of a point that its writer rounded away.
    left, top = (0.0 if abs(free) <= _SAME else free for free in (left, top))
    return Sheet(page, paper, size[0] > size[1], scale, left, top)


def lay_sheets(pages: Iterable[int], sizes: Sequence[Size], wide: str = "A4") -> tuple[Sheet, ...]:
    """The sheets of chosen pages, in their order."""
    return tuple(lay_sheet(page, sizes[page], wide) for page in pages)


def repeat(sheets: Sequence[Sheet], copies: int, *, collated: bool, two_sided: bool) -> tuple[Sheet, ...]:
    """All copies, for a printer that makes none itself; each begins on a new sheet of paper."""
    leaves = _leaves(sheets) if two_sided else [(sheet,) for sheet in sheets]
    several = leaves * copies if collated else [leaf for leaf in leaves for _ in range(copies)]
    return tuple(side for leaf in several for side in leaf)


def turn_round(sheets: Sequence[Sheet], *, two_sided: bool) -> tuple[Sheet, ...]:
    """Last sheet of paper first."""
    leaves = _leaves(sheets) if two_sided else [(sheet,) for sheet in sheets]
    return tuple(side for leaf in reversed(leaves) for side in leaf)


def fronts(sheets: Sequence[Sheet]) -> tuple[Sheet, ...]:
    """The sides to print first where sheets are turned by hand."""
    return tuple(sheets[::2])


def backs(sheets: Sequence[Sheet], *, last_first: bool) -> tuple[Sheet, ...]:
    """The sides to print after that: one for each sheet, so that none has to be picked out of the pile."""
    behind = [leaf[1] for leaf in _leaves(sheets)]
    return tuple(reversed(behind) if last_first else behind)


def _leaves(sheets: Sequence[Sheet]) -> list[tuple[Sheet, ...]]:
    """Front and back of each sheet of paper; the last one's back may be empty."""
    even = [*sheets, *([Sheet(None, sheets[-1].paper)] if len(sheets) % 2 else [])]
    return list(zip(even[::2], even[1::2], strict=True))


def _upright(size: Size) -> Size:
    return min(size), max(size)


def _holds(paper: Size, size: Size) -> bool:
    return all(length <= room + _SAME for length, room in zip(size, paper, strict=True))

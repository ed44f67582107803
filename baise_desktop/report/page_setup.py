"""The paper that a sheet is printed on, by how wide its columns are together."""

from collections.abc import Sequence
from dataclasses import dataclass

A4, A3 = 9, 8
"""Numbers of paper sizes in a workbook."""
_UPRIGHT, _LYING = 110.0, 190.0
"""Widths in digits that are still read well on A4 upright and A4 lying, shrunk to the page's width."""
SIDES, ENDS, EDGES = 0.5, 0.75, 0.3
"""Margins in inches: beside, above and below, and of the foot."""


@dataclass(frozen=True, slots=True)
class PaperPlan:
    """Paper of one sheet."""

    paper: int
    is_landscape: bool
    is_wide: bool
    """Whether the first column stays in sight when the others are scrolled."""


def plan_paper(widths: Sequence[float], rows: int) -> PaperPlan:
    """The smallest paper that the columns are readable on; one line alone never needs more than A4."""
    whole = sum(widths)
    paper = A3 if whole > _LYING and rows > 1 else A4
    return PaperPlan(paper, whole > _UPRIGHT, whole > _LYING)

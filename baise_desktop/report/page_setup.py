"""The paper that a sheet is printed on, by how wide its columns are together."""

from collections.abc import Sequence
from dataclasses import dataclass

A4, A3 = 9, 8
"""Numbers of paper sizes in a workbook."""
_UPRIGHT, _LYING, _LARGE = 95.0, 140.0, 210.0
"""Widths in characters that are still read well on A4 upright, A4 lying and A3 lying, shrunk to one page's width."""


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

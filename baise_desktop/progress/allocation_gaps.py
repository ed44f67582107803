"""What a breakdown still lacks: targets that nobody shared out, units left out, sums that do not match."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from baise_desktop.form.definition import Catalogue, Target
from baise_desktop.progress.allocation import Role, Share
from baise_desktop.progress.allocation_check import check_shares
from baise_desktop.progress.allocation_matrix import Units, broken_down
from baise_desktop.texts import say


class GapKind(StrEnum):
    """What is wrong."""

    NONE = "none"
    UNITS = "units"
    SUM = "sum"


@dataclass(frozen=True, slots=True)
class AllocationGap:
    """One thing to mend."""

    kind: GapKind
    target: str
    sentence: str


def find_allocation_gaps(
    catalogue: Catalogue, shares: Sequence[Share], plan: str, units: Units
) -> tuple[AllocationGap, ...]:
    """Everything a breakdown lacks, target by target in the order of the document.

    Args:
        catalogue: of the targets.
        shares: the whole breakdown of the plan.
        plan: plan id.
        units: that each target is broken down to.
    """
    return tuple(
        gap
        for target in broken_down(catalogue, plan, units)
        for gap in _gaps_of(catalogue, target, [share for share in shares if share.target == target.id], units)
    )


def _gaps_of(catalogue: Catalogue, target: Target, shares: Sequence[Share], units: Units) -> Iterator[AllocationGap]:
    # A plan that shares a target out among counties leaves the parks without one on purpose.
    holders = {share.unit for share in shares if share.unit and share.role is Role.AMOUNT}
    stated = {catalogue.units[share.unit].kind for share in shares if share.unit in holders and not share.status}
    wanted = [unit for unit in units[target.id] if not stated or catalogue.units[unit].kind in stated]
    missing = [unit for unit in wanted if unit not in holders]
    if not holders:
        yield AllocationGap(GapKind.NONE, target.id, say("allocation.gap_none", target=target.name))
    elif missing:
        names = "、".join(catalogue.units[unit].short for unit in missing)
        sentence = say("allocation.gap_units", target=target.name, count=len(missing), units=names)
        yield AllocationGap(GapKind.UNITS, target.id, sentence)
    for sentence in check_shares(catalogue, shares):
        yield AllocationGap(GapKind.SUM, target.id, sentence)

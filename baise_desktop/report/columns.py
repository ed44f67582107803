"""How wide the columns of a table are, and where a table that is too wide is split."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Demand:
    """What one column wants, in points with its padding."""

    least: float
    """Below this, words and numbers are torn."""
    comfortable: float
    """Reads well."""
    natural: float
    """Every cell on one line."""


def fit(demands: Sequence[Demand], available: float) -> tuple[float, ...]:
    """Widths that fill the measure: each column its least, then up to comfortable, then up to natural, then evenly.

    Args:
        demands: one per column.
        available: width of the table in points; met exactly.
    """
    widths = [demand.least for demand in demands]
    if sum(widths) >= available:
        return tuple(width * available / sum(widths) for width in widths)
    for goals in ([demand.comfortable for demand in demands], [demand.natural for demand in demands]):
        wants = [max(0.0, goal - width) for goal, width in zip(goals, widths, strict=True)]
        share = min(1.0, (available - sum(widths)) / sum(wants)) if sum(wants) > 0 else 0.0
        widths = [width + want * share for width, want in zip(widths, wants, strict=True)]
    return _spread(widths, available)


def _spread(widths: list[float], available: float) -> tuple[float, ...]:
    """Give what is left over in proportion, so that narrow columns stay narrow."""
    scale = available / sum(widths)
    return tuple(width * scale for width in widths)


def split_bands(demands: Sequence[Demand], keys: int, available: float) -> tuple[tuple[int, ...], ...]:
    """Columns of each band, the key columns first in every one.

    Args:
        demands: one per column.
        keys: how many leading columns are repeated.
        available: width of a band in points.

    Returns:
        Indices per band; one band when all columns fit comfortably. Bands are about equally full.
    """
    wanted = [demand.comfortable for demand in demands]
    fixed = sum(wanted[:keys])
    room = max(available - fixed, available * 0.3)
    rest = range(keys, len(demands))
    total = sum(wanted[keys:])
    if total <= room:
        return (tuple(range(len(demands))),)
    count = -(-total // room)
    target = min(room, total / count * 1.12)
    bands: list[list[int]] = [[]]
    used = 0.0
    for index in rest:
        if bands[-1] and used + wanted[index] > target:
            bands.append([])
            used = 0.0
        bands[-1].append(index)
        used += wanted[index]
    return tuple((*range(keys), *band) for band in bands)

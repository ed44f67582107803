"""How wide the columns of a table are, and where a table that is too wide is split."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

_LEAST_SHARE = 0.3  # of a band, for the columns after the key columns
_HALVINGS = 20
_EASES = (0.9, 0.7, 0.5, 0.3)
"""Of what is left above the least widths, for comfort; the rest goes to long texts."""
_CLEARLY = 0.85
_LOW = 1.5
"""Lines of a row that nobody minds."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What one column wants, in points with its padding."""

    least: float
    """Below this, words and numbers are torn."""
    comfortable: float
    """Reads well."""
    natural: float
    """Every cell on one line, within reason."""


def fit(demands: Sequence[Demand], available: float, rows: Sequence[Sequence[float]] = ()) -> tuple[float, ...]:
    """Widths that fill the measure: each column its least, short ones all they want, long ones even shares of the rest.

    Args:
        demands: one per column.
        available: width of the table in points; met exactly.
        rows: how wide every cell of some rows would be on one line. Where long texts get more width at the cost of
            the others' comfort, and that makes these rows clearly lower, they get it.
    """
    best = _scale(_share_out([demand.least for demand in demands], demands, available), available)
    height = _height(best, rows) * _CLEARLY
    if height <= len(rows) * _LOW:
        return best
    for part in _EASES:
        widths = _scale(_even_out(demands, _ease(demands, available, part), available), available)
        if (lower := _height(widths, rows)) < height:
            best, height = widths, lower
    return best


def _height(widths: Sequence[float], rows: Sequence[Sequence[float]]) -> float:
    """How many lines the rows take, about."""
    return sum(max(math.ceil(text / width) for text, width in zip(row, widths, strict=True)) for row in rows)


def _scale(widths: Sequence[float], available: float) -> tuple[float, ...]:
    scale = available / sum(widths)
    return tuple(width * scale for width in widths)


def _share_out(widths: Sequence[float], demands: Sequence[Demand], available: float) -> Sequence[float]:
    """Give everybody of what is left, short ones all they want first."""
    if sum(widths) >= available:
        return widths
    wants = [max(0.0, demand.natural - width) for demand, width in zip(demands, widths, strict=True)]
    more = _share(wants, available - sum(widths))
    return [width + extra for width, extra in zip(widths, more, strict=True)]


def _ease(demands: Sequence[Demand], available: float, part: float) -> list[float]:
    """What every column needs, and of what is left a part for comfort."""
    least = sum(demand.least for demand in demands)
    wanted = sum(demand.comfortable for demand in demands) - least
    given = min(1.0, max(0.0, (available - least) * part / wanted)) if wanted > 0 else 0.0
    return [demand.least + (demand.comfortable - demand.least) * given for demand in demands]


def _even_out(demands: Sequence[Demand], widths: Sequence[float], available: float) -> Sequence[float]:
    """Wider columns for long texts, so that the longest text of each column takes as few lines as can be."""

    def wide(lines: float) -> list[float]:
        return [max(width, demand.natural / lines) for width, demand in zip(widths, demands, strict=True)]

    if sum(wide(1.0)) <= available:
        return _share_out(wide(1.0), demands, available)
    few, many = 1.0, 1.0 + max(demand.natural / width for width, demand in zip(widths, demands, strict=True))
    for _ in range(_HALVINGS):
        middle = (few + many) / 2
        if sum(wide(middle)) > available:
            few = middle
        else:
            many = middle
    return wide(many)


def level(demands: Sequence[Demand], available: float) -> tuple[float, ...]:
    """Widths that fill the measure as evenly as can be: only who needs more than the others gets more.

    Args:
        demands: one per column.
        available: width of the table in points; met exactly.
    """
    given = [0.0] * len(demands)
    rest, waiting = available, len(demands)
    for index in sorted(range(len(demands)), key=lambda index: -demands[index].least):
        given[index] = max(demands[index].least, rest / waiting)
        rest -= given[index]
        waiting -= 1
    scale = available / sum(given)
    return tuple(width * scale for width in given)


def _share(wants: Sequence[float], rest: float) -> list[float]:
    """Divide what is left so that nobody who gets less than they want gets less than another."""
    given = [0.0] * len(wants)
    waiting = sorted(range(len(wants)), key=lambda index: wants[index])
    for position, index in enumerate(waiting):
        given[index] = min(wants[index], rest / (len(waiting) - position))
        rest -= given[index]
    return given


def split_bands(demands: Sequence[Demand], keys: int, available: float) -> tuple[tuple[int, ...], ...]:
    """Columns of each band, the key columns first in every one.

    Args:
        demands: one per column.
        keys: how many leading columns are repeated.
        available: width of a band in points.

    Returns:
        Indices per band: as few bands as hold all columns comfortably, as even as the columns' order allows.
    """
    wanted = [demand.comfortable for demand in demands]
    room = max(available - sum(wanted[:keys]), available * _LEAST_SHARE)
    fewest = len(_fill_bands(wanted[keys:], room))
    narrow, wide = sum(wanted[keys:]) / fewest, room
    for _ in range(_HALVINGS):
        middle = (narrow + wide) / 2
        if len(_fill_bands(wanted[keys:], middle)) > fewest:
            narrow = middle
        else:
            wide = middle
    bands = _fill_bands(wanted[keys:], wide)
    return tuple((*range(keys), *(keys + index for index in band)) for band in bands)


def _fill_bands(widths: Sequence[float], room: float) -> list[list[int]]:
    """Columns in their order, as many to a band as fit; always at least one band."""
    bands: list[list[int]] = [[]]
    used = 0.0
    for index, width in enumerate(widths):
        if bands[-1] and used + width > room:
            bands.append([])
            used = 0.0
        bands[-1].append(index)
        used += width
    return bands

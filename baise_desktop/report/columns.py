"""How wide the columns of a table are, and where a table that is too wide is split."""

from collections.abc import Sequence
from dataclasses import dataclass

_LEAST_SHARE = 0.3  # of a band, for the columns after the key columns
_HALVINGS = 20


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
    """Widths that fill the measure: each column its least, short ones all they want, long ones even shares of the rest.

    Args:
        demands: one per column.
        available: width of the table in points; met exactly.
    """
    widths = [demand.least for demand in demands]
    if sum(widths) < available:
        wants = [demand.natural - demand.least for demand in demands]
        widths = [width + more for width, more in zip(widths, _share(wants, available - sum(widths)), strict=True)]
    scale = available / sum(widths)
    return tuple(width * scale for width in widths)


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

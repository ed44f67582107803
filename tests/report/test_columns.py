from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baise_desktop.report.columns import Demand, fit, level, split_bands


@st.composite
def demands(draw: st.DrawFn) -> list[Demand]:
    steps = st.tuples(st.floats(10, 80), st.floats(0, 80), st.floats(0, 200))
    sizes = draw(st.lists(steps, min_size=1, max_size=30))
    return [Demand(least, least + more, least + more + most) for least, more, most in sizes]


@given(demands(), st.floats(200, 700))
def test_widths_fill_the_measure_exactly(wanted: list[Demand], available: float) -> None:
    widths = fit(wanted, available)
    assert sum(widths) == pytest.approx(available)
    if sum(demand.least for demand in wanted) <= available:
        assert all(width >= demand.least - 1e-6 for width, demand in zip(widths, wanted, strict=True))


@given(demands(), st.integers(0, 2), st.floats(300, 700))
def test_no_column_is_lost_between_bands(wanted: list[Demand], keys: int, available: float) -> None:
    keys = min(keys, len(wanted))
    bands = split_bands(wanted, keys, available)
    assert all(band[:keys] == tuple(range(keys)) for band in bands)
    assert [index for band in bands for index in band[keys:]] == list(range(keys, len(wanted)))


@given(demands(), st.floats(450, 700))
def test_bands_are_wide_enough_for_their_columns(wanted: list[Demand], available: float) -> None:
    for band in split_bands(wanted, 1, available):
        assert len(band) <= 2 or sum(wanted[index].comfortable for index in band) <= available + 1e-6


@given(demands(), st.floats(200, 700))
def test_level_widths_differ_only_where_somebody_needs_more(wanted: list[Demand], available: float) -> None:
    widths = level(wanted, available)
    assert sum(widths) == pytest.approx(available)
    if sum(demand.least for demand in wanted) <= available:
        assert all(width >= demand.least - 1e-6 for width, demand in zip(widths, wanted, strict=True))
        narrow = min(widths)
        assert all(
            width == pytest.approx(narrow) or width == pytest.approx(demand.least)
            for width, demand in zip(widths, wanted, strict=True)
        )


@given(demands(), st.floats(400, 700), st.data())
def test_what_is_tried_on_rows_keeps_its_promises(wanted: list[Demand], available: float, data: st.DataObject) -> None:
    texts = st.lists(st.floats(5, 900), min_size=len(wanted), max_size=len(wanted))
    rows = data.draw(st.lists(texts, min_size=1, max_size=5))
    plain, tried = fit(wanted, available), fit(wanted, available, rows)
    assert sum(tried) == pytest.approx(available)
    if sum(demand.least for demand in wanted) <= available:
        assert all(width >= demand.least - 1e-6 for width, demand in zip(tried, wanted, strict=True))
    assert tried == plain or _lines(tried, rows) < _lines(plain, rows)


def _lines(widths: tuple[float, ...], rows: list[list[float]]) -> int:
    return sum(max(ceil(text / width) for text, width in zip(row, widths, strict=True)) for row in rows)


def test_a_long_text_gets_what_short_ones_do_not_need() -> None:
    name, text = Demand(30, 100, 100), Demand(30, 100, 900)
    rows = [[90.0, 90.0, 90.0, 880.0]] * 3
    plain = fit([name, name, name, text], 450)
    tried = fit([name, name, name, text], 450, rows)
    assert plain[3] == pytest.approx(150)
    assert tried[3] > 200

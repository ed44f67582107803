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

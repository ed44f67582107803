"""The same thing is counted once, what cannot be told apart never taken for the same: rows in all four states."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baise_desktop.form.context import field_context
from baise_desktop.form.definition import Catalogue, FieldType, Indicator
from baise_desktop.form.record import Record
from baise_desktop.form.value import NOT_APPLICABLE, Absent, Missing, Value
from baise_desktop.progress.figure import Counter, Question
from baise_desktop.progress.row import Row, read_row

EVERY_ROW = "=1=1"
STATES: tuple[Value, ...] = (None, NOT_APPLICABLE, Missing("资料未到"))
SAMPLES: dict[FieldType, tuple[Value, ...]] = {
    FieldType.DATE: (date(2022, 5, 1), date(2023, 5, 1)),
    FieldType.YEAR: (2022, 2023),
    FieldType.INTEGER: (1, 2),
    FieldType.DECIMAL: (Decimal(1), Decimal("2.5")),
    FieldType.UNIT: ("c.leye", "c.napo"),
    FieldType.CHOICE: ("01", "02"),
}
Rows = Sequence[dict[str, Value]]


@cache
def counted_alike(catalogue_id: int) -> tuple[Indicator, ...]:
    """Every indicator that adds up or counts, without what says which rows and whose: only the same is left to tell."""
    catalogue = CATALOGUES[catalogue_id]
    return tuple(
        replace(
            indicator,
            counted_units=(),
            roster=False,
            net_of="",
            sources=tuple(replace(source, where=EVERY_ROW, caliber="") for source in indicator.sources[:1]),
        )
        for indicator in catalogue.indicators.values()
        if indicator.sources[0].operation in ("count", "count_distinct", "sum", "ratio", "growth")
        and not indicator.sources[0].numerator.startswith("=")
        and not indicator.sources[0].denominator.startswith("=")
    )


CATALOGUES: dict[int, Catalogue] = {}


@pytest.fixture(scope="module", autouse=True)
def known(catalogue: Catalogue) -> None:
    CATALOGUES[id(catalogue)] = catalogue


def columns_of(indicator: Indicator) -> tuple[str, ...]:
    source = indicator.sources[0]
    parts = (*indicator.dedupe, source.value, source.numerator, source.denominator)
    return tuple(dict.fromkeys(filter(None, parts)))


def draw_rows(data: st.DataObject, catalogue: Catalogue, indicator: Indicator) -> Rows:
    form = catalogue.registers[indicator.sources[0].register]
    cells = {
        key: st.sampled_from((*STATES, *SAMPLES.get(form.field(key).type, ("甲", "乙"))))
        for key in columns_of(indicator)
        if form.field(key).type is not FieldType.COMPUTED
    }
    return data.draw(st.lists(st.fixed_dictionaries(cells), max_size=6))


def make_rows(catalogue: Catalogue, indicator: Indicator, drawn: Rows) -> list[Row]:
    form, context = catalogue.registers[indicator.sources[0].register], field_context(catalogue)
    records = (
        Record(
            form=form.id,
            row_id=f"row-{number}",
            unit="c.leye",
            plan="p2",
            period="2023",
            values={key: value for key, value in cells.items() if value is not None},
        )
        for number, cells in enumerate(drawn)
    )
    return [read_row(record, "", form, context) for record in records]


def is_there(value: Value) -> bool:
    return value is not None and not isinstance(value, Absent | Missing)


def plainly_kept(drawn: Rows, keys: Sequence[str]) -> list[dict[str, Value]]:
    """Written again: a row whose key is whole is kept once; one that lacks a part of it is always kept."""
    kept: list[dict[str, Value]] = []
    for cells in drawn:
        whole = bool(keys) and all(is_there(cells.get(key)) for key in keys)
        twin = whole and any(
            all(is_there(other.get(key)) and other.get(key) == cells[key] for key in keys) for other in kept
        )
        kept += [] if twin else [cells]
    return kept


def plainly_told(indicator: Indicator, drawn: Rows) -> Rows:
    """A row without a number that is summed says nothing, and that is not zero."""
    source = indicator.sources[0]
    columns = [name for name in (source.value, source.numerator, source.denominator) if name]
    if source.operation in ("count", "count_distinct"):
        return drawn
    return [cells for cells in drawn if all(isinstance(cells.get(name), int | Decimal) for name in columns)]


def plain_sum(rows: Rows, column: str) -> Decimal:
    numbers = (cells.get(column) for cells in rows)
    return sum((Decimal(value) for value in numbers if isinstance(value, int | Decimal)), Decimal(0))


def plain_figure(indicator: Indicator, kept: Rows) -> Decimal | None:
    source = indicator.sources[0]
    if source.operation in ("count", "count_distinct"):
        return Decimal(len(kept))
    if source.operation == "sum":
        return plain_sum(kept, source.value) * Decimal(indicator.scale)
    whole = plain_sum(kept, source.denominator)
    if not whole:
        return None
    share = plain_sum(kept, source.numerator) / whole * 100
    return share - 100 if source.operation == "growth" else share


@settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_every_indicator_counts_the_same_thing_once(catalogue: Catalogue, data: st.DataObject) -> None:
    indicator = data.draw(st.sampled_from(counted_alike(id(catalogue))), label="indicator")
    drawn = draw_rows(data, catalogue, indicator)
    rows = make_rows(catalogue, indicator, drawn)
    counter = Counter(lambda _: rows, catalogue)
    figure = counter.compute_figure(Question(indicator, catalogue.plans["p2"], date(2023, 12, 31)))
    told = plainly_told(indicator, drawn)
    kept = plainly_kept(told, indicator.dedupe)
    expected = plain_figure(indicator, kept) if kept or not drawn else None
    assert (figure.value is None) == (expected is None)
    if figure.value is not None and expected is not None:
        assert abs(figure.value - expected) < Decimal("1e-20")
        assert len(figure.rows) == len(kept)
        assert len(figure.duplicates) == len(told) - len(kept)
        assert len(figure.silent) == len(drawn) - len(told)


def test_the_four_kinds_of_counting_are_all_among_them(catalogue: Catalogue) -> None:
    kinds = {indicator.sources[0].operation for indicator in counted_alike(id(catalogue))}
    assert kinds == {"count", "count_distinct", "sum", "ratio", "growth"}
    assert any(len(indicator.dedupe) > 1 for indicator in counted_alike(id(catalogue)))


@pytest.mark.parametrize("state", STATES)
def test_two_rows_without_a_key_are_two(catalogue: Catalogue, state: Value) -> None:
    indicator = next(each for each in counted_alike(id(catalogue)) if len(each.dedupe) == 1)
    (key,) = indicator.dedupe
    rows = make_rows(catalogue, indicator, [{key: state}, {key: state}])
    question = Question(indicator, catalogue.plans["p2"], date(2023, 12, 31))
    assert len(Counter(lambda _: rows, catalogue).compute_figure(question).rows) == 2

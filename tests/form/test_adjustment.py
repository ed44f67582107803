"""What the city sets otherwise than the defaults: it reaches what it names, and nothing else."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baise_desktop.app.own_forms import shipped_forms
from baise_desktop.errors import BaiseError
from baise_desktop.form.adjustment import (
    Added,
    Adjustment,
    Change,
    DueAfter,
    DueOn,
    Every,
    Exempt,
    read_adjustments,
    write_adjustments,
)
from baise_desktop.form.definition import Catalogue
from baise_desktop.form.obligation import DUE_DAYS, Obligation, can_owe, due_days, frequencies, obligations, plan_forms
from baise_desktop.form.period import Frequency, parse_period

PLAN = "p2"
UNITS = ("c.pingguo", "c.leye", "k.bdxq", "d.keji", "d.wjkw")
FORMS = ("r.hightech_firm", "p2.k.2.3.1", "r.city_stat", "p2.t.sei_share", "r.fin_org")
PERIODS = ("2021", "2022H1", "2023Q1", "2023-05")
Place = tuple[str, str, str]


def table(adjustments: Sequence[Adjustment] = ()) -> dict[Place, Obligation]:
    return {
        (each.unit, each.form, str(each.period)): each
        for each in obligations(shipped_forms().catalogue, PLAN, adjustments)
    }


DEFAULTS = table()

dates = st.dates(date(2021, 1, 1), date(2024, 12, 31))
changes: st.SearchStrategy[Change] = st.one_of(
    st.just(Exempt()), st.just(Added()), st.builds(DueOn, dates), st.builds(DueAfter, st.integers(0, 366))
)
adjustments = st.builds(
    Adjustment,
    change=changes,
    reason=st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20),
    unit=st.sampled_from(("", *UNITS)),
    form=st.sampled_from(("", *FORMS)),
    period=st.sampled_from(("", *PERIODS)),
    frequency=st.none() | st.sampled_from(Frequency),
)
moves = st.builds(
    Adjustment, change=st.builds(Every, st.sampled_from(Frequency)), reason=st.just("月"), form=st.sampled_from(FORMS)
)


def concerns(adjustment: Adjustment, place: Place) -> bool:
    unit, form, period = place
    named = adjustment.unit in ("", unit) and adjustment.form in ("", form)
    return named and adjustment.holds_in(parse_period(period))


def test_the_forms_named_here_are_of_the_plan(catalogue: Catalogue) -> None:
    assert {form.id for form in plan_forms(catalogue, PLAN)} >= set(FORMS)
    assert all(can_owe(catalogue, unit, PLAN) for unit in UNITS)


@settings(max_examples=15)
@given(st.lists(adjustments, max_size=4))
def test_what_no_adjustment_concerns_is_as_the_defaults_say(terms: list[Adjustment]) -> None:
    found = table(terms)
    for place in DEFAULTS.keys() | found.keys():
        if not any(concerns(each, place) for each in terms):
            assert found.get(place) == DEFAULTS.get(place)


@settings(max_examples=15)
@given(st.lists(adjustments, max_size=4))
def test_the_last_word_on_a_cell_decides_it(terms: list[Adjustment]) -> None:
    found = table(terms)
    for place in DEFAULTS:
        about = sorted((each for each in terms if concerns(each, place)), key=lambda each: each.specificity)
        owing = [each.change for each in about if isinstance(each.change, Exempt | Added)]
        timing = [each.change for each in about if isinstance(each.change, DueOn | DueAfter)]
        assert (place in found) is not (bool(owing) and owing[-1] == Exempt())
        if place in found:
            end = parse_period(place[2]).end
            match timing[-1] if timing else DueAfter(DUE_DAYS):
                case DueOn(day):
                    assert found[place].due == day
                case DueAfter(days):
                    assert found[place].due == end + timedelta(days=days)


@settings(max_examples=10)
@given(st.lists(adjustments, max_size=2, unique_by=lambda each: each.specificity))
def test_the_order_matters_only_among_equally_specific_ones(terms: list[Adjustment]) -> None:
    first, *others = (table(list(order)) for order in permutations(terms))
    assert all(each == first for each in others)


@settings(max_examples=10)
@given(st.lists(moves, min_size=1, max_size=3))
def test_a_form_of_another_frequency_is_owed_in_the_periods_of_that_frequency_alone(terms: list[Adjustment]) -> None:
    found, often = table(terms), frequencies(shipped_forms().catalogue, PLAN, terms)
    moved = {each.form for each in terms}
    for place, each in found.items():
        assert each.period.frequency is often[each.form]
        assert each.form in moved or DEFAULTS[place] == each
    for form in moved:
        assert {unit for unit, name, _ in found if name == form} == {unit for unit, name, _ in DEFAULTS if name == form}


@given(st.lists(adjustments | moves, max_size=5))
def test_what_is_written_is_read_again(terms: list[Adjustment]) -> None:
    text = write_adjustments(terms)
    again = read_adjustments(text)
    assert write_adjustments(again) == text
    assert [each.change for each in again] == [each.change for each in terms]


def test_no_text_is_no_adjustment() -> None:
    assert read_adjustments("") == read_adjustments("[]") == ()


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[1]",
        "[{}]",
        '[{"change":"exempt","form":"","frequency":"","period":"","reason":"a","unit":"","value":"1"}]',
        '[{"change":"days","form":"","frequency":"","period":"","reason":"a","unit":"","value":"367"}]',
        '[{"change":"days","form":"","frequency":"","period":"","reason":"a","unit":"","value":"00000000001"}]',
        '[{"change":"days","form":"","frequency":"","period":"","reason":"a","unit":"","value":"-1"}]',
        '[{"change":"due","form":"","frequency":"","period":"","reason":"a","unit":"","value":"2023-02-30"}]',
        '[{"change":"every","form":"","frequency":"","period":"","reason":"a","unit":"","value":"weekly"}]',
        '[{"change":"exempt","form":"","frequency":"weekly","period":"","reason":"a","unit":"","value":""}]',
        '[{"change":"exempt","form":1,"frequency":"","period":"","reason":"a","unit":"","value":""}]',
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(BaiseError, match="ADJUSTMENT"):
        read_adjustments(text)


def test_a_form_may_be_added_to_a_unit_that_does_not_owe_it_by_default() -> None:
    place = ("d.wjkw", "r.hightech_firm", "2023Q1")
    assert place not in DEFAULTS
    assert table([Adjustment(change=Added(), reason="试点", unit=place[0], form=place[1])]).keys() >= {place}


def test_a_unit_outside_the_plan_never_owes() -> None:
    asked = [Adjustment(change=Added(), reason="试点", form="r.hightech_firm")]
    assert "k.bsgx" not in {unit for unit, _, _ in table(asked)}


def test_a_figure_of_one_year_is_owed_in_another_only_by_name(catalogue: Catalogue) -> None:
    form = "p1.t.conversion.pingguo.y2018"
    added = Adjustment(change=Added(), reason="补报", unit="c.leye", form=form)
    late = Adjustment(change=Added(), reason="补报", unit="c.pingguo", form=form, period="2019Q1")
    owed = {(each.unit, str(each.period)) for each in obligations(catalogue, "p1", [added, late]) if each.form == form}
    years = {(unit, period[:4]) for unit, period in owed}
    assert years == {("c.leye", "2018"), ("c.pingguo", "2018"), ("c.pingguo", "2019")}
    assert ("c.pingguo", "2019Q2") not in owed


def test_days_may_differ_by_frequency() -> None:
    terms = [
        Adjustment(change=DueAfter(10), reason="月报从快", frequency=Frequency.MONTHLY),
        Adjustment(change=DueAfter(45), reason="年报从宽", frequency=Frequency.ANNUAL),
        Adjustment(change=DueAfter(20), reason="其余"),
    ]
    assert due_days() == dict.fromkeys(Frequency, DUE_DAYS)
    assert due_days(terms) == {
        Frequency.ANNUAL: 45,
        Frequency.HALF_YEARLY: 20,
        Frequency.QUARTERLY: 20,
        Frequency.MONTHLY: 10,
    }
    for each in table(terms).values():
        assert each.due == each.period.end + timedelta(days=due_days(terms)[each.period.frequency])

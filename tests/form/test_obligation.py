"""Who owes what, when."""

from datetime import date

import pytest

from baise_desktop.form.adjustment import Adjustment, DueAfter
from baise_desktop.form.definition import Catalogue, FormKind
from baise_desktop.form.obligation import obligations, standing_forms
from baise_desktop.form.period import Frequency, parse_period

LATER = Adjustment(change=DueAfter(20), reason="春节顺延")


def owed(catalogue: Catalogue, unit: str, plan: str, period: str) -> set[str]:
    return {entry.form for entry in obligations(catalogue, plan) if (entry.unit, str(entry.period)) == (unit, period)}


def owing(catalogue: Catalogue, plan: str, form: str) -> set[str]:
    return {unit for unit in catalogue.units if form in {each.id for each in standing_forms(catalogue, unit, plan)}}


COUNTIES = {
    *("c.youjiang", "c.tianyang", "c.tiandong", "c.pingguo", "c.debao", "c.jingxi"),
    *("c.napo", "c.lingyun", "c.leye", "c.tianlin", "c.longlin", "c.xilin"),
}


def test_a_quarter_and_its_half_year_are_two_submissions_without_a_form_in_common(catalogue: Catalogue) -> None:
    quarter, half = (owed(catalogue, "c.pingguo", "p2", period) for period in ("2023Q2", "2023H1"))
    assert "r.hightech_firm" in quarter
    assert "p2.k.2.3.1" in half
    assert not quarter & half


def test_each_form_is_owed_at_its_own_frequency_only(catalogue: Catalogue) -> None:
    for period in ("2023", "2023H1", "2023Q2", "2023-05"):
        found = {catalogue.forms[form].frequency for form in owed(catalogue, "c.pingguo", "p2", period)}
        assert found == {parse_period(period).frequency}


def test_nothing_is_owed_outside_a_plan_and_its_years(catalogue: Catalogue) -> None:
    assert owed(catalogue, "c.pingguo", "p2", "2020") == set()
    assert owed(catalogue, "c.pingguo", "p2", "2024Q1") == set()
    assert owed(catalogue, "k.bsgx", "p2", "2023Q1") == set()
    assert owed(catalogue, "k.bdxq", "p2", "2023Q1") != set()


def test_text_is_never_owed(catalogue: Catalogue) -> None:
    for plan in catalogue.plans:
        for unit in catalogue.units:
            assert all(form.kind is not FormKind.TEXT for form in standing_forms(catalogue, unit, plan))


def test_all_twelve_counties_owe_what_names_them_together(catalogue: Catalogue) -> None:
    assert owing(catalogue, "p2", "p2.k.2.4.4") == COUNTIES | {"d.keji"}
    assert owing(catalogue, "p1", "p1.k.a2.3") >= COUNTIES


def test_a_park_that_a_clause_names_owes_it_alone(catalogue: Catalogue) -> None:
    parks = {"k.bdxq", "k.njyq"}
    assert owing(catalogue, "p2", "p2.k.2.1.1") & parks == {"k.bdxq"}
    assert owing(catalogue, "p2", "p2.k.2.4.1") & parks == {"k.njyq"}
    assert owing(catalogue, "p2", "p2.k.2.2.1") & parks == parks


def test_a_clause_that_names_no_county_means_all_of_its_level(catalogue: Catalogue) -> None:
    assert owing(catalogue, "p2", "p2.k.3.3") == COUNTIES | {"k.bdxq", "k.njyq", "o.lgo"}


def test_where_no_department_is_named_the_office_answers(catalogue: Catalogue) -> None:
    assert owing(catalogue, "p1", "p1.k.1") == {"d.kezhi"}
    assert owing(catalogue, "p2", "p2.t.sei_share") == {"d.keji"}
    assert owing(catalogue, "p1", "p1.t.sti_rank") == {"d.kezhi"}


def test_departments_owe_what_names_them(catalogue: Catalogue) -> None:
    assert "d.wjkw" in owing(catalogue, "p2", "p2.k.2.5.1")
    assert "d.wjkw" not in owing(catalogue, "p2", "p2.k.2.5.4")
    assert "r.fin_org" in {form.id for form in standing_forms(catalogue, "d.pbc", "p2")}
    assert "r.fin_org" not in {form.id for form in standing_forms(catalogue, "d.gaj", "p2")}


def test_the_office_owes_the_register_of_the_figures_that_it_owes(catalogue: Catalogue) -> None:
    assert "r.city_stat" in owed(catalogue, "d.keji", "p2", "2023")


def test_a_county_target_is_owed_by_that_county_in_that_year(catalogue: Catalogue) -> None:
    form = "p1.t.conversion.pingguo.y2018"
    assert owing(catalogue, "p1", form) == {"c.pingguo"}
    assert form in owed(catalogue, "c.pingguo", "p1", "2018Q1")
    assert form not in owed(catalogue, "c.pingguo", "p1", "2019Q1")


def test_bodies_that_do_not_report_owe_nothing(catalogue: Catalogue) -> None:
    for unit in ("g.counties", "o.gov", "m.bstv", "x.baikuang", "city.baise"):
        assert standing_forms(catalogue, unit, "p1") == ()


@pytest.mark.parametrize("plan", ["p1", "p2"])
def test_nothing_is_owed_twice(catalogue: Catalogue, plan: str) -> None:
    table = obligations(catalogue, plan)
    assert len(set(table)) == len(table) > 10_000


def test_forms_are_due_fifteen_days_after_the_period_unless_set_otherwise(catalogue: Catalogue) -> None:
    table = obligations(catalogue, "p2")
    halves = {entry.due for entry in table if str(entry.period) == "2023H1"}
    assert halves == {date(2023, 7, 15)}
    later = {entry.due for entry in obligations(catalogue, "p2", [LATER]) if str(entry.period) == "2023H1"}
    assert later == {date(2023, 7, 20)}


def test_every_reportable_form_is_owed_by_somebody(catalogue: Catalogue) -> None:
    owed_at_all = {entry.form for plan in catalogue.plans for entry in obligations(catalogue, plan)}
    wanted = {form.id for form in catalogue.forms.values() if form.kind is not FormKind.TEXT}
    assert wanted == owed_at_all
    assert {form.frequency for form in catalogue.forms.values()} == set(Frequency)

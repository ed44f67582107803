"""What a newer task pack says of who owes what."""

from datetime import date

from baise_desktop.app.terms.pack_changes import Terms, compare_terms
from baise_desktop.form.definition import Catalogue

JULY, LATER = date(2023, 7, 15), date(2023, 7, 25)
FORMS = ("r.tech_contract", "r.hightech_firm", "r.new_product", "r.talent")


def terms(due: date | None, units: tuple[str, ...] = ("c.pingguo",)) -> Terms:
    owed = {(unit, "2023H1", form): due for unit in units for form in FORMS} if due else {}
    return Terms(owed=owed, choices={}, allocation=())


def sentences(catalogue: Catalogue, old: Terms, new: Terms) -> list[str]:
    return [change.sentence for change in compare_terms("p2", old, new, catalogue, catalogue)]


def test_what_befalls_all_forms_of_a_period_is_one_line_for_a_unit(catalogue: Catalogue) -> None:
    (moved,) = sentences(catalogue, terms(JULY), terms(LATER))
    assert "2023年上半年" in moved
    assert "4 张表的截止日由 2023-07-15 改为 2023-07-25" in moved
    (added,) = sentences(catalogue, terms(None), terms(JULY))
    assert "4 张表要报，2023-07-15 截止" in added
    (dropped,) = sentences(catalogue, terms(JULY), terms(None))
    assert "4 张表不用报了" in dropped


def test_what_befalls_one_form_in_many_periods_is_one_line_for_a_unit(catalogue: Catalogue) -> None:
    periods = [f"2023-{month:02}" for month in range(1, 7)]
    monthly = Terms(owed={("c.pingguo", each, FORMS[0]): JULY for each in periods}, choices={}, allocation=())
    (dropped,) = sentences(catalogue, monthly, terms(None))
    assert catalogue.forms[FORMS[0]].title in dropped
    assert dropped.endswith("6 期不用报了（2023年1月、2023年2月、2023年3月等）")


def test_the_city_counts_units_by_form(catalogue: Catalogue) -> None:
    both = ("c.pingguo", "c.lingyun")
    told = sentences(catalogue, terms(JULY, both), terms(LATER, both))
    assert len(told) == len(FORMS)
    assert all(each.endswith("2 单位次") for each in told)


def test_nothing_is_said_of_what_stays(catalogue: Catalogue) -> None:
    assert sentences(catalogue, terms(JULY), terms(JULY)) == []

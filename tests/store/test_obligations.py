from datetime import date

from baise_desktop.store.obligations import Obligation, list_obligations, list_owed_forms, put_obligations
from tests.offices import FORMS, PERIODS, PLAN, County
from tests.pki import NOW, PINGGUO


def test_a_new_pack_replaces_its_plan_and_no_other(county: County) -> None:
    other = Obligation(PINGGUO, "p1", "2020", "r.firm", date(2021, 1, 15))
    put_obligations(county.store, "p1", [other], "city.baise", NOW)
    assert len(list_obligations(county.store, PINGGUO)) == 1 + len(PERIODS) * len(FORMS)
    due = Obligation("c.lingyun", PLAN, "2023", "r.firm", date(2024, 1, 15))
    put_obligations(county.store, PLAN, [due], "city.baise", NOW)
    assert list_obligations(county.store) == (due, other)
    assert list_obligations(county.store, PINGGUO) == (other,)


def test_the_forms_of_a_submission_are_those_owed(county: County) -> None:
    assert list_owed_forms(county.store, PINGGUO, PLAN, "2023Q1") == ("r.award", "r.firm")
    assert list_owed_forms(county.store, PINGGUO, PLAN, "2023") == ()

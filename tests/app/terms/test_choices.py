"""The city settles what the plans leave open; figures follow at once, and the journal knows."""

from datetime import date

import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.results.figures import figure_table
from baise_desktop.app.terms.choices import choose, clause_of, list_choices, offered_values, read_choices, show_value
from baise_desktop.errors import BaiseError
from baise_desktop.progress.baseline import check_choice
from baise_desktop.store.journal import read_journal
from tests.app.conftest import NOW

YEAR = "baseline:p1.t.sti_rank:year"


def note_of(city: Desk) -> str:
    rows = figure_table(city, "p1", date(2020, 12, 31), "").rows
    return next(row.note for row in rows if row.target == "p1.t.sti_rank")


def test_a_base_year_is_open_until_it_is_chosen(city: Desk) -> None:
    assert note_of(city) == "基期原文未定，须由市级设定后计算"
    choose(city, YEAR, "2017", NOW)
    assert note_of(city) == "尚无数据"
    assert read_journal(city.store)[-1].act == "设定统计口径"
    choose(city, YEAR, "", NOW)
    assert note_of(city) == "基期原文未定，须由市级设定后计算"


def test_every_choice_tells_what_it_is_about(city: Desk) -> None:
    choose(city, "roster:i.iiot_coverage", "14", NOW)
    found = {choice.name: choice for choice in list_choices(city)}
    assert found["roster:i.iiot_coverage"].value == "14"
    assert found["roster:i.iiot_coverage"].why == "园区名录原文未给"
    assert found[YEAR].subject == "综合科技创新水平全区排名前移位数"
    assert "基期排名原文未给" in found[YEAR].why
    assert read_choices(city).settings == {"roster:i.iiot_coverage": "14"}


def test_a_deadline_moves_the_day_that_is_judged(city: Desk) -> None:
    choose(city, "deadline:p2.t.iiot_coverage", "2023-12-31", NOW)
    assert read_choices(city).find_deadline("p2.t.iiot_coverage", "2024-05-19") == date(2023, 12, 31)
    assert read_choices(city).find_deadline("p2.t.hightech", "2023-12-31") == date(2023, 12, 31)


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        (YEAR, "２０１７", "2017"),
        ("deadline:p2.t.iiot_coverage", "2024年6月1日", "2024-06-01"),
        ("roster:i.iiot_coverage", " １４ ", "14"),
    ],
)
def test_what_is_typed_is_kept_in_one_writing(city: Desk, name: str, typed: str, kept: str) -> None:
    """However it comes in, by the window or the command line: figures of one choice are kept under one name."""
    choose(city, name, typed, NOW)
    assert read_choices(city).settings == {name: kept}


def test_units_settle_nothing(county: Desk) -> None:
    with pytest.raises(BaiseError, match="ROLE_CITY_ONLY"):
        choose(county, YEAR, "2017", NOW)


def test_what_figures_wait_for_is_required_and_says_so(city: Desk) -> None:
    due = {choice.name for choice in list_choices(city) if choice.is_due}
    assert due == {YEAR, "baseline:p2.t.sei_share:year"}
    choose(city, YEAR, "2017", NOW)
    found = {choice.name: choice for choice in list_choices(city)}
    assert (found[YEAR].is_due, found[YEAR].shown) == (False, "2017")
    assert found["baseline:p2.t.sei_share:year"].shown == "必填，未设前不出数"
    assert found["counted:i.rd_intensity"].shown == "未设，按表式默认：全部县（市、区）"
    assert found["caliber:i.conversion_cum"].shown == "未设，按表式默认：按已转化计"
    assert found["deadline:p2.t.iiot_coverage"].shown == "未设，按表式默认：2024-05-19"


def test_every_offered_value_can_be_chosen(city: Desk) -> None:
    for choice in list_choices(city):
        for value, words in offered_values(city.catalogue, choice.name):
            check_choice(city.catalogue, choice.name, value)
            assert show_value(city.catalogue, choice.name, value) == words


def test_targets_know_their_clause(city: Desk) -> None:
    targets = city.catalogue.targets
    assert clause_of(city.catalogue, targets["p2.t.platform"]) == "p2.cl.2.1.1"

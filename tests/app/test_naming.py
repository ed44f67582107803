from datetime import date

import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.naming import name_on, period_words
from baise_desktop.form.period import parse_period


@pytest.mark.parametrize(
    ("unit", "day", "name"),
    [
        ("c.pingguo", date(2018, 12, 31), "平果县"),
        ("c.pingguo", date(2019, 12, 25), "平果县"),
        ("c.pingguo", date(2019, 12, 26), "平果市"),
        ("c.pingguo", date(2023, 12, 31), "平果市"),
        ("c.tianyang", date(2019, 12, 31), "田阳县"),
        ("c.tianyang", date(2020, 1, 1), "田阳区"),
        ("c.leye", date(2018, 12, 31), "乐业县"),
        ("k.bdxq", date(2023, 12, 31), None),
    ],
)
def test_unit_has_the_name_of_the_day(county: Desk, unit: str, day: date, name: str | None) -> None:
    assert name_on(county, unit, day) == (name or county.catalogue.units[unit].name)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2023", "2023年"),
        ("2023H1", "2023年上半年"),
        ("2023H2", "2023年下半年"),
        ("2023Q3", "2023年第3季度"),
        ("2023-05", "2023年5月"),
    ],
)
def test_period_in_words(period: str, words: str) -> None:
    assert period_words(parse_period(period)) == words

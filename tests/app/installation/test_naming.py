from datetime import date
from pathlib import Path

import pytest

from baise_desktop.app.desk import Desk, find_unit
from baise_desktop.app.enrolment import setup
from baise_desktop.app.installation.naming import name_on, period_words
from baise_desktop.app.outgoing.submission_report import describe_submission
from baise_desktop.app.packs.publishing import publish
from baise_desktop.form.fields import show
from baise_desktop.form.period import parse_period
from tests.app.conftest import NOW
from tests.round_trip import PASSPHRASE, Founded


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


def test_every_name_and_code_that_a_unit_ever_bore_finds_it(county: Desk) -> None:
    for unit in county.catalogue.units.values():
        spans = [text for span in unit.names for text in (span.name, span.code) if text]
        for text in (unit.id, unit.name, unit.short, *unit.aliases, *spans):
            assert find_unit(county.catalogue, text) is unit


def test_a_paper_of_2018_calls_the_units_in_its_cells_as_they_were_called(county: Desk) -> None:
    question = county.catalogue.registers["r.platform"].field("county")
    then = county.context.on(date(2018, 12, 31))
    assert [show(unit, question, then) for unit in ("c.pingguo", "c.tianyang", "c.leye")] == [
        "平果县",
        "田阳县",
        "乐业县",
    ]


def test_a_report_for_the_first_plan_bears_the_name_of_its_time(
    city: Desk, county: Desk, founded: Founded, tmp_path: Path
) -> None:
    pack = tmp_path / "pack.asice"
    publish(city, "p1", "", pack, PASSPHRASE, NOW)
    setup.open_task_pack(county, pack, founded.root_fingerprint, NOW)
    names = [
        describe_submission(county, "p1", period, NOW.date(), "").unit_name for period in ("2018", "2019H1", "2020")
    ]
    assert names == ["平果县", "平果县", "平果市"]

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import baise_desktop
from baise_desktop.form.context import field_context
from baise_desktop.form.definition import Catalogue
from baise_desktop.form.fields import parse, show
from baise_desktop.form.period import parse_period
from baise_desktop.form.unit_names import body_on, code_on, name_on, span_on, units_on


@pytest.mark.parametrize(
    ("unit", "period", "name", "code"),
    [
        ("c.pingguo", "2018", "平果县", "451023"),
        ("c.pingguo", "2019H1", "平果县", "451023"),
        ("c.pingguo", "2019", "平果市", "451082"),
        ("c.pingguo", "2020", "平果市", "451082"),
        ("c.tianyang", "2018", "田阳县", "451021"),
        ("c.tianyang", "2019", "田阳县", "451021"),
        ("c.tianyang", "2020Q1", "田阳区", "451003"),
        ("c.leye", "2018", "乐业县", "451028"),
        ("d.keji", "2019", "百色市科学技术和知识产权局", ""),
        ("d.kezhi", "2019", "百色市科学技术和知识产权局", ""),
        ("d.kezhi", "2021", "百色市科学技术局", ""),
        ("d.keji", "2024", "百色市科学技术局", ""),
        ("d.gxj", "2020", "百色市工业和信息化委员会", ""),
        ("d.nyncj", "2018", "百色市农业局", ""),
        ("d.wjw", "2023", "百色市卫生健康委员会", ""),
        ("k.bsgx", "2022", "百东新区（百色高新区）管理委员会", ""),
        ("k.bdxq", "2020", "百色高新技术产业开发区管理委员会", ""),
        ("k.njyq", "2019", "百色国家农业科技园区管理委员会", ""),
    ],
)
def test_a_paper_bears_the_name_of_the_last_day_of_its_period(
    catalogue: Catalogue, unit: str, period: str, name: str, code: str
) -> None:
    day = parse_period(period).end
    assert (name_on(catalogue, unit, day), code_on(catalogue, unit, day)) == (name, code)


def test_a_day_known_only_by_its_year_is_marked_as_a_setting(catalogue: Catalogue) -> None:
    assert not any(span.verified for span in catalogue.units["c.tianyang"].names)
    assert all(span.verified for span in catalogue.units["c.pingguo"].names)
    assert "未在本环境核实" in catalogue.units["d.keji"].name_source


def test_names_follow_each_other_without_gap_or_overlap(catalogue: Catalogue) -> None:
    for unit in catalogue.units.values():
        for before, after in zip(unit.names, unit.names[1:], strict=False):
            assert date.fromisoformat(after.valid_from) - date.fromisoformat(before.valid_to) == timedelta(days=1)
        if unit.names:
            assert (unit.names[0].valid_from, unit.names[-1].valid_to) == ("", "")
            assert unit.name == unit.names[-1].name


def test_the_plans_print_the_names_that_held_when_they_were_written(catalogue: Catalogue) -> None:
    renamed = [unit for unit in catalogue.units.values() if len(unit.names) > 1]
    for unit in renamed:
        for plan, name in unit.plan_names.items():
            span = span_on(unit, date.fromisoformat(catalogue.plans[plan].period_start))
            assert span is not None
            assert span.name == name


@given(day=st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_every_unit_has_a_name_on_every_day_and_keeps_its_lineage(catalogue: Catalogue, day: date) -> None:
    for unit in catalogue.units.values():
        body = body_on(catalogue, unit.id, day)
        assert name_on(catalogue, unit.id, day)
        assert body is unit or body.lineage == unit.lineage
    assert units_on(catalogue.units, day).keys() == catalogue.units.keys()
    names = [unit.name for unit in units_on(catalogue.units, day).values()]
    assert len(names) == len(set(names))


def test_old_names_and_codes_are_typed_and_the_names_of_the_day_are_shown(catalogue: Catalogue) -> None:
    question = catalogue.registers["r.platform"].field("county")
    context = field_context(catalogue)
    for text in ("平果县", "451023", "平果市", "451082", "c.pingguo"):
        assert parse(text, question, context) == "c.pingguo"
    for text in ("田阳县", "451021", "田阳区", "451003"):
        assert parse(text, question, context) == "c.tianyang"
    then = context.on(date(2018, 12, 31))
    assert show("c.pingguo", question, then) == "平果县"
    assert show("c.pingguo", question, context) == "平果市"


def test_no_name_means_two_units(catalogue: Catalogue) -> None:
    assert all(len(units) == 1 for units in field_context(catalogue).unit_names.values())


def test_who_may_sign_and_whose_a_row_is_never_follows_a_successor() -> None:
    package = Path(baise_desktop.__file__).parent
    for stage in ("signing", "exchange", "store"):
        for path in (package / stage).glob("*.py"):
            assert not re.search(r"\.(successor|predecessor|lineage)\b|unit_names", path.read_text("utf-8")), path

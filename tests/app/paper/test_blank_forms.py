"""Blank forms: everything that is owed, every question of it, in words that those who fill in know."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.installation.home import owed_here
from baise_desktop.app.installation.resources import fonts_folder
from baise_desktop.app.paper.blank_forms import BlankMaker, describe_blank
from baise_desktop.app.paper.blank_wish import ALL_OWED, BlankWish
from baise_desktop.errors import BaiseError
from baise_desktop.form.definition import FieldType, FormKind
from baise_desktop.report.blank import BlankForms, PenBox, PenTable, render_blank
from baise_desktop.report.pen import PenRegister
from tests.app.conftest import NOW
from tests.round_trip import CONTRACT_TARGET, CONTRACTS, MONTH, PINGGUO, PLAN


def describe(desk: Desk, wish: BlankWish = ALL_OWED, period: str = MONTH) -> BlankForms:
    return describe_blank(desk, PLAN, period, NOW.date(), wish)


def test_all_that_is_owed_is_there_once(county: Desk) -> None:
    blank = describe(county, period="2023H1")
    assert [form.id for form in blank.forms] == [form.id for form in owed_here(county, PLAN, "2023H1")]
    assert (blank.binding.version, blank.binding.content_digest, blank.binding.paper) == (1, "", "blank")


def test_a_register_asks_what_only_people_know(county: Desk) -> None:
    (form,) = describe(county, BlankWish(forms=[CONTRACTS])).forms
    (register,) = form.parts
    assert isinstance(register, PenRegister)
    asked = {question.column.name.rstrip("＊") for question in register.questions}
    fields = county.catalogue.registers[CONTRACTS].fields
    unasked = {field.name for field in fields if field.type in (FieldType.COMPUTED, FieldType.EVIDENCE)}
    left_out = {field.name for field in fields} - asked - unasked
    assert all(name in "".join(form.notes) for name in left_out)
    assert all(
        field.required == (f"{field.name}＊" in {q.column.name for q in register.questions})
        for field in fields
        if field.name in asked
    )
    assert all(question.column.pen > 0 for question in register.questions)


def test_a_target_has_its_requirement_and_a_box_for_each_text(county: Desk) -> None:
    (form,) = describe(county, BlankWish(forms=[CONTRACT_TARGET])).forms
    table, *boxes = form.parts
    assert isinstance(table, PenTable)
    assert "160亿元" in table.rows[0][0]
    assert [box.name for box in boxes if isinstance(box, PenBox)] == ["完成情况分析＊", "存在问题", "下一步打算"]


def test_a_task_has_a_line_for_each_measure_with_its_choices(county: Desk) -> None:
    blank = describe(county, period="2023H1")
    tasks = [form for form in blank.forms if form.id in county.catalogue.tasks]
    assert tasks
    for form in tasks:
        task = county.catalogue.tasks[form.id]
        rows = [row for part in form.parts if isinstance(part, PenTable) for row in part.rows]
        assert len(rows) == len(task.measures) + len(task.deliverables)
        assert all("□ 已完成" in row[2] for row in rows)


def test_no_key_of_the_definitions_is_shown_to_those_who_fill_in(county: Desk) -> None:
    for form in describe(county, period="2023H1").forms:
        assert not [note for note in form.notes if re.search(r"[a-z]", note)], form.id


def test_a_form_is_found_by_its_title_and_a_foreign_one_is_refused(county: Desk) -> None:
    (form,) = describe(county, BlankWish(forms=["技术合同登记台账"])).forms
    assert form.id == CONTRACTS
    with pytest.raises(BaiseError, match=r"BLANK_FORM.*r\.zone"):
        describe(county, BlankWish(forms=["r.zone"]))


@pytest.mark.parametrize("rows", [-1, 501])
def test_rows_have_a_limit(county: Desk, rows: int) -> None:
    with pytest.raises(BaiseError, match="BLANK_ROWS"):
        describe(county, BlankWish(rows=rows))


def test_nothing_owed_is_refused(fresh: Desk) -> None:
    with pytest.raises(BaiseError, match="NOTHING_OWED"):
        describe(fresh)


def test_the_city_prints_for_a_unit(founded: object, city: Desk) -> None:
    assert founded
    assert describe(city, BlankWish(unit=PINGGUO)).unit_name == "平果市"


def test_a_sender_can_print_again(reported: Path, open_copy: Callable[[Path], Desk]) -> None:
    assert len(describe(open_copy(reported / "county")).forms) == 2


@pytest.mark.parametrize("on_a4", [False, True])
def test_every_form_there_is_can_be_printed(county: Desk, on_a4: bool) -> None:
    forms = [form for form in county.catalogue.forms.values() if form.kind is not FormKind.TEXT]
    maker = BlankMaker(county, PINGGUO, {})
    blank = replace(describe(county), forms=tuple(maker.make(form) for form in forms), on_a4=on_a4)
    rendered = render_blank(blank, fonts_folder())
    assert rendered.missing == ()
    assert rendered.pages > len(forms)

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from baise_desktop.form.changes import Change, compare_catalogues, find_losses
from baise_desktop.form.definition import Catalogue, CodeItem, CodeList, Field, FieldType, Form
from baise_desktop.form.load import load_catalogue

REGISTER = "r.tech_contract"


@pytest.fixture(scope="module")
def shipped(forms_folder: Path) -> Catalogue:
    return load_catalogue(forms_folder)


def without(catalogue: Catalogue, mapping: str, name: str) -> Catalogue:
    """The catalogue without one definition."""
    left = {key: item for key, item in getattr(catalogue, mapping).items() if key != name}
    return replace(catalogue, **{mapping: left}, digest="other")


def with_changed(catalogue: Catalogue, mapping: str, item_id: str, /, **values: Any) -> Catalogue:
    """The catalogue with some attributes of one definition changed."""
    items = getattr(catalogue, mapping)
    return replace(catalogue, **{mapping: {**items, item_id: replace(items[item_id], **values)}}, digest="other")


def with_register(catalogue: Catalogue, form: Form) -> Catalogue:
    """The catalogue with another register of the same id."""
    return replace(
        catalogue,
        registers={**catalogue.registers, form.id: form},
        forms={**catalogue.forms, form.id: form},
        digest="other",
    )


def told(old: Catalogue, new: Catalogue) -> Sequence[tuple[str, str, str, str]]:
    return [(each.kind, each.section, each.subject, each.what) for each in compare_catalogues(old, new)]


def test_the_same_definitions_change_nothing(shipped: Catalogue) -> None:
    assert compare_catalogues(shipped, shipped) == ()
    assert compare_catalogues(shipped, replace(shipped, digest="other files, same words")) == ()
    assert find_losses(shipped, shipped) == ()


@pytest.mark.parametrize(
    ("mapping", "section"),
    [
        ("plans", "plan"),
        ("tasks", "task"),
        ("targets", "target"),
        ("registers", "register"),
        ("code_lists", "code_list"),
        ("units", "unit"),
        ("indicators", "indicator"),
        ("mechanisms", "mechanism"),
        ("parameters", "parameter"),
        ("narratives", "narrative"),
        ("clauses", "clause"),
    ],
)
def test_what_comes_and_goes_is_named(shipped: Catalogue, mapping: str, section: str) -> None:
    name = next(iter(getattr(shipped, mapping)))
    smaller = without(shipped, mapping, name)
    (gone,) = compare_catalogues(shipped, smaller)
    (come,) = compare_catalogues(smaller, shipped)
    assert (gone.kind, gone.section, gone.subject) == ("removed", section, name)
    assert (come.kind, come.section, come.subject) == ("added", section, name)
    assert come.name in come.sentence
    assert come.as_json()["sentence"] == come.sentence


def test_a_target_says_from_what_to_what(shipped: Catalogue) -> None:
    target = shipped.targets["p2.t.contract"]
    changed = with_changed(shipped, "targets", target.id, value="999", deadline="2023-06-30", strength="aspirational")
    ((kind, section, subject, what),) = told(shipped, changed)
    assert (kind, section, subject) == ("changed", "target", target.id)
    assert f"目标值由“{target.value}”改为“999”" in what
    assert f"完成时限由“{target.deadline}”改为“2023-06-30”" in what
    assert "约束力由" in what


def test_a_list_and_a_structure_are_told_too(shipped: Catalogue) -> None:
    task = next(task for task in shipped.tasks.values() if task.measures and task.lead)
    changed = with_changed(shipped, "tasks", task.id, lead=(), measures=task.measures[1:])
    ((_, _, _, what),) = told(shipped, changed)
    assert "牵头单位由“" in what
    assert "”改为“空”" in what
    assert "有调整" in what


def test_long_texts_and_many_attributes_are_cut(shipped: Catalogue) -> None:
    target = shipped.targets["p2.t.contract"]
    texts = dict.fromkeys(("quote", "name", "unit", "literal", "baseline_note", "lead_source", "breakdown"), "长" * 200)
    ((_, _, _, what),) = told(shipped, with_changed(shipped, "targets", target.id, **texts))
    assert "长" * 61 not in what
    assert what.endswith("另有 1 处")


def test_columns_rules_and_codes_are_told_one_by_one(shipped: Catalogue) -> None:
    form = shipped.registers[REGISTER]
    first, *others = form.fields
    rule = replace(form.rules[0], formula="=TRUE")
    added = Field(key="extra", name="补充说明", type=FieldType.TEXT)
    renamed = replace(first, name="合同编码", required=not first.required)
    changed = replace(form, fields=(renamed, *others, added), rules=(rule, *form.rules[1:]))
    found = compare_catalogues(shipped, with_register(shipped, changed))
    assert Change("added", "field", f"{REGISTER}.extra", f"{form.title}·补充说明") in found
    (column,) = [each for each in found if each.subject == f"{REGISTER}.{first.key}"]
    assert f"列名由“{first.name}”改为“合同编码”" in column.what
    assert "必填由“" in column.what
    (formula,) = [each for each in found if each.section == "rule"]
    assert f"公式由“{form.rules[0].formula}”" in formula.what
    assert len(found) == 3

    codes = next(iter(shipped.code_lists.values()))
    more = replace(codes, items=(*codes.items, CodeItem(code="zz", label="新选项")))
    lists = replace(shipped, code_lists={**shipped.code_lists, codes.id: more}, digest="other")
    ((kind, section, subject, _),) = told(shipped, lists)
    assert (kind, section, subject) == ("added", "code", f"{codes.id}.zz")


def test_another_order_of_columns_is_told(shipped: Catalogue) -> None:
    form = shipped.registers[REGISTER]
    turned = replace(form, fields=(form.fields[1], form.fields[0], *form.fields[2:]))
    assert told(shipped, with_register(shipped, turned)) == [("changed", "register", REGISTER, "列的次序有调整")]
    assert find_losses(shipped, with_register(shipped, turned)) == ()


def test_the_text_of_a_plan_is_told(shipped: Catalogue) -> None:
    changed = replace(shipped, documents={**shipped.documents, "p1": "另一篇"}, digest="other")
    assert told(shipped, changed) == [("changed", "document", "p1", "")]


# --- what was published is frozen ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mapping", "section"),
    [("plans", "plan"), ("units", "unit"), ("code_lists", "code_list"), ("forms", "form")],
)
def test_nothing_published_vanishes(shipped: Catalogue, mapping: str, section: str) -> None:
    name = next(iter(getattr(shipped, mapping)))
    (loss,) = find_losses(shipped, without(shipped, mapping, name))
    assert (loss.section, loss.subject) == (section, name)
    assert "请保留" in loss.sentence
    assert find_losses(without(shipped, mapping, name), shipped) == ()


def test_no_code_vanishes(shipped: Catalogue) -> None:
    codes: CodeList = next(iter(shipped.code_lists.values()))
    fewer = with_changed(shipped, "code_lists", codes.id, items=codes.items[1:])
    (loss,) = find_losses(shipped, fewer)
    assert loss.subject == f"{codes.id}.{codes.items[0].code}"
    assert codes.items[0].label in loss.sentence


@pytest.mark.parametrize(
    "values",
    [{"type": FieldType.LONGTEXT}, {"decimals": 5}, {"choices": "cl.other"}, {"ref": "r.other"}],
)
def test_a_published_column_stays_what_it_is(shipped: Catalogue, values: dict[str, Any]) -> None:
    form = shipped.registers[REGISTER]
    first, *others = form.fields
    (loss,) = find_losses(shipped, with_register(shipped, replace(form, fields=(replace(first, **values), *others))))
    assert loss.subject == f"{REGISTER}.{first.key}"
    assert "另加一列" in loss.sentence
    (gone,) = find_losses(shipped, with_register(shipped, replace(form, fields=tuple(others))))
    assert gone.subject == f"{REGISTER}.{first.key}"
    assert first.name in gone.sentence


def test_labels_rules_and_new_columns_may_change(shipped: Catalogue) -> None:
    form = shipped.registers[REGISTER]
    fields = tuple(replace(each, name=f"{each.name}二", required=not each.required, note="改") for each in form.fields)
    added = Field(key="extra", name="补充说明", type=FieldType.TEXT)
    changed = replace(form, fields=(added, *reversed(fields)), rules=(), title="改名", key=(), levels=())
    assert find_losses(shipped, with_register(shipped, changed)) == ()

from dataclasses import replace
from datetime import date

import pytest

from baise_desktop.form.definition import FieldType
from baise_desktop.form.row_names import name_row, place_row
from baise_desktop.form.value import NOT_APPLICABLE, Missing, Value
from tests.form.samples import CONTEXT, FORM, a_record


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"name": "德保演示公司", "year": 2023}, "德保演示公司"),
        ({"name": "德" * 30}, "德" * 24 + "…"),
        ({"name": Missing("待核"), "staff": 5, "start": date(2023, 5, 1), "due": date(2023, 6, 1)}, "5 2023-05-01"),
        ({"name": NOT_APPLICABLE}, ""),
        ({}, ""),
    ],
)
def test_a_row_is_called_by_its_name_or_its_first_cells(values: dict[str, Value], name: str) -> None:
    assert name_row(replace(FORM, key=()), a_record(values), CONTEXT) == name


def test_a_row_without_a_name_is_called_by_its_key() -> None:
    nameless = tuple(field for field in FORM.fields if field.type is not FieldType.TEXT)
    form = replace(FORM, fields=nameless, key=("staff", "year"))
    assert name_row(form, a_record({"year": 2023, "staff": 5}), CONTEXT) == "5 2023"


def test_a_blank_row_has_its_number_alone() -> None:
    assert place_row(3, "") == "第 3 行"
    assert place_row(3, "德保演示公司") == "第 3 行 德保演示公司"

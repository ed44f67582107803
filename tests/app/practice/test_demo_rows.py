"""Rows of the demonstration: random, and yet such as the rules of their register let be."""

from random import Random

import pytest

from baise_desktop.app.practice.demo_rows import RowMaker
from baise_desktop.errors import Severity
from baise_desktop.form.context import field_context
from baise_desktop.form.definition import Catalogue, FieldType, Form
from baise_desktop.form.draft import Draft
from baise_desktop.form.findings import check_record
from baise_desktop.form.period import parse_period
from baise_desktop.form.record import Record, new_row_id
from tests.form.samples import NOW

PERIOD = "2023Q4"
REFERENCE = new_row_id(NOW, b"\xee" * 10)


def references_of(form: Form) -> dict[str, list[str]]:
    return {item.ref: [REFERENCE] for item in form.fields if item.type is FieldType.REF}


@pytest.mark.parametrize("seed", [1, 2])
def test_the_rows_of_every_register_may_be_signed(catalogue: Catalogue, seed: int) -> None:
    unit = catalogue.units["c.debao"]
    for form in catalogue.registers.values():
        if "county" not in form.levels:
            continue
        references = references_of(form)
        rows = RowMaker(catalogue, unit, Random(seed)).make_rows(form, parse_period(PERIOD), 5, references)
        assert rows, form.id
        titles = {register: {row_id: row_id for row_id in row_ids} for register, row_ids in references.items()}
        context = field_context(catalogue, titles)
        for row in rows:
            draft = Draft(form, context, Record(form=form.id, row_id=REFERENCE, unit=unit.id, plan="p2", period=PERIOD))
            for key, text in row.items():
                draft = draft.set(key, text)
            found = check_record(form, draft.base, context, draft.wrong)
            assert [each.sentence for each in found if each.severity is not Severity.HINT] == [], form.id

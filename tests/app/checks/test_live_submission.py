"""Whatever a clerk does, what is found while typing is what the whole check finds."""

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from baise_desktop.app.checks import live_submission
from baise_desktop.app.checks.checking import check_submission
from baise_desktop.app.checks.live_submission import LiveSubmission
from baise_desktop.app.desk import Desk
from baise_desktop.app.entry import filling, undoing
from baise_desktop.app.installation.home import open_submission
from baise_desktop.form.definition import FieldType, FormKind
from baise_desktop.store.entries import Sheet
from tests.app.conftest import NOW
from tests.round_trip import CONTRACTS, MONTH, PLAN, add_contract, contracts_of, fill_month

QUARTER = "2023Q4"
RULES = Path(__file__).parents[2] / "form" / "rules"
TEXTS = ("1", "12.5", "2023-05-04", "2022-03-01", "演示", "是", "91451000MA5K12340X", "2023Q3", "")


def rows_of_cases(desk: Desk, forms: set[str]) -> list[tuple[str, dict[str, str]]]:
    found = []
    for path in sorted(RULES.glob("*.toml")):
        for case in tomllib.loads(path.read_text("utf-8"))["cases"]:
            rows = case["fires"] if isinstance(case["fires"], list) else [case["fires"]]
            for row in rows:
                register = row.get("台账", case["rule"].rpartition(".")[0])
                if register in forms:
                    keys = {field.name: field.key for field in desk.catalogue.forms[register].fields}
                    found.append((register, {keys[name]: text for name, text in row.items() if name in keys}))
    return found


@pytest.mark.parametrize("seed", range(4))
def test_live_findings_are_those_of_the_whole_check(county: Desk, seed: int) -> None:
    chance = Random(seed)
    sheets = open_submission(county, PLAN, QUARTER, NOW)
    registers = {sheet.form for sheet in sheets if sheet.kind is FormKind.REGISTER}
    rows = chance.sample(rows_of_cases(county, registers), 40)
    live = LiveSubmission(county, PLAN, QUARTER)
    assert live.check(county) == check_submission(county, PLAN, QUARTER)
    for register, texts in rows:
        act(county, Sheet(county.office.unit, PLAN, QUARTER, register), texts, chance)
        if live.catch_up(county):
            assert live.check(county) == check_submission(county, PLAN, QUARTER)
        else:
            live = LiveSubmission(county, PLAN, QUARTER)


def go_to_the_end(live: LiveSubmission, desk: Desk) -> None:
    while live.is_behind:
        assert live.go_on(desk)


def test_many_rows_are_taken_in_piece_by_piece(county: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_submission, "MOST_ROWS", 3)
    open_submission(county, PLAN, QUARTER, NOW)
    live = LiveSubmission(county, PLAN, QUARTER)
    sheet = Sheet(county.office.unit, PLAN, QUARTER, "r.hightech_firm")
    filling.add_rows(county, sheet, [{"uscc": "91451000MA5K12340X"} for _ in range(10)], NOW)
    assert live.catch_up(county)
    assert live.is_behind
    first = filling.list_rows(county, sheet)[0].record.row_id
    filling.set_cell(county, sheet, first, "uscc", "", NOW)
    filling.set_cell(county, sheet, filling.list_rows(county, sheet)[9].record.row_id, "uscc", "1", NOW)
    assert live.catch_up(county)
    go_to_the_end(live, county)
    assert live.check(county) == check_submission(county, PLAN, QUARTER)


def act(desk: Desk, sheet: Sheet, texts: dict[str, str], chance: Random) -> None:
    held = filling.list_rows(desk, sheet)
    kind = chance.choice(("add", "add", "type", "cells", "delete", "undo"))
    if kind == "undo" and undoing.next_undo(desk, sheet.plan, sheet.period):
        undoing.undo(desk, sheet.plan, sheet.period, NOW)
    elif kind == "delete" and held:
        filling.delete_rows(desk, sheet, [chance.choice(held).record.row_id], NOW)
    elif kind == "cells" and held:
        cells = [filling.TypedCell(row.record.row_id, key, text) for row in held for key, text in texts.items()]
        filling.set_cells(desk, sheet, cells, NOW)
    elif kind == "type" and held:
        fields = [each for each in desk.catalogue.forms[sheet.form].fields if each.type is not FieldType.COMPUTED]
        row, field = (
            chance.choice(held),
            chance.choice([each for each in fields if each.type is not FieldType.EVIDENCE]),
        )
        filling.set_cell(desk, sheet, row.record.row_id, field.key, chance.choice(TEXTS), NOW)
    else:
        filling.add_row(desk, sheet, NOW, texts)


def test_a_change_is_caught_up_with_and_an_explanation_needs_none(county: Desk) -> None:
    fill_month(county, NOW)
    live = LiveSubmission(county, PLAN, MONTH)
    assert live.check(county).verdict.ready
    again = add_contract(county, NOW, contract_no=f"HT-{MONTH}")
    assert live.catch_up(county)
    assert [found.rule for found in live.check(county).findings] == ["duplicate"]
    filling.set_cell(county, contracts_of(county), again.record.row_id, "contract_no", "HT-9", NOW)
    assert live.catch_up(county)
    assert live.check(county).verdict.ready
    assert live.catch_up(county)


def test_what_was_done_elsewhere_is_not_guessed_at(county: Desk) -> None:
    fill_month(county, NOW)
    live = LiveSubmission(county, PLAN, MONTH)
    open_submission(county, PLAN, QUARTER, NOW)
    add_contract(county, NOW, QUARTER)
    assert CONTRACTS in {sheet.form for sheet in open_submission(county, PLAN, QUARTER, NOW)} or live.catch_up(county)
    assert live.check(county) == check_submission(county, PLAN, MONTH)


def test_what_is_typed_while_everything_is_checked_is_found_in_the_end(
    county: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_submission, "MOST_ROWS", 3)
    open_submission(county, PLAN, QUARTER, NOW)
    sheet = Sheet(county.office.unit, PLAN, QUARTER, "r.hightech_firm")
    filling.add_rows(county, sheet, [{"uscc": "91451000MA5K12340X"} for _ in range(10)], NOW)
    rows = [row.record.row_id for row in filling.list_rows(county, sheet)]
    acts: Iterator[Callable[[], object]] = iter(
        [
            lambda: filling.set_cell(county, sheet, rows[9], "uscc", "1", NOW),
            lambda: filling.delete_rows(county, sheet, rows[:1], NOW),
            lambda: filling.add_rows(county, sheet, [{"uscc": "2"}, {"uscc": "2"}], NOW),
            lambda: filling.set_cell(county, sheet, rows[1], "uscc", "", NOW),
        ]
    )
    live = LiveSubmission(county, PLAN, QUARTER, at_once=False)
    shares = []
    while live.is_behind:
        shares.append(live.percent)
        assert live.go_on(county)
        next(acts, lambda: None)()
        assert live.catch_up(county)
    assert next(acts, None) is None
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert shares[-1] < live.percent == 100
    assert live.check(county) == check_submission(county, PLAN, QUARTER)
    again = LiveSubmission(county, PLAN, QUARTER, before=live)
    assert again.check(county) == live.check(county)

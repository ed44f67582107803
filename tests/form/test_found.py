from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baise_desktop.errors import Severity
from baise_desktop.form import found
from baise_desktop.form.context import FieldContext, field_context
from baise_desktop.form.definition import Catalogue
from baise_desktop.form.findings import Finding
from baise_desktop.form.found import Findings, FoundRows
from baise_desktop.form.record import Record

ROWS = tuple(f"row-{number}" for number in range(8))
RULES = {"required.a": Severity.BLOCKING, "r.1": Severity.EXPLAIN, "r.2": Severity.HINT}
FORM = "r.platform"


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found, "MOST_ALIKE", 3)


@pytest.fixture(scope="module")
def context(catalogue: Catalogue) -> FieldContext:
    return field_context(catalogue)


def finding(rule: str, row_id: str) -> Finding:
    return Finding(f"{rule}@{FORM}@{row_id}", rule, RULES[rule], FORM, row_id, ("name",), f"{rule} {row_id}")


def rows_of(catalogue: Catalogue, context: FieldContext) -> FoundRows:
    records = {row: Record(form=FORM, row_id=row, unit="c.pingguo", plan="p2", period="2023") for row in ROWS}
    return FoundRows(catalogue.forms[FORM], context, list(ROWS), records)


@given(st.lists(st.tuples(st.sampled_from(ROWS), st.sets(st.sampled_from(sorted(RULES)))), max_size=40))
def test_what_is_counted_and_listed_is_what_was_kept(
    catalogue: Catalogue, context: FieldContext, acts: list[tuple[str, set[str]]]
) -> None:
    rows, held = rows_of(catalogue, context), dict[str, set[str]]()
    for row_id, rules in acts:
        held[row_id] = rules
        rows.keep(row_id, tuple(finding(rule, row_id) for rule in sorted(rules)))
    told = rows.copy()
    every = [finding(rule, row) for row in ROWS for rule in sorted(held.get(row, ()))]
    assert [(each.id, each.sentence) for each in told] == [(each.id, each.sentence) for each in every]
    assert len(told) == len(every)
    for rule, severity in RULES.items():
        alike = [each for each in every if each.rule == rule]
        is_few = 0 < len(alike) <= found.MOST_ALIKE
        assert [each for each in told.listed(severity) if each.rule == rule] == (alike if is_few else [])
        assert ((severity, rule) in set(told.many(severity))) is (len(alike) > found.MOST_ALIKE)
        assert walk(told, (severity, rule), "", 1) == alike
        assert walk(told, (severity, rule), "~", -1) == alike[::-1]


def walk(rows: FoundRows, kind: tuple[Severity, str], row_id: str, by: int) -> list[Finding]:
    walked: list[Finding] = []
    while (next_one := rows.step(kind, row_id, by)) is not None:
        walked.append(next_one)
        row_id = next_one.row_id
    return walked


def test_findings_are_asked_without_going_through_them(catalogue: Catalogue, context: FieldContext) -> None:
    rows = rows_of(catalogue, context)
    for row_id in ROWS:
        rows.keep(row_id, (finding("required.a", row_id), finding("r.1", row_id)))
    note = finding("r.2", "")
    findings = Findings((note,), rows)
    assert findings == tuple(findings)
    assert findings[0] == note
    assert findings.weighing(Severity.EXPLAIN) == len(ROWS)
    assert findings.count_by_form(Severity.HINT) == {FORM: 1}
    (same,) = findings.find(f"r.1@{FORM}@{ROWS[3]}")
    assert same.row.startswith("第 4 行")
    assert findings.find("r.1@elsewhere@row-1") == ()
    assert [each.row_id for each in findings.chosen(lambda each: each.rule == "r.1", 2)] == list(ROWS[:2])


def test_what_was_given_away_stays_as_it_was(catalogue: Catalogue, context: FieldContext) -> None:
    rows = rows_of(catalogue, context)
    rows.keep(ROWS[0], (finding("r.1", ROWS[0]),))
    told: Mapping[str, object] = rows.copy().rows
    rows.keep(ROWS[0], ())
    assert list(told) == [ROWS[0]]

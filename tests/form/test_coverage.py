"""Every clause of both plans, word by word."""

import pytest

from baise_desktop.form.coverage import Gap, Quotation, find_gaps
from baise_desktop.form.definition import Catalogue, Clause, Measure, Task

DOCUMENT = """某方案
**一、总则**
一段话。又一段话。（责任单位：甲局）
**二、任务**
（一）做事。
先做甲事；
再做乙事。
"""


def clause(number: str, name: str, heading: str, tasks: tuple[str, ...], has_body: bool = True) -> Clause:
    return Clause(
        id=f"q.cl.{number}",
        plan="q",
        clause=name,
        number=number,
        heading=heading,
        title=heading,
        has_body=has_body,
        tasks=tasks,
    )


def task(name: str, clause_name: str, quotes: tuple[str, ...], units_quote: str = "") -> Task:
    return Task(
        id=name,
        plan="q",
        kind="main",
        clause=clause_name,
        clause_path="",
        title=name,
        reportable=True,
        lead=(),
        supporting=(),
        lead_source="none",
        levels=(),
        targets=(),
        registers=(),
        measures=tuple(Measure(number=n, quote=quote, registers=()) for n, quote in enumerate(quotes, 1)),
        deliverables=(),
        narratives=(),
        units_quote=units_quote,
    )


CLAUSES = [
    clause("1", "一", "一、总则", ("q.k.1",)),
    clause("2", "二", "二、任务", (), has_body=False),
    clause("2.1", "二(一)", "（一）做事。", ("q.k.2",)),
]
TASKS = {
    "q.k.1": task("q.k.1", "一", ("一段话。", "又一段话。"), "（责任单位：甲局）"),
    "q.k.2": task("q.k.2", "二(一)", ("先做甲事；", "再做乙事。")),
}


def codes(gaps: tuple[Gap, ...]) -> list[tuple[str, str]]:
    return [(gap.clause, gap.code) for gap in gaps]


def test_a_whole_plan_has_no_gaps() -> None:
    assert find_gaps(DOCUMENT, CLAUSES, TASKS, [Quotation("q.t.1", "二", "再做乙事")]) == ()


@pytest.mark.parametrize("plan", ["p1", "p2"])
def test_the_shipped_plans_carry_their_text(catalogue: Catalogue, plan: str) -> None:
    clauses = [each for each in catalogue.clauses.values() if each.plan == plan]
    tasks = {name: each for name, each in catalogue.tasks.items() if each.plan == plan}
    assert find_gaps(catalogue.documents[plan], clauses, tasks, []) == ()


def test_a_changed_word_of_the_text_is_found() -> None:
    changed = DOCUMENT.replace("又一段话", "又一句话")
    assert codes(find_gaps(changed, CLAUSES, TASKS, [])) == [("q.cl.1", "measures_differ")]


def test_a_changed_unit_is_found() -> None:
    changed = DOCUMENT.replace("甲局", "乙局")
    assert codes(find_gaps(changed, CLAUSES, TASKS, [])) == [("q.cl.1", "units_differ")]


def test_a_clause_that_the_table_passes_over_is_found() -> None:
    grown = DOCUMENT + "（二）又一事。\n"
    assert ("", "clause_order") in codes(find_gaps(grown, CLAUSES, TASKS, []))


def test_a_heading_that_is_not_in_the_text_is_found() -> None:
    assert ("q.cl.2.1", "heading_not_found") in codes(
        find_gaps(DOCUMENT.replace("（一）做事。", "（一）行事。"), CLAUSES, TASKS, [])
    )


def test_a_clause_without_a_task_is_found() -> None:
    alone = {"q.k.1": TASKS["q.k.1"]}
    assert ("q.cl.2.1", "clause_without_task") in codes(find_gaps(DOCUMENT, CLAUSES, alone, []))


def test_a_quotation_from_another_clause_is_found() -> None:
    gaps = find_gaps(DOCUMENT, CLAUSES, TASKS, [Quotation("q.t.1", "一", "再做乙事")])
    assert codes(gaps) == [("q.cl.1", "quote_not_found")]
    assert gaps[0].shown == "q.t.1：再做乙事"

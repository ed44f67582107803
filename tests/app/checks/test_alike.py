"""What is alike a thousand times is read once."""

from hypothesis import given
from hypothesis import strategies as st

from baise_desktop.app.checks.alike import cut_alike
from baise_desktop.errors import Severity
from baise_desktop.form.findings import Finding


def finding(rule: str, number: int, severity: Severity = Severity.HINT) -> Finding:
    return Finding(f"{rule}@f@{number}", rule, severity, "f", str(number), (), f"第 {number} 条")


def test_the_last_one_told_says_how_many_are_not() -> None:
    told = list(cut_alike([finding("a", 1), finding("b", 2), finding("a", 3), finding("a", 4)], 2))
    assert [(each.rule, each.row_id, more) for each, more in told] == [("a", "1", 0), ("b", "2", 0), ("a", "3", 1)]


def test_some_severities_are_told_whole() -> None:
    found = [finding("a", number, Severity.EXPLAIN) for number in range(9)]
    assert len(list(cut_alike(found, 2, whole=frozenset({Severity.EXPLAIN})))) == 9


@given(st.lists(st.sampled_from("abc")), st.integers(1, 4))
def test_nothing_is_lost_from_the_count(rules: list[str], most: int) -> None:
    told = list(cut_alike([finding(rule, number) for number, rule in enumerate(rules)], most))
    assert len(told) + sum(more for _, more in told) == len(rules)
    assert all(sum(each.rule == rule for each, _ in told) <= most for rule in "abc")

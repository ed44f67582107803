"""What the blocked search finds is what comparing every name with every other finds."""

from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baise_desktop.errors import Severity
from baise_desktop.form.definition import Exclusive
from baise_desktop.progress.double_claims import Claimant, find_double, group_id
from baise_desktop.progress.likeness import Reader, allowed, are_near, distance_within, fold, near_groups

READER = Reader(["平果", "靖西"])
LETTERS = "铝芒果山茶油技计术电点1二"
NAMES = st.text(st.sampled_from(LETTERS), min_size=1, max_size=20)


@st.composite
def cities(draw: st.DrawFn) -> list[str]:
    """Names of which some are slips of others."""
    names = draw(st.lists(NAMES, min_size=2, max_size=14))
    for name in draw(st.lists(st.sampled_from(names), max_size=10)):
        text = list(name)
        for _ in range(draw(st.integers(1, 3))):
            place = draw(st.integers(0, len(text)))
            act = draw(st.sampled_from("-+="))
            text[place : place + (act != "+")] = [] if act == "-" else [draw(st.sampled_from(LETTERS))]
        if text:
            names.append("".join(text))
    return names


def exclusive(columns: Sequence[str] = (), near: str = "", *, inside: bool = True) -> Exclusive:
    return Exclusive(
        id="r.x.x1",
        severity=Severity.EXPLAIN,
        columns=tuple(columns),
        near=near,
        inside=inside,
        message="",
        source="",
    )


def claimants(names: Sequence[str]) -> list[Claimant]:
    return [Claimant(f"c.{number % 3}", f"{number:04}", (name,)) for number, name in enumerate(names)]


def distance(one: str, other: str) -> int:
    """The textbook's table."""
    before = list(range(len(other) + 1))
    for row, character in enumerate(one, 1):
        now = [row]
        for column, wanted in enumerate(other, 1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (character != wanted)))
        before = now
    return before[-1]


def linked(names: Sequence[str]) -> set[frozenset[int]]:
    """Every name compared with every other, and what hangs together."""
    read = [READER.read(name) for name in names]
    groups = [{number} for number in range(len(names))]
    for one, other in combinations(range(len(names)), 2):
        if are_near(read[one], read[other]):
            joined = [group for group in groups if group & {one, other}]
            groups = [group for group in groups if group not in joined] + [set[int]().union(*joined)]
    return {frozenset(group) for group in groups if len(group) > 1}


@given(cities())
def test_pieces_find_what_comparing_all_with_all_finds(names: list[str]) -> None:
    found = find_double(exclusive(near="name"), claimants(names), READER)
    assert {frozenset(int(row_id) for _, row_id in group) for group in found} == linked(names)


@given(cities(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(names: list[str], random: st.DataObject) -> None:
    rows = claimants(names)
    once = find_double(exclusive(near="name"), rows, READER)
    random.shuffle(rows)  # type: ignore[attr-defined]
    assert find_double(exclusive(near="name"), rows, READER) == once


@given(NAMES, NAMES)
def test_being_near_works_both_ways(one: str, other: str) -> None:
    assert are_near(READER.read(one), READER.read(other)) == are_near(READER.read(other), READER.read(one))
    for most in range(4):
        assert distance_within(one, other, most) == (distance(one, other) <= most)


@given(st.lists(st.sampled_from(["91450000MA5K", "９１４５ 0000ma5k", "HT-1", "ＨＴ－１", "HT-2", ""]), max_size=12))
def test_the_same_is_always_found_whatever_its_width_and_spaces(values: list[str]) -> None:
    found = find_double(exclusive(["uscc"]), claimants(values), READER)
    wanted: dict[str, set[int]] = {}
    for number, value in enumerate(values):
        wanted.setdefault(fold(value), set()).add(number)
    assert {frozenset(int(row_id) for _, row_id in group) for group in found} == {
        frozenset(rows) for text, rows in wanted.items() if text and len(rows) > 1
    }


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("铝精深加工关键技术研究", "铝精深加工关键技朮研究", True),
        ("芒果保鲜技术（示范）", "芒果保鲜技术示范", True),
        ("山茶油产业化", "山茶油产业花", True),
        ("平果市星创天地", "靖西市星创天地", False),
        ("铝产业园一期工程建设", "铝产业园二期工程建设", False),
        ("芒果深加工项目2021", "芒果深加工项目2022", False),
        ("铝业", "铝冶", True),
        ("铝业", "锰业", False),
    ],
)
def test_names_are_near_as_an_officer_would_say(one: str, other: str, near: bool) -> None:
    assert are_near(READER.read(one), READER.read(other)) is near


def test_rows_of_one_unit_may_be_let_be() -> None:
    rows = [Claimant("c.a", "1", ("x",)), Claimant("c.a", "2", ("x",))]
    assert find_double(exclusive(["uscc"]), rows, READER) == [(("c.a", "1"), ("c.a", "2"))]
    assert find_double(exclusive(["uscc"], inside=False), rows, READER) == []
    assert len(find_double(exclusive(["uscc"], inside=False), [*rows, Claimant("c.b", "3", ("x",))], READER)) == 1


def test_what_is_blank_or_not_applicable_claims_nothing() -> None:
    rows = [
        Claimant("c.a", str(n), (value,)) for n, value in enumerate([None, None, {"na": True}, {"na": True}, "", ""])
    ]
    assert find_double(exclusive(["uscc"]), rows, READER) == []
    assert find_double(exclusive(near="name"), rows, READER) == []


def test_the_columns_must_be_the_same_and_the_name_near() -> None:
    rows = [
        Claimant("c.a", "1", ("01", "芒果保鲜")),
        Claimant("c.b", "2", ("01", "芒果保仙")),
        Claimant("c.c", "3", ("02", "芒果保鲜")),
    ]
    assert find_double(exclusive(["kind"], "name"), rows, READER) == [(("c.a", "1"), ("c.b", "2"))]


def test_a_group_keeps_its_id_in_any_order_and_changes_it_with_its_rows() -> None:
    places = [("c.a", "1"), ("c.b", "2")]
    assert group_id("r.x.x1", places) == group_id("r.x.x1", places[::-1])
    assert group_id("r.x.x1", places) != group_id("r.x.x1", [*places, ("c.c", "3")])


def test_thousands_of_names_are_compared_with_few() -> None:
    names = [READER.read(f"{a}{b}{c}{d}研究") for a in LETTERS for b in LETTERS for c in "铝锰铜" for d in "甲乙丙"]
    assert all(len(group) > 1 for group in near_groups(names))
    assert [allowed(length) for length in (3, 4, 15, 16, 40)] == [0, 1, 1, 2, 2]

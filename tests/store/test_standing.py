"""What stands is a function of two sets; these are the sets that go wrong."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baise_desktop.store.decisions import PACKAGE_ACTS, Act, Decision
from baise_desktop.store.packages import NO_PREVIOUS, Package
from baise_desktop.store.standing import LARGEST_JUMP, Standings, judge

NONE: frozenset[str] = frozenset()


def package(name: str, seq: int, version: int, prev: str = "", period: str = "2023Q1", content: str = "") -> Package:
    return Package(
        identity=name,
        content=content or f"content of {name}",
        kind="submission",
        direction="in",
        unit="c.pingguo",
        plan="p2",
        period=period,
        period_end="2023-03-31",
        version=version,
        installation="pc",
        epoch=1,
        seq=seq,
        prev=prev or NO_PREVIOUS,
        actor="officer",
        at="2023-07-01T00:00:00Z",
        file_digest="",
    )


def decide(number: int, act: Act, *targets: str, keep: str = "") -> Decision:
    return Decision(number=number, act=act, targets=tuple(sorted(targets)), keep=keep, by="officer", at="")


def counted(standings: Standings, *, accepted_only: bool = False) -> list[str]:
    return [each.identity for each in standings.counted(accepted_only)]


ONE, TWO, THREE = package("a1", 1, 1), package("b2", 2, 2, "a1"), package("c3", 3, 3, "b2")
RIVAL = package("d2", 2, 2, "a1")


def test_the_highest_version_counts() -> None:
    standings = judge([ONE, TWO, THREE], [], NONE)
    assert counted(standings) == ["c3"]
    assert standings.conflicts == ()
    assert standings.gaps == ()


def test_each_period_counts_for_itself() -> None:
    other = package("z9", 2, 1, "a1", period="2023Q2")
    assert counted(judge([ONE, other], [], NONE)) == ["a1", "z9"]


def test_a_missing_package_is_a_gap_and_the_later_one_counts() -> None:
    standings = judge([ONE, THREE], [], NONE)
    (gap,) = standings.gaps
    assert (gap.first, gap.last, gap.before) == (2, 2, "c3")
    assert counted(standings) == ["c3"]
    assert judge([THREE], [], NONE).gaps[0].first == 1


def test_a_dispute_freezes_what_comes_at_or_after_it() -> None:
    standings = judge([ONE, TWO, RIVAL, THREE], [], NONE)
    assert {(conflict.kind, conflict.identities) for conflict in standings.conflicts} == {
        ("seq", ("b2", "d2")),
        ("version", ("b2", "d2")),
    }
    assert counted(standings) == ["a1"]


@pytest.mark.parametrize("keep", ["b2", "d2"])
def test_a_decision_that_names_every_side_ends_a_dispute(keep: str) -> None:
    resolved = decide(1, "resolve", "b2", "d2", keep=keep)
    standings = judge([ONE, TWO, RIVAL], [resolved], NONE)
    assert counted(standings) == [keep]
    assert {conflict.kept for conflict in standings.conflicts} == {keep}
    assert counted(judge([ONE, TWO, RIVAL, THREE], [resolved], NONE)) == ["c3"]


def test_a_third_side_opens_the_dispute_again() -> None:
    resolved = decide(1, "resolve", "b2", "d2", keep="b2")
    third = package("e2", 2, 2, "a1")
    assert counted(judge([ONE, TWO, RIVAL, third], [resolved], NONE)) == ["a1"]
    again = decide(2, "resolve", "b2", "d2", "e2", keep="e2")
    assert counted(judge([ONE, TWO, RIVAL, third], [resolved, again], NONE)) == ["e2"]


def test_the_same_content_sealed_twice_is_no_dispute() -> None:
    again = package("f2", 2, 2, "a1", content=TWO.content)
    standings = judge([ONE, TWO, again], [], NONE)
    assert standings.conflicts == ()
    assert counted(standings) == ["b2"]


def test_one_seq_on_two_periods_freezes_both() -> None:
    other = package("g1", 1, 1, period="2023Q2")
    assert counted(judge([ONE, other], [], NONE)) == []


def test_a_predecessor_of_another_name_is_flagged() -> None:
    stranger = package("h2", 2, 2, "not-a1")
    standings = judge([ONE, stranger], [], NONE)
    assert [(conflict.kind, conflict.identities) for conflict in standings.conflicts] == [("chain", ("a1", "h2"))]
    assert counted(standings) == ["h2"]


def test_two_installations_in_one_epoch_are_a_fork() -> None:
    elsewhere = replace(package("i1", 1, 2), installation="other pc")
    assert [conflict.kind for conflict in judge([ONE, elsewhere], [], NONE).conflicts] == ["fork"]
    planned = replace(elsewhere, epoch=2)
    assert judge([ONE, planned], [], NONE).conflicts == ()


def test_a_package_too_far_ahead_is_held_until_others_come() -> None:
    near, far = package("j", 1 + LARGEST_JUMP, 2), package("k", 2 + LARGEST_JUMP, 2)
    assert counted(judge([ONE, near], [], NONE)) == ["j"]
    standings = judge([ONE, far], [], NONE)
    assert standings.by_identity["k"].hold == "jump"
    assert counted(standings) == ["a1"]
    assert counted(judge([ONE, far, package("m", 3 + LARGEST_JUMP, 3)], [], NONE)) == ["a1"]
    assert counted(judge([ONE, far, package("n", 500, 1, period="2023Q2")], [], NONE)) == ["k", "n"]
    assert counted(judge([ONE, far], [decide(1, "accept", "k")], NONE)) == ["k"]


def test_a_package_without_its_files_is_held() -> None:
    standings = judge([ONE, TWO], [], frozenset({"b2"}))
    assert standings.by_identity["b2"].hold == "attachments"
    assert counted(standings) == ["a1"]


def test_a_returned_or_withdrawn_version_gives_way_to_the_one_before() -> None:
    acts: tuple[Act, Act] = ("return", "withdraw")
    for act in acts:
        standings = judge([ONE, TWO], [decide(1, act, "b2")], NONE)
        assert counted(standings) == ["a1"]
    assert counted(judge([ONE, TWO], [decide(1, "withdraw", "b2"), decide(2, "restore", "b2")], NONE)) == ["b2"]
    assert counted(judge([ONE, TWO], [decide(1, "return", "b2"), decide(2, "accept", "b2")], NONE)) == ["b2"]


def test_withdrawing_and_restoring_keeps_what_was_decided_before() -> None:
    acts = [decide(1, "accept", "a1"), decide(2, "withdraw", "a1"), decide(3, "restore", "a1")]
    assert judge([ONE], acts[:2], NONE).by_identity["a1"].state == "withdrawn"
    assert judge([ONE], acts, NONE).by_identity["a1"].state == "accepted"


def test_only_accepted_counts_on_the_switch() -> None:
    standings = judge([ONE, TWO], [decide(1, "accept", "a1")], NONE)
    assert counted(standings) == ["b2"]
    assert counted(standings, accepted_only=True) == ["a1"]
    assert counted(judge([ONE, TWO], [], NONE), accepted_only=True) == []


PACKAGES = st.builds(
    package,
    name=st.uuids().map(str),
    seq=st.integers(1, 4),
    version=st.integers(1, 3),
    prev=st.just(NO_PREVIOUS),
    period=st.sampled_from(["2023Q1", "2023Q2"]),
    content=st.sampled_from(["x", "y", ""]),
)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Package], list[Decision]]:
    packages = draw(st.lists(PACKAGES, max_size=7))
    names = [each.identity for each in packages] or ["none"]
    decisions = []
    for number in range(draw(st.integers(0, 4))):
        targets = draw(st.lists(st.sampled_from(names), min_size=1, max_size=3))
        act: Act = draw(st.sampled_from(PACKAGE_ACTS))
        decisions.append(decide(number, act, *targets, keep=targets[0]))
    return packages, decisions


@given(histories(), st.randoms(use_true_random=False))
def test_no_order_matters(history: tuple[list[Package], list[Decision]], random: object) -> None:
    packages, decisions = history
    before = judge(packages, decisions, NONE)
    random.shuffle(packages)  # type: ignore[attr-defined]
    random.shuffle(decisions)  # type: ignore[attr-defined]
    after = judge(packages, decisions, NONE)
    assert after == before
    assert counted(after) == counted(before)


@given(histories())
def test_at_most_one_version_counts_and_it_is_in_no_open_dispute(
    history: tuple[list[Package], list[Decision]],
) -> None:
    standings = judge(*history, NONE)
    chosen = standings.counted(accepted_only=False)
    assert len({each.period for each in chosen}) == len(chosen)
    open_sides = {
        identity
        for conflict in standings.conflicts
        if conflict.kind in ("seq", "version") and not conflict.kept
        for identity in conflict.identities
    }
    assert open_sides.isdisjoint(each.identity for each in chosen)

"""What the city says arrives in any order, twice, late, or between two versions."""

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from baise_desktop.errors import BaiseError
from baise_desktop.store.letters import RECEIPT, RETURN, find_letters, last_word, list_letters, take_letter
from baise_desktop.store.packages import Package, get_package, list_packages
from baise_desktop.store.submissions import add_statement, read_submission, reopen
from tests.offices import PLAN, County, found_county
from tests.pki import NOW, PINGGUO, PublicKeyInfrastructure

PERIOD = "2023Q1"
KEY = (PINGGUO, PLAN, PERIOD)
WORDS = ("received", "accepted", "returned")


def letter(kind: str, version: int, number: int, about: str) -> tuple[Package, bytes]:
    """A letter as the store is given it after it was verified."""
    data = f"{kind} {version} {number} {about}".encode()
    digest = hashlib.sha256(data).hexdigest()
    package = Package(
        identity=digest,
        kind=kind,
        direction="in",
        unit="city.baise",
        plan=PLAN,
        period=PERIOD,
        version=version,
        seq=number,
        prev=about,
        actor=PINGGUO,
        at="2023-07-10T08:00:00Z",
        file_digest=digest,
    )
    return package, data


def sent(county: County) -> dict[int, str]:
    """Identities of what was sealed, by version."""
    return {each.version: each.identity for each in list_packages(county.store, "submission")}


def take(county: County, kind: str, version: int, number: int) -> bool:
    package, data = letter(kind, version, number, sent(county)[version])
    return take_letter(county.store, package, data, PINGGUO, "请改", NOW)


def test_a_letter_about_nothing_held_changes_nothing(county: County) -> None:
    package, data = letter(RECEIPT, 1, 0, "f" * 64)
    with pytest.raises(BaiseError, match="PACKAGE_FILE:"):
        take_letter(county.store, package, data, PINGGUO, "", NOW)
    assert list_letters(county.store) == ()
    assert not any(county.store.packages.glob("*"))


def test_the_first_receipt_is_noted_and_letters_are_found(county: County) -> None:
    county.report(PERIOD, {1: "甲"})
    assert take(county, RECEIPT, 1, 0)
    assert take(county, RECEIPT, 1, 4)
    assert not take(county, RECEIPT, 1, 4)
    held = get_package(county.store, sent(county)[1])
    assert held is not None
    first, second = find_letters(county.store, held.identity, RECEIPT)
    assert (held.receipt, second.seq) == (first.identity, 4)
    assert [each.kind for each in list_letters(county.store, PLAN, PERIOD)] == [RECEIPT, RECEIPT]
    assert list_letters(county.store, PLAN, "2023Q2") == ()
    assert read_submission(county.store, *KEY).state == "accepted"


def test_a_receipt_after_a_return_leaves_the_signatures_of_the_next_version(county: County) -> None:
    county.report(PERIOD, {1: "甲"})
    take(county, RETURN, 1, 3)
    add_statement(county.store, *KEY, "filler", "演示人员01", NOW)
    take(county, RECEIPT, 1, 0)
    submission = read_submission(county.store, *KEY)
    assert (submission.state, submission.version, len(submission.statements)) == ("returned", 2, 1)
    reopen(county.store, *KEY, "再改", NOW)
    assert read_submission(county.store, *KEY).state == "returned"


class Arrivals(RuleBasedStateMachine):
    """One county that reports, reopens and opens letters in whatever order they come; a model tells what must hold."""

    keys: PublicKeyInfrastructure

    @initialize()
    def found(self) -> None:
        self.folder = TemporaryDirectory()
        self.county = found_county(Path(self.folder.name) / "county", self.keys)
        self.words: dict[int, list[tuple[int, str]]] = {}
        self.sealed, self.open = 0, True
        self.state = "draft"

    def word(self) -> str:
        said = self.words.get(self.sealed, [])
        return max(said, key=lambda each: (each[0], each[1] == "returned"))[1] if said else ""

    @precondition(lambda self: self.sealed < 4)
    @rule()
    def report(self) -> None:
        if not self.open:
            reopen(self.county.store, *KEY, "补报", NOW)
        self.county.fill(PERIOD, {1: f"甲{self.sealed}"})
        self.county.sign(PERIOD)
        self.county.export(PERIOD)
        self.sealed, self.open, self.state = self.sealed + 1, False, "exported"

    @precondition(lambda self: not self.open)
    @rule()
    def begin_again(self) -> None:
        reopen(self.county.store, *KEY, "补报", NOW)
        self.open, self.state = True, "draft"

    @precondition(lambda self: self.sealed > 0)
    @rule(
        version=st.integers(1, 4), number=st.integers(1, 6), word=st.sampled_from(["received", "accepted", "returned"])
    )
    def receive(self, version: int, number: int, word: str) -> None:
        version, number = min(version, self.sealed), number if word != "received" else 0
        new = take(self.county, RETURN if word == "returned" else RECEIPT, version, number)
        said = self.words.setdefault(version, [])
        assert new == ((number, word) not in said)
        if new:
            said.append((number, word))
            self.follow(version, word)

    def follow(self, version: int, word: str) -> None:
        if version != self.sealed:
            return
        if self.word() == "returned":
            if word == "returned":
                self.open, self.state = True, "returned"
        elif not self.open:
            self.state = self.word()
        elif self.state == "returned":
            self.state = "draft"

    @invariant()
    def stands(self) -> None:
        submission = read_submission(self.county.store, *KEY)
        assert submission.version == self.sealed + self.open
        assert submission.state == self.state
        assert bool(submission.statements) == (not self.open)
        with self.county.store.snapshot() as connection:
            assert (last_word(connection, PLAN, PERIOD, self.sealed) or "") == self.word()

    def teardown(self) -> None:
        self.county.store.close()
        self.folder.cleanup()


def test_states_follow_the_set_of_letters(keys: PublicKeyInfrastructure) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    Arrivals.keys = keys
    run_state_machine_as_test(Arrivals, settings=settings(max_examples=15, stateful_step_count=14, deadline=None))

"""Whatever happens between a city and its counties, in whatever order, the invariants of merging hold."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.flow.exchange_offices import Founding, found, small_offices
from tests.flow.exchange_oracles import check
from tests.flow.exchange_world import World

SHARED_MEMORY = Path("/dev/shm")
ANY = settings(database=None, deadline=None, suppress_health_check=list(HealthCheck))
SHORT = settings(ANY, max_examples=7, stateful_step_count=24, derandomize=True, phases=[Phase.generate])
LONG = settings(ANY, max_examples=60, stateful_step_count=50, derandomize=False)
some = st.integers(0, 30)


class Exchange(RuleBasedStateMachine):
    """Each rule is one act of the world; which computer, package or letter it is about is drawn as a number."""

    founding: ClassVar[Founding]
    world: World

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(dir=self.founding.folder))
        self.world = World(self.founding, self.folder)
        for computer in (0, 0, 1):
            self.world.export(computer, computer, computer)

    @rule(computer=some, period=some, what=some)
    def export(self, computer: int, period: int, what: int) -> None:
        self.world.export(computer, period, what)

    @rule(computer=some, period=some, what=some, which=some)
    def export_and_deliver(self, computer: int, period: int, what: int, which: int) -> None:
        self.world.export(computer, period, what)
        self.world.deliver(which)

    @rule(which=some)
    def lose(self, which: int) -> None:
        self.world.lose(which)

    @rule(which=some, sealed=some)
    def deliver_or_duplicate(self, which: int, sealed: int) -> None:
        self.world.deliver(which, sealed)

    @rule(which=some)
    def sign_again(self, which: int) -> None:
        self.world.sign_again(which)

    @rule(seed=some)
    def reorder(self, seed: int) -> None:
        self.world.deliver_all(seed)

    @rule(computer=some)
    def fork(self, computer: int) -> None:
        self.world.fork(computer)

    @rule(computer=some, period=some, seed=some)
    def clash(self, computer: int, period: int, seed: int) -> None:
        """A copied store and its original both go on with one period."""
        self.world.fork(computer)
        for each in (computer, -1):
            self.world.export(each, period, 1)
        self.world.deliver_all(seed)

    @rule(unit=some)
    def move(self, unit: int) -> None:
        self.world.move(unit)

    @rule(computer=some)
    def back_up(self, computer: int) -> None:
        self.world.back_up(computer)

    @rule(computer=some, which=some, announced=some)
    def restore_county(self, computer: int, which: int, announced: int) -> None:
        self.world.restore_county(computer, which, announced)

    @rule(computer=some, which=some)
    def catch_up(self, computer: int, which: int) -> None:
        self.world.catch_up(computer, which)

    @rule()
    def back_up_city(self) -> None:
        self.world.back_up_city()

    @rule(which=some)
    def restore_city(self, which: int) -> None:
        self.world.restore_city(which)

    @rule()
    def rebuild(self) -> None:
        self.world.rebuild()

    @rule(which=some, moment=some)
    def crash(self, which: int, moment: int) -> None:
        self.world.crash(which, moment)

    @rule()
    def rotate(self) -> None:
        self.world.rotate()

    @rule(computer=some)
    def renew(self, computer: int) -> None:
        self.world.renew(computer)

    @rule(unit=some, back=some)
    def revoke(self, unit: int, back: int) -> None:
        self.world.revoke(unit, back)

    @rule(which=some, reason=some)
    def give_back(self, which: int, reason: int) -> None:
        self.world.give_back(which, reason)

    @rule(which=some)
    def accept(self, which: int) -> None:
        self.world.accept(which)

    @rule(which=some)
    def withdraw(self, which: int) -> None:
        self.world.withdraw(which)

    @rule(which=some)
    def undo_the_withdrawal(self, which: int) -> None:
        self.world.bring_in_again(which)

    @rule(which=some, keep=some, whole=some)
    def resolve(self, which: int, keep: int, whole: int) -> None:
        self.world.resolve(which, keep, whole)

    @rule(which=some)
    def receipt(self, which: int) -> None:
        self.world.receipt(which)

    @rule(computer=some, which=some)
    def open_letter(self, computer: int, which: int) -> None:
        self.world.open_letter(computer, which)

    @rule(computer=some, which=some)
    def open_pack(self, computer: int, which: int) -> None:
        self.world.open_pack(computer, which)

    @rule(which=some, crime=some)
    def forge(self, which: int, crime: int) -> None:
        self.world.forge(which, crime)

    @rule(which=some, place=st.integers(0, 20_000))
    def garble(self, which: int, place: int) -> None:
        self.world.garble(which, place)

    @rule(computer=some, jump=st.integers(0, 3_000))
    def fast_forward(self, computer: int, jump: int) -> None:
        self.world.fast_forward(computer, jump)

    @invariant()
    def stands(self) -> None:
        if hasattr(self, "world"):
            check(self.world)

    def teardown(self) -> None:
        if hasattr(self, "world"):
            try:
                self.world.finish()
            finally:
                self.world.close()
                shutil.rmtree(self.folder)


@pytest.fixture(scope="module")
def founding() -> Iterator[Founding]:
    folder = Path(tempfile.mkdtemp(prefix="baise-", dir=SHARED_MEMORY if SHARED_MEMORY.is_dir() else None))
    try:
        with small_offices():
            yield found(folder)
    finally:
        shutil.rmtree(folder)


@pytest.mark.parametrize("effort", [SHORT, pytest.param(LONG, marks=pytest.mark.slow)], ids=["short", "long"])
def test_the_invariants_hold(founding: Founding, effort: settings) -> None:
    Exchange.founding = founding
    run_state_machine_as_test(Exchange, settings=effort)

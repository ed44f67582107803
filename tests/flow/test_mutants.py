"""Every bug of `mutants` is caught by the invariants, and none of them is caught where there is no bug."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.flow.exchange_offices import Founding, found, small_offices
from tests.flow.exchange_oracles import Broken
from tests.flow.exchange_world import World
from tests.flow.mutants import MUTANTS, Mutant, Step

FEWEST = 12
SHARED_MEMORY = Path("/dev/shm")
named = pytest.mark.parametrize("mutant", MUTANTS, ids=[mutant.name for mutant in MUTANTS])


@pytest.fixture(scope="module")
def founding() -> Iterator[Founding]:
    folder = Path(tempfile.mkdtemp(prefix="baise-", dir=SHARED_MEMORY if SHARED_MEMORY.is_dir() else None))
    try:
        with small_offices():
            yield found(folder)
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def caught(request: pytest.FixtureRequest) -> Iterator[dict[str, int]]:
    """Which invariant caught which bug; the table is shown when all are through."""
    found_out: dict[str, int] = {}
    yield found_out
    reporter: Any = request.config.pluginmanager.get_plugin("terminalreporter")
    capture: Any = request.config.pluginmanager.get_plugin("capturemanager")
    told = [f"{m.name:34} invariant {found_out[m.name]:2}  {m.wrong}" for m in MUTANTS if m.name in found_out]
    if reporter and capture:
        with capture.global_and_fixture_disabled():
            reporter.write("\n" + "\n".join(told) + "\n")


def act(founding: Founding, folder: Path, steps: Sequence[Step]) -> None:
    """Do these acts in a fresh world, and look at everything in the end."""
    world = World(founding, folder)
    try:
        for name, *numbers in steps:
            getattr(world, name)(*numbers)
        world.finish()
    finally:
        world.close()


@named
def test_caught(mutant: Mutant, founding: Founding, tmp_path: Path, caught: dict[str, int]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        mutant.plant(patch)
        with pytest.raises(Broken) as found_out:
            act(founding, tmp_path, mutant.steps)
    caught[mutant.name] = found_out.value.invariant
    assert found_out.value.invariant in mutant.caught_by, found_out.value


@pytest.mark.parametrize("steps", {tuple(mutant.steps): None for mutant in MUTANTS})
def test_the_same_acts_go_well_without_it(steps: Sequence[Step], founding: Founding, tmp_path: Path) -> None:
    act(founding, tmp_path, steps)


def test_there_are_enough() -> None:
    assert len({mutant.name for mutant in MUTANTS}) >= FEWEST

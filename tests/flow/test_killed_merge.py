"""`kill -9` during `baise merge`: the store opens, is whole, and a retry gives the same state."""

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.store.verify import find_damage, logical_digest
from tests.bench.packages import make_packages

MOMENTS = 20
MOST_ATTEMPTS = 100
SLOWEST = 30.0


@pytest.fixture(scope="module")
def envelopes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path]]:
    """A city that holds nothing yet, and three packages for it."""
    folder = tmp_path_factory.mktemp("kill")
    city, packages = make_packages(folder, rows=60, units=3)
    close_desk(city)
    return folder / "city", packages


def merge_command(packages: list[Path], city: Path) -> list[str]:
    """The command line that merges the packages."""
    return [sys.executable, "-m", "baise_desktop", "merge", *map(str, packages), "--store", str(city)]


def state_of(city: Path) -> tuple[tuple[object, ...], str]:
    """Damage and logical digest."""
    desk = open_desk(city)
    try:
        return find_damage(desk.store), logical_digest(desk.store)
    finally:
        close_desk(desk)


def test_killed_at_random_moments(envelopes: tuple[Path, list[Path]], tmp_path: Path) -> None:
    empty_city, packages = envelopes
    whole = tmp_path / "whole"
    shutil.copytree(empty_city, whole)
    start = time.monotonic()
    subprocess.run(merge_command(packages, whole), check=True, capture_output=True)
    usual = time.monotonic() - start
    expected = state_of(whole)
    random = Random(20231231)
    stopped = 0
    for attempt in range(MOST_ATTEMPTS):
        city = tmp_path / f"killed{attempt}"
        shutil.copytree(empty_city, city)
        process = subprocess.Popen(merge_command(packages, city), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(random.uniform(0.2, 1) * usual)
        process.send_signal(signal.SIGKILL)
        if process.wait(SLOWEST) != -signal.SIGKILL:
            usual *= 0.9
            continue
        damage, _ = state_of(city)
        assert damage == ()
        subprocess.run(merge_command(packages, city), check=True, capture_output=True)
        assert state_of(city) == expected
        shutil.rmtree(city)
        stopped += 1
        if stopped == MOMENTS:
            return
    pytest.fail(f"only {stopped} of {MOST_ATTEMPTS} kills came in time")


def test_two_orders_give_one_state(envelopes: tuple[Path, list[Path]], tmp_path: Path) -> None:
    empty_city, packages = envelopes
    states = []
    for name, order in (("forth", packages), ("back", [*packages[::-1], packages[0]])):
        city = tmp_path / name
        shutil.copytree(empty_city, city)
        subprocess.run(merge_command(order, city), check=True, capture_output=True)
        told = subprocess.run(
            [sys.executable, "-m", "baise_desktop", "store", "verify", "--store", str(city)],
            check=True,
            capture_output=True,
            text=True,
        )
        states.append(told.stdout.splitlines()[-1])
    assert states[0].startswith("逻辑摘要 ")
    assert states[0] == states[1]

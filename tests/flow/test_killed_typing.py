"""`kill -9` while a clerk types: the cell under the cursor is lost, and at most the one just left."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from select import select

import pytest

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.entry.filling import list_rows
from baise_desktop.store.entries import Sheet
from baise_desktop.store.verify import find_damage
from tests.flow.typing_clerk import FORM, PERIOD, PLAN, cell_text
from tests.round_trip import found_offices

SEED = 20231231
PATIENCE = 60.0
"""Seconds."""
NOW = utc_now()


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A unit's folder with its task pack."""
    return found_offices(tmp_path_factory.mktemp("typing"), NOW).folder / "county"


@pytest.fixture
def nursery() -> Iterator[subprocess.Popen[str]]:
    """Where clerks come from."""
    command = [sys.executable, "-m", "tests.flow.typing_clerk"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def type_until_killed(nursery: subprocess.Popen[str], store: Path, cells: int, pause: float) -> int:
    """Let a clerk type so many cells and a moment longer. Returns: how many cells were left by then."""
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    nursery.stdin.write(f"{store}\n")
    nursery.stdin.flush()
    line = nursery.stdout.readline()
    while not line.startswith("clerk "):  # what the clerk before told last
        line = nursery.stdout.readline()
    clerk, left = int(line.removeprefix("clerk ")), 0
    while left < cells:
        told = nursery.stdout.readline().strip()
        assert told.isdigit(), told
        left = int(told) + 1
    time.sleep(pause)
    kill(clerk)
    return left


def kill(clerk: int) -> None:
    """Kill a clerk, who is somebody else's child, and wait for the end: what still ends still holds its folder."""
    ended = os.pidfd_open(clerk)
    try:
        os.kill(clerk, signal.SIGKILL)
        assert select([ended], [], [], PATIENCE)[0]
    finally:
        os.close(ended)


def typed_cells(desk: Desk) -> list[str]:
    """What the store has of the typing, in order."""
    rows = list_rows(desk, Sheet(desk.office.unit, PLAN, PERIOD, FORM))
    texts = (str(row.record.values.get(key, "")) for row in rows for key in ("title", "proposer"))
    return [text for text in texts if text]


def test_killed_while_typing(nursery: subprocess.Popen[str], county: Path, kills: int) -> None:
    random = Random(SEED)
    before: list[str] = []
    for _ in range(kills):
        left = type_until_killed(nursery, county, random.randint(1, 8), random.uniform(0, 0.12))
        desk = open_desk(county)
        try:
            typed = typed_cells(desk)
            assert find_damage(desk.store) == ()
        finally:
            close_desk(desk)
        assert typed[: len(before)] == before
        new = typed[len(before) :]
        assert new == [cell_text(number) for number in range(len(new))]
        assert len(new) >= left - 1
        before = typed

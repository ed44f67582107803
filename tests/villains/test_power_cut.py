"""Item J150 with real disks: the power fails while something is written, and what the disk then holds is looked at."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.villains.estate import Estate
from tests.villains.power_cut import can_mount

ACTS = ["merge", "export", "backup", "migration", "admission", "first task pack"]
CUTS = 10
"""Of each act."""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cuts_told(estate: Estate, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What was found; only root can mount, so that elsewhere this says so, or fails where it is asked for."""
    folder = tmp_path_factory.mktemp("power")
    if reason := can_mount(folder):
        told = f"no disk can be mounted here, so that no power was cut: {reason}"
        if os.environ.get("BAISE_POWER_CUT") == "required":
            pytest.fail(told)
        pytest.skip(told)
    copy = shutil.copytree(estate.folder, folder / "estate")
    words = [sys.executable, "-m", "tests.villains.power_cut", str(copy), str(folder / "acts"), str(CUTS)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("act", ACTS, ids=lambda act: f"J150 {act}")
def test_j150_what_a_disk_holds_after_the_power_failed(cuts_told: dict[str, Any], act: str) -> None:
    told = cuts_told[act]
    assert told["wrong"] == []
    assert told["changes"]
    assert told["cuts"] == CUTS
    assert told["inside"] >= CUTS // 2

import gc
import sys

import pytest

from baise_desktop.ui import evenness
from baise_desktop.ui.evenness import share_evenly, unhurried


def test_threads_take_turns_often() -> None:
    before = sys.getswitchinterval()
    share_evenly()
    assert sys.getswitchinterval() <= 0.001
    sys.setswitchinterval(before)


def test_what_a_long_job_made_is_left_out_of_later_collections(monkeypatch: pytest.MonkeyPatch) -> None:
    with unhurried():
        assert not gc.isenabled()
    assert gc.isenabled()
    monkeypatch.setattr(evenness, "_LONG_SECONDS", -1)
    gc.unfreeze()
    with unhurried():
        made = [[number] for number in range(100)]
    assert gc.get_freeze_count() >= len(made)
    gc.unfreeze()

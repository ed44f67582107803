"""Habits of printing, kept for each kind of paper."""

import json
from pathlib import Path

import pytest

from baise_desktop.app.installation.print_settings import FILE, PrintHabit, keep_habit, read_habit
from baise_desktop.errors import BaiseError

HABIT = PrintHabit("二楼", "long", 3, collated=False, last_first=True, grey=True, tray="Lower", wide="A3")


def test_each_kind_has_a_habit_of_its_own(tmp_path: Path) -> None:
    keep_habit(tmp_path, "submission", HABIT)
    keep_habit(tmp_path, "figures", PrintHabit("一楼"))
    assert read_habit(tmp_path, "submission") == HABIT
    assert read_habit(tmp_path, "figures") == PrintHabit("一楼")
    assert read_habit(tmp_path, "audit") == PrintHabit()


@pytest.mark.parametrize(
    "text", ["", "not json", "[1]", '{"submission": 3}', '{"submission": [1]}', "[" * 100_000, "\x00"]
)
def test_what_makes_no_sense_is_as_at_first(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    assert read_habit(tmp_path, "submission") == PrintHabit()


def test_only_what_makes_sense_is_taken(tmp_path: Path) -> None:
    held = {
        "printer": "一楼",
        "sides": "three",
        "copies": 10_000,
        "grey": 1,
        "wide": "A0",
        "more": 1,
        "tray": "x" * 999,
    }
    (tmp_path / FILE).write_text(json.dumps({"submission": held}))
    assert read_habit(tmp_path, "submission") == PrintHabit("一楼")
    for copies in (0, -1, True, "2", 2.0):
        (tmp_path / FILE).write_text(json.dumps({"submission": {"copies": copies}}))
        assert read_habit(tmp_path, "submission").copies == 1


def test_a_folder_that_cannot_be_written_refuses(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(BaiseError, match="OUT_FOLDER"):
        keep_habit(tmp_path, "submission", HABIT)

"""Where fcitx 4 is found when it is not on the session's bus."""

import os
import struct
from pathlib import Path

import pytest

from baise_desktop.ui.input_method.fcitx_server import display_number, own_bus

ADDRESS = "unix:path=/tmp/dbus-x,guid=00"


def _leave(home: Path, *processes: int) -> dict[str, str]:
    file = home / ".config" / "fcitx" / "dbus" / "m-7"
    file.parent.mkdir(parents=True)
    file.write_bytes(ADDRESS.encode() + b"\0" + struct.pack(f"={len(processes)}i", *processes))
    return {"HOME": str(home), "DISPLAY": ":7.0"}


def test_the_address_is_read_as_fcitx_left_it(tmp_path: Path) -> None:
    assert own_bus(_leave(tmp_path, os.getpid(), os.getpid()), "m") == ADDRESS


@pytest.mark.parametrize("processes", [(os.getpid(), 2**31 - 1), (os.getpid(),), (), (0, 0)])
def test_an_address_of_the_dead_is_not_used(tmp_path: Path, processes: tuple[int, ...]) -> None:
    assert own_bus(_leave(tmp_path, *processes), "m") == ""


def test_without_the_file_there_is_no_bus(tmp_path: Path) -> None:
    assert own_bus({"HOME": str(tmp_path)}, "m") == ""


def test_the_session_may_say_where(tmp_path: Path) -> None:
    assert own_bus({"FCITX_DBUS_ADDRESS": "unix:path=/x"}, "m") == "unix:path=/x"


@pytest.mark.parametrize(("display", "expected"), [(":0", "0"), (":12.1", "12"), ("host:3.0", "3")])
def test_the_display_has_a_number(display: str, expected: str) -> None:
    assert display_number({"DISPLAY": display}) == expected

from pathlib import Path

import pytest

from baise_desktop.app.files import input_file
from baise_desktop.errors import BaiseError


def test_file_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\0\xff" * 1000)
    assert input_file.read_file(tmp_path / "a") == b"\0\xff" * 1000


@pytest.mark.parametrize("name", ["nowhere", "."])
def test_what_is_no_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(BaiseError, match="FILE_UNREADABLE"):
        input_file.read_file(tmp_path / name)


def test_too_big_a_file_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "hole").open("wb") as file:
        file.truncate(input_file.MAX_BYTES + 1)
    with pytest.raises(BaiseError, match="TOO_BIG"):
        input_file.read_file(tmp_path / "hole")

from pathlib import Path

import pytest

from baise_desktop.store.files import copy_whole, digest_file, write_streamed, write_whole


def test_what_is_written_is_there_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "file"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(path.parent.iterdir()) == [path]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_whole(path, b"old")

    def fail(file: object) -> None:
        file.write(b"half")  # type: ignore[attr-defined]
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - any
        write_streamed(path, fail)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_copy_tells_what_it_copied(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"x" * 3_000_000)
    digest = copy_whole(source, tmp_path / "a" / "target")
    assert digest == digest_file(source) == digest_file(tmp_path / "a" / "target")

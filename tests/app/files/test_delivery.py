"""A file leaves whole, is read back, and covers nothing."""

import errno
import os
import resource
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from baise_desktop.app.files import delivery, drives
from baise_desktop.app.files.delivery import deliver, show_size
from baise_desktop.app.files.drives import Drive
from baise_desktop.errors import BaiseError

NAME = "c.pingguo_p2_2023-04_v1.asice"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_same_bytes_again_are_said_and_other_bytes_get_a_new_name(tmp_path: Path) -> None:
    first = deliver(tmp_path, NAME, b"one")
    assert (first.path.read_bytes(), first.fresh, first.renamed) == (b"one", True, False)
    assert not deliver(tmp_path, NAME, b"one").fresh
    other = deliver(tmp_path, NAME, b"two")
    assert (other.path.name, other.fresh, other.renamed) == ("c.pingguo_p2_2023-04_v1-2.asice", True, True)
    assert deliver(tmp_path, NAME, b"two").path == other.path
    assert first.path.read_bytes() == b"one"
    assert names(tmp_path) == ["c.pingguo_p2_2023-04_v1-2.asice", NAME]


def test_a_part_keeps_its_ending_under_a_new_name(tmp_path: Path) -> None:
    (tmp_path / "mail.eml").write_bytes(b"other")
    assert deliver(tmp_path, "mail.eml", b"new").path.name == "mail-2.eml"


@pytest.fixture
def small_files() -> Iterator[None]:
    """No file may grow past 64 KiB: what a full medium does in the middle of writing."""
    import signal

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 << 10, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    signal.signal(signal.SIGXFSZ, before)


@pytest.mark.usefixtures("small_files")
def test_a_medium_that_fills_up_keeps_nothing(tmp_path: Path) -> None:
    with pytest.raises(BaiseError) as caught:
        deliver(tmp_path, NAME, bytes(1 << 20))
    assert caught.value.code == "MEDIUM_FULL"
    assert names(tmp_path) == []


def test_too_little_room_is_told_before_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = type("Usage", (), {"free": 10})()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(BaiseError) as caught:
        deliver(tmp_path, NAME, b"content")
    assert caught.value.code == "MEDIUM_FULL"
    assert "10 字节" in caught.value.sentence


@pytest.mark.parametrize(
    ("number", "code"), [(errno.EIO, "MEDIUM_LOST"), (errno.ENODEV, "MEDIUM_LOST"), (errno.EROFS, "MEDIUM_READ_ONLY")]
)
def test_a_stick_pulled_out_while_writing(
    number: int, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", gone)
    with pytest.raises(BaiseError) as caught:
        deliver(tmp_path, NAME, b"content")
    assert caught.value.code == code
    assert "没有记为已导出" in caught.value.sentence
    assert names(tmp_path) == []


def test_what_reads_back_otherwise_gets_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "_digest_on_medium", lambda _: "0" * 64)
    with pytest.raises(BaiseError, match=r"MEDIUM_LOST.*读回"):
        deliver(tmp_path, NAME, b"content")
    assert names(tmp_path) == []


def test_a_drive_that_is_gone_is_not_made_anew_on_the_disk(tmp_path: Path) -> None:
    with pytest.raises(BaiseError, match="DRIVE_GONE"):
        deliver(tmp_path / "stick", NAME, b"content", on_drive=True)
    assert names(tmp_path) == []
    assert deliver(tmp_path / "folder", NAME, b"content").fresh


def test_the_folder_that_a_drive_leaves_behind_is_not_the_drive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = [Drive(tmp_path, "上报盘", 7 << 30, 8 << 30, writable=True)]
    monkeypatch.setattr(drives, "find_drives", lambda: tuple(there))
    assert deliver(tmp_path, NAME, b"content", on_drive=True).fresh
    sync = os.fsync

    def pull_out(handle: int) -> None:
        there.clear()
        sync(handle)

    monkeypatch.setattr(os, "fsync", pull_out)
    with pytest.raises(BaiseError, match="MEDIUM_LOST"):
        deliver(tmp_path, NAME, b"another", on_drive=True)
    with pytest.raises(BaiseError, match="DRIVE_GONE"):
        deliver(tmp_path, NAME, b"another", on_drive=True)
    assert names(tmp_path) == [NAME]


def test_what_a_stick_kept_of_a_broken_try_goes_with_the_next(tmp_path: Path) -> None:
    (tmp_path / f".{NAME}.0a1b2c3d.part").write_bytes(b"half")
    (tmp_path / ".other.asice.0a1b2c3d.part").write_bytes(b"half")
    deliver(tmp_path, NAME, b"content")
    assert names(tmp_path) == [".other.asice.0a1b2c3d.part", NAME]


def test_sizes_as_people_read_them() -> None:
    assert [show_size(size) for size in (12, 1536, 3 << 20, 5 << 30)] == ["12 字节", "1.5 KB", "3.0 MB", "5.0 GB"]

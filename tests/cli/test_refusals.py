"""What the disk or the clerk gets wrong is said by code, never as a bug."""

import errno
import os
from pathlib import Path

import pytest

from baise_desktop.__main__ import main
from baise_desktop.app.desk import find_unit, load_forms


@pytest.mark.parametrize("text", ["平果县", "451023"])
def test_a_unit_is_found_by_what_it_was_called_before(text: str) -> None:
    assert find_unit(load_forms(), text).id == "c.pingguo"


def test_a_key_that_may_not_be_read(
    installations: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    is_file = Path.is_file

    def refuse(path: Path) -> bool:
        if path.suffix == ".p12":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return is_file(path)

    monkeypatch.setattr(Path, "is_file", refuse)
    (tmp_path / "pass").write_text("演示专用口令2023", "utf-8")
    out = str(tmp_path / "pack.asice")
    words = ["city", "task-pack", "--plan", "p2", "--out", out, "--store", str(installations / "city")]
    assert main([*words, "--passphrase-file", str(tmp_path / "pass")]) == 1
    told = capsys.readouterr().err
    assert told.startswith("FILE_UNREADABLE: ")
    assert "没有权限" in told


def test_a_demonstration_where_nothing_can_be_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("x")
    assert main(["demo", str(tmp_path / "file" / "demo"), "--units", "1", "--periods", "1", "--rows", "1"]) == 1
    assert capsys.readouterr().err.startswith("OUT_FOLDER: ")

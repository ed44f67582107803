import io
import sys
from pathlib import Path

import pytest

from baise_desktop.__main__ import main


def terminal(encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding=encoding, write_through=True)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gbk", "utf-8"])
def test_any_terminal_is_told_what_was_done(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    out, err = terminal(encoding), terminal(encoding)
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    assert main(["forms", "check"]) == 0
    assert main(["store", "verify", "--store", "nowhere\udcff"]) == 1
    assert isinstance(out.buffer, io.BytesIO)
    assert isinstance(err.buffer, io.BytesIO)
    assert out.buffer.getvalue()
    assert err.buffer.getvalue().startswith(b"STORE_MISSING: ")


def test_a_refusal_among_several_begins_with_its_code(
    founded_city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a.asice", "b.asice"):
        (tmp_path / name).write_text("x")
    files = [str(tmp_path / name) for name in ("a.asice", "b.asice")]
    assert main(["merge", *files, "--store", str(founded_city)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    for line, file in zip(told.err.splitlines(), files, strict=True):
        assert line.startswith(f"NOT_PACKAGE: {file}：这不是")


def test_a_name_that_no_disk_takes_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["store", "verify", "--store", "长" * 200]) == 1
    assert capsys.readouterr().err.startswith("STORE_")

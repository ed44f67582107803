"""Whatever the terminal can show, what was done is done, and is said."""

import io
import sys
from pathlib import Path

import pytest

from baise_desktop.__main__ import main


def terminal(encoding: str) -> tuple[io.BytesIO, io.TextIOWrapper]:
    shown = io.BytesIO()
    return shown, io.TextIOWrapper(shown, encoding=encoding, write_through=True)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gbk", "utf-8"])
def test_any_terminal_is_told(installations: Path, monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    out, out_text = terminal(encoding)
    err, err_text = terminal(encoding)
    monkeypatch.setattr(sys, "stdout", out_text)
    monkeypatch.setattr(sys, "stderr", err_text)
    assert main(["store", "verify", "--store", str(installations / "city")]) == 0
    assert main(["store", "verify", "--store", "nowhere\udcff"]) == 1
    assert out.getvalue()
    assert err.getvalue().startswith(b"STORE_MISSING: ")


def test_each_refusal_among_several_begins_with_its_code(
    installations: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [str(tmp_path / name) for name in ("a.asice", "b.asice")]
    for file in files:
        Path(file).write_text("x")
    assert main(["merge", *files, "--store", str(installations / "city")]) == 1
    told = capsys.readouterr()
    assert told.out.splitlines()[0] == "共 2 个文件：合并 0 个，此前已收 0 个，拒收 2 个，其中有冲突 0 个。"
    for line, file in zip(told.err.splitlines(), files, strict=True):
        assert line.startswith(f"NOT_PACKAGE: {file}：")


def test_a_name_that_no_disk_takes_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["store", "verify", "--store", "长" * 200]) == 1
    assert capsys.readouterr().err.startswith("STORE_")

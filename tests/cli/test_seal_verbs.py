from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine
from tests.report.seal_pictures import ring, saved

APRIL = ("--store", "county", "--plan", "p2", "--period", "2023-04")
MAY = ("--store", "county", "--plan", "p2", "--period", "2023-05")


@pytest.fixture
def stamp(line: CommandLine) -> CommandLine:
    """With a picture in the folder."""
    Path("章.png").write_bytes(saved(ring()))
    return line


def _verified(line: CommandLine, file: str) -> list[bool]:
    told = line.json("verify", file, "--store", "city")
    assert told["kind"] == "paper"
    return [told[name]["holds"] for name in ("intact", "valid", "trusted")]


def test_a_picture_is_kept_used_and_dropped(stamp: CommandLine) -> None:
    assert stamp.run("seal", "keep", "章.png", "--store", "county", "--diameter", "40") == 0
    assert "直径 40 毫米" in stamp.out
    kept = (*APRIL, "--kept-seal", "--passphrase-file", "pass", "--out", "kept.pdf")
    assert stamp.run("report", "submission", *kept) == 0
    assert _verified(stamp, "kept.pdf") == [True, True, True]
    assert stamp.run("seal", "drop", "--store", "county") == 0
    assert stamp.run("seal", "drop", "--store", "county") == 0
    assert "没有登记" in stamp.out
    assert stamp.run("report", "submission", *kept) == 1
    assert stamp.err.startswith("SEAL_NONE")


def test_a_picture_is_used_once(stamp: CommandLine) -> None:
    words = (*MAY, "--seal", "章.png", "--passphrase-file", "pass", "--out", "once.pdf")
    assert stamp.run("report", "submission", *words) == 0
    assert _verified(stamp, "once.pdf") == [True, True, True]
    assert stamp.run("report", "submission", *words, "--diameter", "50") == 1
    assert stamp.err.startswith("SEAL_SIZE")


def test_verify_says_what_was_changed(stamp: CommandLine) -> None:
    stamp.run("report", "submission", *APRIL, "--passphrase-file", "pass", "--out", "april.pdf")
    pdf = Path("april.pdf").read_bytes()
    Path("longer.pdf").write_bytes(pdf + b"%%")
    assert stamp.run("verify", "april.pdf", "--trust", "root.pem") == 0
    assert stamp.run("verify", "longer.pdf", "--trust", "root.pem") == 1
    assert "完整：否（签名之后文件有改动：文件末尾多出 2 个字节" in stamp.out
    assert "有效：是" in stamp.out
    stamp.run("report", "submission", *APRIL, "--out", "plain.pdf")
    assert stamp.run("verify", "plain.pdf", "--trust", "root.pem") == 1
    assert "没有数字签名" in stamp.out


def test_a_stamp_needs_a_signed_off_report(stamp: CommandLine) -> None:
    june = ("--store", "county", "--plan", "p2", "--period", "2023-06", "--passphrase-file", "pass", "--out", "x.pdf")
    assert stamp.run("report", "submission", *june, "--seal", "章.png") == 1
    assert stamp.err.startswith("SEAL_EARLY")
    assert not Path("x.pdf").exists()

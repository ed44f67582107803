import subprocess
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


def test_a_red_header_is_checked_and_remembered(line: CommandLine) -> None:
    issued = (*APRIL, "--issued", "--out", "issued.pdf")
    words = ("--issuer", "平果市科学技术局", "--number")
    assert line.run("report", "submission", *issued, *words, "平科报2023-3") == 1
    assert line.err.startswith("ISSUE_WORDS")
    assert "凌科〔2023〕5号" in line.err
    assert line.run("report", "submission", *issued, *words, "平科报[2023]3号", "--recipient", "百色市人民政府") == 0
    told = _words("issued.pdf")
    assert told.startswith("平果市科学技术局平科报〔2023〕3号签发人：")
    assert "百色市人民政府：" in told
    # the same once more, without a word; and between equals
    assert line.run("report", "submission", *issued, "--no-signer") == 0
    assert _words("issued.pdf").startswith("平果市科学技术局平科报〔2023〕3号百色市")


def test_a_red_header_is_signed_and_bound_to_the_package(line: CommandLine) -> None:
    words = ("--issued", "--number", "平政报〔2023〕12号", "--passphrase-file", "pass", "--out", "may.pdf")
    assert line.run("report", "submission", *MAY, *words) == 0, line.err
    assert _verified(line, "may.pdf") == [True, True, True]
    assert _words("may.pdf").startswith("平果市人民政府平政报〔2023〕12号")


def _words(file: str) -> str:
    told = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, text=True, check=True).stdout
    return "".join(told.split())

"""Encrypted packages and the receipt by telephone, on the command line."""

import pytest

from tests.cli.conftest import CommandLine
from tests.round_trip import MONTH

COUNTY = ("--store", "county", "--plan", "p2", "--period", MONTH)
SIGNED = ("--passphrase-file", "pass")


@pytest.fixture
def sealed(line: CommandLine) -> str:
    """April encrypted to the city, as a path below the folder."""
    assert line.run("export", *COUNTY, "--out", "stick", "--encrypt") == 0
    return f"stick/c.pingguo_p2_{MONTH}_v1.asice.age"


def test_what_is_encrypted_is_merged_with_the_passphrase_and_told_on_the_telephone(
    line: CommandLine, sealed: str
) -> None:
    assert line.run("merge", sealed, "may.asice", "--store", "city", "--dry-run") == 1
    assert line.err.startswith("ENCRYPTED: ")
    assert line.run("merge", sealed, "may.asice", "--store", "city", *SIGNED) == 0
    identity = line.json("verify", sealed, "--store", "city", *SIGNED)["identity"]
    assert line.run("receipt", identity[:12], "--out", "receipt.asice", "--store", "city", *SIGNED) == 0
    code = line.out.splitlines()[-1].partition("：")[2]
    assert line.run("county", "confirm", "123", *COUNTY) == 1
    assert line.err.startswith("CODE_TYPED: ")
    assert line.run("county", "confirm", code, *COUNTY) == 0
    assert "第 1 版" in line.out


def test_a_package_is_verified_where_its_key_is(line: CommandLine, sealed: str) -> None:
    assert line.run("verify", sealed, "--trust", "root.pem", "--store", "city", *SIGNED) == 0
    assert line.run("verify", sealed, "--store", "city") == 1
    assert line.err.startswith("ENCRYPTED: ")
    assert line.run("verify", sealed) == 1


def test_a_mail_draft_carries_the_encrypted_file(line: CommandLine) -> None:
    assert line.run("export", *COUNTY, "--out", "mail", "--encrypt", "--email") == 0
    assert {file.suffix for file in (line.folder / "mail").iterdir()} == {".age", ".eml"}


def test_a_token_that_is_not_there_makes_no_installation(line: CommandLine) -> None:
    words = ("county", "init", "--store", "leye", "--unit", "乐业县", "--out", "leye.asice", *SIGNED)
    assert line.run(*words, "--token", "/no/such/module.so", "--token-label", "leye") == 1
    assert line.err.startswith("TOKEN_GONE: ")
    assert not (line.folder / "leye").exists()

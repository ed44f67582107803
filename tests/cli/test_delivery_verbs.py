"""Sending, practising and handing over on the command line."""

from pathlib import Path

import pytest

from baise_desktop.exchange.parts import split
from tests.cli.conftest import CommandLine

COUNTY = ("--store", "county", "--plan", "p2", "--period", "2023-04")
SIGNED = ("--passphrase-file", "pass")


def test_export_with_a_mail_draft_needs_no_passphrase_once_sealed(line: CommandLine) -> None:
    assert line.run("export", *COUNTY, "--out", "stick", "--email") == 0
    assert sorted(path.name for path in Path("stick").iterdir()) == [
        "c.pingguo_p2_2023-04_v1.asice",
        "c.pingguo_p2_2023-04_v1.eml",
    ]
    assert "邮件草稿：stick/c.pingguo_p2_2023-04_v1.eml" in line.out
    assert Path("stick/c.pingguo_p2_2023-04_v1.asice").read_bytes() == Path("april.asice").read_bytes()


def test_how_mail_is_sent_is_kept(line: CommandLine) -> None:
    assert line.run("mail", "--store", "county") == 0
    assert "未设定" in line.out
    assert line.run("mail", "--store", "county", "--to", "kjj@example.gov.cn", "--limit-mb", "20") == 0
    assert line.run("mail", "--store", "county") == 0
    assert "kjj@example.gov.cn" in line.out
    assert "20" in line.out
    assert line.run("mail", "--store", "county", "--to", "科技局") == 1
    assert line.err.startswith("MAIL_ADDRESS: ")
    assert line.run("mail", "--store", "county", "--limit-mb", "0") == 1
    assert line.err.startswith("MAIL_LIMIT: ")


def test_parts_are_merged_and_a_missing_one_is_named(line: CommandLine) -> None:
    data = Path("april.asice").read_bytes()
    Path("mail").mkdir()
    names = []
    for piece in split("april.asice", data, len(data) // 3 + 1):
        names.append(f"mail/{piece.name}")
        Path(names[-1]).write_bytes(piece.content)
    kept = Path(names[1]).read_bytes()
    Path(names[1]).unlink()
    assert line.run("merge", names[0], names[2], "--store", "city") == 1
    assert line.err.startswith("PARTS_MISSING: ")
    assert "part02of03" in line.err
    Path(names[1]).write_bytes(kept)
    assert line.run("merge", *names, "--store", "city") == 0
    assert len(line.out.splitlines()) == 1
    assert line.run("merge", "april.asice", "--store", "city") == 0


def test_an_exercise_is_made_and_nothing_leaves_it(line: CommandLine) -> None:
    assert line.run("practice", "practice") == 0
    assert "12 处" in line.out
    practice = ("--store", "practice", "--plan", "p2", "--period", "2023")
    assert line.run("check", *practice) == 1
    assert line.run("export", *practice, "--out", "stick", *SIGNED) == 1
    assert line.err.startswith("TRIAL: ")
    assert line.run("practice", "practice") == 1
    assert line.err.startswith("FOLDER_NOT_EMPTY: ")


def test_an_installation_is_handed_over_once(line: CommandLine) -> None:
    assert line.run("store", "handover", "package", "--store", "county", "--to", "新电脑") == 0
    assert "停用" in line.out or "不能再填报" in line.out
    assert line.run("export", *COUNTY, "--out", "stick", *SIGNED) == 1
    assert line.err.startswith("HANDED_OVER: ")
    assert line.run("store", "take-over", "package", "--store", "new") == 0
    new = ("--store", "new", "--plan", "p2", "--period", "2023-04")
    assert line.run("export", *new, "--out", "stick") == 0
    assert line.run("store", "verify", "--store", "new") == 0
    assert line.run("store", "take-over", "package", "--store", "third") == 1
    assert line.err.startswith("HANDOVER_TAKEN: ")
    assert line.run("store", "take-over", "new", "--store", "third") == 1
    assert line.err.startswith("NO_HANDOVER: ")


@pytest.mark.parametrize("verb", [("store", "handover", "package", "--to", "新电脑"), ("mail", "--to", "a@b.cn")])
def test_verbs_of_a_unit_say_so_at_the_city(verb: tuple[str, ...], line: CommandLine) -> None:
    code = line.run(*verb, "--store", "city")
    assert (code, line.err.partition(":")[0]) == (1, "ROLE_UNIT_ONLY")

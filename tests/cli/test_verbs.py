"""What the verbs do beyond what they call: options, several files, exit codes."""

import pytest

from tests.cli.conftest import CommandLine
from tests.round_trip import MONTH, PINGGUO

SIGNED = ("--passphrase-file", "pass")
COUNTY = ("--store", "county", "--plan", "p2", "--period", MONTH)
FIGURES = ("--store", "city", "--plan", "p2", "--as-of", "2023-04-30")


def test_several_files_one_refusal_and_the_others_merged(line: CommandLine) -> None:
    assert line.run("merge", "pass", "april.asice", "--store", "city") == 1
    assert line.err.startswith("NOT_PACKAGE: pass：")
    assert line.out.startswith("april.asice：已接收")
    assert line.run("merge", "april.asice", "--store", "city") == 0


def test_one_refused_file_is_told_like_every_refusal(line: CommandLine) -> None:
    assert line.run("merge", "pass", "--store", "city") == 1
    assert line.err.startswith("NOT_PACKAGE: ")


def test_dry_run_leaves_the_city_as_it_is(line: CommandLine) -> None:
    line.run("store", "verify", "--store", "city")
    before = line.out
    assert line.run("merge", "april.asice", "--store", "city", "--dry-run") == 0
    assert "新增 2" in line.out
    line.run("store", "verify", "--store", "city")
    assert line.out == before


def test_verify_answers_by_its_exit_code(line: CommandLine) -> None:
    assert line.run("verify", "april.asice", "--trust", "root.pem") == 0
    assert line.run("verify", "april.asice") == 1
    assert line.out.splitlines()[-3:-1] == ["完整：是", "有效：是"]
    assert line.out.splitlines()[-1].startswith("可信：否（")


@pytest.mark.parametrize(("verb", "state"), [("accept", "通过"), ("withdraw", "已撤回"), ("restore", "已接收")])
def test_decisions_tell_how_the_submission_now_stands(line: CommandLine, verb: str, state: str) -> None:
    (told,) = line.json("merge", "april.asice", "--store", "city")
    assert line.run(verb, told["identity"][:12], "--store", "city", *SIGNED) == 0
    assert line.out.strip() == f"平果市 {MONTH} 第 1 次上报：{state}。"


def test_what_taking_back_would_change_is_told_without_a_decision(line: CommandLine) -> None:
    (told,) = line.json("merge", "april.asice", "--store", "city")
    assert line.run("withdraw", told["identity"][:12], "--store", "city", "--dry-run") == 0
    assert "回到没有数据" in line.out
    assert line.run("withdraw", told["identity"][:12], "--store", "city", "--reason", "收错", *SIGNED) == 0
    assert line.run("restore", told["identity"][:12], "--store", "city", "--dry-run") == 0
    assert "重新计入" in line.out


@pytest.mark.parametrize("unit", [PINGGUO, "平果市", "451082"])
def test_unit_may_be_named_by_id_name_or_code(line: CommandLine, unit: str) -> None:
    told = line.json("figures", *FIGURES, "--unit", unit)
    assert {row["unit_id"] for row in told["figures"]} == {PINGGUO}


@pytest.mark.parametrize("verb", [("figures",), ("report", "figures", "--out", "figures.pdf")])
def test_unknown_unit_and_date_are_refused(line: CommandLine, verb: tuple[str, ...]) -> None:
    assert line.run(*verb, *FIGURES, "--unit", "某县") == 1
    assert line.err.startswith("UNIT_UNKNOWN")
    assert line.run(*verb, "--store", "city", "--plan", "p2", "--as-of", "2023-02-30") == 1
    assert line.err.startswith("DATE")


def test_figures_for_people_are_one_line_each(line: CommandLine) -> None:
    line.run("merge", "april.asice", "--store", "city")
    assert line.run("figures", *FIGURES, "--unit", PINGGUO) == 0
    first, *lines = line.out.splitlines()
    assert "已接收" in first
    assert any(each.split("\t")[1:3] == ["平果市", "0.0121亿元"] for each in lines)
    line.run("figures", *FIGURES, "--accepted-only")
    assert "已通过" in line.out.splitlines()[0]


def test_submission_on_paper_and_as_a_workbook(line: CommandLine) -> None:
    for name, start in (("report.pdf", b"%PDF-"), ("report.xlsx", b"PK")):
        assert line.run("report", "submission", *COUNTY, "--out", name) == 0
        assert (line.folder / name).read_bytes().startswith(start)
    assert line.run("report", "submission", *COUNTY, "--out", "report.docx") == 1
    assert line.err.startswith("SUFFIX: ")


def test_city_and_county_begin_with_what_is_read_on_the_telephone(line: CommandLine) -> None:
    assert line.run("county", "init", "--store", "leye", "--unit", "乐业县", "--out", "leye.asice", *SIGNED) == 0
    fingerprint = line.out.splitlines()[-1]
    assert len(fingerprint.split("-")) == 8
    assert line.run("city", "admit", "leye.asice", "--fingerprint", fingerprint, "--store", "city", *SIGNED) == 0
    assert "c.leye" in line.out
    assert line.run("city", "task-pack", "--plan", "p2", "--out", "pack2.asice", "--store", "city", *SIGNED) == 0
    assert line.run("open", "pack2.asice", "--store", "county") == 0
    assert line.run("open", "april.asice", "--store", "county") == 1
    assert line.err.startswith("KIND: ")


def test_backup_comes_back_with_the_same_logical_digest(line: CommandLine) -> None:
    line.run("merge", "april.asice", "--store", "city")
    line.run("store", "verify", "--store", "city")
    before = line.out.splitlines()[-1]
    assert before.startswith("逻辑摘要 ")
    assert line.run("store", "backup", "backup", "--store", "city") == 0
    assert line.run("store", "restore", "backup", "--store", "again") == 0
    assert line.run("store", "verify", "--store", "again") == 0
    assert line.out.splitlines()[-1] == before


def test_damage_is_told_and_ends_in_one(line: CommandLine) -> None:
    (kept, *_) = (line.folder / "city" / "packages").iterdir()
    kept.write_bytes(b"spoilt")
    assert line.run("store", "verify", "--store", "city") == 1
    assert line.out.startswith("损坏 ")


def test_forms_tell_their_counts(line: CommandLine) -> None:
    assert line.run("forms", "check") == 0
    assert "全部表核对无误。" in line.out
    assert line.run("forms", "check", "city") == 1
    assert "：：" not in line.out

"""Double claims and cross-checks on the command line: listed, judged, documented."""

from dataclasses import fields

from baise_desktop.app.checks.cross_checks import CrossFinding
from tests.cli.conftest import CommandLine
from tests.cli.test_documentation import hold_to_document, rows_of, sections

CITY = ("--store", "city")


def test_double_claims_are_told_at_merge_listed_and_judged(line: CommandLine) -> None:
    (looked,) = line.json("merge", "may.asice", *CITY, "--dry-run")
    assert [sentence.count("r.tech_contract.x2") for sentence in looked["double_claims"]] == [1]
    assert line.run("merge", "may.asice", *CITY) == 0
    assert "重复申报" in line.out
    before = line.json("city", "double-claims", *CITY)
    (claim,) = before["double_claims"]
    assert (claim["state"], claim["rule"], len(claim["sides"])) == ("open", "r.tech_contract.x2", 2)
    line.run("city", "double-claims", *CITY)
    assert claim["id"] in line.out
    judgement = ("--verdict", "owner", "--owner", "平果市", "--reason", "同一份合同")
    assert line.run("city", "judge", claim["id"], *CITY, *judgement) == 0
    assert "判定归属 平果市：同一份合同" in line.out
    after = line.json("city", "double-claims", *CITY, "--plan", "p2", "--as-of", "2023-12-31")
    hold_to_document("city double-claims --json", [before, after])
    assert line.json("city", "double-claims", *CITY, "--as-of", "2022-12-31") == {"double_claims": []}
    line.run("city", "double-claims", *CITY, "--accepted-only")
    assert "没有重复申报" in line.out


def test_a_wrong_judgement_and_a_wrong_day_are_refused(line: CommandLine) -> None:
    assert line.run("city", "judge", "0000", *CITY, "--verdict", "distinct", "--reason", "不是一回事") == 1
    assert "CLAIM_UNKNOWN" in line.err
    assert line.run("city", "double-claims", *CITY, "--as-of", "昨天") == 1
    assert "DATE" in line.err


def test_cross_checks_are_listed(line: CommandLine) -> None:
    line.run("merge", "april.asice", *CITY)
    assert line.run("city", "cross-checks", *CITY) == 0
    assert "没有不一致" in line.out
    assert line.json("city", "cross-checks", *CITY, "--unit", "平果市") == {"findings": []}
    described = {name for name, _ in rows_of(sections("####")["city cross-checks --json"])}
    assert described == {"findings", *(f"findings[].{each.name}" for each in fields(CrossFinding))}

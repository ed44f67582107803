"""`return`, `receipt` and `open`, as an office script calls them."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine
from tests.cli.test_documentation import rows_of, sections
from tests.round_trip import CONTRACTS, MONTH

CITY = ("--store", "city", "--passphrase-file", "pass")
COUNTY = ("--store", "county", "--plan", "p2", "--period", MONTH)
PEOPLE = (("filler", "演示人员01"), ("reviewer", "演示人员02"), ("head", "演示人员03"))


def merged(line: CommandLine) -> tuple[str, str]:
    """Identity of April at the city, and its contract's row id."""
    (dry,) = line.json("merge", "april.asice", "--store", "city", "--dry-run")
    assert dry["answers"] == []
    line.run("merge", "april.asice", "--store", "city")
    return dry["identity"], next(cell["row_id"] for cell in dry["cells"] if cell["form"] == CONTRACTS)


def test_receipts_are_written_and_opened(line: CommandLine) -> None:
    identity, _ = merged(line)
    for name in ("one", "two"):
        assert line.run("receipt", identity[:12], "--out", f"{name}.asice", *CITY) == 0
    assert Path("one.asice").read_bytes() == Path("two.asice").read_bytes()
    assert line.json("verify", "one.asice", "--trust", "root.pem")["kind"] == "receipt"
    assert line.run("verify", "one.asice", "--trust", "root.pem") == 0
    assert "回执：市级发给平果市" in line.out
    assert line.run("open", "one.asice", "--store", "county") == 0
    assert "接收" in line.out
    assert line.run("open", "two.asice", "--store", "county") == 0
    assert "没有变化" in line.out
    line.run("accept", identity[:12], *CITY)
    line.run("receipt", identity[:12], "--out", "three.asice", *CITY)
    line.run("open", "three.asice", "--store", "county")
    assert "通过" in line.out


def test_a_return_there_and_back(line: CommandLine) -> None:
    identity, row_id = merged(line)
    comments = [
        {"form": CONTRACTS, "row_id": row_id, "field": "amount", "comment": "与合同文本不符"},
        {"form": "", "comment": "附件不清"},
    ]
    Path("comments.json").write_text(json.dumps(comments), "utf-8")
    place = ("--comments", "comments.json", "--reason", "请改", "--out", "back.asice")
    assert line.run("return", identity, *place, *CITY) == 0
    assert "意见 2 条" in line.out
    assert line.run("open", "back.asice", "--store", "county") == 0
    assert "请改" in line.out
    assert "与合同文本不符" in line.out
    found = line.json("check", *COUNTY)
    assert [each["severity"] for each in found["findings"]] == ["explain", "explain"]
    assert line.run("check", *COUNTY) == 1
    assert "整份上报" in line.out
    assert line.run("sign-off", *COUNTY, "--role", "filler", "--name", "演示人员01") == 1


def test_the_next_version_is_told_beside_the_comments(line: CommandLine) -> None:
    identity, row_id = merged(line)
    comments = [{"form": CONTRACTS, "row_id": row_id, "field": "amount", "comment": "与合同文本不符"}]
    Path("comments.json").write_text(json.dumps(comments), "utf-8")
    line.run("return", identity, "--comments", "comments.json", "--out", "back.asice", *CITY)
    line.run("open", "back.asice", "--store", "county")
    change_amount(line.folder / "county", row_id)
    for role, name in PEOPLE:
        assert line.run("sign-off", *COUNTY, "--role", role, "--name", name) == 0, line.err
    assert line.run("export", *COUNTY, "--out", "v2", "--passphrase-file", "pass") == 0, line.err
    (package,) = Path("v2").glob("*.asice")
    told = line.json("merge", str(package), "rival.asice", "--store", "city", "--dry-run")
    assert [(each["state"], each["new"]) for each in told[0]["answers"]] == [("changed", "99.5000")]
    shown = told[0]["answers"][0].keys()
    assert {f"answers[].{name}" for name in shown} <= {
        path for path, _ in rows_of(sections("####")["merge --dry-run --json"])
    }
    line.run("merge", str(package), "--store", "city", "--dry-run")
    assert "退回意见〔已改〕" in line.out


def change_amount(folder: Path, row_id: str) -> None:
    from baise_desktop.app.clock import utc_now
    from baise_desktop.app.desk import close_desk, open_desk
    from baise_desktop.app.entry.filling import set_cell
    from tests.round_trip import contracts_of

    desk = open_desk(folder)
    set_cell(desk, contracts_of(desk), row_id, "amount", "99.5", utc_now())
    close_desk(desk)


@pytest.mark.parametrize("text", ["nothing", "[1]"])
def test_a_spoilt_file_of_comments_is_refused(line: CommandLine, text: str) -> None:
    identity, _ = merged(line)
    Path("comments.json").write_text(text)
    assert line.run("return", identity, "--comments", "comments.json", "--out", "back.asice", *CITY) == 1
    assert line.err.startswith("COMMENTS_FILE:")
    assert not Path("back.asice").exists()


def test_a_submission_is_not_opened(line: CommandLine) -> None:
    assert line.run("open", "april.asice", "--store", "county") == 1
    assert line.err.startswith("KIND:")

"""A file that a county attaches reaches the city byte for byte, and other tools find it in the package."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.app.installation.home import open_submission
from baise_desktop.cli.run import run
from tests.evidence_files import every_kind, pdf_bytes, put
from tests.round_trip import (
    CONTRACTS,
    MONTH,
    PASSPHRASE,
    PEOPLE,
    PLAN,
    add_contract,
    answer_target,
    found_offices,
)

COUNTY = ("--store", "county", "--plan", PLAN, "--period", MONTH)


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """`city`, `county` with a contract and a target filled in, `pass`; and the id of the contract's row."""
    folder = tmp_path_factory.mktemp("offices")
    found_offices(folder, utc_now())
    (folder / "pass").write_text(PASSPHRASE, "utf-8")
    desk = open_desk(folder / "county")
    open_submission(desk, PLAN, MONTH, utc_now())
    row = add_contract(desk, utc_now()).record.row_id
    answer_target(desk, utc_now())
    close_desk(desk)
    return folder, row


class Line:
    """The command line in one folder."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *words: str, code: int = 0) -> str:
        self._capsys.readouterr()
        given = run(words)
        out, err = self._capsys.readouterr()
        assert given == code, err
        return out if code == 0 else err


def test_from_a_row_to_the_city_and_out_again(
    offices: tuple[Path, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, row = offices
    monkeypatch.chdir(folder)
    line, contract = Line(capsys), (*COUNTY, "--form", CONTRACTS, "--row", row)
    contents = every_kind()
    for name, content in contents.items():
        put(folder / "in", name, content)
        assert "已添加" in line("evidence", "add", f"in/{name}", *contract)
    assert "没有重复添加" in line("evidence", "add", "in/批文.pdf", *contract)
    put(folder / "in", "删.pdf", pdf_bytes("gone"))
    digest = line("evidence", "add", "in/删.pdf", *contract).strip("。\n").split()[-1]
    line("evidence", "remove", digest[:12], *contract)
    assert "已清理 1 个" in line("evidence", "sweep", "--store", "county")
    for role, name in PEOPLE.items():
        line("sign-off", *COUNTY, "--role", role, "--name", name)
    assert line("evidence", "remove", "0" * 12, *contract, code=1).startswith("EVIDENCE_UNKNOWN")
    line("export", *COUNTY, "--out", "stick", "--passphrase-file", "pass")
    (package,) = (folder / "stick").iterdir()
    read_with_other_tools(package, contents)

    told = json.loads(line("merge", str(package), "--store", "city", "--json"))
    held = json.loads(line("evidence", "list", "--store", "city", "--package", told[0]["identity"][:12], "--json"))
    assert {file["name"]: file["state"] for file in held} == dict.fromkeys(contents, "held")
    for file in held:
        line("evidence", "save", file["sha256"][:12], "--store", "city", "--out", str(folder))
        assert (folder / file["name"]).read_bytes() == contents[file["name"]]
    assert line("evidence", "list", "--store", "city", code=1).startswith("EVIDENCE_WHICH")
    line("store", "verify", "--store", "city")


def read_with_other_tools(package: Path, contents: dict[str, bytes]) -> None:
    if not (shutil.which("unzip") and shutil.which("openssl")):
        return
    listed = subprocess.run(["unzip", "-Z1", str(package)], capture_output=True, text=True, check=True).stdout
    names = [name for name in listed.splitlines() if name.startswith("attachments/")]
    assert len(names) == len(contents)
    for name in names:
        content = subprocess.run(["unzip", "-p", str(package), name], capture_output=True, check=True).stdout
        assert content in contents.values()
        digest = subprocess.run(["openssl", "dgst", "-sha256"], input=content, capture_output=True, check=True).stdout
        assert digest.decode().split()[-1] == name.removeprefix("attachments/")

"""`baise paper-check` as an officer runs it, in one process and one folder."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.cli.conftest import CommandLine
from tests.cli.test_documentation import hold_to_document
from tests.round_trip import MONTH
from tests.scans import jpeg, pdf_of, rasterise, worn

CITY = ("--store", "city")


@pytest.fixture
def paper(line: CommandLine) -> Path:
    """The report of April, which the city has merged."""
    assert line.run("merge", "april.asice", *CITY) == 0
    out = line.folder / "april.pdf"
    assert (
        line.run("report", "submission", "--store", "county", "--plan", "p2", "--period", MONTH, "--out", str(out)) == 0
    )
    return out


def test_scans_that_fit(line: CommandLine, paper: Path) -> None:
    pages = rasterise(paper, 120)
    (line.folder / "扫描.pdf").write_bytes(pdf_of([worn(page, 2) for page in pages[1:]], 120))
    (line.folder / "首页.jpg").write_bytes(jpeg(pages[0]))
    blank = Image.new("RGB", pages[0].size, (250, 249, 246))
    (line.folder / "背面.jpg").write_bytes(jpeg(blank))
    assert line.run("paper-check", "扫描.pdf", "首页.jpg", "背面.jpg", *CITY) == 0
    assert line.err == ""
    assert f"首页.jpg 第 1 页：第 1/{len(pages)} 页 与库内一致" in line.out
    assert "背面.jpg 第 1 页：空白页" in line.out
    assert f"齐全，共 {len(pages)} 页" in line.out


def test_missing_pages_and_bad_files_give_one_and_say_why(line: CommandLine, paper: Path) -> None:
    pages = rasterise(paper, 120)
    (line.folder / "扫描.pdf").write_bytes(pdf_of(pages[1:], 120))
    (line.folder / "空.pdf").write_bytes(b"")
    assert line.run("paper-check", "空.pdf", "扫描.pdf", *CITY) == 1
    assert "PAPER_EMPTY: " in line.err
    assert f"缺第 1 页，共 {len(pages)} 页" in line.err
    assert line.err.count("\n") == 2
    told = line.json("paper-check", "空.pdf", "扫描.pdf", *CITY)
    assert [each["ok"] for each in told["files"]] == [False, True]
    code = rasterise_code(line, pages=len(pages))
    assert line.run("paper-check", *CITY, "--code", code) == 0
    assert "齐全" in line.out


@pytest.mark.parametrize("how", ["plain", "json"])
def test_nothing_but_blank_sheets_gives_one_and_says_what_to_do(line: CommandLine, how: str) -> None:
    blank = Image.new("RGB", (1000, 1400), (250, 249, 246))
    (line.folder / "背面.jpg").write_bytes(jpeg(blank))
    (line.folder / "扫描.pdf").write_bytes(pdf_of([blank, blank], 120))
    options = ("--json",) if how == "json" else ()
    assert line.run("paper-check", "背面.jpg", "扫描.pdf", *CITY, *options) == 1
    assert line.err.startswith("PAPER_ALL_BLANK: ")
    assert line.err.count("\n") == 1
    assert "重新扫描" in line.err
    if how == "json":
        assert json.loads(line.out)["ok"] is False
    else:
        assert line.out.count("空白页") == 3


def rasterise_code(line: CommandLine, pages: int) -> str:
    """The check code of the first page, from what is told of the second."""
    from baise_desktop.report.check_code import page_code
    from baise_desktop.report.model import Binding

    page = line.json("paper-check", "扫描.pdf", *CITY)["files"][0]["pages"][0]
    return page_code(Binding(page["unit"], page["plan"], page["period"], page["version"], page["content"]), 1, pages)


def test_the_document_describes_what_is_printed(line: CommandLine, paper: Path) -> None:
    pages = rasterise(paper, 120)
    (line.folder / "扫描.pdf").write_bytes(pdf_of(pages[1:], 120))
    (line.folder / "空.pdf").write_bytes(b"")
    told = line.json("paper-check", "扫描.pdf", "空.pdf", *CITY)
    hold_to_document("paper-check --json", [told])


@pytest.mark.parametrize(
    ("words", "code"), [((), "PAPER_NOTHING"), (("--code", "1234"), "PAPER_CODE"), (("a.pdf",), "FILE_UNREADABLE")]
)
def test_nothing_to_check_is_refused(line: CommandLine, words: tuple[str, ...], code: str) -> None:
    assert line.run("paper-check", *words, *CITY) == 1
    assert line.err.startswith(f"{code}: ")


def test_a_unit_has_no_paper_to_check(line: CommandLine) -> None:
    assert line.run("paper-check", "pass", "--store", "county") == 1
    assert line.err.startswith("ROLE_CITY_ONLY: ")


def test_it_works_without_qt(line: CommandLine, paper: Path) -> None:
    (line.folder / "扫描.pdf").write_bytes(paper.read_bytes())
    code = (
        "import sys; from baise_desktop.cli.run import run; "
        "code = run(['paper-check', '扫描.pdf', '--store', 'city']); "
        "print('PySide6' in sys.modules, code)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=line.folder, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False 0"

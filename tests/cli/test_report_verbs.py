"""`baise report ...` of the papers that go with a submission."""

import pytest

from tests.cli.conftest import CommandLine
from tests.round_trip import MONTH, PINGGUO

COUNTY = ("--store", "county", "--plan", "p2", "--period", MONTH)
CITY = ("--store", "city", "--plan", "p2", "--period", MONTH)


@pytest.mark.parametrize("kind", ["audit", "explanations", "evidence"])
def test_papers_of_a_unit_are_written(kind: str, line: CommandLine) -> None:
    for name in (f"{kind}.pdf", f"{kind}.xlsx"):
        assert line.run("report", kind, *COUNTY, "--out", name) == 0, line.err
        assert name in line.out
        assert (line.folder / name).stat().st_size > 5_000


def test_the_city_prints_what_it_holds_of_a_unit(line: CommandLine) -> None:
    assert line.run("report", "audit", *CITY, "--unit", PINGGUO, "--out", "a.pdf") == 1
    assert line.err.startswith("NOT_RECEIVED")
    assert line.run("merge", "april.asice", "--store", "city", "--without-backup") == 0
    assert line.run("report", "audit", *CITY, "--unit", "平果市", "--out", "a.pdf") == 0
    assert line.run("report", "audit", *CITY, "--out", "a.pdf") == 1
    assert line.err.startswith("UNIT_NEEDED")


def test_blank_forms_are_written_as_they_are_wanted(line: CommandLine) -> None:
    assert line.run("report", "blank", *COUNTY, "--out", "all.pdf") == 0
    words = ("--form", "r.tech_contract", "--rows", "3", "--a4", "--out", "one.pdf")
    assert line.run("report", "blank", *COUNTY, *words) == 0
    assert (line.folder / "one.pdf").stat().st_size < (line.folder / "all.pdf").stat().st_size
    assert line.run("report", "blank", *COUNTY, "--form", "r.none", "--out", "x.pdf") == 1
    assert line.err.startswith("BLANK_FORM")


def test_there_is_no_statement_of_what_nobody_stated(line: CommandLine) -> None:
    assert line.run("report", "unchanged", *COUNTY, "--out", "u.pdf") == 1
    assert line.err.startswith("NOTHING_UNCHANGED")

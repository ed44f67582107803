"""Every paper of a submission can be made, whatever stands in it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.kept.package_rows import read_packed_report
from baise_desktop.app.paper.papers import list_papers, make_paper, make_workbook, write_blank, write_paper
from baise_desktop.errors import BaiseError
from baise_desktop.store.sealed import find_sealed
from tests.app.conftest import NOW
from tests.round_trip import LINGYUN, MONTH, PLAN


def test_every_paper_has_its_name_and_can_be_made(county: Desk) -> None:
    papers = list_papers(county, PLAN, MONTH)
    assert [paper.kind for paper in papers] == ["submission", "audit", "explanations", "evidence", "blank"]
    for paper in papers:
        assert paper.file_name == f"平果市-{MONTH}-{paper.title}"
        made = make_paper(county, PLAN, MONTH, paper.kind, NOW)
        assert made.startswith(b"%PDF-")
        assert made == make_paper(county, PLAN, MONTH, paper.kind, NOW)
        if paper.has_workbook:
            assert make_workbook(county, PLAN, MONTH, paper.kind, NOW).startswith(b"PK")


def test_the_report_of_what_is_sealed_is_the_one_in_the_package(
    reported: Path, open_copy: Callable[[Path], Desk]
) -> None:
    sender = open_copy(reported / "county")
    package = find_sealed(sender.store, sender.office.unit, PLAN, MONTH)
    assert package is not None
    assert make_paper(sender, PLAN, MONTH, "submission", NOW) == read_packed_report(sender, package.identity)


def test_a_file_is_of_the_kind_that_its_name_says(county: Desk, tmp_path: Path) -> None:
    assert write_paper(county, PLAN, MONTH, "audit", tmp_path / "a.PDF", NOW).read_bytes().startswith(b"%PDF-")
    assert write_paper(county, PLAN, MONTH, "audit", tmp_path / "a.xlsx", NOW).read_bytes().startswith(b"PK")
    with pytest.raises(BaiseError, match="SUFFIX"):
        write_paper(county, PLAN, MONTH, "audit", tmp_path / "a.doc", NOW)
    with pytest.raises(BaiseError, match="BLANK_SUFFIX"):
        write_blank(county, PLAN, MONTH, tmp_path / "a.xlsx", NOW)


def test_a_unit_prints_its_own_papers_only(county: Desk, tmp_path: Path) -> None:
    with pytest.raises(BaiseError, match="ROLE_CITY_ONLY"):
        write_paper(county, PLAN, MONTH, "audit", tmp_path / "a.pdf", NOW, unit=LINGYUN)


def test_nothing_is_made_of_what_is_not_owed(county: Desk, city: Desk) -> None:
    with pytest.raises(BaiseError, match="NOTHING_OWED"):
        make_paper(county, PLAN, "2019-04", "audit", NOW)
    with pytest.raises(BaiseError, match="PLAN_UNKNOWN"):
        list_papers(county, "p9", MONTH)
    with pytest.raises(BaiseError, match="ROLE_UNIT_ONLY"):
        list_papers(city, PLAN, MONTH)

"""The papers of one submission that the city holds, whichever of its versions counts."""

import zipfile
from pathlib import Path

import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.inbox.receiving import list_received, merge_files
from baise_desktop.app.outgoing.exporting import export
from baise_desktop.app.paper.received_paper import describe_package
from baise_desktop.app.paper.received_papers import list_received_papers, show_received, write_received
from baise_desktop.errors import BaiseError
from baise_desktop.store.submissions import reopen
from tests.app.conftest import NOW
from tests.round_trip import MONTH, PASSPHRASE, PINGGUO, PLAN, add_contract, report_month, sign_all


@pytest.fixture
def packages(city: Desk, county: Desk, tmp_path: Path) -> list[Path]:
    """Two versions that the city merged, the older one first."""
    first = report_month(county, NOW, tmp_path).path.rename(tmp_path / "first.asice")
    reopen(county.store, PINGGUO, PLAN, MONTH, "补报一项合同", NOW)
    add_contract(county, NOW, contract_no="HT-NEW")
    sign_all(county, NOW)
    second = export(county, PLAN, MONTH, tmp_path, PASSPHRASE, NOW).path
    merge_files(city, [first, second], NOW)
    return [first, second]


def test_each_is_about_the_version_that_was_chosen(city: Desk, packages: list[Path]) -> None:
    for number, package in enumerate(list_received(city), 1):
        papers = list_received_papers(city, package.identity)
        assert [paper.kind for paper in papers] == ["submission", "audit", "explanations", "evidence"]
        assert all(paper.file_name.endswith(f"_v{number}") for paper in papers)
        for paper in papers[1:]:
            described = describe_package(city, package.identity, paper.kind, NOW.date())
            assert described.binding.version == number
        shown = show_received(city, package.identity, "audit", NOW)
        assert f"第 {number} 次" in shown.title
        assert not shown.unsigned
    assert len(packages) == 2


def test_the_report_and_its_workbook_are_those_that_came(city: Desk, packages: list[Path], tmp_path: Path) -> None:
    for held, file in zip(list_received(city), packages, strict=True):
        with zipfile.ZipFile(file) as archive:
            assert show_received(city, held.identity, "submission", NOW).content == archive.read("report.pdf")
            out = write_received(city, held.identity, "submission", tmp_path / "report.xlsx", NOW)
            assert out.read_bytes() == archive.read("report.xlsx")


def test_each_is_written_as_both(city: Desk, packages: list[Path], tmp_path: Path) -> None:
    identity = list_received(city)[len(packages) - 1].identity
    for paper in list_received_papers(city, identity):
        for suffix, begins in ((".pdf", b"%PDF-"), (".xlsx", b"PK")):
            out = write_received(city, identity, paper.kind, tmp_path / f"{paper.file_name}{suffix}", NOW)
            assert out.read_bytes().startswith(begins)
    with pytest.raises(BaiseError, match="SUFFIX"):
        write_received(city, identity, "audit", tmp_path / "a.txt", NOW)


def test_a_unit_has_none_and_what_never_came_is_unknown(city: Desk, county: Desk) -> None:
    with pytest.raises(BaiseError, match="ROLE_CITY_ONLY"):
        list_received_papers(county, "0" * 64)
    with pytest.raises(BaiseError, match="PACKAGE_UNKNOWN"):
        list_received_papers(city, "0" * 64)
    with pytest.raises(BaiseError, match="PACKAGE_UNKNOWN"):
        describe_package(city, "0" * 64, "audit", NOW.date())

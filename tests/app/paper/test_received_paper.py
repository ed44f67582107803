"""What the city prints of a submission is what was signed."""

from pathlib import Path

import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.inbox.receiving import merge_files
from baise_desktop.app.outgoing.exporting import export
from baise_desktop.app.paper.papers import write_paper
from baise_desktop.app.paper.received_paper import KINDS, describe_received
from baise_desktop.errors import BaiseError
from baise_desktop.store.packages import package_file
from baise_desktop.store.submissions import reopen
from tests.app.conftest import NOW
from tests.app.paper.test_audit_paper import rows_of
from tests.round_trip import MONTH, PASSPHRASE, PINGGUO, PLAN, add_contract, report_month, sign_all


@pytest.fixture
def holding(city: Desk, april: Path) -> Desk:
    merge_files(city, [april], NOW)
    return city


def test_the_audit_tells_what_was_signed_and_received(holding: Desk) -> None:
    paper = describe_received(holding, PINGGUO, PLAN, MONTH, "audit", NOW.date())
    facts = dict(paper.facts)
    assert (paper.unit_name, facts["校核结论"]) == ("平果市", "可上报")
    assert facts["市级接收"] == "2023-05-04 16:00"
    assert "负责人：演示人员03" in facts["签字"]
    assert facts["应报各表"].startswith("应报 2 张，已填 2 张")
    told = {row[0]: row[1] for row in rows_of(paper, "签字、上报包与版本")}
    assert told["上报包内容摘要"] == paper.binding.content_digest
    assert paper.statements == ()


@pytest.mark.parametrize("kind", KINDS)
def test_each_can_be_written_as_both(holding: Desk, kind: str, tmp_path: Path) -> None:
    for suffix, begins in ((".pdf", b"%PDF-"), (".xlsx", b"PK")):
        out = write_paper(holding, PLAN, MONTH, kind, tmp_path / f"{kind}{suffix}", NOW, unit=PINGGUO)  # type: ignore[arg-type]
        assert out.read_bytes().startswith(begins)


def test_the_newest_version_that_counts_is_told(city: Desk, county: Desk, tmp_path: Path) -> None:
    first = report_month(county, NOW, tmp_path).path.rename(tmp_path / "first.asice")
    reopen(county.store, PINGGUO, PLAN, MONTH, "补报一项合同", NOW)
    add_contract(county, NOW, contract_no="HT-NEW")
    sign_all(county, NOW)
    second = export(county, PLAN, MONTH, tmp_path, PASSPHRASE, NOW).path
    merge_files(city, [second, first], NOW)
    paper = describe_received(city, PINGGUO, PLAN, MONTH, "audit", NOW.date())
    assert paper.binding.version == 2
    assert [row[3] for row in rows_of(paper, "各表填报情况")] == [None, 2]


def test_a_package_whose_file_is_gone_says_so(holding: Desk) -> None:
    before = describe_received(holding, PINGGUO, PLAN, MONTH, "audit", NOW.date())
    told = {row[0]: row[1] for row in rows_of(before, "签字、上报包与版本")}
    identity = str(told["上报包身份"])
    package_file(holding.store, identity).unlink()
    paper = describe_received(holding, PINGGUO, PLAN, MONTH, "audit", NOW.date())
    assert "缺失或已变" in dict(paper.facts)["签字"]


def test_what_never_came_is_refused(city: Desk) -> None:
    with pytest.raises(BaiseError, match="NOT_RECEIVED"):
        describe_received(city, PINGGUO, PLAN, MONTH, "audit", NOW.date())


def test_the_city_names_a_unit_and_makes_no_statement_for_it(holding: Desk, tmp_path: Path) -> None:
    with pytest.raises(BaiseError, match="UNIT_NEEDED"):
        write_paper(holding, PLAN, MONTH, "audit", tmp_path / "a.pdf", NOW)
    with pytest.raises(BaiseError, match="ROLE_UNIT_ONLY"):
        write_paper(holding, PLAN, MONTH, "unchanged", tmp_path / "a.pdf", NOW, unit=PINGGUO)

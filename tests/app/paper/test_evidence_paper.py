"""佐证材料目录: every file by form and row, its digests, and whether it is there."""

from pathlib import Path

from baise_desktop.app.desk import Desk
from baise_desktop.app.entry import filling
from baise_desktop.app.entry.evidence import attach
from baise_desktop.app.installation.home import owed_here
from baise_desktop.app.paper.evidence_paper import describe_evidence
from baise_desktop.report.unit_paper import UnitPaper
from baise_desktop.store.attachments import attachment_file
from baise_desktop.store.entries import Sheet
from tests.app.conftest import NOW
from tests.evidence_files import pdf_bytes, put
from tests.round_trip import MONTH, PLAN, add_contract, contracts_of


def describe(desk: Desk) -> UnitPaper:
    return describe_evidence(desk, PLAN, MONTH, NOW.date())


def test_no_evidence_is_said(county: Desk) -> None:
    paper = describe(county)
    assert dict(paper.facts)["材料"] == "无"
    assert paper.parts[0].texts == ("本次上报没有佐证材料。",)


def test_a_file_is_listed_with_its_digests(county: Desk, tmp_path: Path) -> None:
    row = add_contract(county, NOW).record.row_id
    file = put(tmp_path, "验收意见.pdf", pdf_bytes())
    evidence = attach(county, contracts_of(county), row, "", file, NOW).evidence
    paper = describe(county)
    (part,) = paper.parts
    assert part.table is not None
    assert part.sheet is not None
    ((form, place, name, kind, _, short, whole, state),) = part.table.rows
    assert (form, name, kind, state) == ("技术合同登记台账", "验收意见.pdf", "PDF", "在库")
    assert "HT-001" in str(place)
    assert short == evidence.sha256[:12]
    assert str(whole).replace("\n", "") == evidence.sha256
    assert part.sheet.rows[0][5:8] == (evidence.size, evidence.sha256[:12], evidence.sha256)
    assert dict(paper.facts)["缺失"] == "没有缺失"


def test_a_lost_file_is_named(county: Desk, tmp_path: Path) -> None:
    row = add_contract(county, NOW).record.row_id
    evidence = attach(county, contracts_of(county), row, "", put(tmp_path, "照片.pdf", pdf_bytes()), NOW).evidence
    attachment_file(county.store, evidence.sha256).unlink()
    paper = describe(county)
    assert dict(paper.facts)["缺失"].startswith("缺失 1 处")
    assert paper.parts[0].table is not None
    assert paper.parts[0].table.rows[0][-1] == "缺失"


def test_what_is_done_without_evidence_is_named(county: Desk) -> None:
    task = next(form for form in owed_here(county, PLAN, "2023H1") if form.id in county.catalogue.tasks)
    sheet = Sheet(county.office.unit, PLAN, "2023H1", task.id)
    row = filling.single_entry(county, sheet, NOW).record.row_id
    filling.set_cell(county, sheet, row, "m1_state", "已完成", NOW)
    paper = describe_evidence(county, PLAN, "2023H1", NOW.date())
    _, bare = paper.parts
    assert bare.table is not None
    assert bare.table.rows == ((task.title, "举措1完成状态"),)

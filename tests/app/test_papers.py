"""Every paper of a submission can be made, whatever stands in it."""

from baise_desktop.app.desk import Desk
from baise_desktop.app.papers import list_papers, make_paper, make_workbook
from tests.app.conftest import NOW
from tests.round_trip import MONTH, PLAN


def test_every_paper_has_its_name_and_can_be_made(county: Desk) -> None:
    for paper in list_papers(county, PLAN, MONTH):
        assert paper.file_name == f"平果市-{MONTH}-{paper.title}"
        assert make_paper(county, PLAN, MONTH, paper.kind, NOW).startswith(b"%PDF-")
        if paper.has_workbook:
            assert make_workbook(county, PLAN, MONTH, paper.kind, NOW).startswith(b"PK")

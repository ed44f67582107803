"""无变化声明: which forms, in one sentence and one table."""

from pathlib import Path

import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.entry.unchanged import state_unchanged
from baise_desktop.app.installation.home import open_submission
from baise_desktop.app.paper.papers import list_papers, make_paper
from baise_desktop.app.paper.unchanged_paper import describe_unchanged, list_forms
from baise_desktop.errors import BaiseError
from tests.app.conftest import NOW
from tests.round_trip import MONTH, PLAN, contracts_of, report_month


def test_there_is_none_where_nothing_is_stated(county: Desk) -> None:
    assert "unchanged" not in [paper.kind for paper in list_papers(county, PLAN, MONTH)]
    with pytest.raises(BaiseError, match="NOTHING_UNCHANGED"):
        make_paper(county, PLAN, MONTH, "unchanged", NOW)


def test_a_stated_form_is_listed_with_its_rows(county: Desk, tmp_path: Path) -> None:
    report_month(county, NOW, tmp_path, "2023-03")
    open_submission(county, PLAN, MONTH, NOW)
    state_unchanged(county, contracts_of(county), NOW)
    assert "unchanged" in [paper.kind for paper in list_papers(county, PLAN, MONTH)]
    paper = describe_unchanged(county, PLAN, MONTH, NOW.date())
    assert "各表共 2 张，第 1 次上报中下列 1 张与上期相比没有变化" in paper.opening[0]
    (part,) = paper.parts
    assert part.table is not None
    assert part.table.rows == (("技术合同登记台账", "与上期相同，1 行"),)
    assert part.sheet is not None
    assert part.sheet.rows[0][1:2] == ("台账",)
    assert "2023年3月 第 1 版" in str(part.sheet.rows[0][2])
    assert part.sheet.rows[0][3:] == ("填表人", "2023-05-04 16:00")


@pytest.mark.parametrize("count", [1, 5, 6, 23])
def test_many_forms_stand_two_to_a_line_and_none_is_lost(count: int) -> None:
    told = [(f"演示台账{number}", "与上期相同，1 行") for number in range(count)]
    table = list_forms("声明", told)
    listed = [str(cell) for row in table.rows for cell in row[::2] if cell]
    assert sorted(listed) == sorted(name for name, _ in told)
    assert len(table.rows) == (count if count <= 5 else (count + 1) // 2)
    assert all(len(row) == len(table.columns) for row in table.rows)

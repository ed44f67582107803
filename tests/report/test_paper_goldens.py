"""Pages of the papers about a submission as pixels; `--update-goldens` as in `test_goldens`."""

from pathlib import Path

import pytest

from baise_desktop.report.blank import render_blank
from baise_desktop.report.unit_paper import UnitPaper, render_paper
from tests.report import papers
from tests.report.test_goldens import _compare

PAPERS = (papers.audit(), papers.explanations(), papers.evidence(), papers.unchanged())


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.binding.paper)
def test_paper(paper: UnitPaper, fonts_folder: Path, tmp_path: Path, update_goldens: bool) -> None:
    _compare(paper.binding.paper, render_paper(paper, fonts_folder).pdf, tmp_path, update=update_goldens)


def test_blank(fonts_folder: Path, tmp_path: Path, update_goldens: bool) -> None:
    forms = (papers.task_form(), papers.register_form("r.narrow", 2), papers.register_form("r.wide", 7))
    blank = papers.blank(*forms, papers.register_form("r.widest", 12))
    _compare("blank", render_blank(blank, fonts_folder).pdf, tmp_path, update=update_goldens)

"""Section I of the list of bad inputs, texts that are to be printed: markup, very long ones, characters no face has."""

import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree
from pyhanko.pdf_utils.reader import PdfFileReader

from baise_desktop.app.installation.resources import fonts_folder
from baise_desktop.errors import Severity
from baise_desktop.report import document, pagination
from baise_desktop.report.fonts import MISSING_MARK
from baise_desktop.report.geometry import Chapter, Page
from baise_desktop.report.model import (
    Binding,
    Column,
    DeliverableLine,
    ExplanationLine,
    FindingLine,
    MeasureLine,
    Narrative,
    RenderedPdf,
    Statement,
    SubmissionReport,
    TableSection,
    TargetSection,
    TaskSection,
)
from baise_desktop.report.submission import render_pdf
from baise_desktop.report.table import Table, TableColumn
from baise_desktop.report.unit_paper import PaperPart, UnitPaper, render_paper

Place = Callable[[str], RenderedPdf]
DAY = date(2023, 7, 5)
MARKUP = (
    "a<b>c",
    "R&D < 5",
    '<img src="secret.png">',
    "&lt;b&gt;&#65;",
    "<font color='red'>红</font>",
    "{unit}{0}%s%(x)s",
    r"\n\u0041(a\) Tj ET",
    "</rdf:li><!-- ]]>",
)
LONG = "科技创新，支撑产业高质量发展。" * (200_000 // 15) + "末" * 5
WORD = "A1b2C3d4E5" * 1000
DEEP = ("plan", "task", "narrative", "cell", "head", "finding", "paper")
"""Places for the very longest: each is set by other code."""
EMOJI = "😀👨‍👩‍👧🇨🇳"
UNKNOWN = "\ue000\U000f0001\U0002fa20\u202e\u200b\x07\x1b\ufffe"
_REPORT = SubmissionReport(
    binding=Binding("c.pingguo", "p2", "2023H1", 1, "0" * 64),
    unit_name="平果市科学技术局",
    plan_name="方案",
    period_text="2023年上半年",
    created_on=DAY,
    verdict="可上报。",
    statements=(Statement(role="填表人", name="演示人员01", date="2023-07-03"),),
)


def _submission(**changes: object) -> RenderedPdf:
    return render_pdf(replace(_REPORT, **changes), fonts_folder())  # type: ignore[arg-type]


def _sections(*sections: TaskSection | TargetSection | TableSection) -> RenderedPdf:
    return _submission(sections=sections)


def _register(text: str = "", head: str = "甲", **more: str) -> TableSection:
    columns = (Column(head), Column("乙", "万元", "right"), Column("丙"))
    return TableSection(title="台账", columns=columns, rows=(("一", "12.5", text), (text, "3", "")), **more)  # type: ignore[arg-type]


def _finding(**texts: str) -> FindingLine:
    said = {"form": "表", "row": "行", "sentence": "句", **texts}
    return FindingLine(id="f1", severity=Severity.EXPLAIN, **said)


def _paper(text: str) -> RenderedPdf:
    table = Table("表", (TableColumn("甲"), TableColumn("乙")), ((text, 1),), note=text)
    part = PaperPart(title="部分", texts=(text,), table=table)
    paper = UnitPaper(
        binding=_REPORT.binding,
        title="审核表",
        unit_name=_REPORT.unit_name,
        plan_name="方案",
        period_text="2023年",
        created_on=DAY,
        facts=(("项", text),),
        parts=(part,),
        opening=(text,),
    )
    return render_paper(paper, fonts_folder())


PLACES: dict[str, Place] = {
    "plan": lambda text: _submission(plan_name=text),
    "verdict": lambda text: _submission(verdict=text),
    "contact": lambda text: _submission(contact={"联系人": text}),
    "statement": lambda text: _submission(statements=(Statement(role="填表人", name=text),)),
    "watermark": lambda text: _submission(contact={"联系人": text}, watermark="演练"),
    "recipient": lambda text: _submission(issued=True, recipient=text, document_number="1号"),
    "task": lambda text: _sections(TaskSection(title=text)),
    "clause": lambda text: _sections(TaskSection(title="任务", heading=text, quotes=(text,))),
    "measure": lambda text: _sections(
        TaskSection(title="任务", measures=(MeasureLine(number=1, quote=text, state="", progress=text),))
    ),
    "deliverable": lambda text: _sections(
        TaskSection(title="任务", deliverables=(DeliverableLine(number=1, quote=text, state=text),))
    ),
    "narrative": lambda text: _sections(TaskSection(title="任务", narratives=(Narrative(name="成效", text=text),))),
    "narrative name": lambda text: _sections(TaskSection(title="任务", narratives=(Narrative(name=text, text="文"),))),
    "target": lambda text: _sections(TargetSection(name=text, requirement="≥ 1", figure=text)),
    "cell": lambda text: _sections(_register(text)),
    "head": lambda text: _sections(_register(head=text)),
    "lead": lambda text: _sections(_register(lead=text)),
    "note": lambda text: _sections(_register(note=text)),
    "finding": lambda text: _submission(findings=(_finding(sentence=text, row=text),)),
    "explanation": lambda text: _submission(
        findings=(_finding(),), explanations=(ExplanationLine(finding="f1", text=text),)
    ),
    "paper": _paper,
}


def _read(paper: RenderedPdf, folder: Path) -> str:
    path = folder / "paper.pdf"
    path.write_bytes(paper.pdf)
    told = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, text=True, check=True).stdout
    return re.sub(r"\s", "", told)


@pytest.mark.parametrize("place", PLACES)
def test_146_markup_is_printed_as_it_was_typed(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret.png").write_bytes(b"\x89PNG secret")
    text = "；".join(MARKUP)
    told = _read(PLACES[place](text), tmp_path)
    # a line may break anywhere, and a cell beside it may be told in between
    assert not Counter(re.sub(r"\s", "", text)) - Counter(told)
    images = subprocess.run(["pdfimages", "-list", "paper.pdf"], capture_output=True, text=True, check=True).stdout
    assert len(images.splitlines()) == 2
    assert subprocess.run(["qpdf", "--check", "paper.pdf"], capture_output=True, check=False).returncode == 0
    assert b"secret" not in (tmp_path / "paper.pdf").read_bytes().replace(b"secret.png", b"")


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> list[Page]:
    """The pages of every paper made meanwhile."""
    made: list[Page] = []

    def paginate(chapters: Iterable[Chapter]) -> tuple[Page, ...]:
        filled = pagination.paginate(chapters)
        made.extend(filled)
        return filled

    monkeypatch.setattr(document, "paginate", paginate)
    return made


@pytest.mark.parametrize(("place", "text"), [*((place, WORD) for place in PLACES), *((place, LONG) for place in DEEP)])
def test_146_nothing_of_a_very_long_text_is_cut_off(place: str, text: str, tmp_path: Path, pages: list[Page]) -> None:
    told = _read(PLACES[place](text), tmp_path)
    assert not Counter(text) - Counter(told)
    assert len(pages) > 1
    assert all(page.used <= page.orientation.height + 0.1 for page in pages)


def test_146_of_text_and_word_in_one_paragraph_nothing_leaves_the_type_area(tmp_path: Path) -> None:
    text = f"研究{WORD}开发，" * 3
    _read(PLACES["narrative"](text), tmp_path)
    command = ["pdftotext", "-bbox", str(tmp_path / "paper.pdf"), "-"]
    boxes = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    edges = [(float(left), float(right)) for left, right in re.findall(r'xMin="([\d.]+)".*?xMax="([\d.]+)"', boxes)]
    assert len(edges) > 100
    assert min(left for left, _ in edges) >= 26 * 72 / 25.4 - 1
    assert max(right for _, right in edges) <= 595.3


@pytest.mark.parametrize("place", PLACES)
def test_147_rare_characters_are_printed_and_what_no_face_has_is_seen_and_told(place: str, tmp_path: Path) -> None:
    text = f"名𠮷㐂㛃𬭎䶮犇喆字{EMOJI}和{UNKNOWN}止"
    paper = PLACES[place](text)
    told = _read(paper, tmp_path)
    shown = "".join(MISSING_MARK if character in paper.missing else character for character in text)
    assert not Counter(shown) - Counter(told)
    assert not set("𠮷㐂㛃𬭎䶮犇喆") & set(paper.missing)
    assert set(EMOJI + UNKNOWN) - set("\u200d") <= set(paper.missing)
    for character in paper.missing:
        assert f"U+{ord(character):04X}" in told


@pytest.mark.parametrize("place", PLACES)
def test_147_signs_that_are_no_text_leave_metadata_and_bookmarks_whole(place: str, tmp_path: Path) -> None:
    """Half a surrogate pair was no text to write; a control character made the metadata no XML."""
    paper = PLACES[place]("甲\x00\x07\x1b\ud800\ufffe乙\n丙\u202e丁")
    root = PdfFileReader(BytesIO(paper.pdf)).root
    told = etree.fromstring(root["/Metadata"].data)
    assert "http://www.w3.org/1999/02/22-rdf-syntax-ns#" in told[0].tag
    (tmp_path / "paper.pdf").write_bytes(paper.pdf)
    assert subprocess.run(["qpdf", "--check", tmp_path / "paper.pdf"], capture_output=True, check=False).returncode == 0


def test_147_the_same_bytes_come_out_again() -> None:
    assert PLACES["paper"](EMOJI).pdf == PLACES["paper"](EMOJI).pdf

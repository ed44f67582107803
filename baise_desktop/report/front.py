"""The head of a submission: red header where it is issued, title, particulars, contents."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from baise_desktop.report import blocks
from baise_desktop.report.fonts import Role
from baise_desktop.report.geometry import (
    AREA_HEIGHT,
    AREA_WIDTH,
    BODY_LEADING,
    BODY_SIZE,
    MM,
    Anchor,
    Mark,
    Orientation,
    PageReference,
    Rule,
    Strip,
    Text,
    height_of,
)
from baise_desktop.report.grid import Grid, GridSetter
from baise_desktop.report.model import Column, SubmissionReport, TableSection, TargetSection, TaskSection
from baise_desktop.report.titles import long_date, title_lines
from baise_desktop.report.typesetting import Setting, Typesetter
from baise_desktop.texts import say

_HEADER_TOP = 35 * MM
_HEADER_SIZE, _HEADER_LEAST = 46.0, 14.0
_CONTENTS = blocks.SMALL
_NUMBER_ROOM = 24.0
_MOST_ENTRIES = 100
_MOST_BELOW_TITLE = 12
_COVER_TOP = 4 * BODY_LEADING
_COVER_ROW = 30.0
_FACT_SHARE = 0.8
"""Of the width, what the texts take beside their names, short as they may be."""


def red_header(typesetter: Typesetter, name: str, document_number: str, signer: str = "") -> Strip:
    """发文机关标志, 发文字号, 签发人 and the red rule. Source: GB/T 9704-2012 section 7.2.

    Args:
        typesetter: sets the lines.
        name: 发文机关.
        document_number: in the middle; at the left where there is a signer.
        signer: at the right; only documents that go up name one.
    """
    size = _HEADER_SIZE
    while typesetter.width(name, Setting(Role.TITLE, size, size)) > AREA_WIDTH - 8 * MM and size > _HEADER_LEAST:
        size -= 1.0
    mark = Setting(Role.TITLE, size, size, align="center")
    line = typesetter.fitted(name, mark, AREA_WIDTH)
    number_top = _HEADER_TOP + size + 2 * BODY_LEADING
    rule_y = number_top + BODY_LEADING + 4 * MM
    marks: tuple[Mark, ...] = (
        Text(line.indent, _HEADER_TOP + blocks.baseline(mark), line, size, red=True),
        *_numbered(typesetter, document_number, signer, number_top),
        Rule(0, rule_y, AREA_WIDTH, rule_y, 1.6, red=True),
    )
    return Strip(height=rule_y + 2 * BODY_LEADING, marks=marks)


def _numbered(typesetter: Typesetter, document_number: str, signer: str, top: float) -> Iterator[Text]:
    """The line above the red rule: both ends are a character from the edge."""
    number = Setting(Role.BODY, BODY_SIZE, BODY_LEADING, align="left" if signer else "center")
    indent = BODY_SIZE if signer else 0.0
    label, kai = say("report.signer") if signer else "", replace(number, role=Role.SUBHEADING)
    named = typesetter.fitted(signer, kai, AREA_WIDTH / 3)
    ends = AREA_WIDTH - BODY_SIZE - named.width
    labelled = typesetter.set(label, number, AREA_WIDTH)[0]
    room = ends - labelled.width - 2 * BODY_SIZE if signer else AREA_WIDTH
    yield blocks.text_mark(typesetter.fitted(document_number, number, room), number, indent, top)
    if signer:
        yield blocks.text_mark(labelled, number, ends - labelled.width, top)
        yield blocks.text_mark(named, kai, ends, top)


def title_block(typesetter: Typesetter, title: str, subtitle: str, width: float = AREA_WIDTH) -> tuple[Strip, ...]:
    """A title in 2号小标宋 with a line under it in 楷体.

    Args:
        typesetter: sets the lines.
        title: its parts, parted by line feeds, go on one line where they fit.
        subtitle: the line below.
        width: of the page it stands on, in points.
    """
    most = width / blocks.TITLE.size
    parts = title.split("\n")
    whole = title_lines("".join(parts), most)
    fitted = whole if len(whole) == 1 else [line for part in parts for line in title_lines(part, most)]
    lines = "\n".join(fitted)
    strips = blocks.heading(typesetter, lines, blocks.TITLE, width)
    return *strips, *blocks.heading(typesetter, subtitle, blocks.SUBTITLE, width), blocks.space(10)


def _particulars(report: SubmissionReport) -> Iterator[tuple[str, str]]:
    tables = [section for section in report.sections if isinstance(section, TableSection)]
    yield say("report.particular_unit"), report.unit_name
    yield say("report.particular_plan"), report.plan_name
    yield say("report.particular_period"), report.period_text
    version = say("report.particular_version_text", version=report.binding.version)
    yield say("report.particular_version"), f"{version}{report.version_note}"
    yield say("report.particular_date"), long_date(report.created_on)
    yield (
        say("report.particular_content"),
        say(
            "report.particular_content_text",
            tasks=sum(isinstance(section, TaskSection) for section in report.sections),
            targets=sum(isinstance(section, TargetSection) for section in report.sections),
            registers=len(tables),
            rows=sum(len(table.rows) for table in tables),
        ),
    )
    yield say("report.particular_verdict"), report.verdict
    people = [(each.role, each.name) for each in report.statements if each.name]
    if people:
        told = "　".join(say("report.particular_person", role=role, name=name) for role, name in people)
        yield say("report.particular_people"), told
    if telephone := report.contact.get(say("contact.telephone")):
        yield say("contact.telephone"), telephone


def particulars(typesetter: Typesetter, report: SubmissionReport) -> tuple[Strip, ...]:
    """What this paper is."""
    return facts_table(typesetter, tuple(_particulars(report)))


def needs_cover(anchors: Sequence[Anchor]) -> bool:
    """Whether there is more to list than the page of the title has room for."""
    return len(anchors) > _MOST_BELOW_TITLE


def cover(typesetter: Typesetter, report: SubmissionReport, title: str, subtitle: str) -> tuple[Strip, ...]:
    """A page of its own: the title in the upper half, what the paper is in the lower."""
    head = title_block(typesetter, title, subtitle)
    facts = facts_table(typesetter, tuple(_particulars(report)), _COVER_ROW)
    gap = max(BODY_LEADING, AREA_HEIGHT - _COVER_TOP - height_of((*head, *facts)))
    return Strip(height=_COVER_TOP), *head, Strip(height=gap), *facts, blocks.PAGE_END


def facts_table(
    typesetter: Typesetter,
    facts: tuple[tuple[str, str], ...],
    least_row: float = 24.0,
    orientation: Orientation = Orientation.PORTRAIT,
) -> tuple[Strip, ...]:
    """Names and texts as a two-column table without a head."""
    columns = (Column("", align="center"), Column("", pen=orientation.width * _FACT_SHARE))
    grid = Grid(columns=columns, rows=facts, keys=1, least_row=least_row, has_head=False)
    return *GridSetter(typesetter, grid).strips(orientation), blocks.space(10)


def _entry(typesetter: Typesetter, anchor: Anchor) -> Iterator[Strip]:
    left = anchor.level * 1.5 * _CONTENTS.size
    lines = typesetter.set(anchor.title, _CONTENTS, AREA_WIDTH - left - _NUMBER_ROOM)
    for line in lines[:-1]:
        yield Strip(height=_CONTENTS.leading, marks=(blocks.text_mark(line, _CONTENTS, left),), keep_with_next=True)
    last = lines[-1]
    room = AREA_WIDTH - _NUMBER_ROOM - left - last.indent - last.width
    dots = typesetter.set("…" * int(room / _CONTENTS.size), _CONTENTS, AREA_WIDTH)[0]
    marks = [blocks.text_mark(last, _CONTENTS, left)]
    if dots.runs:
        marks.append(blocks.text_mark(dots, _CONTENTS, AREA_WIDTH - _NUMBER_ROOM - dots.width))
    number = PageReference(AREA_WIDTH, blocks.baseline(_CONTENTS), anchor.key, _CONTENTS.size)
    yield Strip(height=_CONTENTS.leading, marks=(*marks, number))


def contents(typesetter: Typesetter, anchors: Sequence[Anchor]) -> tuple[Strip, ...]:
    """The list of contents: both levels if three pages hold them, else the first level alone."""
    listed = anchors if len(anchors) <= _MOST_ENTRIES else [anchor for anchor in anchors if anchor.level == 0]
    centred = Setting(Role.HEADING, 12, 24, align="center")
    head = blocks.heading(typesetter, say("report.contents"), centred, AREA_WIDTH)
    return *head, *(strip for anchor in listed for strip in _entry(typesetter, anchor)), blocks.space(10)

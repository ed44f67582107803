"""Checked paper as lines: the submissions that pages were filed to, and page after page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from baise_desktop.texts import say
from baise_desktop.ui.moments import period_text
from baise_desktop.ui.plain_table import Cell, Heading, Line

if TYPE_CHECKING:
    from baise_desktop.app.scan.paper_filing import FiledPaper, SeenPrint
    from baise_desktop.app.scan.paper_page import PaperPage
    from baise_desktop.errors import BaiseError

_STATES = {
    "fits": ("done", "good"),
    "twice": ("hint", "muted"),
    "mixed": ("explain", "warning"),
    "blank": ("hint", "muted"),
    "differs": ("blocking", "danger"),
    "unread": ("explain", "warning"),
    "broken": ("blocking", "danger"),
}
_NOTHING = Cell("—", tone="muted")


def filed_headings() -> tuple[Heading, ...]:
    """Columns of the submissions."""
    return (
        Heading(say("window.column_unit"), 150, is_whole=True),
        Heading(say("window.column_period"), 130, is_whole=True),
        Heading(say("window.paper_check_column_version"), 70, is_number=True),
        Heading(say("window.paper_check_column_paper"), 110, is_spare=True),
        Heading(say("window.paper_check_column_count"), 100, is_number=True),
        Heading(say("window.paper_check_column_result"), 0),
    )


def filed_line(filed: FiledPaper) -> Line:
    """One submission with what was seen of it."""
    from baise_desktop.app.scan.paper_verdict import name_paper

    icon, tone = (
        ("done", "good") if filed.is_whole else ("blocking", "danger") if filed.error else ("explain", "warning")
    )
    seen = say("window.paper_check_count", seen=len(filed.seen.seen), pages=filed.seen.pages)
    return Line(
        (
            Cell(filed.unit_name),
            Cell(filed.period_text),
            Cell(str(filed.binding.version)),
            Cell(name_paper(filed.binding.paper)),
            Cell(seen),
            Cell(filed.sentence, icon, tone),
        ),
        filed,
    )


def page_headings() -> tuple[Heading, ...]:
    """Columns of the pages."""
    return (
        Heading(say("window.paper_check_column_scan"), 190),
        Heading(say("window.paper_check_column_place"), 76, is_number=True),
        Heading(say("window.column_unit"), 110),
        Heading(say("window.column_period"), 120, is_whole=True, is_spare=True),
        Heading(say("window.paper_check_column_version"), 70, is_number=True),
        Heading(say("window.paper_check_column_page"), 64, is_number=True),
        Heading(say("window.paper_check_column_result"), 0),
    )


def page_line(page: PaperPage, unit_name: str) -> Line:
    """One page, or one picture without any."""
    icon, tone = _STATES[page.state]
    scan = Cell(page.file or say("window.paper_check_typed"))
    place = Cell(str(page.place)) if page.place else _NOTHING
    result = Cell(page.sentence, icon, tone)
    if page.mark is None:
        return Line((scan, place, *(_NOTHING,) * 4, result), page)
    binding = page.mark.binding
    of = Cell(say("window.paper_check_of", page=page.mark.page, pages=page.mark.pages))
    period = Cell(_period_words(binding.period))
    return Line((scan, place, Cell(unit_name), period, Cell(str(binding.version)), of, result), page)


def refused_line(file: Path, error: BaiseError) -> Line:
    """One file that could not be read."""
    words = say("window.refusal", code=error.code, sentence=error.sentence)
    return Line((Cell(file.name, tip=str(file)), *(_NOTHING,) * 5, Cell(words, "blocking", "danger")), error)


def seen_cell(seen: SeenPrint | None) -> Cell:
    """How much of a submission was seen on paper, for the list of submissions."""
    if seen is None or not seen.pages:
        return Cell(say("window.paper_check_none_seen"), tone="muted", tip=say("window.paper_check_none_tip"))
    icon, tone = ("done", "good") if seen.is_whole else ("explain", "warning")
    words = say("window.paper_check_count", seen=len(seen.seen), pages=seen.pages)
    return Cell(words, icon, tone, say("window.paper_check_seen_tip", seen=len(seen.seen), words=seen.words))


def _period_words(period: str) -> str:
    from baise_desktop.errors import BaiseError

    try:
        return period_text(period)
    except BaiseError:
        return period

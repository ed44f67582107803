"""The page that a short check code belongs to, where no machine could read the larger one."""

from collections.abc import Iterator

from baise_desktop.app.paper_verdict import Holdings
from baise_desktop.errors import BaiseError, printable
from baise_desktop.report.check_code import PageMark, page_code, read_code
from baise_desktop.report.model import Binding

PAPERS = ("", "audit", "explanations", "evidence", "unchanged")
"""What the codes of a submission's papers call them; the report first."""
_MOST_TRIED = 1_500_000
"""Codes worked out at most: some seconds."""
_MOST_PAGES, _FEWEST_PAGES = 150, 20
"""Of a print."""


def find_page(holdings: Holdings, typed: str) -> PageMark:
    """The page whose code somebody typed, among every page that the submissions held can have.

    A code that is right by chance has odds of less than one in a hundred thousand.

    Raises:
        BaiseError: PAPER_CODE, it is no code; PAPER_CODE_UNKNOWN, no page has it.
    """
    code = read_code(typed)
    if not code:
        raise BaiseError("PAPER_CODE", typed=printable(typed, 20))
    bindings = [
        Binding(package.unit, package.plan, package.period, package.version, package.content)
        for package in (standing.package for standing in holdings.by_content.values())
    ]
    for mark in _pages(bindings):
        if page_code(mark.binding, mark.page, mark.pages) == code:
            return mark
    raise BaiseError("PAPER_CODE_UNKNOWN", typed=code)


def _pages(bindings: list[Binding]) -> Iterator[PageMark]:
    """Every page of every print, the shortest prints of the newest submissions first."""
    papers = [
        Binding(each.unit, each.plan, each.period, each.version, each.content_digest, paper)
        for each in reversed(bindings)
        for paper in PAPERS
    ]
    tried = 0
    for pages in range(1, _MOST_PAGES + 1):
        for binding in papers:
            for page in range(1, pages + 1):
                yield PageMark(binding, page, pages)
        tried += pages * len(papers)
        if tried > _MOST_TRIED and pages >= _FEWEST_PAGES:
            return

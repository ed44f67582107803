"""The page that a short check code belongs to, where no machine could read the larger one."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from hashlib import sha256

from baise_desktop.app.scan.paper_verdict import Holdings
from baise_desktop.errors import BaiseError, printable
from baise_desktop.report.check_code import BOUND, PageMark, page_payload, read_code, spelt_by
from baise_desktop.report.model import Binding

OTHERS = ("audit", "explanations", "evidence", "unchanged")
"""What the codes of a submission's papers call those beside the report."""
_MOST_TRIED = 3_000_000
"""Codes worked out at most: some seconds."""
_MOST_PAGES, _FEWEST_PAGES = 150, 20
"""Of a report; of other papers the fewer."""


def find_page(holdings: Holdings, typed: str, known: Collection[tuple[Binding, int]]) -> PageMark:
    """The page whose code somebody typed, among every page that the submissions held can have.

    A code that is right by chance has odds of less than one in a hundred thousand.

    Args:
        holdings: what the city holds.
        typed: by hand.
        known: prints of which other pages were seen, each with its number of pages: they are looked through first.

    Raises:
        BaiseError: PAPER_CODE, it is no code; PAPER_CODE_UNKNOWN, no page has it.
    """
    code = read_code(typed)
    if not code:
        raise BaiseError("PAPER_CODE", typed=printable(typed, 20))
    wanted = spelt_by(code)
    for binding, pages in (*known, *_prints(holdings)):
        if page := _page_of(binding, pages, wanted):
            return PageMark(binding, page, pages)
    raise BaiseError("PAPER_CODE_UNKNOWN", typed=code)


def _page_of(binding: Binding, pages: int, wanted: bytes) -> int:
    """The page with that code; 0 when there is none."""
    # From the right: a first version reads the same as a first page.
    head, _, tail = page_payload(binding, 1, 1).rpartition("/1/1/")
    for page in range(1, pages + 1):
        if sha256(f"{head}/{page}/{pages}/{tail}".encode("ascii")).digest()[:BOUND] == wanted:
            return page
    return 0


def _prints(holdings: Holdings) -> Iterator[tuple[Binding, int]]:
    """Every print that there can be, the shortest of the newest submissions first."""
    packages = [standing.package for standing in holdings.by_content.values()]
    reports = [
        Binding(package.unit, package.plan, package.period, package.version, package.content)
        for package in reversed(packages)
    ]
    papers = [*reports, *(replace(report, paper=paper) for report in reports for paper in OTHERS)]
    tried = 0
    for pages in range(1, _MOST_PAGES + 1):
        chosen = papers if pages <= _FEWEST_PAGES else reports
        yield from ((binding, pages) for binding in chosen)
        tried += pages * len(chosen)
        if tried > _MOST_TRIED and pages >= _FEWEST_PAGES:
            return

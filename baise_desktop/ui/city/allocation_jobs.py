"""What the page of the breakdown asks of the desk."""

from pathlib import Path

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import Desk
from baise_desktop.app.entry.importing import ImportResult
from baise_desktop.app.results.allocation_desk import Breakdown, read_breakdown
from baise_desktop.app.terms.allocation_change import ShareEdit


def read(plan: str, desk: Desk) -> Breakdown:
    """The breakdown as it stands."""
    return read_breakdown(desk, plan)


def save(plan: str, edits: tuple[ShareEdit, ...], reason: str, desk: Desk) -> tuple[int, Breakdown]:
    """Keep what was typed; how many shares changed, and the breakdown after it."""
    from baise_desktop.app.terms.allocation_change import set_shares

    return set_shares(desk, plan, edits, utc_now(), reason=reason), read_breakdown(desk, plan)


def issue(plan: str, target: str, document: str, desk: Desk) -> tuple[int, Breakdown]:
    """Tell the units; how many shares that were, and the breakdown after it."""
    from baise_desktop.app.terms.allocation_change import issue_shares

    count = issue_shares(desk, plan, utc_now(), target=target, document=document)
    return count, read_breakdown(desk, plan)


def write_book(plan: str, out: Path, desk: Desk) -> Path:
    """The workbook to fill in."""
    from baise_desktop.app.results.allocation_book import write_breakdown_book

    return write_breakdown_book(desk, plan, out, utc_now())


def take_book(plan: str, file: Path, desk: Desk) -> tuple[ImportResult, Breakdown]:
    """Read a workbook; what came in, and the breakdown after it."""
    from baise_desktop.app.results.allocation_book import take_breakdown_book

    return take_breakdown_book(desk, plan, file, utc_now()), read_breakdown(desk, plan)

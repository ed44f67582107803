"""What the card of the stamped paper asks of the desk, on the job thread."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from baise_desktop.app.clock import utc_now
from baise_desktop.form.dates import BEIJING

if TYPE_CHECKING:
    from datetime import date

    from baise_desktop.app.desk import Desk
    from baise_desktop.app.outgoing.issuing import Issue

INK, SIGNED, PICTURE = range(3)
"""How a paper leaves, in the order in which it is offered: for ink, signed and for ink, signed under the picture."""


@dataclass(frozen=True, slots=True)
class PaperWish:
    """A PDF of the submission."""

    out: Path
    way: int
    passphrase: str
    """Empty for ink."""
    issue: Issue | None = None
    """Under the unit's red header."""


@dataclass(frozen=True, slots=True)
class IssueStart:
    """What a red header begins with, and what it is judged by."""

    about: tuple[str, str]
    """Plan and period."""
    issue: Issue
    names: tuple[str, ...]
    """Of the unit."""
    today: date


@dataclass(frozen=True, slots=True)
class Picture:
    """The seal picture that is kept here."""

    data: bytes
    diameter: int


def read_picture(desk: Desk) -> Picture | None:
    """The kept picture; None without one."""
    from baise_desktop.app.outgoing.stamping import kept_seal

    kept = kept_seal(desk)
    return Picture(kept.path.read_bytes(), kept.diameter) if kept else None


def read_issue(plan: str, period: str, desk: Desk) -> IssueStart:
    """The red header as it was the last time."""
    from baise_desktop.app.outgoing.issuing import own_names, propose_issue

    today = utc_now().astimezone(BEIJING).date()
    issue = propose_issue(desk, plan, period, today)
    return IssueStart((plan, period), issue, own_names(desk, period, today), today)


def keep_picture(image: Path | None, diameter: int, desk: Desk) -> Picture | None:
    """Keep a picture, or the one that is there with another diameter."""
    from baise_desktop.app.outgoing.stamping import keep_seal, kept_seal

    kept = kept_seal(desk)
    source = image or (kept.path if kept else None)
    if source is not None:
        keep_seal(desk, source, diameter, utc_now())
    return read_picture(desk)


def drop_picture(desk: Desk) -> None:
    """Delete it."""
    from baise_desktop.app.outgoing.stamping import drop_seal

    drop_seal(desk, utc_now())


def make_pdf(plan: str, period: str, wish: PaperWish, desk: Desk) -> Path:
    """Write the submission for paper."""
    from baise_desktop.app.outgoing.exporting import write_submission_pdf
    from baise_desktop.app.outgoing.stamping import open_kept_seal

    seal = open_kept_seal(desk) if wish.way == PICTURE else None
    passphrase = None if wish.way == INK else wish.passphrase
    return write_submission_pdf(
        desk, plan, period, wish.out, utc_now(), passphrase=passphrase, seal=seal, issue=wish.issue
    )

"""`说明.txt` of what is no report: requests, receipts, returns and decisions, for whoever opens them by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from baise_desktop.form.dates import BEIJING
from baise_desktop.report.titles import long_date
from baise_desktop.texts import say

NoticeKind = Literal["enrolment", "receipt", "return", "decision"]
_MOST_LISTED_BYTES = 256 << 10
"""Of the list: a note is to be read, and everything stands in `body.json`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What the text speaks of."""

    kind: NoticeKind
    sender: str = ""
    """Name of the city office; a request has none."""
    unit: str = ""
    """Name of the unit it is about; a decision has none."""
    created_at: datetime
    """Aware."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """Names of texts, and what is said of each, in order."""
    heading: str = ""
    """Of the list; empty for none."""
    listed: Sequence[Sequence[str]] = ()
    """Lines of each thing in the list."""


def explain_notice(notice: Notice) -> bytes:
    """The text as a file: UTF-8 with a byte order mark and CRLF, as `explain_package` says why."""
    date = long_date(notice.created_at.astimezone(BEIJING).date())
    parts = [
        say(f"report.notice_title_{notice.kind}"),
        "",
        say(f"report.notice_intro_{notice.kind}", sender=notice.sender, unit=notice.unit, date=date),
        say(f"report.notice_open_{notice.kind}"),
        "",
        say("report.notice_what"),
        *(say("report.notice_fact", name=say(f"report.{name}"), text=text) for name, text in notice.facts.items()),
    ]
    if notice.listed:
        parts += ["", notice.heading, *_listed(notice.listed)]
    is_request = notice.kind == "enrolment"
    parts += ["", say("report.notice_files_enrolment" if is_request else "report.notice_files_body")]
    parts += ["", say("report.notice_check_enrolment" if is_request else "report.notice_check")]
    return ("\n".join(parts) + "\n").replace("\n", "\r\n").encode("utf-8-sig")


def told_time(at: datetime) -> str:
    """An aware time as the text says it."""
    return say("report.notice_time", time=at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S"))


def _listed(things: Sequence[Sequence[str]]) -> list[str]:
    told: list[str] = []
    size = 0
    for number, lines in enumerate(things):
        size += sum(len(line.encode()) + 2 for line in lines)
        if size > _MOST_LISTED_BYTES:
            return [*told, say("report.notice_more", count=len(things) - number)]
        told += lines
    return told

"""`说明.txt` of a task pack: its version, what the city says about it, and what it changes."""

from dataclasses import dataclass
from datetime import date

from baise_desktop.report.titles import long_date
from baise_desktop.texts import say

_MOST_CHANGES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class PackNote:
    """What the text speaks of."""

    plan_name: str
    version: int
    created_on: date
    last: int
    """The version of the plan that it follows; 0 for the first."""
    note: str
    changes: tuple[str, ...]
    """Sentences."""


def explain_pack(pack: PackNote) -> bytes:
    """The text as a file: UTF-8 with a byte order mark and CRLF, as `explain_package` says why."""
    heading = say("report.pack_body", plan=pack.plan_name, version=pack.version, date=long_date(pack.created_on))
    parts = [say("report.pack_title"), "", heading.strip("\n")]
    if pack.note:
        parts += ["", say("report.pack_note"), pack.note]
    parts += ["", _since(pack), *(f"- {sentence}" for sentence in pack.changes[:_MOST_CHANGES])]
    if len(pack.changes) > _MOST_CHANGES:
        parts.append(say("report.pack_more", count=len(pack.changes) - _MOST_CHANGES))
    parts += ["", say("report.notice_check")]
    return ("\n".join(parts) + "\n").replace("\n", "\r\n").encode("utf-8-sig")


def _since(pack: PackNote) -> str:
    if not pack.last:
        return say("report.pack_first")
    return say("report.pack_changes" if pack.changes else "report.pack_same", last=pack.last)

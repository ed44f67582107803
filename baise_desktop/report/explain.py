"""`说明.txt`: what a package is, for whoever opens it with nothing but an archive tool."""

from dataclasses import dataclass
from datetime import date

from baise_desktop.report.titles import long_date
from baise_desktop.texts import say


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageDescription:
    """What the text speaks of."""

    unit_name: str
    plan_name: str
    period_text: str
    version: int
    created_on: date
    content_digest: str
    """64 hex digits."""


def explain_package(package: PackageDescription) -> bytes:
    """The text as a file.

    Returns:
        UTF-8 with a byte order mark and CRLF: the Notepad of Windows 7 guesses short Chinese texts without the mark
        wrong, and shows LF alone as one line; every other reader takes both.
    """
    body = say(
        "report.explain_body",
        unit=package.unit_name,
        plan=package.plan_name,
        period=package.period_text,
        version=package.version,
        date=long_date(package.created_on),
        digest=package.content_digest,
        check=say("report.notice_check"),
    )
    text = "\n".join((say("report.explain_title"), "", body.strip("\n"), ""))
    return text.replace("\n", "\r\n").encode("utf-8-sig")

"""A submission that goes out as a document of its unit: what its red header says, checked and remembered.

Source: GB/T 9704-2012 section 7.2.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from baise_desktop.app.desk import Desk, require_real, require_role
from baise_desktop.app.installation.handover import require_in_charge
from baise_desktop.app.installation.naming import name_on
from baise_desktop.errors import BaiseError, Problem, printable
from baise_desktop.form.dates import BEIJING
from baise_desktop.form.period import parse_period
from baise_desktop.report.model import SubmissionReport
from baise_desktop.store.settings import get_setting, put_choice, put_setting
from baise_desktop.texts import say

_HABIT = "issue_habit"
"""Setting: what the last document said, by part."""
_OFFICE = "d.keji"
"""Who takes the reports of both plans, whatever it was called."""
_OPENING, _CLOSING = "[［【{｛(（〈<＜《〔﹝", "]］】}｝)）〉>＞》〕﹞"
_ROUND = dict.fromkeys(map(ord, _OPENING), "〔") | dict.fromkeys(map(ord, _CLOSING), "〕")
_NUMBER = re.compile(r"(?P<word>\D{1,12})〔(?P<year>[0-9]{4})〕(?P<ordinal>第?)(?P<serial>0*[1-9][0-9]{0,4})号")
_MOST = 40
"""Characters of a name or of those that it is sent to."""
_FIRST_YEAR = 2000
_COUNTY = "county"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """What stands in a red header, as it was typed."""

    number: str
    """发文字号."""
    recipient: str
    """主送机关."""
    issuer: str
    """发文机关."""
    names_signer: bool
    """Whether 签发人 stands beside the number, as in documents that go up."""


def propose_issue(desk: Desk, plan: str, period: str, today: date) -> Issue:
    """What the header said the last time: of this submission whole, of others all but the serial number."""
    if kept := get_setting(desk.store, _name(plan, period)):
        return Issue(**json.loads(kept))
    if kept := get_setting(desk.store, _HABIT):
        habit = Issue(**json.loads(kept))
        word = habit.number.partition("〔")[0]
        return replace(habit, number=say("issue.number_begun", word=word, year=today.year))
    unit = desk.catalogue.units[desk.office.unit]
    name = name_on(desk, unit.id, today)
    issuer = say("issue.county", name=name) if unit.kind == _COUNTY else name
    recipient = name_on(desk, _OFFICE, today) if _OFFICE in desk.catalogue.units else ""
    return Issue(number="", recipient=recipient, issuer=issuer, names_signer=True)


def read_number(typed: str) -> str:
    """发文字号 as it is printed: brackets and figures of any width are taken, blanks fall."""
    told = "".join(typed.split()).translate(_ROUND)
    return "".join(unicodedata.normalize("NFKC", each) if each.isdecimal() else each for each in told)


def check_number(typed: str, today: date) -> Problem | None:
    """What is wrong with a 发文字号; the year is no later than today's."""
    number = read_number(typed)
    found = _NUMBER.fullmatch(number)
    if found is None or not all(unicodedata.category(each) == "Lo" for each in found["word"]):
        return _problem("number", "ISSUE_NUMBER", text=printable(number))
    if found["ordinal"] or found["serial"].startswith("0"):
        return _problem("number", "ISSUE_SERIAL", text=number, serial=int(found["serial"]))
    if not _FIRST_YEAR <= int(found["year"]) <= today.year:
        return _problem("number", "ISSUE_YEAR", text=number, first=_FIRST_YEAR, last=today.year)
    return None


def list_problems(issue: Issue, names: tuple[str, ...], today: date) -> tuple[Problem, ...]:
    """Everything wrong with a header.

    Args:
        issue: as it was typed.
        names: of the unit; one of them stands in that of the issuer.
        today: no document is of a later year.
    """
    return tuple(each for each in _problems(issue, names, today) if each)


def _problems(issue: Issue, names: tuple[str, ...], today: date) -> Iterator[Problem | None]:
    yield check_number(issue.number, today)
    for key, text in (("recipient", _bare(issue.recipient)), ("issuer", _bare(issue.issuer))):
        if not text or len(text) > _MOST or not text.isprintable():
            yield _problem(key, "ISSUE_NAME", part=say(f"issue.{key}"), most=_MOST)
    if names and not any(name in issue.issuer for name in names):
        yield _problem("issuer", "ISSUE_OTHER", text=printable(_bare(issue.issuer)), name=names[0])


def own_names(desk: Desk, period: str, today: date) -> tuple[str, ...]:
    """What the unit is called today and was called in a period, in full and in short."""
    unit = desk.catalogue.units[desk.office.unit]
    days = (today, parse_period(period).end)
    return tuple(dict.fromkeys((*(name_on(desk, unit.id, day) for day in days), unit.short)))


def check_issue(desk: Desk, period: str, issue: Issue, today: date) -> None:
    """Refuse a header that no office would accept. Raises: BaiseError ISSUE_WORDS."""
    problems = list_problems(issue, own_names(desk, period, today), today)
    if problems:
        raise BaiseError("ISSUE_WORDS", told="".join(each.message for each in problems))


def issue_report(desk: Desk, report: SubmissionReport, issue: Issue, now: datetime) -> SubmissionReport:
    """A report of what is sealed, under its red header, which is remembered; the package stays as it is.

    Args:
        desk: of the unit.
        report: bound to its package.
        issue: as it was typed.
        now: aware.

    Raises:
        BaiseError: ROLE_UNIT_ONLY, HANDED_OVER, TRIAL, ISSUE_WORDS; ISSUE_EARLY, no package holds what it says.
    """
    require_role(desk, "unit")
    require_in_charge(desk)
    require_real(desk)
    binding, today = report.binding, now.astimezone(BEIJING).date()
    check_issue(desk, binding.period, issue, today)
    if not binding.content_digest:
        raise BaiseError("ISSUE_EARLY", period=report.period_text)
    printed = replace(
        issue, number=read_number(issue.number), recipient=_bare(issue.recipient), issuer=_bare(issue.issuer)
    )
    _remember(desk, binding.plan, binding.period, printed, now)
    return replace(
        report,
        issued=True,
        document_number=printed.number,
        recipient=printed.recipient,
        issuer=printed.issuer,
        signer=_head_of(report) if printed.names_signer else "",
    )


def _remember(desk: Desk, plan: str, period: str, issue: Issue, now: datetime) -> None:
    kept, name = json.dumps(asdict(issue), ensure_ascii=False), _name(plan, period)
    if get_setting(desk.store, name) != kept:
        put_choice(desk.store, name, kept, desk.office.unit, say("journal.issued"), now)
        put_setting(desk.store, _HABIT, kept)


def _head_of(report: SubmissionReport) -> str:
    role = say("words.role_head")
    return next((each.name for each in report.statements if each.role == role), "")


def _bare(text: str) -> str:
    """A name without the blanks around it and the colon after it, which is printed anyway."""
    return text.strip().rstrip(say("issue.colons")).strip()


def _name(plan: str, period: str) -> str:
    return f"issued {plan} {period}"


def _problem(field: str, code: str, **values: object) -> Problem:
    return Problem(field, code, say(f"problems.{code}", **values))

"""What requests, receipts, returns and decisions say in words beside their JSON; the signature covers the words too."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from baise_desktop.app.checks.comments import tell_places
from baise_desktop.app.desk import Desk
from baise_desktop.app.installation.naming import name_on, period_words
from baise_desktop.exchange.receipt import Receipt
from baise_desktop.exchange.return_package import ReturnNote
from baise_desktop.exchange.signed_body import AnsweredSubmission, DecisionReference
from baise_desktop.form.definition import Unit
from baise_desktop.form.period import parse_period
from baise_desktop.report.notice import Notice, explain_notice, told_time
from baise_desktop.store.decisions import Decision
from baise_desktop.store.instant import from_text
from baise_desktop.texts import say

_MARK = 12
"""Digits of an identity, as people type them."""
_MOST_TARGETS = 20


def tell_request(unit: Unit, installation: str, fingerprint: str, now: datetime) -> bytes:
    """`说明.txt` of a request for enrolment."""
    facts = {
        "notice_unit": say("words.named", name=unit.name, id=unit.id),
        "notice_installation": installation,
        "notice_fingerprint": fingerprint,
    }
    return explain_notice(Notice(kind="enrolment", unit=unit.name, created_at=now, facts=facts))


def tell_receipt(desk: Desk, receipt: Receipt, now: datetime) -> bytes:
    """`说明.txt` of a receipt."""
    decided = {"notice_deciding": _tell_deciding(receipt.decisions[-1])} if receipt.decisions else {}
    facts = {
        **_about(desk, receipt.answered),
        "notice_state": say(f"report.notice_state_{receipt.state}"),
        "notice_received_at": told_time(receipt.received_at),
        **decided,
        "notice_journal": receipt.journal,
    }
    return explain_notice(
        Notice(
            kind="receipt",
            sender=say("app.city_office"),
            unit=_unit_of(desk, receipt.answered),
            created_at=now,
            facts=facts,
        )
    )


def tell_return(desk: Desk, note: ReturnNote, now: datetime) -> bytes:
    """`说明.txt` of a return, with every comment beside its form, row and field as people name them."""
    reason = {"notice_reason": " ".join(note.reason.split("\n"))} if note.reason else {}
    places = tell_places(desk, note.answered.identity, note.comments)
    listed = [
        _tell_comment(number, place, comment.comment)
        for number, (place, comment) in enumerate(zip(places, note.comments, strict=True), 1)
    ]
    return explain_notice(
        Notice(
            kind="return",
            sender=say("app.city_office"),
            unit=_unit_of(desk, note.answered),
            created_at=now,
            facts={**_about(desk, note.answered), "notice_deciding": _tell_deciding(note.decision), **reason},
            heading=say("report.notice_comments"),
            listed=listed,
        )
    )


def tell_decisions(decisions: Sequence[Decision], now: datetime) -> bytes:
    """`说明.txt` of decisions."""
    return explain_notice(
        Notice(
            kind="decision",
            sender=say("app.city_office"),
            created_at=now,
            facts={"notice_count": str(len(decisions))},
            heading=say("report.notice_decisions"),
            listed=[tuple(_tell_decision(each)) for each in decisions],
        )
    )


def _unit_of(desk: Desk, answered: AnsweredSubmission) -> str:
    return name_on(desk, answered.unit, parse_period(answered.period).end)


def _about(desk: Desk, answered: AnsweredSubmission) -> dict[str, str]:
    plan = desk.catalogue.plans.get(answered.plan)
    named = {"plan": plan.full_name if plan else answered.plan, "period": period_words(parse_period(answered.period))}
    return {
        "notice_submission": say("report.notice_submission_text", version=answered.version, **named),
        "notice_identity": answered.identity,
        "notice_content": answered.content,
    }


def _tell_deciding(decision: DecisionReference) -> str:
    act = say(f"store.act_{decision.act}")
    return say("report.notice_deciding_text", number=decision.number, act=act, at=told_time(decision.at))


def _tell_comment(number: int, place: str, comment: str) -> tuple[str, ...]:
    lines = (say("report.notice_comment_line", line=line) for line in comment.split("\n"))
    return say("report.notice_comment", number=number, place=place), *lines


def _tell_decision(decision: Decision) -> Iterator[str]:
    at, act = told_time(from_text(decision.at)), say(f"store.act_{decision.act}")
    yield say("report.notice_decision", number=decision.number, act=act, at=at, by=decision.by)
    if decision.targets:
        yield say("report.notice_decision_targets", targets=_tell_targets(decision.targets))
    if decision.keep:
        yield say("report.notice_decision_keep", keep=decision.keep[:_MARK])
    if decision.reason:
        yield say("report.notice_decision_reason", reason=" ".join(decision.reason.split()))


def _tell_targets(targets: Sequence[str]) -> str:
    marks = "、".join(each[:_MARK] for each in targets[:_MOST_TARGETS])
    more = len(targets) > _MOST_TARGETS
    return say("report.notice_decision_more", targets=marks, count=len(targets)) if more else marks

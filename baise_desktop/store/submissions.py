"""How far each submission is, who has signed it, and how its findings are explained."""

import hashlib
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from baise_desktop.errors import BaiseError
from baise_desktop.store import journal, steps
from baise_desktop.store.database import Store
from baise_desktop.store.instant import from_text, to_text
from baise_desktop.store.locks import refuse_locked
from baise_desktop.store.rows import Row, put_row
from baise_desktop.store.settings import refuse_handed_over
from baise_desktop.texts import say

State = Literal["draft", "signed", "exported", "received", "returned", "accepted"]
Role = Literal["filler", "reviewer", "head"]
ROLES: tuple[Role, ...] = get_args(Role)
"""In the order in which they sign."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One person states that the submission is right."""

    role: Role
    name: str
    at: datetime
    """UTC."""
    content: str
    """Digest of the entries that the person signed for."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """核实说明 of one finding."""

    finding: str
    text: str
    by: str
    at: datetime
    """UTC."""


@dataclass(frozen=True, slots=True)
class Submission:
    """How far a submission is."""

    unit: str
    plan: str
    period: str
    version: int = 1
    """The version being written, or last sealed."""
    state: State = "draft"
    reason: str = ""
    """Why it was last reopened or returned."""
    statements: tuple[Statement, ...] = ()
    """In the order of signing; none in a fresh draft."""

    @property
    def is_signed(self) -> bool:
        """Whether all three have signed."""
        return len(self.statements) == len(ROLES)


def read_submission(store: Store, unit: str, plan: str, period: str) -> Submission:
    """How far a submission is; a fresh draft when nothing has happened yet."""
    with store.snapshot() as connection:
        return _read(connection, unit, plan, period)


def list_explanations(store: Store, unit: str, plan: str, period: str) -> tuple[Explanation, ...]:
    """The explanations of a submission, by finding."""
    sql = "SELECT finding, text, by, at FROM explanation WHERE unit = ? AND period = ? AND plan = ? ORDER BY finding"
    rows = store.query(sql, (unit, period, plan))
    return tuple(Explanation(finding, text, by, from_text(at)) for finding, text, by, at in rows)


def put_explanation(
    store: Store, unit: str, plan: str, period: str, finding: str, text: str, by: str, now: datetime
) -> None:
    """Explain a finding, in the place of an earlier explanation. Raises: BaiseError LOCKED once someone has signed."""
    row = {"unit": unit, "period": period, "plan": plan, "finding": finding, "text": text, "by": by, "at": to_text(now)}
    with store.write() as connection:
        refuse_locked(connection, unit, plan, period)
        place = steps.Place(unit, plan, period)
        with steps.recorded(connection, place, (finding,), say("store.act_explain"), now):
            put_row(connection, "explanation", row)
        detail = {"unit": unit, "plan": plan, "period": period, "finding": finding}
        journal.append(connection, by, say("store.act_explain"), detail, now)


def add_statement(store: Store, unit: str, plan: str, period: str, role: str, name: str, now: datetime) -> None:
    """Record that a person stands for the submission as it is now.

    The content is locked from the first one on, and nothing done before can be taken back.

    Raises:
        BaiseError: SIGNED_ALREADY when all have signed; SIGN_ORDER out of turn; SIGNED_OTHER when the content is not
            what the persons before signed for.
    """
    with store.write() as connection:
        submission = _read(connection, unit, plan, period)
        refuse_handed_over(connection)
        content = digest_entries(connection, unit, plan, period)
        _refuse_statement(submission, role, content)
        row = {"unit": unit, "period": period, "plan": plan}
        put_row(connection, "statement", {**row, "role": role, "name": name, "at": to_text(now), "content": content})
        steps.forget(connection, unit, plan, period)
        signed = len(submission.statements) + 1 == len(ROLES)
        put_submission(connection, submission, state="signed" if signed else submission.state)
        journal.append(connection, name, say(f"store.act_sign_{role}"), {**row, "content": content}, now)


def reopen(store: Store, unit: str, plan: str, period: str, reason: str, now: datetime) -> None:
    """Open a submission for changes again: its statements fall, and a sealed version gets a successor."""
    with store.write() as connection:
        refuse_handed_over(connection)
        submission = _read(connection, unit, plan, period)
        sealed = newest_sealed_version(connection, unit, plan, period)
        key = (unit, period, plan)
        connection.execute("DELETE FROM statement WHERE unit = ? AND period = ? AND plan = ?", key)
        steps.forget(connection, unit, plan, period)
        state = "returned" if submission.state == "returned" else "draft"
        version = max(sealed + 1, submission.version)
        put_submission(connection, submission, state=state, version=version, reason=reason)
        detail: Row = {"unit": unit, "plan": plan, "period": period, "version": version, "reason": reason}
        journal.append(connection, unit, say("store.act_reopen"), detail, now)


def continue_after(store: Store, submission: Submission, version: int, reason: str, now: datetime) -> None:
    """Go on after a version that another copy of this installation has sent: the next one gets the next number."""
    with store.write() as connection:
        refuse_handed_over(connection)
        unit, plan, period = submission.unit, submission.plan, submission.period
        connection.execute("DELETE FROM statement WHERE unit = ? AND period = ? AND plan = ?", (unit, period, plan))
        steps.forget(connection, unit, plan, period)
        put_submission(connection, submission, state="draft", version=version + 1, reason=reason)
        detail: Row = {"unit": unit, "plan": plan, "period": period, "version": version + 1, "reason": reason}
        journal.append(connection, unit, say("store.act_continue"), detail, now)


def put_submission(
    connection: sqlite3.Connection,
    submission: Submission,
    *,
    state: str,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Keep how far a submission is, as part of a change; what is not given stays."""
    row: Row = {
        "unit": submission.unit,
        "period": submission.period,
        "plan": submission.plan,
        "version": version or submission.version,
        "state": state,
        "reason": submission.reason if reason is None else reason,
    }
    put_row(connection, "submission", row)


def digest_entries(connection: sqlite3.Connection, unit: str, plan: str, period: str) -> str:
    """SHA-256 hex over the records of a submission as they stand, by form and row id."""
    sql = "SELECT body FROM entry WHERE unit = ? AND period = ? AND plan = ? ORDER BY form, row_id"
    digest = hashlib.sha256()
    for (body,) in connection.execute(sql, (unit, period, plan)):
        digest.update(f"{body}\n".encode())
    return digest.hexdigest()


def newest_sealed_version(connection: sqlite3.Connection, unit: str, plan: str, period: str) -> int:
    """The highest version that this store has sealed; 0 for none."""
    sql = "SELECT max(version) FROM package WHERE unit = ? AND period = ? AND plan = ? AND direction = 'out'"
    (version,) = connection.execute(sql, (unit, period, plan)).fetchone()
    return version or 0


def _read(connection: sqlite3.Connection, unit: str, plan: str, period: str) -> Submission:
    key = (unit, period, plan)
    where = "WHERE unit = ? AND period = ? AND plan = ?"
    found = connection.execute(f"SELECT version, state, reason FROM submission {where}", key).fetchone()  # noqa: S608
    rows = connection.execute(f"SELECT role, name, at, content FROM statement {where}", key)  # noqa: S608
    statements = [Statement(role, name, from_text(at), content) for role, name, at, content in rows]
    ordered = tuple(sorted(statements, key=lambda statement: ROLES.index(statement.role)))
    if found is None:
        return Submission(unit, plan, period, statements=ordered)
    version, state, reason = found
    return Submission(unit, plan, period, version, state, reason, ordered)


def _refuse_statement(submission: Submission, role: str, content: str) -> None:
    plan, period = submission.plan, submission.period
    if submission.is_signed:
        raise BaiseError("SIGNED_ALREADY", plan=plan, period=period)
    if role != ROLES[len(submission.statements)]:
        raise BaiseError("SIGN_ORDER", role=say(f"store.role_{role}"))
    if any(statement.content != content for statement in submission.statements):
        raise BaiseError("SIGNED_OTHER", plan=plan, period=period)

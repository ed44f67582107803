"""What the city says about submissions: receipts and returns, kept as packages at both ends.

In the row of a receipt or return, plan, period and version are those of the submission, `prev` is the submission's
identity, and `seq` the number of the city's decision, 0 where there is none. How a version stands at its unit follows
from the set of letters held, never from the order in which they came: the highest decision has the last word.
"""

import sqlite3
from datetime import datetime

from baise_desktop.errors import BaiseError
from baise_desktop.store import journal
from baise_desktop.store.database import Store
from baise_desktop.store.packages import Package, get_package, keep_among, list_packages, new_files, note_receipt
from baise_desktop.store.rows import Row
from baise_desktop.store.submissions import (
    State,
    Submission,
    newest_sealed_version,
    put_submission,
    read_submission,
)
from baise_desktop.texts import say

RECEIPT, RETURN = "receipt", "return"
_DROP_STATEMENTS = "DELETE FROM statement WHERE unit = ? AND period = ? AND plan = ?"


def list_letters(store: Store, plan: str = "", period: str = "", kind: str = "") -> tuple[Package, ...]:
    """Receipts and returns in the order in which they came or were made; '' stands for any."""
    return tuple(
        letter
        for each in (RECEIPT, RETURN)
        if kind in ("", each)
        for letter in list_packages(store, each)
        if plan in ("", letter.plan) and period in ("", letter.period)
    )


def find_letters(store: Store, submission: str, kind: str) -> tuple[Package, ...]:
    """The receipts or returns about one submission, by its identity; the latest decision last."""
    found = [letter for letter in list_packages(store, kind) if letter.prev == submission]
    return tuple(sorted(found, key=lambda letter: (letter.seq, letter.at, letter.identity)))


def last_word(connection: sqlite3.Connection, plan: str, period: str, version: int) -> State | None:
    """How the city's letters leave one version of this unit; None where it has said nothing."""
    sql = """
        SELECT kind, seq FROM package
        WHERE direction = 'in' AND kind IN ('receipt', 'return') AND plan = ? AND period = ? AND version = ?
        ORDER BY seq DESC, kind = 'return' DESC LIMIT 1
    """
    found = connection.execute(sql, (plan, period, version)).fetchone()
    if found is None:
        return None
    return "returned" if found[0] == RETURN else "accepted" if found[1] else "received"


def take_letter(store: Store, letter: Package, data: bytes, unit: str, reason: str, now: datetime) -> bool:
    """Keep a verified receipt or return at its unit, and let the submission follow, in one change.

    Args:
        store: of the unit.
        letter: as the module describes it; its submission is one that was sealed here.
        data: its bytes.
        unit: whose submission.
        reason: of a return, for the submission as a whole.
        now: aware.

    Returns:
        False when it was held already, and nothing changed.

    Raises:
        BaiseError: PACKAGE_FILE, there is no such submission.
    """
    with store.write() as connection, new_files(store) as made:
        submission = read_submission(store, unit, letter.plan, letter.period)
        if not keep_among(connection, made, store, letter, data, now):
            return False
        if letter.kind == RECEIPT:
            _acknowledge(store, connection, letter)
        _settle(connection, submission, letter, reason, now)
    return True


def _acknowledge(store: Store, connection: sqlite3.Connection, letter: Package) -> None:
    """The city holds the submission with its attachments: they need not travel again."""
    sent = get_package(store, letter.prev)
    if sent is None:
        raise BaiseError("PACKAGE_FILE", identity=letter.prev)
    note_receipt(connection, sent, letter.identity)


def _settle(
    connection: sqlite3.Connection, submission: Submission, letter: Package, reason: str, now: datetime
) -> None:
    """Bring a submission to where the letters about its newest sealed version leave it; older ones move nothing."""
    sealed = newest_sealed_version(connection, submission.unit, submission.plan, submission.period)
    if letter.version != sealed:
        return
    state = last_word(connection, submission.plan, submission.period, sealed)
    is_open = submission.version > sealed
    if state == "returned" and letter.kind == RETURN:
        connection.execute(_DROP_STATEMENTS, (submission.unit, submission.period, submission.plan))
        put_submission(connection, submission, state="returned", version=sealed + 1, reason=reason)
    elif is_open and state != "returned" and submission.state == "returned":
        put_submission(connection, submission, state="draft")
    elif state and not is_open:
        put_submission(connection, submission, state=state)
    detail: Row = {"plan": submission.plan, "period": submission.period, "version": sealed, "state": state or ""}
    journal.append(connection, submission.unit, say("store.act_state"), detail, now)

"""Decisions about something else than packages: what the city has set, and how it shares its targets out."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from unicodedata import normalize

from baise_desktop.form.canonical import Json
from baise_desktop.form.definition import Form
from baise_desktop.form.record import from_line, to_line
from baise_desktop.store import journal
from baise_desktop.store.database import Store
from baise_desktop.store.decisions import Decision, OfficeAct, append_decision, list_decisions, next_decision
from baise_desktop.store.entries import Entry, Sheet, erase_entries, write_entries
from baise_desktop.store.rows import Row, put_row
from baise_desktop.texts import say

_PIECE = 16_000
"""Characters of one string: texts of a decision are bounded, settings are not."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """One of the city's settings as a decision settles it."""

    act: OfficeAct
    name: str
    """Of the setting."""
    value: str
    """In the place of the one held."""
    reason: str = ""
    """For people."""
    about: Mapping[str, Json] = field(default_factory=dict)
    """What the decision says beside the setting."""


def decide_setting(
    store: Store, settlement: Settlement, by: str, now: datetime, changes: Iterable[tuple[str, Row]]
) -> None:
    """Settle one of the city's settings by a decision, in one change.

    Args:
        store: of the city.
        settlement: what is settled.
        by: who decides.
        now: aware.
        changes: for the journal: what each change is called, and what it was about.
    """
    with store.write() as connection:
        _settle(connection, settlement, by, now)
        for called, detail in changes:
            journal.append(connection, by, called, {"name": settlement.name, **detail}, now)


def decide_rows(
    connection: sqlite3.Connection,
    form: Form,
    entries: Sequence[Entry],
    gone: Mapping[Sheet, Sequence[str]],
    by: str,
    act: str,
    now: datetime,
    reason: str,
) -> None:
    """Keep rows of the city's own register and take others out, by a decision, as part of a change.

    Args:
        connection: inside a change.
        form: of the register.
        entries: new and changed rows.
        gone: row ids to take out, by sheet.
        by: who decides.
        act: what the journal calls it.
        now: aware.
        reason: for people.
    """
    _apply_rows(connection, form, entries, gone, by, act, now)
    detail: dict[str, Json] = {
        "gone": [[*sheet.key, list(row_ids)] for sheet, row_ids in gone.items()],
        "rows": [{"line": to_line(each.record, form).decode(), "wrong": dict(each.wrong)} for each in entries],
    }
    append_decision(connection, next_decision(connection, "allocate", (), by, now, reason=reason, detail=detail))


def decided_setting(decision: Decision) -> tuple[str, str] | None:
    """Name and value of the setting that a decision settles; None when it settles none."""
    detail = json.loads(decision.detail or "{}")
    return (detail["setting"], "".join(detail["value"])) if "setting" in detail else None


def received_with(decision: Decision) -> tuple[str, int]:
    """Of a decision to receive: what the sender called the file, and the version of the trust list it was judged by."""
    detail = json.loads(decision.detail)
    return detail["file"], detail["trust"]


def decided_settings(store: Store, acts: Iterable[OfficeAct]) -> dict[str, str]:
    """The settings that decisions of these acts have settled, as the last of them left each."""
    found = (decided_setting(decision) for decision in list_decisions(store, acts))
    return dict(each for each in found if each)


def replay(connection: sqlite3.Connection, decision: Decision, forms: Mapping[str, Form], now: datetime) -> None:
    """Let a decision about something else than packages take effect again, as part of a change.

    Args:
        connection: inside a change.
        decision: recorded by the caller.
        forms: every form by id.
        now: aware.
    """
    if settled := decided_setting(decision):
        name, value = settled
        put_row(connection, "setting", {"name": name, "value": value})
    elif decision.act == "allocate":
        _replay_rows(connection, decision, forms, now)


def _settle(connection: sqlite3.Connection, settlement: Settlement, by: str, now: datetime) -> None:
    value = normalize("NFC", settlement.value)
    put_row(connection, "setting", {"name": settlement.name, "value": value})
    pieces = [value[start : start + _PIECE] for start in range(0, len(value), _PIECE)]
    detail: dict[str, Json] = {**settlement.about, "setting": settlement.name, "value": pieces}
    decision = next_decision(connection, settlement.act, (), by, now, reason=settlement.reason, detail=detail)
    append_decision(connection, decision)


def _replay_rows(connection: sqlite3.Connection, decision: Decision, forms: Mapping[str, Form], now: datetime) -> None:
    detail = json.loads(decision.detail)
    rows, gone = detail["rows"], detail["gone"]
    entries = [Entry(from_line(row["line"].encode(), forms), row["wrong"]) for row in rows]
    sheets = {Sheet(unit, plan, period, form): row_ids for unit, period, plan, form, row_ids in gone}
    registers = {entry.record.form for entry in entries} | {sheet.form for sheet in sheets}
    for register in registers:
        chosen = [entry for entry in entries if entry.record.form == register]
        taken = {sheet: row_ids for sheet, row_ids in sheets.items() if sheet.form == register}
        called = say("store.act_allocate")
        _apply_rows(connection, forms[register], chosen, taken, decision.by, called, now)


def _apply_rows(
    connection: sqlite3.Connection,
    form: Form,
    entries: Sequence[Entry],
    gone: Mapping[Sheet, Sequence[str]],
    by: str,
    act: str,
    now: datetime,
) -> None:
    if entries:
        write_entries(connection, entries, form, by, act, now)
    for sheet, row_ids in gone.items():
        erase_entries(connection, sheet, row_ids, by, act, now)

"""练习: a unit's desk with fictitious rows and mistakes planted among them, to be found and mended.

It lies in a folder of its own, holds no key, trusts nobody, and nothing leaves it: it is an installation for trying.
"""

import json
import shutil
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from baise_desktop.app.checks import checking
from baise_desktop.app.desk import PRACTICE, TRIAL, Desk, close_desk, find_unit, load_forms, open_desk
from baise_desktop.app.enrolment.setup import make_installation
from baise_desktop.app.entry import filling
from baise_desktop.app.installation.home import open_submission
from baise_desktop.errors import BaiseError, Severity, disk_reason
from baise_desktop.form.uscc import check_character
from baise_desktop.store.entries import Sheet
from baise_desktop.store.obligations import Obligation, put_obligations
from baise_desktop.store.office import Office
from baise_desktop.store.settings import get_setting, put_setting
from baise_desktop.texts import say

PLAN, PERIOD, DUE = "p2", "2023", date(2024, 1, 15)
FORMS = ("r.hightech_firm", "r.tech_contract", "r.enterprise_year")
TASK = "p2.k.2.4.3"
"""The shortest task report there is."""
_PLANTED = "practice_planted"
_BARE = "evidence"
"""Rule of the finding that work reported done has no evidence."""
_USCC = "91{code}MA5{number:06}"


@dataclass(frozen=True, slots=True)
class Planted:
    """One mistake, and whether it has been mended."""

    number: int
    """From 1."""
    form: str
    title: str
    """Of the form."""
    row_id: str
    field: str
    """Key of the field to be mended."""
    row: str
    """What the row is known by."""
    hint: str
    mended: bool


def make_practice(folder: Path, unit_text: str, now: datetime) -> int:
    """Make a desk to practise on.

    Args:
        folder: empty, or not there yet.
        unit_text: id, code or name of a county.
        now: aware.

    Returns:
        How many mistakes there are.

    Raises:
        BaiseError: UNIT_UNKNOWN; UNIT_NOT_REPORTER; FOLDER_NOT_EMPTY, OUT_FOLDER.
    """
    unit = find_unit(load_forms(), unit_text)
    if not unit.reporter or unit.kind != "county":
        raise BaiseError("UNIT_NOT_REPORTER", unit=unit.name)
    owed = [Obligation(unit.id, PLAN, PERIOD, form, DUE) for form in (*FORMS, TASK)]
    office = Office("unit", unit.id, str(uuid.uuid4()), 1)
    make_installation(
        folder, office, {}, {TRIAL: PRACTICE}, now, fill=lambda store: put_obligations(store, PLAN, owed, unit.id, now)
    )
    desk = open_desk(folder)
    try:
        return _fill(desk, now)
    finally:
        close_desk(desk)


def reset_practice(folder: Path, now: datetime) -> None:
    """Begin anew: everything done in a practice desk goes, and its mistakes come back.

    Raises:
        BaiseError: NOT_PRACTICE, the folder holds anything else; it stays as it is.
    """
    desk = open_desk(folder)
    unit, is_practice = desk.office.unit, desk.practice
    close_desk(desk)
    if not is_practice:
        raise BaiseError("NOT_PRACTICE", folder=folder)
    try:
        for path in folder.iterdir():
            # A lock belongs to the window that is open on the folder, and stays.
            if path.suffix != ".lock":
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        beside = folder.with_name(f".{folder.name}.fresh")
        shutil.rmtree(beside, ignore_errors=True)
        make_practice(beside, unit, now)
        for path in beside.iterdir():
            path.replace(folder / path.name)
        beside.rmdir()
    except OSError as cause:
        raise BaiseError("OUT_FOLDER", folder=folder, reason=disk_reason(cause)) from cause


def list_planted(desk: Desk) -> tuple[Planted, ...]:
    """The mistakes of a practice desk, in the order of their hints; none of any other desk."""
    text = get_setting(desk.store, _PLANTED)
    if not text:
        return ()
    check = checking.check_submission(desk, PLAN, PERIOD)
    open_cells = {
        (finding.form, finding.row_id, field)
        for finding in check.findings
        if finding.id not in check.explanations and (finding.severity is not Severity.HINT or finding.rule == _BARE)
        for field in finding.fields
    }
    return tuple(_planted(desk, number, each, open_cells) for number, each in enumerate(json.loads(text), 1))


def _planted(desk: Desk, number: int, each: Mapping[str, str], open_cells: set[tuple[str, str, str]]) -> Planted:
    return Planted(
        number=number,
        form=each["form"],
        title=desk.catalogue.forms[each["form"]].title,
        row_id=each["row_id"],
        field=each["field"],
        row=each["row"],
        hint=say(f"practice.hint_{each['kind']}"),
        mended=(each["form"], each["row_id"], each["field"]) not in open_cells,
    )


def _fill(desk: Desk, now: datetime) -> int:
    open_submission(desk, PLAN, PERIOD, now)
    planted = [*(mistake for form in FORMS for mistake in _fill_form(desk, form, now)), _fill_task(desk, now)]
    order = say("practice.order").split()
    planted.sort(key=lambda each: order.index(each["kind"]))
    put_setting(desk.store, _PLANTED, json.dumps(planted, ensure_ascii=False))
    return len(planted)


def _fill_form(desk: Desk, form_id: str, now: datetime) -> Iterator[dict[str, str]]:
    """Fill one register from its table: a heading of field keys, then rows; `kind@key` says what is wrong in a row."""
    form = desk.catalogue.forms[form_id]
    heading, *lines = say(f"practice.rows_{form_id.removeprefix('r.')}").strip().splitlines()
    keys = [key.strip() for key in heading.split("|")]
    sheet = Sheet(desk.office.unit, PLAN, PERIOD, form_id)
    for line in lines:
        *cells, told = (cell.strip() for cell in line.split("|"))
        typed = {key: _resolve(desk, text) for key, text in zip(keys, cells, strict=False) if text}
        row_id = filling.add_row(desk, sheet, now, typed).record.row_id
        for mistake in told.split():
            kind, _, key = mistake.partition("@")
            row = typed.get("ent_name") or typed.get("title", form.title)
            yield {"form": form_id, "row_id": row_id, "field": key, "kind": kind, "row": row}


def _fill_task(desk: Desk, now: datetime) -> dict[str, str]:
    """Fill the task report; it says that work is done and has no evidence of it."""
    sheet = Sheet(desk.office.unit, PLAN, PERIOD, TASK)
    row_id = filling.single_entry(desk, sheet, now).record.row_id
    texts = {key: say(f"practice.task_{key}") for key in ("m1_state", "m1_progress", "progress", "next")}
    filling.set_cells(desk, sheet, [filling.TypedCell(row_id, key, text) for key, text in texts.items()], now)
    title = desk.catalogue.forms[TASK].title
    return {"form": TASK, "row_id": row_id, "field": "m1_state", "kind": "evidence", "row": title}


def _resolve(desk: Desk, text: str) -> str:
    """A cell of a table: `#7` is a right code of a fictitious firm, `#7!` the same with a wrong last character."""
    if text == "@":
        return desk.office.unit
    if not text.startswith("#"):
        return text
    body = _USCC.format(code=desk.unit.code[:6], number=int(text[1:].rstrip("!")))[:17]
    right = check_character(body)
    return body + (right if not text.endswith("!") else "0" if right != "0" else "1")

"""What each person signed for, row by row: to show who looks next what is others now."""

import base64
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from baise_desktop.app.desk import Desk
from baise_desktop.app.entry.row_start import context_for
from baise_desktop.errors import BaiseError
from baise_desktop.form.fields import show
from baise_desktop.form.period import parse_period
from baise_desktop.form.record import Record, from_line
from baise_desktop.form.row_names import name_row
from baise_desktop.store.obligations import list_owed_forms
from baise_desktop.store.sealed import list_lines
from baise_desktop.store.settings import get_setting, put_setting
from baise_desktop.store.submissions import ROLES

MOST_KEPT = 4_000_000
"""Characters of one snapshot; a bigger submission keeps none."""
MOST_TOLD = 300
"""Changes told one by one."""
_Rows = Mapping[tuple[str, str], bytes]


@dataclass(frozen=True, slots=True)
class SignedChange:
    """One cell, or one row, that is not as it was when somebody signed."""

    form: str
    title: str
    row_id: str
    row: str
    kind: str
    """added, changed or removed."""
    field: str = ""
    """Key; empty for a whole row."""
    name: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class SinceSigned:
    """What happened since somebody last signed."""

    role: str
    name: str
    at: str
    """ISO 8601, UTC."""
    counts: Mapping[str, tuple[int, int, int]]
    """By title of the form: rows added, changed, removed."""
    changes: tuple[SignedChange, ...]
    """The first `MOST_TOLD`."""


def keep_signed_rows(desk: Desk, plan: str, period: str, role: str, name: str, now: datetime) -> None:
    """Remember what somebody has just signed for."""
    lines = [line.decode() for _, line in _lines(desk, plan, period)]
    packed = base64.b64encode(zlib.compress("\n".join(lines).encode())).decode()
    kept = {"at": now.isoformat(), "name": name, "rows": packed if len(packed) <= MOST_KEPT else ""}
    put_setting(desk.store, _setting(plan, period, role), json.dumps(kept, ensure_ascii=False))


def find_changes(desk: Desk, plan: str, period: str, signed: Sequence[str]) -> SinceSigned | None:
    """What changed since the person whose turn it is last signed, or else since anybody did.

    Args:
        desk: of the unit.
        plan: plan id.
        period: of the submission.
        signed: roles that have signed the submission as it is.

    Returns:
        None when nobody has signed before, or what they signed for is not kept.
    """
    kept = {role: json.loads(text) for role in ROLES if (text := get_setting(desk.store, _setting(plan, period, role)))}
    turn = next((role for role in ROLES if role not in signed), ROLES[-1])
    earlier = {role: each for role, each in kept.items() if role not in signed and each["rows"]}
    if not earlier:
        return None
    role = turn if turn in earlier else max(earlier, key=lambda each: earlier[each]["at"])
    then = _rows(zlib.decompress(base64.b64decode(earlier[role]["rows"])).split(b"\n"))
    now = _rows([line for _, line in _lines(desk, plan, period)])
    moved = [place for place in {**then, **now} if then.get(place) != now.get(place)]
    told = [change for place in sorted(moved) for change in _tell(desk, place, then.get(place), now.get(place))]
    counts: dict[str, tuple[int, int, int]] = {}
    for title, kind in {(each.title, each.row_id): each.kind for each in told}.items():
        added, changed, removed = counts.get(title[0], (0, 0, 0))
        counts[title[0]] = (added + (kind == "added"), changed + (kind == "changed"), removed + (kind == "removed"))
    return SinceSigned(role, earlier[role]["name"], earlier[role]["at"], counts, tuple(told[:MOST_TOLD]))


def _lines(desk: Desk, plan: str, period: str) -> list[tuple[str, bytes]]:
    forms = list_owed_forms(desk.store, desk.office.unit, plan, period)
    return list_lines(desk.store, desk.office.unit, plan, period, forms)


def _rows(lines: Sequence[bytes]) -> _Rows:
    """Live rows by place."""
    rows = {}
    for line in filter(None, lines):
        members = json.loads(line)
        if not members.get("deleted"):
            rows[members["form"], members["row_id"]] = line
    return rows


def _tell(desk: Desk, place: tuple[str, str], then: bytes | None, now: bytes | None) -> Iterator[SignedChange]:
    form = desk.catalogue.forms.get(place[0])
    old, new = (_read(desk, line) for line in (then, now))
    record = new or old
    if form is None or record is None:
        return
    context = context_for(desk, form).on(parse_period(record.period).end)
    row = name_row(form, record, context)
    if old is None or new is None:
        yield SignedChange(form.id, form.title, place[1], row, "removed" if new is None else "added")
        return
    for field in form.fields:
        before, after = (show(each.values.get(field.key), field, context) for each in (old, new))
        if before != after:
            yield SignedChange(form.id, form.title, place[1], row, "changed", field.key, field.name, before, after)
    if old.evidence != new.evidence:
        yield SignedChange(form.id, form.title, place[1], row, "changed", before=_files(old), after=_files(new))


def _files(record: Record) -> str:
    return "、".join(each.name for each in record.evidence)


def _read(desk: Desk, line: bytes | None) -> Record | None:
    try:
        return from_line(line, desk.catalogue.forms) if line else None
    except BaiseError:
        # The form is another one since: what was signed then cannot be read by it.
        return None


def _setting(plan: str, period: str, role: str) -> str:
    return f"signed_rows:{plan}:{period}:{role}"

"""What the city could send to the unit of the pictures: a receipt, a return with comments, a newer task pack."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from baise_desktop.app.practice import demo
from baise_desktop.exchange.return_package import Comment
from baise_desktop.texts import say

RETURNED, CONFIRMED, SHIFTED = "2023H2", "2023-12", "2023H1"
"""Periods of the submission that came back, of the one that was received, and of the one that is owed later now."""
_LATER_DAYS = 10
_COMMENTS = 3


@dataclass(frozen=True, slots=True)
class Letters:
    """Files that the unit can open."""

    returned: Path
    received: Path
    pack: Path


def make_letters(folder: Path, unit: str, out: Path) -> Letters:
    """Let the city of a demonstration write to one of its units; `folder` stays as it is."""
    from baise_desktop.app.clock import utc_now
    from baise_desktop.app.desk import close_desk, open_desk
    from baise_desktop.app.inbox.receipts import make_receipt
    from baise_desktop.app.inbox.receiving import list_received
    from baise_desktop.app.inbox.returning import return_submission
    from baise_desktop.app.packs.publishing import publish
    from baise_desktop.app.terms.obligations import adjust
    from baise_desktop.form.adjustment import Adjustment, DueAfter

    now = utc_now() + timedelta(minutes=1)
    out.mkdir(parents=True)
    desk = open_desk(Path(shutil.copytree(folder / "city", out / "city")))
    sent = {each.period: each.identity for each in list_received(desk) if each.unit == unit}
    comments = _comments(Path(shutil.copytree(folder / unit, out / "unit")))
    reason = say("window.shots_return_reason")
    back = return_submission(desk, sent[RETURNED], comments, reason, demo.PASSPHRASE, now)
    receipt = make_receipt(desk, sent[CONFIRMED], demo.PASSPHRASE, now)
    later = Adjustment(change=DueAfter(_LATER_DAYS), reason=say("window.shots_later_reason"), period=SHIFTED)
    adjust(desk, demo.PLAN, later, now)
    pack = publish(desk, demo.PLAN, say("window.shots_pack_note"), out / "pack.asice", demo.PASSPHRASE, now).path
    close_desk(desk)
    files = {}
    for letter in (back, receipt):
        files[letter.identity] = out / letter.file_name
        files[letter.identity].write_bytes(letter.content)
    return Letters(files[back.identity], files[receipt.identity], pack)


def _comments(unit: Path) -> tuple[Comment, ...]:
    """On a few cells of a register, on one whole form, and on the whole."""
    from baise_desktop.app.desk import close_desk, open_desk
    from baise_desktop.app.entry import filling
    from baise_desktop.app.installation.home import owed_here
    from baise_desktop.form.definition import FormKind
    from baise_desktop.store.entries import Sheet

    desk = open_desk(unit)
    registers = [form for form in owed_here(desk, demo.PLAN, RETURNED) if form.kind is FormKind.REGISTER]
    held = {
        form.id: filling.list_rows(desk, Sheet(desk.office.unit, demo.PLAN, RETURNED, form.id)) for form in registers
    }
    form = max(registers, key=lambda each: len(held[each.id]))
    said = [
        Comment(form.id, entry.record.row_id, field.key, say("window.shots_comment", name=field.name))
        for entry, field in zip(held[form.id][:_COMMENTS], form.fields, strict=False)
    ]
    close_desk(desk)
    return (*said, Comment(form.id, "", "", say("window.shots_comment_form")))

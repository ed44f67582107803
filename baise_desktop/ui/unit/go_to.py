"""Ctrl+G: to a field by its name, code or pinyin, to a form, or to a row by its business key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from baise_desktop.form.definition import FormKind
from baise_desktop.texts import say
from baise_desktop.ui.finder import MOST, Finder, Found
from baise_desktop.ui.pinyin import search_key

if TYPE_CHECKING:
    from baise_desktop.form.definition import Form
    from baise_desktop.ui.unit.ledger_model import LedgerModel
    from baise_desktop.ui.unit.workspace import UnitWorkspace

_READ_IN_PINYIN = 2000
"""Rows; of more than these the names are searched by their characters alone, so that no key waits."""


def open_go_to(work: UnitWorkspace, window: object) -> Finder:
    """Offer the fields of the form on show, then the forms and their fields, then the rows on show."""
    title, hint, nothing = say("commands.go_title"), say("commands.go_hint"), say("commands.go_nothing")
    finder = Finder(window, title, hint, partial(_search, work), nothing)  # type: ignore[arg-type]
    finder.open()
    return finder


def warm_up(work: UnitWorkspace) -> None:
    """Read every name that may be searched into pinyin, on a thread that nobody waits for."""
    for form in work.sheets:
        for name in _names(work.session.form(form)):
            search_key(name)


def _search(work: UnitWorkspace, typed: str) -> Sequence[Found]:
    found: list[Found] = []
    for source in (_here, _rows, _forms, _elsewhere):
        for each in source(work, typed.lower()):
            found.append(each)
            if len(found) == MOST:
                return found
    return found


def _here(work: UnitWorkspace, typed: str) -> Iterator[Found]:
    """The fields of the form on show."""
    form = work.form_on_show()
    if form:
        yield from _fields(work, work.session.form(form), typed, say("commands.go_here"))


def _rows(work: UnitWorkspace, typed: str) -> Iterator[Found]:
    """The rows of the register on show, by business key."""
    if not typed or not work.shows("ledger") or not work.ledger.form_id():
        return
    model = work.ledger.view.ledger()
    few = len(model.all_rows()) <= _READ_IN_PINYIN
    for number, row in enumerate(model.all_rows(), 1):
        name = " ".join(filter(None, (row.texts.get(key, "") for key in _key_of(model))))
        if name and (typed in name.lower() or (few and typed.isascii() and typed in search_key(name))):
            act = partial(work.go_to_cell, model.form.id, row.row_id, "")
            yield Found(name, say("commands.go_row", line=number), act)


def _forms(work: UnitWorkspace, typed: str) -> Iterator[Found]:
    here = work.form_on_show()
    for form, sheet in work.sheets.items():
        if form != here and _fits(typed, sheet.title, form):
            yield Found(sheet.title, say(f"window.nav_{sheet.kind.value}"), partial(work.open_form, form))


def _elsewhere(work: UnitWorkspace, typed: str) -> Iterator[Found]:
    """The fields of the other forms; only for who types something."""
    here = work.form_on_show()
    for form in work.sheets if typed else ():
        if form != here:
            yield from _fields(work, work.session.form(form), typed, work.sheets[form].title)


def _fields(work: UnitWorkspace, form: Form, typed: str, note: str) -> Iterator[Found]:
    single = form.kind is not FormKind.REGISTER
    for question in form.fields:
        if _fits(typed, question.name, question.key):
            row = work.ledger.row_at_hand() if not single and form.id == work.form_on_show() else ""
            yield Found(question.name, note, partial(work.go_to_cell, form.id, row, question.key))


def _fits(typed: str, name: str, code: str) -> bool:
    """By characters first: the dictionary of pinyin is only asked for what is typed in letters."""
    if not typed or typed in name.lower() or typed in code.lower():
        return True
    return typed.isascii() and typed in search_key(name)


def _names(form: Form) -> Iterator[str]:
    yield form.title
    for question in form.fields:
        yield question.name


def _key_of(model: LedgerModel) -> Sequence[str]:
    return model.form.key or tuple(question.key for question in model.form.fields[:2])

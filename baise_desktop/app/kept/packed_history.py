"""What every package of a unit said of one cell, or of one row: which version, under which certificate."""

from dataclasses import dataclass
from itertools import pairwise

from baise_desktop.app.desk import Desk
from baise_desktop.app.installation.naming import period_words
from baise_desktop.errors import BaiseError
from baise_desktop.form.context import FieldContext
from baise_desktop.form.definition import Field, FieldType, Form, FormKind
from baise_desktop.form.fields import show
from baise_desktop.form.period import parse_period
from baise_desktop.form.record import Record, fixed_row_id, from_line
from baise_desktop.store.packages import SUBMISSION, Package, get_package, list_packages
from baise_desktop.store.queries import read_standings
from baise_desktop.store.revisions import read_revision
from baise_desktop.texts import say

MOST_PACKAGES = 60


@dataclass(frozen=True, slots=True)
class PackedVersion:
    """One package's word."""

    when: str
    """Period and version, and the plan where there are packages of several."""
    text: str
    """What the cell showed; of a row what is other than in the package before."""
    changed: bool
    state: str
    """How the package stands, in words."""
    at: str
    """When it was received or sealed; ISO 8601 UTC."""
    identity: str
    certificate: str
    """Fingerprint of the key that it is signed with."""


@dataclass(frozen=True, slots=True)
class _Word:
    package: Package
    record: Record
    context: FieldContext


def packed_history(desk: Desk, identity: str, form_id: str, row_id: str, key: str = "") -> tuple[PackedVersion, ...]:
    """What packages of the unit that sent a package said, the latest first; at most `MOST_PACKAGES` that have the row.

    Args:
        desk: of the city, or of the unit that sent it.
        identity: of a package that has the row.
        form_id: of the row.
        row_id: as that package has it; a task or target has another one in each period, which is found here.
        key: of a field; empty for the whole row.

    Raises:
        BaiseError: PACKAGE_UNKNOWN.
    """
    with desk.store.snapshot():
        package = get_package(desk.store, identity)
        if package is None:
            raise BaiseError("PACKAGE_UNKNOWN", text=identity)
        form = desk.catalogue.forms[form_id]
        words = _find_words(desk, package.unit, form, row_id)
        states = _read_states(desk)
    questions = [form.field(key)] if key else [each for each in form.fields if each.type is not FieldType.COMPUTED]
    several = len({word.package.plan for word in words}) > 1
    told = []
    for word, before in pairwise([*words, None]):
        if word is None:
            continue
        text = _tell_cell(word, questions[0]) if key else _tell_row(word, before, questions)
        changed = before is not None and _texts(word, questions) != _texts(before, questions)
        plan = desk.catalogue.plans[word.package.plan].short_name if several else ""
        told.append(_version(word.package, plan, text, changed, states.get(word.package.identity, "sealed")))
    return tuple(told)


def _find_words(desk: Desk, unit: str, form: Form, row_id: str) -> list[_Word]:
    packages = list(list_packages(desk.store, SUBMISSION, unit))
    packages.sort(key=lambda each: (each.period_end, each.plan, each.version, each.at), reverse=True)
    words: list[_Word] = []
    for package in packages:
        is_register = form.kind is FormKind.REGISTER
        named = row_id if is_register else fixed_row_id(unit, package.plan, package.period, form.id)
        line = read_revision(desk.store, package.identity, form.id, named)
        if line is not None and len(words) < MOST_PACKAGES:
            dated = desk.context.on(parse_period(package.period).end)
            words.append(_Word(package, from_line(line, desk.catalogue.forms), dated))
    return words


def _read_states(desk: Desk) -> dict[str, str]:
    """Only the city decides; a unit knows of its packages that they were sealed."""
    if desk.office.role != "city":
        return {}
    return {identity: each.state for identity, each in read_standings(desk.store).by_identity.items()}


def _texts(word: _Word, questions: list[Field]) -> dict[str, str]:
    if word.record.deleted:
        return {}
    values = word.record.values
    return {each.name: show(values.get(each.key), each, word.context) for each in questions}


def _tell_cell(word: _Word, question: Field) -> str:
    return (
        say("history.gone")
        if word.record.deleted
        else show(word.record.values.get(question.key), question, word.context)
    )


def _tell_row(word: _Word, before: _Word | None, questions: list[Field]) -> str:
    if word.record.deleted:
        return say("history.gone")
    now = _texts(word, questions)
    if before is None:
        return say("packed_history.first", values=say("packed_history.and").join(filter(None, now.values())))
    then = _texts(before, questions)
    changes = [
        say("packed_history.change", name=name, before=then.get(name) or _blank(), after=text or _blank())
        for name, text in now.items()
        if text != then.get(name, "")
    ]
    return say("packed_history.and").join(changes) or say("packed_history.same")


def _blank() -> str:
    return say("packed_history.blank")


def _version(package: Package, plan: str, text: str, changed: bool, state: str) -> PackedVersion:
    period = period_words(parse_period(package.period))
    words = say("packed_history.when", period=period, version=package.version, plan=plan).rstrip()
    standing = say(f"packed_history.{state}")
    return PackedVersion(words, text, changed, standing, package.at, package.identity, package.certificate)

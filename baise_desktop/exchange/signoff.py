"""`signoff.json`: who states that the submission is right, what the checks found, and how the unit explains it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from baise_desktop.errors import BaiseError, Severity
from baise_desktop.exchange import shape
from baise_desktop.form import canonical
from baise_desktop.form.canonical import Json
from baise_desktop.form.telephone import is_telephone

SIGNOFF = "signoff.json"
_Choice = TypeVar("_Choice", bound=StrEnum)
_OPTIONAL = ("contact", "unchanged")
"""Keys that came later: a package sealed before has none of them."""


class Role(StrEnum):
    """The three people of a submission: 填表人, 复核人, 负责人."""

    FILLER = "filler"
    REVIEWER = "reviewer"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class Statement:
    """One person states that the submission is right; recorded under the unit's one key."""

    role: Role
    name: str
    at: datetime
    """UTC, whole seconds."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """核实说明: why a finding is right as it stands."""

    finding: str
    """Id of the finding."""
    text: str
    by: str
    at: datetime
    """UTC, whole seconds."""


@dataclass(frozen=True, slots=True)
class SignedFinding:
    """What a check found, as it stood at sign-off."""

    id: str
    rule: str
    severity: Severity
    form: str
    row_id: str
    """Empty when the finding is about a form as a whole."""
    fields: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ring about a submission: the people are those of the statements."""

    telephone: str
    reported_on: date
    """报出日期, in Beijing."""


@dataclass(frozen=True, slots=True)
class Signoff:
    """Everything in `signoff.json`."""

    statements: tuple[Statement, ...] = ()
    findings: tuple[SignedFinding, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    unchanged: tuple[str, ...] = ()
    """Ids of the forms that are stated to be as they were in the period before, in order."""
    contact: Contact | None = None

    def statement(self, role: Role) -> Statement | None:
        """The statement of that role, if it has been made."""
        return next((each for each in self.statements if each.role is role), None)


def is_person(name: str) -> bool:
    """Whether this can be somebody's name: some letters, on one line, none of them invisible."""
    return bool(name.strip()) and all(mark == "\u3000" or mark.isprintable() for mark in name)


def write_signoff(signoff: Signoff) -> bytes:
    """`signoff.json` as canonical JSON; lists keep their order. What nobody stated is left out."""
    optional: dict[str, Json] = {"unchanged": list(signoff.unchanged)} if signoff.unchanged else {}
    if signoff.contact is not None:
        contact = signoff.contact
        optional["contact"] = {"reported_on": contact.reported_on.isoformat(), "telephone": contact.telephone}
    return canonical.dump(
        {
            **optional,
            "explanations": [
                {"at": shape.moment_text(each.at), "by": each.by, "finding": each.finding, "text": each.text}
                for each in signoff.explanations
            ],
            "findings": [_finding_members(each) for each in signoff.findings],
            "statements": [
                {"at": shape.moment_text(each.at), "name": each.name, "role": each.role.value}
                for each in signoff.statements
            ],
        }
    )


def read_signoff(data: bytes) -> Signoff:
    """`signoff.json`, strictly.

    Raises:
        BaiseError: JSON; SCHEMA naming the key; DUPLICATE when two statements have one role, two findings one id, or a
            form is named twice.
    """
    loaded = shape.load_exact(data)
    optional = [key for key in _OPTIONAL if isinstance(loaded, dict) and key in loaded]
    value = shape.members(loaded, (*optional, "explanations", "findings", "statements"), SIGNOFF)
    signoff = Signoff(
        statements=tuple(_statement(each) for each in shape.elements(value["statements"], SIGNOFF)),
        findings=tuple(_finding(each) for each in shape.elements(value["findings"], SIGNOFF)),
        explanations=tuple(_explanation(each) for each in shape.elements(value["explanations"], SIGNOFF)),
        unchanged=_unchanged(value) if "unchanged" in optional else (),
        contact=_contact(value["contact"]) if "contact" in optional else None,
    )
    _refuse_repeated([each.role for each in signoff.statements])
    _refuse_repeated([each.id for each in signoff.findings])
    _refuse_repeated([each.finding for each in signoff.explanations])
    _refuse_repeated(list(signoff.unchanged))
    return signoff


def _finding_members(finding: SignedFinding) -> dict[str, Json]:
    return {
        "fields": list(finding.fields),
        "form": finding.form,
        "id": finding.id,
        "row_id": finding.row_id,
        "rule": finding.rule,
        "sentence": finding.sentence,
        "severity": finding.severity.value,
    }


def _statement(value: Json) -> Statement:
    data = shape.members(value, ("at", "name", "role"), SIGNOFF)
    if not is_person(shape.text(data, "name", SIGNOFF)):
        raise shape.wrong(SIGNOFF, "name", "VALUE")
    return Statement(
        role=_choice(data, "role", Role),
        name=shape.text(data, "name", SIGNOFF),
        at=shape.moment(data, "at", SIGNOFF),
    )


def _explanation(value: Json) -> Explanation:
    data = shape.members(value, ("at", "by", "finding", "text"), SIGNOFF)
    return Explanation(
        finding=shape.text(data, "finding", SIGNOFF),
        text=shape.text(data, "text", SIGNOFF),
        by=shape.text(data, "by", SIGNOFF),
        at=shape.moment(data, "at", SIGNOFF),
    )


def _finding(value: Json) -> SignedFinding:
    data = shape.members(value, ("fields", "form", "id", "row_id", "rule", "sentence", "severity"), SIGNOFF)
    named = shape.elements(data["fields"], SIGNOFF)
    fields = tuple(each for each in named if isinstance(each, str))
    if len(fields) != len(named):
        raise shape.wrong(SIGNOFF, "fields", "VALUE")
    return SignedFinding(
        id=shape.text(data, "id", SIGNOFF),
        rule=shape.text(data, "rule", SIGNOFF),
        severity=_choice(data, "severity", Severity),
        form=shape.text(data, "form", SIGNOFF),
        row_id=shape.text(data, "row_id", SIGNOFF),
        fields=fields,
        sentence=shape.text(data, "sentence", SIGNOFF),
    )


def _unchanged(value: Mapping[str, Json]) -> tuple[str, ...]:
    named = [{"unchanged": each} for each in shape.elements(value["unchanged"], SIGNOFF)]
    forms = tuple(shape.identifier(each, "unchanged", SIGNOFF) for each in named)
    if not forms or list(forms) != sorted(forms):
        raise shape.wrong(SIGNOFF, "unchanged", "VALUE")
    return forms


def _contact(value: Json) -> Contact:
    data = shape.members(value, ("reported_on", "telephone"), SIGNOFF)
    day = shape.text(data, "reported_on", SIGNOFF)
    try:
        reported_on = date.fromisoformat(day)
    except ValueError:
        raise shape.wrong(SIGNOFF, "reported_on", "VALUE") from None
    telephone = shape.text(data, "telephone", SIGNOFF)
    if reported_on.isoformat() != day or not is_telephone(telephone):
        raise shape.wrong(SIGNOFF, "contact", "VALUE")
    return Contact(telephone, reported_on)


def _choice(data: Mapping[str, Json], key: str, choices: type[_Choice]) -> _Choice:
    try:
        return choices(shape.text(data, key, SIGNOFF))
    except ValueError:
        raise shape.wrong(SIGNOFF, key, "VALUE") from None


def _refuse_repeated(keys: list[str]) -> None:
    if len(set(keys)) != len(keys):
        raise BaiseError("DUPLICATE", name=SIGNOFF)

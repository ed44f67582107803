"""What a task pack carries beside whom to trust: who owes what, the definitions, the city's terms, the breakdown."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from baise_desktop.errors import BaiseError
from baise_desktop.exchange import shape
from baise_desktop.exchange.package_file import PackedFile
from baise_desktop.exchange.zip_layout import DEFINITIONS
from baise_desktop.form import canonical
from baise_desktop.form.adjustment import Adjustment, read_adjustments, write_adjustments
from baise_desktop.form.canonical import Json
from baise_desktop.form.catalogue_files import MAX_BYTES, digest_files
from baise_desktop.form.mail_address import is_mail_address
from baise_desktop.form.obligation import Obligation
from baise_desktop.form.period import parse_period

OBLIGATIONS = "obligations.jsonl"
TERMS = "terms.json"
ALLOCATION = "allocation.jsonl"
MOST_DEFINITIONS = 1_500
"""Files."""
MOST_DEFINITION_BYTES = 32 << 20
"""Of all files together; those of both plans have a thirtieth of it."""
MOST_TERMS_BYTES = 4 << 20
MOST_ALLOCATION_LINES = 20_000
_KEYS = ("due", "form", "period", "plan", "unit")
_JSON, _JSON_LINES = "application/json", "application/jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackContent:
    """What the city hands out with one task pack."""

    obligations: tuple[Obligation, ...] = ()
    """Of the pack's plan."""
    definitions: Mapping[str, bytes] = field(default_factory=dict)
    """The files of the forms folder, by path, in the order of the paths."""
    choices: Mapping[str, str] = field(default_factory=dict)
    """What the city settled where the plans leave something open, by the name of the setting."""
    adjustments: tuple[Adjustment, ...] = ()
    """What of the obligations is not as the defaults have it."""
    allocation: tuple[bytes, ...] = ()
    """Canonical lines of the breakdown register that hold for the plan, sorted."""
    mail: str = ""
    """Where the city office takes mail; empty where it says nothing of it."""

    @property
    def catalogue(self) -> str:
        """Digest of the definitions."""
        return digest_files(self.definitions)


def pack_files(content: PackContent) -> Iterator[PackedFile]:
    """The files of a pack's content, in their order.

    Raises:
        BaiseError: NAME, a definition file has a name that a pack cannot carry.
    """
    yield PackedFile(OBLIGATIONS, _JSON_LINES, b"".join(sorted(_line(each) for each in content.obligations)))
    yield PackedFile(TERMS, _JSON, _write_terms(content))
    yield PackedFile(ALLOCATION, _JSON_LINES, b"".join(line + b"\n" for line in sorted(content.allocation)))
    for path, data in content.definitions.items():
        yield PackedFile(DEFINITIONS + path, "text/plain", data)


def read_content(names: Sequence[str], read: Callable[[str], bytes], plan: str) -> PackContent:
    """The content of a pack whose signature is in order.

    Args:
        names: of all files of the pack, in its order.
        read: gives the bytes of one of them.
        plan: of the pack.

    Raises:
        BaiseError: JSON; SCHEMA naming file and key; TOO_BIG; LAYOUT, definitions out of order; ADJUSTMENT.
    """
    choices, adjustments, mail = _read_terms(read(TERMS))
    return PackContent(
        obligations=_obligations(read(OBLIGATIONS), plan),
        definitions=_definitions([name for name in names if name.startswith(DEFINITIONS)], read),
        choices=choices,
        adjustments=adjustments,
        allocation=_allocation(read(ALLOCATION)),
        mail=mail,
    )


def _definitions(names: Sequence[str], read: Callable[[str], bytes]) -> Mapping[str, bytes]:
    if list(names) != sorted(names) or not names:
        raise BaiseError("LAYOUT")
    if len(names) > MOST_DEFINITIONS:
        raise BaiseError("TOO_BIG", name=DEFINITIONS)
    found, size = {}, 0
    for name in names:
        data = read(name)
        size += len(data)
        if len(data) > MAX_BYTES or size > MOST_DEFINITION_BYTES:
            raise BaiseError("TOO_BIG", name=name)
        found[name.removeprefix(DEFINITIONS)] = data
    return found


def _write_terms(content: PackContent) -> bytes:
    adjustments = canonical.load(write_adjustments(content.adjustments).encode())
    terms: dict[str, Json] = {"adjustments": adjustments, "choices": dict(content.choices)}
    # Left out where there is none, so that packs without it are what they always were.
    return canonical.dump(terms | ({"mail": content.mail} if content.mail else {}))


def _read_terms(data: bytes) -> tuple[Mapping[str, str], tuple[Adjustment, ...], str]:
    if len(data) > MOST_TERMS_BYTES:
        raise BaiseError("TOO_BIG", name=TERMS)
    terms = shape.load_exact(data)
    has_mail = isinstance(terms, dict) and "mail" in terms
    members = shape.members(terms, ("adjustments", "choices", *(["mail"] if has_mail else [])), TERMS)
    mail = shape.text(members, "mail", TERMS) if has_mail else ""
    if has_mail and not is_mail_address(mail):
        raise shape.wrong(TERMS, "mail", "VALUE")
    choices = members["choices"]
    if not isinstance(choices, dict):
        raise shape.wrong(TERMS, "choices", "VALUE")
    settled = {name: shape.text(choices, name, f"{TERMS}/choices") for name in choices}
    for name in (name for name, value in settled.items() if not value):
        raise shape.wrong(f"{TERMS}/choices", name, "VALUE")
    listed = shape.elements(members["adjustments"], f"{TERMS}/adjustments")
    return settled, read_adjustments(canonical.dump(listed).decode()), mail


def _allocation(data: bytes) -> tuple[bytes, ...]:
    lines = _lines(data, ALLOCATION)
    if len(lines) > MOST_ALLOCATION_LINES:
        raise BaiseError("TOO_BIG", name=ALLOCATION)
    for line in lines:
        canonical.load_canonical(line)
    return lines


def _lines(data: bytes, name: str) -> tuple[bytes, ...]:
    """Lines that each end in LF, sorted, no two the same."""
    if data and not data.endswith(b"\n"):
        raise shape.wrong(name, "LF", "MISSING")
    lines = data.split(b"\n")[:-1]
    if lines != sorted(set(lines)):
        raise shape.wrong(name, "[]", "ORDER")
    return tuple(lines)


def _line(obligation: Obligation) -> bytes:
    members: dict[str, Json] = {
        "due": obligation.due.isoformat(),
        "form": obligation.form,
        "period": str(obligation.period),
        "plan": obligation.plan,
        "unit": obligation.unit,
    }
    return canonical.dump(members) + b"\n"


def _obligations(data: bytes, plan: str) -> tuple[Obligation, ...]:
    lines = data.splitlines(keepends=True)
    if lines != sorted(set(lines)):
        raise shape.wrong(OBLIGATIONS, "[]", "ORDER")
    return tuple(_obligation(line, plan) for line in lines)


def _obligation(line: bytes, plan: str) -> Obligation:
    if not line.endswith(b"\n"):
        raise shape.wrong(OBLIGATIONS, "[]", "VALUE")
    data = shape.members(canonical.load_canonical(line[:-1]), _KEYS, OBLIGATIONS)
    obligation = Obligation(
        unit=shape.identifier(data, "unit", OBLIGATIONS),
        plan=shape.identifier(data, "plan", OBLIGATIONS),
        period=parse_period(shape.text(data, "period", OBLIGATIONS)),
        form=shape.identifier(data, "form", OBLIGATIONS),
        due=_date(shape.text(data, "due", OBLIGATIONS)),
    )
    if obligation.plan != plan or _line(obligation) != line:
        raise shape.wrong(OBLIGATIONS, "plan", "VALUE")
    return obligation


def _date(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise shape.wrong(OBLIGATIONS, "due", "VALUE") from None

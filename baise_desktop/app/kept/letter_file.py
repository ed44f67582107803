"""Receipts and returns as both ends keep them."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Literal

from baise_desktop.app.desk import CITY_UNIT, Desk
from baise_desktop.app.kept.keeping import describe
from baise_desktop.app.keys.trust import require_trust
from baise_desktop.exchange.envelope import examine
from baise_desktop.exchange.header import HEADER, Kind, read_body_header
from baise_desktop.exchange.receipt import Receipt, read_receipt_body
from baise_desktop.exchange.return_package import ReturnNote, read_return_body
from baise_desktop.exchange.signed_body import BODY, AnsweredSubmission
from baise_desktop.form import canonical
from baise_desktop.form.period import parse_period
from baise_desktop.store.packages import Package, package_file

LetterKind = Literal[Kind.RECEIPT, Kind.RETURN]


@dataclass(frozen=True, slots=True)
class MadeLetter:
    """A receipt or return that the city has made and kept."""

    identity: str
    file_name: str
    """For people, in ASCII."""
    content: bytes
    code: str = ""
    """Of a receipt: the ten digits that say the same over the telephone; '' where there are none."""


def describe_letter(
    desk: Desk,
    kind: LetterKind,
    direction: Literal["in", "out"],
    answered: AnsweredSubmission,
    number: int,
    content: bytes,
    now: datetime,
) -> Package:
    """What the store will know of a receipt or return; see `store.letters`."""
    return replace(
        describe(desk, kind, direction, CITY_UNIT, content, now),
        plan=answered.plan,
        period=answered.period,
        period_end=parse_period(answered.period).end.isoformat(),
        version=answered.version,
        seq=number,
        prev=answered.identity,
    )


def letter_name(kind: LetterKind, answered: AnsweredSubmission) -> str:
    """Name of a letter's file, in ASCII so that every mail program keeps it."""
    return f"{answered.unit}_{answered.plan}_{answered.period}_v{answered.version}_{kind.value}.asice"


def is_current(desk: Desk, letter: Package) -> bool:
    """Whether units can still open a letter that was made before: not once the city signs under another root."""
    content = package_file(desk.store, letter.identity).read_bytes()
    return examine(BytesIO(content)).offered_root() == require_trust(desk).root


def kept_note(desk: Desk, letter: Package) -> ReturnNote:
    """What a kept return says. Raises: BaiseError PACKAGE_FILE and those of the container when its file is spoilt."""
    return _note(package_file(desk.store, letter.identity), letter.file_digest)


def kept_receipt(desk: Desk, letter: Package) -> tuple[Receipt, datetime]:
    """What a kept receipt says, and when the city made it. Raises: as `kept_note`."""
    return _receipt(package_file(desk.store, letter.identity), letter.file_digest)


@lru_cache(maxsize=1024)
def _receipt(file: Path, _digest: str) -> tuple[Receipt, datetime]:
    container = examine(BytesIO(file.read_bytes())).container
    made_at = read_body_header(container.read(HEADER), Kind.RECEIPT).created_at
    return read_receipt_body(canonical.load(container.read(BODY))), made_at


@lru_cache(maxsize=64)
def _note(file: Path, _digest: str) -> ReturnNote:
    return read_return_body(canonical.load(examine(BytesIO(file.read_bytes())).container.read(BODY)))

"""收发记录: every package that this unit sent or opened, and what became of each."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from baise_desktop.app.checks.comments import tell_places
from baise_desktop.app.desk import Desk, require_role
from baise_desktop.app.kept.letter_file import kept_note
from baise_desktop.app.mail.forgotten import find_forgotten
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.header import Kind
from baise_desktop.exchange.return_package import Comment
from baise_desktop.store.letters import last_word
from baise_desktop.store.packages import Package, list_packages, package_file
from baise_desktop.store.telephone import read_nonce, told_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondence:
    """One package, sent or received."""

    identity: str
    kind: Kind
    sent: bool
    """Else received."""
    at: str
    """When it left, or was opened or sealed; ISO 8601, UTC."""
    plan: str
    """Empty where the kind has none, as `period`; `version` is 0 then."""
    period: str
    version: int
    state: str
    """Of a submission: sealed, exported, received, returned, accepted or replaced; of a letter: what it says, or
    forgotten where the city no longer knows of a receipt.
    """
    rows: int
    file: Path
    """The kept file."""
    is_there: bool
    reason: str = ""
    """Of a return."""
    comments: tuple[Comment, ...] = ()
    """Of a return."""
    places: tuple[str, ...] = ()
    """Where each comment is, for people."""
    told: str = ""
    """When the city was heard to hold a submission whose receipt is still on its way; ISO 8601, UTC."""
    awaits_code: bool = False
    """Whether the ten digits of a receipt can be typed in for it."""
    warning: str = ""
    """Of a receipt that the city no longer knows of: what to do."""


def list_correspondence(desk: Desk) -> tuple[Correspondence, ...]:
    """Every package, the newest first. Raises: BaiseError ROLE_UNIT_ONLY."""
    require_role(desk, "unit")
    packages = list_packages(desk.store)
    newest: dict[tuple[str, str], int] = {}
    for package in packages:
        if _is_submission(package):
            key = package.plan, package.period
            newest[key] = max(package.version, newest.get(key, 0))
    forgotten = {each.identity: each.sentence for each in find_forgotten(desk)}
    told = (_tell(desk, package, newest) for package in reversed(packages))
    return tuple(_warned(each, forgotten.get(each.identity, "")) for each in told)


def _warned(told: Correspondence, warning: str) -> Correspondence:
    return replace(told, state="forgotten", warning=warning) if warning else told


def _is_submission(package: Package) -> bool:
    return package.kind == Kind.SUBMISSION.value and package.direction == "out"


def _tell(desk: Desk, package: Package, newest: Mapping[tuple[str, str], int]) -> Correspondence:
    file = package_file(desk.store, package.identity)
    reason, comments = _words(desk, package)
    word, told = _heard(desk, package) if _is_submission(package) else ("", "")
    return Correspondence(
        identity=package.identity,
        kind=Kind(package.kind),
        sent=package.direction == "out",
        at=package.exported_at or package.at,
        plan=package.plan,
        period=package.period,
        version=package.version,
        state=_state(package, newest, word or ("received" if told else "")),
        rows=package.line_count,
        file=file,
        is_there=file.is_file(),
        reason=reason,
        comments=comments,
        places=tell_places(desk, package.prev, comments),
        told="" if word else told,
        awaits_code=_is_submission(package) and not (word or told) and bool(read_nonce(desk.store, package.identity)),
    )


def _heard(desk: Desk, package: Package) -> tuple[str, str]:
    """What the city's letters say of a submission, and when it was heard over the telephone to hold it."""
    word = last_word(desk.store.connection, package.plan, package.period, package.version)
    return word or "", told_at(desk.store, package.identity)


def _state(package: Package, newest: Mapping[tuple[str, str], int], word: str) -> str:
    if package.kind == Kind.RECEIPT.value:
        return "accepted" if package.seq else "received"
    if package.kind == Kind.RETURN.value:
        return "returned"
    if not _is_submission(package):
        return ""
    if not word and package.version < newest[package.plan, package.period]:
        return "replaced"
    return word or ("exported" if package.exported_at else "sealed")


def _words(desk: Desk, package: Package) -> tuple[str, tuple[Comment, ...]]:
    if package.kind != Kind.RETURN.value:
        return "", ()
    try:
        note = kept_note(desk, package)
    except (OSError, BaiseError):
        # What the store says of it is true without its file; the line tells that the file is gone.
        return "", ()
    return note.reason, note.comments

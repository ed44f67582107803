"""What this unit has sent: every package is kept for ever, and can leave again as the same bytes."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from baise_desktop.app.desk import Desk, require_real, require_role
from baise_desktop.app.files.delivery import Delivered, deliver
from baise_desktop.app.installation.handover import require_in_charge
from baise_desktop.app.keys.encryption import SUFFIX, encrypted_package
from baise_desktop.app.outgoing.mail_draft import make_drafts
from baise_desktop.errors import BaiseError
from baise_desktop.store.packages import (
    SUBMISSION,
    Package,
    get_package,
    list_packages,
    mark_exported,
    package_file,
    read_package,
)
from baise_desktop.store.submissions import read_submission

_READ_ONLY = 0o444


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One sealed package."""

    identity: str
    plan: str
    period: str
    version: int
    seq: int
    sealed_at: str
    """ISO 8601, UTC."""
    exported_at: str
    """When a copy last left; empty while none has."""
    state: str
    """exported, received, returned, accepted; signed while no copy has left; overtaken by a later version."""
    file: Path
    """The kept file."""
    size: int
    """Bytes; 0 when the kept file is gone."""


def list_sent(desk: Desk) -> tuple[Sent, ...]:
    """Every package that was sealed here, the newest first."""
    kept = list_packages(desk.store, SUBMISSION, desk.office.unit)
    return tuple(_sent(desk, package) for package in reversed(kept) if package.direction == "out")


def send_again(
    desk: Desk, identity: str, folder: Path, now: datetime, *, on_drive: bool = False, encrypted: bool = False
) -> Delivered:
    """Write a package again, byte for byte.

    Raises:
        BaiseError: TRIAL, HANDED_OVER, PACKAGE_FILE; NO_RECIPIENT; those of `deliver`.
    """
    package = _require(desk, identity)
    name, content = _outgoing(desk, package, encrypted=encrypted)
    made = deliver(folder, name, content, on_drive=on_drive)
    mark_exported(desk.store, identity, desk.office.unit, now)
    return made


def mail_again(
    desk: Desk, identity: str, folder: Path, now: datetime, *, encrypted: bool = False
) -> tuple[Delivered, ...]:
    """Write mail drafts with a package. Raises: BaiseError PARTS_MANY, and those of `send_again`."""
    package = _require(desk, identity)
    drafts = make_drafts(desk, package, *_outgoing(desk, package, encrypted=encrypted))
    made = tuple(deliver(folder, draft.name, draft.content) for draft in drafts)
    mark_exported(desk.store, identity, desk.office.unit, now)
    return made


def lock_kept(desk: Desk, identity: str) -> None:
    """Make the kept file of a sealed package read-only."""
    package_file(desk.store, identity).chmod(_READ_ONLY)


def file_name(package: Package) -> str:
    """Name of a package's file, in ASCII so that every mail program keeps it."""
    return f"{package.unit}_{package.plan}_{package.period}_v{package.version}.asice"


def _outgoing(desk: Desk, package: Package, *, encrypted: bool) -> tuple[str, bytes]:
    """Name and bytes of the file that leaves."""
    if encrypted:
        return file_name(package) + SUFFIX, encrypted_package(desk, package)
    return file_name(package), read_package(desk.store, package.identity)


def _require(desk: Desk, identity: str) -> Package:
    require_role(desk, "unit")
    require_real(desk)
    require_in_charge(desk)
    package = get_package(desk.store, identity)
    if package is None or package.direction != "out":
        raise BaiseError("PACKAGE_FILE", identity=identity)
    return package


def _sent(desk: Desk, package: Package) -> Sent:
    submission = read_submission(desk.store, package.unit, package.plan, package.period)
    file = package_file(desk.store, package.identity)
    return Sent(
        identity=package.identity,
        plan=package.plan,
        period=package.period,
        version=package.version,
        seq=package.seq,
        sealed_at=package.at,
        exported_at=package.exported_at,
        state=submission.state if submission.version == package.version else "overtaken",
        file=file,
        size=file.stat().st_size if file.is_file() else 0,
    )

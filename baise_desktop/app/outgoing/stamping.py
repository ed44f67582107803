"""A unit's report under its own signature, and the picture of its seal that is kept for that at this installation."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from baise_desktop.app.desk import Desk, require_real, require_role
from baise_desktop.app.files.input_file import read_file
from baise_desktop.app.files.output_file import write_whole
from baise_desktop.app.installation.handover import require_in_charge
from baise_desktop.app.installation.resources import fonts_folder
from baise_desktop.app.keys.own_keys import require_in_force, unit_signer
from baise_desktop.app.outgoing.sealing import sealed_package
from baise_desktop.app.outgoing.submission_report import describe_submission
from baise_desktop.errors import BaiseError, disk_reason
from baise_desktop.store.settings import get_setting, put_choice
from baise_desktop.store.submissions import read_submission
from baise_desktop.texts import say

if TYPE_CHECKING:
    from baise_desktop.app.outgoing.issuing import Issue
    from baise_desktop.report.seal_place import Seal

USUAL_DIAMETER = 42
"""Millimetres."""
_KEPT = "kept_seal"
"""Setting: diameter and SHA-256 of the picture; empty without one."""
_FOLDER, _FILE = "seal", "seal.png"


@dataclass(frozen=True, slots=True)
class KeptSeal:
    """The picture that this installation keeps. No package, backup or handover takes it along."""

    path: Path
    diameter: int
    """Millimetres."""


def read_seal(image: Path, diameter: int = USUAL_DIAMETER) -> Seal:
    """A picture chosen for once. Raises: BaiseError FILE_UNREADABLE, TOO_BIG, SEAL_IMAGE, SEAL_SIZE."""
    from baise_desktop.report.seal_image import prepare_seal
    from baise_desktop.report.seal_place import Seal, check_diameter

    return Seal(check_diameter(diameter), prepare_seal(read_file(image)))


def keep_seal(desk: Desk, image: Path, diameter: int, now: datetime) -> KeptSeal:
    """Keep the unit's own seal picture, made ready, in the place of an earlier one.

    Args:
        desk: of the unit.
        image: PNG or JPEG; a white ground is made clear.
        diameter: of the real seal, in millimetres.
        now: aware.

    Raises:
        BaiseError: ROLE_UNIT_ONLY, HANDED_OVER, OUT_FOLDER, and those of `read_seal`.
    """
    _require_own(desk)
    seal = read_seal(image, diameter)
    picture = seal.image or b""
    path = desk.folder / _FOLDER / _FILE
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        write_whole(path, picture)
        path.chmod(0o600)
    except OSError as cause:
        raise BaiseError("OUT_FOLDER", folder=path.parent, reason=disk_reason(cause)) from cause
    kept = f"{diameter} {hashlib.sha256(picture).hexdigest()}"
    put_choice(desk.store, _KEPT, kept, desk.office.unit, say("journal.seal_kept"), now)
    return KeptSeal(path, diameter)


def drop_seal(desk: Desk, now: datetime) -> bool:
    """Delete the picture; False when there was none. Raises: BaiseError ROLE_UNIT_ONLY, HANDED_OVER, OUT_FOLDER."""
    _require_own(desk)
    path = desk.folder / _FOLDER / _FILE
    try:
        path.unlink(missing_ok=True)
    except OSError as cause:
        raise BaiseError("OUT_FOLDER", folder=path.parent, reason=disk_reason(cause)) from cause
    if not get_setting(desk.store, _KEPT):
        return False
    put_choice(desk.store, _KEPT, "", desk.office.unit, say("journal.seal_dropped"), now)
    return True


def kept_seal(desk: Desk) -> KeptSeal | None:
    """The picture that is kept here, if it is still the one that was put there."""
    diameter, _, digest = get_setting(desk.store, _KEPT).partition(" ")
    path = desk.folder / _FOLDER / _FILE
    try:
        held = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None
    return KeptSeal(path, int(diameter)) if digest and held == digest else None


def open_kept_seal(desk: Desk) -> Seal:
    """The kept picture, for stamping. Raises: BaiseError SEAL_NONE, there is none or it was put there by hand."""
    from baise_desktop.report.seal_place import Seal

    kept = kept_seal(desk)
    if kept is None:
        raise BaiseError("SEAL_NONE")
    return Seal(kept.diameter, kept.path.read_bytes())


def stamp_submission(
    desk: Desk,
    plan: str,
    period: str,
    passphrase: str,
    now: datetime,
    seal: Seal | None = None,
    issue: Issue | None = None,
) -> bytes:
    """The submission's report as a PDF under the unit's signature, bound to its package, which is sealed if need be.

    Args:
        desk: of the unit.
        plan: plan id.
        period: of the submission, which the head has signed.
        passphrase: of the unit's key.
        now: aware.
        seal: with the unit's own picture; without one the place stays free for ink.
        issue: under the unit's red header.

    Raises:
        BaiseError: SEAL_EARLY before 负责人 has signed; HANDED_OVER, OWN_CERTIFICATE_OVER, those of `unit_signer` and
            of `sealed_package` and `issue_report`.
    """
    from baise_desktop.app.outgoing.issuing import check_issue, issue_report
    from baise_desktop.report.stamp import SealRequest, check_seal, stamp
    from baise_desktop.report.submission import render_pdf

    _require_own(desk)
    require_real(desk)
    unit = desk.office.unit
    head_signed = read_submission(desk.store, unit, plan, period).is_signed
    if not head_signed:
        raise BaiseError("SEAL_EARLY", unit=desk.unit.name)
    signer = unit_signer(desk, passphrase)
    require_in_force(signer, now)
    request = SealRequest(unit=unit, unit_name=desk.unit.name, head_signed=head_signed)
    check_seal(signer.certificate, request)
    if issue is not None:
        check_issue(desk, period, issue, now.date())
    package = sealed_package(desk, plan, period, passphrase, now)
    report = describe_submission(desk, plan, period, now.date(), package.content)
    if issue is not None:
        report = issue_report(desk, report, issue, now)
    paper = render_pdf(report, fonts_folder(), seal=seal)
    image = seal.image if seal else None
    request = SealRequest(unit=unit, unit_name=report.unit_name, head_signed=head_signed, place=paper.seal, image=image)
    return stamp(paper.pdf, signer, now, request, fonts_folder())


def _require_own(desk: Desk) -> None:
    require_role(desk, "unit")
    require_in_charge(desk)

"""A signed-off submission becomes a package on a stick, and a sealed report on paper."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from baise_desktop.app.desk import Desk, require_role
from baise_desktop.app.files.output_file import write_document, write_whole
from baise_desktop.app.installation.resources import fonts_folder
from baise_desktop.app.keys.encryption import require_recipient
from baise_desktop.app.outgoing.outbox import mail_again, send_again
from baise_desktop.app.outgoing.sealing import sealed_package
from baise_desktop.app.outgoing.stamping import stamp_submission
from baise_desktop.app.outgoing.submission_report import describe_submission
from baise_desktop.app.results.workbooks import submission_workbook
from baise_desktop.errors import BaiseError
from baise_desktop.store.packages import Package
from baise_desktop.store.sealed import find_sealed

if TYPE_CHECKING:
    from baise_desktop.app.outgoing.issuing import Issue
    from baise_desktop.report.seal_place import Seal


@dataclass(frozen=True, slots=True)
class Exported:
    """A package that has left."""

    path: Path
    """Where it lies; of several mail drafts the first."""
    identity: str
    content: str
    version: int
    seq: int
    fresh: bool = True
    """False when the same bytes lay there already."""
    renamed: bool = False
    """Whether another file had the name, so that it was given a new one."""
    drafts: tuple[Path, ...] = ()
    """The mail drafts, when it leaves by mail."""


def export(
    desk: Desk,
    plan: str,
    period: str,
    out: Path,
    passphrase: str,
    now: datetime,
    *,
    on_drive: bool = False,
    encrypted: bool = False,
) -> Exported:
    """Sign the submission, keep it, and write a copy; the same version again gives the same bytes.

    Args:
        desk: of the unit.
        plan: plan id.
        period: of the submission.
        out: folder that the package is written to.
        passphrase: of the unit's key; not needed once the version is sealed.
        now: aware.
        on_drive: `out` is a drive's own folder, which must be there.
        encrypted: so that the city alone can read it.

    Raises:
        BaiseError: NOT_SIGNED, NO_TASK_PACK, NO_CERTIFICATE, PASSPHRASE, KEY_MISMATCH, OWN_CERTIFICATE_OVER,
            EVIDENCE_MISSING, HANDED_OVER, and those of `deliver`.
    """
    package = _sealed(desk, plan, period, passphrase, now, encrypted=encrypted)
    made = send_again(desk, package.identity, out, now, on_drive=on_drive, encrypted=encrypted)
    return Exported(
        made.path, package.identity, package.content, package.version, package.seq, made.fresh, made.renamed
    )


def export_mail(
    desk: Desk, plan: str, period: str, out: Path, passphrase: str, now: datetime, *, encrypted: bool = False
) -> Exported:
    """As `export`, as mail drafts with the package attached. Raises: BaiseError PARTS_MANY, those of `export`."""
    package = _sealed(desk, plan, period, passphrase, now, encrypted=encrypted)
    made = mail_again(desk, package.identity, out, now, encrypted=encrypted)
    drafts = tuple(each.path for each in made)
    fresh = any(each.fresh for each in made)
    return Exported(drafts[0], package.identity, package.content, package.version, package.seq, fresh, drafts=drafts)


def _sealed(desk: Desk, plan: str, period: str, passphrase: str, now: datetime, *, encrypted: bool) -> Package:
    """As `sealed_package`; nothing is sealed that then could not leave as it is asked to."""
    if encrypted:
        require_recipient(desk)
    return sealed_package(desk, plan, period, passphrase, now)


def write_submission(
    desk: Desk,
    plan: str,
    period: str,
    out: Path,
    now: datetime,
    *,
    passphrase: str | None = None,
    seal: "Seal | None" = None,
    issue: "Issue | None" = None,
) -> Path:
    """The submission as a PDF or a workbook, by the file's suffix; only a PDF can be signed or issued.

    Raises:
        BaiseError: SUFFIX, SUFFIX_SEALED, SUFFIX_ISSUED, and those of `write_submission_pdf`.
    """
    if issue is not None and out.suffix.lower() != ".pdf":
        raise BaiseError("SUFFIX_ISSUED", file=out.name)
    if passphrase is not None and out.suffix.lower() != ".pdf":
        raise BaiseError("SUFFIX_SEALED", file=out.name)
    return write_document(
        out,
        lambda: _submission_pdf(desk, plan, period, now, passphrase, seal, issue),
        lambda: submission_workbook(desk, plan, period, now.date()),
    )


def write_submission_pdf(
    desk: Desk,
    plan: str,
    period: str,
    out: Path,
    now: datetime,
    *,
    passphrase: str | None = None,
    seal: "Seal | None" = None,
    issue: "Issue | None" = None,
) -> Path:
    """The submission as a PDF; with a passphrase it is signed, with the unit's own seal image sealed as well.

    Args:
        desk: of the unit.
        plan: plan id.
        period: of the submission.
        out: the file.
        now: aware.
        passphrase: of the unit's key.
        seal: with the unit's own picture.
        issue: under the unit's red header; what it says is remembered.

    Raises:
        BaiseError: those of `stamp_submission`, of `issue_report`, OUT_FOLDER.
    """
    return write_whole(out, _submission_pdf(desk, plan, period, now, passphrase, seal, issue))


def _submission_pdf(
    desk: Desk,
    plan: str,
    period: str,
    now: datetime,
    passphrase: str | None,
    seal: "Seal | None",
    issue: "Issue | None",
) -> bytes:
    from baise_desktop.app.outgoing.issuing import issue_report
    from baise_desktop.report.submission import render_pdf

    require_role(desk, "unit")
    if passphrase is not None:
        return stamp_submission(desk, plan, period, passphrase, now, seal, issue)
    report = describe_submission(desk, plan, period, now.date(), _content_digest(desk, plan, period))
    if issue is not None:
        report = issue_report(desk, report, issue, now)
    return render_pdf(report, fonts_folder()).pdf


def _content_digest(desk: Desk, plan: str, period: str) -> str:
    """Of the sealed version; empty before, since nothing on paper may claim a file that is not there yet."""
    package = find_sealed(desk.store, desk.office.unit, plan, period)
    return package.content if package else ""

"""A signed-off submission becomes a package on a stick, and a sealed report on paper."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from baise_desktop.app.checks.checking import check_submission
from baise_desktop.app.checks.evidence_check import refuse_lost
from baise_desktop.app.desk import Desk, require_real, require_role, require_whole_forms
from baise_desktop.app.files.output_file import write_document, write_whole
from baise_desktop.app.installation.contact import contact_of_package
from baise_desktop.app.installation.handover import require_in_charge
from baise_desktop.app.installation.resources import fonts_folder
from baise_desktop.app.kept.signed_basis import require_basis
from baise_desktop.app.keys.encryption import require_recipient
from baise_desktop.app.keys.own_keys import require_in_force, unit_signer
from baise_desktop.app.keys.trust import require_trust
from baise_desktop.app.outgoing.outbox import lock_kept, mail_again, send_again
from baise_desktop.app.outgoing.submission_report import describe_submission
from baise_desktop.app.results.workbooks import submission_workbook
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.package_file import PackedFile
from baise_desktop.exchange.seal import SubmissionDraft, prepare, seal
from baise_desktop.exchange.signoff import SignedFinding
from baise_desktop.exchange.telephone import NONCE_BYTES, with_nonce
from baise_desktop.exchange.zip_layout import README
from baise_desktop.store.packages import Package
from baise_desktop.store.sealed import find_sealed

if TYPE_CHECKING:
    from baise_desktop.app.outgoing.issuing import Issue
    from baise_desktop.report.seal_place import Seal

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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


def sealed_package(desk: Desk, plan: str, period: str, passphrase: str, now: datetime) -> Package:
    """The package of the version that a submission is at; signed and kept now, if it was not before."""
    require_role(desk, "unit")
    require_real(desk)
    require_in_charge(desk)
    require_whole_forms(desk)
    package = find_sealed(desk.store, desk.office.unit, plan, period)
    if package is None:
        refuse_lost(desk, plan, period)
        package = _seal(desk, plan, period, passphrase, now)
        lock_kept(desk, package.identity)
    return package


def is_sealed(desk: Desk, plan: str, period: str) -> bool:
    """Whether the version that a submission is at is sealed: it leaves again without a passphrase."""
    return find_sealed(desk.store, desk.office.unit, plan, period) is not None


def _seal(desk: Desk, plan: str, period: str, passphrase: str, now: datetime) -> Package:
    require_basis(desk, plan, period)
    signer = unit_signer(desk, passphrase)
    require_in_force(signer, now)
    draft = _prepare(desk, plan, period, now)
    seal(desk.store, draft, _people_files(desk, draft, now), signer, now)
    package = find_sealed(desk.store, desk.office.unit, plan, period)
    if package is None:
        raise LookupError(draft.content)
    return package


def _prepare(desk: Desk, plan: str, period: str, now: datetime) -> SubmissionDraft:
    findings = [
        SignedFinding(
            id=finding.id,
            rule=finding.rule,
            severity=finding.severity,
            form=finding.form,
            row_id=finding.row_id,
            fields=finding.fields,
            sentence=finding.sentence,
        )
        for finding in check_submission(desk, plan, period).findings
    ]
    contact = contact_of_package(desk, now)
    draft = prepare(desk.store, desk.catalogue, desk.office.unit, plan, period, findings, now, contact)
    recipient = require_trust(desk).recipient
    return with_nonce(draft, secrets.token_bytes(NONCE_BYTES), recipient) if recipient else draft


def _people_files(desk: Desk, draft: SubmissionDraft, now: datetime) -> tuple[PackedFile, ...]:
    from baise_desktop.report.explain import PackageDescription, explain_package
    from baise_desktop.report.submission import render_pdf

    report = describe_submission(desk, draft.header.plan, draft.header.period, now.date(), draft.content)
    described = PackageDescription(
        unit_name=report.unit_name,
        plan_name=report.plan_name,
        period_text=report.period_text,
        version=report.binding.version,
        created_on=report.created_on,
        content_digest=draft.content,
    )
    workbook = submission_workbook(desk, draft.header.plan, draft.header.period, now.date())
    return (
        PackedFile("report.pdf", "application/pdf", render_pdf(report, fonts_folder()).pdf),
        PackedFile("report.xlsx", _XLSX, workbook),
        PackedFile(README, "text/plain", explain_package(described)),
    )


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
    from baise_desktop.app.outgoing.stamping import stamp_submission
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

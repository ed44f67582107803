"""A signed-off submission becomes a package, which is kept here: nothing leaves before."""

import secrets
from datetime import datetime

from baise_desktop.app.checks.checking import check_submission
from baise_desktop.app.checks.evidence_check import refuse_lost
from baise_desktop.app.desk import Desk, require_real, require_role, require_whole_forms
from baise_desktop.app.installation.contact import contact_of_package
from baise_desktop.app.installation.handover import require_in_charge
from baise_desktop.app.installation.resources import fonts_folder
from baise_desktop.app.kept.signed_basis import require_basis
from baise_desktop.app.keys.own_keys import require_in_force, unit_signer
from baise_desktop.app.keys.trust import require_trust
from baise_desktop.app.outgoing.outbox import lock_kept
from baise_desktop.app.outgoing.submission_report import describe_submission
from baise_desktop.app.results.workbooks import submission_workbook
from baise_desktop.exchange.package_file import PackedFile
from baise_desktop.exchange.seal import SubmissionDraft, prepare, seal
from baise_desktop.exchange.signoff import SignedFinding
from baise_desktop.exchange.telephone import NONCE_BYTES, with_nonce
from baise_desktop.exchange.zip_layout import README
from baise_desktop.store.packages import Package
from baise_desktop.store.sealed import find_sealed

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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

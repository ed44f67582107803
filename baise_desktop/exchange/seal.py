"""From a signed-off submission to its package.

`prepare` fixes what is reported, so that the report can carry its content digest; `seal` signs it, together with the
report, and keeps it. From then on the version exists: exporting it again gives the same bytes, and the next package
follows it in the chain whether or not a copy ever left.
"""

import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from baise_desktop.errors import BaiseError
from baise_desktop.exchange.digests import content_digest, sign_for
from baise_desktop.exchange.envelope import ATTACHMENTS, wrap_into
from baise_desktop.exchange.header import HEADER, Kind, SubmissionHeader, write_submission_header
from baise_desktop.exchange.package_file import PackedFile
from baise_desktop.exchange.record_lines import RECORDS
from baise_desktop.exchange.signoff import (
    SIGNOFF,
    Contact,
    Explanation,
    Role,
    SignedFinding,
    Signoff,
    Statement,
    write_signoff,
)
from baise_desktop.form.definition import Catalogue
from baise_desktop.form.period import parse_period
from baise_desktop.form.record import from_line, list_evidence
from baise_desktop.form.value import Evidence
from baise_desktop.signing.certificates import fingerprint
from baise_desktop.signing.signer import Signer
from baise_desktop.store.attachments import attachment_file, list_acknowledged, read_attachment
from baise_desktop.store.database import Store
from baise_desktop.store.instant import to_text
from baise_desktop.store.obligations import list_owed_forms
from baise_desktop.store.office import read_office
from baise_desktop.store.packages import SUBMISSION, Package
from baise_desktop.store.sealed import find_last_sent, keep_sealed, list_lines
from baise_desktop.store.settings import TASK_PACK_VERSION, get_setting
from baise_desktop.store.submissions import Submission, digest_entries, list_explanations, read_submission
from baise_desktop.store.unchanged import list_unchanged

_JSON = "application/json"
_JSON_LINES = "application/x-ndjson"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionDraft:
    """Everything a submission reports, before it is signed."""

    header: SubmissionHeader
    signoff: Signoff
    files: tuple[PackedFile, ...]
    """header.json, records.jsonl, signoff.json and the attachments, as they go into the package."""
    needed: Mapping[str, bool]
    """Attachments that the records name, by digest: whether the package brings them along."""
    entries: str
    """Digest of the entries it was prepared from."""
    content: str
    """Content digest, 64 hex digits: what a report of it carries."""
    nonce: bytes = field(default=b"", repr=False)
    """What the header carries encrypted to the city; see `exchange.telephone`."""


def prepare(
    store: Store,
    catalogue: Catalogue,
    unit: str,
    plan: str,
    period: str,
    findings: Iterable[SignedFinding],
    now: datetime,
    contact: Contact | None = None,
) -> SubmissionDraft:
    """Fix what a signed-off submission reports: every form owed, all live rows and tombstones.

    Args:
        store: of the unit.
        catalogue: the forms it was filled in with.
        unit: whose submission.
        plan: plan id.
        period: period of the submission.
        findings: what the checks found, as it stood at sign-off.
        now: aware; the time that the header claims.
        contact: whom to ring.

    Raises:
        BaiseError: NOT_SIGNED until all three have signed; SIGNED_OTHER when the content is not what they signed for;
            NOTHING_OWED; ATTACHMENT_UNKNOWN, ATTACHMENT_MISSING.
    """
    with store.snapshot():
        submission = _read_signed(store, unit, plan, period)
        forms = list_owed_forms(store, unit, plan, period)
        if not forms:
            raise BaiseError("NOTHING_OWED", unit=unit, plan=plan, period=period)
        rows = list_lines(store, unit, plan, period, forms)
        header = _make_header(store, catalogue, submission, forms, rows, now)
        signoff = replace(_make_signoff(store, submission, forms, findings), contact=contact)
        evidence = _collect_evidence(rows, catalogue)
        held_there = list_acknowledged(store)
    files = (
        PackedFile(HEADER, _JSON, write_submission_header(header)),
        PackedFile(RECORDS, _JSON_LINES, b"".join(line + b"\n" for _, line in rows)),
        PackedFile(SIGNOFF, _JSON, write_signoff(signoff)),
        *(_attach(store, evidence[sha256]) for sha256 in sorted(evidence) if sha256 not in held_there),
    )
    return SubmissionDraft(
        header=header,
        signoff=signoff,
        files=files,
        needed={sha256: sha256 not in held_there for sha256 in evidence},
        entries=submission.statements[0].content,
        content=content_digest(sign_for(file) for file in files),
    )


def seal(
    store: Store, draft: SubmissionDraft, people_files: Sequence[PackedFile], signer: Signer, now: datetime
) -> bytes:
    """Sign a submission and keep its package as the next in this installation's chain.

    Args:
        store: that the draft was prepared from.
        draft: of `prepare`.
        people_files: report.pdf, report.xlsx and 说明.txt, as far as there are any.
        signer: of the unit's key.
        now: aware; claimed signing time.

    Returns:
        The package; the same bytes as before when this version was sealed already.

    Raises:
        BaiseError: SEAL_OVERTAKEN when the store has moved on since the draft was prepared.
    """
    header = draft.header
    out = io.BytesIO()
    identity = wrap_into(out, Kind.SUBMISSION, (*draft.files, *people_files), signer, now)
    data = out.getvalue()
    package = Package(
        identity=identity,
        content=draft.content,
        kind=SUBMISSION,
        direction="out",
        unit=header.unit,
        plan=header.plan,
        period=header.period,
        period_end=parse_period(header.period).end.isoformat(),
        version=header.version,
        installation=header.installation,
        epoch=header.epoch,
        seq=header.seq,
        prev=header.prev,
        task_pack=header.task_pack,
        catalogue=header.catalogue,
        certificate=fingerprint(signer.certificate),
        actor=header.unit,
        at=to_text(now),
        file_digest=hashlib.sha256(data).hexdigest(),
        line_count=header.row_count,
    )
    return keep_sealed(store, package, tuple(header.counts), draft.needed, draft.entries, data, now, draft.nonce)


def _read_signed(store: Store, unit: str, plan: str, period: str) -> Submission:
    submission = read_submission(store, unit, plan, period)
    if not submission.is_signed:
        raise BaiseError("NOT_SIGNED", plan=plan, period=period)
    content = digest_entries(store.connection, unit, plan, period)
    if any(statement.content != content for statement in submission.statements):
        raise BaiseError("SIGNED_OTHER", plan=plan, period=period)
    return submission


def _make_header(
    store: Store,
    catalogue: Catalogue,
    submission: Submission,
    forms: Sequence[str],
    rows: Sequence[tuple[str, bytes]],
    now: datetime,
) -> SubmissionHeader:
    office = read_office(store)
    seq, prev = find_last_sent(store.connection, submission.unit, office.installation, office.epoch)
    counts = dict.fromkeys(forms, 0)
    for form, _ in rows:
        counts[form] += 1
    return SubmissionHeader(
        unit=submission.unit,
        plan=submission.plan,
        period=submission.period,
        version=submission.version,
        installation=office.installation,
        epoch=office.epoch,
        seq=seq + 1,
        prev=prev,
        task_pack=int(get_setting(store, TASK_PACK_VERSION, "1")),
        catalogue=catalogue.digest,
        counts=counts,
        created_at=now,
    )


def _make_signoff(
    store: Store, submission: Submission, forms: Sequence[str], findings: Iterable[SignedFinding]
) -> Signoff:
    explanations = list_explanations(store, submission.unit, submission.plan, submission.period)
    unchanged = list_unchanged(store, submission.unit, submission.plan, submission.period)
    return Signoff(
        statements=tuple(Statement(Role(each.role), each.name, each.at) for each in submission.statements),
        findings=tuple(findings),
        explanations=tuple(Explanation(each.finding, each.text, each.by, each.at) for each in explanations),
        unchanged=tuple(sorted(unchanged.keys() & set(forms))),
    )


def _collect_evidence(rows: Iterable[tuple[str, bytes]], catalogue: Catalogue) -> dict[str, Evidence]:
    found: dict[str, Evidence] = {}
    for _, line in rows:
        # Only a line that names a file is worth reading.
        if b'"sha256"' in line:
            record = from_line(line, catalogue.forms)
            found |= {evidence.sha256: evidence for evidence in list_evidence(record)}
    return found


def _attach(store: Store, evidence: Evidence) -> PackedFile:
    read_attachment(store, evidence.sha256)
    path = attachment_file(store, evidence.sha256)
    return PackedFile(f"{ATTACHMENTS}{evidence.sha256}", evidence.media_type, path)

"""Opening a submission: the one place where a `VerifiedPackage` is made.

After the checks of `envelope`, which end before anything is parsed, these run in this order:

8. `header.json` (`header`);
9. the package is for the city: recipient;
10. authority: the certificate's unit is the header's unit;
11. trust: the certificate is on the trust list for that unit, and the package is not later than its revocation;
12. the definitions that it was filled in with are known: the header's catalogue (`forms`);
13. `records.jsonl` (`record_lines`): every record the unit's own, of the header's plan and period, in order, counted;
14. `signoff.json` (`signoff`): each of the three has made a statement, and forms stated unchanged are there;
15. attachments: each is one that a record names, with the size it names.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

from baise_desktop.errors import BaiseError
from baise_desktop.exchange import shape
from baise_desktop.exchange.envelope import ATTACHMENTS, Envelope, examine
from baise_desktop.exchange.header import CITY, HEADER, Kind, SubmissionHeader, read_submission_header
from baise_desktop.exchange.package_source import VerifiedFile, digest_file, held_in_memory, reading
from baise_desktop.exchange.record_lines import RECORDS, read_records
from baise_desktop.exchange.signoff import SIGNOFF, Role, read_signoff
from baise_desktop.exchange.trust import TrustList
from baise_desktop.exchange.verified_package import AttachmentEntry, VerifiedPackage
from baise_desktop.exchange.zip_layout import STANDARD, Limits
from baise_desktop.form.definition import Form
from baise_desktop.form.record import list_evidence
from baise_desktop.signing.certificates import fingerprint
from baise_desktop.signing.verification import SignatureStatus
from baise_desktop.texts import say

__all__ = ["FormsOf", "VerifiedPackage", "unseal"]

FormsOf = Callable[[SubmissionHeader], Mapping[str, Form]]
"""Gives the forms, by id, that a submission was filled in with. Raises: BaiseError CATALOGUE_UNKNOWN."""


def unseal(
    file: Path | BinaryIO,
    trust: TrustList,
    forms: Mapping[str, Form] | FormsOf,
    now: datetime,
    limits: Limits = STANDARD,
) -> VerifiedPackage:
    """Verify a submission from end to end.

    Args:
        file: read only; an open file must be seekable, and stay open as long as the result is to be copied from.
        trust: the trust list to judge it by.
        forms: every form by id; or what gives them for a header, and refuses a catalogue that was never published.
        now: aware time at which the certificate must hold: the clock, or the recorded receive time.
        limits: how big it may be.

    Raises:
        BaiseError: FILE_UNREADABLE; those of `envelope.open_envelope`; RECIPIENT, AUTHORITY, TRUST, REVOKED;
            CATALOGUE_UNKNOWN; JSON, SCHEMA, TYPE, DUPLICATE, OTHER_PERIOD, COUNTS, ATTACHMENT.
    """
    with reading(file) as original:
        opened = held_in_memory(original)
        unverified = examine(opened, limits)
        status = unverified.judge(trust.unit_anchors, now)
        if not status.revoked:
            status.require()
        envelope = unverified.accept(status, Kind.SUBMISSION)
        digest, size = digest_file(opened)
        source = VerifiedFile.of(file if opened is original else opened, digest, envelope)
        return _open(envelope, trust, forms, source, size)


def _open(
    envelope: Envelope, trust: TrustList, forms: Mapping[str, Form] | FormsOf, source: VerifiedFile, size: int
) -> VerifiedPackage:
    status = envelope.status
    header = read_submission_header(envelope.read(HEADER))
    _check_authority(header, status, trust)
    known = forms if isinstance(forms, Mapping) else forms(header)
    rows = read_records(envelope.read(RECORDS), header, known)
    named = {file.sha256: file.size for row in rows.with_files() for file in list_evidence(row.record)}
    signoff = read_signoff(envelope.read(SIGNOFF))
    if any(signoff.statement(role) is None for role in Role):
        raise shape.wrong(SIGNOFF, "statements", "UNSIGNED")
    if [each.role for each in signoff.statements] != list(Role):
        raise shape.wrong(SIGNOFF, "statements", "ORDER")
    if not header.counts.keys() >= set(signoff.unchanged):
        raise shape.wrong(SIGNOFF, "unchanged", "VALUE")
    return VerifiedPackage(
        identity=envelope.identity,
        content=envelope.content,
        header=header,
        certificate=status.certificate,
        fingerprint=fingerprint(status.certificate),
        signed_at=cast(datetime, status.signed_at),  # whatever was judged states its time
        trust_version=trust.version,
        rows=rows,
        named=named,
        signoff=signoff,
        attachments=_attachments(envelope, named),
        file_digest=source.digest,
        size=size,
        source=source,
    )


def _check_authority(header: SubmissionHeader, status: SignatureStatus, trust: TrustList) -> None:
    if header.recipient != CITY:
        raise BaiseError("RECIPIENT", recipient=header.recipient, expected=CITY)
    if header.unit != status.unit:
        raise BaiseError("AUTHORITY", signer=status.unit, claimed=header.unit)
    entry = trust.find(status.certificate)
    if entry is None or entry.unit != header.unit:
        raise BaiseError("TRUST", detail=say("signing.NOT_LISTED"))
    last = entry.revoked_after_seq
    if last is None:
        status.require()
    elif header.seq > last:
        raise BaiseError("REVOKED", detail=say("signing.REVOKED_AFTER", last=last, seq=header.seq))


def _attachments(envelope: Envelope, named: Mapping[str, int]) -> tuple[AttachmentEntry, ...]:
    entries = []
    for file in envelope.files:
        if not file.name.startswith(ATTACHMENTS):
            continue
        size = envelope.container.entries[file.name].size
        if file.name != ATTACHMENTS + file.digest or named.get(file.digest) != size:
            raise BaiseError("ATTACHMENT", name=file.digest[:12])
        entries.append(AttachmentEntry(file.digest, size))
    return tuple(sorted(entries, key=lambda entry: entry.sha256))

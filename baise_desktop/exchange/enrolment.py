"""How a unit's key comes to be trusted: the unit asks, the city compares the fingerprint by telephone and admits."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import BinaryIO

from baise_desktop.errors import BaiseError
from baise_desktop.exchange.digests import identity_of
from baise_desktop.exchange.envelope import examine, wrap
from baise_desktop.exchange.header import (
    CITY,
    HEADER,
    EnrolmentHeader,
    Kind,
    read_enrolment_header,
    write_enrolment_header,
)
from baise_desktop.exchange.package_file import PackedFile, readme_files
from baise_desktop.exchange.trust import TrustedUnit
from baise_desktop.signing.anchors import Anchors
from baise_desktop.signing.authority import LEAF_DAYS, Identity, issue
from baise_desktop.signing.certificates import fingerprint, same_fingerprint
from baise_desktop.signing.signature_form import read_signature
from baise_desktop.signing.signer import Signer


@dataclass(frozen=True, slots=True)
class EnrolmentRequest:
    """A request that was signed with the key it asks for; only the fingerprint tells who holds that key."""

    identity: str
    """SHA-256 hex of the signed manifest."""
    header: EnrolmentHeader
    certificate: bytes
    """DER of the certificate that the key signed for itself."""

    @property
    def fingerprint(self) -> str:
        """To be compared over the telephone."""
        return fingerprint(self.certificate)


def write_enrolment(unit: str, installation: str, signer: Signer, at: datetime, readme: bytes = b"") -> bytes:
    """The request package of a unit.

    Args:
        unit: unit id; the signer's certificate names it too.
        installation: id of the unit's store.
        signer: of the new key, with the certificate from `authority.make_request`.
        at: aware time.
        readme: `说明.txt`, for people; empty for none.
    """
    header = EnrolmentHeader(unit=unit, installation=installation, created_at=at)
    file = PackedFile(HEADER, "application/json", write_enrolment_header(header))
    return wrap(Kind.ENROLMENT, [file, *readme_files(readme)], signer, at)


def read_enrolment(file: BinaryIO, now: datetime) -> EnrolmentRequest:
    """A request package, verified against the certificate that it brings itself.

    Raises:
        BaiseError: those of `envelope.open_envelope`; AUTHORITY, header and certificate name two units; RECIPIENT.
    """
    unverified = examine(file)
    certificate = read_signature(unverified.signature).certificate
    status = unverified.judge(Anchors((certificate,)), now)
    status.require()
    envelope = unverified.accept(status, Kind.ENROLMENT)
    header = read_enrolment_header(envelope.read(HEADER))
    if header.unit != status.unit:
        raise BaiseError("AUTHORITY", signer=status.unit, claimed=header.unit)
    if header.recipient != CITY:
        raise BaiseError("RECIPIENT", recipient=header.recipient, expected=CITY)
    return EnrolmentRequest(envelope.identity, header, certificate)


def read_kept_request(data: bytes) -> EnrolmentRequest:
    """A request that was verified before. Raises: BaiseError JSON, SCHEMA."""
    unverified = examine(BytesIO(data))
    header = read_enrolment_header(unverified.container.read(HEADER))
    return EnrolmentRequest(identity_of(unverified.manifest), header, read_signature(unverified.signature).certificate)


def admit(
    request: EnrolmentRequest,
    given_fingerprint: str,
    root: Identity,
    unit_name: str,
    now: datetime,
    *,
    epoch: int = 1,
    days: int = LEAF_DAYS,
) -> TrustedUnit:
    """Issue the certificate of a unit whose fingerprint was read over the telephone.

    Args:
        request: from `read_enrolment`.
        given_fingerprint: as the unit read it out; spaces, hyphens and case do not count.
        root: the city's root key.
        unit_name: Chinese name for the certificate.
        now: aware time.
        epoch: the epoch that the key's packages are expected in.
        days: how long the certificate holds.

    Raises:
        BaiseError: FINGERPRINT.
    """
    if not same_fingerprint(given_fingerprint, request.fingerprint):
        raise BaiseError("FINGERPRINT", given=given_fingerprint)
    certificate = issue(root, request.certificate, request.header.unit, unit_name, now, days)
    return TrustedUnit(request.header.unit, certificate, epoch)

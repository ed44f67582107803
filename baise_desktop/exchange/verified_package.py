"""What `unseal` has made of a submission: the only thing that can be merged."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO, Protocol

from msgspec import Struct

from baise_desktop.exchange.header import Kind, SubmissionHeader
from baise_desktop.exchange.signoff import Signoff
from baise_desktop.form.definition import Form
from baise_desktop.form.record import Record, from_line


class PackageSource(Protocol):
    """Where the bytes of a verified package can be read again; each copy is checked against what was verified."""

    def copy_file(self, out: BinaryIO) -> None:
        """Write the package itself, byte for byte. Raises: BaiseError CHANGED."""

    def copy_entry(self, name: str, out: BinaryIO) -> None:
        """Write one file of the package. Raises: BaiseError CHANGED."""


class RecordLine(Struct, frozen=True, gc=False):
    """One line of `records.jsonl`, found right, and what it says.

    Thousands are made at a time: a structure of msgspec is made in a tenth of the time of a frozen dataclass.
    """

    form: str
    row_id: str
    deleted: bool
    digest: bytes
    """SHA-256 of the line, 32 bytes."""
    line: bytes
    """Canonical JSON, without the newline."""
    definition: Form
    """Its form."""
    names_files: bool
    """Whether the record may name a file; no other need be read to learn which are named."""

    @property
    def record(self) -> Record:
        """The line, read anew each time."""
        return from_line(self.line, {self.form: self.definition})


@dataclass(frozen=True, slots=True)
class AttachmentEntry:
    """One attachment that the package brings along."""

    sha256: str
    size: int
    """Bytes."""

    @property
    def name(self) -> str:
        """Its name in the package."""
        return f"attachments/{self.sha256}"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedPackage:
    """A submission whose frame, signature, digests, authority and records are all in order."""

    identity: str
    """SHA-256 hex of the signed manifest: the package's name, whatever file it came in."""
    content: str
    """Content digest, hex: header, records, sign-off and attachments, without the report files."""
    header: SubmissionHeader
    certificate: bytes
    """DER of the certificate that signed it."""
    fingerprint: str
    """Eight groups of four hex digits over the certificate's public key."""
    signed_at: datetime
    """UTC; the signer's claim."""
    trust_version: int
    """Version of the trust list it was verified with."""
    rows: tuple[RecordLine, ...]
    """Sorted by form and row id, each pair once."""
    named: Mapping[str, int]
    """Size in bytes of every file that the records name, by SHA-256 hex."""
    signoff: Signoff
    attachments: tuple[AttachmentEntry, ...]
    """Sorted by digest."""
    file_digest: str
    """SHA-256 hex of the file it came in."""
    size: int
    """Bytes of that file."""
    source: PackageSource = field(repr=False, compare=False)

    @property
    def kind(self) -> Kind:
        """Always a submission."""
        return Kind.SUBMISSION

    @property
    def counts(self) -> Mapping[str, int]:
        """Lines by form, tombstones included."""
        return self.header.counts

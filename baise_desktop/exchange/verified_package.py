"""What `unseal` has made of a submission: the only thing that can be merged."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain, compress, repeat
from typing import BinaryIO, Protocol, TypeVar

from baise_desktop.errors import BaiseError
from baise_desktop.exchange.header import Kind, SubmissionHeader
from baise_desktop.exchange.signoff import Signoff
from baise_desktop.form.definition import Form
from baise_desktop.form.record import Record, from_line
from baise_desktop.form.selections import ROW_ID_LENGTH


class PackageSource(Protocol):
    """Where the bytes of a verified package can be read again; each copy is checked against what was verified."""

    def copy_file(self, out: BinaryIO) -> None:
        """Write the package itself, byte for byte. Raises: BaiseError CHANGED."""

    def copy_entry(self, name: str, out: BinaryIO) -> None:
        """Write one file of the package. Raises: BaiseError CHANGED."""


@dataclass(frozen=True, slots=True)
class LetGo:
    """Of a package whose file nobody needs any more."""

    def copy_file(self, _out: BinaryIO) -> None:
        """Never. Raises: BaiseError CHANGED."""
        raise BaiseError("CHANGED")

    def copy_entry(self, _name: str, _out: BinaryIO) -> None:
        """Never. Raises: BaiseError CHANGED."""
        raise BaiseError("CHANGED")


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One line of `records.jsonl`, found right, and what it says."""

    form: str
    row_id: str
    deleted: bool
    digest: bytes
    """SHA-256 of the line, 32 bytes."""
    line: bytes
    """Canonical JSON, without the newline."""
    definition: Form
    """Its form."""

    @property
    def record(self) -> Record:
        """The line, read anew each time."""
        return from_line(self.line, {self.form: self.definition})


Octets = bytes | bytearray
Cells = tuple[str, str, int, Octets, Octets]
"""Form, row id, 1 for a tombstone and 0 for any other, line, digest."""
Columns = tuple[Sequence[str], Sequence[str], Octets, Sequence[Octets], Sequence[Octets]]
"""The same, one sequence for each piece; of the lines there may be one too many."""
_Joined = TypeVar("_Joined", str, Octets)
_DIGEST = 32


@dataclass(frozen=True, slots=True)
class RecordLines:
    """The lines of `records.jsonl`, found right: by form and row id, each pair once.

    Thousands of them come at a time, and pass from one process to another: what is known of each is kept in one piece
    for all of them, and an object is made of a line only for those who ask for it.
    """

    data: Octets = field(repr=False)
    """Of the file."""
    counts: Mapping[str, int]
    """Lines by form, in their order."""
    sizes: Mapping[str, int] = field(repr=False)
    """Bytes of the lines of each form, line feeds included."""
    row_ids: str = field(repr=False)
    """36 characters for each line."""
    digests: Octets = field(repr=False)
    """SHA-256 of each line, 32 bytes."""
    deleted: Octets = field(repr=False)
    """1 for each line that is a tombstone, 0 for each other."""
    name_files: Octets = field(repr=False)
    """1 for each line that may name a file, 0 for each other: none of those need be read to learn which are named."""
    definitions: Mapping[str, Form] = field(repr=False, compare=False)
    """Every form by id."""
    columns: Columns | None = field(default=None, repr=False, compare=False)
    """What `cells` puts together, when it was cut beforehand."""

    def __len__(self) -> int:
        return len(self.deleted)

    def __iter__(self) -> Iterator[RecordLine]:
        return map(self._line, zip(*self._cut(self._forms(), self.data, self.digests, 0, len(self)), strict=False))

    def of(self, form: str) -> Iterator[RecordLine]:
        """The lines of one form."""
        first, count = _sum_before(self.counts, form), self.counts.get(form, 0)
        start, size = _sum_before(self.sizes, form), self.sizes.get(form, 0)
        data = self.data[start : start + size]
        return map(self._line, zip(*self._cut([form] * count, data, self.digests, first, count), strict=False))

    def cells(self) -> Iterator[Cells]:
        """Every line in pieces, for a store to keep."""
        return zip(*(self.columns or self._columns()), strict=False)

    def cut_ahead(self) -> "RecordLines":
        """The same, with what `cells` takes time for done."""
        return replace(self, columns=self._columns())

    def _columns(self) -> Columns:
        # Of bytes, and not of these, sqlite3 first asks each whether it is something else (CPython's `_need_adapt`).
        data, digests = (each if isinstance(each, bytearray) else bytearray(each) for each in (self.data, self.digests))
        return self._cut(self._forms(), data, digests, 0, len(self))

    def with_files(self) -> Iterator[RecordLine]:
        """The lines that may name a file."""
        return compress(self, self.name_files) if any(self.name_files) else iter(())

    def _forms(self) -> Sequence[str]:
        return list(chain.from_iterable(repeat(form, count) for form, count in self.counts.items()))

    def _line(self, cells: Cells) -> RecordLine:
        form, row_id, deleted, line, digest = cells
        return RecordLine(form, row_id, bool(deleted), bytes(digest), bytes(line), self.definitions[form])

    def _cut(self, forms: Sequence[str], data: Octets, digests: Octets, first: int, count: int) -> Columns:
        row_ids, cut = _parts(self.row_ids, ROW_ID_LENGTH, first, count), _parts(digests, _DIGEST, first, count)
        return forms, row_ids, self.deleted[first : first + count], data.split(b"\n"), cut


def _sum_before(numbers: Mapping[str, int], form: str) -> int:
    return sum(number for each, number in numbers.items() if each < form)


def _parts(joined: _Joined, length: int, first: int, count: int) -> list[_Joined]:
    return [joined[start : start + length] for start in range(first * length, (first + count) * length, length)]


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
    rows: RecordLines
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

    def with_forms(self, forms: Mapping[str, Form]) -> "VerifiedPackage":
        """The same, its records to be read by these forms."""
        return replace(self, rows=replace(self.rows, definitions=forms))

    def without_file(self) -> "VerifiedPackage":
        """The same to be looked at only: a file lies in memory as it came, and a batch has hundreds."""
        return replace(self, source=LetGo())

    @property
    def counts(self) -> Mapping[str, int]:
        """Lines by form, tombstones included."""
        return self.header.counts

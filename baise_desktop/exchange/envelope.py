"""The signed envelope around every kind of package.

Reading runs these checks, in this order, and stops at the first that fails; no record is parsed before the end:

1. size of the file;
2. frame of the container, `mimetype` at the head (`container`), manifest and signature at the end;
3. the signature over the bytes of the manifest: intact, valid, trusted (`signing.verification`);
4. the manifest is one that this program could have written (`manifest`);
5. coverage: the manifest names every file of the container and no other, in the same order;
6. the digest of every file;
7. the kind that `header.json` states is the kind asked for, and the files are those of that kind.
"""

import hashlib
import io
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

from baise_desktop.errors import BaiseError, printable
from baise_desktop.exchange.container import ContainerReader, ContainerWriter, open_container
from baise_desktop.exchange.digests import chunks_of, content_digest, identity_of
from baise_desktop.exchange.header import HEADER, Kind, read_kind
from baise_desktop.exchange.manifest import read_manifest, write_manifest
from baise_desktop.exchange.package_file import PackedFile, SignedFile
from baise_desktop.exchange.zip_layout import DEFINITIONS, MANIFEST, MIMETYPE, README, SIGNATURE, STANDARD, Limits
from baise_desktop.signing.anchors import Anchors
from baise_desktop.signing.signature_form import read_signature
from baise_desktop.signing.signer import Signer
from baise_desktop.signing.verification import SignatureStatus, verify_bytes
from baise_desktop.texts import say

ATTACHMENTS = "attachments/"
_FRAME = (MIMETYPE, MANIFEST, SIGNATURE)
_NEEDED = {
    Kind.ENROLMENT: {HEADER},
    Kind.TASK_PACK: {HEADER, "trust.json", "obligations.jsonl", "terms.json", "allocation.jsonl"},
    Kind.SUBMISSION: {HEADER, "records.jsonl", "signoff.json"},
    Kind.RECEIPT: {HEADER, "body.json"},
    Kind.RETURN: {HEADER, "body.json"},
    Kind.DECISION: {HEADER, "body.json"},
}
_FOLDERS = {Kind.SUBMISSION: ATTACHMENTS, Kind.TASK_PACK: DEFINITIONS}
"""Where a kind has files under names of their own."""
_READABLE = {Kind.SUBMISSION: {"report.pdf", "report.xlsx"}}
"""What a kind may have for people beside `说明.txt`, which all of them may have."""


def wrap(kind: Kind, files: Sequence[PackedFile], signer: Signer, at: datetime) -> bytes:
    """A signed package as bytes; see `wrap_into`."""
    out = io.BytesIO()
    wrap_into(out, kind, files, signer, at)
    return out.getvalue()


def wrap_into(out: BinaryIO, kind: Kind, files: Sequence[PackedFile], signer: Signer, at: datetime) -> str:
    """Write a signed package.

    Args:
        out: seekable, empty.
        kind: the kind that `header.json` states.
        files: in the order they shall have in the package, with all that the kind needs.
        signer: signs the manifest, once.
        at: claimed signing time, aware.

    Returns:
        The package's identity, 64 hex digits.

    Raises:
        BaiseError: NAME, DUPLICATE, TOO_BIG, FILE_UNREADABLE.
        ValueError: the files are not those of the kind; a bug.
    """
    if not _fits(kind, {file.name for file in files}):
        raise ValueError(kind)
    container = ContainerWriter(out)
    signed = [
        SignedFile(file.name, file.media_type, container.add(file.name, chunks_of(file.content)).hex())
        for file in files
    ]
    manifest = write_manifest(signed)
    container.add(MANIFEST, (manifest,))
    container.add(SIGNATURE, (signer.sign(manifest, at),))
    container.finish()
    return identity_of(manifest)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A package whose frame, manifest, coverage, digests and kind are in order, signed as `status` says."""

    kind: Kind
    identity: str
    """SHA-256 hex of the manifest."""
    content: str
    """Content digest, hex."""
    files: tuple[SignedFile, ...]
    status: SignatureStatus
    container: ContainerReader = field(repr=False)
    contents: Mapping[str, bytes] = field(repr=False)
    """Of the files that every package of the kind has; unpacked once, when their digests were checked."""

    def read(self, name: str) -> bytes:
        """The bytes of one file, whose digest is that of the manifest.

        Raises:
            BaiseError: CHANGED, the file is no longer what was checked.
        """
        if name in self.contents:
            return self.contents[name]
        data = self.container.read(name)
        if hashlib.sha256(data).hexdigest() != self.digest(name):
            raise BaiseError("CHANGED")
        return data

    def digest(self, name: str) -> str:
        """The digest that the manifest gives for a file. Raises: StopIteration; a bug."""
        return next(file.digest for file in self.files if file.name == name)


@dataclass(frozen=True, slots=True)
class UnverifiedEnvelope:
    """A package whose frame is in order: checks 1 and 2. Nothing in it may be believed."""

    manifest: bytes
    signature: bytes
    container: ContainerReader = field(repr=False)

    def judge(self, anchors: Anchors, at: datetime) -> SignatureStatus:
        """Check 3, as a verdict; nothing that is wrong with the signature raises."""
        return verify_bytes(self.manifest, self.signature, anchors, at)

    def check_files(self) -> tuple[SignedFile, ...]:
        """Checks 4 to 6. Raises: BaiseError MANIFEST, DUPLICATE, COVERAGE, LAYOUT, DIGEST, FRAME."""
        files, _ = self.unpack_files(frozenset())
        return files

    def unpack_files(self, wanted: AbstractSet[str]) -> tuple[tuple[SignedFile, ...], Mapping[str, bytes]]:
        """Checks 4 to 6, and the bytes that were checked of the files that are wanted and there, by name."""
        files = read_manifest(self.manifest)
        packed = [name for name in self.container.entries if name not in _FRAME]
        named = [file.name for file in files]
        for name in sorted(set(packed) ^ set(named)):
            raise BaiseError("COVERAGE", name=printable(name))
        if packed != named:
            raise BaiseError("LAYOUT")
        contents: dict[str, bytes] = {}
        for file in files:
            digest, kept = hashlib.sha256(), []
            for chunk in self.container.chunks(file.name):
                digest.update(chunk)
                if file.name in wanted:
                    kept.append(chunk)
            if digest.hexdigest() != file.digest:
                raise BaiseError("DIGEST", name=file.name)
            contents |= {file.name: b"".join(kept)} if file.name in wanted else {}
        return files, contents

    def stated_kind(self) -> Kind:
        """The kind that `header.json` states. Raises: BaiseError LAYOUT, FRAME, JSON, SCHEMA."""
        if HEADER not in self.container.entries:
            raise BaiseError("LAYOUT")
        return read_kind(self.container.read(HEADER))

    def offered_root(self) -> bytes:
        """DER of the root that a package of the city brings along; nothing says yet that it is to be believed.

        Raises:
            BaiseError: SIG; TRUST, it brings none or several.
        """
        others = read_signature(self.signature).others
        if len(others) != 1:
            raise BaiseError("TRUST", detail=say("signing.UNKNOWN_ISSUER"))
        return others[0]

    def accept(self, status: SignatureStatus, kind: Kind) -> Envelope:
        """Checks 4 to 7.

        Args:
            status: from `judge`; the caller has required of it what the kind requires.
            kind: the one kind that is expected here.

        Raises:
            BaiseError: those of `check_files`; KIND, LAYOUT.
        """
        files, contents = self.unpack_files(_NEEDED[kind])
        if HEADER not in contents:
            raise BaiseError("LAYOUT")
        stated = read_kind(contents[HEADER])
        if stated is not kind:
            raise BaiseError("KIND", found=say(f"kinds.{stated}"), expected=say(f"kinds.{kind}"))
        if not _fits(kind, {file.name for file in files}):
            raise BaiseError("LAYOUT")
        identity, content = identity_of(self.manifest), content_digest(files)
        return Envelope(kind, identity, content, files, status, self.container, contents)


def examine(file: BinaryIO, limits: Limits = STANDARD) -> UnverifiedEnvelope:
    """Checks 1 and 2.

    Args:
        file: seekable, read only; it stays open as long as the envelope is in use.
        limits: how big it may be.

    Raises:
        BaiseError: NOT_PACKAGE, TOO_BIG, FEATURE, NAME, DUPLICATE, FRAME, LAYOUT; SIG, there is no signature.
    """
    container = open_container(file, limits)
    names = list(container.entries)
    if SIGNATURE not in names:
        raise BaiseError("SIG", detail=say("signing.NONE"))
    if names[-2:] != [MANIFEST, SIGNATURE]:
        raise BaiseError("LAYOUT")
    return UnverifiedEnvelope(container.read(MANIFEST), container.read(SIGNATURE), container)


def open_envelope(file: BinaryIO, kind: Kind, anchors: Anchors, at: datetime, limits: Limits = STANDARD) -> Envelope:
    """All checks, for a package that must be signed by a certificate of one of the anchors.

    Args:
        file: seekable, read only; it stays open as long as the envelope is in use.
        kind: the one kind that is expected here.
        anchors: roots, and revocation lists.
        at: aware time at which the certificate must hold.
        limits: how big the package may be.

    Raises:
        BaiseError: those of `examine`; SIG, ALG, TRUST, REVOKED; those of `UnverifiedEnvelope.accept`.
    """
    unverified = examine(file, limits)
    status = unverified.judge(anchors, at)
    status.require()
    return unverified.accept(status, kind)


def _fits(kind: Kind, names: set[str]) -> bool:
    extra = names - _NEEDED[kind] - _READABLE.get(kind, set()) - {README}
    if folder := _FOLDERS.get(kind):
        extra = {name for name in extra if not name.startswith(folder)}
    return names >= _NEEDED[kind] and not extra

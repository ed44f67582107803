"""What a reader of PDF files makes of a paper, through pyHanko. Imported only when a paper is verified.

Files from outside end up here: pyHanko raises anything on hostile input, and whatever it cannot read is not whole. It
bounds what streams unpack to; how far a tree is followed is bounded here. It believes a table of objects that is packed
in a stream when it says that it has a thousand million rows of no bytes: papers of this program have none of these.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, TypeVar

from pyhanko.pdf_utils.generic import DictionaryObject, IndirectObject, StreamObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from baise_desktop.signing.paper import PaperSignature
from baise_desktop.texts import say

_MOST_READS = 600_000
"""Pieces of a file that are read, most of them a byte: some seconds. A paper of 300 pages takes 140,000."""
_FIGURES, _MOST_FIGURES = 16, 1_000
"""How many bytes of a number are read at once, and how often: pyHanko copies what it has each time."""
_PACKED_TABLE = re.compile(rb"/(?:X|#58)(?:R|#52)(?:e|#65)(?:f|#66)")
"""However its name is spelt."""
_MOST_PAGES = 5_000
_MOST_NODES = 500_000
_DEEPEST = 40
_INHERITED = ("/Resources", "/MediaBox", "/Rotate")
_TOLD = 5
"""Pages named one by one before the rest is summed up."""
_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class _Page:
    """Digests of what a page is made of."""

    content: bytes
    notes: bytes
    fonts: bytes
    rest: bytes


def agrees(pdf: bytes, signature: PaperSignature) -> bool:
    """Whether a reader finds this signature and no other, over the whole file, with later changes forbidden."""
    return _tried(lambda: _agrees(pdf, signature), otherwise=False)


def read_keywords(pdf: bytes) -> str:
    """What the paper says for programs about itself; empty when it says nothing."""
    return _tried(lambda: str(_opened(pdf).trailer["/Info"]["/Keywords"]), otherwise="")


def tell_changes(pdf: bytes, end: int) -> str:
    """What came behind the signed bytes, in words: a sentence or several, without the last full stop.

    Args:
        pdf: the whole file.
        end: where the signed file ends.
    """
    nothing: tuple[str, ...] = ()
    told = _tried(lambda: tuple(_changes(pdf[:end], pdf)), otherwise=nothing)
    return say("paper.comma").join(told or (say("paper.appended", count=len(pdf) - end),))


def _tried(ask: Callable[[], _Found], *, otherwise: _Found) -> _Found:
    try:
        return ask()
    except Exception:  # noqa: BLE001 - see the head of the module
        return otherwise


class _Bounded(BytesIO):
    """A file that nobody reads for ever."""

    _reads = _of_one_number = 0

    def read(self, size: int | None = -1, /) -> bytes:
        """See `BytesIO.read`."""
        self._reads += 1
        self._of_one_number = self._of_one_number + 1 if size == _FIGURES else 0
        if self._reads > _MOST_READS or self._of_one_number > _MOST_FIGURES:
            raise ValueError(self._reads)
        return super().read(size)


def _opened(pdf: bytes) -> PdfFileReader:
    if _PACKED_TABLE.search(pdf):
        raise ValueError(len(pdf))
    return PdfFileReader(_Bounded(pdf))


def _agrees(pdf: bytes, signature: PaperSignature) -> bool:
    reader = _opened(pdf)
    (field,) = reader.root["/AcroForm"]["/Fields"]
    field = field.get_object()
    if "/Kids" in field or field["/FT"] != "/Sig":
        return False
    only = EmbeddedPdfSignature(reader, field, str(field["/T"]))
    ranges = [int(each) for each in only.byte_range]
    start = len(signature.covered) - ranges[3]
    claimed = only.self_reported_timestamp
    return (
        ranges[:2] == [0, start]
        and sum(ranges[2:]) == signature.end == len(pdf)
        and bytes(only.pkcs7_content).rstrip(b"\0") == signature.der.rstrip(b"\0")
        and claimed is not None
        and _utc(claimed) == signature.claimed
        and _is_certification(reader, only)
        and only.evaluate_signature_coverage() is SignatureCoverageLevel.ENTIRE_FILE
    )


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _is_certification(reader: PdfFileReader, signature: EmbeddedPdfSignature) -> bool:
    permissions: Any = reader.root["/Perms"]["/DocMDP"]
    return permissions.raw_get("/ByteRange") == signature.byte_range and signature.docmdp_level is MDPPerm.NO_CHANGES


def _changes(before: bytes, after: bytes) -> Iterator[str]:
    """What a reader sees in another way than the signer."""
    old, new = (tuple(_pages(_opened(each))) for each in (before, after))
    if len(old) != len(new):
        yield say("paper.pages", before=len(old), after=len(new))
    pairs = list(zip(old, new, strict=False))
    for name, key in (("content", "replaced"), ("notes", "annotated"), ("fonts", "refonted"), ("rest", "reshaped")):
        numbers = [number for number, (one, other) in enumerate(pairs, 1) if getattr(one, name) != getattr(other, name)]
        if numbers:
            listed = say("paper.page_comma").join(map(str, numbers[:_TOLD]))
            more = say("paper.more", count=len(numbers)) if len(numbers) > _TOLD else ""
            yield say(f"paper.{key}", pages=listed + more)


def _pages(reader: PdfFileReader) -> Iterator[_Page]:
    told = _Teller()
    for count, page in enumerate(told.leaves(reader.root["/Pages"], {}, 0)):
        if count == _MOST_PAGES:
            raise ValueError(count)
        resources = page["/Resources"] if "/Resources" in page else DictionaryObject()
        shown = {key: page.raw_get(key) for key in page if key not in ("/Contents", "/Annots", "/Resources", "/Parent")}
        yield _Page(
            content=told.of(_raw(page, "/Contents")),
            notes=told.of(_raw(page, "/Annots")),
            fonts=told.of(_raw(resources, "/Font")),
            rest=told.of(DictionaryObject(shown)) + told.of(_raw(resources, "/XObject")),
        )


def _raw(members: Any, key: str) -> Any:
    return members.raw_get(key) if key in members else None


class _Teller:
    """Objects of one file as digests: the same for the same content, wherever in the file it lies."""

    def __init__(self) -> None:
        self._nodes = 0
        self._known: dict[int, bytes] = {}

    def of(self, thing: Any, path: tuple[int, ...] = ()) -> bytes:
        """`path`: numbers of the objects on the way here; what leads back to one of them is left out."""
        self._count(len(path))
        if isinstance(thing, IndirectObject):
            if thing.idnum in path:
                return b"%d" % path.index(thing.idnum)
            if thing.idnum not in self._known:
                self._known[thing.idnum] = self.of(thing.get_object(), (*path, thing.idnum))
            return self._known[thing.idnum]
        if isinstance(thing, DictionaryObject):
            parts = [
                str(key).encode() + self.of(thing.raw_get(key), path)
                for key in sorted(thing)
                if key not in ("/P", "/Parent")
            ]
            parts.append(thing.encoded_data if isinstance(thing, StreamObject) else b"")
        elif isinstance(thing, list):
            parts = [self.of(each, path) for each in list.__iter__(thing)]
        else:
            parts = [repr(thing).encode()]
        digest = hashlib.sha256(type(thing).__name__.encode())
        for part in parts:
            digest.update(hashlib.sha256(part).digest())
        return digest.digest()

    def leaves(self, node: Any, inherited: dict[str, Any], depth: int) -> Iterator[DictionaryObject]:
        """The pages below a node of the page tree, with what they inherit."""
        self._count(depth)
        handed = inherited | {key: node.raw_get(key) for key in _INHERITED if key in node}
        if "/Kids" not in node:
            yield DictionaryObject(handed | {key: node.raw_get(key) for key in node})
            return
        for kid in list.__iter__(node["/Kids"]):
            yield from self.leaves(kid.get_object(), handed, depth + 1)

    def _count(self, depth: int) -> None:
        self._nodes += 1
        if self._nodes > _MOST_NODES or depth > _DEEPEST:
            raise ValueError(self._nodes)

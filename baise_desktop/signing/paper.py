"""The signature of a paper: found in its bytes, before any library is asked what it makes of the file.

A reader of PDF files follows whatever an update at the end of the file says; a signature speaks for the bytes that it
names. Both agree only where these hold, checked in this order:

1. the file begins as a PDF, with nothing before it;
2. the first signature in the file counts: whoever changes a paper and signs it anew leaves that one behind, hidden or
   not, and it does not reach to the end any more;
3. its range is `[0 a b c]`: the gap is the signature's own `/Contents` and nothing more, and the end is the file's end;
4. `/Contents` is DER, then zeros;
5. the one signature that a reader finds in the form fields is that one, it certifies the document, and it covers the
   whole file for pyHanko too (`paper_structure`).

Source: ISO 32000-1 section 12.8.1; ETSI EN 319 142-1 section 6.3; bad input 144.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from baise_desktop.errors import BaiseError

MAGIC = b"%PDF-"
_RANGE = re.compile(rb"/ByteRange\s*\[([^\]]{0,200})\]")
_FIGURES = re.compile(rb"\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\Z")
_CONTENTS = re.compile(rb"/Contents\s*\Z")
_TIME = re.compile(rb"/M\s*\(D(?::|\\072)(\d{14})Z\)")
"""In UTC, as this program writes it; pyHanko spells the colon as an octal number."""
_HEX = re.compile(rb"[0-9A-Fa-f]*\Z")
_REACH = 4096
"""Bytes around the range in which the rest of the signature's dictionary lies."""


@dataclass(frozen=True, slots=True)
class PaperSignature:
    """A signature as it lies in the file; nothing about it has been verified."""

    covered: bytes
    """The signed bytes."""
    der: bytes
    claimed: datetime
    """UTC; the signer's claim."""
    end: int
    """Where the signed file ends."""
    whole: bool
    """Whether that is the end of the file."""


def find_signature(pdf: bytes) -> PaperSignature:
    """The first signature of a paper.

    Raises:
        BaiseError: PAPER_FORM, the file is no PDF; PAPER_UNSIGNED; PAPER_RANGE, the signature does not say plainly
            which bytes it speaks for; PAPER_EMPTIED, its place is empty.
    """
    if not pdf.startswith(MAGIC):
        raise BaiseError("PAPER_FORM")
    found = _RANGE.search(pdf)
    if found is None:
        raise BaiseError("PAPER_UNSIGNED")
    start, resumed, end = _gap(pdf, found[1])
    text = pdf[start + 1 : resumed - 1]
    der = _der(text)
    near = pdf[max(0, start - _REACH) : start] + pdf[resumed : resumed + _REACH]
    return PaperSignature(
        covered=pdf[:start] + pdf[resumed:end],
        der=der,
        claimed=_claimed(near),
        end=end,
        whole=end == len(pdf),
    )


def _gap(pdf: bytes, written: bytes) -> tuple[int, int, int]:
    """Where the gap begins and ends, and where the signed file ends."""
    figures = _FIGURES.match(written)
    if figures is None:
        raise BaiseError("PAPER_RANGE")
    first, start, resumed, length = map(int, figures.groups())
    end = resumed + length
    if first or not 0 < start < resumed - 1 or not resumed < end <= len(pdf):
        raise BaiseError("PAPER_RANGE")
    brackets = pdf[start : start + 1] + pdf[resumed - 1 : resumed]
    if brackets != b"<>" or not _CONTENTS.search(pdf[max(0, start - 32) : start]):
        raise BaiseError("PAPER_RANGE")
    return start, resumed, end


def _der(text: bytes) -> bytes:
    """What stands in `/Contents`, without the zeros behind it."""
    if len(text) % 2 or not _HEX.match(text):
        raise BaiseError("PAPER_RANGE")
    content = bytes.fromhex(text.decode("ascii"))
    if not content.strip(b"\0"):
        raise BaiseError("PAPER_EMPTIED")
    size = _element_size(content)
    if content[size:].strip(b"\0"):
        raise BaiseError("PAPER_RANGE")
    return content[:size]


def _element_size(der: bytes) -> int:
    """Length of the first element, header included; whatever is no element is judged by those who read it."""
    if len(der) < 2 or der[1] < 0x80:
        return len(der[: 2 + der[1]]) if len(der) > 1 else len(der)
    figures = der[1] & 0x7F
    return 2 + figures + int.from_bytes(der[2 : 2 + figures])


def _claimed(near: bytes) -> datetime:
    """What the signer says the time was."""
    found = _TIME.search(near)
    if found is None:
        raise BaiseError("PAPER_RANGE")
    try:
        return datetime.strptime(found[1].decode("ascii"), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        raise BaiseError("PAPER_RANGE") from None

"""What every page carries to be told from any other: a payload for the QR code and a short code for the eye."""

import hashlib
import re
from dataclasses import dataclass
from unicodedata import normalize

from baise_desktop.report.model import Binding

DRAFT, EXERCISE = "DRAFT", "EXERCISE"
"""In the place of a content digest, on papers that no package stands behind."""
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U to misread
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_MARK = "BSKJ1"
_LENGTH = 8
BOUND = 5
"""Bytes of the SHA-256 of a page's payload that its check code spells."""
_UNDERLINE, _IN_ITS_PLACE = "_", "+"  # QR codes pack a payload tightest when it has no underline
_PAYLOAD = re.compile(
    rf"{_MARK}/([A-Z0-9.+-]{{1,60}})/([A-Z0-9.+-]{{1,30}})/([A-Z0-9-]{{4,12}})"
    rf"/([1-9][0-9]{{0,5}})/([1-9][0-9]{{0,3}})/([1-9][0-9]{{0,3}})/([0-9A-F]{{64}}|{DRAFT}|{EXERCISE})"
    rf"(?:/([A-Z]{{1,20}}))?"
)


@dataclass(frozen=True, slots=True)
class PageMark:
    """What one printed page says of itself."""

    binding: Binding
    page: int
    """From 1."""
    pages: int
    word: str = ""
    """`DRAFT` or `EXERCISE` on papers that no package stands behind; their digest is empty."""


def page_payload(binding: Binding, page: int, pages: int, word: str = DRAFT) -> str:
    """Text of a page's QR code, in the characters that QR codes pack tightest.

    Args:
        binding: what the paper belongs to.
        page: from 1.
        pages: how many there are.
        word: in the place of the digest, where there is none.

    Returns:
        `BSKJ1/UNIT/PLAN/PERIOD/VERSION/PAGE/PAGES/DIGEST`, upper case; any paper but the report has its name behind.
    """
    digest = binding.content_digest or word
    parts = (_MARK, binding.unit, binding.plan, binding.period, binding.version, page, pages, digest)
    named = (*parts, binding.paper) if binding.paper else parts
    return "/".join(str(part) for part in named).upper().replace(_UNDERLINE, _IN_ITS_PLACE)


def read_payload(text: str) -> PageMark | None:
    """What the text of a QR code says, if it is one of this program's pages."""
    match = _PAYLOAD.fullmatch(text)
    if match is None:
        return None
    unit, plan = (part.lower().replace(_IN_ITS_PLACE, _UNDERLINE) for part in match.group(1, 2))
    version, page, pages = (int(part) for part in match.group(4, 5, 6))
    if page > pages:
        return None
    has_file = match[7] not in (DRAFT, EXERCISE)
    binding = Binding(unit, plan, match[3], version, match[7].lower() if has_file else "", (match[8] or "").lower())
    return PageMark(binding, page, pages, "" if has_file else match[7])


def page_code(binding: Binding, page: int, pages: int, word: str = DRAFT) -> str:
    """Eight characters bound to content digest, version and page, such as `7K3F-9Q2M`. Arguments as `page_payload`."""
    digest = hashlib.sha256(page_payload(binding, page, pages, word).encode("ascii")).digest()
    number = int.from_bytes(digest[:BOUND])
    letters = "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_LENGTH)))
    return f"{letters[:4]}-{letters[4:]}"


def read_code(typed: str) -> str:
    """A check code as it is printed, however somebody typed it; empty when it cannot be one."""
    letters = "".join(each for each in normalize("NFKC", typed).upper() if each.isalnum()).translate(_MISREAD)
    if len(letters) != _LENGTH or any(letter not in _ALPHABET for letter in letters):
        return ""
    return f"{letters[:4]}-{letters[4:]}"


def spelt_by(code: str) -> bytes:
    """The bytes that a check code spells; it is one that `read_code` gave."""
    number = 0
    for letter in code.replace("-", ""):
        number = number << 5 | _ALPHABET.index(letter)
    return number.to_bytes(BOUND)

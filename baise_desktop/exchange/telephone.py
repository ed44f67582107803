"""The receipt that is read over the telephone: ten digits that only who opened the package can know.

The unit puts 16 random bytes into the header, encrypted to the city, and keeps them. The code is made of them and of
the package's identity, so that it says of one version that the city holds it, and of no other.
"""

import base64
import hmac
from dataclasses import replace
from unicodedata import normalize

from baise_desktop.exchange.digests import content_digest, sign_for
from baise_desktop.exchange.header import HEADER, write_submission_header
from baise_desktop.exchange.seal import SubmissionDraft
from baise_desktop.signing.encryption import encrypt

NONCE_BYTES = 16
DIGITS = 10
"""Nine of the code, and one by which a slip of the tongue or finger is noticed."""
_MADE = 10 ** (DIGITS - 1)


def with_nonce(draft: SubmissionDraft, nonce: bytes, recipient: str) -> SubmissionDraft:
    """The draft with random bytes that the city alone can read.

    Args:
        draft: of `prepare`.
        nonce: `NONCE_BYTES` of them, never used before.
        recipient: the city's key.
    """
    sealed = base64.b64encode(encrypt(nonce, recipient)).decode()
    header = replace(draft.header, nonce=sealed)
    files = tuple(
        replace(file, content=write_submission_header(header)) if file.name == HEADER else file for file in draft.files
    )
    content = content_digest(sign_for(file) for file in files)
    return replace(draft, header=header, files=files, content=content, nonce=nonce)


def receipt_code(nonce: bytes, identity: str) -> str:
    """The ten digits.

    Args:
        nonce: as the unit drew it.
        identity: of the package, 64 hex digits.
    """
    number = int.from_bytes(hmac.digest(nonce, identity.encode("ascii"), "sha256")) % _MADE
    digits = f"{number:0{DIGITS - 1}}"
    return digits + _check_digit(digits)


def shown_code(code: str) -> str:
    """The code as it is read out: 3, 3 and 4 digits."""
    return f"{code[:3]} {code[3:6]} {code[6:]}" if code else ""


def read_code(text: str) -> str:
    """The ten digits of what was typed; '' when it cannot be a code: other marks, too few digits, or a slip."""
    digits = "".join(mark for mark in normalize("NFKC", text) if not mark.isspace() and mark not in "-–—·.")
    is_whole = len(digits) == DIGITS and digits.isascii() and digits.isdigit()
    return digits if is_whole and _check_digit(digits[:-1]) == digits[-1] else ""


def is_code(typed: str, nonce: bytes, identity: str) -> bool:
    """Whether digits are the code of a package; takes the same time whatever they are."""
    return hmac.compare_digest(typed, receipt_code(nonce, identity))


def _check_digit(digits: str) -> str:
    """Source: ISO/IEC 7064, MOD 11,10: notices every single wrong digit, and nearly all that changed places."""
    rest = 10
    for digit in digits:
        rest = (rest + int(digit)) % 10 or 10
        rest = rest * 2 % 11
    return str((11 - rest) % 10)

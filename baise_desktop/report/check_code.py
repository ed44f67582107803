"""What every page carries to be told from any other: a payload for the QR code and a short code for the eye."""

import hashlib

from baise_desktop.report.model import Binding

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U to misread
_MARK = "BSKJ1"
_LENGTH = 8


def page_payload(binding: Binding, page: int, pages: int) -> str:
    """Text of a page's QR code, in the characters that QR codes pack tightest.

    Args:
        binding: what the paper belongs to.
        page: from 1.
        pages: how many there are.

    Returns:
        `BSKJ1/UNIT/PLAN/PERIOD/VERSION/PAGE/PAGES/DIGEST`, upper case.
    """
    parts = (_MARK, binding.unit, binding.plan, binding.period, binding.version, page, pages, binding.content_digest)
    return "/".join(str(part) for part in parts).upper()


def page_code(binding: Binding, page: int, pages: int) -> str:
    """Eight characters bound to content digest, version and page, such as `7K3F-9Q2M`.

    Args:
        binding: what the paper belongs to.
        page: from 1.
        pages: how many there are.
    """
    digest = hashlib.sha256(page_payload(binding, page, pages).encode("ascii")).digest()
    number = int.from_bytes(digest[:5])
    letters = "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_LENGTH)))
    return f"{letters[:4]}-{letters[4:]}"

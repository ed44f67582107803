"""The unified social credit code (统一社会信用代码) and its check character."""

import re
from operator import mul

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
"""Characters of a code, the check character included."""

_VALUES = bytes(_ALPHABET.find(chr(octet)) % 256 for octet in range(128)) + bytes(128)
_WEIGHTS = (*(pow(3, place, 31) for place in range(LENGTH - 1)), 1)
_SHAPE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")


def check_character(body: str) -> str:
    """The 18th character for the first 17.

    Source: GB 32100-2015, annex B: weights 3^i mod 31, modulus 31.
    """
    total = sum(_ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(body))
    return _ALPHABET[-total % 31]


def is_uscc(text: str) -> bool:
    """Whether the text is a code in capitals whose check character is right."""
    return _SHAPE.fullmatch(text) is not None and _weigh(text) == 0


def _weigh(code: str) -> int:
    # What the check character adds brings the sum to a multiple of 31.
    return int(sum(map(mul, code.encode("ascii").translate(_VALUES), _WEIGHTS))) % 31

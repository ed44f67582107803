"""How hard a passphrase is to guess, in one of four words."""

from typing import Literal

from baise_desktop.app.keys.trust import MINIMUM_PASSPHRASE

Strength = Literal["short", "weak", "fair", "strong"]
_FAIR, _STRONG = 26, 44
_COMMON = ("12345678", "87654321", "password", "qwertyui", "11111111", "00000000", "abcd1234", "baise", "admin")
_BITS = {"digit": 2.5, "letter": 3.5, "capital": 4.0, "sign": 4.5, "chinese": 8.0}
"""What one character of a kind adds at most, less than chance would give: people do not choose by chance."""
_REPEATED = 0.3


def judge_passphrase(text: str, known: str = "") -> Strength:
    """How strong a passphrase is.

    Args:
        text: as typed.
        known: what anybody knows, such as the unit's id; it adds nothing.
    """
    if len(text) < MINIMUM_PASSPHRASE:
        return "short"
    plain = text.casefold()
    for word in (*_COMMON, known.casefold(), known.partition(".")[2].casefold()):
        if word:
            plain = plain.replace(word, "")
    kept = text if len(plain) == len(text) else plain
    bits = sum(_worth(kept, place) for place in range(len(kept)))
    return "strong" if bits >= _STRONG else "fair" if bits >= _FAIR else "weak"


def _worth(text: str, place: int) -> float:
    bits = _BITS[_kind(text[place])]
    near = place and abs(ord(text[place]) - ord(text[place - 1])) <= 1
    return bits * _REPEATED if near or text[place] in text[:place] else bits


def _kind(character: str) -> str:
    if character.isdecimal():
        return "digit"
    if character.isascii() and character.isalpha():
        return "capital" if character.isupper() else "letter"
    return "chinese" if character.isalpha() else "sign"

"""Alt and a letter for buttons and menu entries, shown after the words in brackets as Chinese office programs do."""

import string
from collections.abc import Mapping
from functools import cache

from baise_desktop.texts import knows, say

_MORE = "…"
_ANY = "*"


def with_letter(text: str) -> str:
    """A text with its letter, which Qt underlines; as it is where it has none."""
    letter = letter_of(text)
    if not letter:
        return plainly(text)
    more = _MORE if text.endswith(_MORE) else ""
    return f"{plainly(text.removesuffix(_MORE))}(&{letter}){more}"


def plainly(text: str) -> str:
    """A text as buttons, menus and labels of fields show it when no letter is meant, such as R&D."""
    return text.replace("&", "&&")


def letter_of(text: str) -> str:
    """The letter of a button or a menu entry by its words; empty where it has none."""
    words = text.removesuffix(_MORE)
    whole, beginnings = _tables()
    found = whole.get(words)
    return found or next((letter for start, letter in beginnings.items() if words.startswith(start)), "")


@cache
def _tables() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Letters by words, and by the beginnings of words."""
    known = [letter for letter in string.ascii_uppercase if knows(f"mnemonics.{letter}")]
    entries = [(words, letter) for letter in known for words in say(f"mnemonics.{letter}").split("|")]
    whole = {words: letter for words, letter in entries if not words.endswith(_ANY)}
    return whole, {words.removesuffix(_ANY): letter for words, letter in entries if words.endswith(_ANY)}

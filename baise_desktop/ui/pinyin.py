"""Finding Chinese by what people type: its characters, its full pinyin or the initials."""

from collections.abc import Sequence
from functools import cache

_READINGS = {"乐业": ("le", "ye"), "那坡": ("na", "po"), "百色": ("bai", "se")}
"""Place names that the dictionary reads otherwise."""


@cache
def search_key(text: str) -> str:
    """The text, its pinyin and its initials, lower case, parted by spaces."""
    from pypinyin import Style, lazy_pinyin

    syllables: list[str] = []
    rest = text
    while rest:
        name = next((name for name in _READINGS if rest.startswith(name)), None)
        if name is None:
            cut = min((place for name in _READINGS if (place := rest.find(name)) > 0), default=len(rest))
            syllables += lazy_pinyin(rest[:cut], style=Style.NORMAL)
            rest = rest[cut:]
        else:
            syllables += _READINGS[name]
            rest = rest[len(name) :]
    initials = "".join(syllable[:1] for syllable in syllables)
    return f"{text} {''.join(syllables)} {initials}".lower()


def warm_up() -> None:
    """Load the dictionary, on a thread that nobody waits for."""
    search_key(next(iter(_READINGS)))


def matches(typed: str, text: str) -> bool:
    """Whether what was typed finds the text; nothing typed finds everything."""
    return typed.strip().lower() in search_key(text) if typed.strip() else True


def ranked(typed: str, texts: Sequence[str]) -> list[int]:
    """Numbers of the texts that match, those that begin with what was typed first."""
    wanted = typed.strip().lower()
    hits = [number for number, text in enumerate(texts) if matches(typed, text)]
    return sorted(hits, key=lambda number: not _begins(search_key(texts[number]), wanted))


def _begins(key: str, wanted: str) -> bool:
    return any(part.startswith(wanted) for part in key.split())

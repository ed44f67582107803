"""Titles that break where the sense does, and Chinese numerals for headings."""

from datetime import date

from baise_desktop.texts import say

_DIGITS = "零一二三四五六七八九"
_OPENERS = "（《"


def numeral(number: int) -> str:
    """1 to 999 in Chinese, as headings count: 一, 十, 二十一, 一百〇二."""
    if number < 10:
        return _DIGITS[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")
    hundreds, rest = divmod(number, 100)
    if rest == 0:
        return f"{_DIGITS[hundreds]}百"
    if rest < 10:
        return f"{_DIGITS[hundreds]}百〇{_DIGITS[rest]}"
    return f"{_DIGITS[hundreds]}百{'一' if rest < 20 else ''}{numeral(rest)}"


def long_date(day: date) -> str:
    """A day as documents write it: 2023年7月5日."""
    return say("report.date", year=day.year, month=day.month, day=day.day)


def _ems(text: str) -> float:
    return sum(0.55 if character.isascii() else 1.0 for character in text)


def _breaks(text: str) -> list[int]:
    """Where the sense allows a break: before a bracket or one of the known words."""
    words = (*_OPENERS, *say("report.title_breaks").split())
    return sorted({at for word in words for at in range(1, len(text)) if text.startswith(word, at)})


def title_lines(text: str, most: float) -> tuple[str, ...]:
    """A title in as few lines as fit, broken evenly where the sense allows it.

    Args:
        text: without line breaks.
        most: characters that fit on a line.

    Returns:
        One line, or two; a title too long for two good lines is left whole for the typesetter to break.
        Source: GB/T 9704-2012 section 7.3.1, 词意完整.
    """
    if not most < _ems(text) <= 2 * most:
        return (text,)
    pairs = [(text[:at], text[at:]) for at in _breaks(text)]
    fitting = [pair for pair in pairs if max(map(_ems, pair)) <= most]
    if not fitting:
        return (text,)
    return min(fitting, key=lambda pair: max(map(_ems, pair)))

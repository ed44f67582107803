"""Telephone numbers as offices write them: 0776-2824000, 138 0000 0000, 2824000 转 8012."""

import re

_TELEPHONE = re.compile(r"\+?[0-9（(][0-9（）()转、/ -]{0,58}[0-9]")
_LEAST_DIGITS = 7


def is_telephone(text: str) -> bool:
    """Whether a text can be dialled."""
    digits = sum(character.isdecimal() for character in text)
    return _TELEPHONE.fullmatch(text) is not None and digits >= _LEAST_DIGITS

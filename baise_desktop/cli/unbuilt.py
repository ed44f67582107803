"""What this version names and does not have yet: refused in words, never half done."""

from typing import NoReturn

from baise_desktop.errors import BaiseError


def refuse_unbuilt(words: str) -> NoReturn:
    """Refuse a verb or an option, such as `export --email`. Raises: BaiseError NOT_BUILT."""
    raise BaiseError("NOT_BUILT", verb=f"baise {words}")

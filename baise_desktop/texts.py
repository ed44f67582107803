"""Every sentence a user reads, by key: the Chinese lives in `resources/texts/*.toml`, never in code."""

import tomllib
from functools import cache
from typing import Any

from baise_desktop import paths


@cache
def _section(name: str) -> dict[str, str]:
    folder = paths.resources_folder() / "texts"
    files = [folder / f"{name}.toml", *sorted((folder / name).glob("*.toml"))]
    entries: dict[str, str] = {}
    for file in files:
        if file.exists():
            entries |= tomllib.loads(file.read_text("utf-8"))
    return entries


def say(key: str, /, **values: object) -> str:
    """The sentence `section.name` with its values filled in.

    Args:
        key: section and entry: `errors.SIG` is entry `SIG` of `errors.toml` or of a file in `errors/`.
        values: what the sentence's `{placeholders}` stand for; shown as plain text.

    Raises:
        KeyError: the entry, or a value that it needs, is missing; a bug.
    """
    section, _, name = key.partition(".")
    return _section(section)[name].format_map(_Values(values))


def knows(key: str) -> bool:
    """Whether there is an entry of that `section.name`."""
    section, _, name = key.partition(".")
    return name in _section(section)


class _Values(dict[str, Any]):
    """Formats by plain lookup only: a placeholder names a value and nothing inside it."""

    def __missing__(self, key: str) -> object:
        raise KeyError(key)

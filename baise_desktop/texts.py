"""Every sentence a user reads, by key: the Chinese lives in `resources/texts/*.toml`, never in code."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from baise_desktop import paths


@cache
def _section(name: str) -> tuple[tuple[Path, str], ...]:
    """The files of a section and what stands in them, not yet understood: a window needs few of them to begin."""
    folder = paths.resources_folder() / "texts"
    files = [folder / f"{name}.toml", *sorted((folder / name).glob("*.toml"))]
    return tuple((file, file.read_text("utf-8")) for file in files if file.exists())


@cache
def _entries(section: str, file: Path) -> dict[str, str]:
    return tomllib.loads(next(text for each, text in _section(section) if each == file))


@cache
def _sentence(key: str) -> str | None:
    section, _, name = key.partition(".")
    starts = (f"\n{name} =", f'\n"{name}" =')
    files = (file for file, text in _section(section) if any(start in f"\n{text}" for start in starts))
    return next((entries[name] for file in files if name in (entries := _entries(section, file))), None)


def say(key: str, /, **values: object) -> str:
    """The sentence `section.name` with its values filled in.

    Args:
        key: section and entry: `errors.SIG` is entry `SIG` of `errors.toml` or of a file in `errors/`.
        values: what the sentence's `{placeholders}` stand for; shown as plain text.

    Raises:
        KeyError: the entry, or a value that it needs, is missing; a bug.
    """
    sentence = _sentence(key)
    if sentence is None:
        raise KeyError(key)
    return sentence.format_map(_Values(values))


def knows(key: str) -> bool:
    """Whether there is an entry of that `section.name`."""
    return _sentence(key) is not None


class _Values(dict[str, Any]):
    """Formats by plain lookup only: a placeholder names a value and nothing inside it."""

    def __missing__(self, key: str) -> object:
        raise KeyError(key)

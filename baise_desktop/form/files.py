"""Attached files as a field's value and as part of a record."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import is_normalized

from baise_desktop.errors import Problem
from baise_desktop.form.canonical import SAFE_INTEGER, Json
from baise_desktop.form.context import FieldContext
from baise_desktop.form.definition import Field
from baise_desktop.form.kind import problem, wrong_type
from baise_desktop.form.value import Evidence, Value

NAME_LENGTH = 120
"""Characters in a file name."""
NAME_BYTES = 255
"""Bytes of UTF-8 in a file name, the limit of the file systems it will be saved on."""

_SHA256 = re.compile("[0-9a-f]{64}")
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]{0,126}")
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]')
_KEYS = {"media_type", "name", "sha256", "size"}


@dataclass(frozen=True, slots=True)
class Attachments:
    """A list of files: attached, never typed."""

    def parse(self, _text: str, field: Field, _context: FieldContext) -> Value | Problem:
        """Always a problem."""
        return problem(field, "NOT_TYPED")

    def show(self, value: Value, _field: Field, _context: FieldContext) -> str:
        """File names joined by 、."""
        return "、".join(item.name for item in _evidence(value))

    def to_json(self, value: Value, _field: Field) -> Json:
        """One object per file, in the order of the digests."""
        return evidence_to_json(_evidence(value))

    def from_json(self, raw: object, field: Field) -> Value:
        """The files. Raises: BaiseError: TYPE."""
        files = evidence_from_json(raw)
        if not files:
            wrong_type(field, "FILES")
        return files


def is_file_name(name: str) -> bool:
    """Whether a name can be written on every file system that it may travel through."""
    return (
        0 < len(name) <= NAME_LENGTH
        and not _NOT_IN_NAMES.search(name)
        and len(name.encode("utf-8")) <= NAME_BYTES
        and name == name.strip(" .")
        and is_normalized("NFC", name)
    )


def evidence_to_json(files: Iterable[Evidence]) -> Json:
    """One object per file, in the order of the digests."""
    return [
        {"media_type": item.media_type, "name": item.name, "sha256": item.sha256, "size": item.size}
        for item in sorted(files)
    ]


def evidence_from_json(raw: object) -> tuple[Evidence, ...] | None:
    """The files of parsed JSON; None when it is not a sorted list of distinct files."""
    if type(raw) is not list:
        return None
    files = tuple(file for item in raw if (file := _file(item)) is not None)
    return files if len(files) == len(raw) and list(files) == sorted(set(files)) else None


def _file(raw: object) -> Evidence | None:
    if type(raw) is not dict or set(raw) != _KEYS:
        return None
    sha256, name, size, media_type = raw["sha256"], raw["name"], raw["size"], raw["media_type"]
    right = (
        type(sha256) is str
        and _SHA256.fullmatch(sha256)
        and type(name) is str
        and is_file_name(name)
        and type(size) is int
        and 0 <= size <= SAFE_INTEGER
        and type(media_type) is str
        and _MEDIA_TYPE.fullmatch(media_type)
    )
    return Evidence(sha256=sha256, name=name, size=size, media_type=media_type) if right else None


def _evidence(value: Value) -> tuple[Evidence, ...]:
    return tuple(item for item in value if isinstance(item, Evidence)) if isinstance(value, tuple) else ()

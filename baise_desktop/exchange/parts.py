"""A package in several pieces, for mailboxes that take no large file; joined again strictly.

`NAME.part01of03` are slices of the file, in order; `NAME.sha256` lists them and the whole in the form of `sha256sum`,
so that anybody can join and check them with `cat` and `sha256sum -c`.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from baise_desktop.errors import BaiseError

LIST_SUFFIX = ".sha256"
MOST_PARTS = 99
_LISTS = (f".asice{LIST_SUFFIX}", f".asice.age{LIST_SUFFIX}")
_PART = re.compile(r"(?P<name>.+\.asice(?:\.age)?)\.part(?P<number>\d\d)of(?P<count>\d\d)")
_LINE = re.compile(r"([0-9a-f]{64})  ([^/\\\n]+)")


@dataclass(frozen=True, slots=True)
class Piece:
    """One slice of a file, or the list of all."""

    name: str
    content: bytes


def split(name: str, content: bytes, most: int) -> tuple[Piece, ...]:
    """The slices of a file, and last their list; the file itself when it is not too large.

    Args:
        name: of the file.
        content: of the file.
        most: bytes that one slice may have, at least 1.

    Raises:
        BaiseError: PARTS_MANY, more than 99 would be needed.
    """
    if len(content) <= most:
        return (Piece(name, content),)
    count = -(-len(content) // most)
    if count > MOST_PARTS:
        raise BaiseError("PARTS_MANY", count=count, most=MOST_PARTS)
    slices = [content[start : start + most] for start in range(0, len(content), most)]
    pieces = [Piece(f"{name}.part{number:02}of{count:02}", part) for number, part in enumerate(slices, 1)]
    listed = "".join(f"{_digest(piece.content)}  {piece.name}\n" for piece in (*pieces, Piece(name, content)))
    return (*pieces, Piece(f"{name}{LIST_SUFFIX}", listed.encode("ascii")))


def is_part(file: Path) -> bool:
    """Whether a file is a slice by its name, or a list of slices."""
    return _PART.fullmatch(file.name) is not None or file.name.endswith(_LISTS)


@dataclass(slots=True)
class PartSet:
    """The slices of one file that are there."""

    name: str
    count: int = 0
    files: dict[int, list[Path]] = field(default_factory=dict)
    lists: list[Path] = field(default_factory=list)

    @property
    def first(self) -> Path:
        """The file that stands for all of them."""
        return min((*(file for files in self.files.values() for file in files), *self.lists))


def gather(files: Iterable[Path]) -> tuple[list[Path], list[PartSet]]:
    """The files that are no slices, and the slices by the file they make."""
    whole: list[Path] = []
    sets: dict[tuple[str, int], PartSet] = {}
    lists: list[Path] = []
    for file in files:
        found = _PART.fullmatch(file.name)
        if found is not None:
            key = (found["name"], int(found["count"]))
            parts = sets.setdefault(key, PartSet(found["name"], key[1]))
            parts.files.setdefault(int(found["number"]), []).append(file)
        elif is_part(file):
            lists.append(file)
        else:
            whole.append(file)
    for file in lists:
        name = file.name.removesuffix(LIST_SUFFIX)
        owners = [parts for parts in sets.values() if parts.name == name]
        for parts in owners or [sets.setdefault((name, 0), PartSet(name))]:
            parts.lists.append(file)
    return whole, list(sets.values())


def join(parts: PartSet) -> bytes:
    """The file that slices make.

    Raises:
        BaiseError: PARTS_MISSING, naming what is missing; PART_TWICE, two different slices of one number; PART_DAMAGED,
            a slice or the whole is not what the list says; PARTS_LIST, a list that cannot be read.
    """
    if not parts.count or set(parts.files) != set(range(1, parts.count + 1)):
        absent = (number for number in range(1, parts.count + 1) if number not in parts.files)
        missing = "、".join(f"part{number:02}of{parts.count:02}" for number in absent)
        raise BaiseError("PARTS_MISSING", name=parts.name, missing=missing or f"{parts.name}.part…")
    told = _read_lists(parts.lists)
    pieces = []
    for number in range(1, parts.count + 1):
        contents = {file.read_bytes() for file in parts.files[number]}
        if len(contents) > 1:
            raise BaiseError("PART_TWICE", name=parts.files[number][0].name)
        (content,) = contents
        _check(parts.files[number][0].name, content, told)
        pieces.append(content)
    if len({len(piece) for piece in pieces[:-1]}) > 1:
        raise BaiseError("PART_DAMAGED", name=parts.name)
    whole = b"".join(pieces)
    _check(parts.name, whole, told)
    return whole


def _read_lists(lists: Sequence[Path]) -> dict[str, str]:
    told: dict[str, str] = {}
    for file in lists:
        found = [_LINE.fullmatch(line) for line in file.read_bytes().decode("ascii", "replace").splitlines()]
        if not found or None in found or len(found) > MOST_PARTS + 1:
            raise BaiseError("PARTS_LIST", name=file.name)
        for line in found:
            if line is not None and told.setdefault(line[2], line[1]) != line[1]:
                raise BaiseError("PARTS_LIST", name=file.name)
    return told


def _check(name: str, content: bytes, told: dict[str, str]) -> None:
    if told and told.get(name) != _digest(content):
        raise BaiseError("PART_DAMAGED", name=name)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

"""The kinds of wrong that are not bugs: what a clerk typed, and what a file, key or disk does."""

import errno
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from baise_desktop.texts import knows, say

_COMMAND = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a terminal obeys, what turns a line, and what is no text."""
_BREAK = re.compile("[\t\n]")
_NAMES = ("file", "folder")
"""Values that are one line, whatever the disk holds."""


class Severity(StrEnum):
    """How much a finding weighs. Source: design section 5, three severities."""

    BLOCKING = "blocking"
    """强制: stops sign-off."""
    EXPLAIN = "explain"
    """核实: needs an explanation."""
    HINT = "hint"
    """提示: shown only."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with what a clerk typed in one field."""

    field: str
    """Key of the field."""
    code: str
    """Stable name of the kind of problem, such as `NOT_A_NUMBER`."""
    message: str
    """Chinese sentence for the clerk."""
    severity: Severity = Severity.BLOCKING


class BaiseError(Exception):
    """A bad file, key, disk or package: a code and a Chinese sentence that says what to do next."""

    def __init__(self, code: str, **values: object) -> None:
        """`code` is an entry of `errors.toml`, `values` fill its sentence."""
        super().__init__(code)
        self.code = code
        self.values = values

    @property
    def sentence(self) -> str:
        """The Chinese sentence for people."""
        return say(f"errors.{self.code}", **{name: _harmless(name, value) for name, value in self.values.items()})

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence}"


def one_line(text: object) -> str:
    """A name from outside, such as a file's, in full: nothing in it breaks or turns a line or bids a terminal."""
    return _COMMAND.sub("\N{REPLACEMENT CHARACTER}", _BREAK.sub("\N{REPLACEMENT CHARACTER}", str(text)))


def _harmless(name: str, value: object) -> object:
    if isinstance(value, PurePath) or (name in _NAMES and isinstance(value, str)):
        return one_line(value)
    return _COMMAND.sub("\N{REPLACEMENT CHARACTER}", value) if isinstance(value, str) else value


def printable(text: str, most: int = 80) -> str:
    """Text from outside as it may stand in a sentence: cut short, nothing in it invisible or turning the line."""
    return "".join(each if each.isprintable() else "?" for each in text[:most])


def disk_reason(error: OSError) -> str:
    """Why a disk or file refused, in Chinese: the system's own words are in the language of the system."""
    if error.errno is None:
        return say("disk.unnamed")
    key = f"disk.{errno.errorcode.get(error.errno, '')}"
    return say(key) if knows(key) else say("disk.other", number=error.errno)

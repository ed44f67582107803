"""Submissions that Pingguo really signed, out of order: the genuine rows under another header."""

import json
from collections.abc import Mapping
from typing import Any

from baise_desktop.form import canonical
from tests.villains.estate import Estate, unpacked

HEADER, BODY, RECORDS = "header.json", "body.json", "records.jsonl"


def renumbered(estate: Estate, **changes: Any) -> bytes:
    """April with other members in its header, signed by the county."""
    return estate.submission({**estate.files, HEADER: header(estate, **changes)})


def header(estate: Estate, **changes: Any) -> bytes:
    """April's header with other members."""
    return changed(estate.files[HEADER], changes)


def reworded(estate: Estate, letter: bytes, body: Mapping[str, Any], head: Mapping[str, Any] | None = None) -> bytes:
    """A receipt or return with other members, signed by the city."""
    return estate.letter(respoken(letter, body, head))


def respoken(letter: bytes, body: Mapping[str, Any], head: Mapping[str, Any] | None = None) -> dict[str, bytes]:
    """The files of a letter with other members."""
    files = unpacked(letter)
    return {**files, HEADER: changed(files[HEADER], head or {}), BODY: changed(files[BODY], body)}


def about(letter: bytes, **changes: Any) -> dict[str, Any]:
    """The submission that a letter is about, with other members."""
    return {"submission": {**json.loads(unpacked(letter)[BODY])["submission"], **changes}}


def changed(data: bytes, changes: Mapping[str, Any]) -> bytes:
    """Canonical JSON with other members."""
    return canonical.dump({**json.loads(data), **changes})

"""Strict reading of JSON objects: every key known, none missing, each value of its type and within bounds."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from baise_desktop.errors import BaiseError, printable
from baise_desktop.form import canonical
from baise_desktop.form.canonical import Json
from baise_desktop.form.dates import read_moment
from baise_desktop.texts import say

HIGHEST_NUMBER = 10**6
"""Highest seq, version, epoch and trust-list version. Source: design section 7, order."""
_DIGEST = re.compile(r"[0-9a-f]{64}")
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


def load_exact(data: bytes) -> Json:
    """The value of a JSON text that is in canonical form, byte for byte. Raises: BaiseError JSON."""
    value = canonical.load(data)
    if canonical.dump(value) != data:
        canonical.refuse("NOT_CANONICAL")
    return value


def wrong(where: str, key: str, reason: str) -> BaiseError:
    """The SCHEMA error that names a key. `reason`: an entry of the package reasons without its `PACKAGE_`."""
    return BaiseError(
        "SCHEMA", form=printable(where, 160), field=printable(key), reason=say(f"reasons.PACKAGE_{reason}")
    )


def members(value: Json, keys: Iterable[str], where: str) -> Mapping[str, Json]:
    """`value` as an object with exactly these keys.

    Args:
        value: anything that canonical JSON can hold.
        keys: the keys that must be there, and the only ones that may.
        where: name of the file or object, for the sentence.

    Raises:
        BaiseError: SCHEMA, naming the first key in excess or missing.
    """
    if not isinstance(value, dict):
        raise wrong(where, "{}", "VALUE")
    known = set(keys)
    for key in sorted(value.keys() ^ known):
        raise wrong(where, key, "MISSING" if key in known else "UNKNOWN")
    return value


def elements(value: Json, where: str) -> list[Json]:
    """`value` as a list. Raises: BaiseError SCHEMA."""
    if not isinstance(value, list):
        raise wrong(where, "[]", "VALUE")
    return list(value)


def text(data: Mapping[str, Json], key: str, where: str) -> str:
    """The string under `key`. Raises: BaiseError SCHEMA."""
    value = data[key]
    if not isinstance(value, str):
        raise wrong(where, key, "VALUE")
    return value


def identifier(data: Mapping[str, Json], key: str, where: str) -> str:
    """The ASCII identifier under `key`: a unit, plan, form, installation. Raises: BaiseError SCHEMA."""
    return _matching(data, key, where, _IDENTIFIER)


def digest(data: Mapping[str, Json], key: str, where: str) -> str:
    """The 64 lower-case hex digits under `key`. Raises: BaiseError SCHEMA."""
    return _matching(data, key, where, _DIGEST)


def number(data: Mapping[str, Json], key: str, where: str, lowest: int = 0, highest: int = HIGHEST_NUMBER) -> int:
    """The integer under `key`, within [lowest, highest]. Raises: BaiseError SCHEMA."""
    value = data[key]
    if type(value) is not int or not lowest <= value <= highest:
        raise wrong(where, key, "VALUE")
    return value


def moment(data: Mapping[str, Json], key: str, where: str) -> datetime:
    """The UTC time under `key`, whole seconds, written 2023-07-01T08:00:00Z. Raises: BaiseError SCHEMA."""
    moment = read_moment(_matching(data, key, where, _MOMENT))
    if moment is None:
        raise wrong(where, key, "VALUE")
    return moment


def moment_text(at: datetime) -> str:
    """An aware time as `moment` reads it; parts of a second are dropped."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _matching(data: Mapping[str, Json], key: str, where: str, pattern: re.Pattern[str]) -> str:
    value = data[key]
    if not isinstance(value, str) or pattern.fullmatch(value) is None:
        raise wrong(where, key, "VALUE")
    return value

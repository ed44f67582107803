"""A catalogue as canonical bytes: folders that say the same give the same bytes, however their files are arranged."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from baise_desktop.form import canonical
from baise_desktop.form.canonical import Json
from baise_desktop.form.definition import Catalogue

_OF_THE_FILES = "digest"


def canonical_catalogue(catalogue: Catalogue) -> bytes:
    """Canonical JSON of every definition in its order, without the digest of the files.

    Raises:
        BaiseError: JSON, a text is longer than canonical JSON holds.
    """
    members: dict[str, Json] = {}
    for each in fields(catalogue):
        if each.name != _OF_THE_FILES:
            held: Mapping[str, Any] = getattr(catalogue, each.name)
            members[each.name] = [[name, _json(value)] for name, value in held.items()]
    return canonical.dump(members)


def _json(value: Any) -> Json:
    if is_dataclass(value):
        return {each.name: _json(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {key: _json(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_json(item) for item in value]
    return value if isinstance(value, bool | int) else str(value)

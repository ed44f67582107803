"""Whether what a register keeps for one row alone makes sense."""

import re

from baise_desktop.form.defect import Place
from baise_desktop.form.definition import Exclusive, FieldType, Form

OTHER = "对方·"
"""Before the name of a field in a message: the other row's."""
BOTH = "双方"
"""In a message: the units of both rows."""
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_NAMES = (FieldType.TEXT, FieldType.LONGTEXT)
_LOOSE = (FieldType.EVIDENCE, FieldType.COMPUTED)


def check_exclusive(register: Form, place: Place) -> None:
    """Report columns that are not there or cannot be compared, and messages about no column."""
    types = {field.key: field.type for field in register.fields}
    names = {field.name for field in register.fields}
    known = names | {OTHER + name for name in names} | {BOTH}
    for number, claim in enumerate(register.exclusive, 1):
        spot = place.item(number)
        _check_columns(register, claim, types, spot)
        for name in _PLACEHOLDER.findall(claim.message):
            if name not in known:
                spot.at("message").report("message_placeholder", name=name)


def _check_columns(register: Form, claim: Exclusive, types: dict[str, FieldType], spot: Place) -> None:
    if not claim.columns and not claim.near:
        spot.at("columns").report("no_items", part="columns")
    for part, keys, unfit in (("columns", claim.columns, _LOOSE), ("near", (claim.near,) if claim.near else (), ())):
        for key in keys:
            if key not in types:
                spot.at(part).report("no_such_column", register=register.id, column=key)
            elif types[key] in unfit or (part == "near" and types[key] not in _NAMES):
                spot.at(part).report("not_comparable", column=key)

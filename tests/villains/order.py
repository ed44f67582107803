"""Submissions that Pingguo really signed, out of order: the genuine rows under another header."""

import json
from typing import Any

from baise_desktop.form import canonical
from tests.villains.estate import Estate


def renumbered(estate: Estate, **changes: Any) -> bytes:
    """April with other members in its header, signed by the county."""
    return estate.submission({**estate.files, "header.json": header(estate, **changes)})


def header(estate: Estate, **changes: Any) -> bytes:
    """April's header with other members."""
    return canonical.dump({**json.loads(estate.files["header.json"]), **changes})

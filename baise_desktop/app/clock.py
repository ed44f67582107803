"""The one place that asks the computer for the time and for randomness."""

import os
from datetime import UTC, datetime

ROW_RANDOM_BYTES = 10


def utc_now() -> datetime:
    """The time now, in UTC, whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


def row_randomness() -> bytes:
    """Fresh random bytes for one row id."""
    return os.urandom(ROW_RANDOM_BYTES)

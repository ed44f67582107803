"""The one place that asks the computer for the time and for randomness."""

import os
import time
from datetime import UTC, datetime
from itertools import count

ROW_RANDOM_BYTES = 10
_RISING = count(time.time_ns() // 1000)
"""Starts at the clock, so that a program started again goes on above the rows it made before."""


def utc_now() -> datetime:
    """The time now, in UTC, whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


def row_randomness() -> bytes:
    """Bytes for one row id: 36 bits that rise with every call, then 38 random ones.

    Rows made within one second keep the order in which they were made. Source: RFC 9562, 6.2, monotonic counter.
    """
    random = int.from_bytes(os.urandom(ROW_RANDOM_BYTES), "big") & (1 << 38) - 1
    return (next(_RISING) % (1 << 36) << 38 | random).to_bytes(ROW_RANDOM_BYTES, "big")

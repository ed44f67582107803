"""Lets the window answer while a job runs in the same process: neither waits long for the other."""

import gc
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

_TURN_SECONDS = 0.001
"""Painting a page of a grid takes some hundred calls, each of which may wait for so long; Python waits for 5 ms."""
_LONG_SECONDS = 0.2
"""A job of more has made so many objects that looking through all of them would stop the window."""


def share_evenly() -> None:
    """Let threads take turns more often."""
    sys.setswitchinterval(_TURN_SECONDS)


@contextmanager
def unhurried() -> Iterator[None]:
    """Leave the collector out while a job makes its objects, and what a long one made out of all later collections.

    Objects are freed all the same when nobody holds them any more; only what holds itself in a circle is not looked
    for among those of a long job.
    """
    begun = time.monotonic()
    gc.disable()
    try:
        yield
    finally:
        if time.monotonic() - begun > _LONG_SECONDS:
            gc.freeze()
        gc.enable()

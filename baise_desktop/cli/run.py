"""One command: parse, act, and say in one line what went wrong."""

import io
import os
import sys
import traceback
from argparse import Namespace
from collections.abc import Sequence

from baise_desktop.cli.arguments import build_parser
from baise_desktop.cli.output import believe_clock
from baise_desktop.errors import BaiseError
from baise_desktop.texts import say

DONE, REFUSED, USAGE, BUG, INTERRUPTED = 0, 1, 2, 70, 130


def run(words: Sequence[str]) -> int:
    """Run one verb. Returns: the exit code."""
    _print_whatever_comes()
    try:
        options = build_parser().parse_args(words)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else USAGE
    try:
        return _act(options)
    except BrokenPipeError:
        # The reader, such as head, has enough; what was done stays done.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except BaiseError as error:
        print(error, file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print(say("cli.interrupted"), file=sys.stderr)
        return INTERRUPTED
    except Exception:  # noqa: BLE001  the last door: anything else is a bug and is shown as one
        traceback.print_exc()
        print(say("cli.bug"), file=sys.stderr)
        return BUG


def _act(options: Namespace) -> int:
    if getattr(options, "clock_is_right", False):
        believe_clock(options.store)
    code = int(options.act(options) or DONE)
    sys.stdout.flush()
    return code


def _print_whatever_comes() -> None:
    """A terminal that lacks a character shows its number; what was done stays done, and is said."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")

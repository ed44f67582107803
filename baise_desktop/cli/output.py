"""Printing: Chinese lines for people, one JSON document for programs."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.own_forms import tell_broken
from baise_desktop.errors import BaiseError, one_line
from baise_desktop.texts import say


def tell(key: str, /, **values: object) -> None:
    """Print one sentence of `cli.toml`."""
    print(say(f"cli.{key}", **values))


def print_json(document: object) -> None:
    """Print a document as JSON, Chinese left readable."""
    print(json.dumps(document, ensure_ascii=False, indent=1))


def tell_refusal(file: Path, error: BaiseError) -> None:
    """Print on standard error which file is refused, by code, and what to do."""
    print(say("cli.refused", code=error.code, file=one_line(file), sentence=error.sentence), file=sys.stderr)


@contextmanager
def opened(folder: Path) -> Iterator[Desk]:
    """A desk that is closed at the end, whatever happens; forms it has to do without are told on standard error."""
    desk = open_desk(folder)
    try:
        if desk.broken_forms:
            print(tell_broken(desk.broken_forms), file=sys.stderr)
        yield desk
    finally:
        close_desk(desk)


def believe_clock(folder: Path) -> None:
    """Note that whoever runs this at the city has looked at the clock, and it is right."""
    from baise_desktop.app.clock_check import confirm_clock

    with opened(folder) as desk:
        if desk.office.role == "city":
            confirm_clock(desk, utc_now())

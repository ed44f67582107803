"""What the command line says of wrong use, in Chinese; `argparse` itself speaks only what gettext is given."""

import argparse
import sys
from typing import NoReturn

from baise_desktop.texts import say

_KEYS = {
    "usage: ": "heading",
    "positional arguments": "positional",
    "options": "options",
    "show this help message and exit": "help",
    "argument %(argument_name)s: %(message)s": "argument",
    "the following arguments are required: %s": "required",
    "unrecognized arguments: %s": "unrecognised",
    "ambiguous option: %(option)s could match %(matches)s": "ambiguous",
    "invalid choice: %(value)r (choose from %(choices)s)": "choice",
    "invalid %(type)s value: %(value)r": "value",
    "ignored explicit argument %r": "explicit",
    "expected one argument": "one",
    "expected at most one argument": "at_most_one",
    "expected at least one argument": "at_least_one",
    "expected %s argument": "several",
}


class Parser(argparse.ArgumentParser):
    """A parser whose usage errors are Chinese; the exit code stays 2."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the words, and leave."""
        # A verb has no name that argparse could give.
        unnamed = say("usage.argument") % {"argument_name": "", "message": ""}
        words = message + say("usage.verb") if message == say("usage.required") % "" else message.removeprefix(unnamed)
        self.print_usage(sys.stderr)
        self.exit(2, say("usage.failed", message=words, program=self.prog))


def speak_chinese() -> None:
    """Give argparse the product's words. There is one language, so there is no catalogue to look for."""
    argparse._ = _translate  # type: ignore[attr-defined]
    argparse.ngettext = lambda one, _many, _count: _translate(one)  # type: ignore[attr-defined]


def _translate(message: str) -> str:
    return say(f"usage.{_KEYS[message]}") if message in _KEYS else message

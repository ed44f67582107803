"""`python -m baise_desktop` and the `baise` command: the window without a verb, the command line with one."""

import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program. Returns: 0 done, 1 refused, 2 usage, 70 a bug."""
    _serve_as_worker()
    words = list(sys.argv[1:] if arguments is None else arguments)
    if _asks_for_window(words):
        return _open_window(words)
    from baise_desktop.cli.run import run

    return run(words)


def _serve_as_worker() -> None:
    """Where the program is one frozen file, its workers are started as the program itself."""
    if getattr(sys, "frozen", False):
        from multiprocessing import freeze_support

        freeze_support()


def _asks_for_window(words: Sequence[str]) -> bool:
    """No verb: nothing at all, or only `--store DIR`."""
    return not words or (words[0] == "--store" and len(words) == 2)


def _open_window(words: Sequence[str]) -> int:
    if _lacks_display():
        from baise_desktop.errors import BaiseError

        print(BaiseError("NO_DISPLAY"), file=sys.stderr)
        return 1
    from baise_desktop.ui.window import run

    return run(list(words))


def _lacks_display() -> bool:
    """Whether Qt would end the process for want of a screen."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform == "linux" and not any(os.environ.get(name) for name in screens)


if __name__ == "__main__":
    sys.exit(main())

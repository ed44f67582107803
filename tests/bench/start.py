"""How long until the first painted window, as a ratio to an empty QMainWindow: `python -m tests.bench.start`.

Fresh processes, alternating; medians. QT_QPA_PLATFORM chooses the screen, offscreen where nothing is set.
"""

import os
import subprocess
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

ROUNDS = 9
_LEAVE_WHEN_PAINTED = """
import os
from PySide6.QtCore import QEvent, QObject
class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and watched.isWidgetType():
            os.write(1, b"painted")
            os._exit(0)
        return False
"""
_EMPTY = f"""
import sys
from PySide6.QtWidgets import QApplication, QMainWindow
{_LEAVE_WHEN_PAINTED}
app = QApplication(sys.argv[:1])
window = QMainWindow()
watch = Painted()
app.installEventFilter(watch)
window.show()
app.exec()
"""
_PROGRAM = f"""
import sys
from PySide6.QtWidgets import QApplication
from baise_desktop.ui import window
{_LEAVE_WHEN_PAINTED}
app = QApplication(sys.argv[:1])
watch = Painted()
app.installEventFilter(watch)
window.run(sys.argv[1:])
"""


def measure(source: str, *arguments: str) -> float:
    """Seconds from the start of a fresh process to its first paint event."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    begun = time.perf_counter()
    command = [sys.executable, "-c", source, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, timeout=60, check=True)
    taken = time.perf_counter() - begun
    if done.stdout != b"painted":
        raise RuntimeError(done.stderr.decode())
    return taken


def main(argv: list[str]) -> int:
    """Print both medians and their ratio."""
    parser = ArgumentParser(prog="start")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--store", type=Path)
    options = parser.parse_args(argv)
    with TemporaryDirectory() as scratch:
        store = str(options.store or Path(scratch) / "none")
        measure(_EMPTY)
        measure(_PROGRAM, "--store", store)
        pairs = [(measure(_EMPTY), measure(_PROGRAM, "--store", store)) for _ in range(options.rounds)]
    empty, program = (median(times) for times in zip(*pairs, strict=True))
    print(f"empty {empty * 1000:.0f} ms, program {program * 1000:.0f} ms, ratio {program / empty:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""How long until the window is painted, and until it shows what is owed: `python -m tests.bench.start`.

Fresh processes in turns: an empty QMainWindow, the program on a store, the program with every heavy library imported
first. A ratio is the median of the ratios of each round. QT_QPA_PLATFORM chooses the screen, offscreen where nothing
is set. Compiled modules lie in a scratch folder, as they do in an installed program.
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
_LEAVE = """
import os, sys
from PySide6.QtCore import QTimer
def leave():
    os.write(1, b"done")
    os._exit(0)
class Painted:
    def paintEvent(self, event):
        QTimer.singleShot(0, leave)
        super().paintEvent(event)
"""
_EMPTY = f"""{_LEAVE}
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(Painted, QMainWindow):
    pass
app = QApplication(sys.argv[:1])
window = Window()
window.show()
app.exec()
"""
_PROGRAM = f"""{_LEAVE}
from baise_desktop.ui import window
class Shell(Painted, window.Shell):
    pass
window.Shell = Shell
window.run(sys.argv[1:])
"""
_HEAVY = "import openpyxl, reportlab.platypus, pyhanko.sign.signers, cryptography.x509, sqlite_utils, lxml.etree\n"
_CONTENT = """
import os, sys
from PySide6.QtCore import QTimer
from baise_desktop.ui import window
class Shell(window.Shell):
    def install(self, work):
        super().install(work)
        if isinstance(work, window.Opening):
            return
        self.look_again = QTimer(self, interval=1)
        self.look_again.timeout.connect(self.leave_when_quiet)
        self.look_again.start()
    def leave_when_quiet(self):
        if self.jobs.is_idle():
            self.repaint()
            os.write(1, b"done")
            os._exit(0)
window.Shell = Shell
window.run(sys.argv[1:])
"""


def measure(source: str, scratch: Path, store: Path) -> float:
    """Seconds from the start of a fresh process until it says that it is there."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "PYTHONPYCACHEPREFIX": str(scratch)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-c", source, "--store", str(store)]
    begun = time.perf_counter()
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        told = process.stdout.read(4) if process.stdout else b""
        taken = time.perf_counter() - begun
        _, errors = process.communicate(timeout=60)
    if told != b"done":
        raise RuntimeError(errors.decode())
    return taken


def main(argv: list[str]) -> int:
    """Print the medians, and the ratios to the first and the last arm."""
    parser = ArgumentParser(prog="start")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--store", type=Path, help="an installation; without one the first-run wizard is opened")
    options = parser.parse_args(argv)
    arms = {"empty": _EMPTY, "program": _PROGRAM, "eager": _HEAVY + _PROGRAM}
    if options.store is not None:
        arms["content"] = _CONTENT
    with TemporaryDirectory() as scratch:
        store = options.store or Path(scratch) / "none"
        for source in arms.values():
            measure(source, Path(scratch), store)
        rounds = [
            {name: measure(arms[name], Path(scratch), store) for name in (arms if turn % 2 else reversed(arms))}
            for turn in range(options.rounds)
        ]
    for name in arms:
        to_empty = median(each[name] / each["empty"] for each in rounds)
        to_eager = median(each[name] / each["eager"] for each in rounds)
        taken = median(each[name] for each in rounds) * 1000
        print(f"{name:8} {taken:5.0f} ms  {to_empty:.2f} x empty  {to_eager:.2f} x eager")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Types pinyin into the window through a real input method, and sees what becomes of it.

Runs by itself inside an X server and a session bus, which scripts/test-im.sh starts, with the name of an engine. Ends
with 0 when every case held, 1 when one did not, and 77 when the input method is not installed.
"""

import os
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.ui.input_method.engines import IBUS_ENGINE, Engine, furnish, known_engines, missing_programs, start_daemon
from tests.ui.input_method.real_cases import CASES, place_the_candidates
from tests.ui.input_method.typist import Typist

NOT_INSTALLED = 77
_LONGEST_SECONDS = 40


class Daemon:
    """The input method that runs, and can be killed and started again."""

    def __init__(self, engine: Engine, home: Path) -> None:
        """Starts it and waits until it takes keys."""
        self.engine, self._home = engine, home
        self._bus = os.environ["DBUS_SESSION_BUS_ADDRESS"]
        self.start()

    def start(self) -> None:
        """Start it and wait until it takes keys."""
        bus = {"DBUS_SESSION_BUS_ADDRESS": self._bus}
        os.environ.update(bus)
        self._process = start_daemon(self.engine, self._home)
        end = time.monotonic() + _LONGEST_SECONDS
        while not self._is_ready():
            if time.monotonic() > end:
                raise TimeoutError(self.engine.name)
            time.sleep(0.2)
        if self.engine.hides_bus:
            del os.environ["DBUS_SESSION_BUS_ADDRESS"]

    def kill(self) -> None:
        """As if it had crashed."""
        self._process.kill()
        self._process.wait()

    def choose(self, typist: Typist) -> None:
        """Switch to pinyin, which some do for the window that has the keyboard."""
        variables = {**os.environ, **self.engine.variables, "DBUS_SESSION_BUS_ADDRESS": self._bus}
        for command in self.engine.choose:
            typist.command(command, variables)

    def _is_ready(self) -> bool:
        if self.engine.name == "ibus":
            _run("ibus", "engine", IBUS_ENGINE)  # it may fail and have chosen all the same
            return _run("ibus", "engine") == IBUS_ENGINE
        from baise_desktop.ui.input_method.fcitx_server import list_services
        from baise_desktop.ui.input_method.route import FCITX4_PREFIX, FCITX5_PORTAL, IBUS_SERVICE

        wanted = {"fcitx5": IBUS_SERVICE, "fcitx4": FCITX4_PREFIX, "fcitx4-bus": FCITX4_PREFIX}
        name = wanted.get(self.engine.name, FCITX5_PORTAL)
        return any(service.startswith(name) for service in list_services())


def _run(*command: str) -> str:
    return subprocess.run(command, check=False, timeout=20, capture_output=True, text=True).stdout.strip()


def main(name: str) -> int:
    """Go through the cases. Returns: what the process ends with."""
    engine = known_engines()[name]
    missing = missing_programs(engine)
    if missing:
        sys.stdout.write(f"{name}: not run, missing {' '.join(missing)}\n")
        return NOT_INSTALLED
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder, _session(engine, Path(folder)) as daemon:
        typist = Typist(Path(folder))
        route = typist.app.property("input_route")
        held = [_hold(name, "route", lambda: _expect(route, engine.route))]
        typist.open_form()
        typist.work.ledger.view.start_row()
        typist.settle()
        daemon.choose(typist)
        cases = [case for case in CASES if engine.has_window or case is not place_the_candidates]
        held += [_hold(name, case.__name__, partial(case, typist, daemon)) for case in cases]
        typist.close()
    return 0 if all(held) else 1


def _expect(found: object, expected: object) -> None:
    if found != expected:
        raise AssertionError(f"{found!r} is not {expected!r}")


def _hold(engine: str, case: str, act: Callable[[], None]) -> bool:
    try:
        act()
    except (AssertionError, TimeoutError, subprocess.SubprocessError) as error:
        sys.stdout.write(f"{engine}: {case}: FAILED: {error!r}\n")
        traceback.print_exc()
        return False
    sys.stdout.write(f"{engine}: {case}: passed\n")
    sys.stdout.flush()
    return True


@contextmanager
def _session(engine: Engine, home: Path) -> Iterator[Daemon]:
    """The environment of a session with this input method, and the input method."""
    place = str(home)
    os.environ |= {"HOME": place, "XDG_CONFIG_HOME": f"{place}/.config", "XDG_RUNTIME_DIR": place}
    os.environ["QT_IM_MODULE"] = engine.asked
    furnish(home)
    daemon = Daemon(engine, home)
    try:
        yield daemon
    finally:
        daemon.kill()


if __name__ == "__main__":
    ended = main(sys.argv[1])
    sys.stdout.flush()
    os._exit(ended)  # the threads of the bus would be waited for

"""Someone who types with real keys into a real window, while the program goes on."""

import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

LONGEST_SECONDS = 30
_SETTLED_SECONDS = 0.25
PASSPHRASE = "a long passphrase"
FORM = "r.tech_demand"


class Typist:
    """Holds the window of a unit's desk, and the keyboard."""

    def __init__(self, folder: Path) -> None:
        """Opens the window on a new desk."""
        from baise_desktop.ui.jobs import Jobs
        from baise_desktop.ui.shell import Shell
        from baise_desktop.ui.window import make_application, start

        self.unit = make_unit(folder)
        self.app = make_application()
        self.shell = Shell(Jobs())
        self.shell.show()
        start(self.shell, self.unit)
        self.wait_until(lambda: bool(getattr(self.shell.work(), "dues", None)))
        self.acted: list[str] = []
        self._listen()

    @property
    def work(self) -> Any:
        """The pages of the desk."""
        return self.shell.work()

    def open_form(self, form: str = FORM) -> None:
        """Bring a form on show."""
        self.work.open_submission("p2", "2023Q2", form)
        self.wait_until(lambda: self.work.ledger.form_id() == form)
        self.shell.activateWindow()
        self.settle()

    def key(self, *names: str) -> None:
        """Press keys one after another, by the names that X has for them."""
        self.command(("xdotool", "key", "--delay", "60", *names))

    def command(self, command: Sequence[str], variables: dict[str, str] | None = None) -> None:
        """Run a command while the program goes on: some ask the focused window before they end."""
        process = subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL)
        self.wait_until(lambda: process.poll() is not None)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        self.settle()

    def find_window(self, name: str) -> tuple[int, int]:
        """Left and top of a window that is on the screen."""
        command = ("xdotool", "search", "--onlyvisible", "--name", name, "getwindowgeometry", "--shell")
        told = subprocess.run(command, check=True, capture_output=True, text=True, timeout=20).stdout
        values = dict(line.split("=", 1) for line in told.splitlines() if "=" in line)
        return int(values["X"]), int(values["Y"])

    def settle(self, seconds: float = _SETTLED_SECONDS) -> None:
        """Let the program and the input method finish what they were told."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.app.processEvents()
            time.sleep(0.005)

    def wait_until(self, holds: Callable[[], bool]) -> None:
        """Let the program run until something holds."""
        end = time.monotonic() + LONGEST_SECONDS
        while not holds():
            if time.monotonic() > end:
                raise TimeoutError
            self.app.processEvents()
            time.sleep(0.005)

    def close(self) -> None:
        """Close the window as its user would."""
        self.shell.close()
        self.wait_until(lambda: not self.shell.isVisible())

    def _listen(self) -> None:
        """Remember each command that acts."""
        run = self.shell.commands.run

        def run_and_tell(command: Any) -> None:
            self.acted.append(command.id)
            run(command)

        self.shell.commands.run = run_and_tell  # type: ignore[method-assign]


def make_unit(folder: Path) -> Path:
    """A unit's installation with the task pack of p2."""
    from baise_desktop.app.clock import utc_now
    from baise_desktop.app.desk import close_desk, open_desk
    from baise_desktop.app.enrolment import setup
    from baise_desktop.app.packs.publishing import publish

    now = utc_now()
    root = setup.create_city(folder / "city", PASSPHRASE, now)
    setup.create_unit(folder / "unit", "c.pingguo", folder / "request.asice", PASSPHRASE, now)
    city = open_desk(folder / "city")
    publish(city, "p2", "", folder / "pack.asice", PASSPHRASE, now)
    close_desk(city)
    unit = open_desk(folder / "unit")
    setup.open_task_pack(unit, folder / "pack.asice", root, now)
    close_desk(unit)
    return folder / "unit"

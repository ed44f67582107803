"""Types pinyin into a cell of a ledger through a real ibus or fcitx, and reads the cell back from the store.

Runs by itself inside an X server and a session bus, which scripts/test-im.sh starts, with `ibus`, `fcitx5` or `bridge`:
the last is fcitx 5 with its ibus front end switched off, as on systems that lack it.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

PASSPHRASE = "a long passphrase"
FORM, COLUMN = "r.tech_demand", 0
PINYIN, EXPECTED = "nihao", "你好"
LONGEST_SECONDS = 60

_PROFILE = """\
[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=pinyin
Layout=

[GroupOrder]
0=Default
"""
ENGINES = {
    "ibus": ("ibus-daemon", "--xim", "--panel", "disable"),
    "fcitx5": ("fcitx5",),
    "bridge": ("fcitx5", "--disable", "ibusfrontend"),
}
IBUS_ENGINE = "libpinyin"
CHOOSE_IN_WINDOW = {
    "ibus": (),
    "fcitx5": (("fcitx5-remote", "-o"), ("fcitx5-remote", "-s", "pinyin")),
    "bridge": (("fcitx5-remote", "-o"), ("fcitx5-remote", "-s", "pinyin")),
}


def main(engine: str) -> int:
    """Type, and compare. Returns: 0 when the cell holds what was typed."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as home, running(engine, Path(home)):
        found, route = type_into_cell(engine, Path(home))
    sys.stdout.write(f"{engine}: by {route}, typed {PINYIN}, the cell holds {found}, expected {EXPECTED}\n")
    return 0 if found == EXPECTED else 1


@contextmanager
def running(engine: str, home: Path) -> Iterator[None]:
    """The input method's daemon, with a home of its own."""
    os.environ |= {"HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config"), "XDG_RUNTIME_DIR": str(home)}
    os.environ["QT_IM_MODULE"] = "ibus" if engine == "ibus" else "fcitx"
    profile = home / ".config" / "fcitx5" / "profile"
    profile.parent.mkdir(parents=True)
    profile.write_text(_PROFILE)
    with (home / "daemon.log").open("wb") as log:
        daemon = subprocess.Popen(ENGINES[engine], stdout=log, stderr=log)
        try:
            time.sleep(3)
            if engine == "ibus":
                wait_until(_choose_ibus_engine, lambda: _ibus_engine() == IBUS_ENGINE)
            yield
        finally:
            daemon.terminate()
            daemon.wait(10)


def _choose_ibus_engine() -> None:
    subprocess.run(["ibus", "engine", IBUS_ENGINE], check=False, timeout=20)  # it may fail and have chosen all the same


def _ibus_engine() -> str:
    return subprocess.run(["ibus", "engine"], check=False, timeout=20, capture_output=True, text=True).stdout.strip()


def type_into_cell(engine: str, folder: Path) -> tuple[str, str]:
    """What the first cell of the ledger holds in the store afterwards, and the way the keys took."""
    from baise_desktop.ui.input_method.connection import prepare_input

    route = prepare_input()
    from baise_desktop.app.desk import close_desk, open_desk
    from baise_desktop.app.filling import list_rows
    from baise_desktop.store.entries import Sheet
    from baise_desktop.ui.jobs import Jobs
    from baise_desktop.ui.shell import Shell
    from baise_desktop.ui.window import make_application, start

    unit = make_unit(folder)
    app = make_application()
    shell = Shell(Jobs())
    shell.show()
    start(shell, unit)
    wait_until(app.processEvents, lambda: hasattr(shell.work(), "dues") and bool(shell.work().dues))
    work = shell.work()
    work.open_submission("p2", "2023Q2", FORM)
    wait_until(app.processEvents, lambda: work.ledger.form_id() == FORM)
    shell.activateWindow()
    work.ledger.view.start_row()
    app.processEvents()
    for command in CHOOSE_IN_WINDOW[engine]:
        command_beside(app.processEvents, command)
    for key in (*PINYIN, "space", "Return"):
        command_beside(app.processEvents, ("xdotool", "key", key))
    shell.close()
    wait_until(app.processEvents, lambda: not shell.isVisible())
    desk = open_desk(unit)
    rows = list_rows(desk, Sheet("c.pingguo", "p2", "2023Q2", FORM))
    close_desk(desk)
    first = desk.catalogue.forms[FORM].fields[COLUMN].key
    return (str(rows[0].record.values.get(first, "")) if rows else "(no row)"), route.value


def make_unit(folder: Path) -> Path:
    """A unit's installation with the task pack of p2."""
    from baise_desktop.app import setup
    from baise_desktop.app.clock import utc_now
    from baise_desktop.app.desk import close_desk, open_desk
    from baise_desktop.app.publishing import publish

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


def command_beside(go_on: Callable[[], object], command: Sequence[str]) -> None:
    """Run a command while the program goes on: some ask the focused window before they end."""
    process = subprocess.Popen(command)
    wait_until(go_on, lambda: process.poll() is not None)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    settled = time.monotonic() + 0.3
    wait_until(go_on, lambda: time.monotonic() > settled)


def wait_until(go_on: Callable[[], object], holds: Callable[[], bool]) -> None:
    """Let the program run until something holds."""
    end = time.monotonic() + LONGEST_SECONDS
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError
        go_on()
        time.sleep(0.01)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

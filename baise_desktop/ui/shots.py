"""Pictures of every screen on a demonstration store: `python -m baise_desktop.ui.shots OUT [--demo DIR]`.

The plain ones lie in OUT, those of other sizes, zooms and themes in OUT/<width>x<height>-<zoom>[-<theme>].
"""

import shutil
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QSize, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from baise_desktop.app.installation.preferences import Preferences, keep_preferences
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.jobs import Jobs
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.shots_asked import close_dialogs, together
from baise_desktop.ui.shots_letters import Letters, make_letters
from baise_desktop.ui.shots_matters import make_twin
from baise_desktop.ui.window import make_application, start

SIZE = (1366, 768)
LONGEST_WAIT_MS = 60_000
Picture = tuple[str, Callable[[], object]]
"""Name of the file, and what brings the screen up."""


def main(argv: list[str]) -> int:
    """Take the pictures."""
    parser = ArgumentParser(prog="shots")
    parser.add_argument("out", type=Path)
    parser.add_argument("--demo", type=Path)
    parser.add_argument("--sizes", default=f"{SIZE[0]}x{SIZE[1]},1920x1080")
    parser.add_argument("--zooms", default="100,150")
    parser.add_argument("--themes", default="light")
    parser.add_argument("--desks", default="unit,city")
    options = parser.parse_args(argv)
    options.out.mkdir(parents=True, exist_ok=True)
    app = make_application()
    with TemporaryDirectory() as scratch:
        demo = options.demo or _play(Path(scratch) / "demo")
        unit = _first_unit(demo)
        letters = make_letters(demo, unit.name, Path(scratch) / "letters")
        mail = (_next_envelopes(unit, Path(scratch) / "mail"), letters)
        for size, zoom, theme in product(_sizes(options.sizes), options.zooms.split(","), options.themes.split(",")):
            look_of_all = (int(zoom), theme)
            folder = _folder(options.out, size, *look_of_all)
            for desk in _desks(options.desks, unit, demo / "city"):
                fresh = Path(scratch) / "-".join((desk.name, *map(str, (*size, *look_of_all))))
                shutil.copytree(desk, fresh)
                keep_preferences(fresh, Preferences(zoom=int(zoom), theme=theme))
                _shoot_desk(app, folder, fresh, mail, size)
            if "unit" in options.desks:
                _shoot_newcomer(app, folder, Path(scratch) / f"newcomer-{folder.name}", size, look_of_all)
    return 0


def _sizes(text: str) -> list[tuple[int, int]]:
    pairs = (size.partition("x") for size in text.split(","))
    return [(int(width), int(height)) for width, _, height in pairs]


def _desks(text: str, unit: Path, city: Path) -> list[Path]:
    return [{"unit": unit, "city": city}[name] for name in text.split(",")]


def _folder(out: Path, size: tuple[int, int], zoom: int, theme: str) -> Path:
    """Where the pictures of one look go."""
    if (size, zoom, theme) == (SIZE, 100, "light"):
        return out
    folder = out / f"{size[0]}x{size[1]}-{zoom}{'' if theme == 'light' else f'-{theme}'}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _play(folder: Path) -> Path:
    from baise_desktop.app.clock import utc_now
    from baise_desktop.app.practice.demo import DemoPlan, play

    play(folder, DemoPlan(units=3, periods=4, rows=40), utc_now(), lambda _: None)
    return folder


def _first_unit(demo: Path) -> Path:
    """The unit that the demonstration leaves half way through a submission."""
    from baise_desktop.app.desk import load_forms

    return next(demo / unit for unit in load_forms().units if unit.startswith("c.") and (demo / unit).is_dir())


def _next_envelopes(unit: Path, mail: Path) -> list[Path]:
    """What could lie in the inbox: a corrected second version that claims what others claim, and the same spoilt."""
    from baise_desktop.app.checks import sign_off
    from baise_desktop.app.clock import utc_now
    from baise_desktop.app.desk import close_desk, open_desk
    from baise_desktop.app.entry import filling
    from baise_desktop.app.installation.home import owed_here
    from baise_desktop.app.outgoing import exporting
    from baise_desktop.app.practice import demo
    from baise_desktop.store.entries import Sheet

    period, now = "2023Q4", utc_now()
    desk = open_desk(Path(shutil.copytree(unit, mail / "unit")))
    sign_off.reopen(desk, demo.PLAN, period, say("demo.reopened"), now)
    register = next(form for form in owed_here(desk, demo.PLAN, period) if form.id == "r.hightech_firm")
    sheet = Sheet(desk.office.unit, demo.PLAN, period, register.id)
    first, *others, last = (entry.record.row_id for entry in filling.list_rows(desk, sheet))
    filling.set_cell(
        desk,
        sheet,
        first,
        "ent_name",
        say("demo.firm", unit=desk.unit.short, trade=say("window.shots_trade"), number="A"),
        now,
    )
    filling.delete_rows(desk, sheet, [last], now)
    for row, number in zip(others, _numbers_elsewhere(unit, period, register.id), strict=False):
        filling.set_cell(desk, sheet, row, "cert_no", number, now)
    for role in ("filler", "reviewer", "head"):
        sign_off.sign_off(desk, demo.PLAN, period, role, say("demo.person", number="01"), now)
    good = exporting.export(desk, demo.PLAN, period, mail, demo.PASSPHRASE, now).path
    close_desk(desk)
    spoilt = bytearray(good.read_bytes())
    spoilt[len(spoilt) // 2] ^= 1
    bad = good.with_name(f"spoilt_{good.name}")
    bad.write_bytes(spoilt)
    return [good, bad, make_twin(unit, mail)]


def _numbers_elsewhere(unit: Path, period: str, form: str) -> list[str]:
    """Certificate numbers of another unit."""
    from baise_desktop.app.desk import close_desk, open_desk
    from baise_desktop.app.entry import filling
    from baise_desktop.app.practice import demo
    from baise_desktop.store.entries import Sheet

    other = next(folder for folder in sorted(unit.parent.glob("c.*")) if folder != unit)
    desk = open_desk(other)
    rows = filling.list_rows(desk, Sheet(desk.office.unit, demo.PLAN, period, form))
    numbers = [str(entry.record.values["cert_no"]) for entry in rows]
    close_desk(desk)
    return numbers


def _shoot_desk(
    app: QApplication, out: Path, folder: Path, mail: tuple[list[Path], Letters], size: tuple[int, int]
) -> None:
    shell = Shell(Jobs())
    shell.resize(*size)
    shell.show()
    start(shell, folder)
    _settle(app, shell.jobs)
    work = shell.work()
    files = folder.with_name(f"{folder.name}-files")
    files.mkdir()
    is_unit = hasattr(work, "packs")
    pictures = _unit_pictures(work, mail[1], files, app) if is_unit else _city_pictures(work, mail[0], app)
    for name, show in pictures:
        brought = show()
        _settle(app, shell.jobs)
        if shell.size() != QSize(*size):
            sys.stdout.write(f"{out.name}/{name}: {shell.width()}x{shell.height()}\n")
            shell.resize(*size)
        _save(brought if isinstance(brought, QPixmap) else together(shell), out / f"{name}.png")
    shell.close()


def _unit_pictures(work: QWidget, letters: Letters, folder: Path, app: QApplication) -> Iterator[Picture]:
    from baise_desktop.ui.shots_unit import unit_pictures

    yield from unit_pictures(work, letters, folder, partial(_settle, app, work.window().jobs))
    close_dialogs()
    usual = look.current()
    work.open_form(work.ledger.form_id())
    for theme in ("dark", "contrast", "contrast_dark"):
        yield f"unit-ledger-{theme.replace('_', '-')}", partial(_dress, app, theme=theme)
    look.apply_look(app, usual)


def _city_pictures(work: QWidget, mail: list[Path], app: QApplication) -> Iterator[Picture]:
    from baise_desktop.ui.shots_city import city_pictures

    jobs = work.window().jobs
    yield from city_pictures(work, mail, partial(_settle, app, jobs))
    for window in (each for each in app.topLevelWidgets() if isinstance(each, QDialog)):
        window.close()


def _shoot_newcomer(
    app: QApplication, out: Path, scratch: Path, size: tuple[int, int], look_of_all: tuple[int, str]
) -> None:
    """The first run for each kind of desk, the empty desk that it ends with, and the exercise."""
    from baise_desktop.ui.shots_first_run import desk_pictures, wizard_pictures

    zoom, theme = look_of_all
    look.apply_look(app, replace(look.current(), zoom=zoom, theme=theme))
    jobs = Jobs()
    for name, wizard in wizard_pictures(jobs, scratch, partial(_settle, app, jobs)):
        _save(wizard, out / f"{name}.png")
    jobs.close()
    for name, folder in desk_pictures(scratch):
        keep_preferences(folder, Preferences(zoom=zoom, theme=theme))
        shell = Shell(Jobs())
        shell.resize(*size)
        shell.show()
        start(shell, folder)
        _settle(app, shell.jobs)
        _save(shell, out / f"{name}.png")
        shell.close()


def _dress(app: QApplication, theme: str) -> None:
    for sheet in (window for window in app.topLevelWidgets() if isinstance(window, QDialog)):
        sheet.close()
    look.apply_look(app, replace(look.current(), theme=theme))


def _settle(app: QApplication, jobs: Jobs) -> None:
    """Let every job end and everything be painted."""
    deadline = QDeadlineTimer(LONGEST_WAIT_MS)
    quiet = 0
    while quiet < 3 and not deadline.hasExpired():
        pause = QEventLoop()
        QTimer.singleShot(180, pause.quit)
        pause.exec()
        quiet = quiet + 1 if jobs.is_idle() else 0
    app.processEvents()


def _save(shown: QWidget | QPixmap, file: Path) -> None:
    (shown if isinstance(shown, QPixmap) else shown.grab()).save(str(file))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

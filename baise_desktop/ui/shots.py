"""Pictures of every screen on a demonstration store: `python -m baise_desktop.ui.shots OUT [--demo DIR]`."""

import shutil
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from baise_desktop.form.definition import FormKind
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.jobs import Jobs
from baise_desktop.ui.shell import Shell
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
    options = parser.parse_args(argv)
    options.out.mkdir(parents=True, exist_ok=True)
    app = make_application()
    with TemporaryDirectory() as scratch:
        demo = options.demo or _play(Path(scratch) / "demo")
        _shoot_wizard(app, options.out, Path(scratch))
        unit = _first_unit(demo)
        mail = _next_envelopes(unit, Path(scratch) / "mail")
        _shoot_desk(app, options.out, unit, mail)
        _shoot_desk(app, options.out, demo / "city", mail)
    return 0


def _play(folder: Path) -> Path:
    from baise_desktop.app.clock import utc_now
    from baise_desktop.app.demo import DemoPlan, play

    play(folder, DemoPlan(units=3, periods=4, rows=40), utc_now(), lambda _: None)
    return folder


def _first_unit(demo: Path) -> Path:
    """The unit that the demonstration leaves half way through a submission."""
    from baise_desktop.app.desk import load_forms

    return next(demo / unit for unit in load_forms().units if unit.startswith("c.") and (demo / unit).is_dir())


def _next_envelopes(unit: Path, mail: Path) -> list[Path]:
    """What could lie in the inbox: a corrected second version, and the same spoilt on its way."""
    from baise_desktop.app import demo, exporting, filling, sign_off
    from baise_desktop.app.clock import utc_now
    from baise_desktop.app.desk import close_desk, open_desk
    from baise_desktop.app.home import owed_here
    from baise_desktop.store.entries import Sheet

    period, now = "2023Q4", utc_now()
    desk = open_desk(Path(shutil.copytree(unit, mail / "unit")))
    sign_off.reopen(desk, demo.PLAN, period, say("demo.reopened"), now)
    register = next(form for form in owed_here(desk, demo.PLAN, period) if form.id == "r.hightech_firm")
    sheet = Sheet(desk.office.unit, demo.PLAN, period, register.id)
    first, *_, last = (entry.record.row_id for entry in filling.list_rows(desk, sheet))
    filling.set_cell(
        desk,
        sheet,
        first,
        "ent_name",
        say("demo.firm", unit=desk.unit.short, trade=say("window.shots_trade"), number="A"),
        now,
    )
    filling.delete_rows(desk, sheet, [last], now)
    for role in ("filler", "reviewer", "head"):
        sign_off.sign_off(desk, demo.PLAN, period, role, say("demo.person", number="01"), now)
    good = exporting.export(desk, demo.PLAN, period, mail, demo.PASSPHRASE, now).path
    close_desk(desk)
    spoilt = bytearray(good.read_bytes())
    spoilt[len(spoilt) // 2] ^= 1
    bad = good.with_name(f"spoilt_{good.name}")
    bad.write_bytes(spoilt)
    return [good, bad]


def _shoot_desk(app: QApplication, out: Path, folder: Path, mail: list[Path]) -> None:
    shell = Shell(Jobs())
    shell.resize(*SIZE)
    shell.show()
    start(shell, folder)
    _settle(app, shell.jobs)
    work = shell.work()
    pictures = _unit_pictures(work, app) if hasattr(work, "export") else _city_pictures(work, mail)
    for name, show in pictures:
        show()
        _settle(app, shell.jobs)
        _save(app.activeWindow() or shell, out / f"{name}.png")
    shell.close()


def _unit_pictures(work: QWidget, app: QApplication) -> Iterator[Picture]:
    yield "unit-home", work.show_home
    begun = max((due for due in work.dues if due.state == "draft"), key=lambda due: due.filled)
    yield "unit-task", lambda: work.open_submission(begun.plan, begun.period)
    for kind in (FormKind.TARGET, FormKind.REGISTER):
        forms = [sheet for sheet in work.sheets.values() if sheet.kind is kind]
        if forms:
            fullest = max(forms, key=lambda sheet: sheet.rows)
            yield f"unit-{kind.value}", lambda form=fullest.form: work.open_form(form)
    yield "unit-ledger-sorted", lambda: _sort(work)
    yield "unit-row-form", work.ledger.form_button.click
    yield "unit-target-rows", lambda: _close_row_and_open_rows(work)
    yield "unit-finding", lambda: work.findings.step(1)
    yield "unit-evidence", work.below.reach_evidence
    yield "unit-sign-off", lambda: work.navigation.chosen.emit("sign_off")
    yield "unit-export", lambda: work.navigation.chosen.emit("export")
    yield "unit-history", lambda: work.navigation.chosen.emit("history")
    yield "unit-clauses", lambda: work.navigation.chosen.emit("clauses")
    yield "unit-clause", lambda: work.clauses.tree.mark("p2.cl.2.1.1")
    yield "unit-dark", lambda: _dress(app, theme="dark")
    yield "unit-ledger-dark", lambda: work.open_form(work.ledger.form_id())
    yield "unit-ledger-large", lambda: _enlarge(app, work)
    yield "unit-home-large", work.show_home
    _dress(app)


def _sort(work: QWidget) -> None:
    view = work.ledger.view
    view.show_cell(0, view.ledger().columnCount() - 1)
    view.sort_requested.emit(view.ledger().columnCount() - 1)


def _close_row_and_open_rows(work: QWidget) -> None:
    if work.ledger.row_form is not None:
        work.ledger.row_form.close()
    filters = work.target.rows.filters if work.target.rows else {}
    held = [each for register, each in filters.items() if register in work.sheets]
    if held:
        work.open_rows(held[0])


def _city_pictures(work: QWidget, mail: list[Path]) -> Iterator[Picture]:
    yield "city-inbox", lambda: work.navigation.chosen.emit("inbox")
    yield "city-inbox-files", lambda: work.inbox.add_files(mail)
    for place in ("claims", "figures", "allocation", "settings", "units", "obligations", "forms", "pack", "clauses"):
        yield f"city-{place}", lambda wanted=place: work.navigation.chosen.emit(wanted)
    yield "city-figures-again", lambda: work.navigation.chosen.emit("figures")
    yield "city-figure-rows", lambda: work.figures.view.activated.emit(work.figures.view.table.index(4, 0))


def _shoot_wizard(app: QApplication, out: Path, scratch: Path) -> None:
    from baise_desktop.ui.wizard.wizard import FirstRunWizard

    jobs = Jobs()
    wizard = FirstRunWizard(jobs, scratch / "store")
    wizard.show()
    for name in ("role", "unit", "place", "key", "pack", "ready"):
        _settle(app, jobs)
        _save(wizard, out / f"wizard-{name}.png")
        if name == "unit":
            wizard.unit_page.search.setText("npx")
            _settle(app, jobs)
            _save(wizard, out / "wizard-unit-found.png")
        elif name == "place":
            wizard.place_page.request.edit.setText(str(scratch))
            wizard.place_page.backup.edit.setText(str(scratch / "backup"))
        elif name == "key":
            wizard.key_page.passphrase.setText("a long passphrase")
            wizard.key_page.again.setText("a long passphrase")
        wizard.next()
    wizard.close()
    jobs.close()


def _dress(app: QApplication, *, theme: str = "light", zoom: int = 100) -> None:
    now = look.current()
    look.apply_look(app, look.Look(now.styles, now.icons, theme, zoom))


def _enlarge(app: QApplication, work: QWidget) -> None:
    _dress(app, zoom=150)
    work.open_form(work.ledger.form_id())


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


def _save(widget: QWidget, file: Path) -> None:
    widget.grab().save(str(file))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

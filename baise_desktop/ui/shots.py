"""Pictures of every screen on a demonstration store: `python -m baise_desktop.ui.shots OUT [--demo DIR]`.

The plain ones lie in OUT, those of other sizes, zooms and themes in OUT/<width>x<height>-<zoom>[-<theme>].
"""

import shutil
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QSize, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from baise_desktop.app.preferences import Preferences, keep_preferences
from baise_desktop.app.template import write_template
from baise_desktop.form.definition import FormKind
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.finder import Finder
from baise_desktop.ui.jobs import Jobs
from baise_desktop.ui.palette import open_palette
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
    parser.add_argument("--sizes", default=f"{SIZE[0]}x{SIZE[1]},1920x1080")
    parser.add_argument("--zooms", default="100,150")
    parser.add_argument("--themes", default="light")
    options = parser.parse_args(argv)
    options.out.mkdir(parents=True, exist_ok=True)
    app = make_application()
    with TemporaryDirectory() as scratch:
        demo = options.demo or _play(Path(scratch) / "demo")
        _shoot_wizard(app, options.out, Path(scratch))
        unit = _first_unit(demo)
        mail = _next_envelopes(unit, Path(scratch) / "mail")
        for size, zoom, theme in product(_sizes(options.sizes), options.zooms.split(","), options.themes.split(",")):
            look_of_all = (int(zoom), theme)
            folder = _folder(options.out, size, *look_of_all)
            for desk in (unit, demo / "city"):
                fresh = Path(scratch) / "-".join((desk.name, *map(str, (*size, *look_of_all))))
                shutil.copytree(desk, fresh)
                keep_preferences(fresh, Preferences(zoom=int(zoom), theme=theme))
                _shoot_desk(app, folder, fresh, mail, size)
        _shoot_practice(app, options.out, Path(scratch) / "practice")
    return 0


def _sizes(text: str) -> list[tuple[int, int]]:
    pairs = (size.partition("x") for size in text.split(","))
    return [(int(width), int(height)) for width, _, height in pairs]


def _folder(out: Path, size: tuple[int, int], zoom: int, theme: str) -> Path:
    """Where the pictures of one look go."""
    if (size, zoom, theme) == (SIZE, 100, "light"):
        return out
    folder = out / f"{size[0]}x{size[1]}-{zoom}{'' if theme == 'light' else f'-{theme}'}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


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


def _shoot_desk(app: QApplication, out: Path, folder: Path, mail: list[Path], size: tuple[int, int]) -> None:
    shell = Shell(Jobs())
    shell.resize(*size)
    shell.show()
    start(shell, folder)
    _settle(app, shell.jobs)
    work = shell.work()
    pictures = _unit_pictures(work, app) if hasattr(work, "export") else _city_pictures(work, mail)
    for name, show in pictures:
        show()
        _settle(app, shell.jobs)
        if shell.size() != QSize(*size):
            sys.stdout.write(f"{out.name}/{name}: {shell.width()}x{shell.height()}\n")
            shell.resize(*size)
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
    yield "unit-cell-history", work.below.show_history
    yield "unit-evidence", work.below.reach_evidence
    yield "unit-paste", lambda: _paste_over(work, app)
    yield "unit-import", lambda: _import_back(work, app)
    yield "unit-undo", lambda: _close_import_and_undo(work, app)
    yield "unit-sign-off", lambda: work.navigation.chosen.emit("sign_off")
    yield "unit-export", lambda: work.navigation.chosen.emit("export")
    yield "unit-history", lambda: work.navigation.chosen.emit("history")
    yield "unit-clauses", lambda: work.navigation.chosen.emit("clauses")
    yield "unit-clause", lambda: work.clauses.tree.mark("p2.cl.2.1.1")
    for place in ("notes", "preferences"):
        yield f"unit-{place}", lambda wanted=place: work.navigation.chosen.emit(wanted)
    yield "unit-palette", lambda: open_palette(work.window(), work.window().commands)
    yield "unit-go-to", lambda: _go_to(work)
    yield "unit-note", lambda: _write_note(work)
    yield "unit-keys", lambda: _show_keys(work)
    usual = look.current()
    yield "unit-dark", lambda: _dress(app, theme="dark")
    yield "unit-ledger-dark", lambda: work.open_form(work.ledger.form_id())
    yield "unit-ledger-contrast", lambda: _dress(app, theme="contrast")
    yield "unit-ledger-contrast-dark", lambda: _dress(app, theme="contrast_dark")
    look.apply_look(app, usual)


def _paste_over(work: QWidget, app: QApplication) -> None:
    work.open_form(work.ledger.form_id())
    _settle(app, work.session.jobs)
    shown = [row.row_id for row in work.ledger.view.ledger().rows()[:4]]
    work.ledger.view.show_cell(0, 0)
    app.clipboard().setText("\n".join("\t".join((row[-4:], row[:4], row[4:8])) for row in shown))
    work.ledger.paste.click()


def _import_back(work: QWidget, app: QApplication) -> None:
    if work.ledger.paste_dialog is not None:
        work.ledger.paste_dialog.do.click()
    _settle(app, work.session.jobs)
    sheet = work.session.sheet(work.ledger.form_id())
    with TemporaryDirectory() as scratch:
        file = Path(scratch) / "import.xlsx"
        work.session.jobs.run(lambda desk: write_template(desk, sheet, file, date.today()))  # noqa: DTZ011
        _settle(app, work.session.jobs)
        work.undoing.turn("undo")
        _settle(app, work.session.jobs)
        work.ledger.excel.look_at(file)
        _settle(app, work.session.jobs)


def _close_import_and_undo(work: QWidget, app: QApplication) -> None:
    work.ledger.excel.dialog.do.click()
    _settle(app, work.session.jobs)
    work.undoing.turn("undo")


def _go_to(work: QWidget) -> None:
    for finder in work.window().findChildren(Finder):
        finder.leave()
    work.open_form(work.ledger.form_id())
    work.keyboard.go_to_field()


def _write_note(work: QWidget) -> None:
    for finder in work.window().findChildren(Finder):
        finder.leave()
    work.ledger.view.show_cell(1, 2)
    work.keyboard.write_note()


def _show_keys(work: QWidget) -> None:
    if work.notes.box is not None:
        work.notes.box.leave(keep=False)
    work.window().show_keys()


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
    yield "city-preferences", lambda: work.navigation.chosen.emit("preferences")
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


def _shoot_practice(app: QApplication, out: Path, folder: Path) -> None:
    from baise_desktop.app.clock import utc_now
    from baise_desktop.app.practice import make_practice

    make_practice(folder, "c.pingguo", utc_now())
    shell = Shell(Jobs())
    shell.resize(*SIZE)
    shell.show()
    start(shell, folder)
    _settle(app, shell.jobs)
    _save(shell, out / "unit-practice.png")
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


def _save(widget: QWidget, file: Path) -> None:
    widget.grab().save(str(file))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Opens the window: painted at once, then the desk and its pages, or the wizard where there is no desk yet."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QApplication

from baise_desktop.app.installation import resources
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.bugs import BugWatch
from baise_desktop.ui.input_method.connection import INPUT_ROUTE, connect_input, prepare_input
from baise_desktop.ui.jobs import Jobs
from baise_desktop.ui.language import choose_face, speak_chinese
from baise_desktop.ui.opening import Opening
from baise_desktop.ui.recovery_notice import tell_recovery
from baise_desktop.ui.shell import Shell
from baise_desktop.ui.window_size import show_fitting

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.errors import BaiseError
    from baise_desktop.ui.unit.workspace import UnitWorkspace

STORE_FILE = "baise.sqlite3"
LOCK_FILE = "window.lock"


def run(argv: Sequence[str]) -> int:
    """Open the window on a store and stay until it is closed.

    Args:
        argv: nothing, or `--store DIR`.
    """
    app = make_application()
    BugWatch(app)
    folder = _parse(argv)
    shell = Shell(Jobs())
    shell.preferences.open(folder)
    if (folder / STORE_FILE).exists():
        shell.install(Opening(folder))
    shell.when_painted(lambda: start(shell, folder))
    show_fitting(shell)
    return app.exec()


def make_application() -> QApplication:
    """The application in Chinese, in a face that has it, and in its look."""
    route = prepare_input()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        raise TypeError("an application without widgets is running")
    app.setApplicationName("baise_desktop")
    app.setApplicationDisplayName(say("window.app_name"))
    app.setProperty(INPUT_ROUTE, connect_input(app, route).value)
    speak_chinese(app)
    choose_face(app, resources.fonts_folder())
    look.apply_look(app, look.Look(resources.styles_folder(), resources.icons_folder()))
    return app


def start(shell: Shell, folder: Path) -> None:
    """Open the desk of a folder, or make one with the wizard's help."""
    shell.preferences.open(folder)
    if (folder / STORE_FILE).exists():
        if not shell.claim(folder / LOCK_FILE):
            shell.notice.show_warning(say("window.already_open", folder=folder))
            _give_up(shell)
            return
        shell.jobs.open(folder, lambda desk: show_work(shell, desk), lambda error: _give_up(shell, error))
        return
    from baise_desktop.ui.wizard.wizard import FirstRunWizard

    wizard = FirstRunWizard(shell.jobs, folder, shell)
    wizard.setModal(True)
    wizard.made.connect(lambda made: start(shell, made))
    wizard.rejected.connect(shell.close)
    wizard.show()


def show_work(shell: Shell, desk: Desk) -> None:
    """The pages of whoever the desk belongs to, and a warning when some forms cannot be used."""
    shell.show_trial(desk.trial)
    if desk.office.role == "city":
        from baise_desktop.ui.city.workspace import CityWorkspace

        shell.install(CityWorkspace(shell, desk))
    else:
        from baise_desktop.ui.unit.workspace import UnitWorkspace

        work = UnitWorkspace(shell, desk)
        shell.install(work)
        _furnish(shell, work, desk)
    if desk.broken_forms:
        shell.jobs.run(_left_out, lambda told: shell.warning.show_warning(*told))
    if shell.was_killed:
        shell.was_killed = False
        tell_recovery(shell)


def _give_up(shell: Shell, error: BaiseError | None = None) -> None:
    if error is not None:
        shell.notice.show_error(error)
    frame = shell.work()
    if isinstance(frame, Opening):
        frame.give_up()


def _furnish(shell: Shell, work: UnitWorkspace, desk: Desk) -> None:
    """What stands around a unit's pages: its foot, and the menu of the desk or the exercise."""
    from baise_desktop.ui.unit.foot import lay_foot
    from baise_desktop.ui.unit.unsaved_bar import UnsavedBar

    lay_foot(shell, work)
    UnsavedBar(shell, work)
    if desk.practice:
        from baise_desktop.ui.unit.practice_panel import PracticeLink

        PracticeLink(shell, work, desk.folder, partial(show_work, shell))
    else:
        from baise_desktop.ui.unit.desk_menu import DeskMenu

        DeskMenu(shell, desk.office.unit, work)


def _left_out(desk: Desk) -> tuple[str, str]:
    """A sentence about the definitions that are left out, and where and why."""
    from baise_desktop.app.installation.broken_forms import tell_left_out

    return tell_left_out(desk.broken_forms)


def _parse(argv: Sequence[str]) -> Path:
    if argv:
        _, folder = argv
        return Path(folder)
    from baise_desktop.app.installation.first_run import remembered_store

    data = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)
    return remembered_store(Path(data) / "store")

"""What every window can do, whoever works in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baise_desktop.app.installation.preferences import ZOOMS
from baise_desktop.errors import BaiseError
from baise_desktop.texts import say
from baise_desktop.ui import preferences
from baise_desktop.ui.commands import Command

if TYPE_CHECKING:
    from baise_desktop.ui.shell import Shell

_TOLD_MS = 2000
_OF_THE_PREVIEW = (
    ("preview_print", ("Ctrl+P",)),
    ("preview_save", ("Ctrl+S",)),
    ("preview_find", ("Ctrl+F",)),
    ("preview_pages", ("PgUp", "PgDown", "Home", "End")),
    ("preview_sizes", ("Ctrl+0", "Ctrl+1", "Ctrl+2")),
    ("preview_zoom", ("Ctrl++", "Ctrl+-")),
)
_OPPOSITE = {"light": "dark", "dark": "light", "contrast": "contrast_dark", "contrast_dark": "contrast"}
_CONTRAST = {"light": "contrast", "dark": "contrast_dark", "contrast": "light", "contrast_dark": "dark"}


def shell_commands(shell: Shell) -> tuple[Command, ...]:
    """The commands of a window."""
    return (
        Command("palette", "window", ("Ctrl+K",), lambda: _open_palette(shell)),
        Command("keys", "window", ("F1",), shell.show_keys),
        Command("zoom_in", "window", ("Ctrl++", "Ctrl+="), lambda: _zoom(shell, 1)),
        Command("zoom_out", "window", ("Ctrl+-",), lambda: _zoom(shell, -1)),
        Command("zoom_reset", "window", ("Ctrl+0",), lambda: _change(shell, zoom=100)),
        Command("dark", "window", ("Ctrl+Shift+L",), lambda: _turn(shell, _OPPOSITE)),
        Command("contrast", "window", ("Ctrl+Shift+H",), lambda: _turn(shell, _CONTRAST)),
        Command("input_check", "window", ("Ctrl+Shift+I",), lambda: _check_input(shell)),
        Command("verify_file", "window", ("Ctrl+Shift+K",), lambda: _verify(shell), shell.jobs.has_desk),
        Command("close", "window", ("Ctrl+Q",), shell.close),
        *(Command(name, "preview", keys) for name, keys in _OF_THE_PREVIEW),
    )


def _open_palette(shell: Shell) -> None:
    from baise_desktop.ui.palette import open_palette
    from baise_desktop.ui.pinyin import warm_up

    shell.jobs.run_alone(warm_up)
    open_palette(shell, shell.commands)


def _zoom(shell: Shell, step: int) -> None:
    at = ZOOMS.index(preferences.current().zoom) + step
    if 0 <= at < len(ZOOMS):
        _change(shell, zoom=ZOOMS[at])


def _turn(shell: Shell, themes: dict[str, str]) -> None:
    _change(shell, theme=themes[preferences.current().theme])


def _change(shell: Shell, **wishes: object) -> None:
    try:
        shell.preferences.change(**wishes)
    except BaiseError as error:
        shell.notice.show_error(error)
    shell.statusBar().showMessage(say("commands.zoom_now", zoom=preferences.current().zoom), _TOLD_MS)


def _check_input(shell: Shell) -> None:
    from baise_desktop.ui.input_method.self_check import InputCheck

    InputCheck(shell).exec()


def _verify(shell: Shell) -> None:
    from baise_desktop.ui.verify_window import verify_chosen

    verify_chosen(shell, shell.jobs)

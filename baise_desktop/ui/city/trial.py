"""Trying a draft as a unit would: which unit, where, and the second window it is opened in."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QInputDialog, QWidget

from baise_desktop.texts import say
from baise_desktop.ui.dialogs import choose_folder


def ask_trial(parent: QWidget, reporters: Sequence[tuple[str, str]]) -> tuple[str, Path] | None:
    """A unit and an empty folder, or None when the reader thought better of it."""
    names = [name for _, name in reporters]
    name, given = QInputDialog.getItem(parent, say("window.pack_trial"), say("window.pack_trial_ask"), names, 0, False)
    folder = choose_folder(parent, say("window.pack_trial_folder")) if given and name in names else None
    return (reporters[names.index(name)][0], folder) if folder is not None else None


def open_trial(folder: Path) -> bool:
    """Open a second window on an installation; false where that cannot be done."""
    started, _ = QProcess.startDetached(sys.executable, ["-m", "baise_desktop", "--store", str(folder)])
    return bool(started)

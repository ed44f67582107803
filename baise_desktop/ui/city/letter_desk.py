"""Receipts for one submission or many: asked where to, signed, written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui.dialogs import choose_folder, choose_new_file

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.receiving import ReceivedPackage
    from baise_desktop.ui.city.key_desk import KeyDesk


def write_receipts(
    parent: QWidget, keys: KeyDesk, packages: Sequence[ReceivedPackage], told: Callable[[str], None]
) -> None:
    """Write the receipts of these submissions: one into a file, several into a folder."""
    if len(packages) == 1:
        name = f"{receipt_name(packages[0])}.asice"
        file = choose_new_file(parent, say("window.receipt_make"), name, say("window.package_kinds"))
        if file is not None:
            keys.sign(
                partial(_write, {packages[0].identity: file}), lambda _: told(say("window.receipt_written", path=file))
            )
        return
    folder = choose_folder(parent, say("window.receipt_make"))
    if folder is not None:
        files = {package.identity: folder / f"{receipt_name(package)}.asice" for package in packages}
        keys.sign(partial(_write, files), lambda count: told(say("window.receipts_written", count=count, path=folder)))


def receipt_name(package: ReceivedPackage) -> str:
    """Name of a receipt's file, without its ending."""
    return f"{package.unit}_{package.plan}_{package.period}_v{package.version}_receipt"


def _write(files: dict[str, Path], desk: Desk, passphrase: str) -> int:
    from baise_desktop.app.output_file import write_whole
    from baise_desktop.app.receipts import make_receipt

    for identity, file in files.items():
        write_whole(file, make_receipt(desk, identity, passphrase, utc_now()).content)
    return len(files)

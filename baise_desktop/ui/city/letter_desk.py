"""Receipts for one submission or many: asked where to, signed, written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui.dialogs import ask_text, choose_folder, choose_new_file

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.inbox.receiving import ReceivedPackage
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
        names = [receipt_name(package) for package in packages]
        files = {
            package.identity: folder / f"{name}{_apart(names, name, package)}.asice"
            for package, name in zip(packages, names, strict=True)
        }
        keys.sign(partial(_write, files), lambda count: told(say("window.receipts_written", count=count, path=folder)))


def return_all(
    parent: QWidget, keys: KeyDesk, packages: Sequence[ReceivedPackage], told: Callable[[str], None]
) -> None:
    """Send several submissions back for one reason; a return for each goes into a folder."""
    title = say("window.inbox_return_many", count=len(packages))
    reason = ask_text(parent, title, say("window.inbox_return_reason"))
    folder = choose_folder(parent, title) if reason and reason.strip() else None
    if reason and folder is not None:
        identities = [package.identity for package in packages]
        job = partial(_return, identities, reason, folder)
        keys.sign(job, lambda count: told(say("window.returns_written", count=count, path=folder)))


def receipt_name(package: ReceivedPackage) -> str:
    """Name of a receipt's file, without its ending."""
    return f"{package.unit}_{package.plan}_{package.period}_v{package.version}_receipt"


def _write(files: dict[str, Path], desk: Desk, passphrase: str) -> int:
    from baise_desktop.app.files.output_file import write_whole
    from baise_desktop.app.inbox.receipts import make_receipt

    for identity, file in files.items():
        write_whole(file, make_receipt(desk, identity, passphrase, utc_now()).content)
    return len(files)


def _return(identities: Sequence[str], reason: str, folder: Path, desk: Desk, passphrase: str) -> int:
    from baise_desktop.app.files.output_file import write_whole
    from baise_desktop.app.inbox.returning import return_submission

    for identity in identities:
        made = return_submission(desk, identity, (), reason, passphrase, utc_now())
        write_whole(_free(folder / made.file_name, identity), made.content)
    return len(identities)


def _apart(names: Sequence[str], name: str, package: ReceivedPackage) -> str:
    """What tells the receipts of two sides of a conflict apart, which have one number."""
    return f"_{package.identity[:12]}" if names.count(name) > 1 else ""


def _free(file: Path, identity: str) -> Path:
    """A name of its own: two sides of a conflict have one number."""
    return file.with_name(f"{file.stem}_{identity[:12]}{file.suffix}") if file.exists() else file

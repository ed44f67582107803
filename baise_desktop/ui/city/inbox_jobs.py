"""What the inbox asks of the desk, and what it says of a batch of files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from baise_desktop.app.clock import utc_now
from baise_desktop.texts import say
from baise_desktop.ui.list_window import ListWindow

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.inbox.receiving import Outcome, ReceivedPackage
    from baise_desktop.exchange.merge import MergeReport
    from baise_desktop.store.decisions import Act
    from baise_desktop.ui.city.key_desk import KeyDesk
    from baise_desktop.ui.jobs import Jobs

SUFFIXES = (".asice", ".age")
_LOCKED = ("ENCRYPTED", "PASSPHRASE")
"""Codes of files that only the city's passphrase opens."""


def is_smooth(outcomes: Sequence[Outcome]) -> bool:
    """Whether nothing of a batch waits for the officer."""
    return all(each.error is None and each.report and not _is_disputed(each.report) for each in outcomes)


def tell_batch(outcomes: Sequence[Outcome], left: int) -> str:
    """What became of a batch, and of how many files nothing yet because somebody stopped it."""
    from baise_desktop.app.inbox.quarantine import summarise

    return summarise(outcomes) + (say("window.merge_stopped", count=left) if left else "")


def _is_disputed(report: MergeReport) -> bool:
    return any(not each.kept for each in report.conflicts)


def list_refused(parent: QWidget, jobs: Jobs, outcomes: Sequence[Outcome]) -> None:
    """The files that were refused, with code and sentence, as a list to keep; they are set aside for that."""

    def show(noted: Mapping[Path, Path]) -> None:
        refused = [(each.file, each.error) for each in outcomes if each.error is not None]
        lines: list[str] = []
        for number, (file, error) in enumerate(refused, 1):
            told = say("window.inbox_refused_reason", code=error.code, sentence=error.sentence)
            kept = [say("quarantine.line", note=noted[file])] if file in noted else []
            lines += [say("window.inbox_refused_line", number=number, file=file.name), told, *kept, ""]
        heading = say("window.inbox_refused_heading", count=len(refused))
        ListWindow(say("window.inbox_refused_title"), heading, lines, utc_now(), parent.window()).open()

    jobs.run(partial(_set_aside, outcomes), show)


def _set_aside(outcomes: Sequence[Outcome], desk: Desk) -> Mapping[Path, Path]:
    from baise_desktop.app.inbox.quarantine import set_aside

    return set_aside(desk, outcomes, utc_now())


def is_wanted(file: Path) -> bool:
    """Whether a file of a dropped folder may be a package, or a slice of one."""
    from baise_desktop.app.files.joining import is_slice

    return file.suffix in SUFFIXES or is_slice(file)


def read_contact(identity: str, desk: Desk) -> str:
    """Whom to call about a submission."""
    from baise_desktop.app.kept.package_facts import read_package_facts

    return say("window.inbox_contact", contact=read_package_facts(desk, identity).contact)


def read_received(desk: Desk) -> Sequence[ReceivedPackage]:
    """Every submission held."""
    from baise_desktop.app.inbox.receiving import list_received

    return list_received(desk)


def preview(files: Sequence[Path], passphrase: str, desk: Desk) -> Sequence[Outcome]:
    """What merging would change."""
    from baise_desktop.app.inbox import receiving

    return receiving.preview(desk, files, utc_now(), passphrase)


def merge(
    files: Sequence[Path], passphrase: str, stopped: Callable[[], bool], desk: Desk, *, with_backup: bool = True
) -> Sequence[Outcome]:
    """Merge, until somebody wants no more."""
    from baise_desktop.app.inbox.receiving import merge_files

    return merge_files(desk, files, utc_now(), with_backup=with_backup, passphrase=passphrase, stopped=stopped)


def unlock(keys: KeyDesk, outcomes: Sequence[Outcome]) -> list[Path]:
    """The encrypted files to look at again, after the passphrase was asked for; none when nobody gave one."""
    locked = [(each.error.code, each.sources) for each in outcomes if each.error and each.error.code in _LOCKED]
    if not locked:
        return []
    prompt = say("window.unlock_again") if any(code == "PASSPHRASE" for code, _ in locked) else ""
    return [source for _, sources in locked for source in sources] if keys.ask(prompt) else []


def read_code(identity: str, desk: Desk, passphrase: str) -> str:
    """The receipt for the telephone, as it is read out."""
    from baise_desktop.app.inbox.telephone import read_out
    from baise_desktop.exchange.telephone import shown_code

    return shown_code(read_out(desk, identity, passphrase))


def decide(identities: Sequence[str], act: Act, desk: Desk, passphrase: str) -> None:
    """One decision about a batch."""
    from baise_desktop.app.inbox.deciding import decide_all

    decide_all(desk, identities, act, passphrase, utc_now())

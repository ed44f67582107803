"""Packages: verify, merge, decide."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from baise_desktop.app.clock import utc_now
from baise_desktop.cli.output import opened, print_json, tell, tell_refusal
from baise_desktop.cli.passphrase import encrypted_passphrase, read_passphrase
from baise_desktop.store.decisions import Act
from baise_desktop.texts import say

if TYPE_CHECKING:
    from baise_desktop.app.inbox.receiving import ReceivedPackage


def verify(options: Namespace) -> int:
    """Say of a package whether it is intact, valid and trusted, each apart."""
    from baise_desktop.app.inbox.file_verdict import verify_here
    from baise_desktop.app.inbox.receiving import verify_file
    from baise_desktop.app.keys.encryption import Opener

    if options.store is None:
        result = verify_file(options.file, options.trust, utc_now())
    else:
        with opened(options.store) as desk:
            passphrase = encrypted_passphrase(options.passphrase_file, [options.file])
            if options.trust is None:
                result = verify_here(desk, options.file, passphrase, utc_now())
            else:
                result = verify_file(options.file, options.trust, utc_now(), Opener(desk, passphrase))
    if options.json:
        print_json(result.as_json())
    else:
        for line in result.sentences():
            print(line)
    return 0 if result.sound else 1


def merge(options: Namespace) -> int:
    """Merge several files; a refused one does not stop the others."""
    from baise_desktop.app.inbox.quarantine import set_aside, summarise
    from baise_desktop.app.inbox.receiving import merge_files, preview

    passphrase = encrypted_passphrase(options.passphrase_file, options.files)
    noted: dict[Path, Path] = {}
    with opened(options.store) as desk:
        if options.dry_run:
            outcomes = preview(desk, options.files, utc_now(), passphrase)
        else:
            with_backup = not options.without_backup
            outcomes = merge_files(desk, options.files, utc_now(), with_backup=with_backup, passphrase=passphrase)
            noted = set_aside(desk, outcomes, utc_now())
        if options.json:
            print_json([outcome.as_json() for outcome in outcomes])
    for outcome in outcomes:
        if outcome.error:
            tell_refusal(outcome.file, outcome.error)
        elif not options.json:
            tell("merged", file=outcome.file, sentence=outcome.sentence)
            for line in (*outcome.remarks, *outcome.answer_lines):
                print(line)
    if not options.json and not options.dry_run:
        if len(outcomes) > 1:
            print(summarise(outcomes))
        for folder in sorted({note.parent for note in noted.values()}):
            print(say("quarantine.kept", folder=folder))
    return 1 if any(outcome.error for outcome in outcomes) else 0


def _decide(options: Namespace, act: Act, reason: str = "") -> None:
    from baise_desktop.app.inbox.deciding import decide

    passphrase = read_passphrase(options.passphrase_file)
    with opened(options.store) as desk:
        _tell_decided(decide(desk, options.package, act, passphrase, utc_now(), reason))


def _turn(options: Namespace, act: Literal["withdraw", "restore"]) -> None:
    """Withdraw or restore, or only say what figures would rest on then."""
    from baise_desktop.app.inbox.consequences import foretell

    if not options.dry_run:
        _decide(options, act, options.reason.strip())
        return
    with opened(options.store) as desk:
        for line in foretell(desk, [options.package], act, utc_now()):
            print(line)


def _tell_decided(package: "ReceivedPackage") -> None:
    state = say(f"words.state_{package.state}")
    tell("decided", unit=package.unit_name, period=package.period, version=package.version, state=state)


def resolve(options: Namespace) -> None:
    """Say which side of a conflict stands."""
    from baise_desktop.app.inbox.resolving import resolve as decide

    passphrase = read_passphrase(options.passphrase_file)
    with opened(options.store) as desk:
        _tell_decided(decide(desk, options.packages, options.keep, passphrase, utc_now(), options.reason))


def accept(options: Namespace) -> None:
    """Accept a submission."""
    _decide(options, "accept")


def withdraw(options: Namespace) -> None:
    """Undo a merge."""
    _turn(options, "withdraw")


def restore(options: Namespace) -> None:
    """Take a withdrawal back."""
    _turn(options, "restore")

"""A unit's stamped report, and the picture of its seal that its installation keeps."""

from argparse import Namespace
from dataclasses import replace
from typing import TYPE_CHECKING

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import Desk
from baise_desktop.cli.output import opened, tell
from baise_desktop.cli.passphrase import read_passphrase
from baise_desktop.form.dates import BEIJING

if TYPE_CHECKING:
    from baise_desktop.app.outgoing.issuing import Issue
    from baise_desktop.report.seal_place import Seal


def keep(options: Namespace) -> None:
    """Keep the unit's own seal picture."""
    from baise_desktop.app.outgoing.stamping import USUAL_DIAMETER, keep_seal

    with opened(options.store) as desk:
        kept = keep_seal(desk, options.image, options.diameter or USUAL_DIAMETER, utc_now())
    tell("seal_kept", file=kept.path, diameter=kept.diameter)


def drop(options: Namespace) -> None:
    """Delete it."""
    from baise_desktop.app.outgoing.stamping import drop_seal

    with opened(options.store) as desk:
        gone = drop_seal(desk, utc_now())
    tell("seal_dropped" if gone else "seal_none")


def report_submission(options: Namespace) -> None:
    """Write a unit's submission as a PDF, signed, sealed or issued on request, or as a workbook."""
    from baise_desktop.app.outgoing.exporting import write_submission

    wanted = options.seal or options.kept_seal or options.passphrase_file
    passphrase = read_passphrase(options.passphrase_file) if wanted else None
    with opened(options.store) as desk:
        seal = _seal(desk, options)
        issue = _issue(desk, options) if options.issued else None
        path = write_submission(
            desk, options.plan, options.period, options.out, utc_now(), passphrase=passphrase, seal=seal, issue=issue
        )
    tell("report_made", file=path)


def _issue(desk: Desk, options: Namespace) -> "Issue":
    """What the header said the last time, but for what is given."""
    from baise_desktop.app.outgoing.issuing import propose_issue

    proposed = propose_issue(desk, options.plan, options.period, utc_now().astimezone(BEIJING).date())
    given = {key: getattr(options, key) for key in ("number", "recipient", "issuer") if getattr(options, key)}
    return replace(proposed, **given, names_signer=not options.no_signer)


def _seal(desk: Desk, options: Namespace) -> "Seal | None":
    from baise_desktop.app.outgoing.stamping import USUAL_DIAMETER, open_kept_seal, read_seal

    if options.kept_seal:
        return open_kept_seal(desk)
    return read_seal(options.seal, options.diameter or USUAL_DIAMETER) if options.seal else None

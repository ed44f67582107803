"""Receipts and returns: made at the city, opened at a unit."""

from argparse import Namespace

from baise_desktop.app.clock import utc_now
from baise_desktop.cli.opened_pack import tell_opened
from baise_desktop.cli.output import opened, tell, tell_refusal
from baise_desktop.cli.passphrase import read_passphrase
from baise_desktop.errors import BaiseError


def make_receipt(options: Namespace) -> None:
    """Write the receipt of a submission."""
    from baise_desktop.app.files.output_file import write_whole
    from baise_desktop.app.inbox import receipts
    from baise_desktop.exchange.telephone import shown_code

    passphrase = read_passphrase(options.passphrase_file)
    with opened(options.store) as desk:
        made = receipts.make_receipt(desk, options.package, passphrase, utc_now())
    tell("receipt_made", file=write_whole(options.out, made.content), identity=made.identity)
    if made.code:
        tell("receipt_code", code=shown_code(made.code))


def confirm(options: Namespace) -> None:
    """Take the ten digits that the city reads out."""
    from baise_desktop.app.inbox.telephone import confirm_newest

    with opened(options.store) as desk:
        print(confirm_newest(desk, options.code, options.plan, options.period, utc_now()).sentence)


def return_submission(options: Namespace) -> None:
    """Send a submission back with comments."""
    from baise_desktop.app.files.output_file import write_whole
    from baise_desktop.app.inbox import returning

    comments = returning.read_comments(options.comments)
    passphrase = read_passphrase(options.passphrase_file)
    with opened(options.store) as desk:
        made = returning.return_submission(desk, options.package, comments, options.reason, passphrase, utc_now())
    file = write_whole(options.out, made.content)
    tell("return_made", file=file, identity=made.identity, count=len(comments))


def open_file(options: Namespace) -> int:
    """Open a task pack, receipt or return at a unit."""
    from baise_desktop.app.mail.letters import OpenedLetter, open_received

    with opened(options.store) as desk:
        try:
            found = open_received(desk, options.file, None, utc_now())
        except BaiseError as error:
            tell_refusal(options.file, error)
            return 1
        if not isinstance(found, OpenedLetter):
            tell_opened(found)
            return 0
        print(found.sentence)
        if found.reason:
            tell("return_reason", reason=found.reason)
        for place, comment in zip(found.places, found.comments, strict=True):
            tell("return_comment", place=place, comment=comment.comment)
        return 0

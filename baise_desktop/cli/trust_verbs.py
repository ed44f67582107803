"""Keys: revoked, asked for anew."""

from argparse import Namespace
from datetime import date

from baise_desktop.app.clock import utc_now
from baise_desktop.cli.output import opened, tell
from baise_desktop.cli.passphrase import read_passphrase
from baise_desktop.cli.token import wished_token
from baise_desktop.texts import say


def revoke(options: Namespace) -> None:
    """Revoke a unit's certificate from one of its packages on."""
    from baise_desktop.app.inbox.revoking import revoke as decide

    passphrase = read_passphrase(options.passphrase_file)
    day = date.fromisoformat(options.after_day) if options.after_day else None
    with opened(options.store) as desk:
        made = decide(
            desk,
            options.unit,
            passphrase,
            utc_now(),
            after_seq=options.after_seq,
            after_day=day,
            certificate=options.certificate,
            reason=options.reason,
        )
        tell("revoked", unit=desk.catalogue.units[made.unit].name, fingerprint=made.fingerprint, last=made.after_seq)
    for key, packages in (("revoked_barred", made.barred), ("revoked_review", made.review)):
        for each in packages:
            state = say(f"words.state_{each.state}")
            tell(key, identity=each.identity[:12], period=each.period, version=each.version, state=state)


def ask_again(options: Namespace) -> None:
    """Make a new key and the request that the city admits it by."""
    from baise_desktop.app.enrolment.renewing import ask_again as make

    passphrase = read_passphrase(options.passphrase_file)
    with opened(options.store) as desk:
        mark = make(desk, options.out, passphrase, utc_now(), wished_token(options))
    tell("renewed", file=options.out, fingerprint=mark)


def catch_up(options: Namespace) -> None:
    """Go on after the versions that receipts name."""
    from baise_desktop.app.enrolment.catching_up import catch_up as take

    with opened(options.store) as desk:
        for file in options.files:
            made = take(desk, file, utc_now())
            key = "caught_up" if made.is_new else "caught_up_already"
            tell(key, plan=made.plan, period=made.period, version=made.version, next=made.version + 1)


def rotate(options: Namespace) -> None:
    """Take a new root into use."""
    from baise_desktop.app.enrolment.rotating import rotate as make

    passphrase = read_passphrase(options.passphrase_file)
    with opened(options.store) as desk:
        tell("rotated", fingerprint=make(desk, passphrase, utc_now(), options.reason))

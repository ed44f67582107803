"""Keys: revoked, asked for anew."""

from argparse import Namespace
from datetime import date

from baise_desktop.app.clock import utc_now
from baise_desktop.cli.output import opened, tell
from baise_desktop.cli.passphrase import read_passphrase
from baise_desktop.texts import say


def revoke(options: Namespace) -> None:
    """Revoke a unit's certificate from one of its packages on."""
    from baise_desktop.app.revoking import revoke as decide

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

"""`baise city ...`."""

from argparse import Namespace

from baise_desktop.app.clock import utc_now
from baise_desktop.cli.output import opened, print_json, tell
from baise_desktop.cli.passphrase import read_passphrase


def initialise(options: Namespace) -> None:
    """Make the city's store and root certificate."""
    from baise_desktop.app.setup import create_city

    fingerprint = create_city(options.store, read_passphrase(options.passphrase_file), utc_now())
    tell("city_made", folder=options.store, fingerprint=fingerprint)


def admit(options: Namespace) -> None:
    """Admit a unit's key after its fingerprint was read over the telephone."""
    from baise_desktop.app.setup import admit as admit_unit

    passphrase = read_passphrase(options.passphrase_file)
    with opened(options.store) as desk:
        unit = admit_unit(desk, options.file, options.fingerprint, passphrase, utc_now())
        tell("admitted", unit=desk.catalogue.units[unit].name, id=unit)


def make_task_pack(options: Namespace) -> None:
    """Write the signed task pack of one plan."""
    from baise_desktop.app.setup import make_task_pack as make

    passphrase = read_passphrase(options.passphrase_file)
    with opened(options.store) as desk:
        tell("task_pack_made", file=make(desk, options.plan, options.out, passphrase, utc_now()))


def list_settings(options: Namespace) -> None:
    """Print what the plans leave open, and how the city settled it."""
    from baise_desktop.app.choices import list_choices

    with opened(options.store) as desk:
        found = list_choices(desk)
    if options.json:
        print_json({"settings": [each.as_json() for each in found]})
        return
    for each in found:
        tell("setting_line", name=each.name, subject=each.subject, value=each.value or "—")


def settle(options: Namespace) -> None:
    """Settle one thing that the plans leave open; an empty text leaves it open again."""
    from baise_desktop.app.choices import choose

    with opened(options.store) as desk:
        choose(desk, options.name, options.value, utc_now())
    tell("setting_line", name=options.name, subject="", value=options.value or "—")

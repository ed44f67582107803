"""The store itself: verify, back up, restore."""

from argparse import Namespace

from baise_desktop.app.clock import utc_now
from baise_desktop.cli.output import opened, tell


def verify(options: Namespace) -> int:
    """Recompute everything; the last line is the logical digest."""
    from baise_desktop.store.verify import find_damage, logical_digest

    with opened(options.store) as desk:
        damages = find_damage(desk.store)
        for damage in damages:
            tell("damage", place=damage.place, sentence=damage.sentence)
        if not damages:
            tell("store_sound")
        tell("logical_digest", digest=logical_digest(desk.store))
    return 1 if damages else 0


def backup(options: Namespace) -> None:
    """Write a verified backup."""
    from baise_desktop.store.backup import backup as write

    with opened(options.store) as desk:
        tell("backup_made", file=write(desk.store, options.out, utc_now()))


def hand_over(options: Namespace) -> None:
    """Close this installation and write what another computer takes it over from."""
    from baise_desktop.app.installation.handover import hand_over as write

    with opened(options.store) as desk:
        tell("handed_over", folder=write(desk, options.out, options.to, utc_now()), to=options.to)


def take_over(options: Namespace) -> None:
    """Go on from a handover in an empty folder."""
    from baise_desktop.app.installation.handover import take_over as take

    tell("taken_over", unit=take(options.file, options.store, utc_now()), folder=options.store)


def rebuild(options: Namespace) -> int:
    """Make the city's store again from what was signed; the last line is the logical digest."""
    from baise_desktop.app.enrolment.rebuilding import rebuild as make

    with opened(options.store) as desk:
        made = make(desk, options.out, utc_now())
    for line in made.told:
        print(line)
    tell("rebuilt", packages=made.packages, decisions=made.decisions, folder=made.folder)
    tell("rebuilt_same" if made.is_whole else "rebuilt_differs")
    tell("logical_digest", digest=made.digest)
    return 0 if made.is_whole else 1


def restore(options: Namespace) -> None:
    """Bring a backup back into an empty folder."""
    from baise_desktop.app.enrolment.restoring import bring_back

    bring_back(options.file, options.store, utc_now())
    tell("restored", folder=options.store)

"""What the city's officer looks at: what waits, certificates, the journal; and the signature for what waits."""

from argparse import Namespace

from baise_desktop.app.clock import utc_now
from baise_desktop.cli.output import opened, print_json, tell
from baise_desktop.cli.passphrase import read_passphrase
from baise_desktop.texts import say


def list_matters(options: Namespace) -> None:
    """Print conflicts, forks, gaps and holds, each with its age and what to do."""
    from baise_desktop.app.inbox.matters import list_matters as read

    with opened(options.store) as desk:
        found = read(desk, utc_now())
    if options.json:
        print_json({"matters": [each.as_json() for each in found]})
        return
    if not found:
        tell("matters_none")
    for each in found:
        kind = say(f"matters.kind_{each.kind}")
        tell("matter_line", kind=kind, unit=each.unit_name, about=each.about, days=each.days, sentence=each.sentence)
        tell("matter_advice", advice=each.advice)


def compare(options: Namespace) -> None:
    """Print the cells in which packages held are not alike."""
    from baise_desktop.app.inbox.conflict_sides import compare_sides

    with opened(options.store) as desk:
        found = compare_sides(desk, options.packages)
    if options.json:
        print_json(found.as_json())
        return
    for cell in found.cells:
        place = "　".join(part for part in (cell.title, cell.row, cell.field) if part)
        values = " | ".join(value or say("cli.compared_blank") for value in cell.values)
        tell("compared_line", place=place, values=values)
    tell("compared", count=len(found.cells))


def list_certificates(options: Namespace) -> None:
    """Print every certificate and how it stands, the root, and the version of the trust list."""
    from baise_desktop.app.enrolment.admission import list_admissions

    now = utc_now()
    with opened(options.store) as desk:
        found = list_admissions(desk)
    if options.json:
        units = [each.as_json(now) for each in found.units]
        told = {"version": found.version, "root": found.root_fingerprint, "former_roots": list(found.former)}
        print_json(told | {"waiting": len(found.waiting), "certificates": units})
        return
    tell("trust_line", version=found.version, fingerprint=found.root_fingerprint)
    for each in found.units:
        state = each.state_words(now)
        tell("certificate_line", unit=each.unit_name, id=each.unit, state=state, fingerprint=each.fingerprint)
    tell("waiting_line", count=len(found.waiting))


def sign(options: Namespace) -> None:
    """Sign the acts that wait for the city's key."""
    from baise_desktop.app.inbox.waiting import sign_waiting

    passphrase = read_passphrase(options.passphrase_file)
    with opened(options.store) as desk:
        tell("waiting_signed", count=sign_waiting(desk, passphrase, utc_now()))


def read_journal(options: Namespace) -> int:
    """Print or write the journal, and say whether its chain holds."""
    from baise_desktop.app.installation.journal_book import MOST_SHOWN, broken_lines, search, write_journal

    with opened(options.store) as desk:
        broken = broken_lines(desk)
        if options.out:
            tell("journal_written", file=write_journal(desk, options.out, options.find, utc_now()))
        else:
            found = search(desk, options.find, MOST_SHOWN)
            for each in reversed(found.entries):
                tell("journal_line", number=each.number, at=each.at, actor=each.actor, act=each.act, detail=each.detail)
    for number in broken:
        tell("journal_broken", number=number)
    if not broken:
        tell("journal_whole")
    return 1 if broken else 0

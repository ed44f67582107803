"""`baise city ...`."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from baise_desktop.app.clock import utc_now
from baise_desktop.cli.output import opened, print_json, tell
from baise_desktop.cli.passphrase import read_passphrase
from baise_desktop.texts import say

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk


def initialise(options: Namespace) -> None:
    """Make the city's store and root certificate."""
    from baise_desktop.app.enrolment.setup import create_city

    fingerprint = create_city(options.store, read_passphrase(options.passphrase_file), utc_now())
    tell("city_made", folder=options.store, fingerprint=fingerprint)


def admit(options: Namespace) -> None:
    """Admit a unit's key after its fingerprint was read over the telephone."""
    from baise_desktop.app.enrolment.setup import admit as admit_unit

    passphrase = read_passphrase(options.passphrase_file)
    with opened(options.store) as desk:
        unit = admit_unit(desk, options.file, options.fingerprint, passphrase, utc_now())
        tell("admitted", unit=desk.catalogue.units[unit].name, id=unit)


def make_task_pack(options: Namespace) -> int:
    """Publish the task pack of one plan, or only say what it would change."""
    from baise_desktop.app.packs.publishing import publish

    if options.dry_run:
        with opened(options.store) as desk:
            return _tell_draft(desk, options.plan)
    passphrase = read_passphrase(options.passphrase_file)
    with opened(options.store) as desk:
        made = publish(desk, options.plan, options.note, options.out, passphrase, utc_now())
    tell("task_pack_made", file=made.path, version=made.version)
    return 0


def _tell_draft(desk: Desk, plan: str) -> int:
    from baise_desktop.app.packs.publishing import read_draft

    draft = read_draft(desk, plan)
    last = draft.last.version if draft.last else 0
    tell("pack_draft_after" if last else "pack_draft_first", plan=draft.plan_name, version=draft.version, last=last)
    for change in draft.changes:
        print(change.sentence)
    if last and not draft.changes:
        tell("pack_same")
    for problem in draft.problems:
        tell("pack_problem", sentence=problem)
    return 1 if draft.problems else 0


def list_packs(options: Namespace) -> None:
    """Print every version of a task pack that the city published."""
    from baise_desktop.app.packs.publishing import list_published

    with opened(options.store) as desk:
        found = list_published(desk)
    if options.json:
        print_json({"packs": [each.as_json() for each in found]})
        return
    for each in found:
        tell("pack_line", version=each.version, plan=each.plan_name, at=each.at, note=each.note, file=each.file)


def make_trial(options: Namespace) -> None:
    """Make an installation to try the drafted forms with."""
    from baise_desktop.app.practice.trial import make_trial as make

    with opened(options.store) as desk:
        tell("trial_made", folder=make(desk, options.plan, options.unit, options.out, utc_now()))


def list_settings(options: Namespace) -> None:
    """Print what the plans leave open, and how the city settled it."""
    from baise_desktop.app.terms.choices import list_choices

    with opened(options.store) as desk:
        found = list_choices(desk)
    if options.json:
        print_json({"settings": [each.as_json() for each in found]})
        return
    for each in found:
        tell(
            "setting_line",
            name=each.name,
            subject=each.subject,
            value=each.value or say(f"cli.setting_{'due' if each.is_due else 'open'}"),
        )


def set_mail(options: Namespace) -> None:
    """Say where the city office takes mail, or print it; an empty text takes it out."""
    from baise_desktop.app.installation.office_mail import office_mail, set_office_mail

    with opened(options.store) as desk:
        address = office_mail(desk) if options.address is None else set_office_mail(desk, options.address, utc_now())
    tell("mail_line", address=address or say("cli.setting_open"))


def settle(options: Namespace) -> None:
    """Settle one thing that the plans leave open; an empty text leaves it open again."""
    from baise_desktop.app.terms.choices import choose

    with opened(options.store) as desk:
        choose(desk, options.name, options.value, utc_now())
    tell("setting_line", name=options.name, subject="", value=options.value or say("cli.setting_open"))

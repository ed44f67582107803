"""What the page of task packs asks of the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from baise_desktop.app.clock import utc_now

if TYPE_CHECKING:
    from pathlib import Path

    from baise_desktop.app.desk import Desk
    from baise_desktop.app.packs.publishing import PackDraft, Published, PublishedPack


@dataclass(frozen=True, slots=True)
class PackState:
    """Everything that the page shows of one plan."""

    draft: PackDraft
    published: tuple[PublishedPack, ...]
    """The latest first."""
    plans: tuple[tuple[str, str], ...]
    """Id and name of every plan that a pack can be made of."""
    reporters: tuple[tuple[str, str], ...]
    """Id and name of every unit that owes something in the plan."""
    mail: str
    """Where the city office takes mail."""


def read_state(plan: str, desk: Desk) -> PackState:
    """The draft of one plan, and every version published."""
    from baise_desktop.app.installation.office_mail import office_mail
    from baise_desktop.app.packs.publishing import list_pack_plans, list_published, next_catalogue, read_draft
    from baise_desktop.form.obligation import standing_forms

    catalogue = next_catalogue(desk)
    reporters = ((unit.id, unit.name) for unit in catalogue.units.values() if standing_forms(catalogue, unit.id, plan))
    return PackState(
        read_draft(desk, plan),
        tuple(reversed(list_published(desk))),
        list_pack_plans(desk),
        tuple(reporters),
        office_mail(desk),
    )


def keep_mail(text: str, desk: Desk) -> str:
    """Keep the address that the next task packs carry."""
    from baise_desktop.app.installation.office_mail import set_office_mail

    return set_office_mail(desk, text, utc_now())


def drop_forms(desk: Desk) -> None:
    """Drop the drafted definitions."""
    from baise_desktop.app.packs.publishing import drop_draft_forms

    drop_draft_forms(desk, utc_now())


def publish(plan: str, note: str, out: Path, desk: Desk, passphrase: str) -> Published:
    """Sign and write the next version."""
    from baise_desktop.app.packs import publishing

    return publishing.publish(desk, plan, note, out, passphrase, utc_now())


def make_trial(plan: str, unit: str, folder: Path, desk: Desk) -> Path:
    """A unit's installation of the draft, to be filled in and thrown away."""
    from baise_desktop.app.practice import trial

    return trial.make_trial(desk, plan, unit, folder, utc_now())

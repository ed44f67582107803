"""Who answers for a submission and how to reach them: names remembered by role, and the telephone."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from unicodedata import normalize

from baise_desktop.app.desk import Desk, require_role
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.signoff import Contact
from baise_desktop.form.dates import BEIJING
from baise_desktop.form.telephone import is_telephone
from baise_desktop.store.edits import CLERK_NAME
from baise_desktop.store.settings import get_setting, put_choice, put_setting
from baise_desktop.store.submissions import ROLES, Submission
from baise_desktop.texts import say

_TELEPHONE = "contact_telephone"
_PEOPLE = "contact_people"
_MOST = 5
"""Names remembered of one role."""


@dataclass(frozen=True, slots=True)
class ContactBlock:
    """What a unit keeps for the end of its submissions."""

    telephone: str
    people: Mapping[str, Sequence[str]]
    """Names by role, who signed last first."""


def read_contact(desk: Desk) -> ContactBlock:
    """What is remembered; until somebody signed, whoever works at this desk fills in."""
    known = json.loads(get_setting(desk.store, _PEOPLE, "{}"))
    clerk = get_setting(desk.store, CLERK_NAME)
    if clerk and not known.get("filler"):
        known["filler"] = (clerk,)
    return ContactBlock(get_setting(desk.store, _TELEPHONE), {role: tuple(known.get(role, ())) for role in ROLES})


def keep_telephone(desk: Desk, text: str, now: datetime) -> str:
    """Keep the telephone that the next submissions carry; empty takes it out. Raises: BaiseError TELEPHONE."""
    require_role(desk, "unit")
    telephone = " ".join(normalize("NFKC", text).split())
    if telephone and not is_telephone(telephone):
        raise BaiseError("TELEPHONE", text=text.strip())
    if telephone != get_setting(desk.store, _TELEPHONE):
        put_choice(desk.store, _TELEPHONE, telephone, desk.office.unit, say("journal.contact"), now)
    return telephone


def remember_person(desk: Desk, role: str, name: str) -> None:
    """The name is offered the next time somebody signs in that role."""
    people = read_contact(desk).people
    kept = {**people, role: (name, *(each for each in people[role] if each != name))[:_MOST]}
    put_setting(desk.store, _PEOPLE, json.dumps(kept, ensure_ascii=False))


def contact_of_package(desk: Desk, now: datetime) -> Contact | None:
    """What a package sealed now says; None without a telephone."""
    telephone = read_contact(desk).telephone
    return Contact(telephone, now.astimezone(BEIJING).date()) if telephone else None


def tell_contact(desk: Desk, submission: Submission, reported_on: str) -> dict[str, str]:
    """填表人、复核人、负责人、电话、报出日期 as papers print them, those that are known."""
    names = {say(f"words.role_{each.role}"): each.name for each in submission.statements}
    telephone = read_contact(desk).telephone
    more = {say("contact.telephone"): telephone} if telephone else {}
    return {**names, **more, say("contact.reported_on"): reported_on} if names else {}

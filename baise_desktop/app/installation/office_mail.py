"""Where the city office takes mail: told once there, carried by task packs, filled into every unit's drafts."""

from datetime import datetime

from baise_desktop.app.desk import CITY_UNIT, Desk, require_role
from baise_desktop.errors import BaiseError
from baise_desktop.form.mail_address import is_mail_address
from baise_desktop.store.decided import Settlement, decide_setting
from baise_desktop.store.settings import get_setting
from baise_desktop.texts import say

OFFICE_MAIL = "office_mail"
"""Name of the setting, at both ends."""


def office_mail(desk: Desk) -> str:
    """The city office's address, as the city set it or the newest task pack says; empty where nobody said one."""
    return get_setting(desk.store, OFFICE_MAIL)


def set_office_mail(desk: Desk, text: str, now: datetime) -> str:
    """Keep the address that the next task packs carry; empty takes it out.

    Raises:
        BaiseError: ROLE_CITY_ONLY, MAIL_ADDRESS.
    """
    require_role(desk, "city")
    address = read_address(text)
    if address != office_mail(desk):
        told = [(say("delivery.act_office_mail"), {"value": address})]
        decide_setting(desk.store, Settlement("choose", OFFICE_MAIL, address), CITY_UNIT, now, told)
    return address


def read_address(text: str) -> str:
    """An address as typed, or nothing. Raises: BaiseError MAIL_ADDRESS."""
    address = text.strip()
    if address and not is_mail_address(address):
        raise BaiseError("MAIL_ADDRESS", text=address)
    return address

"""Mail addresses as people type them."""

import re

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")


def is_mail_address(text: str) -> bool:
    """Whether it can stand in a mail's head as it is. Source: RFC 5321, addresses in ASCII without quotes."""
    return _ADDRESS.fullmatch(text) is not None

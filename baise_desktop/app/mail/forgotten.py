"""Receipts that the city no longer knows of: it went back to an older backup, or cut its own record.

Every receipt names the ones that the city had given the unit before. Of two receipts held, the later must therefore
name the earlier; where it does not, the city's record was changed in between. This follows from the set of receipts
held, whatever the order in which they were opened, and changes nothing about them: what is held stays, as evidence.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from baise_desktop.app.desk import Desk
from baise_desktop.app.installation.naming import period_words
from baise_desktop.app.kept.letter_file import kept_receipt
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.receipt import MARK, Receipt
from baise_desktop.form.period import parse_period
from baise_desktop.store.letters import RECEIPT
from baise_desktop.store.packages import Package, list_packages
from baise_desktop.texts import say


@dataclass(frozen=True, slots=True)
class ForgottenReceipt:
    """A receipt of the city that a later one of the city leaves out."""

    identity: str
    position: int
    """Which receipt for this unit it is, from 1."""
    plan: str
    period: str
    version: int
    """Of the submission that it is about."""
    given: datetime
    """When the city made it, as it says itself."""

    @property
    def sentence(self) -> str:
        """For people: what the city forgot, and what to do."""
        return say(
            "forgotten.receipt",
            position=self.position,
            period=period_words(parse_period(self.period)),
            version=self.version,
            day=self.given.astimezone().strftime("%Y-%m-%d"),
        )


@dataclass(frozen=True, slots=True)
class _Held:
    letter: Package
    receipt: Receipt
    made_at: datetime
    earlier: frozenset[str]
    """As the receipt names them."""

    @property
    def order(self) -> tuple[datetime, int, str]:
        """Which of two is the city's later word: the city itself says when it made them."""
        return self.made_at, self.receipt.position, self.letter.identity


def find_forgotten(desk: Desk) -> tuple[ForgottenReceipt, ...]:
    """The receipts held that another one, which the city gave later, should name and does not; by position."""
    held = list(filter(None, (_read(desk, each) for each in list_packages(desk.store, RECEIPT))))
    forgotten = {}
    for one, other in combinations(held, 2):
        if not _fits(one, other):
            first = min(one, other, key=lambda each: each.order)
            forgotten[first.letter.identity] = first
    found = [_tell(each) for each in forgotten.values()]
    return tuple(sorted(found, key=lambda each: (each.position, each.identity)))


def _read(desk: Desk, letter: Package) -> _Held | None:
    """The receipt, where it says which ones came before; a spoilt file is told by the check of the store."""
    try:
        receipt, made_at = kept_receipt(desk, letter)
    except (OSError, BaiseError):
        return None
    return _Held(letter, receipt, made_at, frozenset(receipt.earlier or ())) if receipt.position else None


def _fits(one: _Held, other: _Held) -> bool:
    first, later = sorted((one, other), key=lambda each: each.receipt.position)
    return first.letter.identity[:MARK] in later.earlier


def _tell(held: _Held) -> ForgottenReceipt:
    letter = held.letter
    return ForgottenReceipt(
        letter.identity, held.receipt.position, letter.plan, letter.period, letter.version, held.made_at
    )

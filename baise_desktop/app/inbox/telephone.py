"""电话回执: the city reads ten digits out, the unit types them in, and no stick has to travel back."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO

from baise_desktop.app.desk import Desk, require_real, require_role
from baise_desktop.app.inbox.deciding import find_received
from baise_desktop.app.installation.naming import period_words
from baise_desktop.app.keys.encryption import city_keys
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.envelope import examine
from baise_desktop.exchange.header import HEADER, read_submission_header
from baise_desktop.exchange.telephone import is_code, read_code, receipt_code
from baise_desktop.form.period import parse_period
from baise_desktop.signing.encryption import EncryptionKey, decrypt_bytes
from baise_desktop.store.packages import SUBMISSION, Package, find_packages, list_packages, read_package
from baise_desktop.store.telephone import Tries, note_told, note_try, read_nonce, read_tries
from baise_desktop.texts import say

FREE_TRIES = 3
"""Wrong codes before the next one has to wait."""
MOST_TRIES = 20
_FIRST_WAIT = timedelta(seconds=10)
_LONGEST_WAIT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A submission that the city was heard to hold."""

    plan: str
    period: str
    version: int
    already: bool
    """It was known before."""

    @property
    def sentence(self) -> str:
        """For people."""
        key = "telephone.confirmed_before" if self.already else "telephone.confirmed"
        return say(key, period=period_words(parse_period(self.period)), version=self.version)


def read_out(desk: Desk, identity: str, passphrase: str) -> str:
    """The code of a submission that the city holds.

    Args:
        desk: of the city.
        identity: at least 12 hex digits.
        passphrase: of the city's keys.

    Raises:
        BaiseError: ROLE_CITY_ONLY, PACKAGE_UNKNOWN, PACKAGE_FILE; PASSPHRASE; CODE_NONE, it carries no random bytes or
            none that this city can read.
    """
    package = find_received(desk, identity)
    code = code_of(desk, package.identity, passphrase)
    if not code:
        raise BaiseError("CODE_NONE", version=package.version)
    return code


def code_of(desk: Desk, identity: str, passphrase: str) -> str:
    """As `read_out`, by the whole identity; '' where there is no code."""
    unverified = examine(BytesIO(read_package(desk.store, identity)))
    header = read_submission_header(unverified.container.read(HEADER))
    if not header.nonce:
        return ""
    nonce = _open(header.nonce, city_keys(desk, passphrase))
    return receipt_code(nonce, identity) if nonce else ""


def _open(nonce: str, keys: Sequence[EncryptionKey]) -> bytes:
    """The random bytes; none where a unit made them for somebody else, which is no reason to refuse its receipt."""
    try:
        return decrypt_bytes(base64.b64decode(nonce), keys)
    except (BaiseError, ValueError):
        return b""


def confirm_newest(desk: Desk, typed: str, plan: str, period: str, now: datetime) -> Confirmed:
    """As `confirm`, for the newest version of a submission that was sealed here. Raises: BaiseError CODE_UNSENT."""
    require_role(desk, "unit")
    sent = [each for each in _sent(desk) if (each.plan, each.period) == (plan, str(parse_period(period)))]
    if not sent:
        raise BaiseError("CODE_UNSENT", plan=plan, period=period)
    return confirm(desk, max(sent, key=lambda each: each.version).identity, typed, now)


def confirm(desk: Desk, identity: str, typed: str, now: datetime) -> Confirmed:
    """Take a code that the city read out.

    Args:
        desk: of a unit.
        identity: of the submission it is for.
        typed: as typed; blanks and dashes do not matter.
        now: aware.

    Raises:
        BaiseError: ROLE_UNIT_ONLY, TRIAL, PACKAGE_FILE; CODE_NONE, the submission has no code; CODE_TYPED, no code is
            like this: a digit is wrong or missing; CODE_OTHER, it is that of another submission; CODE_WAIT,
            CODE_TRIES, too many wrong ones; CODE_WRONG.
    """
    require_role(desk, "unit")
    require_real(desk)
    package = next((each for each in find_packages(desk.store, identity) if each.direction == "out"), None)
    if package is None:
        raise BaiseError("PACKAGE_FILE", identity=identity)
    nonce = read_nonce(desk.store, package.identity)
    if not nonce:
        raise BaiseError("CODE_NONE", version=package.version)
    code = read_code(typed)
    if not code:
        raise BaiseError("CODE_TYPED")
    _refuse_hurry(read_tries(desk.store, package.identity), now)
    if not is_code(code, nonce, package.identity):
        _refuse(desk, package, code, now)
    new = note_told(desk.store, package, now)
    return Confirmed(package.plan, package.period, package.version, not new)


def _refuse(desk: Desk, package: Package, code: str, now: datetime) -> None:
    """Say what is wrong with a code; one that is of another submission is no guess."""
    for other in _sent(desk):
        nonce = read_nonce(desk.store, other.identity)
        if nonce and other.identity != package.identity and is_code(code, nonce, other.identity):
            period = period_words(parse_period(other.period))
            raise BaiseError("CODE_OTHER", period=period, version=other.version, asked=package.version)
    tries = note_try(desk.store, package.identity, now)
    raise BaiseError("CODE_WRONG", version=package.version, left=max(0, MOST_TRIES - tries.count))


def _refuse_hurry(tries: Tries, now: datetime) -> None:
    if tries.count >= MOST_TRIES:
        raise BaiseError("CODE_TRIES", most=MOST_TRIES)
    if tries.last is None or tries.count < FREE_TRIES:
        return
    wait = min(_FIRST_WAIT * 2 ** (tries.count - FREE_TRIES), _LONGEST_WAIT)
    # A clock that was turned back makes nobody wait longer than the wait itself.
    left = min(tries.last + wait - now, wait)
    if left > timedelta(0):
        raise BaiseError("CODE_WAIT", seconds=int(left.total_seconds()) + 1)


def _sent(desk: Desk) -> list[Package]:
    return [each for each in list_packages(desk.store, SUBMISSION) if each.direction == "out"]

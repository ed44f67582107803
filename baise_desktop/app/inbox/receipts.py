"""Receipts are made when they are sent: the same submission in the same state gives the same bytes for ever."""

from datetime import datetime
from typing import cast

from baise_desktop.app.desk import Desk
from baise_desktop.app.inbox.deciding import find_received
from baise_desktop.app.inbox.notices import tell_receipt
from baise_desktop.app.inbox.telephone import code_of
from baise_desktop.app.kept.letter_file import MadeLetter, describe_letter, is_current, letter_name
from baise_desktop.app.keys.trust import city_signer
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.header import Kind
from baise_desktop.exchange.receipt import MARK, Receipt, write_receipt
from baise_desktop.exchange.signed_body import AnsweredSubmission, DecisionReference
from baise_desktop.store.decisions import PACKAGE_ACTS, Decision, PackageAct, list_decisions
from baise_desktop.store.instant import from_text
from baise_desktop.store.journal import read_head
from baise_desktop.store.letters import RECEIPT, find_letters
from baise_desktop.store.packages import SUBMISSION, Package, keep_package, list_packages, read_package
from baise_desktop.store.queries import read_standings


def make_receipt(desk: Desk, identity: str, passphrase: str, now: datetime) -> MadeLetter:
    """The receipt of a submission as it stands.

    One that is returned or withdrawn since keeps the receipt it had: the city still holds it.

    Args:
        desk: of the city.
        identity: at least 12 hex digits of the submission's identity.
        passphrase: of the city's key.
        now: aware.

    Raises:
        BaiseError: ROLE_CITY_ONLY, PACKAGE_UNKNOWN, NO_KEY, PASSPHRASE, PACKAGE_FILE.
    """
    found = find_received(desk, identity)
    standing = read_standings(desk.store).by_identity[found.identity]
    answered = answered_by(standing.package)
    code = _code(desk, found.identity, passphrase)
    name = letter_name(Kind.RECEIPT, answered)
    decisions = decisions_about(desk, found.identity)
    number = max((each.number for each in decisions if each.act == "accept"), default=0)
    receipt = Receipt(
        answered=answered,
        state="accepted" if standing.state == "accepted" else "received",
        received_at=from_text(standing.package.at),
        journal=read_head(desk.store)[1],
        decisions=tuple(map(refer_to, decisions)),
        earlier=_given_before(desk, found.unit),
    )
    kept = _kept(desk, receipt, has_left=standing.state not in ("received", "accepted"), number=number)
    if kept is not None:
        return MadeLetter(kept.identity, name, read_package(desk.store, kept.identity), code)
    content = write_receipt(receipt, city_signer(desk, passphrase, now), now, tell_receipt(desk, receipt, now))
    letter = describe_letter(desk, Kind.RECEIPT, "out", answered, receipt.number, content, now)
    keep_package(desk.store, letter, content, now)
    return MadeLetter(letter.identity, name, content, code)


def _given_before(desk: Desk, unit: str) -> tuple[str, ...]:
    """The receipts that a unit was given, as the next one names them."""
    sent = {package.identity for package in list_packages(desk.store, SUBMISSION, unit)}
    return tuple(sorted(each.identity[:MARK] for each in list_packages(desk.store, RECEIPT) if each.prev in sent))


def _code(desk: Desk, identity: str, passphrase: str) -> str:
    """The code for the telephone; that there is none stops no receipt."""
    try:
        return code_of(desk, identity, passphrase)
    except BaiseError:
        return ""


def answered_by(package: Package) -> AnsweredSubmission:
    """A submission as a letter names it."""
    return AnsweredSubmission(
        package.identity, package.content, package.unit, package.plan, package.period, package.version
    )


def decisions_about(desk: Desk, identity: str) -> tuple[Decision, ...]:
    """The decisions about how a submission stands, by number."""
    return tuple(each for each in list_decisions(desk.store, PACKAGE_ACTS) if identity in each.targets)


def refer_to(decision: Decision) -> DecisionReference:
    """A decision about how a submission stands, as a letter names it."""
    act = cast(PackageAct, decision.act)
    return DecisionReference(decision.identity, decision.number, act, from_text(decision.at))


def _kept(desk: Desk, receipt: Receipt, *, has_left: bool, number: int) -> Package | None:
    """The receipt made before: of this very state, or the last one where the submission counts no longer."""
    made = find_letters(desk.store, receipt.answered.identity, RECEIPT)
    if has_left:
        return made[-1] if made else None
    wanted = number if receipt.state == "accepted" else 0
    return next((letter for letter in made if letter.seq == wanted and is_current(desk, letter)), None)

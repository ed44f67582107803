"""Decisions as they are signed: what the city did, act by act, in packages that it keeps for ever."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO

from baise_desktop.errors import BaiseError
from baise_desktop.exchange import shape
from baise_desktop.exchange.header import CITY, Kind
from baise_desktop.exchange.signed_body import BODY, read_body, write_body
from baise_desktop.exchange.trust import TrustList
from baise_desktop.form import canonical
from baise_desktop.form.canonical import Json
from baise_desktop.signing.signer import Signer
from baise_desktop.store.decisions import ACTS, Act, Decision
from baise_desktop.store.instant import to_text

_KEYS = ("act", "at", "by", "keep", "number", "reason", "targets")


def write_decisions(decisions: Iterable[Decision], signer: Signer, at: datetime, readme: bytes = b"") -> bytes:
    """A package with decisions, signed by the city and kept by it.

    Args:
        decisions: by number.
        signer: of the city.
        at: aware time, both of making and of signing.
        readme: `说明.txt`, for people; empty for none.
    """
    body: Json = {"decisions": [each.content for each in decisions]}
    return write_body(Kind.DECISION, CITY, body, signer, at, readme)


def read_decisions(data: bytes, trust: TrustList, at: datetime) -> tuple[Decision, ...]:
    """The decisions of a package that the city signed.

    Args:
        data: the package.
        trust: the city's own list.
        at: aware time at which the city's certificate must hold.

    Raises:
        BaiseError: those of `read_body`; SCHEMA.
    """
    body = shape.members(read_body(BytesIO(data), Kind.DECISION, CITY, trust, at).body, ("decisions",), BODY)
    return tuple(_read(each) for each in shape.elements(body["decisions"], BODY))


def _read(value: Json) -> Decision:
    detail = value.get("detail") if isinstance(value, dict) else None
    data = shape.members(value, (*_KEYS, "detail") if detail is not None else _KEYS, BODY)
    if detail is not None and not isinstance(detail, dict):
        raise shape.wrong(BODY, "detail", "VALUE")
    return Decision(
        number=shape.number(data, "number", BODY, 1),
        act=_act(shape.text(data, "act", BODY)),
        targets=_targets(data["targets"]),
        keep=shape.text(data, "keep", BODY),
        reason=shape.text(data, "reason", BODY),
        by=shape.text(data, "by", BODY),
        at=to_text(shape.moment(data, "at", BODY)),
        detail="" if detail is None else canonical.dump(detail).decode(),
    )


def _act(written: str) -> Act:
    act = next((each for each in ACTS if each == written), None)
    if act is None:
        raise shape.wrong(BODY, "act", "VALUE")
    return act


def _targets(value: Json) -> tuple[str, ...]:
    found = shape.elements(value, BODY)
    if any(not isinstance(each, str) for each in found):
        raise shape.wrong(BODY, "targets", "VALUE")
    targets = tuple(str(each) for each in found)
    if targets != tuple(sorted(set(targets))):
        raise BaiseError("DUPLICATE", name=BODY)
    return targets

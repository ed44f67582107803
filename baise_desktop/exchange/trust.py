"""The trust list: whose signature counts. It travels in task packs and only ever moves forward."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, replace

from baise_desktop.errors import BaiseError
from baise_desktop.exchange import shape
from baise_desktop.form import canonical
from baise_desktop.form.canonical import Json
from baise_desktop.signing.anchors import Anchors
from baise_desktop.signing.certificates import fingerprint, passes_on, read_certificate
from baise_desktop.signing.encryption import is_recipient

TRUST = "trust.json"
_FORMAT = 1
_KEYS = ("crl", "format", "root", "units", "version")
_OPTIONAL = ("epochs", "former", "recipient")
"""A list without them has none of them: lists were written before they were thought of."""


@dataclass(frozen=True, slots=True)
class TrustedUnit:
    """One certificate that speaks for a unit; a unit that renewed its key has several."""

    unit: str
    certificate: bytes
    """DER."""
    epoch: int = 1
    """The epoch that this key's packages are expected in; raised by a planned change of PC."""
    revoked_after_seq: int | None = None
    """None: in force. n: nothing of it after package n counts; 0: nothing at all."""


@dataclass(frozen=True, slots=True)
class GivenEpoch:
    """The epoch that an installation goes on in, of a unit that has more than one."""

    unit: str
    installation: str
    epoch: int


@dataclass(frozen=True, slots=True)
class FormerRoot:
    """A root that the city used before, under which units may still sign."""

    root: bytes
    """DER of its certificate."""
    crl: bytes
    """DER of its last revocation list."""
    link: bytes
    """DER of the certificate by which it vouches for the root after it."""


@dataclass(frozen=True, slots=True)
class TrustList:
    """Everything a desk needs to know whom to believe."""

    version: int
    """From 1, raised by every change."""
    root: bytes
    """DER of the city's root certificate."""
    units: tuple[TrustedUnit, ...]
    """In order of admission."""
    crl: bytes
    """DER of the root's revocation list."""
    former: tuple[FormerRoot, ...] = ()
    """The oldest first; the last vouches for `root`."""
    recipient: str = ""
    """The key that units encrypt to, as age writes it; '' in lists of a city that had none yet."""
    epochs: tuple[GivenEpoch, ...] = ()
    """By unit and installation: no two installations of a unit go on in one epoch."""

    @property
    def anchors(self) -> Anchors:
        """What signatures of the city are verified against: the root in use alone."""
        return Anchors((self.root,), (self.crl,))

    @property
    def unit_anchors(self) -> Anchors:
        """What signatures of units are verified against: whatever the root, the certificate must be listed."""
        return Anchors(self.roots, (self.crl, *(each.crl for each in self.former)))

    @property
    def roots(self) -> tuple[bytes, ...]:
        """The root in use, and those before it, the oldest first."""
        return (self.root, *(each.root for each in self.former))

    def under(self, root: bytes) -> "TrustList":
        """The list as of the time of a former root, to read what the city signed then; itself for any other."""
        former = next((each for each in self.former if each.root == root), None)
        return replace(self, root=former.root, crl=former.crl, former=()) if former else self

    @property
    def root_fingerprint(self) -> str:
        """To be read over the telephone."""
        return fingerprint(self.root)

    def find(self, certificate: bytes) -> TrustedUnit | None:
        """The entry of a certificate."""
        return next((each for each in self.units if each.certificate == certificate), None)

    def certificates_of(self, unit: str) -> tuple[TrustedUnit, ...]:
        """Every certificate of a unit, in order of admission."""
        return tuple(each for each in self.units if each.unit == unit)

    def current(self, unit: str) -> TrustedUnit | None:
        """The newest certificate of a unit that is not revoked."""
        held = [each for each in self.certificates_of(unit) if each.revoked_after_seq is None]
        return held[-1] if held else None

    def with_unit(self, unit: TrustedUnit) -> "TrustList":
        """The next version, with one more certificate."""
        return replace(self, version=self.version + 1, units=(*self.units, unit))

    def with_revocation(self, certificate: bytes, after_seq: int, crl: bytes) -> "TrustList":
        """The next version, in which a certificate's packages after `after_seq` no longer count.

        Args:
            certificate: DER; it is on the list.
            after_seq: 0 to trust none of them; never raised once it is set.
            crl: DER of the root's new revocation list, which names the certificate.
        """
        units = tuple(
            replace(each, revoked_after_seq=_lower(each.revoked_after_seq, after_seq))
            if each.certificate == certificate
            else each
            for each in self.units
        )
        return replace(self, version=self.version + 1, units=units, crl=crl)


def write_trust(trust: TrustList) -> bytes:
    """The trust list as canonical JSON."""
    more: dict[str, Json] = {"former": [_former_to_json(each) for each in trust.former]} if trust.former else {}
    if trust.recipient:
        more["recipient"] = trust.recipient
    if trust.epochs:
        more["epochs"] = [
            {"epoch": each.epoch, "installation": each.installation, "unit": each.unit} for each in trust.epochs
        ]
    return canonical.dump(
        more
        | {
            "crl": _encode(trust.crl),
            "format": _FORMAT,
            "root": _encode(trust.root),
            "units": [
                {
                    "certificate": _encode(each.certificate),
                    "epoch": each.epoch,
                    "revoked_after_seq": each.revoked_after_seq,
                    "unit": each.unit,
                }
                for each in trust.units
            ],
            "version": trust.version,
        }
    )


def read_trust(data: bytes) -> TrustList:
    """A trust list, strictly.

    Raises:
        BaiseError: JSON, SCHEMA naming the key, FORMAT, CERTIFICATE; DUPLICATE, a certificate listed twice; AUTHORITY,
            a certificate listed for a unit that it does not name.
    """
    loaded = shape.load_exact(data)
    given = loaded if isinstance(loaded, dict) else {}
    value = shape.members(loaded, (*_KEYS, *(key for key in _OPTIONAL if key in given)), TRUST)
    rotated = "former" in value
    shape.number(value, "format", TRUST, _FORMAT, _FORMAT)
    units = tuple(_unit(each) for each in shape.elements(value["units"], TRUST))
    if len({each.certificate for each in units}) != len(units):
        raise BaiseError("DUPLICATE", name=TRUST)
    root = _octets(value, "root")
    read_certificate(root)
    former = tuple(map(_former, shape.elements(value["former"], TRUST))) if rotated else ()
    if rotated and not former:
        raise shape.wrong(TRUST, "former", "VALUE")
    crl = _octets(value, "crl")
    trust = TrustList(
        shape.number(value, "version", TRUST, 1), root, units, crl, former, _recipient(value), _epochs(value)
    )
    require_succession(trust)
    return trust


def require_succession(trust: TrustList) -> None:
    """Refuse a list in which a former root does not vouch for the one after it. Raises: BaiseError ROOT_CHANGED."""
    roots = [*(each.root for each in trust.former), trust.root]
    for each, successor in zip(trust.former, roots[1:], strict=True):
        if not passes_on(each.link, each.root, successor):
            raise BaiseError("ROOT_CHANGED")


def check_update(held: TrustList, offered: TrustList) -> None:
    """Refuse a trust list that would take back anything the held one says.

    Raises:
        BaiseError: ROOT_CHANGED; ROLLBACK, an older version, the same version with other content, a certificate
            missing, an epoch lowered or taken away, a revocation lifted or loosened, the key to encrypt to missing.
    """
    if not follows_root(held, offered):
        raise BaiseError("ROOT_CHANGED")
    if offered.version < held.version or (offered.version == held.version and offered != held):
        raise BaiseError("ROLLBACK", what=TRUST, given=offered.version, held=held.version)
    if held.recipient and not offered.recipient:
        raise BaiseError("ROLLBACK", what=TRUST, given=offered.version, held=held.version)
    for old in held.units:
        new = offered.find(old.certificate)
        if new is None or not _follows(old, new):
            raise BaiseError("ROLLBACK", what=old.unit, given=offered.version, held=held.version)
    given = {(each.unit, each.installation): each.epoch for each in offered.epochs}
    for each in held.epochs:
        if given.get((each.unit, each.installation), 0) < each.epoch:
            raise BaiseError("ROLLBACK", what=each.unit, given=offered.version, held=held.version)


def follows_root(held: TrustList, offered: TrustList) -> bool:
    """Whether the root offered is the one held, or one that it vouches for, over any roots between."""
    known = [each.root for each in held.former]
    roots = [*(each.root for each in offered.former), offered.root]
    return roots[: len(known) + 1] == [*known, held.root]


def _recipient(value: Mapping[str, Json]) -> str:
    if "recipient" not in value:
        return ""
    recipient = shape.text(value, "recipient", TRUST)
    if not is_recipient(recipient):
        raise shape.wrong(TRUST, "recipient", "VALUE")
    return recipient


def _epochs(value: Mapping[str, Json]) -> tuple[GivenEpoch, ...]:
    if "epochs" not in value:
        return ()
    given = tuple(map(_epoch, shape.elements(value["epochs"], TRUST)))
    keys = [(each.unit, each.installation) for each in given]
    places = {(each.unit, each.epoch) for each in given}
    if not given or keys != sorted(set(keys)) or len(places) != len(given):
        raise shape.wrong(TRUST, "epochs", "VALUE")
    return given


def _epoch(value: Json) -> GivenEpoch:
    data = shape.members(value, ("epoch", "installation", "unit"), TRUST)
    return GivenEpoch(
        shape.identifier(data, "unit", TRUST),
        shape.identifier(data, "installation", TRUST),
        shape.number(data, "epoch", TRUST, 1),
    )


def _former_to_json(former: FormerRoot) -> Json:
    return {"crl": _encode(former.crl), "link": _encode(former.link), "root": _encode(former.root)}


def _former(value: Json) -> FormerRoot:
    data = shape.members(value, ("crl", "link", "root"), TRUST)
    return FormerRoot(_octets(data, "root"), _octets(data, "crl"), _octets(data, "link"))


def _follows(old: TrustedUnit, new: TrustedUnit) -> bool:
    if new.unit != old.unit or new.epoch < old.epoch:
        return False
    if old.revoked_after_seq is None:
        return True
    return new.revoked_after_seq is not None and new.revoked_after_seq <= old.revoked_after_seq


def _lower(held: int | None, given: int) -> int:
    return given if held is None else min(held, given)


def _unit(value: Json) -> TrustedUnit:
    data = shape.members(value, ("certificate", "epoch", "revoked_after_seq", "unit"), TRUST)
    entry = TrustedUnit(
        unit=shape.identifier(data, "unit", TRUST),
        certificate=_octets(data, "certificate"),
        epoch=shape.number(data, "epoch", TRUST, 1),
        revoked_after_seq=None if data["revoked_after_seq"] is None else shape.number(data, "revoked_after_seq", TRUST),
    )
    named = read_certificate(entry.certificate).unit
    if named != entry.unit:
        raise BaiseError("AUTHORITY", signer=named, claimed=entry.unit)
    return entry


def _encode(octets: bytes) -> str:
    return base64.b64encode(octets).decode()


def _octets(data: Mapping[str, Json], key: str) -> bytes:
    try:
        return base64.b64decode(shape.text(data, key, TRUST), validate=True)
    except (binascii.Error, ValueError):
        raise shape.wrong(TRUST, key, "VALUE") from None

import json
from dataclasses import replace
from typing import Any

import pytest

from baise_desktop.errors import BaiseError
from baise_desktop.exchange.trust import GivenEpoch, TrustedUnit, TrustList, check_update, read_trust, write_trust
from baise_desktop.form.canonical import dump
from baise_desktop.signing.authority import issue, make_root
from baise_desktop.signing.certificates import fingerprint
from tests.pki import FOUNDED, LINGYUN, NOW, PINGGUO, PublicKeyInfrastructure


@pytest.fixture
def trust(keys: PublicKeyInfrastructure) -> TrustList:
    return keys.trust


def revoked(keys: PublicKeyInfrastructure, trust: TrustList, after: int = 3) -> TrustList:
    return trust.with_revocation(keys.units[PINGGUO].certificate, after, keys.revoked(PINGGUO, NOW))


def test_a_list_goes_there_and_back(keys: PublicKeyInfrastructure, trust: TrustList) -> None:
    apart = replace(
        trust, epochs=(GivenEpoch(LINGYUN, "a", 1), GivenEpoch(PINGGUO, "a", 1), GivenEpoch(PINGGUO, "b", 2))
    )
    for each in (trust, revoked(keys, trust), replace(trust, units=()), apart):
        assert read_trust(write_trust(each)) == each
    assert trust.root_fingerprint == fingerprint(keys.root.certificate)


def test_a_unit_may_have_several_certificates(keys: PublicKeyInfrastructure, trust: TrustList) -> None:
    renewed = issue(keys.root, keys.requests[LINGYUN].certificate, PINGGUO, "平果市科技局", NOW)
    longer = trust.with_unit(TrustedUnit(PINGGUO, renewed, 2))
    assert longer.version == trust.version + 1
    assert [each.certificate for each in longer.certificates_of(PINGGUO)] == [keys.units[PINGGUO].certificate, renewed]
    current = longer.current(PINGGUO)
    assert current is not None
    assert current.certificate == renewed
    assert revoked(keys, longer).find(keys.units[PINGGUO].certificate) == TrustedUnit(
        PINGGUO, keys.units[PINGGUO].certificate, 1, 3
    )
    assert revoked(keys, trust).current(PINGGUO) is None
    assert trust.current("c.debao") is None


def test_a_revocation_is_never_loosened(keys: PublicKeyInfrastructure, trust: TrustList) -> None:
    tightened = revoked(keys, revoked(keys, trust, 3), 1)
    assert revoked(keys, tightened, 9).find(keys.units[PINGGUO].certificate) == tightened.units[0]


def test_a_list_moves_forward(keys: PublicKeyInfrastructure, trust: TrustList) -> None:
    check_update(trust, trust)
    check_update(trust, revoked(keys, trust))
    check_update(revoked(keys, trust, 3), revoked(keys, revoked(keys, trust, 3), 1))


def test_082_a_list_never_moves_back(keys: PublicKeyInfrastructure, trust: TrustList) -> None:
    held = revoked(keys, trust)
    later = replace(held, version=held.version + 1)
    first, second = held.units
    for offered in (
        trust,
        replace(held, version=held.version - 1),
        replace(held, crl=keys.crl),
        replace(later, units=(second,)),
        replace(later, units=(replace(first, revoked_after_seq=None), second)),
        replace(later, units=(replace(first, revoked_after_seq=4), second)),
        replace(later, units=(first, replace(second, unit=PINGGUO))),
    ):
        with pytest.raises(BaiseError, match="ROLLBACK"):
            check_update(held, offered)
    lowered = replace(later, units=(first, replace(second, epoch=1)))
    with pytest.raises(BaiseError, match="ROLLBACK"):
        check_update(replace(held, units=(first, replace(second, epoch=2))), lowered)
    apart = replace(held, epochs=(GivenEpoch(PINGGUO, "a", 1), GivenEpoch(PINGGUO, "b", 3)))
    check_update(apart, replace(apart, version=apart.version + 1, epochs=(*apart.epochs, GivenEpoch(PINGGUO, "c", 4))))
    for fewer in ((), apart.epochs[:1], (apart.epochs[0], GivenEpoch(PINGGUO, "b", 2))):
        with pytest.raises(BaiseError, match="ROLLBACK"):
            check_update(apart, replace(apart, version=apart.version + 1, epochs=fewer))
    other_root = make_root("百色市科学技术局", FOUNDED).certificate
    with pytest.raises(BaiseError, match="ROOT_CHANGED"):
        check_update(held, replace(later, root=other_root))


def test_lists_are_read_strictly(trust: TrustList) -> None:
    good: dict[str, Any] = json.loads(write_trust(trust))
    unit = good["units"][0]
    given = {"unit": PINGGUO, "installation": "a", "epoch": 2}
    changes: tuple[tuple[dict[str, Any], str], ...] = (
        ({"version": 0}, "SCHEMA"),
        ({"version": 10**6 + 1}, "SCHEMA"),
        ({"format": 2}, "SCHEMA"),
        ({"root": "###"}, "SCHEMA"),
        ({"root": ""}, "CERTIFICATE"),
        ({"more": 1}, "SCHEMA"),
        ({"units": [unit, unit]}, "DUPLICATE"),
        ({"units": [unit | {"unit": "c.lingyun"}]}, "AUTHORITY"),
        ({"units": [unit | {"revoked_after_seq": -1}]}, "SCHEMA"),
        ({"units": [unit | {"epoch": True}]}, "SCHEMA"),
        ({"units": unit}, "SCHEMA"),
        ({"epochs": []}, "SCHEMA"),
        ({"epochs": [given, given]}, "SCHEMA"),
        ({"epochs": [given, given | {"installation": "b"}]}, "SCHEMA"),
        ({"epochs": [given | {"installation": "b", "epoch": 3}, given]}, "SCHEMA"),
        ({"epochs": [given | {"epoch": 0}]}, "SCHEMA"),
    )
    for change, code in changes:
        with pytest.raises(BaiseError) as caught:
            read_trust(dump(good | change))
        assert caught.value.code == code
        assert caught.value.sentence

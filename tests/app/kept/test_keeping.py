from baise_desktop.app.desk import Desk
from baise_desktop.app.kept.keeping import keep
from baise_desktop.exchange.header import Kind
from baise_desktop.store.packages import list_packages, read_package
from baise_desktop.store.verify import find_damage
from tests.app.conftest import NOW
from tests.round_trip import PINGGUO, Founded


def test_package_is_kept_once_and_as_it_came(fresh: Desk, founded: Founded) -> None:
    content = (founded.folder / "request.asice").read_bytes()
    identities = {keep(fresh, Kind.ENROLMENT, "in", PINGGUO, content, NOW) for _ in range(2)}
    (kept,) = list_packages(fresh.store)
    assert {kept.identity} == identities
    assert (kept.kind, kept.direction, kept.unit, kept.actor) == ("enrolment", "in", PINGGUO, fresh.office.unit)
    assert read_package(fresh.store, kept.identity) == content
    assert find_damage(fresh.store) == ()

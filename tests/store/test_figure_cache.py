from baise_desktop.store.database import Store
from baise_desktop.store.figure_cache import get_figure, put_figure, read_stamp
from tests.offices import AWARDS, County, merge_all, open_package
from tests.pki import PublicKeyInfrastructure

KEY = ("i.firms", "", "2023-12-31", False)


def keep(store: Store, registers: list[str]) -> None:
    put_figure(store, KEY, registers, "46", read_stamp(store))


def test_a_figure_is_kept_until_a_register_it_rests_on_changes(county: County) -> None:
    keep(county.store, ["r.firm"])
    assert get_figure(county.store, *KEY) == "46"
    assert get_figure(county.store, *KEY[:3], True) is None
    county.fill("2023Q1", {1: "奖"}, AWARDS)
    assert get_figure(county.store, *KEY) == "46"
    county.fill("2023Q1", {1: "甲"})
    assert get_figure(county.store, *KEY) is None


def test_a_merge_drops_what_it_may_have_changed(county: County, city: Store, keys: PublicKeyInfrastructure) -> None:
    keep(city, ["r.firm"])
    merge_all(city, [open_package(county.report("2023Q1", {1: "甲"}), keys)])
    assert get_figure(city, *KEY) is None


def test_a_figure_computed_from_an_older_state_is_not_kept(county: County) -> None:
    stamp = read_stamp(county.store)
    county.fill("2023Q1", {1: "甲"})
    put_figure(county.store, KEY, ["r.firm"], "45", stamp)
    assert get_figure(county.store, *KEY) is None

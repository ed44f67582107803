from baise_desktop.store.database import Store
from baise_desktop.store.figure_cache import CachedFigure, list_figures, put_figures, read_stamp
from tests.offices import AWARDS, County, merge_all, open_package
from tests.pki import PublicKeyInfrastructure

FIGURE = CachedFigure("i.firms", "", "2023-12-31", False, frozenset({"r.firm"}), "46")


def keep(store: Store) -> None:
    put_figures(store, [FIGURE], read_stamp(store))


def kept(store: Store, accepted_only: bool = False) -> dict[tuple[str, str], str]:
    return list_figures(store, "2023-12-31", accepted_only)


def test_a_figure_is_kept_until_a_register_it_rests_on_changes(county: County) -> None:
    keep(county.store)
    assert kept(county.store) == {("i.firms", ""): "46"}
    assert kept(county.store, accepted_only=True) == {}
    county.fill("2023Q1", {1: "奖"}, AWARDS)
    assert kept(county.store) == {("i.firms", ""): "46"}
    county.fill("2023Q1", {1: "甲"})
    assert kept(county.store) == {}


def test_a_merge_drops_what_it_may_have_changed(county: County, city: Store, keys: PublicKeyInfrastructure) -> None:
    keep(city)
    merge_all(city, [open_package(county.report("2023Q1", {1: "甲"}), keys)])
    assert kept(city) == {}


def test_a_figure_computed_from_an_older_state_is_not_kept(county: County) -> None:
    stamp = read_stamp(county.store)
    county.fill("2023Q1", {1: "甲"})
    put_figures(county.store, [FIGURE], stamp)
    assert kept(county.store) == {}

from baise_desktop.app.results.reporters import EVERYTHING, Reporters
from baise_desktop.form.definition import Catalogue

FIRMS, CONTRACTS, STATISTICS = "r.hightech_firm", "r.tech_contract", "r.city_stat"


def reporters(catalogue: Catalogue, given: set[tuple[str, str]], **owed: set[str]) -> Reporters:
    forms = {unit.replace("_", "."): frozenset(each) for unit, each in owed.items()}
    return Reporters(forms, frozenset(given), catalogue.units)


def test_who_sent_nothing_has_not_reported(catalogue: Catalogue) -> None:
    found = reporters(catalogue, {("c.leye", FIRMS)}, c_leye={FIRMS}, c_napo={FIRMS})
    assert found.has_reported("c.leye", [FIRMS])
    assert not found.has_reported("c.napo", [FIRMS])
    assert found.missing(["c.leye", "c.napo"], [FIRMS]) == ("c.napo",)


def test_another_register_says_nothing_of_this_one(catalogue: Catalogue) -> None:
    found = reporters(catalogue, {("c.leye", CONTRACTS)}, c_leye={FIRMS, CONTRACTS})
    assert not found.has_reported("c.leye", [FIRMS])
    assert found.has_reported("c.leye", [FIRMS, CONTRACTS])


def test_who_owes_none_of_it_is_not_waited_for(catalogue: Catalogue) -> None:
    found = reporters(catalogue, set(), c_leye={FIRMS})
    assert found.has_reported("c.leye", [STATISTICS])
    assert not found.has_reported("c.napo", [STATISTICS])


def test_a_submission_without_known_obligations_speaks_of_everything(catalogue: Catalogue) -> None:
    assert reporters(catalogue, {("c.leye", EVERYTHING)}).has_reported("c.leye", [FIRMS])


def test_the_committee_before_speaks_for_the_one_after(catalogue: Catalogue) -> None:
    found = reporters(catalogue, {("k.bsgx", FIRMS)}, k_bsgx={FIRMS}, k_bdxq={FIRMS}, k_njyq={FIRMS})
    assert found.has_reported("k.bdxq", [FIRMS])
    assert not found.has_reported("k.njyq", [FIRMS])

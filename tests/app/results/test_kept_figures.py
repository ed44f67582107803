import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.results.figures import figure_table
from baise_desktop.errors import BaiseError
from baise_desktop.progress.figure import Counter
from baise_desktop.store import figure_cache
from baise_desktop.store.figure_cache import list_figures
from tests.app.conftest import NOW
from tests.round_trip import PLAN, add_contract, fill_month

DAY = date(2023, 4, 30)


def kept(desk: Desk) -> dict[tuple[str, str], str]:
    return list_figures(desk.store, DAY.isoformat(), accepted_only=False)


def test_a_second_table_computes_nothing(county: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    fill_month(county, NOW)
    first = figure_table(county, PLAN, DAY)
    assert kept(county)

    def refuse(*_: object) -> None:
        raise AssertionError("computed again")

    monkeypatch.setattr(Counter, "compute_figure", refuse)
    assert figure_table(county, PLAN, DAY) == first


def test_figures_of_another_catalogue_are_computed_anew(county: Desk) -> None:
    figure_table(county, PLAN, DAY)
    before = kept(county)
    figure_table(replace(county, catalogue=replace(county.catalogue, digest="0" * 64)), PLAN, DAY)
    after = kept(county)
    assert after.keys() == before.keys()
    assert not set(after.values()) & set(before.values())


def test_nothing_is_kept_within_a_longer_reading(county: Desk) -> None:
    with county.store.snapshot():
        figure_table(county, PLAN, DAY)
    assert kept(county) == {}


def test_figures_are_shown_while_another_program_writes(county: Desk) -> None:
    fill_month(county, NOW)
    add_contract(county, NOW, contract_no="HT-002")
    county.store.connection.execute("PRAGMA busy_timeout = 0")
    with closing(sqlite3.connect(county.store.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        shown = figure_table(county, PLAN, DAY)
        assert kept(county) == {}
        other.execute("ROLLBACK")
    assert figure_table(county, PLAN, DAY) == shown
    assert kept(county)


def test_damage_is_told(county: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(*_: object) -> None:
        raise BaiseError("STORE_DAMAGED", file="baise.sqlite3", reason="malformed")

    monkeypatch.setattr(figure_cache, "put_row", damaged)
    with pytest.raises(BaiseError, match="STORE_DAMAGED"):
        figure_table(county, PLAN, DAY)

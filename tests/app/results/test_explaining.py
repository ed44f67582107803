from datetime import date
from pathlib import Path

import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.inbox.receiving import merge_files
from baise_desktop.app.results.explaining import explain_figure, find_target
from baise_desktop.errors import BaiseError
from tests.app.conftest import NOW
from tests.round_trip import CONTRACT_TARGET, MONTH, PEOPLE, PINGGUO, PLAN, add_contract

APRIL = date(2023, 4, 30)


def test_from_the_figure_to_the_row_to_the_package(city: Desk, april: Path) -> None:
    (merged,) = merge_files(city, [april], NOW)
    assert merged.report is not None
    found = explain_figure(city, CONTRACT_TARGET, APRIL)
    (row,) = found.rows
    assert (row.counts, row.label, row.amount, row.register_title) == (
        True,
        "演示合同一",
        "0.01205",
        "技术合同登记台账",
    )
    assert (row.unit, row.unit_name, row.period, row.package) == (PINGGUO, "平果市", MONTH, merged.report.identity)
    facts = found.packages[row.package]
    assert (facts.unit, facts.seq, facts.version, facts.file_name) == (PINGGUO, 1, 1, april.name)
    assert {each.role: each.name for each in facts.statements} == PEOPLE
    assert len(facts.certificate) > 32


def test_what_does_not_count_says_why(county: Desk) -> None:
    add_contract(county, NOW)
    add_contract(county, NOW, contract_no="HT-002", valid="否")
    add_contract(county, NOW, contract_no="HT-001", title="演示合同二")
    found = explain_figure(county, CONTRACT_TARGET, APRIL, PINGGUO)
    assert [row.counts for row in found.rows] == [True, False, False]
    assert found.figure.rows == 1
    invalid, repeated = found.rows[1:]
    assert "有效" in invalid.words
    assert "只计一次" in repeated.words
    assert {row.package for row in found.rows} == {""}
    assert found.packages == {}


def test_a_package_whose_file_is_gone_still_has_its_facts(city: Desk, april: Path) -> None:
    merge_files(city, [april], NOW)
    for file in city.store.packages.glob("*.asice"):
        file.unlink()
    (facts,) = explain_figure(city, CONTRACT_TARGET, APRIL).packages.values()
    assert (facts.unit, facts.statements) == (PINGGUO, ())


def test_a_figure_that_nobody_reported_has_no_rows(city: Desk) -> None:
    found = explain_figure(city, CONTRACT_TARGET, APRIL, "c.leye")
    assert (found.figure.state, found.rows) == ("unreported", ())


def test_a_target_is_found_by_id_or_name(city: Desk) -> None:
    name = city.catalogue.targets[CONTRACT_TARGET].name
    assert find_target(city, PLAN, name).id == find_target(city, PLAN, CONTRACT_TARGET).id == CONTRACT_TARGET
    for text in ("p1.t.sti_rank", "没有这个目标", ""):
        with pytest.raises(BaiseError, match="TARGET_UNKNOWN"):
            find_target(city, PLAN, text)

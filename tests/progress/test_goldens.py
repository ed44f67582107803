"""Every target of both plans over one reported city: the product, plain loops and the golden files say the same."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from baise_desktop.app.results.explaining import explain_figure
from baise_desktop.app.results.figures import FigureRow, figure_table
from baise_desktop.app.results.stored_rows import StoredRows
from baise_desktop.form.definition import Catalogue
from tests.progress.plain_count import PlainCity
from tests.progress.reported_city import BASES, ReportedCity, build_city

GOLDENS = Path(__file__).parents[1] / "goldens" / "progress"
ENDS = {"p1": date(2020, 12, 31), "p2": date(2023, 12, 31)}
TWO_DECIMALS = ("%", "百分点")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Iterator[ReportedCity]:
    with ExitStack() as stack:
        yield build_city(tmp_path_factory.mktemp("reported"), catalogue, stack)


@pytest.fixture(scope="module")
def plain(city: ReportedCity, forms_folder: Path) -> PlainCity:
    return PlainCity(city.packages.values(), forms_folder)


@pytest.fixture(scope="module")
def rows(city: ReportedCity) -> dict[str, tuple[FigureRow, ...]]:
    """By plan."""
    return {plan: figure_table(city.desk, plan, end).rows for plan, end in ENDS.items()}


def shown(value: Fraction | None, measure: str) -> str:
    """As figures are read: percentages with two decimals, others with the digits they need up to four."""
    if value is None:
        return ""
    places = 2 if measure in TWO_DECIMALS else 4
    half_up = (abs(value) * 10**places + Fraction(1, 2)).__floor__()
    number = f"{(Decimal(half_up) / 10**places) * (-1 if value < 0 else 1):.{places}f}"
    return number if measure in TWO_DECIMALS else number.rstrip("0").rstrip(".")


def golden(rows: tuple[FigureRow, ...]) -> dict[str, Any]:
    """One entry for each target: the city's figure and those of the units."""
    targets: dict[str, Any] = {}
    for row in rows:
        entry = targets.setdefault(row.target, {"name": row.name, "unit": row.measure, "figures": {}})
        words = [row.figure or row.note, row.requirement, row.met_words]
        entry["figures"][row.unit_id or "city"] = "｜".join(words)
    return targets


@pytest.mark.parametrize("plan", list(ENDS))
def test_the_golden_lists_every_target(
    rows: dict[str, tuple[FigureRow, ...]], catalogue: Catalogue, plan: str, update_goldens: bool
) -> None:
    made = golden(rows[plan])
    file = GOLDENS / f"{plan}.json"
    if update_goldens:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert json.loads(file.read_text("utf-8")) == made
    assert list(made) == [target.id for target in catalogue.targets.values() if target.plan == plan]


@pytest.mark.parametrize("plan", list(ENDS))
def test_plain_loops_find_the_same(rows: dict[str, tuple[FigureRow, ...]], plain: PlainCity, plan: str) -> None:
    targets = {target["id"]: target for target in plain.targets}
    found = {(row.target, row.unit_id): row.figure for row in rows[plan]}
    again = {
        (name, unit): shown(plain.figure(targets[name], unit, ENDS[plan].isoformat()), targets[name]["unit"])
        for name, unit in found
    }
    assert again == found


@pytest.mark.parametrize("plan", list(ENDS))
def test_verdicts_follow_the_word_of_the_target(
    rows: dict[str, tuple[FigureRow, ...]], plain: PlainCity, plan: str
) -> None:
    """突破 and 高于 want more, 达到 and 以上 as much; 突破10项…技术 is what was broken through, as 10 of them."""
    targets = {target["id"]: target for target in plain.targets}
    for row in rows[plan]:
        if row.unit_id:
            continue
        target = targets[row.target]
        figure = plain.figure(target, "", ENDS[plan].isoformat())
        more = any(word in target["literal"] for word in ("突破", "高于", "稳定增长", "逐年提升"))
        beyond = more and target["indicator"] != "i.major_tech"
        required = Fraction(str(target["value"]))
        met = None if figure is None else figure > required if beyond else figure >= required
        assert row.met is met, (row.target, figure)


def test_there_are_111_targets_and_all_have_a_figure(
    rows: dict[str, tuple[FigureRow, ...]], catalogue: Catalogue
) -> None:
    assert len(catalogue.targets) == 111
    assert {row.target for plan in ENDS for row in rows[plan]} == set(catalogue.targets)
    assert [row.target for plan in ENDS for row in rows[plan] if row.unit_id == "" and not row.figure] == []


def test_every_unit_has_figures_of_its_own(rows: dict[str, tuple[FigureRow, ...]], catalogue: Catalogue) -> None:
    for plan in ENDS:
        expected = {
            unit.id for unit in catalogue.units.values() if unit.kind in ("county", "park") and plan in unit.plans
        }
        assert {row.unit_id for row in rows[plan] if row.figure not in ("", "0", "0.00")} >= expected


def test_the_database_and_python_find_the_same_rows(
    city: ReportedCity, rows: dict[str, tuple[FigureRow, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of every filter of every indicator: computed anew by Python alone, nothing kept is read."""
    asked: list[object] = []
    monkeypatch.setattr(StoredRows, "matching", lambda *condition: asked.append(condition))
    stranger = replace(city.desk, catalogue=replace(city.desk.catalogue, digest="0" * 64))
    with city.desk.store.snapshot():
        assert {plan: figure_table(stranger, plan, end).rows for plan, end in ENDS.items()} == rows
    assert len(asked) > len(city.desk.catalogue.indicators)


def test_every_figure_leads_to_its_rows_and_their_packages(
    city: ReportedCity, rows: dict[str, tuple[FigureRow, ...]], catalogue: Catalogue
) -> None:
    """For the whole city, and for one unit of each target, another one each time."""
    for number, target in enumerate(catalogue.targets.values()):
        units = [row.unit_id for row in rows[target.plan] if row.target == target.id]
        for unit in {units[0], units[number % len(units)]}:
            found = explain_figure(city.desk, target.id, ENDS[target.plan], unit)
            assert found.figure in rows[target.plan]
            counted = [row for row in found.rows if row.counts]
            assert len(counted) == found.figure.rows, (target.id, unit)
            assert {row.package for row in found.rows} == found.packages.keys()
            assert all(row.words for row in found.rows)
            assert all(found.packages[row.package].unit == row.unit for row in counted)
            if counted and all(row.amount for row in counted):
                amount = sum((Decimal(row.amount) for row in counted), Decimal(0))
                assert shown(Fraction(amount), target.unit) == found.figure.figure


def test_no_figure_counts_before_the_base_year_is_set(city: ReportedCity) -> None:
    from baise_desktop.app.terms.choices import choose
    from tests.pki import NOW

    for name in BASES:
        choose(city.desk, name, "", NOW)
    notes = {
        row.target: (row.figure, row.met, row.note)
        for plan, end in ENDS.items()
        for row in figure_table(city.desk, plan, end, "").rows
    }
    for name, year in BASES.items():
        choose(city.desk, name, year, NOW)
    for target in ("p1.t.sti_rank", "p2.t.sei_share"):
        assert notes[target] == ("", None, "基期原文未定，须由市级设定后计算")

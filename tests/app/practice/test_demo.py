import json
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.app.inbox.receiving import list_received, verify_file
from baise_desktop.app.practice import demo
from baise_desktop.app.results.figures import figure_table
from baise_desktop.errors import BaiseError
from baise_desktop.store.verify import find_damage
from tests.app.conftest import NOW

PLAN = demo.DemoPlan(units=1, periods=2, rows=10, seed=7)


@dataclass(frozen=True)
class Played:
    """One demonstration and what was told of it."""

    folder: Path
    told: list[str]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Played, Played]:
    """The same small demonstration twice."""
    first, second = (Played(tmp_path_factory.mktemp("demo"), []) for _ in range(2))
    for each in (first, second):
        demo.play(each.folder, PLAN, NOW, each.told.append)
    return first, second


def records_of(folder: Path) -> dict[str, bytes]:
    found = {}
    for file in sorted((folder / "outbox").rglob("*.asice")):
        with zipfile.ZipFile(file) as archive:
            found[file.name] = archive.read("records.jsonl")
    return found


def test_one_seed_gives_the_same_records_and_figures(played: tuple[Played, Played]) -> None:
    first, second = (records_of(each.folder) for each in played)
    assert len(first) == PLAN.units * PLAN.periods
    assert first == second
    tables = []
    for each in played:
        city = open_desk(each.folder / "city")
        tables.append(figure_table(city, demo.PLAN, date(2023, 12, 31)).rows)
        close_desk(city)
    assert tables[0] == tables[1]
    assert any(row.figure not in ("", "0") for row in tables[0])


def test_every_package_is_sound_and_merged(played: tuple[Played, Played]) -> None:
    folder = played[0].folder
    for file in (folder / "outbox").rglob("*.asice"):
        assert verify_file(file, folder / "root.pem", NOW).sound
    city = open_desk(folder / "city")
    states = [(package.unit, package.period, package.state) for package in list_received(city)]
    assert len(states) == PLAN.units * PLAN.periods
    assert {state for _, _, state in states} == {"received", "accepted"}
    assert find_damage(city.store) == ()
    close_desk(city)


def test_documents_lie_ready(played: tuple[Played, Played]) -> None:
    names = {file.name for file in (played[0].folder / "reports").iterdir()}
    assert {"figures-p2.pdf", "figures-p2.xlsx"} <= names
    assert sum(name.startswith("c.") for name in names) == PLAN.units


def test_firms_and_people_say_that_they_are_made_up(played: tuple[Played, Played]) -> None:
    for content in records_of(played[0].folder).values():
        for line in content.splitlines():
            values = json.loads(line)["values"]
            assert "演示" in str(values.get("ent_name", "演示"))


def test_every_step_is_told(played: tuple[Played, Played]) -> None:
    first = played[0]
    assert str(first.folder) in first.told[-1]
    assert sum("右江区" in step for step in first.told) > PLAN.periods


def test_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(BaiseError, match="FOLDER_NOT_EMPTY"):
        demo.play(tmp_path, PLAN, NOW, lambda _: None)
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]

"""What was refused is kept apart, with the reason; what only came to the wrong place is not."""

from pathlib import Path

import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.inbox.quarantine import FOLDER, set_aside, summarise
from baise_desktop.app.inbox.receiving import merge_files
from baise_desktop.cli import exchange_verbs
from baise_desktop.cli.run import run
from baise_desktop.exchange.zip_layout import STANDARD
from baise_desktop.store.verify import logical_digest
from tests.app.conftest import NOW
from tests.round_trip import Founded, report_month


@pytest.fixture
def batch(county: Desk, tmp_path: Path) -> list[Path]:
    """A broken file, a good one, and a request that is no submission."""
    good = report_month(county, NOW, tmp_path, "2023-03").path
    broken = tmp_path / "平果\u202e.asice"
    broken.write_bytes(good.read_bytes()[:-7])
    link = tmp_path / "link.asice"
    link.symlink_to(broken)
    return [broken, good, link]


def test_a_bad_file_stops_nobody_and_is_kept_apart_with_the_reason(city: Desk, batch: list[Path]) -> None:
    outcomes = merge_files(city, batch, NOW)
    assert summarise(outcomes) == "共 3 个文件：合并 1 个，此前已收 0 个，拒收 2 个，其中有冲突 0 个。"
    before, was = logical_digest(city.store), batch[0].read_bytes()
    noted = set_aside(city, outcomes, NOW)
    assert set_aside(city, outcomes, NOW) == noted
    assert list(noted) == batch[:1]
    copy, note = sorted((city.folder / FOLDER).iterdir())
    assert (copy.read_bytes(), batch[0].read_bytes(), note) == (was, was, noted[batch[0]])
    told = note.read_text("utf-8-sig")
    assert "FRAME: " in told
    assert "\\u202e" in told
    assert logical_digest(city.store) == before


def test_what_came_to_the_wrong_place_is_not_kept(city: Desk, founded: Founded) -> None:
    outcomes = merge_files(city, [founded.folder / "pack.asice"], NOW)
    assert set_aside(city, outcomes, NOW) == {}
    assert not (city.folder / FOLDER).exists()


def test_each_file_that_is_too_large_to_be_copied_has_a_note_of_its_own(city: Desk, tmp_path: Path) -> None:
    files = [tmp_path / "甲.asice", tmp_path / "乙.asice"]
    for file in files:
        with file.open("wb") as out:
            out.truncate(STANDARD.file + 1)
    noted = set_aside(city, merge_files(city, files, NOW), NOW)
    assert sorted((city.folder / FOLDER).iterdir()) == sorted(noted.values())
    for file in files:
        told = noted[file].read_text("utf-8-sig")
        assert file.name in told
        assert "TOO_BIG" in told


def test_the_command_line_sums_up_and_says_where(
    city: Desk, batch: list[Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange_verbs, "utc_now", lambda: NOW)
    assert run(["merge", *map(str, batch[:2]), "--store", str(city.folder)]) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[-2] == "共 2 个文件：合并 1 个，此前已收 0 个，拒收 1 个，其中有冲突 0 个。"
    assert told[-1] == f"被拒的文件已另存备查：{city.folder / FOLDER}"
    assert run(["merge", str(batch[0]), "--dry-run", "--store", str(city.folder)]) == 1
    assert capsys.readouterr().out == ""

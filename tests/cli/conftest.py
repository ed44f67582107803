"""A city and a county by the real clock: the command line asks the computer for the time."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.app.enrolment.setup import root_certificate_pem
from baise_desktop.cli.run import run
from tests.round_trip import PASSPHRASE, add_contract, found_offices, report_month


class CommandLine:
    """Runs verbs in one folder; what was printed last stays readable."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.out = self.err = ""
        self._capsys = capsys

    def run(self, *words: str) -> int:
        """Run one verb; the exit code."""
        self._capsys.readouterr()
        code = run(words)
        self.out, self.err = self._capsys.readouterr()
        return code

    def json(self, *words: str) -> Any:
        """What a verb prints with `--json`, whatever its exit code."""
        self.run(*words, "--json")
        return json.loads(self.out)


@pytest.fixture(scope="session")
def installations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`city`, `county` after it reported two months, `april.asice`, `may.asice`, `root.pem`, `pass`.

    `rival.asice` is another April of the same county, from a second computer that took over its folder.
    """
    folder = tmp_path_factory.mktemp("installations")
    now = utc_now()
    found_offices(folder, now)
    shutil.copytree(folder / "county", folder / "twin")
    county, twin = open_desk(folder / "county"), open_desk(folder / "twin")
    report_month(county, now, folder).path.rename(folder / "april.asice")
    report_month(county, now, folder, "2023-05").path.rename(folder / "may.asice")
    add_contract(twin, now)
    report_month(twin, now, folder).path.rename(folder / "rival.asice")
    close_desk(county)
    close_desk(twin)
    city = open_desk(folder / "city")
    (folder / "root.pem").write_bytes(root_certificate_pem(city))
    close_desk(city)
    (folder / "pass").write_text(PASSPHRASE, "utf-8")
    return folder


@pytest.fixture
def line(
    installations: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    """The command line in a copy of the installations."""
    folder = Path(shutil.copytree(installations, tmp_path / "work"))
    monkeypatch.chdir(folder)
    return CommandLine(folder, capsys)

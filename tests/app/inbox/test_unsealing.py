"""Verified by a worker or here: the outcome is the same."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.files.joining import Arrived
from baise_desktop.app.inbox import receiving, unsealing, workers
from baise_desktop.app.inbox.unsealing import Unsealer, look_ahead
from baise_desktop.app.installation.form_versions import forms_by_version
from baise_desktop.app.keys.encryption import Opener
from baise_desktop.app.keys.trust import require_trust
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.trust import TrustList
from baise_desktop.exchange.unseal import FormsOf, unseal
from baise_desktop.form.definition import Form
from tests.app.conftest import NOW
from tests.app.inbox.waiting import wait_for_workers
from tests.round_trip import MONTH


def _start(city: Desk, known: Mapping[str, Mapping[str, Form]] | None = None) -> Iterator[Unsealer]:
    if known is None:
        known = {city.catalogue.digest: city.catalogue.forms}
    with unsealing.unsealing(require_trust(city), forms_by_version(city), known, NOW, 64) as unsealer:
        yield wait_for_workers(unsealer)


def _worker_of(unsealer: Unsealer) -> int:
    """The number of its only process."""
    assert unsealer.workers is not None
    (process,) = unsealer.workers.processes()
    assert process.pid is not None
    return process.pid


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer with cores to spare."""
    monkeypatch.setattr(unsealing, "cpu_count", lambda: 2)
    monkeypatch.setattr(workers, "MOST", 1)


@pytest.fixture
def unsealer(city: Desk, many: None) -> Iterator[Unsealer]:
    yield from _start(city)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _refusal(unsealed: Callable[[], object]) -> BaiseError:
    with pytest.raises(BaiseError) as caught:
        unsealed()
    return caught.value


def test_a_worker_makes_the_same_package_and_refuses_alike(
    unsealer: Unsealer, city: Desk, april: Path, spoilt: Path, tmp_path: Path
) -> None:
    (tmp_path / "letter.asice").write_text("x")
    good, bad, letter = (unsealer.submit(file) for file in (april, spoilt, tmp_path / "letter.asice"))
    package, here = good(), unseal(april, unsealer.trust, unsealer.forms, NOW)
    assert package == here
    assert [row.record for row in package.rows] == [row.record for row in here.rows]
    assert _refusal(bad).sentence == _refusal(unsealer.defer(spoilt)).sentence
    assert _refusal(letter).code == "NOT_PACKAGE"
    with (tmp_path / "copy").open("w+b") as out:
        package.source.copy_file(out)
    assert (tmp_path / "copy").read_bytes() == april.read_bytes()


def test_what_a_dead_worker_leaves_is_done_here(unsealer: Unsealer, april: Path) -> None:
    worker = _worker_of(unsealer)
    os.kill(worker, signal.SIGSTOP)
    unsealed = unsealer.submit(april)
    os.kill(worker, signal.SIGKILL)
    assert len(unsealed().rows)
    while _lives(worker):
        time.sleep(0.01)
    assert len(unsealer.submit(april)().rows)


def test_what_a_worker_that_stands_still_keeps_is_done_here(
    unsealer: Unsealer, april: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped by whatever watches the computer, it neither answers nor dies; nobody waits for it for ever."""
    worker = _worker_of(unsealer)
    os.kill(worker, signal.SIGSTOP)
    monkeypatch.setattr(workers, "_PATIENCE", 0.1)
    first, second = unsealer.submit(april), unsealer.submit(april)
    assert first() == second()
    assert len(unsealer.submit(april)().rows)


def test_a_worker_that_stands_still_does_not_keep_the_program(
    city: Desk, many: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_GRACE", 0.1)
    stopped = 0
    for unsealer in _start(city):
        stopped = _worker_of(unsealer)
        os.kill(stopped, signal.SIGSTOP)
    while _lives(stopped):
        time.sleep(0.01)


_OFFICE = """
import os, signal, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # A shell starts what runs behind it deaf to Ctrl+C.
from baise_desktop.app.inbox import unsealing
unsealing.cpu_count = lambda: 2
with unsealing.unsealing(None, None, {}, None, 64) as unsealer:
    unsealer.workers.start()
    while not (unsealer.workers.is_ready() or unsealer.workers.is_hopeless()):
        time.sleep(0.01)
    try:
        %s
        while True:  # The signal may reach another thread of the process: nothing may wait for good.
            time.sleep(0.01)
    except KeyboardInterrupt:
        print("interrupted")
"""


def _run_office(act: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Returns when everything that it started has ended, too: all of that holds its output open."""
    command, around = [sys.executable, "-c", _OFFICE % act], {**os.environ, **environment}
    return subprocess.run(
        command, env=around, capture_output=True, text=True, timeout=60, start_new_session=True, check=False
    )


def test_no_worker_outlives_the_office(tmp_path: Path) -> None:
    done = _run_office("os.kill(os.getpid(), signal.SIGKILL)", TMPDIR=str(tmp_path))
    assert done.returncode == -signal.SIGKILL
    assert not list(tmp_path.glob("baise-*"))


def test_ctrl_c_is_for_the_office_and_silent_in_its_workers() -> None:
    done = _run_office("os.killpg(0, signal.SIGINT)")
    assert (done.returncode, done.stdout, done.stderr) == (0, "interrupted\n", "")


def test_no_worker_is_started_for_nothing(city: Desk, april: Path, many: None) -> None:
    known = {city.catalogue.digest: city.catalogue.forms}
    with unsealing.unsealing(require_trust(city), forms_by_version(city), known, NOW, 64) as unsealer:
        unsealer.defer(april)
        assert unsealer.ahead
        assert unsealer.workers is not None
        assert not unsealer.workers.processes()
        assert len(unsealer.submit(april)().rows)
        wait_for_workers(unsealer)
        assert unsealer.workers.processes()


def test_definitions_that_a_worker_lacks_are_found_here(city: Desk, april: Path, many: None) -> None:
    for unsealer in _start(city, {}):
        assert len(unsealer.submit(april)().rows)


def test_files_are_begun_before_they_are_asked_for() -> None:
    begun: list[str] = []

    def begin() -> Iterator[str]:
        for letter in "abcdef":
            begun.append(letter)
            yield letter

    items = look_ahead(begin(), 2)
    assert next(items) == "a"
    assert begun == ["a", "b", "c"]
    assert list(items) == ["b", "c", "d", "e", "f"]
    assert list(look_ahead(iter("abc"), 0)) == ["a", "b", "c"]


def test_a_batch_with_workers_merges_as_one_without(
    city: Desk, april: Path, spoilt: Path, many: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def started(trust: TrustList, forms: FormsOf, known: Any, now: datetime, _files: int) -> Iterator[Unsealer]:
        with unsealing.unsealing(trust, forms, known, now, 64) as unsealer:
            yield wait_for_workers(unsealer)

    monkeypatch.setattr(receiving, "unsealing", started)
    again = Path(shutil.copy(april, spoilt.parent / "again.asice"))
    outcomes = receiving.merge_files(city, [spoilt, april, again, spoilt.parent / "nowhere.asice"], NOW)
    codes = [outcome.error.code if outcome.error else "" for outcome in outcomes]
    assert codes == ["FRAME", "", "", "FILE_UNREADABLE"]
    assert [outcome.report.already for outcome in outcomes if outcome.report] == [False, True]
    assert [package.period for package in receiving.list_received(city)] == [MONTH]


def test_what_was_opened_ahead_is_closed_when_a_bug_flies(
    city: Desk, april: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In order and at once, not by whoever collects the garbage."""
    files = [Path(shutil.copy(april, tmp_path / f"{number}.asice")) for number in range(4)]
    ends: dict[str, str] = {}
    opening = Opener.open

    @contextmanager
    def watched(opener: Opener, arrived: Arrived) -> Iterator[Path | BinaryIO]:
        ends[arrived.shown.name] = "open"
        with opening(opener, arrived) as opened:
            try:
                yield opened
                ends[arrived.shown.name] = "closed"
            except BaseException as error:
                ends[arrived.shown.name] = type(error).__name__
                raise

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Unsealer, "ahead", 2)
    monkeypatch.setattr(Opener, "open", watched)
    monkeypatch.setattr(receiving, "merge", fail)
    with pytest.raises(ZeroDivisionError):
        receiving.merge_files(city, files, NOW)
    assert ends == {"0.asice": "ZeroDivisionError", "1.asice": "closed", "2.asice": "closed"}


def test_a_batch_that_is_stopped_keeps_what_was_merged_and_says_nothing_of_the_rest(
    city: Desk, april: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [Path(shutil.copy(april, tmp_path / f"{number}.asice")) for number in range(4)]
    monkeypatch.setattr(Unsealer, "ahead", 2)
    answers = iter((False, True))
    (merged,) = receiving.merge_files(city, files, NOW, stopped=lambda: next(answers))
    assert merged.error is None
    assert merged.file == files[0]
    assert len(receiving.list_received(city)) == 1
    assert receiving.merge_files(city, files, NOW, stopped=lambda: True) == ()


@pytest.mark.skipif(sys.platform != "linux", reason="no fork server")
def test_an_office_that_can_start_no_worker_does_without(tmp_path: Path) -> None:
    """The fork server listens on a socket of the temporary folder, whose whole name may have 107 bytes."""
    folder = tmp_path / ("x" * 110)
    folder.mkdir()
    done = _run_office("print(unsealer.ahead); raise KeyboardInterrupt", TMPDIR=str(folder))
    assert (done.stdout, done.stderr) == ("0\ninterrupted\n", "")
    assert not any(folder.iterdir())


def test_a_fork_server_that_died_is_done_without(
    unsealer: Unsealer, april: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise EOFError

    trays = len(unsealer.trays)
    monkeypatch.setattr(ProcessPoolExecutor, "submit", fail)
    assert len(unsealer.submit(april)().rows)
    assert len(unsealer.trays) == trays

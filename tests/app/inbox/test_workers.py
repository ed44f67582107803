"""Nobody waits for workers, and what goes wrong with them is never lost; see `test_unsealing` for what they do."""

import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from threading import Event, Thread

import pytest

from baise_desktop.app.inbox import workers
from baise_desktop.app.inbox.workers import WorkerLostError, Workers


@pytest.fixture
def crew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workers]:
    monkeypatch.setattr(workers, "MOST", 1)
    made = Workers([], tmp_path / "folder", int)
    yield made
    made.close()


def wait_for(crew: Workers) -> None:
    crew.start()
    while not (crew.is_ready() or crew.is_hopeless()):
        time.sleep(0.01)


def test_what_a_worker_gives_back_is_received(crew: Workers) -> None:
    assert crew.submit(divmod, (7, 2), sum) is None
    wait_for(crew)
    given = crew.submit(divmod, (7, 2), sum)
    assert given is not None
    assert given() == 4
    assert len(crew.processes()) == 1


def test_what_goes_wrong_there_or_here_is_raised_here(crew: Workers) -> None:
    wait_for(crew)
    there, here = crew.submit(divmod, (7, 0), sum), crew.submit(divmod, (7, 2), "".join)
    assert there is not None
    assert here is not None
    with pytest.raises(ZeroDivisionError):
        there()
    with pytest.raises(TypeError):
        here()


def test_nobody_waits_for_them_to_start(crew: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    real, may_start = crew._make, Event()

    def make() -> ProcessPoolExecutor:
        may_start.wait()
        return real()

    monkeypatch.setattr(crew, "_make", make)
    crew.start()
    assert not crew.is_ready()
    assert not crew.is_hopeless()
    may_start.set()
    wait_for(crew)
    assert crew.is_ready()


def test_where_none_can_be_started_there_is_none(crew: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    def make() -> ProcessPoolExecutor:
        raise BlockingIOError

    monkeypatch.setattr(crew, "_make", make)
    wait_for(crew)
    assert crew.is_hopeless()
    assert crew.submit(divmod, (7, 2), sum) is None
    assert crew.processes() == ()


def test_a_bug_while_they_start_is_told(crew: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    def make() -> ProcessPoolExecutor:
        raise KeyError

    monkeypatch.setattr(crew, "_make", make)
    with pytest.raises(KeyError):
        wait_for(crew)


def test_one_that_dies_at_work_is_lost_and_the_others_are_not_asked(crew: Workers) -> None:
    wait_for(crew)
    (process,) = crew.processes()
    given = crew.submit(time.sleep, (60,), str)
    process.kill()
    assert given is not None
    with pytest.raises(WorkerLostError):
        given()
    assert crew.submit(divmod, (7, 2), sum) is None


def test_where_no_thread_can_be_started_there_is_none(crew: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patched:
        patched.setattr(Thread, "start", refuse)
        crew.start()
    assert crew.is_hopeless()
    assert not crew.is_ready()


def test_whoever_breaks_off_the_end_while_they_start_leaves_none(
    crew: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl+C, and once more: the program must end, and waits for what was started."""
    real, may_start = crew._make, Event()
    made: list[ProcessPoolExecutor] = []

    def make() -> ProcessPoolExecutor:
        may_start.wait()
        made.append(real())
        return made[0]

    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(crew, "_make", make)
    crew.start()
    starting = crew._starting
    assert starting is not None
    with monkeypatch.context() as patched:
        patched.setattr(type(starting), "exception", interrupt)
        with pytest.raises(KeyboardInterrupt):
            crew.close()
    may_start.set()
    starting.result()
    with pytest.raises(RuntimeError):
        made[0].submit(int)
    assert all(not process.is_alive() for process in crew.processes())


def test_those_that_were_never_started_end_too(tmp_path: Path) -> None:
    Workers([], tmp_path, int).close()

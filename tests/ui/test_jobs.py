import threading
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from baise_desktop.errors import BaiseError
from baise_desktop.ui.jobs import Jobs


def test_results_come_back_to_the_thread_that_asked(qtbot: QtBot, jobs: Jobs) -> None:
    threads: list[int] = []
    jobs.run_alone(threading.get_ident, lambda worker: threads.extend((worker, threading.get_ident())))
    qtbot.waitUntil(lambda: len(threads) == 2)
    assert threads[0] != threading.get_ident()
    assert threads[1] == threading.get_ident()


def test_jobs_run_one_after_another_on_one_thread(qtbot: QtBot, jobs: Jobs) -> None:
    seen: list[tuple[int, int]] = []
    for number in range(20):
        jobs.run_alone(lambda number=number: (number, threading.get_ident()), seen.append)
    qtbot.waitUntil(jobs.is_idle)
    assert [number for number, _ in seen] == list(range(20))
    assert len({thread for _, thread in seen}) == 1


def test_a_refusal_goes_to_its_caller_or_to_everyone(qtbot: QtBot, jobs: Jobs) -> None:
    def refuse() -> None:
        raise BaiseError("PERIOD", text="x")

    taken: list[BaiseError] = []
    jobs.run_alone(refuse, failed=taken.append)
    qtbot.waitUntil(lambda: bool(taken))
    with qtbot.waitSignal(jobs.refused) as heard:
        jobs.run_alone(refuse)
    assert taken[0].code == heard.args[0].code == "PERIOD"


def test_a_bug_is_raised_on_the_ui_thread(qtbot: QtBot, jobs: Jobs) -> None:
    with capture_exceptions() as bugs:
        jobs.run_alone(lambda: 1 / 0)
        qtbot.waitUntil(jobs.is_idle)
    assert [kind for kind, *_ in bugs] == [ZeroDivisionError]


def test_busy_is_shown_only_for_long_work(qtbot: QtBot, jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[bool] = []
    jobs.busy_changed.connect(shown.append)
    jobs.run_alone(lambda: None)
    qtbot.waitUntil(jobs.is_idle)
    assert shown == []
    go_on = threading.Event()
    jobs.run_alone(go_on.wait)
    qtbot.waitUntil(lambda: shown == [True])
    go_on.set()
    qtbot.waitUntil(lambda: shown == [True, False])


def test_pages_of_an_earlier_desk_hear_no_more(qtbot: QtBot, jobs: Jobs, stores: Path) -> None:
    heard: list[str] = []
    jobs.open(stores / "unit", lambda _: heard.append("first"))
    jobs.open(stores / "unit", lambda _: heard.append("second"))
    jobs.run(lambda _: "asked before it was shown", heard.append)
    qtbot.waitUntil(jobs.is_idle, timeout=20_000)
    jobs.run(lambda _: "asked after", heard.append)
    qtbot.waitUntil(jobs.is_idle, timeout=20_000)
    assert heard == ["first", "second", "asked after"]


class Page(QLabel):
    """A part of a window that shows what it asked for."""

    def show_found(self, mark: str, found: str) -> None:
        self.setText(mark + found)

    def show_refused(self, error: BaiseError) -> None:
        self.setText(error.code)


def refuse() -> str:
    raise BaiseError("STORE_BUSY")


def test_a_page_that_is_gone_hears_no_more(qtbot: QtBot, jobs: Jobs) -> None:
    """Its own method may be what it asked with; the page went while it was worked on."""
    page, told = Page(), list[str]()
    jobs.refused.connect(lambda error: told.append(error.code))
    may_end = threading.Event()
    jobs.run_alone(may_end.wait)
    jobs.run_alone(lambda: "x", partial(page.show_found, "!"))
    jobs.run_alone(refuse, partial(page.show_found, "!"), page.show_refused)
    delete(page)
    may_end.set()
    with capture_exceptions() as raised:
        qtbot.waitUntil(jobs.is_idle)
    assert raised == []
    assert told == ["STORE_BUSY"]


def test_a_page_that_is_there_hears(qtbot: QtBot, jobs: Jobs) -> None:
    page = Page()
    qtbot.addWidget(page)
    jobs.run_alone(lambda: "x", partial(page.show_found, "!"))
    qtbot.waitUntil(jobs.is_idle)
    assert page.text() == "!x"
    jobs.run_alone(refuse, failed=page.show_refused)
    qtbot.waitUntil(jobs.is_idle)
    assert page.text() == "STORE_BUSY"


def test_closing_finishes_what_was_asked(qapp: object) -> None:
    done: list[int] = []
    jobs = Jobs()
    for number in range(5):
        jobs.run_alone(lambda number=number: done.append(number))
    jobs.close()
    jobs.close()
    assert done == list(range(5))


def test_what_is_asked_after_closing_is_dropped() -> None:
    jobs = Jobs()
    jobs.close()
    asked: list[str] = []
    jobs.run_alone(lambda: asked.append("late"))
    assert (asked, jobs.is_idle()) == ([], True)

"""Pictures of the preview, and of what is asked on the way to paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtWidgets import QApplication, QWidget

from baise_desktop.texts import say
from baise_desktop.ui.preview_window import PreviewWindow
from baise_desktop.ui.print_desk import ask_about_wide
from baise_desktop.ui.print_two_sides import TwoSidesWindow
from baise_desktop.ui.shots_asked import close_dialogs, question_of

Settle = Callable[[], None]
Picture = tuple[str, Callable[[], object]]


def unit_preview_pictures(work: QWidget, settle: Settle) -> Iterator[Picture]:
    """The papers of the open submission, and every question."""
    run = work.window().commands.run_by_name  # type: ignore[attr-defined]
    yield "unit-preview", partial(_open, partial(run, "print_papers"), settle)
    yield "unit-preview-search", partial(_search, settle)
    yield "unit-preview-papers", partial(_choose, "audit", settle)
    yield "unit-print-no-printer", lambda: _shown().acts.offer_file()  # noqa: PLW0108 -- no window is there yet
    yield "unit-print-sending", _send
    yield "unit-print-by-hand", partial(_ask, work, lambda shown: TwoSidesWindow(8, shown, last_first=False).exec())
    yield "unit-print-wide", partial(_ask, work, lambda shown: ask_about_wide(shown, 2))
    yield "unit-papers", partial(_open_list, work, settle)
    close_dialogs()


def city_preview_pictures(work: QWidget, settle: Settle) -> Iterator[Picture]:
    """The table of figures and the breakdown as papers."""
    for page in ("figures", "allocation"):
        yield f"city-preview-{page}", partial(_open_page, work, page, settle)
    close_dialogs()


def _open(act: Callable[[], object], settle: Settle) -> None:
    close_dialogs()
    act()
    settle()


def _open_page(work: QWidget, page: str, settle: Settle) -> None:
    close_dialogs()
    work.show_page(page)  # type: ignore[attr-defined]
    settle()
    _open(work.page().paper.click, settle)  # type: ignore[attr-defined]


def _open_list(work: QWidget, settle: Settle) -> None:
    close_dialogs()
    work.go("sign_off")  # type: ignore[attr-defined]
    settle()
    work.sign_off.papers.click()  # type: ignore[attr-defined]
    settle()


def _shown() -> PreviewWindow:
    windows = (each for each in QApplication.topLevelWidgets() if isinstance(each, PreviewWindow) and each.isVisible())
    return next(windows)


def _search(settle: Settle) -> None:
    search = _shown().search
    if search is not None:
        search.begin()
        search.line.setText(say("window.shots_search"))
        settle()


def _choose(kind: str, settle: Settle) -> None:
    shown = _shown()
    shown.paper.setCurrentIndex(shown.paper.findData(kind))
    shown.paper.activated.emit(shown.paper.currentIndex())
    settle()
    shown.tools.whole.click()


def _send() -> None:
    shown = _shown()
    shown.notice.hide()
    shown.progress.show_moved(3, 16)


def _ask(work: QWidget, ask: Callable[[PreviewWindow], object]) -> object:
    shown = _shown()
    shown.progress.hide()
    return question_of(work.window(), partial(ask, shown))

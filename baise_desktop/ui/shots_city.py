"""The screens and questions of the city's window, as pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDate, QDeadlineTimer, QEventLoop, QItemSelectionModel, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from baise_desktop.progress.baseline import ChoiceKind
from baise_desktop.texts import say
from baise_desktop.ui.shots_code import city_code_pictures
from baise_desktop.ui.shots_matters import journal_pictures, matter_pictures, trust_pictures
from baise_desktop.ui.shots_paper import paper_pictures
from baise_desktop.ui.shots_printing import city_preview_pictures
from baise_desktop.ui.verify_window import verify_one

Picture = tuple[str, Callable[[], QPixmap | None]]
"""Name of the file, and what brings the screen up; it may bring its own picture."""

REGISTER, SHARED = "r.hightech_firm", "p2.t.hightech"
LONGEST_WAIT_MS = 8_000
_BESIDE = 4
"""Cells chosen side by side."""


def city_pictures(work: QWidget, mail: list[Path], settle: Callable[[], None]) -> Iterator[Picture]:
    """Everything that the city can bring up; `settle` lets every job end."""
    go = work.show_page
    yield "city-inbox", partial(go, "inbox")
    yield "city-inbox-files", partial(work.inbox.add_files, mail)
    yield "city-inbox-spoilt", partial(work.inbox.waiting.selectRow, 1)
    yield "city-merge-question", partial(_ask_merge, work)
    yield "city-received", partial(_show_received, work)
    yield from city_code_pictures(work)
    yield "city-evidence", partial(_after_closing, work.inbox.evidence.click)
    yield "city-papers", partial(_after_closing, work.inbox.papers.click)
    yield "city-package", partial(_after_closing, work.inbox.contents.click)
    yield "city-return", partial(_after_closing, partial(_comment, work, settle))
    yield "city-key", partial(_after_closing, partial(_picture_of_question, work.inbox.accept.click))
    yield from paper_pictures(work, mail[0], settle)
    yield "city-merged", partial(_after_closing, partial(_merge, work))
    yield from matter_pictures(work)
    yield from _claims(work)
    yield from _figures(work)
    yield from _allocation(work)
    yield from city_preview_pictures(work, settle)
    yield from _settings(work)
    yield from trust_pictures(work, settle)
    yield from _obligations(work, settle)
    yield from _forms(work)
    yield from _pack(work)
    yield from journal_pictures(work, settle, mail[0].parent / f"rebuilt-{id(work)}")
    yield "city-clauses", partial(go, "clauses")
    yield "city-preferences", partial(go, "preferences")
    yield "city-go-to", work.keyboard.go_to
    yield "city-verify", partial(_after_closing, partial(verify_one, work, work.window().jobs, mail[0]))


def _claims(work: QWidget) -> Iterator[Picture]:
    yield "city-claims", partial(_show_claims, work, state=0)
    yield "city-claim-reason", partial(_picture_of_question, work.claims.verdicts["owner"].click)
    yield "city-claims-cross", work.claims.cross_chip.click


def _figures(work: QWidget) -> Iterator[Picture]:
    figures = work.figures
    yield "city-figures", partial(work.show_page, "figures")
    yield "city-figures-units", partial(_choose, figures.unit, 1)
    yield "city-figure-rows", partial(_explain, figures)
    yield "city-figure-row-history", figures.rows.history.switch.click


def _allocation(work: QWidget) -> Iterator[Picture]:
    allocation = work.allocation
    yield "city-allocation", partial(work.show_page, "allocation")
    yield "city-allocation-filled", partial(_share_out, allocation)
    yield "city-allocation-issue", partial(_picture_of_question, allocation.issue.click)
    yield "city-allocation-all", partial(_choose, allocation.target, 0)


def _settings(work: QWidget) -> Iterator[Picture]:
    yield "city-settings", partial(work.show_page, "settings")
    for kind in ChoiceKind:
        yield f"city-settings-{kind}", partial(_show_setting, work, kind)


def _obligations(work: QWidget, settle: Callable[[], None]) -> Iterator[Picture]:
    page = work.obligations
    yield "city-obligations", partial(work.show_page, "obligations")
    yield "city-obligations-chosen", partial(_choose_cells, page)
    yield "city-obligations-day", partial(_choose, page.box.act, 2)
    yield "city-obligations-saved", partial(_exempt, page, settle)
    yield "city-obligations-form", partial(_choose, page.side, 1)


def _forms(work: QWidget) -> Iterator[Picture]:
    yield "city-forms", partial(work.show_page, "forms")
    yield "city-forms-register", partial(_show_register, work)
    yield "city-forms-check", work.forms.check.click


def _pack(work: QWidget) -> Iterator[Picture]:
    yield "city-pack", partial(work.show_page, "pack")
    yield "city-pack-trial", partial(_picture_of_question, work.pack.trial.click)
    yield "city-pack-published", partial(work.pack.tabs.setCurrentIndex, 1)


def _ask_merge(work: QWidget) -> QPixmap | None:
    from baise_desktop.errors import BaiseError
    from baise_desktop.ui.city.merge_question import may_go_on

    error = BaiseError("MERGE_BACKUP", folder=Path("backups"), reason=say("window.shots_reason"))
    return _picture_of_question(partial(may_go_on, work, error, 2))


def _show_received(work: QWidget) -> None:
    work.show_page("inbox")
    work.inbox.received_chip.click()
    work.inbox.received.selectRow(0)


def _comment(work: QWidget, settle: Callable[[], None]) -> None:
    work.inbox.turn_back.click()
    settle()
    window = QApplication.activeWindow()
    if isinstance(window, QDialog) and hasattr(window, "words"):
        window.words.setText(say("window.return_reason_hint"))
        window.words.returnPressed.emit()
        window.words.setText(say("window.return_reason_hint"))
        window.add["form"].click()


def _merge(work: QWidget) -> None:
    work.show_page("inbox")
    work.inbox.waiting_chip.click()
    work.inbox.merge.click()


def _show_claims(work: QWidget, state: int) -> None:
    work.show_page("claims")
    work.claims.claims_chip.click()
    _choose(work.claims.state, state)


def _explain(figures: QWidget) -> None:
    _choose(figures.unit, 0)
    table = figures.view.table
    rows = [table.line(number).value.rows for number in range(table.rowCount())]
    figures.view.activated.emit(table.index(rows.index(max(rows)), 0))


def _share_out(allocation: QWidget) -> None:
    """Amounts that fall short of what the city owes."""
    allocation.go_to(SHARED)
    grid, column = allocation.grid, allocation.grid.columnCount() - 2
    for line, amount in enumerate(("12", "9", "7.5")):
        grid.setData(grid.index(line, column), amount)


def _show_setting(work: QWidget, kind: ChoiceKind) -> None:
    table = work.settings.view.table
    numbers = [number for number in range(table.rowCount()) if table.line(number).value.kind is kind]
    for number in numbers[:1]:
        work.settings.view.selectRow(number)


def _choose_cells(page: QWidget) -> None:
    view, flag = page.view, QItemSelectionModel.SelectionFlag
    at = view.currentIndex()
    for line in range(min(_BESIDE, view.matrix.rowCount())):
        view.selectionModel().select(view.matrix.index(line, max(at.column(), 1)), flag.Select)


def _exempt(page: QWidget, settle: Callable[[], None]) -> None:
    _choose(page.box.act, 0)
    page.box.reason.setText(say("window.owing_reason_example"))
    page.box.save.click()
    settle()
    page.box.day.setDate(QDate(2027, 1, 15))


def _show_register(work: QWidget) -> None:
    work.forms.tree.mark(REGISTER)


def _choose(combo: QWidget, number: int) -> None:
    combo.setCurrentIndex(number)
    combo.activated.emit(number)


def _after_closing(show: Callable[[], QPixmap | None]) -> QPixmap | None:
    """Put away the windows that stand before the main one, then go on."""
    for window in QApplication.topLevelWidgets():
        if isinstance(window, QDialog) and window.isVisible():
            window.close()
    return show()


def _picture_of_question(ask: Callable[[], object]) -> QPixmap | None:
    """The picture of a question that waits for its answer; it is put away unanswered."""
    taken: list[QPixmap] = []
    deadline = QDeadlineTimer(LONGEST_WAIT_MS)

    def take() -> None:
        asked = QApplication.activeModalWidget()
        if asked is None and not deadline.hasExpired():
            QTimer.singleShot(100, take)
        elif asked is not None:
            taken.append(asked.grab())
            asked.close()

    QTimer.singleShot(300, take)
    ask()
    while not taken and not deadline.hasExpired():
        pause = QEventLoop()
        QTimer.singleShot(50, pause.quit)
        pause.exec()
    return taken[0] if taken else None

"""Pictures of a submission on its way out: signed by three, sent, and printed for the seal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from baise_desktop.app.practice import demo
from baise_desktop.texts import say
from baise_desktop.ui.preview_window import PreviewWindow
from baise_desktop.ui.shots_asked import close_dialogs

Picture = tuple[str, Callable[[], QPixmap | None]]
Settle = Callable[[], None]
SIGNED = "2023Q4"
"""The period that is signed and sent for the pictures."""
_KEPT_SPACE = 40
"""Pixels around what is scrolled to."""


def signing_pictures(work: QWidget, folder: Path, settle: Settle) -> Iterator[Picture]:
    """From the first signature to the page that is issued; `folder` is for files, `settle` lets every job end."""
    from baise_desktop.app.checks import sign_off
    from baise_desktop.app.clock import utc_now

    reason = say("window.shots_reason_reopened")
    work.session.jobs.run(lambda desk: sign_off.reopen(desk, demo.PLAN, SIGNED, reason, utc_now()))
    settle()
    yield "unit-sign-turn", partial(_open_signing, work, settle)
    yield "unit-signed", partial(_sign_all, work, settle)
    yield "unit-export-drive", partial(_export_by, work, 0)
    yield "unit-export-mail", partial(_export_by, work, 2)
    yield "unit-export-wrong", partial(_export, work, folder, "yanshi")
    yield "unit-export-done", partial(_export, work, folder, demo.PASSPHRASE)
    yield "unit-stamp", partial(_show_card, work)
    yield "unit-stamp-issue-wrong", partial(_issue_wrongly, work)
    yield "unit-stamp-issue", partial(_type_issue, work)
    yield "unit-issued-page", partial(_show_issued, work, folder, settle)
    yield "unit-issued-end", _turn_to_end
    close_dialogs()
    yield "unit-reopen", partial(_write_reason, work, reason)


def _open_signing(work: QWidget, settle: Settle) -> None:
    work.open_submission(demo.PLAN, SIGNED)
    settle()
    work.go("sign_off")


def _sign_all(work: QWidget, settle: Settle) -> None:
    for number, step in enumerate(work.sign_off.steps, 1):
        step.name.setText(say("demo.person", number=f"{number:02}"))
        step.sign.click()
        settle()


def _export_by(work: QWidget, way: int) -> None:
    work.go("export")
    work.export.ways.ways[way].click()


def _export(work: QWidget, folder: Path, passphrase: str) -> None:
    work.export.ways.ways[1].click()
    work.export.folder.edit.setText(str(folder))
    work.export.passphrase.setText(passphrase)
    work.export.export.click()


def _write_reason(work: QWidget, reason: str) -> None:
    work.go("sign_off")
    work.sign_off.reason.setText(reason)
    work.sign_off.reason.setFocus()


def _show_card(work: QWidget) -> None:
    """The card of the paper, scrolled to."""
    area = work.export.findChild(QScrollArea)
    if area is not None:
        QApplication.processEvents()
        area.ensureWidgetVisible(work.export.paper, 0, _KEPT_SPACE)
        area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())


def _issue_wrongly(work: QWidget) -> None:
    card = work.export.paper
    card.issue.wanted.click()
    card.issue.lines["number"].setText(say("window.shots_number_wrong"))
    card.issue.is_sound()
    _show_card(work)


def _type_issue(work: QWidget) -> None:
    lines = work.export.paper.issue.lines
    for part in ("issuer", "number"):
        lines[part].setText(say(f"window.shots_{part}", unit=work.session.unit.short))
        lines[part].textEdited.emit(lines[part].text())
    _show_card(work)


def _show_issued(work: QWidget, folder: Path, settle: Settle) -> None:
    from baise_desktop.ui.print_papers import open_written
    from baise_desktop.ui.unit.paper_jobs import INK, PaperWish, make_pdf

    session = work.session
    wish = PaperWish(folder / "issued.pdf", INK, "", work.export.paper.issue.wish())
    session.jobs.run(partial(make_pdf, session.plan, session.period, wish))
    settle()
    open_written(session.jobs, wish.out, work.window())
    settle()
    _shown().tools.whole.click()


def _turn_to_end() -> None:
    pages = _shown().page
    pages.go(len(pages.sizes()) - 1)


def _shown() -> PreviewWindow:
    windows = (each for each in QApplication.topLevelWidgets() if isinstance(each, PreviewWindow) and each.isVisible())
    return next(windows)

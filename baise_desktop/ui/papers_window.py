"""打印与另存: every paper of a submission, to look at, to print, or to keep as a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QFormLayout, QSpinBox, QWidget

from baise_desktop.app.paper.blank_wish import BlankWish
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.dialog_size import open_at
from baise_desktop.ui.dialogs import choose_new_file
from baise_desktop.ui.labels import IconLine, button, column, plain_label, row
from baise_desktop.ui.path_line import ResultLine
from baise_desktop.ui.plain_table import Cell, Heading, Line, PlainTableView

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.paper.papers import Paper, PaperKind
    from baise_desktop.errors import BaiseError
    from baise_desktop.ui.jobs import Jobs
    from baise_desktop.ui.preview_file import PreviewFile

_MOST_ROWS = 100
_WIDEST = 420
"""Pixels at 100 %."""


@dataclass(frozen=True, slots=True)
class PaperChoice:
    """The papers of a submission, and the forms that can be printed blank."""

    papers: tuple[Paper, ...]
    forms: tuple[tuple[str, str], ...] = ()
    """Id and title."""


@dataclass(frozen=True, slots=True)
class PapersMaker:
    """What is done where the desk is, about one submission."""

    list: Callable[[Desk], PaperChoice]
    preview: Callable[[PaperKind, BlankWish, Desk], PreviewFile]
    save: Callable[[PaperKind, BlankWish, Path, Desk], Path]


class BlankChoice(QWidget):
    """Which blank forms, with how many rows, on which paper."""

    def __init__(self) -> None:
        super().__init__()
        self.forms = QComboBox()
        self.rows = QSpinBox()
        self.rows.setRange(0, _MOST_ROWS)
        self.rows.setSpecialValueText(say("window.papers_blank_fill"))
        self.a4 = QCheckBox(say("window.papers_blank_a4"))
        layout = QFormLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for key, field in (("form", self.forms), ("rows", self.rows)):
            field.setMaximumWidth(look.current().pixels(_WIDEST))
            field.setAccessibleName(say(f"window.papers_blank_{key}"))
            layout.addRow(say(f"window.papers_blank_{key}"), field)
        layout.addRow(self.a4)

    def show_forms(self, forms: tuple[tuple[str, str], ...]) -> None:
        """Offer all of them, and each."""
        self.forms.clear()
        self.forms.addItem(say("window.papers_blank_all", count=len(forms)), "")
        for identity, title in forms:
            self.forms.addItem(title, identity)

    def wish(self) -> BlankWish:
        """What is chosen."""
        form = self.forms.currentData()
        return BlankWish(forms=(form,) if form else (), rows=self.rows.value(), on_a4=self.a4.isChecked())


class PapersWindow(QDialog):
    """A list of papers and what can be done with the chosen one."""

    def __init__(self, jobs: Jobs, maker: PapersMaker, choice: PaperChoice, advice: str, parent: QWidget) -> None:
        """The report is chosen first."""
        super().__init__(parent)
        self.setWindowTitle(say("window.papers_title"))
        open_at(self, 900, 520)
        self._jobs, self._maker = jobs, maker
        self.table = PlainTableView(_headings())
        self.table.setAccessibleName(say("window.papers_title"))
        self.blank = BlankChoice()
        self.blank.show_forms(choice.forms)
        self.preview = button(say("window.papers_preview"), "primary")
        self.save_pdf = button(say("window.papers_save_pdf"))
        self.save_workbook = button(say("window.papers_save_workbook"))
        self.state = IconLine(wrap=True)
        self.saved = ResultLine()
        layout = column(self, plain_label(advice, "muted", wrap=True), self.table, self.blank, margin=16, spacing=10)
        layout.setStretch(1, 1)
        layout.addLayout(row(self.preview, self.save_pdf, self.save_workbook))
        layout.addWidget(self.state)
        layout.addWidget(self.saved)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._judge())
        self.table.doubleClicked.connect(lambda _: self._preview())
        self.preview.clicked.connect(self._preview)
        self.save_pdf.clicked.connect(partial(self._save, ".pdf", "window.pdf_kind"))
        self.save_workbook.clicked.connect(partial(self._save, ".xlsx", "window.excel_kinds"))
        self.table.table.set_lines([_line(paper) for paper in choice.papers])
        self.table.selectRow(0)
        self.table.setFocus()

    def _paper(self) -> Paper | None:
        chosen: list[Paper] = self.table.chosen()
        return chosen[0] if chosen else None

    def _judge(self) -> None:
        paper = self._paper()
        self.blank.setVisible(paper is not None and paper.kind == "blank")
        self.preview.setEnabled(paper is not None)
        self.save_pdf.setEnabled(paper is not None)
        self.save_workbook.setEnabled(paper is not None and paper.has_workbook)
        self.saved.hide()
        self.state.hide()

    def _preview(self) -> None:
        paper = self._paper()
        if paper is not None:
            self._tell_making()
            job = partial(self._maker.preview, paper.kind, self.blank.wish())
            self._jobs.run(job, self._show_preview, self._fail)

    def _show_preview(self, file: PreviewFile) -> None:
        from baise_desktop.ui.preview_window import PreviewWindow

        self.state.hide()
        PreviewWindow(self._jobs, file, self).show()

    def _save(self, suffix: str, kinds: str) -> None:
        paper = self._paper()
        if paper is None:
            return
        out = choose_new_file(self, paper.title, paper.file_name + suffix, say(kinds))
        if out is not None:
            out = out if out.suffix.lower() == suffix else out.with_name(out.name + suffix)
            self._tell_making()
            job = partial(self._maker.save, paper.kind, self.blank.wish(), out)
            self._jobs.run(job, self._show_saved, self._fail)

    def _show_saved(self, path: Path) -> None:
        self.state.hide()
        self.saved.show_path(path, say("window.papers_saved", path=path), readable=True)

    def _tell_making(self) -> None:
        self.saved.hide()
        self.state.show_state("hint", say("window.papers_making"), "muted")
        self.state.show()

    def _fail(self, error: BaiseError) -> None:
        self.state.show_state("blocking", error.sentence, "danger")


def open_papers_window(
    jobs: Jobs,
    maker: PapersMaker,
    parent: QWidget,
    refused: Callable[[BaiseError], object],
    *,
    title: str = "",
    advice: str = "",
) -> None:
    """List the papers of a submission.

    Args:
        jobs: the way to the desk.
        maker: of the papers.
        parent: window before which it opens.
        refused: is told why there is nothing to list.
        title: of the window, where it must say of which submission.
        advice: above the list, where it is not of the submission that is being filled in.
    """

    def show(choice: PaperChoice) -> None:
        window = PapersWindow(jobs, maker, choice, advice or say("window.papers_advice"), parent)
        window.setWindowTitle(title or window.windowTitle())
        window.finished.connect(window.deleteLater)
        window.show()

    jobs.run(maker.list, show, refused)


def _headings() -> tuple[Heading, ...]:
    return (
        Heading(say("window.papers_name"), 130, is_whole=True),
        Heading(say("window.papers_what"), 0),
        Heading(say("window.papers_kept_as"), 110, is_whole=True),
    )


def _line(paper: Paper) -> Line:
    kept = say("window.papers_both" if paper.has_workbook else "window.papers_pdf_only")
    return Line((Cell(paper.title), Cell(say(f"window.papers_about_{paper.kind}")), Cell(kept)), paper)

"""The files that came with a submission: look at them, take them out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from baise_desktop.form.file_kind import KINDS, PDF
from baise_desktop.texts import say
from baise_desktop.ui.dialog_size import open_at
from baise_desktop.ui.dialogs import choose_folder
from baise_desktop.ui.labels import NoticeBar, button, column, plain_label, row
from baise_desktop.ui.plain_table import Cell, Heading, Line, PlainTableView
from baise_desktop.ui.preview_file import PreviewFile
from baise_desktop.ui.preview_window import PreviewWindow
from baise_desktop.ui.unit.evidence_files import size_words

if TYPE_CHECKING:
    from baise_desktop.app.desk import Desk
    from baise_desktop.app.outgoing.evidence_list import NamedFile
    from baise_desktop.ui.jobs import Jobs

_STATES = {"held": ("done", "good"), "missing": ("blocking", "danger"), "changed": ("blocking", "danger")}


class EvidenceWindow(QDialog):
    """The files of one package; Esc closes it."""

    def __init__(self, jobs: Jobs, identity: str, words: str, parent: QWidget | None = None) -> None:
        """`words` say which submission it is."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words)
        open_at(self, 960, 560)
        self._jobs = jobs
        self.notice = NoticeBar()
        self.count = plain_label(kind="muted")
        self.preview = button(say("window.evidence_preview"))
        self.save = button(say("window.package_evidence_save"))
        self.files = PlainTableView(_headings(), many=True)
        layout = column(self, self.notice, margin=12)
        head = row(plain_label(words, "section"), self.count)
        for control in (self.preview, self.save):
            control.setEnabled(False)
            head.addWidget(control)
        layout.addLayout(head)
        self.nothing = plain_label(say("window.package_evidence_none"), "muted", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.nothing.hide()
        layout.addWidget(self.nothing, 1)
        layout.addWidget(self.files, 1)
        layout.addWidget(plain_label(say("window.evidence_saved_warning"), "muted"))
        self.files.selectionModel().selectionChanged.connect(lambda *_: self._allow())
        self.files.activated.connect(lambda _: self._preview())
        self.preview.clicked.connect(self._preview)
        self.save.clicked.connect(self._save)
        jobs.run(partial(_read, identity), self._show, self.notice.show_error)

    def _show(self, files: Sequence[NamedFile]) -> None:
        self.files.table.set_lines([_line(file) for file in files])
        self.count.setText(say("window.package_evidence_count", count=len(files)))
        self.nothing.setVisible(not files)
        self.files.setVisible(bool(files))
        if files:
            self.files.selectRow(0)
            self.files.setFocus()

    def _chosen(self) -> list[NamedFile]:
        return [file for file in self.files.chosen() if file.state == "held"]

    def _allow(self) -> None:
        chosen = self._chosen()
        self.save.setEnabled(bool(chosen))
        self.preview.setEnabled(len(chosen) == 1 and _can_be_seen(chosen[0]))

    def _preview(self) -> None:
        chosen = self._chosen()
        if len(chosen) == 1 and _can_be_seen(chosen[0]):
            found = chosen[0].evidence
            PreviewWindow(self._jobs, PreviewFile(found.name, chosen[0].path, found.media_type), self).show()

    def _save(self) -> None:
        folder = choose_folder(self, say("window.package_evidence_save"))
        if folder is not None:
            self._jobs.run(partial(_save_all, self._chosen(), folder), self._tell_saved, self.notice.show_error)

    def _tell_saved(self, folder: Path) -> None:
        self.notice.show_success(say("window.evidence_saved", path=folder))


def _headings() -> tuple[Heading, ...]:
    return (
        Heading(say("window.package_evidence_file"), 300),
        Heading(say("window.package_evidence_state"), 110),
        Heading(say("window.package_evidence_size"), 90, is_number=True),
        Heading(say("window.package_evidence_form"), 190),
        Heading(say("window.package_evidence_row"), 0),
    )


def _line(file: NamedFile) -> Line:
    icon, tone = _STATES[file.state]
    return Line(
        (
            Cell(file.evidence.name),
            Cell(say(f"evidence.state_{file.state}"), icon, tone),
            Cell(size_words(file.evidence.size)),
            Cell(file.form_title),
            Cell(file.row),
        ),
        file,
    )


def _can_be_seen(file: NamedFile) -> bool:
    kind = KINDS.get(file.evidence.media_type)
    return kind is not None and (kind.is_picture or kind == PDF)


def _read(identity: str, desk: Desk) -> Sequence[NamedFile]:
    from baise_desktop.app.outgoing.evidence_list import list_package_files

    return list_package_files(desk, identity)


def _save_all(files: Sequence[NamedFile], folder: Path, desk: Desk) -> Path:
    from baise_desktop.app.outgoing.evidence_list import save_files

    return save_files(desk, [file.evidence for file in files], folder)

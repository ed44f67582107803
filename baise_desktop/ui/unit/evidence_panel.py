"""佐证 of one row: drop files, look at them, take them out and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QComboBox, QStackedWidget, QWidget

from baise_desktop.errors import BaiseError
from baise_desktop.form.file_kind import KINDS, PDF
from baise_desktop.texts import say
from baise_desktop.ui.dialogs import choose_files, choose_new_file
from baise_desktop.ui.elided_label import ElidedLabel
from baise_desktop.ui.file_drop import dropped_files
from baise_desktop.ui.file_pictures import FilePicture, picture_file
from baise_desktop.ui.labels import button, column, plain_label, plain_tip, row
from baise_desktop.ui.preview_file import PreviewFile
from baise_desktop.ui.preview_window import PreviewWindow
from baise_desktop.ui.unit.evidence_bars import LargePictures, LargeQuestion, OutsideOffer
from baise_desktop.ui.unit.evidence_files import THUMB, EvidenceFiles, EvidenceTiles
from baise_desktop.ui.unit.evidence_jobs import (
    Added,
    Offered,
    RowFiles,
    attach_files,
    look_through,
    read_files,
    remove_file,
    restore_file,
    save_copy,
)
from baise_desktop.ui.unit.evidence_paste import EvidencePaste
from baise_desktop.ui.unit.session import Session

if TYPE_CHECKING:
    from baise_desktop.app.entry.evidence import AttachedFile
    from baise_desktop.store.entries import Sheet

MOST_TOLD, MOST_NAMED = 5, 20
"""Refused files of which each is told why, and of which at least the name is."""
Target = tuple["Sheet", str]
"""A sheet and a row id; an empty id stands for the one record of a task or target form, or for no row yet."""


class EvidencePanel(QWidget):
    """Shows the files of one row at a time."""

    #: BaiseError that a single file or a write met with
    refused = Signal(object)
    #: several refusals, or something worth saying
    warned = Signal(str)
    #: something worked
    told = Signal(str)
    #: form id, row id and a tuple of AttachedFile: what the row names now
    files_changed = Signal(str, str, object)

    def __init__(self, session: Session) -> None:
        """No row yet."""
        super().__init__()
        self._session = session
        self._target: Target | None = None
        self._removed: tuple[Target, AttachedFile] | None = None
        self._count = 0
        self.setAcceptDrops(True)
        self.title = ElidedLabel("muted")
        self.add = button(say("window.evidence_add"))
        self.fields = QComboBox()
        self.preview = button(say("window.evidence_preview"))
        self.save = button(say("window.evidence_save"))
        self.remove = button(say("window.evidence_remove"))
        self.model = EvidenceFiles(self)
        self.tiles = EvidenceTiles(self.model)
        self.hint = plain_label(kind="muted", wrap=True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.removed = plain_label()
        self.undo = button(say("window.evidence_undo"), "chip")
        self.large = LargeQuestion()
        self.outside = OutsideOffer(session)
        self._clipboard = EvidencePaste(session.jobs, self)
        self._undoing = QWidget()
        self._body = QStackedWidget()
        self._lay_out()
        self._connect()
        self.show_nothing()

    def show_row(self, sheet: Sheet, row_id: str, words: str = "") -> None:
        """Show the files of a row, or of the one record of a task or target form."""
        if self._target != (sheet, row_id):
            self._close_bars()
        if self._target is None or self._target[0].form != sheet.form:
            self._list_fields(sheet.form)
        self._target = (sheet, row_id)
        self.title.show_text(words)
        self._session.jobs.run(partial(read_files, sheet, row_id), partial(self._show, self._target))

    def show_nothing(self) -> None:
        """There is no row that could have files."""
        self._target = None
        self._close_bars()
        self.title.show_text("")
        self._show_files(())
        self.hint.setText(say("window.evidence_no_row"))

    def count(self) -> int:
        """Files of the row on show."""
        return self._count

    def offer(self, files: Sequence[Path], target: Target | None = None, field_key: str | None = None) -> None:
        """Attach files; large pictures are asked about first.

        Args:
            files: any files.
            target: another row than that on show.
            field_key: another field than that chosen beside the button.
        """
        wanted = target or self._target
        if not files or wanted is None or not self._can_take(wanted):
            self.warned.emit(self._session.locked or say("window.evidence_no_row"))
            return
        key = str(self.fields.currentData() or "") if field_key is None else field_key
        self._session.jobs.run_alone(
            partial(look_through, files), partial(self._sort_out, wanted, key, self.title.text())
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Files and screenshots are pasted as everywhere."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self._clipboard.paste()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped here."""
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Anywhere on the panel."""
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Attach what was dropped."""
        event.acceptProposedAction()
        self.offer(dropped_files(event.mimeData()))

    def _lay_out(self) -> None:
        self.tiles.setToolTip(say("window.evidence_keys"))
        layout = column(self, margin=8, spacing=6)
        self.fields.setAccessibleName(say("window.evidence_to"))
        self.fields.setToolTip(say("window.evidence_to"))
        self.fields.hide()
        head = row(self.add, self.fields, self.title, stretch_last=True)
        for control in (self.preview, self.save, self.remove):
            head.addWidget(control)
        layout.addLayout(head)
        self._undoing.setLayout(row(self.removed, self.undo))
        self._undoing.hide()
        for bar in (self._undoing, self.large, self.outside):
            layout.addWidget(bar)
        self._body.addWidget(self.hint)
        self._body.addWidget(self.tiles)
        layout.addWidget(self._body, 1)

    def _connect(self) -> None:
        self.add.clicked.connect(self._choose)
        self.preview.clicked.connect(self._preview)
        self.save.clicked.connect(self._save)
        self.remove.clicked.connect(self._remove)
        self.tiles.preview_wanted.connect(self._preview)
        self.tiles.remove_wanted.connect(self._remove)
        self.tiles.selectionModel().selectionChanged.connect(lambda *_: self._allow())
        self.undo.clicked.connect(self._undo)
        self.large.answered.connect(self._answer)
        self._clipboard.pasted.connect(self.offer)
        self._clipboard.warned.connect(self.warned)
        self.outside.refused.connect(self.refused)
        self.outside.warned.connect(self.warned)

    # --- showing ----------------------------------------------------------------------------------------------------

    def _show(self, asked: Target, found: RowFiles) -> None:
        if asked != self._target:
            return
        self._show_files(found.files)
        if self._removed is not None and self._removed[1].evidence in [file.evidence for file in found.files]:
            self._close_bars()
        self.hint.setText(self._advise(asked, found.limit))
        self.files_changed.emit(asked[0].form, found.row_id, found.files)
        for file in self.model.waiting():
            job = partial(picture_file, file.path, file.evidence.media_type, 2 * THUMB, 2 * THUMB)
            self._session.jobs.run_alone(job, partial(self._show_picture, file.evidence.sha256))

    def _advise(self, target: Target, limit: int) -> str:
        if not self._can_take(target):
            return self._session.locked or say("window.evidence_no_row")
        return say("window.evidence_none" if target[1] else "window.evidence_none_form", limit=limit)

    def _show_files(self, files: Sequence[AttachedFile]) -> None:
        at = self.tiles.currentIndex().row()
        self._count = len(files)
        self.model.show_files(files)
        self._body.setCurrentWidget(self.tiles if files else self.hint)
        if files:
            self.tiles.setCurrentIndex(self.model.index(max(0, min(at, len(files) - 1))))
        self._allow()

    def _show_picture(self, sha256: str, picture: FilePicture) -> None:
        self.model.show_picture(sha256, picture)

    def _list_fields(self, form: str) -> None:
        """Fields that hold files, a required one first; most forms have none, and files belong to the row."""
        from baise_desktop.form.definition import FieldType

        fields = [field for field in self._session.form(form).fields if field.type is FieldType.EVIDENCE]
        self.model.name_fields({field.key: field.name for field in fields})
        self.fields.clear()
        for field in sorted(fields, key=lambda field: not field.required):
            self.fields.addItem(field.name, field.key)
        self.fields.addItem(say("window.evidence_whole_row"), "")
        self.fields.setVisible(bool(fields))

    def _allow(self) -> None:
        file, locked = self._chosen(), self._session.locked
        self.add.setEnabled(self._target is not None and self._can_take(self._target))
        self.preview.setEnabled(file is not None and file.state == "held")
        self.save.setEnabled(file is not None and file.state == "held")
        self.remove.setEnabled(file is not None and not locked)
        for control in (self.add, self.remove):
            control.setToolTip(plain_tip(locked))

    def _can_take(self, target: Target) -> bool:
        from baise_desktop.form.definition import FormKind

        sheet, row_id = target
        if self._session.locked and not (target == self._target and self.model.has_lost()):
            return False  # What was signed stays; only a file that was lost may come back.
        return bool(row_id) or self._session.form(sheet.form).kind is not FormKind.REGISTER

    def _chosen(self) -> AttachedFile | None:
        return self.model.file(self.tiles.currentIndex().row())

    def _close_bars(self) -> None:
        self._removed = None
        self._undoing.hide()
        self.outside.hide()

    # --- adding -----------------------------------------------------------------------------------------------------

    def _choose(self) -> None:
        self.offer(choose_files(self, say("window.evidence_add"), say("window.evidence_files")) or ())

    def _sort_out(self, target: Target, key: str, where: str, offered: Offered) -> None:
        if offered.large:
            self.large.ask(LargePictures(target, key, where, offered.large, offered.large_bytes))
        if offered.fit:
            self._attach(target, key, offered.fit, offered.refused, smaller=False)
        else:
            self._tell_refusals(offered.refused)

    def _answer(self, pictures: LargePictures, smaller: bool) -> None:
        self._attach(pictures.target, pictures.field, pictures.files, (), smaller=smaller)

    def _attach(
        self, target: Target, key: str, files: Sequence[Path], refused: Sequence[BaiseError], *, smaller: bool
    ) -> None:
        job = partial(attach_files, *target, key, files, smaller)
        self._session.write(job, partial(self._settle, target, refused), self.refused.emit)

    def _settle(self, target: Target, before: Sequence[BaiseError], done: Added) -> None:
        """`before` were refused when they were looked at: all are told together, none hides another."""
        refused = [*before, *done.refused]
        self._tell_refusals(refused)
        if not refused and done.already and not done.added:
            self.warned.emit(say("window.evidence_already", file=done.already[0].name))
        self._reread(target)

    def _tell_refusals(self, refused: Sequence[BaiseError]) -> None:
        if len(refused) == 1:
            self.refused.emit(refused[0])
        elif refused:
            lines = [error.sentence for error in refused[:MOST_TOLD]]
            if more := [str(error.values.get("file", "")) for error in refused[MOST_TOLD:]]:
                names = "、".join(more[:MOST_NAMED]) + ("…" if len(more) > MOST_NAMED else "")
                lines.append(say("window.evidence_more", count=len(more), names=names))
            self.warned.emit("\n".join(lines))

    # --- looking, taking out ----------------------------------------------------------------------------------------

    def _preview(self) -> None:
        file = self._chosen()
        if file is None or file.state != "held":
            return
        evidence = file.evidence
        kind = KINDS.get(evidence.media_type)
        if kind is None or not (kind.is_picture or kind == PDF):
            self.outside.offer(file)
            return
        shown = PreviewFile(evidence.name, file.path, evidence.media_type)
        PreviewWindow(self._session.jobs, shown, self.window()).show()

    def _save(self) -> None:
        file = self._chosen()
        if file is None:
            return
        out = choose_new_file(self, say("window.evidence_save"), file.evidence.name, say("window.evidence_all_files"))
        if out is not None:
            self._session.jobs.run(partial(save_copy, file.evidence, out), self._tell_saved, self.refused.emit)

    def _tell_saved(self, path: Path) -> None:
        self.told.emit(say("window.evidence_saved", path=path) + "\n" + say("window.evidence_saved_warning"))

    def _remove(self) -> None:
        file = self._chosen()
        if file is not None and self._target is not None and not self._session.locked:
            self._write(partial(remove_file, *self._target, file), partial(self._note_removed, self._target))

    def _note_removed(self, target: Target, file: AttachedFile) -> None:
        self._close_bars()
        self._removed = (target, file)
        self.removed.setText(say("window.evidence_removed", file=file.evidence.name))
        self._undoing.show()
        self._reread(target)

    def _undo(self) -> None:
        if self._removed is not None:
            target, file = self._removed
            self._close_bars()
            self.tiles.setFocus()
            self._write(partial(restore_file, *target, file), lambda _: self._reread(target))

    def _write(self, job: Callable[..., AttachedFile], done: Callable[[AttachedFile], None]) -> None:
        self._session.write(job, done, self.refused.emit)

    def _reread(self, target: Target) -> None:
        if target == self._target:
            self._session.jobs.run(partial(read_files, *target), partial(self._show, target))
        else:
            self._session.jobs.run(partial(read_files, *target), partial(self._note_elsewhere, target))

    def _note_elsewhere(self, target: Target, found: RowFiles) -> None:
        self.files_changed.emit(target[0].form, found.row_id, found.files)

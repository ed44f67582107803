"""Keeps the evidence panel at the row that the clerk is at, and lets files be dropped on rows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QObject, QPoint, Qt, QTimer

from baise_desktop.form.definition import FieldType, FormKind
from baise_desktop.texts import say
from baise_desktop.ui.file_drop import FileDrop
from baise_desktop.ui.unit.evidence_panel import EvidencePanel
from baise_desktop.ui.unit.ledger_model import LedgerModel
from baise_desktop.ui.unit.ledger_page import LedgerPage
from baise_desktop.ui.unit.lower_panel import LowerPanel
from baise_desktop.ui.unit.session import Session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baise_desktop.app.entry.evidence import AttachedFile
    from baise_desktop.ui.unit.ledger_rows import LedgerRow

SETTLE_MS = 120
"""Arrow keys held down pass many rows; only the one they stop at is read."""


class EvidenceLink(QObject):
    """Between the pages and the panel."""

    def __init__(self, session: Session, ledger: LedgerPage, panel: EvidencePanel, lower: LowerPanel) -> None:
        """Listens to the ledger page from now on."""
        super().__init__(lower)
        self._session, self._ledger, self._panel, self._lower = session, ledger, panel, lower
        self._selection: QItemSelectionModel | None = None
        self._pause = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._pause.timeout.connect(self._show_current)
        ledger.rows_changed.connect(lambda *_: self._follow())
        panel.files_changed.connect(self._count)
        for surface in (ledger.view.viewport(), ledger.view.frozen.viewport()):
            FileDrop(surface, self._drop)

    def open_form(self, form: str) -> None:
        """A form is being opened; of a register the row at the cursor follows."""
        question = self._session.form(form)
        if question.kind is FormKind.REGISTER:
            self._pause.start()
        else:
            self._pause.stop()
            self._panel.show_row(self._session.sheet(form), "", say("window.evidence_form", words=question.title))
        self._lower.show_count()

    def _follow(self) -> None:
        selection = self._ledger.view.selectionModel()
        if selection is not self._selection:
            self._selection = selection
            selection.currentRowChanged.connect(lambda *_: self._pause.start())
        self._pause.start()

    def _show_current(self) -> None:
        if self._ledger.isHidden():
            return
        line = self._ledger.view.currentIndex().row()
        row = self._row_at(line)
        if row is None or not row.row_id:
            self._panel.show_nothing()
            self._lower.show_count()
            return
        sheet = self._session.sheet(self._ledger.form_id())
        self._panel.show_row(sheet, row.row_id, self._words(line, row))

    def _row_at(self, line: int) -> LedgerRow | None:
        model = self._ledger.view.model()
        rows = model.rows() if isinstance(model, LedgerModel) else []
        return rows[line] if 0 <= line < len(rows) else None

    def _words(self, line: int, row: LedgerRow) -> str:
        form = self._session.form(self._ledger.form_id())
        words = " ".join(row.texts[key] for key in form.key if row.texts.get(key))
        return say("window.evidence_row", line=line + 1, words=words)

    def _drop(self, files: list[Path], at: QPoint) -> None:
        view = self._ledger.view
        line = view.rowAt(at.y())
        row = self._row_at(line)
        self._lower.show_evidence()
        if row is None or not row.row_id:
            self._panel.warned.emit(self._session.locked or say("window.evidence_no_row"))
            return
        view.setCurrentIndex(view.ledger().index(line, max(0, view.currentIndex().column())))
        self._pause.stop()
        self._show_current()
        column = view.columnAt(at.x())
        question = view.ledger().form.fields[column] if column >= 0 else None
        key = question.key if question is not None and question.type is FieldType.EVIDENCE else None
        self._panel.offer(files, (self._session.sheet(self._ledger.form_id()), row.row_id), key)

    def _count(self, form: str, row_id: str, files: Sequence[AttachedFile]) -> None:
        model = self._ledger.view.model()
        if not isinstance(model, LedgerModel) or model.form.id != form:
            return
        row = next((row for row in model.all_rows() if row_id and row.row_id == row_id), None)
        if row is None:
            return
        row.files = len(files)
        for question in model.form.fields:
            if question.type is FieldType.EVIDENCE:
                row.texts[question.key] = "、".join(file.evidence.name for file in files if file.field == question.key)
        line = model.line_of(row_id)
        if line >= 0:
            model.headerDataChanged.emit(Qt.Orientation.Vertical, line, line)
            model.dataChanged.emit(model.index(line, 0), model.index(line, model.columnCount() - 1))

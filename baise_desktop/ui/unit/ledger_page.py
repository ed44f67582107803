"""The page of one register: its name, what a row stands for, its balance, and the grid."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QMenu, QMessageBox, QSizePolicy, QVBoxLayout, QWidget

from baise_desktop.form.definition import Field
from baise_desktop.texts import say
from baise_desktop.ui.clipboard import read_block, read_texts
from baise_desktop.ui.dialogs import confirm
from baise_desktop.ui.elided_label import ElidedLabel
from baise_desktop.ui.labels import button, column, plain_label, plain_tip, row
from baise_desktop.ui.newest import Newest
from baise_desktop.ui.unit.cell_foot import why_grey
from baise_desktop.ui.unit.cell_marks import CellMarks
from baise_desktop.ui.unit.cell_menu import lend_menu
from baise_desktop.ui.unit.column_habits import ColumnHabits
from baise_desktop.ui.unit.excel_desk import ExcelDesk
from baise_desktop.ui.unit.ledger_bars import fit_buttons
from baise_desktop.ui.unit.ledger_columns import fill_menu
from baise_desktop.ui.unit.ledger_edits import Contents, LedgerEdits, read_contents
from baise_desktop.ui.unit.ledger_form import LedgerForm
from baise_desktop.ui.unit.ledger_model import LedgerModel
from baise_desktop.ui.unit.ledger_past import LedgerPast
from baise_desktop.ui.unit.ledger_paste import Pasted, PasteDialog
from baise_desktop.ui.unit.ledger_sight import LedgerSight
from baise_desktop.ui.unit.ledger_view import LedgerView
from baise_desktop.ui.unit.paste_spot import PasteSpot, spot_of
from baise_desktop.ui.unit.session import Session

if TYPE_CHECKING:
    from baise_desktop.app.results.row_filter import RowFilter
    from baise_desktop.ui.unit.ledger_rows import LedgerRow


class LedgerPage(QWidget):
    """Shows one register at a time."""

    #: BaiseError that a write met with
    refused = Signal(object)
    #: what became of a paste
    told = Signal(str)
    #: id of the form and the number of its rows now
    rows_changed = Signal(str, int)
    #: RowFilter of the measure or target that the reader came from and goes back to
    back_requested = Signal(object)

    #: LedgerForm that a row was just opened in
    row_opened = Signal(object)

    def __init__(self, session: Session) -> None:
        """Empty until `open_form`."""
        super().__init__()
        self._session = session
        self._model: LedgerModel | None = None
        self._edits: LedgerEdits | None = None
        self._came_from: RowFilter | None = None
        self._marks = CellMarks()
        self._notes_of: Callable[[str], Mapping[tuple[str, str], str]] = _no_notes
        self._choices: Mapping[str, tuple[str, ...]] = {}
        self.row_form: LedgerForm | None = None
        self._goal: tuple[str, str] | None = None
        self._place: tuple[LedgerRow | None, int, int] = (None, -1, -1)
        self.paste_dialog: PasteDialog | None = None
        self.habits = ColumnHabits(session, self)
        self._newest = Newest()
        self.title = ElidedLabel("title")
        self.count = plain_label(kind="muted")
        self.note = ElidedLabel("muted")
        self.view = LedgerView()
        self.back = button(say("window.ledger_back"))
        self.new_row = button(say("window.row_new"))
        self.form_button = button(say("window.ledger_form"))
        self.paste = button(say("window.row_paste"))
        self.delete = button(say("window.row_delete"))
        self.columns = button(say("window.ledger_columns"))
        self.excel = ExcelDesk(session, self)
        self.sight = LedgerSight(session, self.view)
        self.past = LedgerPast(session, self.view)
        self._lay_out()
        self._connect()

    def open_form(self, form: str, row_filter: RowFilter | None = None, row_id: str = "") -> None:
        """Read a register of the open submission and show it, or those rows of it that a filter takes.

        Args:
            form: id of the register.
            row_filter: of the measure or target that the rows are looked at for.
            row_id: of the row to go to.
        """
        if row_id:
            self._goal = (row_id, "")
        show = self._newest.only(partial(self._show, form, row_filter))
        self._session.jobs.run(partial(read_contents, self._session.sheet(form), row_filter), show)

    def form_id(self) -> str:
        """The register on show."""
        return self._model.form.id if self._model else ""

    def came_from(self) -> RowFilter | None:
        """The measure or target that the rows are looked at for."""
        return self._came_from

    def row_at_hand(self) -> str:
        """The row that the cursor is at, or else the first one; empty when there is none."""
        rows = self._model.rows() if self._model is not None else ()
        line = min(max(self.view.currentIndex().row(), 0), len(rows) - 1)
        return rows[line].row_id if rows else ""

    def row_at_cursor(self) -> LedgerRow | None:
        """The row that the cursor is at."""
        rows, line = self._model.rows() if self._model is not None else (), self.view.current_cell()[0]
        return rows[line] if 0 <= line < len(rows) else None

    def show_notes(self, of_form: Callable[[str], Mapping[tuple[str, str], str]]) -> None:
        """Mark the cells that somebody wrote on, in this register and in every one that is opened."""
        self._notes_of = of_form
        if self._model is not None:
            self._model.set_notes(of_form(self._model.form.id))

    def set_marks(self, marks: CellMarks) -> None:
        """Mark cells with what the check found."""
        self._marks = marks
        if self._model is not None:
            self._model.set_marks(marks)
            self.sight.set_found(marks.row_ids)

    def go_to(self, row_id: str, key: str) -> None:
        """Make a cell current, now or as soon as the register is on show."""
        self._goal = (row_id, key)
        if not row_id:
            self.view.setFocus()
        self._reach_goal()

    def refresh(self, row_id: str = "", key: str = "") -> None:
        """Read the rows on show again, and go to a cell."""
        if self._edits is not None:
            self._goal = (row_id, key) if row_id else None
            self._edits.reload()

    def _lay_out(self) -> None:
        self.columns.setToolTip(say("window.ledger_columns_tip"))
        self.form_button.setToolTip(say("window.ledger_form_tip"))
        self.view.horizontalHeader().setToolTip(say("window.ledger_sort_tip"))
        layout = column(self, spacing=6)
        layout.setContentsMargins(16, 10, 16, 6)
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        head = row(self.back, self.title, self.count, self.note, stretch_last=True)
        for control in (self.new_row, self.form_button, self.paste, self.delete, self.excel.button, self.columns):
            head.addWidget(control)
        layout.addLayout(head)
        for part in (self.sight.scope, self.sight.filters, self.sight.twin):
            layout.addWidget(part)
        for each in (self.past.switch, self.past.renew, self.past.unchanged, self.sight.balance):
            self.sight.filters.add(each)
        grid = QVBoxLayout()
        grid.setSpacing(0)
        grid.addWidget(self.view, 1)
        grid.addWidget(self.sight.totals)
        layout.addLayout(grid, 1)
        self.back.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the title needs it more than the buttons."""
        super().resizeEvent(event)
        fit_buttons(self.width(), self.paste, (self.back, self.new_row, self.form_button, self.delete, self.columns))

    def _connect(self) -> None:
        self.new_row.clicked.connect(self.view.start_row)
        self.paste.clicked.connect(self._paste)
        self.delete.clicked.connect(self._delete_lines)
        self.columns.clicked.connect(self._choose_columns)
        self.back.clicked.connect(self._go_back)
        self.excel.told.connect(self.told)
        self.excel.refused.connect(self.refused)
        self.excel.imported.connect(self.refresh)
        self.view.paste_requested.connect(self._paste)
        self.view.fill_requested.connect(self._fill)
        self.view.down_requested.connect(self._fill_down)
        self.view.form_requested.connect(self._open_row)
        self.view.typing_ended.connect(self._catch_up)
        self.view.column_sized.connect(lambda key, width: self.habits.note_width(self.form_id(), key, width))
        lend_menu(self.view)
        self.form_button.clicked.connect(self._open_row)
        self.sight.renewed.connect(self._reach_goal)
        self.sight.scope_changed.connect(self._start_rows_for)
        self.past.refused.connect(self.refused)
        self.past.told.connect(self.told)
        self.past.renewed.connect(self._reload)
        search = QShortcut(QKeySequence("Ctrl+Shift+F"), self, self.sight.filters.search.setFocus)
        search.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _show(self, form: str, row_filter: RowFilter | None, contents: Contents) -> None:
        self._close_row()
        self.view.keep_typed()
        model = LedgerModel(self._session.form(form), self)
        model.begin(contents.rows, contents.count)
        model.lock(self._session.locked)
        model.set_marks(self._marks)
        model.set_notes(self._notes_of(form))
        edits = LedgerEdits(self._session, model, self._session.sheet(form), self.view.is_typing, self)
        edits.refused.connect(self.refused)
        edits.settled.connect(self._note_change)
        edits.asked.connect(partial(self._ask_paste, edits))
        edits.told.connect(self.told)
        edits.replacing.connect(self._keep_place)
        edits.replaced.connect(self._find_place)
        overtaken = self._edits is not None and self._edits.is_under_way()
        if self._edits is not None:
            self._edits.leave()
        old, self._model, self._edits = self._model, model, edits
        self._choices = contents.choices
        self.view.show_model(model, partial(_offer, contents.choices), self.habits.of(form).widths)
        self._hide_columns(self.habits.of(form).hidden)
        if old is not None:
            old.deleteLater()
        self.view.selectionModel().currentChanged.connect(self._tell_cell)
        self._came_from = row_filter
        self._describe(model)
        self.sight.show(model, contents.state, row_filter)
        self.past.show(model)
        if self.isVisible():
            self.view.setFocus()
        if row_filter is None:
            self._reach_goal()
        if overtaken:
            edits.reload()  # What was typed last is not in what was read before it.

    def _tell_cell(self) -> None:
        """Say of a grey cell why it is one."""
        self._session.cell_told.emit(why_grey(self.view))

    def _describe(self, model: LedgerModel) -> None:
        self.title.setText(model.form.title)
        self.note.show_text(model.form.grain)
        told = (model.form.title, model.form.grain, model.form.note)
        self.title.setToolTip(plain_tip("\n".join(filter(None, told))))
        for control, name in ((self.new_row, "new"), (self.paste, "paste"), (self.delete, "delete")):
            control.setEnabled(not model.is_locked())
            control.setToolTip(plain_tip(model.locked_because() or say(f"window.row_{name}_tip")))
        self.excel.show_form(model.form, locked=model.is_locked())
        self.back.setVisible(self._came_from is not None)
        if self._came_from is not None:
            self.back.setToolTip(say("window.ledger_back_tip", title=self._came_from.why))
        self._count_rows()

    def _start_rows_for(self, row_filter: RowFilter | None) -> None:
        from baise_desktop.app.entry.filling import RowStart

        if self._edits is not None:
            self._edits.start_with(RowStart(row_filter.starting, row_filter.task) if row_filter else RowStart())

    def _note_change(self) -> None:
        self._count_rows()
        self.sight.note_change()
        self.past.note_change()

    def _reload(self) -> None:
        if self._edits is not None:
            self._edits.reload()

    def _keep_place(self) -> None:
        self._place = (self.row_at_cursor(), *self.view.current_cell())

    def _find_place(self) -> None:
        """Rows were read anew: stand where the cursor stood, or where it is wanted."""
        held, line, column = self._place
        if self._model is not None and line >= 0:
            rows = self._model.rows()
            line = rows.index(held) if held in rows else min(line, self._model.rowCount() - 1)
            self.view.stand_on(line, max(column, 0))
        self._reach_goal()

    def _catch_up(self) -> None:
        if self._edits is not None and self._edits.is_late:
            self._goal = None  # Whoever went on typing wants to be where that is.
            self._edits.catch_up()

    def _count_rows(self) -> None:
        if self._model is not None:
            count = len(self._model.all_rows())
            self.count.setText(say("window.row_count", count=count))
            self.rows_changed.emit(self._model.form.id, count)

    def _paste(self) -> None:
        """From the top left of the selection; one value goes into every selected cell."""
        if self._edits is None or self._model is None or self._model.is_locked():
            return
        copied = read_texts(QGuiApplication.clipboard().mimeData())
        spot = spot_of(self.view)
        self.view.setFocus()
        self._session.jobs.run_alone(partial(read_block, *copied), partial(self._paste_block, spot))

    def _paste_block(self, spot: PasteSpot, block: list[list[str]]) -> None:
        if self._edits is None or self._model is None:
            return
        corner = spot.find(self._model)
        if not block:
            self.told.emit(say("window.paste_empty"))
        elif corner is None:
            self.told.emit(say("window.paste_left", title=self._session.form(spot.form).title))
        elif len(block) == len(block[0]) == 1 and len(spot.chosen) > 1:
            self._edits.fill(spot.find_chosen(self._model), block[0][0])
        else:
            line, number = corner
            columns = [each for each in range(number, self._model.columnCount()) if not self.view.isColumnHidden(each)]
            self._edits.paste(block, line, columns)

    def _ask_paste(self, edits: LedgerEdits, pasted: Pasted) -> None:
        if edits is not self._edits:
            self.told.emit(say("window.paste_left", title=edits.title()))
        else:
            self.paste_dialog = PasteDialog(pasted, partial(edits.compare_again, pasted), self)
            self.paste_dialog.agreed.connect(partial(edits.paste_agreed, pasted))
            self.paste_dialog.finished.connect(lambda _: self.view.setFocus())
            self.paste_dialog.open()

    def _fill(self, text: str) -> None:
        if self._edits is not None and self._model is not None and not self._model.is_locked():
            self._edits.fill(self.view.selected_cells(), text)

    def _fill_down(self, cells: list[tuple[int, int, str]]) -> None:
        if self._edits is not None and self._model is not None and not self._model.is_locked():
            self._edits.fill_down(cells)

    def _delete_lines(self) -> None:
        if self._edits is None or self._model is None:
            return
        lines = [line for line in self.view.chosen_lines() if line < len(self._model.rows())]
        if lines and confirm(self, say("window.row_delete_ask", count=len(lines)), QMessageBox.Icon.Warning):
            self._edits.delete(lines)

    def _close_row(self) -> None:
        if self.row_form is not None:
            self.row_form.close()
            self.row_form.deleteLater()
            self.row_form = None

    def _open_row(self) -> None:
        self._close_row()
        if self._model is not None:
            self.row_form = LedgerForm(self.view, partial(_offer, self._choices))
            self.row_opened.emit(self.row_form)
            self.row_form.show()
            self.row_form.activateWindow()

    def _choose_columns(self) -> None:
        if self._model is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(say("window.ledger_columns_usual"), self._forget_widths)
        fill_menu(menu, self._model.form, self.habits.of(self._model.form.id).hidden, self._hide_columns)
        menu.popup(self.columns.mapToGlobal(self.columns.rect().bottomLeft()))

    def _hide_columns(self, keys: frozenset[str]) -> None:
        if self._model is not None:
            self.habits.note_hidden(self._model.form.id, keys)
            for number, question in enumerate(self._model.form.fields):
                self.view.setColumnHidden(number, question.key in keys)
            self.view.frozen.place()
            self.sight.totals.update()

    def _forget_widths(self) -> None:
        self.habits.forget_widths(self.form_id())
        self.view.set_widths({})

    def _go_back(self) -> None:
        if self._came_from is not None:
            self.back_requested.emit(self._came_from)

    def _reach_goal(self) -> None:
        if self._goal is None or self._model is None:
            return
        row_id, key = self._goal
        line = self._model.line_of(row_id)
        if line < 0 and any(row.row_id == row_id for row in self._model.all_rows()):
            self.sight.uncover(row_id)
            return
        if line >= 0:
            self._goal = None
            self.view.show_cell(line, max(0, self._model.column_of(key)))


def _offer(choices: Mapping[str, tuple[str, ...]], question: Field) -> tuple[str, ...]:
    return choices.get(question.key, ())


def _no_notes(_form: str) -> Mapping[tuple[str, str], str]:
    return {}

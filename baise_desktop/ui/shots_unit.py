"""The screens and questions of the unit's window, as pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPdfWriter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from baise_desktop.form.definition import FieldType, FormKind
from baise_desktop.texts import say
from baise_desktop.ui.finder import Finder
from baise_desktop.ui.palette import open_palette
from baise_desktop.ui.shots_asked import close_dialogs, menu_of, question_of
from baise_desktop.ui.shots_code import unit_code_pictures
from baise_desktop.ui.shots_evidence import evidence_pictures
from baise_desktop.ui.shots_letters import Letters
from baise_desktop.ui.shots_printing import unit_preview_pictures
from baise_desktop.ui.shots_signing import signing_pictures

Picture = tuple[str, Callable[[], QPixmap | None]]
"""Name of the file, and what brings the screen up; it may bring its own picture."""
Settle = Callable[[], None]
CLAUSE = "p2.cl.2.1.1"
_SEVERAL = 4


def unit_pictures(work: QWidget, letters: Letters, folder: Path, settle: Settle) -> Iterator[Picture]:
    """Everything that a unit can bring up; `folder` is for files, `settle` lets every job end."""
    begun = max((due for due in work.dues if due.state == "draft"), key=lambda due: due.filled)
    yield "unit-home", work.show_home
    yield "unit-desk-menu", partial(_open_desk_menu, work)
    yield "unit-task", partial(work.open_submission, begun.plan, begun.period)
    yield from _forms(work, settle)
    yield from _below(work, folder, settle)
    yield from _blocks(work, settle)
    yield from _small_windows(work, settle)
    yield from _other_pages(work, settle)
    yield from signing_pictures(work, folder, settle)
    yield from _letters(work, letters, settle)
    yield from _desk(work)


def _forms(work: QWidget, settle: Settle) -> Iterator[Picture]:
    for kind in (FormKind.TARGET, FormKind.REGISTER):
        forms = [sheet for sheet in work.sheets.values() if sheet.kind is kind]
        fullest = max(forms, key=lambda sheet: sheet.rows)
        yield f"unit-{kind.value}", partial(work.open_form, fullest.form)
    yield "unit-ledger-sorted", partial(_sort, work)
    yield "unit-ledger-choice", partial(_open_list, work, FieldType.CHOICE)
    yield "unit-ledger-typing", partial(_type, work)
    yield "unit-ledger-columns", partial(question_of, work.window(), work.ledger.columns.click)
    yield "unit-ledger-excel", partial(_open_excel_menu, work)
    asked = work.ledger.view.customContextMenuRequested
    yield "unit-cell-menu", partial(question_of, work.window(), lambda: asked.emit(work.ledger.view.rect().center()))
    yield "unit-row-form", work.ledger.form_button.click
    yield "unit-target-rows", partial(_close_row_and_open_rows, work)
    registers = [sheet for sheet in work.sheets.values() if sheet.kind is FormKind.REGISTER]
    empty = next((sheet.form for sheet in registers if not sheet.rows), "")
    if empty:
        yield "unit-ledger-empty", partial(work.open_form, empty)
    reference = _with_reference(work)
    if reference:
        yield "unit-ledger-reference", partial(_open_form_and_list, work, reference, settle)


def _below(work: QWidget, folder: Path, settle: Settle) -> Iterator[Picture]:
    yield "unit-finding", partial(work.findings.step, 1)
    yield "unit-finding-rule", partial(work.findings.details_chip.setChecked, True)
    yield "unit-cell-history", partial(_show_history, work, settle)
    yield "unit-evidence-none", work.below.reach_evidence
    yield "unit-evidence", partial(_attach, work, folder, settle)
    yield "unit-evidence-picture", partial(_preview, work, ".jpg")
    yield "unit-evidence-pdf", partial(_preview, work, ".pdf")
    yield from evidence_pictures(work, folder, settle)
    yield "unit-below-folded", partial(_fold, work)


def _blocks(work: QWidget, settle: Settle) -> Iterator[Picture]:
    yield "unit-paste", partial(_paste_over, work, settle)
    yield "unit-import", partial(_import_back, work, settle)
    yield "unit-undo", partial(_close_import_and_undo, work, settle)


def _small_windows(work: QWidget, settle: Settle) -> Iterator[Picture]:
    yield "unit-palette", partial(open_palette, work.window(), work.window().commands)
    yield "unit-go-to", partial(_go_to, work)
    yield "unit-note", partial(_write_note, work)
    yield "unit-keys", partial(_show_keys, work, settle)
    yield "unit-input-check", partial(_check_input, work)
    yield "unit-bug", partial(_show_bug, work)


def _other_pages(work: QWidget, settle: Settle) -> Iterator[Picture]:
    yield "unit-sign-off", partial(_after_closing, partial(work.go, "sign_off"))
    for name, chip in list(work.sign_off.tables.chips.items())[1:]:
        yield f"unit-sign-off-{name}", chip.click
    yield "unit-export", partial(work.go, "export")
    yield "unit-history", partial(work.go, "history")
    yield from unit_code_pictures(work)
    yield from unit_preview_pictures(work, settle)
    yield "unit-history-contents", partial(_after_closing, work.history.contents.click)
    yield "unit-clauses", partial(_after_closing, partial(work.go, "clauses"))
    yield "unit-clause", partial(work.clauses.tree.mark, CLAUSE)
    yield "unit-notes", partial(work.go, "notes")
    yield "unit-preferences", partial(work.go, "preferences")


def _letters(work: QWidget, letters: Letters, settle: Settle) -> Iterator[Picture]:
    yield "unit-receipt", partial(_open_letter, work, letters.received, settle)
    yield "unit-return", partial(work.packs.open_file, letters.returned)
    yield "unit-returned", partial(_mend, work, settle)
    yield "unit-history-return", partial(_show_returned, work, settle)
    yield "unit-news", partial(work.packs.open_file, letters.pack)
    yield "unit-home-news", partial(_after_closing, work.show_home)


def _desk(work: QWidget) -> Iterator[Picture]:
    from baise_desktop.ui.dialogs import confirm
    from baise_desktop.ui.unit.desk_menu import DeskMenu

    desk = work.window().findChild(DeskMenu) or work.findChild(DeskMenu)
    if desk is not None:
        yield "unit-hand-over", partial(question_of, work.window(), desk.hand_over)
        sure = say("window.hand_over_sure", to=say("window.shots_receiver"))
        yield "unit-hand-over-sure", partial(question_of, work.window(), partial(confirm, work.window(), sure))
        yield "unit-folder", partial(question_of, work.window(), desk.back_up)


def _sort(work: QWidget) -> None:
    view = work.ledger.view
    view.show_cell(0, view.ledger().columnCount() - 1)
    view.sort_requested.emit(view.ledger().columnCount() - 1)


def _open_list(work: QWidget, kind: FieldType) -> None:
    fields = work.ledger.view.ledger().form.fields
    number = next((at for at, field in enumerate(fields) if field.type is kind), 0)
    work.ledger.view.show_cell(0, number)
    work.ledger.view.setFocus()
    QTest.keyClick(work.ledger.view, Qt.Key.Key_F2)
    editor = _at_hand(work)
    if hasattr(editor, "open_list"):
        editor.open_list()


def _type(work: QWidget) -> None:
    _leave_cell(work)
    work.ledger.view.start_row()
    for letter in "baise":
        QTest.keyClicks(_at_hand(work), letter)


def _at_hand(work: QWidget) -> QWidget:
    """What has the keyboard; where no window manager gives it to any window, what would have it."""
    held = (QApplication.focusWidget(), work.window().focusWidget(), work.ledger.view)
    return next(widget for widget in held if widget is not None)


def _leave_cell(work: QWidget) -> None:
    for _ in range(2):
        QTest.keyClick(_at_hand(work), Qt.Key.Key_Escape)


def _open_excel_menu(work: QWidget) -> QPixmap:
    _leave_cell(work)
    button = work.ledger.excel.button
    return menu_of(work.window(), button.menu(), button)


def _open_desk_menu(work: QWidget) -> QPixmap | None:
    button = work.window().findChild(QWidget, "deskMenu")
    menu = button.findChild(QMenu) if button is not None else None
    return menu_of(work.window(), menu, button) if menu is not None and button is not None else None


def _close_row_and_open_rows(work: QWidget) -> None:
    if work.ledger.row_form is not None:
        work.ledger.row_form.close()
    filters = work.target.rows.filters if work.target.rows else {}
    held = [each for register, each in filters.items() if register in work.sheets]
    if held:
        work.open_rows(held[0])


def _with_reference(work: QWidget) -> str:
    """A register of the submission that refers to another one."""
    for sheet in work.sheets.values():
        if any(field.type is FieldType.REF for field in work.session.form(sheet.form).fields):
            return str(sheet.form)
    return ""


def _open_form_and_list(work: QWidget, form: str, settle: Settle) -> None:
    work.open_form(form)
    settle()
    _open_list(work, FieldType.REF)


def _show_history(work: QWidget, settle: Settle) -> None:
    fullest = max((sheet for sheet in work.sheets.values() if sheet.kind is FormKind.REGISTER), key=lambda s: s.rows)
    work.findings.details_chip.setChecked(False)
    work.open_form(fullest.form)
    settle()
    work.ledger.view.show_cell(0, 0)
    work.below.show_history()


def _attach(work: QWidget, folder: Path, settle: Settle) -> None:
    work.evidence.offer(_make_files(folder))
    settle()


def _make_files(folder: Path) -> list[Path]:
    """Two photographs and a document."""
    files = []
    for name, colour in (("1.jpg", "#7a9cc0"), ("2.png", "#c0a07a")):
        picture = QImage(QSize(900, 640), QImage.Format.Format_RGB32)
        picture.fill(QColor(colour))
        painter = QPainter(picture)
        painter.fillRect(300, 200, 300, 240, QColor("#f4f4f0"))
        painter.end()
        files.append(folder / f"{say('window.shots_file')}{name}")
        picture.save(str(files[-1]))
    files.append(folder / f"{say('window.shots_file')}3.pdf")
    writer = QPdfWriter(str(files[-1]))
    painter = QPainter(writer)
    painter.drawText(600, 1200, say("window.shots_comment_form"))
    painter.end()
    return files


def _preview(work: QWidget, ending: str) -> None:
    close_dialogs()
    tiles = work.evidence.tiles
    indexes = [tiles.model().index(line, 0) for line in range(tiles.model().rowCount())]
    tiles.setCurrentIndex(next(index for index in indexes if str(index.data()).endswith(ending)))
    work.evidence.preview.click()


def _fold(work: QWidget) -> None:
    close_dialogs()
    work.below.fold()


def _paste_over(work: QWidget, settle: Settle) -> None:
    work.below.show_findings()
    work.open_form(work.ledger.form_id())
    settle()
    shown = [row.row_id for row in work.ledger.view.ledger().rows()[:_SEVERAL]]
    work.ledger.view.show_cell(0, 0)
    QApplication.clipboard().setText("\n".join("\t".join((row[-4:], row[:4], row[4:8])) for row in shown))
    work.ledger.paste.click()


def _import_back(work: QWidget, settle: Settle) -> None:
    from baise_desktop.app.entry.template import write_template

    if work.ledger.paste_dialog is not None:
        work.ledger.paste_dialog.do.click()
    settle()
    sheet = work.session.sheet(work.ledger.form_id())
    with TemporaryDirectory() as scratch:
        file = Path(scratch) / "import.xlsx"
        work.session.jobs.run(lambda desk: write_template(desk, sheet, file, date.today()))  # noqa: DTZ011
        settle()
        work.undoing.turn("undo")
        settle()
        work.ledger.excel.look_at(file)
        settle()


def _close_import_and_undo(work: QWidget, settle: Settle) -> None:
    work.ledger.excel.dialog.do.click()
    settle()
    work.undoing.turn("undo")


def _go_to(work: QWidget) -> None:
    _leave_finders(work)
    work.open_form(work.ledger.form_id())
    work.keyboard.go_to_field()


def _write_note(work: QWidget) -> None:
    _leave_finders(work)
    work.ledger.view.show_cell(1, 2)
    work.keyboard.write_note()
    if work.notes.box is not None:
        work.notes.box.paper.setPlainText(say("window.shots_note"))


def _leave_finders(work: QWidget) -> None:
    for finder in work.window().findChildren(Finder):
        finder.leave()


def _show_keys(work: QWidget, settle: Settle) -> None:
    if work.notes.box is not None:
        work.notes.box.leave(keep=True)
    settle()
    work.window().show_keys()


def _check_input(work: QWidget) -> None:
    from baise_desktop.ui.input_method.self_check import InputCheck

    close_dialogs()
    InputCheck(work.window()).open()


def _show_bug(work: QWidget) -> None:
    from baise_desktop.ui.bugs import BugDialog

    close_dialogs()
    try:
        work.session.form(CLAUSE)
    except LookupError as error:
        BugDialog(error, work.window()).open()


def _after_closing(show: Callable[[], object]) -> None:
    close_dialogs()
    show()


def _open_letter(work: QWidget, file: Path, settle: Settle) -> None:
    work.show_home()
    settle()
    work.packs.open_file(file)


def _mend(work: QWidget, settle: Settle) -> None:
    from baise_desktop.ui.unit.returns_news import ReturnNews

    for news in work.window().findChildren(ReturnNews):
        news.mend.click()
    settle()


def _show_returned(work: QWidget, settle: Settle) -> None:
    work.go("history")
    settle()
    table = work.history.table
    table.selectRow(next((at for at in range(table.table.rowCount()) if table.table.line(at).value.comments), 0))

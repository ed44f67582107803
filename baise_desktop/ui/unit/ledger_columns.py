"""The menu that chooses which columns of a register are shown."""

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from baise_desktop.form.definition import Form
from baise_desktop.form.record import needs_answer
from baise_desktop.texts import say
from baise_desktop.ui.mnemonics import plainly, with_letter


def fill_menu(menu: QMenu, form: Form, hidden: frozenset[str], choose: Callable[[frozenset[str]], None]) -> None:
    """One line for each column; what must be filled in cannot be hidden."""
    everything = menu.addAction(with_letter(say("window.ledger_columns_all")))
    everything.triggered.connect(lambda: choose(frozenset()))
    menu.addSeparator()
    for question in form.fields:
        line = QAction(plainly(question.name), menu)
        line.setCheckable(True)
        line.setChecked(question.key not in hidden)
        line.setEnabled(question.key not in form.key and not needs_answer(question))
        line.setData(question.key)
        menu.addAction(line)
    menu.triggered.connect(lambda line: choose(_unticked(menu)) if line.data() else None)


def _unticked(menu: QMenu) -> frozenset[str]:
    return frozenset(str(line.data()) for line in menu.actions() if line.data() and not line.isChecked())

"""Where no copy of the database can be made before a merge: go on without one, knowing what is risked?"""

from PySide6.QtWidgets import QMessageBox, QWidget

from baise_desktop.errors import BaiseError
from baise_desktop.texts import say
from baise_desktop.ui.dialogs import confirm

CODE = "MERGE_BACKUP"
"""Of the refusal that the question follows."""


def may_go_on(parent: QWidget, error: BaiseError, count: int) -> bool:
    """Ask whether so many packages are to be merged without a copy; declining is the default."""
    question = say("window.merge_unsaved_ask", count=count, **error.values)
    answers = say("window.merge_unsaved_yes"), say("window.merge_unsaved_no")
    return confirm(parent, question, QMessageBox.Icon.Warning, answers)

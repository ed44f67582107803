"""The field where the two headers of a grid meet: Qt leaves it blank, here it says what the rows are."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QTableView

from baise_desktop.ui import look
from baise_desktop.ui.labels import plain_label


def name_corner(view: QTableView) -> QLabel:
    """A label in the corner of a grid; a click goes through it and chooses everything, as Qt has it."""
    label = plain_label()
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    corner = view.findChild(QAbstractButton)
    if isinstance(corner, QAbstractButton):
        layout = QHBoxLayout(corner)
        layout.setContentsMargins(look.current().pixels(4), 0, 0, 0)
        layout.addWidget(label)
    return label

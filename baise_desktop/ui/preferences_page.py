"""The page of preferences: how this installation's clerk likes to work."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QFrame, QScrollArea, QSizePolicy, QWidget

from baise_desktop.app.installation.preferences import CHECK_DELAYS, THEMES, ZOOMS
from baise_desktop.errors import BaiseError
from baise_desktop.texts import say
from baise_desktop.ui import preferences
from baise_desktop.ui.labels import button, card, column, plain_label, row

if TYPE_CHECKING:
    from baise_desktop.ui.preferences import PreferenceDesk

_TRUTHS = (False, True)
_WISHES: tuple[tuple[str, Sequence[object]], ...] = (
    ("enter_down", _TRUTHS),
    ("leave_full", _TRUTHS),
    ("check_delay", CHECK_DELAYS),
    ("theme", THEMES),
    ("zoom", ZOOMS),
    ("office_faces", (True, False)),
)


class PreferencesPage(QWidget):
    """One line for each wish; what is chosen is in force at once."""

    #: BaiseError that keeping met with
    refused = Signal(object)
    #: the sheet of keys is wanted
    keys_requested = Signal()

    def __init__(self, desk: PreferenceDesk) -> None:
        super().__init__()
        self._desk = desk
        self.boxes = {name: _make_box(name, offers) for name, offers in _WISHES}
        inner = QWidget()
        inner.setObjectName("page")
        self._lines = lines = QFormLayout()
        lines.setHorizontalSpacing(16)
        lines.setVerticalSpacing(12)
        lines.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        lines.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        for name, box in self.boxes.items():
            label = plain_label(say(f"preferences.{name}"))
            label.setBuddy(box)
            lines.addRow(label, box)
            box.currentIndexChanged.connect(partial(self._choose, name))
        box_of_lines = QWidget()
        box_of_lines.setLayout(lines)
        keys = button(say("preferences.keys"))
        keys.clicked.connect(self.keys_requested)
        layout = column(inner)
        layout.addWidget(card(box_of_lines), 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(plain_label(say("preferences.secret"), "muted", wrap=True))
        layout.addLayout(row(keys))
        layout.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        advice = plain_label(say("preferences.advice"), "muted", wrap=True)
        column(self, plain_label(say("preferences.title"), "title"), advice, area, margin=16).setStretch(2, 1)
        desk.changed.connect(self.open)
        self.open()

    def add_line(self, title: str, control: QWidget) -> None:
        """Something else that is chosen for this computer."""
        self._lines.addRow(plain_label(title), control)

    def open(self) -> None:
        """Show what is in force."""
        now = preferences.current()
        for name, offers in _WISHES:
            with QSignalBlocker(self.boxes[name]):
                self.boxes[name].setCurrentIndex(list(offers).index(getattr(now, name)))

    def _choose(self, name: str, number: int) -> None:
        try:
            self._desk.change(**{name: dict(_WISHES)[name][number]})
        except BaiseError as error:
            self.refused.emit(error)


def _make_box(name: str, offers: Sequence[object]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(say(f"preferences.{name}"))
    box.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    for offer in offers:
        box.addItem(_shown(name, offer))
    return box


def _shown(name: str, offer: object) -> str:
    match name, offer:
        case "zoom", _:
            return say("preferences.percent", number=offer)
        case "check_delay", int(delay):
            return say("preferences.seconds", number=f"{delay / 1000:g}")
        case _:
            return say(f"preferences.{name}_{str(offer).lower()}")

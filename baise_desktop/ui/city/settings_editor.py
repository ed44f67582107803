"""One thing that the plans leave open: what it is, why, and the control that settles it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from baise_desktop.app.terms.choices import clause_of, offered_values
from baise_desktop.progress.baseline import SEPARATOR, ChoiceKind, plain_text
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.choice_field import ChoiceField
from baise_desktop.ui.labels import IconLine, button, column, copyable_label, empty_layout, plain_label, row

if TYPE_CHECKING:
    from baise_desktop.app.terms.choices import OpenChoice
    from baise_desktop.form.definition import Catalogue

SHOWN_TARGETS = 4
"""Names of figures that are spelled out."""
LABELS_HEIGHT = 190
"""Pixels at 100 % of a list of boxes: the button that saves stays in sight."""


class _Typed(QLineEdit):
    """A year, an amount or a day."""

    def __init__(self, kind: ChoiceKind, value: str) -> None:
        super().__init__(value)
        self._kind = kind
        self.setPlaceholderText(say(f"window.settings_hint_{kind}"))

    def value(self) -> str:
        """What was typed, as settings are kept."""
        return plain_text(self._kind, self.text())


class _Ways(QComboBox):
    """The usual way of counting, or another."""

    def __init__(self, offered: tuple[tuple[str, str], ...], value: str) -> None:
        super().__init__()
        for way, words in (("", say("window.settings_usual")), *offered):
            self.addItem(words, way)
        self.setCurrentIndex(max(0, self.findData(value)))

    def value(self) -> str:
        """The way chosen."""
        return str(self.currentData())


class _Units(ChoiceField):
    """Kinds of units and units, ticked by name."""

    def __init__(self, offered: tuple[tuple[str, str], ...], value: str) -> None:
        words = dict(offered)
        self._values = {name: unit for unit, name in offered}
        super().__init__([name for _, name in offered], many=True)
        self.setText(SEPARATOR.join(words.get(each, each) for each in value.split(SEPARATOR) if each))

    def value(self) -> str:
        """Ids in place of names; a text that is no name stays as it is, and is refused."""
        self.settle()
        parts = [part.strip() for part in self.text().split(SEPARATOR) if part.strip()]
        return SEPARATOR.join(self._values.get(part, part) for part in parts)


class _Labels(QScrollArea):
    """A box to tick for each label."""

    def __init__(self, offered: tuple[tuple[str, str], ...], value: str) -> None:
        super().__init__()
        page = QWidget()
        page.setObjectName("page")
        chosen = set(value.split(SEPARATOR))
        self.boxes = [QCheckBox(words) for _, words in offered]
        column(page, *self.boxes, margin=4, spacing=2)
        for box, (label, _) in zip(self.boxes, offered, strict=True):
            box.setChecked(label in chosen)
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFocusProxy(self.boxes[0])
        self.setFixedHeight(look.current().pixels(LABELS_HEIGHT))

    def value(self) -> str:
        """The labels ticked."""
        return SEPARATOR.join(box.text() for box in self.boxes if box.isChecked())


_Control = _Typed | _Ways | _Units | _Labels


class SettingEditor(QFrame):
    """Empty until a setting is shown."""

    #: name of the setting and its text; an empty text leaves it open
    settled = Signal(str, str)
    #: id of a clause to look at
    clause_requested = Signal(str)

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__()
        self.setProperty("class", "card")
        self._catalogue = catalogue
        self._choice: OpenChoice | None = None
        self.control: _Control | None = None
        self.error = IconLine(wrap=True)
        self.save = button(say("window.settings_save"), "primary")
        self.save.clicked.connect(self._save)
        self.reset = button(say("window.settings_reset"))
        self.reset.clicked.connect(self._reset)
        self.clause = button("", "link")
        self.clause.clicked.connect(self._ask_clause)
        self._head, self._foot = QVBoxLayout(), QVBoxLayout()
        layout = column(self, margin=14)
        layout.addLayout(self._head)
        layout.addWidget(self.error)
        layout.addLayout(row(self.save, self.reset))
        layout.addLayout(self._foot)
        layout.addLayout(row(self.clause))
        layout.addStretch(1)
        self.show_choice(None)

    def choice(self) -> OpenChoice | None:
        """The setting on show."""
        return self._choice

    def show_choice(self, choice: OpenChoice | None) -> None:
        """Show another setting, or none."""
        for part in (self._head, self._foot):
            empty_layout(part)
        self._choice, self.control = choice, None
        self.error.hide()
        self.save.setVisible(choice is not None)
        self.reset.setVisible(choice is not None and bool(choice.value))
        self.clause.hide()
        if choice is None:
            self._head.addWidget(plain_label(say("window.settings_choose"), "muted"))
        else:
            self._fill(choice)

    def show_error(self, sentence: str) -> None:
        """Say beside the field what is wrong with it."""
        self.error.show_state("blocking", sentence, "danger")
        self.error.show()
        if self.control is not None:
            self.control.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves, from whichever control it comes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._choice is not None:
            self._save()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Take the sizes of a new look."""
        if event.type() == QEvent.Type.StyleChange and isinstance(self.control, _Labels):
            self.control.setFixedHeight(look.current().pixels(LABELS_HEIGHT))
        super().changeEvent(event)

    def _fill(self, choice: OpenChoice) -> None:
        self.control = self._make_control(choice)
        self.control.setAccessibleName(choice.what)
        parts = (
            plain_label(choice.subject, "section", wrap=True),
            plain_label(choice.what),
            copyable_label(choice.shown, "muted"),
            self.control,
        )
        for part in parts:
            self._head.addWidget(part)
        if choice.why:
            self._foot.addWidget(plain_label(say("window.settings_why"), "muted"))
            self._foot.addWidget(copyable_label(choice.why))
        self._foot.addWidget(plain_label(say("window.settings_targets"), "muted"))
        self._foot.addWidget(copyable_label(self._names(choice)))
        self._foot.addWidget(copyable_label(say("window.settings_name", name=choice.name), "muted"))
        self._offer_clause(choice)

    def _names(self, choice: OpenChoice) -> str:
        targets = [self._catalogue.targets[target] for target in choice.targets]
        plans = self._catalogue.plans
        names = list(dict.fromkeys(f"{plans[each.plan].short_name}：{each.name}" for each in targets))
        more = [say("window.settings_targets_more", count=len(targets))] if len(names) > SHOWN_TARGETS else []
        return "\n".join(names[:SHOWN_TARGETS] + more)

    def _offer_clause(self, choice: OpenChoice) -> None:
        target = self._catalogue.targets[choice.targets[0]] if choice.targets else None
        if target is not None and clause_of(self._catalogue, target):
            self.clause.setText(say("window.settings_clause", clause=target.clause))
            self.clause.show()

    def _make_control(self, choice: OpenChoice) -> _Control:
        offered = offered_values(self._catalogue, choice.name)
        if choice.kind is ChoiceKind.CALIBER:
            return _Ways(offered, choice.value)
        if choice.kind is ChoiceKind.UNITS:
            return _Units(offered, choice.value)
        return _Labels(offered, choice.value) if offered else _Typed(choice.kind, choice.value)

    def _save(self) -> None:
        if self._choice is None or self.control is None:
            return
        text = self.control.value()
        if not text and self._choice.kind is not ChoiceKind.CALIBER:
            self.show_error(say("window.settings_blank"))
            return
        self.error.hide()
        self.settled.emit(self._choice.name, text)

    def _reset(self) -> None:
        if self._choice is not None:
            self.settled.emit(self._choice.name, "")

    def _ask_clause(self) -> None:
        if self._choice is not None and self._choice.targets:
            target = self._catalogue.targets[self._choice.targets[0]]
            self.clause_requested.emit(clause_of(self._catalogue, target))

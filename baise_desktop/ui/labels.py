"""Small pieces that every page is made of; all text is shown as plain text."""

import html
from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from baise_desktop.errors import BaiseError
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.mnemonics import letter_of, plainly, with_letter


def plain_label(text: str = "", kind: str = "", *, wrap: bool = False) -> QLabel:
    """A label of a kind that the style sheet knows: title, section, muted, figure, code."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    if kind:
        label.setProperty("class", kind)
    return label


def plain_tip(text: str) -> str:
    """A tooltip that shows its text as it is; Qt would guess at markup otherwise."""
    return f"<p style='white-space:pre-wrap'>{html.escape(text)}</p>" if text else ""


def copyable_label(text: str = "", kind: str = "") -> QLabel:
    """A wrapping label whose text can be marked and copied, such as a path or a fingerprint."""
    label = plain_label(text, kind, wrap=True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label


class IconButton(QPushButton):
    """A push button whose icon follows the theme, pressed by Alt and its letter."""

    _words = ""
    _had_letter = False

    def __init__(self, text: str, kind: str, icon: str) -> None:
        super().__init__()
        self._icon = icon
        self.setAutoDefault(False)
        self.set_kind(kind)
        self.setText(text)

    def setText(self, text: str) -> None:
        """The words, and after them the letter that presses it with Alt; chips and links have none.

        A button that is dressed as a chip for want of room keeps its letter without showing it.
        """
        self._words = text
        has_letter = (self.property("class") or "") not in ("chip", "link")
        super().setText(with_letter(text) if has_letter else plainly(text))
        self._had_letter = self._had_letter or (has_letter and bool(text))
        if self._had_letter and not has_letter and letter_of(text):
            self.setShortcut(QKeySequence(f"Alt+{letter_of(text)}"))

    def text(self) -> str:
        """The words alone."""
        return self._words

    def set_kind(self, kind: str) -> None:
        """Dress as another kind, such as the primary button of a page that has something to do again."""
        self._tone = "on_accent" if kind == "primary" else "text"
        if kind != (self.property("class") or ""):
            self.setProperty("class", kind)
            self.style().unpolish(self)
            self.style().polish(self)
            self.setText(self._words)
        self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Redraw the icon in the colours and size of a new look."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._draw()
        super().changeEvent(event)

    def _draw(self) -> None:
        if self._icon:
            side = look.current().pixels(16)
            self.setIcon(look.icon(self._icon, self._tone))
            self.setIconSize(QSize(side, side))


def button(text: str, kind: str = "", icon: str = "") -> IconButton:
    """A push button; kind is primary or chip."""
    return IconButton(text, kind, icon)


def card(*parts: QWidget) -> QFrame:
    """A framed box with its parts from top to bottom."""
    frame = QFrame()
    frame.setProperty("class", "card")
    column(frame, *parts, margin=14)
    return frame


def column(owner: QWidget, *parts: QWidget, margin: int = 0, spacing: int = 8) -> QVBoxLayout:
    """Lay parts out from top to bottom in a widget."""
    layout = QVBoxLayout(owner)
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(spacing)
    for part in parts:
        layout.addWidget(part)
    return layout


def row(*parts: QWidget, stretch_last: bool = False) -> QHBoxLayout:
    """Lay parts out from left to right, the rest of the line left free."""
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    for part in parts:
        layout.addWidget(part)
    if stretch_last and parts:
        layout.setStretch(len(parts) - 1, 1)
    else:
        layout.addStretch(1)
    return layout


def empty_layout(layout: QLayout) -> None:
    """Take everything out of a layout and delete it."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            empty_layout(inner)
            inner.deleteLater()


def set_look(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet selects by, and restyle."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class IconLine(QWidget):
    """An icon and a text: a state that is readable without its colour."""

    def __init__(self, icon: str = "", text: str = "", tone: str = "text", *, wrap: bool = False) -> None:
        """`tone` is a colour of the theme."""
        super().__init__()
        self._image = QLabel()
        self.label = plain_label(text, wrap=wrap)
        self._icon, self._tone = icon, tone
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._image, 0, Qt.AlignmentFlag.AlignTop if wrap else Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.label, 1)
        self.show_state(icon, text, tone)

    def show_state(self, icon: str, text: str, tone: str = "text") -> None:
        """Change all three."""
        self._icon, self._tone = icon, tone
        self.label.setText(text)
        self._image.setVisible(bool(icon))
        set_look(self.label, "tone", tone)
        self._draw()

    def text(self) -> str:
        """The words."""
        return self.label.text()

    def changeEvent(self, event: QEvent) -> None:
        """Redraw the icon in the colours of a new theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()
        super().changeEvent(event)

    def _draw(self) -> None:
        if self._icon:
            self._image.setPixmap(look.pixmap(self._icon, self._tone, 16))


_WELL_FOR_MS = 8_000


class NoticeBar(QFrame):
    """One line across the window that says what went wrong or well.

    A warning stays until closed or replaced; a refusal goes with the page that it was met on; what went well goes by
    itself, too.
    """

    #: the reader closed it
    closed = Signal()

    def __init__(self) -> None:
        """Hidden until something is to be said."""
        super().__init__()
        self.setProperty("class", "bar")
        self._line = IconLine(wrap=True)
        self._line.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = close = QToolButton()
        close.setAutoRaise(True)
        close.setToolTip(say("window.close"))
        close.setAccessibleName(say("window.close"))
        close.clicked.connect(self.hide)
        close.clicked.connect(self.closed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 6, 8, 6)
        layout.addWidget(self._line, 1, Qt.AlignmentFlag.AlignVCenter)
        self.action = button("", "chip")
        self.action.hide()
        layout.addWidget(self.action, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self._act: Callable[[], object] | None = None
        self._page = ""
        self._of_page = False
        self.pause = QTimer(self, singleShot=True, interval=_WELL_FOR_MS)
        self.pause.timeout.connect(self._leave)
        self.action.clicked.connect(self._do)
        self._draw()
        self.hide()

    def show_error(self, error: BaiseError) -> None:
        """Code and sentence of a refusal."""
        self._show("blocking", say("window.refusal", code=error.code, sentence=error.sentence), "danger")
        self._of_page = True

    def show_warning(self, text: str) -> None:
        """Something that needs attention."""
        self._show("explain", text, "warning")

    def warn_page(self, text: str) -> None:
        """Something on the page on show that needs attention."""
        self.show_warning(text)
        self._of_page = True

    def show_success(self, text: str) -> None:
        """Something that worked."""
        self._show("done", text, "good")
        self._of_page = True
        self.pause.start()

    def offer(self, text: str, label: str, act: Callable[[], object]) -> None:
        """Something that worked, and a button for what may be wanted next."""
        self.show_success(text)
        self._put_action(label, act)

    def warn_and_offer(self, text: str, label: str, act: Callable[[], object]) -> None:
        """Something that went wrong, and a button for what may mend it."""
        self._show("blocking", text, "danger")
        self._put_action(label, act)

    def turn_page(self, page: str) -> None:
        """Another page is on show: what went well or was refused on the one before is past."""
        if page != self._page and self._of_page:
            self.hide()
        self._page = page

    def text(self) -> str:
        """What it says."""
        return self._line.text()

    def changeEvent(self, event: QEvent) -> None:
        """Redraw the icon in the colours and size of a new look."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._draw()
        super().changeEvent(event)

    def _draw(self) -> None:
        side = look.current().pixels(14)
        self._close.setIcon(look.icon("close"))
        self._close.setIconSize(QSize(side, side))

    def _put_action(self, label: str, act: Callable[[], object]) -> None:
        self._act = act
        self.action.setText(label)
        self.action.show()

    def _leave(self) -> None:
        """Go, unless somebody is about to press what is offered."""
        if (self.action.isVisible() and self.underMouse()) or self.action.hasFocus():
            self.pause.start()
        else:
            self.hide()

    def _do(self) -> None:
        if self._act is not None:
            self._act()

    def _show(self, icon: str, text: str, tone: str) -> None:
        self.action.hide()
        self.pause.stop()
        self._of_page = False
        self._line.show_state(icon, text, tone)
        set_look(self, "tone", tone)
        self.show()


_ADVICE_WIDTH = 620
"""Pixels at 100 %."""


class EmptyState(QWidget):
    """What a page shows when there is nothing yet: what it is, and what to do."""

    def __init__(self, icon: str, title: str, advice: str, action: QPushButton | None = None) -> None:
        """`action` is the button that does it."""
        super().__init__()
        image = QLabel()
        image.setPixmap(look.pixmap(icon, "muted", 40))
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addStretch(2)
        layout.addWidget(image, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(plain_label(title, "section"), 0, Qt.AlignmentFlag.AlignHCenter)
        text = plain_label(advice, "muted", wrap=True)
        text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        text.setMaximumWidth(look.current().pixels(_ADVICE_WIDTH))
        # In a column of its own, not centred by the layout: only so does a wrapping label get the height of its lines.
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(text, 8)
        line.addStretch(1)
        layout.addLayout(line)
        if action is not None:
            layout.addWidget(action, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

"""Says in plain words whether Chinese can be typed here, why not, and what to do; and lets the reader try it."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping

from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget

from baise_desktop.texts import say
from baise_desktop.ui.dialog_size import open_at
from baise_desktop.ui.input_method.connection import INPUT_ROUTE, find_keeper, list_running
from baise_desktop.ui.input_method.route import FCITX5_SERVICE, IBUS_SERVICE, Route, is_fcitx_among
from baise_desktop.ui.labels import IconLine, button, column, plain_label, row

_WELL = ("system", "ibus", "plugin", "bridge")
_HAN = range(0x4E00, 0xA000)


class InputCheck(QDialog):
    """What runs, by which way it is reached, what to do when it does not work, and a line to type into."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Looks at the session as it is now."""
        super().__init__(parent)
        self.setWindowTitle(say("window.input_check"))
        route, works = _route()
        running = list_running()
        case = situation(route, works, running)
        self.head = IconLine()
        well = case in _WELL
        head = say("window.input_head_well" if well else "window.input_head_ill")
        self.head.show_state("done" if well else "explain", head, "good" if well else "warning")
        self.state = plain_label(say(f"window.input_route_{case}"), wrap=True)
        told = say("window.input_seen", running=_names(running), asked=_asked(os.environ))
        self.seen = plain_label(told, "muted", wrap=True)
        self.line = QLineEdit()
        self.line.setPlaceholderText(say("window.input_check_sample"))
        self.line.setAccessibleName(say("window.input_check_try"))
        self.line.textChanged.connect(self._judge)
        self.outcome = IconLine(wrap=True)
        self.outcome.show_state("hint", say("window.input_check_wait"), "muted")
        close = button(say("window.input_check_close"))
        close.clicked.connect(self.accept)
        layout = column(self, self.head, self.state, self.seen, margin=16, spacing=12)
        for part in (plain_label(say("window.input_check_try")), self.line, self.outcome):
            layout.addWidget(part)
        buttons = row()
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout.addLayout(buttons)
        open_at(self, 640, 400)
        self.line.setFocus()

    def _judge(self, text: str) -> None:
        """Tell from what stands in the line whether Chinese arrives."""
        if any(ord(letter) in _HAN for letter in text):
            self.outcome.show_state("done", say("window.input_check_well"), "good")
        elif any(letter.isascii() and letter.isalpha() for letter in text):
            self.outcome.show_state("explain", say("window.input_check_letters"), "warning")
        else:
            self.outcome.show_state("hint", say("window.input_check_wait"), "muted")


def situation(route: Route, works: bool, running: Collection[str]) -> str:
    """Which of the cases that the texts tell of this is.

    Args:
        route: taken when the program started.
        works: whether the input method answers, as far as the program hears.
        running: names on the bus now.
    """
    if route in (Route.IBUS, Route.BRIDGE) and not works:
        return "lost"
    if route is Route.NONE and IBUS_SERVICE in running:
        return "late"
    return route.value


def _route() -> tuple[Route, bool]:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return Route.SYSTEM, True
    keeper = find_keeper(app)
    if keeper is not None:
        return keeper.route, keeper.works()
    return Route(app.property(INPUT_ROUTE) or Route.SYSTEM), True


def _names(running: Collection[str]) -> str:
    """The input methods that run, by the names that their users know."""
    found = []
    if FCITX5_SERVICE in running:
        found.append(say("window.input_name_fcitx5"))
    elif is_fcitx_among(running):
        found.append(say("window.input_name_fcitx4"))
    if IBUS_SERVICE in running and FCITX5_SERVICE not in running:
        found.append(say("window.input_name_ibus"))
    return say("window.input_and").join(found) or say("window.input_name_none")


def _asked(environment: Mapping[str, str]) -> str:
    """What the session was set up for."""
    names = ("QT_IM_MODULE", "XMODIFIERS")
    told = [f"{name}={environment[name]}" for name in names if environment.get(name)]
    return " ".join(told) or say("window.input_asked_nothing")

"""Says by which way Chinese input works here, and lets the reader try it."""

from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget

from baise_desktop.texts import say
from baise_desktop.ui.dialog_size import open_at
from baise_desktop.ui.input_method.connection import INPUT_ROUTE
from baise_desktop.ui.input_method.fcitx_bridge import FcitxBridge
from baise_desktop.ui.input_method.route import Route
from baise_desktop.ui.labels import button, column, plain_label, row


class InputCheck(QDialog):
    """The way, what to do when it does not work, and a line to type into."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("window.input_check"))
        self.state = plain_label(say(f"window.input_route_{_state()}"), wrap=True)
        self.line = QLineEdit()
        self.line.setPlaceholderText(say("window.input_check_sample"))
        close = button(say("window.input_check_close"))
        close.clicked.connect(self.accept)
        layout = column(self, self.state, plain_label(say("window.input_check_try")), self.line, margin=16, spacing=12)
        buttons = row()
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout.addLayout(buttons)
        open_at(self, 560, 200)
        self.line.setFocus()


def _state() -> str:
    app = QApplication.instance()
    route = Route(app.property(INPUT_ROUTE) or Route.SYSTEM) if app is not None else Route.SYSTEM
    bridge = app.findChild(FcitxBridge) if app is not None else None
    return "lost" if bridge is not None and not bridge.is_alive() else route.value

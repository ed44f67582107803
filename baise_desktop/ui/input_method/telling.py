"""Says across the window that Chinese input went away, and that it is back."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from baise_desktop.texts import say
from baise_desktop.ui.input_method.connection import find_keeper

if TYPE_CHECKING:
    from baise_desktop.ui.input_method.keeper import InputKeeper
    from baise_desktop.ui.shell import Shell


class InputTeller(QObject):
    """Tells in one window, for as long as it is there."""

    def __init__(self, shell: "Shell", keeper: "InputKeeper") -> None:
        """Hears the keeper from now on."""
        super().__init__(shell)
        self._notice = shell.notice
        keeper.lost.connect(self._tell_lost)
        keeper.found.connect(self._tell_found)
        keeper.late.connect(self._tell_late)

    def _tell_lost(self) -> None:
        self._notice.show_warning(say("window.input_lost"))

    def _tell_found(self) -> None:
        self._notice.show_success(say("window.input_found"))

    def _tell_late(self) -> None:
        self._notice.show_warning(say("window.input_late"))


def tell_of_input(shell: "Shell") -> None:
    """Tell in this window, where an input method is to be kept going."""
    app = QApplication.instance()
    keeper = find_keeper(app) if isinstance(app, QApplication) else None
    if keeper is not None:
        InputTeller(shell, keeper)

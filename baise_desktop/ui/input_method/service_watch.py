"""Hears when an input method comes to the session's bus or leaves it."""

from collections.abc import Sequence

from jeepney import HeaderFields, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from PySide6.QtCore import QObject, QSocketNotifier, Signal

from baise_desktop.ui.input_method.fcitx_server import GONE

_CHANGED = "NameOwnerChanged"


class ServiceWatch(QObject):
    """Lives as long as its parent; says nothing more once the bus is gone."""

    #: a service, and whether it is there now
    changed = Signal(str, bool)

    def __init__(self, services: Sequence[str], parent: QObject) -> None:
        """Raises: OSError, EOFError, DBusErrorResponse, ValueError, KeyError: there is no bus."""
        super().__init__(parent)
        self._connection: DBusConnection = open_dbus_connection("SESSION")
        for service in services:
            rule = f"type='signal',sender='org.freedesktop.DBus',member='{_CHANGED}',arg0='{service}'"
            self._connection.send_and_get_reply(new_method_call(message_bus, "AddMatch", "s", (rule,)), timeout=1)
        self._notifier = QSocketNotifier(self._connection.sock.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)

    def close(self) -> None:
        """Hear nothing more."""
        self._notifier.setEnabled(False)
        self._connection.close()

    def _read(self) -> None:
        try:
            while True:
                message = self._connection.receive(timeout=0)
                if message.header.fields.get(HeaderFields.member) == _CHANGED:
                    service, _, owner = message.body
                    self.changed.emit(service, bool(owner))
        except TimeoutError:
            return
        except GONE:
            self.close()

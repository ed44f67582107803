"""The talk with a running fcitx over D-Bus: version 5 by its portal, version 4 by its old interface.

No Qt here: keys go in, and what the input method answers comes back as `Answer` values.
Source: fcitx5 `org.fcitx.Fcitx.InputMethod1` and `InputContext1`; fcitx 4 `org.fcitx.Fcitx.InputMethod`, CreateICv3.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jeepney import DBusAddress, HeaderFields, MessageType, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import DBusErrorResponse

from baise_desktop.ui.input_method.route import FCITX4_PREFIX, FCITX5_PORTAL

_PROGRAM = "baise-desktop"
_ANSWER_SECONDS = 0.5
"""Longest wait for one answer: a hung daemon must not hang the typist for longer."""
_PREEDIT, _FORMATTED_PREEDIT = 1 << 1, 1 << 4

GONE = (OSError, EOFError, DBusErrorResponse)
"""What a talk ends with when the daemon went away or does not answer (TimeoutError is an OSError)."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key event as X11 has it."""

    symbol: int
    code: int
    state: int
    released: bool


@dataclass(frozen=True, slots=True)
class Commit:
    """Characters that are chosen."""

    text: str


@dataclass(frozen=True, slots=True)
class Preedit:
    """Characters that are still being composed."""

    text: str
    cursor: int
    """In characters."""


Answer = Commit | Preedit


def list_services() -> tuple[str, ...]:
    """The names on the session bus; none where there is no bus."""
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return ()
    try:
        with open_dbus_connection("SESSION") as connection:
            reply = connection.send_and_get_reply(new_method_call(message_bus, "ListNames"), timeout=_ANSWER_SECONDS)
            return tuple(reply.body[0])
    except (*GONE, ValueError, KeyError):
        return ()


@dataclass(frozen=True, slots=True)
class _Dialect:
    """How one version of fcitx is spoken to."""

    interface: str
    capability: tuple[str, str]
    key: str
    """Signature of ProcessKeyEvent."""


_FIVE = _Dialect("org.fcitx.Fcitx.InputContext1", ("SetCapability", "t"), "uuubu")
_FOUR = _Dialect("org.fcitx.Fcitx.InputContext", ("SetCapacity", "u"), "uuuiu")


class FcitxServer:
    """One input context at a running fcitx."""

    def __init__(self) -> None:
        """Raises: OSError, EOFError, DBusErrorResponse, ValueError, KeyError: there is no bus or no fcitx."""
        self._connection: DBusConnection = open_dbus_connection("SESSION")
        self._waiting: list[Any] = []
        self._service, self._path, self._dialect = self._open_context()
        match = f"type='signal',interface='{self._dialect.interface}',path='{self._path}'"
        self._ask(new_method_call(message_bus, "AddMatch", "s", (match,)))
        member, signature = self._dialect.capability
        self._tell(member, signature, (_PREEDIT | _FORMATTED_PREEDIT,))

    @property
    def descriptor(self) -> int:
        """File descriptor that becomes readable when the daemon says something."""
        return int(self._connection.sock.fileno())

    def send_key(self, key: Key) -> bool:
        """Whether the input method took the key. Raises: those of `GONE`."""
        released = key.released if self._dialect is _FIVE else int(key.released)
        (taken,) = self._tell("ProcessKeyEvent", self._dialect.key, (key.symbol, key.code, key.state, released, 0))
        return bool(taken)

    def focus(self, inside: bool) -> None:
        """Whether a text widget has the keyboard. Raises: those of `GONE`."""
        self._tell("FocusIn" if inside else "FocusOut")

    def place_cursor(self, x: int, y: int, width: int, height: int) -> None:
        """Where the candidates are to appear, in pixels of the screen. Raises: those of `GONE`."""
        self._tell("SetCursorRect", "iiii", (x, y, width, height))

    def read_answers(self) -> Iterator[Answer]:
        """What the daemon has said since the last call, in order. Raises: those of `GONE`."""
        self._receive()
        waiting, self._waiting = self._waiting, []
        for message in waiting:
            fields = message.header.fields
            if message.header.message_type is MessageType.signal and fields.get(HeaderFields.path) == self._path:
                yield from _answer(fields[HeaderFields.member], message.body)

    def close(self) -> None:
        """End the talk."""
        self._connection.close()

    def _open_context(self) -> tuple[str, str, _Dialect]:
        (names,) = self._ask(new_method_call(message_bus, "ListNames"))
        if FCITX5_PORTAL in names:
            place = DBusAddress("/org/freedesktop/portal/inputmethod", FCITX5_PORTAL, "org.fcitx.Fcitx.InputMethod1")
            path, _ = self._ask(new_method_call(place, "CreateInputContext", "a(ss)", ([("program", _PROGRAM)],)))
            return FCITX5_PORTAL, path, _FIVE
        service = next((name for name in names if name.startswith(FCITX4_PREFIX)), "")
        place = DBusAddress("/inputmethod", service, "org.fcitx.Fcitx.InputMethod")
        number, *_ = self._ask(new_method_call(place, "CreateICv3", "si", (_PROGRAM, os.getpid())))
        return service, f"/inputcontext_{number}", _FOUR

    def _tell(self, member: str, signature: str | None = None, body: tuple[Any, ...] = ()) -> tuple[Any, ...]:
        place = DBusAddress(self._path, self._service, self._dialect.interface)
        return self._ask(new_method_call(place, member, signature, body))

    def _ask(self, message: Any) -> tuple[Any, ...]:
        """The reply's body; signals that come before it are kept in order."""
        serial = next(self._connection.outgoing_serial)
        self._connection.send(message, serial=serial)
        while True:
            reply = self._connection.receive(timeout=_ANSWER_SECONDS)
            if reply.header.fields.get(HeaderFields.reply_serial) != serial:
                self._waiting.append(reply)
                continue
            if reply.header.message_type is MessageType.error:
                raise DBusErrorResponse(reply)
            return tuple(reply.body)

    def _receive(self) -> None:
        try:
            while True:
                self._waiting.append(self._connection.receive(timeout=0))
        except TimeoutError:
            return


def _answer(member: str, body: tuple[Any, ...]) -> Iterator[Answer]:
    if member == "CommitString":
        yield Commit(body[0])
    elif member == "UpdateFormattedPreedit":
        text = "".join(part for part, _ in body[0])
        # The cursor counts bytes of UTF-8, and is negative where there is none.
        yield Preedit(text, len(text.encode()[: max(body[1], 0)].decode("utf-8", "ignore")))

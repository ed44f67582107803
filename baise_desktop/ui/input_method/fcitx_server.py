"""The talk with a running fcitx over D-Bus: version 5 by its portal, version 4 by its old interface.

No Qt here: keys go in, and what the input method answers comes back as `Answer` values.
Source: fcitx5 `org.fcitx.Fcitx.InputMethod1` and `InputContext1`; fcitx 4 `org.fcitx.Fcitx.InputMethod`, CreateICv3.
"""

import os
import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, HeaderFields, MessageType, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import DBusErrorResponse

from baise_desktop.ui.input_method.route import FCITX4_PREFIX, FCITX5_PORTAL, is_fcitx_among

_PROGRAM = "baise-desktop"
_ANSWER_SECONDS = 0.5
"""Longest wait for one answer: a hung daemon must not hang the typist for longer."""
_PREEDIT, _FORMATTED_PREEDIT, _COMMITS_ITSELF = 1 << 1, 1 << 4, 1 << 5
"""The last: the program makes text of what is in hand when the cursor leaves, fcitx must not do so again."""

_MACHINE_FILES = ("/var/lib/dbus/machine-id", "/etc/machine-id")

_OWNER_CHANGED = "NameOwnerChanged"

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


@dataclass(frozen=True, slots=True)
class Forward:
    """A key that the input method took, and gives back for the program to act on."""

    key: Key


Answer = Commit | Preedit | Forward


def list_services(environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """The names on the session's bus and on the one that fcitx 4 keeps for itself; none where there is no bus."""
    names: list[str] = []
    for address in _addresses(environment):
        with suppress(*GONE, ValueError, KeyError), open_dbus_connection(address) as connection:
            reply = connection.send_and_get_reply(new_method_call(message_bus, "ListNames"), timeout=_ANSWER_SECONDS)
            names += reply.body[0]
    return tuple(names)


def own_bus(environment: Mapping[str, str], machine: str) -> str:
    """Address of the bus that fcitx 4 started for itself, as it left it in its folder; empty where there is none.

    Source: fcitx 4, `fcitx_utils_get_dbus_address`: the address, a zero byte, the numbers of two processes.
    """
    if environment.get("FCITX_DBUS_ADDRESS"):
        return environment["FCITX_DBUS_ADDRESS"]
    settings = environment.get("XDG_CONFIG_HOME") or f"{environment.get('HOME', '')}/.config"
    file = Path(settings) / "fcitx" / "dbus" / f"{machine}-{display_number(environment)}"
    try:
        address, _, processes = file.read_bytes().partition(b"\0")
        if all(_lives(int.from_bytes(processes[at : at + 4], sys.byteorder)) for at in (0, 4)):
            return address.decode()
    except (OSError, ValueError):
        pass
    return ""


def display_number(environment: Mapping[str, str]) -> str:
    """The number of the X display: fcitx 4 puts it into its name."""
    return environment.get("DISPLAY", ":0").rpartition(":")[2].partition(".")[0]


def _addresses(environment: Mapping[str, str]) -> Iterator[str]:
    """The buses that fcitx may be found on."""
    if environment.get("DBUS_SESSION_BUS_ADDRESS"):
        yield environment["DBUS_SESSION_BUS_ADDRESS"]
    machine = next((file.read_text().strip() for file in map(Path, _MACHINE_FILES) if file.is_file()), "")
    own = own_bus(environment, machine)
    if own:
        yield own


def _lives(process: int) -> bool:
    if process <= 0:
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


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

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        """Raises: OSError, EOFError, DBusErrorResponse, ValueError, KeyError: there is no bus or no fcitx."""
        self._waiting: list[Any] = []
        self._display = display_number(environment)
        self._connection, names = self._find_bus(environment)
        try:
            self._service, self._path, self._dialect = self._open_context(names)
            self._watch()
            member, signature = self._dialect.capability
            self._tell(member, signature, (_PREEDIT | _FORMATTED_PREEDIT | _COMMITS_ITSELF,))
        except BaseException:
            self.close()
            raise

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

    def reset(self) -> None:
        """Forget what is being composed. Raises: those of `GONE`."""
        self._tell("Reset")

    def place_cursor(self, x: int, y: int, width: int, height: int) -> None:
        """Where the candidates are to appear, in pixels of the screen. Raises: those of `GONE`."""
        self._tell("SetCursorRect", "iiii", (x, y, width, height))

    def read_answers(self) -> Iterator[Answer]:
        """What the daemon has said since the last call, in order. Raises: those of `GONE`."""
        self._receive()
        waiting, self._waiting = self._waiting, []
        for message in waiting:
            fields = message.header.fields
            if message.header.message_type is not MessageType.signal:
                continue
            if fields.get(HeaderFields.path) == self._path:
                yield from _answer(fields[HeaderFields.member], message.body)
            elif fields.get(HeaderFields.member) == _OWNER_CHANGED and message.body[0] == self._service:
                raise ConnectionResetError(self._service)

    def close(self) -> None:
        """End the talk."""
        self._connection.close()

    def _find_bus(self, environment: Mapping[str, str]) -> tuple[DBusConnection, Collection[str]]:
        """The first bus with a fcitx on it, and the names there."""
        for address in _addresses(environment):
            with suppress(*GONE, ValueError):
                self._connection = open_dbus_connection(address)
                (names,) = self._ask(new_method_call(message_bus, "ListNames"))
                if is_fcitx_among(names):
                    return self._connection, names
                self._connection.close()
        raise ConnectionRefusedError("fcitx")

    def _open_context(self, names: Collection[str]) -> tuple[str, str, _Dialect]:
        if FCITX5_PORTAL in names:
            place = DBusAddress("/org/freedesktop/portal/inputmethod", FCITX5_PORTAL, "org.fcitx.Fcitx.InputMethod1")
            path, _ = self._ask(new_method_call(place, "CreateInputContext", "a(ss)", ([("program", _PROGRAM)],)))
            return FCITX5_PORTAL, path, _FIVE
        mine = f"{FCITX4_PREFIX}{self._display}"
        service = mine if mine in names else next(name for name in names if name.startswith(FCITX4_PREFIX))
        place = DBusAddress("/inputmethod", service, "org.fcitx.Fcitx.InputMethod")
        number, *_ = self._ask(new_method_call(place, "CreateICv3", "si", (_PROGRAM, os.getpid())))
        return service, f"/inputcontext_{number}", _FOUR

    def _watch(self) -> None:
        """Hear what the context says, and that its daemon went away."""
        spoken = f"type='signal',interface='{self._dialect.interface}',path='{self._path}'"
        left = f"type='signal',sender='org.freedesktop.DBus',member='{_OWNER_CHANGED}',arg0='{self._service}'"
        for rule in (spoken, left):
            self._ask(new_method_call(message_bus, "AddMatch", "s", (rule,)))

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
    elif member == "ForwardKey":
        symbol, state, released = body
        yield Forward(Key(symbol, 0, state, bool(released)))

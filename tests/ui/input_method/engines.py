"""The input methods that can be tried for real, each with a home of its own, and how they are started and ended."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

FCITX4_FOLDER = "BAISE_FCITX4"
"""Environment variable: where the packages of fcitx 4 lie unpacked; they cannot be installed beside fcitx 5."""
IBUS_ENGINE = "libpinyin"

_PROFILE_5 = """\
[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=pinyin
Layout=

[GroupOrder]
0=Default
"""
_PROFILE_4 = """\
[Profile]
EnabledIMList=pinyin:True,fcitx-keyboard-us:True
IMName=pinyin
"""


@dataclass(frozen=True, slots=True)
class Engine:
    """One input method, and the way that it is to be reached by."""

    name: str
    command: tuple[str, ...]
    route: str
    """What the program must choose."""
    asked: str = "fcitx"
    """What the session asks Qt to use."""
    choose: tuple[tuple[str, ...], ...] = ()
    """Commands that switch to pinyin while a window has the keyboard."""
    has_window: bool = False
    """Whether its candidates appear in a window that can be found."""
    hides_bus: bool = False
    """Whether the program is to find it without the session's bus."""
    variables: Mapping[str, str] = field(default_factory=dict)


def known_engines() -> Mapping[str, Engine]:
    """Every input method that a test is written for, by name."""
    remote_5 = (("fcitx5-remote", "-o"), ("fcitx5-remote", "-s", "pinyin"))
    folder = os.environ.get(FCITX4_FOLDER, "")
    program = f"{folder}/usr/bin/fcitx" if folder else "fcitx"
    remote = f"{program}-remote"
    remote_4 = ((remote, "-o"), (remote, "-s", "pinyin"))
    libraries = {"LD_LIBRARY_PATH": _libraries(folder), "FCITXDIR": f"{folder}/usr"} if folder else {}
    old = (program, "-D", "--disable", "fcitx-ipcportal")
    engines = (
        Engine("ibus", ("ibus-daemon", "--xim", "--panel", "disable"), "ibus", "ibus"),
        Engine("fcitx5", ("fcitx5",), "ibus", choose=remote_5, has_window=True),
        Engine("fcitx5-bridge", ("fcitx5", "--disable", "ibusfrontend"), "bridge", choose=remote_5, has_window=True),
        Engine("fcitx4", old, "bridge", choose=remote_4, has_window=True, variables=libraries),
        Engine("fcitx4-portal", (program, "-D"), "bridge", choose=remote_4, has_window=True, variables=libraries),
        Engine("fcitx4-bus", old, "bridge", choose=remote_4, has_window=True, hides_bus=True, variables=libraries),
    )
    return {engine.name: engine for engine in engines}


def missing_programs(engine: Engine) -> Sequence[str]:
    """What has to be installed before this input method can be tried."""
    needed = [engine.command[0], "xdotool", *(["dbus-launch"] if engine.hides_bus else [])]
    return [program for program in needed if shutil.which(program) is None]


def furnish(home: Path) -> None:
    """Give every input method pinyin as its first choice."""
    for place, text in (("fcitx5/profile", _PROFILE_5), ("fcitx/profile", _PROFILE_4)):
        file = home / ".config" / place
        file.parent.mkdir(parents=True)
        file.write_text(text)


def start_daemon(engine: Engine, home: Path) -> subprocess.Popen[bytes]:
    """Start it; it has not yet said that it is ready."""
    with (home / "daemon.log").open("ab") as log:
        return subprocess.Popen(engine.command, stdout=log, stderr=log, env={**os.environ, **engine.variables})


def _libraries(folder: str) -> str:
    return ":".join(str(path) for path in sorted(Path(folder).glob("usr/lib/*-linux-gnu*")))

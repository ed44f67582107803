"""What a refusal may not do to the computer: write elsewhere, start a program, call out, or eat time and memory."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MOST_SECONDS = 20
"""Of the processor, for one file: bounded, not fast."""
MOST_BYTES = 200 << 20
_STATUS, _CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")
_CHANGES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod"}
_PROCESSES = ("subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.startfile", "pty.")
_NETWORK = ("socket.connect", "socket.bind", "socket.send", "socket.getaddrinfo", "socket.gethost", "urllib.", "http.")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_heard: list[str] = []
_allowed: list[str] = []
_state = {"hooked": False, "listening": False}


@contextmanager
def harmless(*folders: Path) -> Iterator[None]:
    """Nothing within writes outside the folders, starts a process, uses the network, or is without bounds."""
    if not _state["hooked"]:
        sys.addaudithook(_hear)
        _state["hooked"] = True
    _heard.clear()
    _allowed[:] = [str(folder) for folder in folders]
    before, started = _peak(clear=True), time.process_time()
    _state["listening"] = True
    try:
        yield
    finally:
        _state["listening"] = False
    used, grown = time.process_time() - started, _peak() - before
    assert _heard == []
    assert used < MOST_SECONDS
    assert grown < MOST_BYTES


def _hear(event: str, args: tuple[object, ...]) -> None:
    if not _state["listening"]:
        return
    if event.startswith((*_PROCESSES, *_NETWORK)):
        _heard.append(f"{event} {args!r}")
    elif event in _CHANGES or (event == "open" and _writes(args)):
        path = os.fsdecode(args[0]) if isinstance(args[0], (str, bytes, os.PathLike)) else ""
        if path and "__pycache__" not in path and not any(_is_below(path, folder) for folder in _allowed):
            _heard.append(f"{event} {path}")


def _writes(args: tuple[object, ...]) -> bool:
    _, mode, flags = args
    opened = isinstance(flags, int) and flags & _WRITING
    return bool(opened) or (isinstance(mode, str) and any(mark in mode for mark in "wax+"))


def _is_below(path: str, folder: str) -> bool:
    return path == os.devnull or Path(path).absolute().is_relative_to(folder)


def _peak(*, clear: bool = False) -> int:
    """Most memory that this process held since it was cleared; always 0 where the system does not tell."""
    if not _CLEAR.exists():
        return 0
    if clear:
        _CLEAR.write_text("5", "ascii")
    line = next(line for line in _STATUS.read_text("ascii").splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) << 10

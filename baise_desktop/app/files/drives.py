"""Removable drives that are plugged in, with what room they have."""

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

_MOUNTS, _BLOCK = Path("/proc/mounts"), Path("/sys/class/block")
_PLUGGED = ("/media/", "/run/media/", "/mnt/")
_DISCS = {"iso9660", "udf", "squashfs"}
_SYSTEM = ("/", "/boot", "/boot/efi", "/home", "/usr", "/var", "/tmp")  # noqa: S108 -- mount points, nothing is written
_WINDOWS_REMOVABLE = 2


@dataclass(frozen=True, slots=True)
class Drive:
    """A removable drive."""

    folder: Path
    name: str
    free: int
    """Bytes."""
    size: int
    """Bytes."""
    writable: bool


def find_drives() -> tuple[Drive, ...]:
    """The removable drives there are now, by folder."""
    if sys.platform == "win32":
        folders = list(_windows_folders())
    else:
        text = _MOUNTS.read_text("utf-8", "surrogateescape") if _MOUNTS.exists() else ""
        folders = list(removable_mounts(text, _is_removable))
    found = (_describe(folder, read_only=read_only) for folder, read_only in folders)
    return tuple(sorted((drive for drive in found if drive), key=lambda drive: str(drive.folder)))


def drives_mark() -> str:
    """A text that is another one when a drive has come or gone; no drive is touched for it."""
    if sys.platform == "win32":
        import ctypes

        return str(getattr(ctypes, "windll").kernel32.GetLogicalDrives())  # noqa: B009
    return _MOUNTS.read_text("utf-8", "surrogateescape") if _MOUNTS.exists() else ""


def is_plugged(folder: Path) -> bool:
    """Whether a drive's own folder is the drive's now: where it was, an empty folder of the disk may be left."""
    return any(drive.folder == folder for drive in find_drives())


def removable_mounts(mounts: str, is_removable: Callable[[str], bool]) -> Iterator[tuple[Path, bool]]:
    """Mount points of removable drives, and whether each is mounted read-only.

    Args:
        mounts: text of /proc/mounts.
        is_removable: says it of a device's name, such as sdb1.
    """
    for line in mounts.splitlines():
        device, point, kind, options, *_ = line.split(" ")
        point = re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), point)
        if not device.startswith("/dev/") or kind in _DISCS or point in _SYSTEM:
            continue
        if f"{point}/".startswith(_PLUGGED[:2]) or is_removable(device.removeprefix("/dev/")):
            yield Path(point), "ro" in options.split(",")


def _is_removable(device: str) -> bool:
    """Whether the kernel calls the disk removable, or it hangs on USB."""
    try:
        place = (_BLOCK / device).resolve()
        flags = [folder / "removable" for folder in (place, place.parent)]
        flag = next((file.read_text().strip() for file in flags if file.is_file()), "0")
    except OSError:
        return False
    return flag == "1" or "/usb" in str(place)


def _windows_folders() -> Iterator[tuple[Path, bool]]:
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009
    letters = kernel.GetLogicalDrives()
    for number in range(26):
        root = f"{chr(ord('A') + number)}:\\"
        if letters >> number & 1 and kernel.GetDriveTypeW(root) == _WINDOWS_REMOVABLE:
            yield Path(root), False


def _describe(folder: Path, *, read_only: bool) -> Drive | None:
    try:
        usage = shutil.disk_usage(folder)
    except OSError:
        # A card reader without a card, or a stick pulled out a moment ago.
        return None
    writable = not read_only and os.access(folder, os.W_OK)
    return Drive(folder, folder.name or str(folder), usage.free, usage.total, writable)

"""Where a store may be made: on a local disk, never on a stick, a network share or a folder that a cloud syncs."""

import re
import sys
from pathlib import Path, PurePath

from baise_desktop.errors import BaiseError
from baise_desktop.texts import say

_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "ceph", "davfs", "glusterfs"}
_NETWORK |= {"fuse.sshfs", "fuse.rclone", "fuse.davfs2", "fuse.glusterfs", "fuse.gvfsd-fuse", "fuse.s3fs"}
_REMOVABLE = {"vfat", "msdos", "exfat", "fuse.exfat", "iso9660", "udf"}
_REMOVABLE_FOLDERS = ("/media/", "/run/media/")
_LATIN_CLOUDS = (
    *("onedrive", "dropbox", "nutstore", "wpsdrive", "wps cloud", "baidunetdisk", "baidusyncdisk"),
    *("google drive", "googledrive", "icloud drive", "iclouddrive", "aliyundrive", "weiyun"),
)
_CHINESE_CLOUDS = ("wps云", "坚果云", "百度网盘", "百度云", "阿里云盘", "腾讯微云", "天翼云盘", "同步盘", "云同步")
_MOUNTS = Path("/proc/mounts")
_DRIVE_REMOVABLE, _DRIVE_REMOTE, _DRIVE_CDROM = 2, 4, 5


def refuse_place(folder: Path) -> None:
    """Refuse a folder that a store must not live in.

    Raises:
        BaiseError: STORE_PLACE with the reason.
    """
    place = folder.resolve()
    reason = find_cloud(place)
    if reason is None:
        reason = _find_drive(place) if sys.platform == "win32" else _find_mounted(place)
    if reason is not None:
        raise BaiseError("STORE_PLACE", folder=folder, reason=reason)


def find_cloud(place: PurePath) -> str | None:
    """The reason not to use a folder that a cloud service syncs, or None."""
    for part in place.parts:
        name = part.casefold()
        latin = any(re.match(rf"{re.escape(cloud)}(?:$|[ \-_(])", name) for cloud in _LATIN_CLOUDS)
        if latin or any(cloud in name for cloud in _CHINESE_CLOUDS):
            return say("store.place_cloud", name=part)
    return None


def find_mount(place: PurePath, mounts: str) -> str | None:
    """The reason not to use a folder because of the disk it lies on, or None.

    Args:
        place: absolute.
        mounts: text of /proc/mounts.
    """
    folder, system = "/", ""
    for line in mounts.splitlines():
        _, point, kind, *_ = line.split(" ")
        point = re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), point)
        if place.is_relative_to(point) and len(point) >= len(folder):
            folder, system = point, kind
    if system in _NETWORK:
        return say("store.place_network")
    if system in _REMOVABLE or f"{folder}/".startswith(_REMOVABLE_FOLDERS):
        return say("store.place_removable")
    return None


def _find_mounted(place: Path) -> str | None:
    if not _MOUNTS.exists():
        return None
    return find_mount(place, _MOUNTS.read_text("utf-8", "surrogateescape"))


def _find_drive(place: Path) -> str | None:
    import ctypes

    if place.drive.startswith("\\\\"):
        return say("store.place_network")
    kind = getattr(ctypes, "windll").kernel32.GetDriveTypeW(f"{place.drive}\\")  # noqa: B009
    if kind == _DRIVE_REMOTE:
        return say("store.place_network")
    return say("store.place_removable") if kind in (_DRIVE_REMOVABLE, _DRIVE_CDROM) else None

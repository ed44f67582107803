from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from baise_desktop.errors import BaiseError
from baise_desktop.store.creation import create_store
from baise_desktop.store.location import find_cloud, find_mount
from baise_desktop.store.office import Office
from tests.offices import DATABASE
from tests.pki import NOW

MOUNTS = r"""/dev/sda1 / ext4 rw 0 0
tmpfs /tmp tmpfs rw 0 0
/dev/sdb1 /media/clerk/U\040PAN exfat rw 0 0
server:/share /mnt/share nfs4 rw 0 0
//office/share /mnt/office cifs rw 0 0
/dev/sdc1 /run/media/clerk/DISK ext4 rw 0 0
/dev/sdd1 /data vfat rw 0 0
overlay /container overlay rw 0 0
"""


@pytest.mark.parametrize("place", ["/media/clerk/U PAN/baise", "/run/media/clerk/DISK", "/data/x"])
def test_sticks_are_refused(place: str) -> None:
    assert "移动存储" in (find_mount(PurePosixPath(place), MOUNTS) or "")


@pytest.mark.parametrize("place", ["/mnt/share/baise", "/mnt/office"])
def test_network_folders_are_refused(place: str) -> None:
    assert "网络" in (find_mount(PurePosixPath(place), MOUNTS) or "")


@pytest.mark.parametrize("place", ["/home/clerk", "/tmp/x", "/mnt/shared", "/database", "/container/x"])
def test_local_disks_are_fine(place: str) -> None:
    assert find_mount(PurePosixPath(place), MOUNTS) is None


@pytest.mark.parametrize(
    "place",
    [
        r"C:\Users\clerk\OneDrive\baise",
        r"C:\Users\clerk\OneDrive - 百色市科学技术局\baise",
        r"D:\WPS云盘\baise",
        r"D:\我的坚果云\baise",
        r"D:\BaiduSyncdisk\baise",
        r"D:\百度网盘同步空间",
    ],
)
def test_folders_that_a_cloud_syncs_are_refused(place: str) -> None:
    assert "网盘" in (find_cloud(PureWindowsPath(place)) or "")


@pytest.mark.parametrize("place", [r"D:\百色科技填报", r"C:\Users\onedriver\baise", r"D:\云南"])
def test_folders_that_only_sound_alike_are_fine(place: str) -> None:
    assert find_cloud(PureWindowsPath(place)) is None


def test_no_store_is_made_in_a_refused_place(tmp_path: Path) -> None:
    folder = tmp_path / "OneDrive" / "baise"
    with pytest.raises(BaiseError) as caught:
        create_store(folder, DATABASE, Office("city", "city.baise", "i", 1), NOW)
    assert caught.value.code == "STORE_PLACE"
    assert "OneDrive" in caught.value.sentence
    assert not folder.exists()

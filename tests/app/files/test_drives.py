"""Which mounts are sticks."""

from pathlib import Path

from baise_desktop.app.files.drives import find_drives, removable_mounts

MOUNTS = """\
/dev/sda2 / ext4 rw,relatime 0 0
/dev/sda1 /boot/efi vfat rw 0 0
/dev/sdb1 /run/media/zhang/上报\\040盘 vfat rw,nosuid 0 0
/dev/sdc1 /data/stick exfat ro,nosuid 0 0
/dev/sr0 /media/zhang/DISC iso9660 ro 0 0
tmpfs /run tmpfs rw 0 0
/dev/sdd1 /srv ext4 rw 0 0
"""


def test_sticks_are_told_from_disks_discs_and_the_system() -> None:
    found = list(removable_mounts(MOUNTS, lambda device: device in ("sdc1", "sda1")))
    assert found == [(Path("/run/media/zhang/上报 盘"), False), (Path("/data/stick"), True)]


def test_looking_never_fails() -> None:
    assert isinstance(find_drives(), tuple)

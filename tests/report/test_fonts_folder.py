"""The bundled faces are what the README says, and the office's own are found when they may be embedded."""

from pathlib import Path

from fontTools.ttLib import TTFont

from baise_desktop.report.fonts import FontFile
from baise_desktop.report.system_fonts import scan

LIMIT = 50_000_000


def test_the_folder_stays_within_its_limit_and_has_its_licences(fonts_folder: Path) -> None:
    files = list(fonts_folder.iterdir())
    assert sum(file.stat().st_size for file in files) <= LIMIT
    readme = (fonts_folder / "README.md").read_text("utf-8")
    assert all(file.name in readme for file in files if file.name != "README.md")


def test_faces_may_be_embedded_and_reserved_names_are_not_used(fonts_folder: Path) -> None:
    for file in fonts_folder.glob("*.ttf"):
        with TTFont(file, lazy=True) as font:
            rights = font["OS/2"].fsType
            names = {record.toUnicode() for record in font["name"].names if record.nameID in {1, 4, 6}}
        assert rights & 0x0302 == 0
        assert not any(reserved in name for name in names for reserved in ("LXGW", "霞鹜", "Source"))


def test_scan_finds_faces_by_name_and_passes_over_what_is_none(fonts_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"\0\1\0\0" + b"\xff" * 9)
    (tmp_path / "empty.TTF").write_bytes(b"")
    found = scan([tmp_path, fonts_folder])
    assert found["NotoSerifSC-Regular"] == FontFile(fonts_folder / "NotoSerifSC-Regular.ttf")
    assert found["Baise WenKai"].path.name == "BaiseWenKai-Regular.ttf"
    assert not any(file.path.parent == tmp_path for file in found.values())

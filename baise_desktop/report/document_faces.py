"""Which files the faces of a document come from: the bundled ones, and before them an office's own."""

from functools import cache
from pathlib import Path

from baise_desktop.report import system_fonts
from baise_desktop.report.fonts import Faces, FontFile, Role

_BUNDLED = {
    Role.TITLE: "NotoSerifSC-Black.ttf",
    Role.BODY: "FandolFang-Regular.ttf",
    Role.HEADING: "NotoSansSC-Bold.ttf",
    Role.SUBHEADING: "BaiseWenKai-Regular.ttf",
    Role.SONG: "NotoSerifSC-Regular.ttf",
}


@cache
def load_faces(folder: Path, *, system: bool = False) -> Faces:
    """The faces of every role.

    Args:
        folder: the bundled fonts.
        system: whether an office's own 方正小标宋, 仿宋 ... go first; then output depends on the machine.
    """
    files = {role: (FontFile(folder / name),) for role, name in _BUNDLED.items()}
    if system:
        found = system_fonts.pick(system_fonts.font_folders())
        files = {role: (*((found[role],) if role in found else ()), *bundled) for role, bundled in files.items()}
    return Faces(files)

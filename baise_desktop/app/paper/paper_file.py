"""A paper as a file of its own: what it is called, and how it gets there."""

from pathlib import Path

from baise_desktop.app.files.output_file import write_whole
from baise_desktop.errors import BaiseError

_MOST_CHARACTERS = 80
_FORBIDDEN = '\\/:*?"<>|'


def paper_file_name(words: str) -> str:
    """A name that every system takes, ending in .pdf."""
    plain = "".join("_" if each in _FORBIDDEN or not each.isprintable() else each for each in words)
    plain = plain.removesuffix(".pdf").removesuffix(".PDF")[:_MOST_CHARACTERS].strip(" ._")
    return f"{plain or 'paper'}.pdf"


def save_paper(source: Path | bytes, out: Path) -> Path:
    """Write a paper whole or not at all. Raises: BaiseError PAPER_HELD, OUT_FOLDER."""
    from baise_desktop.app.files.input_file import read_file

    content = read_file(source) if isinstance(source, Path) else source
    try:
        return write_whole(out, content)
    except BaiseError as refusal:
        if isinstance(refusal.__cause__, PermissionError) and out.is_file():
            raise BaiseError("PAPER_HELD", file=out.name) from refusal
        raise

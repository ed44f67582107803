"""Files that leave the program: written whole or not at all."""

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile

from baise_desktop.errors import BaiseError


def write_whole(out: Path, content: bytes) -> Path:
    """Write a file so that a reader sees the old one or the new one, never a part; read it back before it counts.

    Raises:
        BaiseError: OUT_FOLDER when the folder cannot be written, or what was read back differs.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=out.parent, prefix=f".{out.name}.", delete=False) as part:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
        Path(part.name).chmod(0o644)
        if Path(part.name).read_bytes() != content:
            Path(part.name).unlink()
            raise BaiseError("OUT_FOLDER", folder=out.parent, reason="写入后读回不一致")
        Path(part.name).replace(out)
    except OSError as cause:
        raise BaiseError("OUT_FOLDER", folder=out.parent, reason=cause.strerror or cause) from cause
    return out


def write_document(out: Path, pdf: Callable[[], bytes], workbook: Callable[[], bytes]) -> Path:
    """Write a document in the form that the file's suffix asks for. Raises: BaiseError SUFFIX."""
    makers = {".pdf": pdf, ".xlsx": workbook}
    if out.suffix.lower() not in makers:
        raise BaiseError("SUFFIX", file=out.name)
    return write_whole(out, makers[out.suffix.lower()]())

"""Files that arrive at the city: packages as they are, and packages that came in several mails."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from baise_desktop.app.files.input_file import MAX_BYTES
from baise_desktop.errors import BaiseError, disk_reason
from baise_desktop.exchange.parts import PartSet, gather, is_part, join


@dataclass(frozen=True, slots=True)
class Arrived:
    """One package, in one file or several."""

    file: Path
    """The file, or the first of its slices."""
    shown: Path
    """What the package's file is called."""
    parts: tuple[Path, ...] = ()
    """The slices and their list; empty for a file that is whole."""
    found: PartSet | None = None

    def open(self) -> Path | BytesIO:
        """What `unseal` reads. Raises: BaiseError FILE_UNREADABLE, TOO_BIG, those of `join`."""
        if self.found is None:
            return self.file
        try:
            if sum(part.stat().st_size for part in self.parts) > 2 * MAX_BYTES:
                raise BaiseError("TOO_BIG", name=self.shown.name)
            return BytesIO(join(self.found))
        except OSError as cause:
            raise BaiseError("FILE_UNREADABLE", file=self.file, reason=disk_reason(cause)) from cause


def gather_arrived(files: Sequence[Path]) -> tuple[Arrived, ...]:
    """The packages that files make; what lies beside a slice belongs to it, given or not."""
    whole, sets = gather(_with_siblings(files))
    alone = [Arrived(file, file) for file in whole]
    joined = []
    for found in sets:
        first = found.first
        parts = tuple(sorted({*found.lists, *(file for listed in found.files.values() for file in listed)}))
        joined.append(Arrived(first, first.with_name(found.name), parts, found))
    return (*alone, *joined)


def is_slice(file: Path) -> bool:
    """Whether a file is a slice of a package, or a list of slices, by its name."""
    return is_part(file)


def _with_siblings(files: Sequence[Path]) -> list[Path]:
    found = dict.fromkeys(files)
    for file in files:
        if is_part(file):
            stem = file.name.partition(".asice")[0] + ".asice"
            near = (each for each in _listed(file.parent) if is_part(each) and each.name.startswith(stem))
            found |= dict.fromkeys(near)
    return list(found)


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        # Reading the slice itself will say what is wrong with the folder.
        return []

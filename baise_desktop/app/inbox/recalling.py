"""Files that the city holds already, byte for byte: told of again without being verified again."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from baise_desktop.app.desk import Desk
from baise_desktop.exchange.container import open_container
from baise_desktop.exchange.merge import MergeReport, recall
from baise_desktop.exchange.package_source import reading
from baise_desktop.exchange.signoff import SIGNOFF, read_signoff
from baise_desktop.store.revisions import list_revised_forms


@dataclass(frozen=True, slots=True)
class Recalled:
    """A submission that was merged before."""

    report: MergeReport
    unchanged: tuple[str, ...]
    """Forms that the unit states to be as they were in the period before."""
    registers: frozenset[str]
    """Forms of which it has rows."""


def recall_file(desk: Desk, file: Path | BinaryIO) -> Recalled | None:
    """What became of the file when it came before; None when it has not come. Raises: BaiseError FILE_UNREADABLE."""
    report = recall(desk.store, file)
    if report is None:
        return None
    with reading(file) as opened:
        signoff = read_signoff(open_container(opened).read(SIGNOFF))
    return Recalled(report, signoff.unchanged, frozenset(list_revised_forms(desk.store, report.identity)))

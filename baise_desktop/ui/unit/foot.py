"""What stands at the foot of a unit's window besides undo: why a cell is grey, and who fills in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baise_desktop.ui.commands import Command
from baise_desktop.ui.unit.cell_foot import CellFoot
from baise_desktop.ui.unit.clerk_bar import ClerkBar

if TYPE_CHECKING:
    from baise_desktop.ui.shell import Shell
    from baise_desktop.ui.unit.workspace import UnitWorkspace


def lay_foot(shell: Shell, work: UnitWorkspace) -> None:
    """Put both into the status bar; they go when the pages go."""
    told, clerk = CellFoot(work.session), ClerkBar(work.session)
    shell.statusBar().addWidget(told, 1)
    shell.statusBar().addPermanentWidget(clerk)
    clerk.refused.connect(shell.notice.show_error)
    shell.commands.add(work, (Command("clerk", "unit", (), clerk.ask),))
    for part in (told, clerk):
        work.destroyed.connect(part.deleteLater)

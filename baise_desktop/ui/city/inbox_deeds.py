"""The windows that the inbox opens: what is in a submission, and what is decided about it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from baise_desktop.texts import say
from baise_desktop.ui.city.inbox_jobs import read_code
from baise_desktop.ui.city.letter_desk import return_all, write_receipts
from baise_desktop.ui.moments import period_text

if TYPE_CHECKING:
    from baise_desktop.app.inbox.matters import Matter
    from baise_desktop.app.inbox.receiving import ReceivedPackage
    from baise_desktop.store.decisions import PackageAct
    from baise_desktop.ui.city.key_desk import KeyDesk
    from baise_desktop.ui.jobs import Jobs


class InboxDeeds(QObject):
    """Opens them before the page's own window."""

    #: something was decided: a sentence about it
    decided = Signal(str)
    #: something was written that decides nothing: a sentence about it
    told = Signal(str)

    def __init__(self, jobs: Jobs, keys: KeyDesk, page: QWidget) -> None:
        super().__init__(page)
        self._jobs, self._keys, self._page = jobs, keys, page

    def show_contents(self, package: ReceivedPackage) -> None:
        """The rows of a submission."""
        from baise_desktop.ui.package_window import PackageWindow

        words = say("window.return_of", **_names(package))
        PackageWindow(self._jobs, package.identity, words, self._page.window()).open()

    def show_evidence(self, package: ReceivedPackage) -> None:
        """Its files."""
        from baise_desktop.ui.city.evidence_window import EvidenceWindow

        words = say("window.package_evidence_of", **_names(package))
        EvidenceWindow(self._jobs, package.identity, words, self._page.window()).show()

    def show_papers(self, package: ReceivedPackage) -> None:
        """Its papers, to print or to keep."""
        from baise_desktop.ui.city.papers_jobs import open_received_papers

        words = say("window.papers_of", **_names(package))
        open_received_papers(self._jobs, package.identity, words, self._page.window())

    def turn_back(self, packages: Sequence[ReceivedPackage]) -> None:
        """Return one with comments on cells, or several for one reason."""
        from baise_desktop.ui.city.return_window import ReturnWindow

        if len(packages) > 1:
            return_all(self._page, self._keys, packages, self.decided.emit)
            return
        (package,) = packages
        words = say("window.return_of", **_names(package))
        window = ReturnWindow(self._jobs, self._keys, package, words, self._page.window())
        window.returned.connect(self._tell_returned)
        window.open()

    def write_receipts(self, packages: Sequence[ReceivedPackage]) -> None:
        """Their receipts."""
        write_receipts(self._page, self._keys, packages, self.told.emit)

    def show_code(self, package: ReceivedPackage) -> None:
        """The receipt to be read out."""
        job = partial(read_code, package.identity)
        self._keys.sign(job, partial(self._show_code, say("window.return_of", **_names(package))))

    def _show_code(self, about: str, code: str) -> None:
        from baise_desktop.ui.city.receipt_code_window import ReceiptCodeWindow

        ReceiptCodeWindow(code, about, self._page.window()).open()

    def ask(self, packages: Sequence[ReceivedPackage], act: PackageAct) -> None:
        """Withdraw or restore, once it was told what that would change."""
        from baise_desktop.ui.city.deed_window import DeedWindow

        identities = [package.identity for package in packages]
        window = DeedWindow(self._jobs, self._keys, identities, act, self._page.window())
        window.decided.connect(lambda: self.decided.emit(say("window.inbox_decided")))
        window.open()

    def resolve(self, matter: Matter) -> None:
        """Decide a conflict."""
        from baise_desktop.ui.city.resolve_window import ResolveWindow

        words = say("window.resolve_of", unit=matter.unit_name, about=matter.about)
        window = ResolveWindow(self._jobs, self._keys, matter.identities, words, self._page.window())
        window.resolved.connect(self.decided)
        window.open()

    def _tell_returned(self, file: Path) -> None:
        self.decided.emit(say("window.return_written", path=file))


def _names(package: ReceivedPackage) -> dict[str, object]:
    return {"unit": package.unit_name, "period": period_text(package.period), "version": package.version}

"""Stops a merge of many files after the one in hand."""

from __future__ import annotations

from threading import Event

from baise_desktop.texts import say
from baise_desktop.ui.labels import IconButton


class MergeStop(IconButton):
    """There only while several files are being merged."""

    def __init__(self) -> None:
        """Hidden."""
        super().__init__(say("window.merge_stop"), "", "")
        self._asked = Event()
        self._several = False
        self.runs = False
        """Whether anything is being merged."""
        self.setToolTip(say("window.merge_stop_tip"))
        self.clicked.connect(self._ask)
        self.hide()

    def begin(self, files: int) -> None:
        """So many files are going to be merged."""
        self._asked.clear()
        self.runs = True
        self.setText(say("window.merge_stop"))
        self.setEnabled(True)
        self._several = files > 1
        self.show()

    def end(self) -> None:
        """Whatever was merged is known."""
        self.runs = False
        self.hide()

    def setVisible(self, visible: bool) -> None:
        """Only while there is something to stop."""
        super().setVisible(visible and self.runs and self._several)

    def is_asked(self) -> bool:
        """Whether no more files shall be begun; any thread may ask."""
        return self._asked.is_set()

    def _ask(self) -> None:
        self._asked.set()
        self.setEnabled(False)
        self.setText(say("window.merge_stopping"))

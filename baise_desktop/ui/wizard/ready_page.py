"""The wizard's end: what was made, and the steps that are left."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWizard, QWizardPage

from baise_desktop.errors import BaiseError
from baise_desktop.texts import say
from baise_desktop.ui.labels import IconLine, button, column, copyable_label, plain_label, row
from baise_desktop.ui.wizard.making import Made


class ReadyPage(QWizardPage):
    """What was made, and what is left to do."""

    #: the answers shall be changed
    again_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._head("ready")
        self.state = IconLine(wrap=True)
        self.pack = IconLine(wrap=True)
        self.steps = plain_label(wrap=True)
        self.file = copyable_label()
        self.fingerprint = copyable_label(kind="code")
        self.again = button(say("window.wizard_again"))
        self.again.clicked.connect(self.again_requested)
        # Hidden from the beginning: the wizard gives the keys to the first part of a page that can take them.
        self.again.hide()
        layout = column(self, self.state, self.pack, self.steps, self.fingerprint, self.file, margin=8, spacing=14)
        layout.addLayout(row(self.again))
        layout.addStretch(1)
        self.made: Made | None = None

    def _head(self, how: str) -> None:
        self.setTitle(say(f"window.wizard_{how}_title"))
        self.setSubTitle(say(f"window.wizard_{how}_advice"))

    def show_making(self) -> None:
        """Work is going on."""
        self._head("making")
        self.made = None
        self.state.show_state("hint", say("window.wizard_making"), "accent")
        for part in (self.pack, self.steps, self.file, self.fingerprint, self.again):
            part.hide()

    def show_made(self, made: Made) -> None:
        """It is done."""
        self._head("ready")
        self.made = made
        self.state.show_state("done", say("window.wizard_made", path=made.store), "good")
        self.steps.setText(say(f"window.wizard_{made.role}_next", count=made.planted))
        self.fingerprint.setText(made.fingerprint)
        self.file.setText(say("window.wizard_request_made", path=made.request))
        self.steps.show()
        self.fingerprint.setVisible(bool(made.fingerprint))
        self.file.setVisible(made.role == "unit")
        self._show_pack(made)
        self.completeChanged.emit()
        self.wizard().button(QWizard.WizardButton.FinishButton).setFocus()

    def show_refusal(self, error: BaiseError) -> None:
        """It could not be made."""
        self._head("failed")
        text = say("window.refusal", code=error.code, sentence=error.sentence)
        self.state.show_state("blocking", f"{text}\n{say('window.wizard_failed')}", "danger")
        self.again.show()
        self.again.setFocus()

    def isComplete(self) -> bool:
        """There is something to open."""
        return self.made is not None

    def nextId(self) -> int:
        """The end."""
        return -1

    def _show_pack(self, made: Made) -> None:
        if made.refusal is not None:
            words = say("window.wizard_pack_refused", sentence=made.refusal.sentence)
            self.pack.show_state("explain", words, "warning")
        elif made.opened:
            self.pack.show_state("done", say("window.wizard_pack_opened", plan=made.opened), "good")
        self.pack.setVisible(made.refusal is not None or bool(made.opened))

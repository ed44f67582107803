"""The wizard: makes the desk on the job thread and says what to do next."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QWidget, QWizard, QWizardPage

from baise_desktop.app.clock import utc_now
from baise_desktop.errors import BaiseError
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.jobs import Jobs
from baise_desktop.ui.labels import IconLine, column, copyable_label, plain_label
from baise_desktop.ui.wizard.pages import PLACE, READY, ROLE, UNIT, PlacePage, RolePage, UnitPage


@dataclass(frozen=True, slots=True)
class Wish:
    """What the wizard is asked to make."""

    role: str
    unit: str
    store: Path
    request: Path
    passphrase: str


@dataclass(frozen=True, slots=True)
class Made:
    """What it made."""

    role: str
    store: Path
    fingerprint: str
    request: Path


class ReadyPage(QWizardPage):
    """What was made, and the three steps that are left."""

    def __init__(self) -> None:
        super().__init__()
        self.setTitle(say("window.wizard_ready_title"))
        self.setSubTitle(say("window.wizard_ready_advice"))
        self.state = IconLine(wrap=True)
        self.steps = plain_label(wrap=True)
        self.file = copyable_label()
        self.fingerprint = copyable_label(kind="code")
        column(self, self.state, self.steps, self.fingerprint, self.file, margin=8, spacing=14).addStretch(1)
        self.made: Made | None = None

    def show_making(self) -> None:
        """Work is going on."""
        self.made = None
        self.state.show_state("hint", say("window.wizard_making"), "accent")
        for part in (self.steps, self.file, self.fingerprint):
            part.hide()

    def show_made(self, made: Made) -> None:
        """It is done."""
        self.made = made
        self.state.show_state("done", say("window.wizard_made", path=made.store), "good")
        self.steps.setText(say(f"window.wizard_{made.role}_next"))
        self.fingerprint.setText(made.fingerprint)
        self.file.setText(say("window.wizard_request_made", path=made.request))
        self.steps.show()
        self.fingerprint.show()
        self.file.setVisible(made.role == "unit")
        self.completeChanged.emit()

    def show_refusal(self, error: BaiseError) -> None:
        """It could not be made."""
        text = say("window.refusal", code=error.code, sentence=error.sentence)
        self.state.show_state("blocking", f"{text}\n{say('window.wizard_failed')}", "danger")

    def isComplete(self) -> bool:
        """There is something to open."""
        return self.made is not None

    def nextId(self) -> int:
        """The end."""
        return -1


class FirstRunWizard(QWizard):
    """Asks, makes, tells."""

    #: folder of the store that was made
    made = Signal(object)

    def __init__(self, jobs: Jobs, store: Path, parent: QWidget | None = None) -> None:
        """`store` is the folder suggested."""
        super().__init__(parent)
        self._jobs = jobs
        self.setWindowTitle(say("window.wizard_title"))
        self.setWizardStyle(QWizard.WizardStyle.ModernStyle)
        self.setTitleFormat(Qt.TextFormat.PlainText)
        self.setSubTitleFormat(Qt.TextFormat.PlainText)
        self.setButtonText(QWizard.WizardButton.CommitButton, say("window.wizard_make"))
        self.setOptions(QWizard.WizardOption.NoBackButtonOnStartPage | QWizard.WizardOption.NoCancelButtonOnLastPage)
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.role_page, self.unit_page = RolePage(), UnitPage()
        self.place_page, self.ready_page = PlacePage(store, Path(documents)), ReadyPage()
        self.setPage(ROLE, self.role_page)
        self.setPage(UNIT, self.unit_page)
        self.setPage(PLACE, self.place_page)
        self.setPage(READY, self.ready_page)
        self.resize(look.current().pixels(720), look.current().pixels(520))
        self.currentIdChanged.connect(self._make)
        self.accepted.connect(self._finish)

    def wish(self) -> Wish:
        """What the pages say."""
        store = self.place_page.store.path() or Path()
        requests = self.place_page.request.path() or Path()
        unit = self.unit_page.unit()
        request = requests / f"{unit}.asice"
        return Wish(self.role_page.role(), unit, store, request, self.place_page.passphrase.text())

    def _make(self, page: int) -> None:
        if page == READY and self.ready_page.made is None:
            self.ready_page.show_making()
            job = partial(make_desk, self.wish())
            self._jobs.run_alone(job, self.ready_page.show_made, self.ready_page.show_refusal)

    def _finish(self) -> None:
        if self.ready_page.made is not None:
            self.made.emit(self.ready_page.made.store)


def make_desk(wish: Wish) -> Made:
    """Make the store and the key. Raises: BaiseError."""
    from baise_desktop.app import setup

    if wish.role == "city":
        fingerprint = setup.create_city(wish.store, wish.passphrase, utc_now())
    else:
        fingerprint = setup.create_unit(wish.store, wish.unit, wish.request, wish.passphrase, utc_now())
    return Made(wish.role, wish.store, fingerprint, wish.request)

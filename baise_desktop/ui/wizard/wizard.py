"""The wizard: asks, makes the desk on the job thread, and says what to do next."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget, QWizard

from baise_desktop.app.installation.first_run import Answers, keep_answers, read_answers
from baise_desktop.errors import BaiseError
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.jobs import Jobs
from baise_desktop.ui.path_line import PathLine
from baise_desktop.ui.wizard.making import Made, Wish, make_desk
from baise_desktop.ui.wizard.pages import KEY, PACK, PLACE, READY, ROLE, TAKE, UNIT, RolePage, UnitPage
from baise_desktop.ui.wizard.place_pages import KeyPage, PackPage, PlacePage, TakePage
from baise_desktop.ui.wizard.ready_page import ReadyPage

__all__ = ["FirstRunWizard", "Made", "Wish", "make_desk"]
_WIDTH, _HEIGHT, _MARGIN = 720, 540, 60
_SECRETLESS = (UNIT, PLACE, KEY)
"""Pages at which a wizard that was left is gone on with: the passphrase is asked for again."""


class FirstRunWizard(QWizard):
    """Asks, makes, tells."""

    #: folder of the store that was made
    made = Signal(object)

    def __init__(self, jobs: Jobs, store: Path, parent: QWidget | None = None) -> None:
        """`store` is the folder suggested; what was answered before the wizard was left is filled in."""
        super().__init__(parent)
        self._jobs, self._suggested = jobs, store
        self.setWindowTitle(say("window.wizard_title"))
        self.setWizardStyle(QWizard.WizardStyle.ModernStyle)
        self.setTitleFormat(Qt.TextFormat.PlainText)
        self.setSubTitleFormat(Qt.TextFormat.PlainText)
        self.setButtonText(QWizard.WizardButton.CommitButton, say("window.wizard_make"))
        self.setOptions(QWizard.WizardOption.NoBackButtonOnStartPage | QWizard.WizardOption.NoCancelButtonOnLastPage)
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.role_page, self.unit_page = RolePage(), UnitPage()
        self.place_page, self.key_page = PlacePage(store, Path(documents)), KeyPage()
        self.pack_page, self.take_page, self.ready_page = PackPage(), TakePage(store), ReadyPage()
        pages = (self.role_page, self.unit_page, self.place_page, self.key_page, self.pack_page, self.take_page)
        for number, page in zip((ROLE, UNIT, PLACE, KEY, PACK, TAKE), pages, strict=True):
            self.setPage(number, page)
        self.setPage(READY, self.ready_page)
        self._fit()
        self._go_on()
        self.currentIdChanged.connect(self._turn)
        self.ready_page.again_requested.connect(self.restart)
        self.accepted.connect(self._finish)

    def wish(self) -> Wish:
        """What the pages say."""
        role, unit = self.role_page.role(), self.unit_page.unit()
        place = self.take_page if role == "take_over" else self.place_page
        return Wish(
            role=role,
            suggested=self._suggested,
            unit=unit,
            store=place.store.path() or Path(),
            request=(self.place_page.request.path() or Path()) / f"{unit}.asice",
            passphrase=self.key_page.passphrase.text(),
            token=self.key_page.token.wish(),
            backup=self.place_page.backup.path(),
            pack=self.pack_page.file.path(),
            fingerprint=self.pack_page.fingerprint.text(),
            package=self.take_page.package.path() or Path(),
        )

    def _fit(self) -> None:
        """As large as the pages want, and never larger than the screen."""
        screen = QGuiApplication.primaryScreen().availableGeometry()
        pixels = look.current().pixels
        width, height = screen.width() - _MARGIN, screen.height() - _MARGIN
        self.resize(min(pixels(_WIDTH), width), min(pixels(_HEIGHT), height))

    def _go_on(self) -> None:
        """Fill in what was answered the last time, and turn to the page that was open."""
        answers = read_answers(self._suggested)
        if answers is None:
            return
        self.role_page.choices.get(answers.role, self.role_page.unit).setChecked(True)
        self.unit_page.prefer(answers.unit)
        lines = (
            (self.place_page.store, answers.store),
            (self.place_page.request, answers.request),
            (self.place_page.backup, answers.backup),
            (self.pack_page.file, answers.pack),
        )
        for line, text in lines:
            if text:
                line.edit.setText(text)
        QTimer.singleShot(0, partial(self._turn_to, answers.page))

    def _turn_to(self, page: int) -> None:
        """Forward as far as the answers carry."""
        while self.currentId() != page and page in _SECRETLESS and self.currentPage().isComplete():
            before = self.currentId()
            self.next()
            if self.currentId() == before:
                return

    def _turn(self, page: int) -> None:
        if page == READY and self.ready_page.made is None:
            self.ready_page.show_making()
            self._jobs.run_alone(partial(make_desk, self.wish()), self.ready_page.show_made, self._refuse)
        elif page not in (READY, -1, ROLE):
            self._keep(page)

    def _refuse(self, error: BaiseError) -> None:
        self.ready_page.show_refusal(error)

    def _keep(self, page: int) -> None:
        """Write down what was answered; where that cannot be written, the wizard starts anew the next time."""

        def text(line: PathLine) -> str:
            return line.edit.text().strip()

        answers = Answers(
            role=self.role_page.role(),
            unit=self.unit_page.unit(),
            store=text(self.place_page.store),
            request=text(self.place_page.request),
            backup=text(self.place_page.backup),
            pack=text(self.pack_page.file),
            page=min(page, KEY),
        )
        self._jobs.run_alone(partial(keep_answers, self._suggested, answers), failed=lambda _: None)

    def _finish(self) -> None:
        if self.ready_page.made is not None:
            self.made.emit(self.ready_page.made.store)

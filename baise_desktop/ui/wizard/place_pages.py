"""The wizard's questions about folders, the key and the task pack."""

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget, QWizardPage

from baise_desktop.app.files.store_folder import (
    on_same_disk,
    require_store_folder,
    require_whole_path,
    require_writable,
)
from baise_desktop.app.installation.backup_folder import require_backup_place
from baise_desktop.app.installation.handover import find_handover
from baise_desktop.app.keys.passphrase_strength import judge_passphrase
from baise_desktop.errors import BaiseError
from baise_desktop.texts import say
from baise_desktop.ui.dialogs import choose_file, choose_folder
from baise_desktop.ui.labels import IconLine, column, plain_label
from baise_desktop.ui.path_line import PathLine
from baise_desktop.ui.secret_edit import SecretEdit, caps_hint
from baise_desktop.ui.token_choice import TokenChoice, ask_pin
from baise_desktop.ui.wizard.pages import KEY, PACK, READY, ROLE

_GAP = 10
_STRENGTH = {"short": "danger", "weak": "warning", "fair": "text", "strong": "good"}


class PlacePage(QWizardPage):
    """Where the data lies, where its backup goes, and where the request is written."""

    def __init__(self, store: Path, requests: Path) -> None:
        """`store` and `requests` are the folders suggested."""
        super().__init__()
        self.setTitle(say("window.wizard_place_title"))
        self.setSubTitle(say("window.wizard_place_advice"))
        self.suggested = store
        self.store = folder_line(say("window.wizard_store"), store)
        self.backup = folder_line(say("window.wizard_backup"), None)
        self.request = folder_line(say("window.wizard_request"), requests)
        self.state = IconLine(wrap=True)
        self.backup_advice = plain_label(say("window.wizard_backup_advice"), "muted", wrap=True)
        self.same_disk = IconLine(wrap=True)
        self.same_disk.show_state("explain", say("window.wizard_same_disk"), "warning")
        self.form = rows(self, self.backup_advice, self.same_disk, self.state)
        self.form.addRow(say("window.wizard_store"), self.store)
        self.form.addRow(say("window.wizard_backup"), self.backup)
        self.form.addRow(say("window.wizard_request"), self.request)
        for line in (self.store, self.backup, self.request):
            line.changed.connect(self._judge)

    def initializePage(self) -> None:
        """The city makes no enrolment request, an exercise has nothing to back up."""
        role = self._role()
        self.form.setRowVisible(self.request, role == "unit")
        self.form.setRowVisible(self.backup, role in ("unit", "city"))
        own = self.store.path()
        practice = self.suggested.with_name(f"{self.suggested.name}-practice")
        if own in (None, self.suggested, practice):
            self.store.edit.setText(str(practice if role == "practice" else self.suggested))
        self.setCommitPage(role == "practice")
        QTimer.singleShot(0, self.store.edit.setFocus)
        self._judge()

    def isComplete(self) -> bool:
        """The folders can be used."""
        needed = [self.store, *([self.request] if self._role() == "unit" else [])]
        return not self._fault() and all(line.path() is not None for line in needed)

    def validatePage(self) -> bool:
        """Try to write into the folders before anything is made in them."""
        return _can_write(self.state, *self._folders())

    def nextId(self) -> int:
        """The key, which an exercise does without."""
        return READY if self._role() == "practice" else KEY

    def _role(self) -> str:
        return self.wizard().page(ROLE).role()  # type: ignore[attr-defined, no-any-return]

    def _folders(self) -> list[Path]:
        """Those that this role needs, as far as they are given."""
        of_role = {"unit": (self.store, self.backup, self.request), "practice": (self.store,)}
        lines = of_role.get(self._role(), (self.store, self.backup))
        return [path for line in lines if (path := line.path()) is not None]

    def _backup(self) -> Path | None:
        return self.backup.path() if self._role() != "practice" else None

    def _fault(self) -> str:
        store, backup = self.store.path(), self._backup()
        try:
            for folder in self._folders():
                require_whole_path(folder)
            if store is not None:
                require_store_folder(store)
            if store is not None and backup is not None:
                require_backup_place(backup, store)
        except BaiseError as refusal:
            return refusal.sentence
        return ""

    def _judge(self) -> None:
        store, backup, fault = self.store.path(), self._backup(), self._fault()
        show_fault(self.state, fault)
        near = not fault and store is not None and backup is not None and on_same_disk(backup, store)
        self.same_disk.setVisible(near)
        self.backup_advice.setVisible(not near and self._role() != "practice")
        self.completeChanged.emit()


class KeyPage(QWizardPage):
    """The passphrase of the key, twice, and how strong it is."""

    def __init__(self) -> None:
        super().__init__()
        self.setTitle(say("window.wizard_key_title"))
        self.setSubTitle(say("window.wizard_passphrase_advice"))
        self.passphrase = SecretEdit(say("window.passphrase"))
        self.again = SecretEdit(say("window.wizard_passphrase_again"))
        self.strength = IconLine()
        self.state = IconLine()
        self.advice = plain_label(say("window.wizard_key_advice"), "muted", wrap=True)
        self.token = TokenChoice()
        self.form = rows(self, self.state, self.advice, self.token)
        self.form.addRow(say("window.passphrase"), self.passphrase)
        self.form.addRow("", self.strength)
        self.form.addRow(say("window.wizard_passphrase_again"), self.again)
        self.form.addRow("", caps_hint(self.passphrase, self.again))
        for edit in (self.passphrase, self.again):
            edit.textChanged.connect(self._judge)
        self.token.changed.connect(self._judge)

    def initializePage(self) -> None:
        """The city makes everything now; a unit is asked for its task pack first, and may use a token."""
        self.setCommitPage(self._role() == "city")
        self.token.setVisible(self._role() == "unit")
        QTimer.singleShot(0, self.passphrase.setFocus)
        self._judge()

    def isComplete(self) -> bool:
        """Long enough, and twice alike; a PIN is the token's own."""
        typed = self.passphrase.text()
        if self.token.wanted():
            return bool(typed) and self.token.is_complete()
        return judge_passphrase(typed) != "short" and typed == self.again.text()

    def nextId(self) -> int:
        """Only a unit has a task pack."""
        return READY if self._role() == "city" else PACK

    def _role(self) -> str:
        return self.wizard().page(ROLE).role()  # type: ignore[attr-defined, no-any-return]

    def _judge(self) -> None:
        typed, again, pin = self.passphrase.text(), self.again.text(), self.token.wanted()
        ask_pin(self.form, self.passphrase, self.again, pin=pin)
        strength = judge_passphrase(typed)
        icon = {"short": "blocking", "weak": "explain", "strong": "done"}.get(strength, "hint")
        self.strength.show_state(icon, say(f"window.strength_{strength}"), _STRENGTH[strength])
        self.strength.setVisible(bool(typed) and not pin)
        self.advice.setVisible(not pin)
        show_fault(self.state, say("window.wizard_mismatch") if again and typed != again and not pin else "")
        self.completeChanged.emit()


class PackPage(QWizardPage):
    """The task pack, when it is there already, and the fingerprint read over the telephone."""

    def __init__(self) -> None:
        super().__init__()
        self.setTitle(say("window.wizard_pack_title"))
        self.setSubTitle(say("window.wizard_pack_advice"))
        self.file = PathLine(say("window.wizard_pack_file"), _ask_pack, say("window.choose_pack"))
        self.fingerprint = QLineEdit()
        self.fingerprint.setAccessibleName(say("window.wizard_pack_fingerprint"))
        self.fingerprint.setPlaceholderText(say("window.wizard_pack_fingerprint_hint"))
        form = rows(self, plain_label(say("window.wizard_pack_later"), "muted", wrap=True))
        form.addRow(say("window.wizard_pack_file"), self.file)
        form.addRow(say("window.wizard_pack_fingerprint"), self.fingerprint)
        for changed in (self.file.changed, self.fingerprint.textChanged):
            changed.connect(self.completeChanged)
        self.setCommitPage(True)

    def initializePage(self) -> None:
        """The keys go to the file."""
        QTimer.singleShot(0, self.file.edit.setFocus)

    def isComplete(self) -> bool:
        """Both, or neither for now."""
        return (self.file.path() is not None) == bool(self.fingerprint.text().strip())

    def nextId(self) -> int:
        """Making it."""
        return READY


class TakePage(QWizardPage):
    """Going on from another computer: its handover, and where the data lies here."""

    def __init__(self, store: Path) -> None:
        """`store` is the folder suggested."""
        super().__init__()
        self.setTitle(say("window.wizard_take_title"))
        self.setSubTitle(say("window.wizard_take_advice"))
        self.package = folder_line(say("window.wizard_take_package"), None)
        self.store = folder_line(say("window.wizard_store"), store)
        self.state = IconLine(wrap=True)
        form = rows(self, self.state)
        form.addRow(say("window.wizard_take_package"), self.package)
        form.addRow(say("window.wizard_store"), self.store)
        for line in (self.package, self.store):
            line.changed.connect(self._judge)
        self.setCommitPage(True)

    def initializePage(self) -> None:
        """The keys go to the handover."""
        QTimer.singleShot(0, self.package.edit.setFocus)

    def isComplete(self) -> bool:
        """Both folders are given and can be used."""
        return not self._fault() and self.package.path() is not None and self.store.path() is not None

    def validatePage(self) -> bool:
        """Look for the handover and try to write before anything is taken over."""
        package, store = self.package.path(), self.store.path()
        try:
            if package is not None:
                require_whole_path(package)
                find_handover(package)
        except BaiseError as refusal:
            show_fault(self.state, refusal.sentence)
            return False
        return store is not None and _can_write(self.state, store)

    def nextId(self) -> int:
        """Taking over."""
        return READY

    def _fault(self) -> str:
        store = self.store.path()
        try:
            if store is not None:
                require_store_folder(store)
        except BaiseError as refusal:
            return refusal.sentence
        return ""

    def _judge(self) -> None:
        show_fault(self.state, self._fault())
        self.completeChanged.emit()


def rows(page: QWizardPage, *below: QWidget) -> QFormLayout:
    """Rows of names and lines; wrapping texts stand below them, where they have the whole width."""
    form = QFormLayout()
    form.setSpacing(_GAP)
    layout = column(page, margin=_GAP, spacing=_GAP)
    layout.addLayout(form)
    for part in below:
        layout.addWidget(part)
    layout.addStretch(1)
    return form


def folder_line(hint: str, start: Path | None) -> PathLine:
    """A line for a folder, with what is suggested."""
    line = PathLine(hint, lambda parent: choose_folder(parent, hint), say("window.choose_folder"))
    line.edit.setText("" if start is None else str(start))
    return line


def show_fault(line: IconLine, fault: str) -> None:
    """What is wrong, or nothing."""
    line.show_state("blocking" if fault else "", fault, "danger")
    line.setVisible(bool(fault))


def _can_write(state: IconLine, *folders: Path) -> bool:
    """Whether every folder can be written; says of the first that cannot why."""
    try:
        for folder in folders:
            require_writable(folder)
    except BaiseError as refusal:
        show_fault(state, refusal.sentence)
        return False
    return True


def _ask_pack(parent: PathLine) -> Path | None:
    return choose_file(parent, say("window.wizard_pack_file"), say("window.package_kinds"))

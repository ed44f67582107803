"""What the check found, worst first, with the explanation beside each finding."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal

from baise_desktop.errors import Severity
from baise_desktop.form.found import as_findings
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.labels import plain_tip
from baise_desktop.ui.unit.cell_delegate import ICONS, TONES
from baise_desktop.ui.unit.finding_lines import FindingLine, is_comment, lines_of
from baise_desktop.ui.unit.ledger_model import Index

if TYPE_CHECKING:
    from baise_desktop.form.findings import Finding

SEVERITY, FORM, SENTENCE, EXPLANATION = range(4)
_NONE: Mapping[str, str] = MappingProxyType({})


class FindingsModel(QAbstractTableModel):
    """Findings of one submission, those of one severity or all."""

    #: finding id and the explanation that somebody typed
    explain_requested = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        """Nothing found yet."""
        super().__init__(parent)
        self._all: list[FindingLine] = []
        self._shown: list[FindingLine] = []
        self._explanations: dict[str, str] = {}
        self._titles: Mapping[str, str] = {}
        self._only: Severity | None = None
        self._only_comments = False
        self._locked = False
        self._outdated: dict[str, str] = {}
        self._counts: dict[Severity | None, int] = {}
        """By severity; None stands for the comments of the city."""
        self._form = ""
        self._words = ""
        self._unexplained = False

    def show_check(
        self,
        findings: Sequence["Finding"],
        explanations: Mapping[str, str],
        titles: Mapping[str, str],
        *,
        locked: bool,
        outdated: Mapping[str, str] = _NONE,
    ) -> None:
        """Show other findings; `titles` are those of the forms by id."""
        self.beginResetModel()
        # Comments keep their places while they are worked off, so that F8 goes on with the next one.
        heaps = lines_of(as_findings(findings))
        self._all = [line for heap in heaps.values() for line in heap]
        self._counts = {severity: sum(line.count for line in heap) for severity, heap in heaps.items()}
        self._explanations, self._titles, self._locked = dict(explanations), titles, locked
        self._outdated = dict(outdated)
        self._filter()
        self.endResetModel()

    def show_only(self, severity: Severity | None, *, comments: bool = False) -> None:
        """Show one severity, the comments of the city, or all."""
        self.beginResetModel()
        self._only, self._only_comments = severity, comments
        self._filter()
        self.endResetModel()

    def narrow(self, *, form: str, words: str, unexplained: bool) -> None:
        """Show only findings of a form, with some words in them, or without an explanation; empty narrows nothing."""
        if (form, words, unexplained) != (self._form, self._words, self._unexplained):
            self.beginResetModel()
            self._form, self._words, self._unexplained = form, words, unexplained
            self._filter()
            self.endResetModel()

    def line_of(self, finding: str) -> int:
        """The line of a finding by id; -1 when it is not on show. Of many alike it is looked at again, or the next."""
        return next((line for line, found in enumerate(self._shown) if found.resume(finding)), -1)

    def walk(self, line: int, by: int) -> bool:
        """Look at the next of the many alike on a line, or the one before. Returns: whether there is one."""
        return self._shown[line].walk(by, self._is_asked) and self._tell_line(line)

    def enter(self, line: int, by: int) -> None:
        """A line is come to from above or below: look at the first of many alike, or the last."""
        self._shown[line].enter(by, self._is_asked)
        self._tell_line(line)

    def count_text(self, text: str) -> int:
        """How many findings are explained by that very text."""
        return sum(1 for each in self._explanations.values() if each.strip() == text.strip())

    def count(self, severity: Severity) -> int:
        """How many findings weigh that much, the comments of the city apart."""
        return self._counts.get(severity, 0)

    def count_comments(self) -> int:
        """How many comments of the city there are."""
        return self._counts.get(None, 0)

    def finding(self, line: int) -> "Finding":
        """The finding on a line; of many alike the one that is looked at."""
        return self._shown[line].finding

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's name and default
        """Findings on show."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's name and default
        """Severity, form, sentence, explanation."""
        return 0 if parent.isValid() else 4

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._text(index, for_editing=role == Qt.ItemDataRole.EditRole)
        found = self._shown[index.row()].told
        if role == Qt.ItemDataRole.DecorationRole and index.column() == SEVERITY:
            return look.icon(ICONS[found.severity], TONES[found.severity])
        if role == Qt.ItemDataRole.ForegroundRole and self._is_wanting(index):
            return look.colour("muted")
        if role == Qt.ItemDataRole.ToolTipRole:
            told = (self._text(index, for_editing=False), self.why_closed(index))
            return plain_tip("\n".join(filter(None, told)))
        return None

    def why_closed(self, index: Index) -> str:
        """Why nothing can be written beside a finding; empty where something can."""
        if index.column() != EXPLANATION or self.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return ""
        return say("read_only.signed" if self._locked else f"read_only.{self._shown[index.row()].told.severity.value}")

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for an explanation to be kept."""
        found, text = self._shown[index.row()].told, str(value).strip()
        if role != Qt.ItemDataRole.EditRole or not text or text == self._explanations.get(found.id, ""):
            return False
        self._explanations[found.id] = text
        self.dataChanged.emit(index, index)
        self.explain_requested.emit(found.id, text)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Only findings that ask for it can be explained."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        found = self._shown[index.row()].told if index.isValid() else None
        explainable = found is not None and (found.severity is Severity.EXPLAIN or is_comment(found))
        if explainable and index.column() == EXPLANATION and not self._locked:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Names of the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return say(f"window.finding_{('severity', 'form', 'sentence', 'explanation')[section]}")
        return None

    def _filter(self) -> None:
        self._shown = self._all
        if self._only_comments:
            self._shown = [line for line in self._shown if is_comment(line.told)]
        elif self._only is not None:
            self._shown = [line for line in self._shown if self._weighs(line.told)]
        if self._form or self._words or self._unexplained:
            self._shown = [line for line in self._shown if self._is_wanted(line)]

    def _is_wanted(self, line: FindingLine) -> bool:
        if self._form and line.told.form != self._form:
            return False
        if not self._is_asked(line.told):
            line.enter(1, self._is_asked)
        if not self._is_asked(line.told):
            return False
        return not self._words or self._words in f"{self._titles.get(line.told.form, '')} {line.sentence}".lower()

    def _is_asked(self, found: "Finding") -> bool:
        if not self._unexplained:
            return True
        return found.severity is Severity.EXPLAIN and found.id not in self._explanations

    def _tell_line(self, line: int) -> bool:
        self.dataChanged.emit(self.index(line, SEVERITY), self.index(line, EXPLANATION))
        return True

    def _weighs(self, found: "Finding") -> bool:
        return found.severity is self._only and not is_comment(found)

    def _is_wanting(self, index: Index) -> bool:
        found = self._shown[index.row()].told
        return index.column() == EXPLANATION and found.id not in self._explanations

    def _text(self, index: Index, *, for_editing: bool) -> str:
        found = self._shown[index.row()].told
        if index.column() == SEVERITY:
            return say("window.returned_severity" if is_comment(found) else f"window.severity_{found.severity.value}")
        if index.column() == FORM:
            return self._titles.get(found.form, found.form or say("returns.whole"))
        if index.column() == SENTENCE:
            return self._shown[index.row()].sentence
        text = self._explanations.get(found.id, "")
        if not text and found.id in self._outdated:
            text = self._outdated[found.id]
            return text if for_editing else say("window.finding_outdated", text=text)
        if text or for_editing or (found.severity is not Severity.EXPLAIN and not is_comment(found)):
            return text
        if is_comment(found):
            changed = found.severity is Severity.HINT
            return say("window.returned_changed" if changed else "window.returned_to_answer")
        return say("window.finding_to_explain")

"""The docked list of findings: filter by severity, go to the cell, explain beside it."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLineEdit, QPushButton, QTableView, QWidget

from baise_desktop.errors import Severity
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.flow_row import FlowRow
from baise_desktop.ui.labels import button, column, plain_label
from baise_desktop.ui.unit.finding_lines import ORDER
from baise_desktop.ui.unit.findings_model import EXPLANATION, FORM, SENTENCE, SEVERITY, FindingsModel
from baise_desktop.ui.unit.rule_words import tell_rule

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from baise_desktop.app.checks.checking import SubmissionCheck
    from baise_desktop.form.definition import Form

HEIGHT = 190
"""Pixels at 100 % that the list asks for; the splitter gives more."""
FILTERS_FROM = 700
"""Pixels of width at 100 % that all filters need to stand in one line."""
_ROOMY = 760
"""Pixels of width at 100 % from which an explanation is shown as wide as it is read."""
HEADER_FROM = 130
"""Pixels of height at 100 % from which the names of the columns stand above the list."""
MOST_ALIKE = 3
"""Findings that one text may explain before it is doubted."""
_LEAST_TOLD = 170
"""Pixels at 100 % that explanations keep where what was found needs the room."""
_MEASURED = 200
"""Findings whose texts are measured."""
_BESIDE = 36
"""Pixels at 100 % beside a text in its cell."""


class FindingsPanel(QWidget):
    """Lists what the check found."""

    #: Finding whose cell the reader wants to see
    finding_chosen = Signal(object)
    #: finding id and explanation to be kept
    explain_requested = Signal(str, str)
    #: a sentence about an explanation
    warned = Signal(str)

    def __init__(self) -> None:
        """Nothing found yet."""
        super().__init__()
        self.forms: Mapping[str, Form] = {}
        self.model = FindingsModel(self)
        self.model.explain_requested.connect(self._explain)
        self.view = _make_view(self.model)
        self.view.clicked.connect(self._choose)
        self.view.activated.connect(self._choose)
        self.summary = plain_label(kind="muted")
        self.chips: dict[Severity | None, QPushButton] = {}
        for severity in (None, *ORDER):
            chip = button("", "chip")
            chip.setCheckable(True)
            chip.setAutoExclusive(True)
            chip.clicked.connect(partial(self.model.show_only, severity))
            self.chips[severity] = chip
        self.chips[None].setChecked(True)
        self.comments_chip = button("", "chip")
        self.comments_chip.setCheckable(True)
        self.comments_chip.setAutoExclusive(True)
        self.comments_chip.clicked.connect(lambda: self.model.show_only(None, comments=True))
        self.here, self.unexplained = (_toggle(say(f"window.findings_{name}")) for name in ("here", "unexplained"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(say("window.findings_search"))
        self.search.setAccessibleName(say("window.findings_search"))
        self.search.setClearButtonEnabled(True)
        self.details_chip = _toggle(say("window.findings_details"))
        self.details_chip.setToolTip(say("window.findings_details_tip"))
        self.details = plain_label(wrap=True)
        self.details.hide()
        self._form = ""
        self._current = ""
        self._gone = False
        self._late: Callable[[], None] | None = None
        self.view.itemDelegate().closeEditor.connect(lambda *_: QTimer.singleShot(0, self, self._catch_up))
        self._lay_out()
        self._fit()
        self._count()

    def _lay_out(self) -> None:
        layout = column(self, margin=8, spacing=6)
        filters = FlowRow(*self.chips.values(), self.comments_chip, self.here, self.unexplained, self.details_chip)
        filters.add(self.search)
        filters.add(self.summary)
        layout.addWidget(filters)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.details)
        for toggle in (self.here, self.unexplained):
            toggle.toggled.connect(self._narrow)
        self.search.textChanged.connect(self._narrow)
        self.details_chip.toggled.connect(self._show_details)
        self.view.selectionModel().currentChanged.connect(self._note_current)
        self.view.installEventFilter(self)

    def show_check(self, check: "SubmissionCheck", titles: "Mapping[str, str]", *, locked: bool) -> None:
        """Show what a check found; the finding that was current stays so, or the one that took its place.

        What is found while an explanation is being typed is shown when that is done.
        """
        if self.is_editing():
            self._late = partial(self.show_check, check, titles, locked=locked)
            return
        self._late = None
        at, current = self.view.currentIndex().row(), self._current
        self.model.show_check(check.findings, check.explanations, titles, locked=locked, outdated=check.outdated)
        line = self.model.line_of(current)
        gone = bool(current) and (line < 0 or self.model.finding(line).id != current)
        if gone and line < 0:
            line = min(at, self.model.rowCount() - 1)
        if line >= 0:
            self.view.setCurrentIndex(self.model.index(line, SENTENCE))
        self._gone = gone
        self._fit()
        self._count()

    def _catch_up(self) -> None:
        if self._late is not None:
            self._late()

    def show_form(self, form: str) -> None:
        """The form on show is that one: what is narrowed to the form on show follows it."""
        self._form = form
        self._narrow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """F1 in the list tells of the rule."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F1:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.details_chip.toggle()
                return True
        return super().eventFilter(watched, event)

    def explain_current(self) -> None:
        """Put the keyboard into the explanation of the current finding."""
        index = self.model.index(max(self.view.currentIndex().row(), 0), EXPLANATION)
        if index.isValid() and self.model.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.view.setFocus()
            self.view.setCurrentIndex(index)
            self.view.edit(index)

    def step(self, by: int) -> None:
        """Go to the next finding, or the one before."""
        count = self.model.rowCount()
        if count:
            line = self.view.currentIndex().row()
            # What was current is mended: what stands in its place is next.
            by = 0 if self._gone and by > 0 else by
            if line < 0 or (by and not self.model.walk(line, by)):
                line = (line + by) % count if line >= 0 else 0
                self.model.enter(line, by or 1)
            self._gone = False
            self.view.setCurrentIndex(self.model.index(line, SENTENCE))
            self._note_current(self.view.currentIndex())
            self.finding_chosen.emit(self.model.finding(line))

    def start(self) -> None:
        """Go to the first finding."""
        self.chips[None].click()
        self.view.clearSelection()
        self.view.setCurrentIndex(self.model.index(-1, -1))
        self.step(1)

    def is_editing(self) -> bool:
        """Whether an explanation is being typed."""
        return self.view.state() == QAbstractItemView.State.EditingState

    def sizeHint(self) -> QSize:
        """A few lines: the form above needs the room."""
        return QSize(super().sizeHint().width(), look.current().pixels(HEIGHT))

    def changeEvent(self, event: QEvent) -> None:
        """Take the sizes of a new look."""
        if event.type() == QEvent.Type.StyleChange:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        pixels = look.current().pixels
        self.setMinimumHeight(pixels(HEIGHT) // 2)
        self.view.setIconSize(QSize(pixels(16), pixels(16)))
        self.view.verticalHeader().setDefaultSectionSize(pixels(28))
        room = self.view.viewport().width() if self.isVisible() else pixels(190) * 6
        share = 3 if room > pixels(_ROOMY) else 2
        severity, form, told = pixels(84), min(pixels(190), room // 6), room * share // 10
        # What is not explained yet needs no room; what was found mostly does.
        lacking = self._longest(SENTENCE) - (room - severity - form - told)
        spare = told - max(pixels(_LEAST_TOLD), self._longest(EXPLANATION))
        told -= max(0, min(lacking, spare))
        for number, width in ((SEVERITY, severity), (FORM, form), (EXPLANATION, told)):
            self.view.setColumnWidth(number, width)
        has_room = self.width() > pixels(FILTERS_FROM)
        for part in (self.search, self.details_chip):
            part.setVisible(has_room)
        # Where few lines have room, one more of them says more than the names of the columns.
        self.view.horizontalHeader().setVisible(self.height() > pixels(HEADER_FROM))

    def _longest(self, column: int) -> int:
        """Pixels that the longest text of a column needs, among the first lines."""
        lines = range(min(self.model.rowCount(), _MEASURED))
        texts = sorted((str(self.model.index(line, column).data() or "") for line in lines), key=len)[-3:]
        metrics = self.view.fontMetrics()
        return max((metrics.horizontalAdvance(text) for text in texts), default=0) + look.current().pixels(_BESIDE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is found needs the room more than where."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Its width may be another than when it was hidden."""
        super().showEvent(event)
        self._fit()

    def _explain(self, finding: str, text: str) -> None:
        self.explain_requested.emit(finding, text)
        count = self.model.count_text(text)
        if count > MOST_ALIKE:
            self.warned.emit(say("window.findings_same_text", count=count))

    def _choose(self, index: object) -> None:
        line, at = index.row(), index.column()  # type: ignore[attr-defined]
        editable = bool(self.model.flags(index) & Qt.ItemFlag.ItemIsEditable)  # type: ignore[arg-type]
        if at == EXPLANATION and editable:
            self.view.edit(index)  # type: ignore[arg-type]
        else:
            self.finding_chosen.emit(self.model.finding(line))

    def _narrow(self) -> None:
        form = self._form if self.here.isChecked() else ""
        words = self.search.text().strip().lower()
        self.model.narrow(form=form, words=words, unexplained=self.unexplained.isChecked())

    def _note_current(self, index: QModelIndex) -> None:
        if index.isValid():
            self._current = self.model.finding(index.row()).id
        self._show_details()

    def _show_details(self) -> None:
        line = self.view.currentIndex().row()
        shown = self.details_chip.isChecked() and 0 <= line < self.model.rowCount()
        self.details.setVisible(shown)
        if shown:
            self.details.setText(tell_rule(self.model.finding(line), self.forms))

    def _count(self) -> None:
        comments = self.model.count_comments()
        total = sum(self.model.count(severity) for severity in ORDER) + comments
        self.comments_chip.setText(say("window.returned_count", count=comments))
        self.comments_chip.setVisible(bool(comments))
        if not comments and self.comments_chip.isChecked():
            self.chips[None].click()
        self.chips[None].setText(say("window.findings_all", count=total))
        for severity in ORDER:
            word = say(f"window.severity_{severity.value}")
            self.chips[severity].setText(say("window.findings_of", severity=word, count=self.model.count(severity)))
        self.summary.setText("" if total else say("window.findings_none"))
        self.summary.setVisible(not total)


def _toggle(text: str) -> QPushButton:
    chip = button(text, "chip")
    chip.setCheckable(True)
    return chip


def _make_view(model: FindingsModel) -> QTableView:
    view = QTableView()
    view.setModel(model)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.AnyKeyPressed)
    view.setTabKeyNavigation(False)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.verticalHeader().hide()
    header = view.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(SENTENCE, QHeaderView.ResizeMode.Stretch)
    return view

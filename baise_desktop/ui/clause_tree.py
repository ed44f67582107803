"""The clauses of the plans as a tree by chapter, found by characters, pinyin or initials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QLineEdit, QTreeView, QWidget

from baise_desktop.app.catalogue.clauses import plain_words
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.labels import column, plain_tip
from baise_desktop.ui.pinyin import matches

if TYPE_CHECKING:
    from baise_desktop.form.definition import Catalogue, Clause

CLAUSE_ROLE = Qt.ItemDataRole.UserRole + 1
TEXT_ROLE = Qt.ItemDataRole.UserRole + 2


class ClauseTree(QWidget):
    """Says which clause the reader wants to see."""

    #: id of a clause
    chosen = Signal(str)

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__()
        self._items: dict[str, QStandardItem] = {}
        self.model = QStandardItemModel(self)
        self._fill(catalogue)
        self._found = _Found(self)
        self._found.setSourceModel(self.model)
        self.search = QLineEdit()
        self.search.setPlaceholderText(say("window.clauses_find"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._enter_first)
        self.view = QTreeView()
        self.view.setModel(self._found)
        self.view.setHeaderHidden(True)
        self.view.setUniformRowHeights(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.expandAll()
        self.view.selectionModel().currentChanged.connect(self._choose)
        column(self, self.search, self.view).setStretch(1, 1)
        self._fit()

    def mark(self, clause: str) -> None:
        """Make a clause current and bring it into sight."""
        index = self._found.mapFromSource(self._items[clause].index())
        self.view.setCurrentIndex(index)
        self.view.scrollTo(index)

    def changeEvent(self, event: QEvent) -> None:
        """Take the sizes of a new look."""
        if event.type() == QEvent.Type.StyleChange:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        self.view.setIndentation(look.current().pixels(16))

    def _fill(self, catalogue: Catalogue) -> None:
        for plan in catalogue.plans.values():
            root = _item(plan.short_name, plan.full_name)
            self.model.appendRow(root)
            parents = {"": root}
            for clause in catalogue.clauses.values():
                if clause.plan == plan.id:
                    item = _item(plain_words(clause.heading), clause_words(clause, catalogue))
                    item.setData(clause.id, CLAUSE_ROLE)
                    above = clause.number.rpartition(".")[0]
                    parents.get(above, root).appendRow(item)
                    parents[clause.number] = self._items[clause.id] = item

    def _filter(self, typed: str) -> None:
        self._found.look_for(typed)
        self.view.expandAll()

    def _enter_first(self) -> None:
        for clause, item in self._items.items():
            if self._found.fits(item.index()):
                self.mark(clause)
                return

    def _choose(self, index: QModelIndex) -> None:
        clause = index.data(CLAUSE_ROLE)
        if clause:
            self.chosen.emit(str(clause))


class _Found(QSortFilterProxyModel):
    """Clauses that fit what was typed, with the chapters above them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._typed = ""
        self.setRecursiveFilteringEnabled(True)

    def look_for(self, typed: str) -> None:
        """Show only what fits."""
        self._typed = typed.strip()
        self.invalidate()

    def fits(self, index: QModelIndex | QPersistentModelIndex) -> bool:
        """Whether a line's heading or text fits."""
        return matches(self._typed, str(index.data())) or self._typed in str(index.data(TEXT_ROLE))

    def filterAcceptsRow(self, row: int, parent: QModelIndex | QPersistentModelIndex) -> bool:
        """As `fits`."""
        return self.fits(self.sourceModel().index(row, 0, parent))


def clause_words(clause: Clause, catalogue: Catalogue) -> str:
    """Everything that a clause says, for finding."""
    tasks = (catalogue.tasks[task] for task in clause.tasks)
    return "\n".join(text for task in tasks for text in (task.title, *(measure.quote for measure in task.measures)))


def _item(title: str, words: str) -> QStandardItem:
    item = QStandardItem(title)
    item.setEditable(False)
    item.setToolTip(plain_tip(title))
    item.setData(words, TEXT_ROLE)
    return item

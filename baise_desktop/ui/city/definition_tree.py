"""Every definition of the catalogue in a tree by plan and kind, found by characters, id, pinyin or initials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QLineEdit, QTreeView, QWidget

from baise_desktop.app.catalogue.definitions import list_definitions
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.labels import column, plain_label, plain_tip
from baise_desktop.ui.pinyin import matches, search_key

if TYPE_CHECKING:
    from baise_desktop.form.definition import Catalogue
    from baise_desktop.ui.jobs import Jobs

ID_ROLE = Qt.ItemDataRole.UserRole + 1
WORDS_ROLE = Qt.ItemDataRole.UserRole + 2


class DefinitionTree(QWidget):
    """Says which definition the reader wants to see."""

    #: id of a definition
    chosen = Signal(str)

    def __init__(self) -> None:
        """Empty until a catalogue is shown."""
        super().__init__()
        self._items: dict[str, QStandardItem] = {}
        self._roots: dict[str, QStandardItem] = {}
        self.model = QStandardItemModel(self)
        self.found = _Found(self)
        self.found.setSourceModel(self.model)
        self.search = QLineEdit()
        self.search.setPlaceholderText(say("window.forms_find"))
        self.search.setAccessibleName(say("window.forms_find"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._enter_first)
        self.nothing = plain_label(say("window.forms_found_nothing"), "muted", wrap=True)
        self.nothing.hide()
        self.view = QTreeView()
        self.view.setModel(self.found)
        self.view.setHeaderHidden(True)
        self.view.setUniformRowHeights(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.selectionModel().currentChanged.connect(self._choose)
        column(self, self.search, self.nothing, self.view).setStretch(2, 1)
        self._fit()

    def show_catalogue(self, catalogue: Catalogue, jobs: Jobs) -> None:
        """List a catalogue; its pinyin is made ready beside, as the dictionary takes its time."""
        self._items.clear()
        self.model.clear()
        self.found.read_pinyin(ready=False)
        roots: dict[str, QStandardItem] = {}
        self._roots = roots
        for group in list_definitions(catalogue):
            heading = _item(say("window.forms_group", title=group.title, count=len(group.entries)))
            if group.plan:
                plan = catalogue.plans[group.plan]
                root = roots.setdefault(group.plan, _item(plan.short_name))
                root.setToolTip(plain_tip(plan.full_name))
                if root.row() < 0:
                    self.model.appendRow(root)
                root.appendRow(heading)
            else:
                self.model.appendRow(heading)
            for name, title in group.entries:
                self._items[name] = _item(title, name)
                heading.appendRow(self._items[name])
        self._unfold()
        words = [str(item.data(WORDS_ROLE)) for item in self._items.values()]
        jobs.run_alone(lambda: [search_key(each) for each in words], lambda _: self._read_pinyin())

    def mark(self, name: str) -> None:
        """Make a definition current and bring it into sight, what was typed notwithstanding."""
        item = self._items.get(name)
        if item is None:
            return
        if not self.found.mapFromSource(item.index()).isValid():
            self.search.clear()
        index = self.found.mapFromSource(item.index())
        self.view.setCurrentIndex(index)
        self.view.scrollTo(index)

    def changeEvent(self, event: QEvent) -> None:
        """Take the sizes of a new look."""
        if event.type() == QEvent.Type.StyleChange:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        self.view.setIndentation(look.current().pixels(16))

    def _read_pinyin(self) -> None:
        self.found.read_pinyin(ready=True)
        if self.search.text().strip():
            self._filter(self.search.text())

    def _filter(self, typed: str) -> None:
        self.found.look_for(typed)
        self.nothing.setVisible(self.found.rowCount() == 0)
        if typed.strip():
            self.view.expandAll()
        else:
            self._unfold()
            self.view.scrollTo(self.view.currentIndex())

    def _unfold(self) -> None:
        """The kinds of both plans, and of what they share, without what is in them."""
        self.view.collapseAll()
        for root in self._roots.values():
            self.view.expand(self.found.mapFromSource(root.index()))

    def _enter_first(self) -> None:
        for name, item in self._items.items():
            if self.found.mapFromSource(item.index()).isValid():
                self.mark(name)
                return

    def _choose(self, index: QModelIndex) -> None:
        name = index.data(ID_ROLE)
        if name:
            self.chosen.emit(str(name))


class _Found(QSortFilterProxyModel):
    """Definitions that fit what was typed, with the headings above them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._typed = ""
        self._ready = False
        self.setRecursiveFilteringEnabled(True)

    def look_for(self, typed: str) -> None:
        """Show only what fits."""
        self._typed = typed.strip().lower()
        self.invalidate()

    def read_pinyin(self, *, ready: bool) -> None:
        """Whether the readings of every name are at hand."""
        self._ready = ready

    def filterAcceptsRow(self, row: int, parent: QModelIndex | QPersistentModelIndex) -> bool:
        """Whether a line's words fit; headings stand for nothing by themselves."""
        if not self._typed:
            return True
        words = self.sourceModel().index(row, 0, parent).data(WORDS_ROLE)
        if not words:
            return False
        return matches(self._typed, str(words)) if self._ready else self._typed in str(words).lower()


def _item(title: str, name: str = "") -> QStandardItem:
    item = QStandardItem(title)
    item.setEditable(False)
    item.setToolTip(plain_tip(f"{title}\n{name}" if name else title))
    item.setData(name, ID_ROLE)
    item.setData(f"{title} {name}" if name else "", WORDS_ROLE)
    return item

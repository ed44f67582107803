"""The list on the left: the fixed pages, and below them forms in groups with a box to find them."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLineEdit,
    QListView,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.form_chips import FormChips
from baise_desktop.ui.labels import plain_label, plain_tip
from baise_desktop.ui.pinyin import matches

WIDTH = 292
"""Pixels at 100 %."""
WIDTH_WHEN_LARGE = 244
_LARGE = 125
"""Percent; above it the pages need the room more than the names of forms do."""
_COLUMNS = 2
WIDTH_OF_PAGES = 176
"""Enough where there are pages only: their titles are short, and the tables need the room."""
KEY_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Place:
    """One line that leads somewhere."""

    key: str
    """What `chosen` says."""
    icon: str
    title: str
    note: str | None = None
    """Short text at the right, such as a number of rows; with None the title takes the whole line."""
    tone: str = "text"
    is_blank: bool = False
    """Whether it is a form in which nothing is filled in yet."""


@dataclass(frozen=True, slots=True)
class Group:
    """A heading with its places."""

    title: str
    places: tuple[Place, ...]


class _Tree(QTreeView):
    #: line to go to
    entered = Signal(QModelIndex)
    #: the cursor wants over the end: -1 up, 1 down
    overrun = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.entered.emit(self.currentIndex())
        elif event.key() in steps and self._is_at_end(steps[Qt.Key(event.key())]):
            self.overrun.emit(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _is_at_end(self, step: int) -> bool:
        index = self.currentIndex()
        return index.isValid() and not (self.indexAbove(index) if step < 0 else self.indexBelow(index)).isValid()


class _Pages(QListView):
    """The fixed pages in two columns: the forms below them need the height."""

    #: line to go to
    entered = Signal(QModelIndex)
    #: the cursor wants over the end: -1 up, 1 down
    overrun = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setFlow(QListView.Flow.TopToBottom)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        lines = self._lines()
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -lines, Qt.Key.Key_Right: lines}
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.entered.emit(self.currentIndex())
        elif event.key() in steps:
            self._step(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        """Down and up go through both columns, and over the ends into the forms."""
        at, count = self.currentIndex().row() + by, self.model().rowCount()
        if 0 <= at < count:
            self.setCurrentIndex(self.model().index(at, 0))
        elif abs(by) == 1:
            self.overrun.emit(by)

    def _lines(self) -> int:
        return -(-self.model().rowCount() // _COLUMNS)

    def fit(self) -> None:
        """Take the height of the lines and half of the width for each page."""
        tall = self.fontMetrics().lineSpacing() + look.current().pixels(10)
        self.setGridSize(QSize((self.parentWidget().width() - look.current().pixels(12)) // _COLUMNS, tall))
        # With half a line to spare no rounding sends the last line into a column of its own.
        self.setFixedHeight(self._lines() * tall + tall // 2)


class _Search(QLineEdit):
    #: the keyboard wants down into the list
    left_down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.left_down.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class Navigation(QFrame):
    """Says where the reader wants to go."""

    #: key of a place
    chosen = Signal(str)
    #: key of the place that is on show from now on
    marked = Signal(str)

    def __init__(self, *, searchable: bool, parent: QWidget | None = None) -> None:
        """Empty until `show_places`."""
        super().__init__(parent)
        self.setObjectName("navigation")
        self._searchable = searchable
        self._model = QStandardItemModel(0, 2, self)
        self._fixed_model = QStandardItemModel(0, 2, self)
        self._items: dict[str, tuple[QStandardItem, QStandardItem]] = {}
        self._fixed: tuple[Place, ...] = ()
        self._groups: tuple[Group, ...] = ()
        self._notes: dict[str, Place] = {}
        self._held: dict[str, Place] = {}
        self.chips = FormChips()
        self.search = _Search()
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._enter_first)
        self.search.left_down.connect(self._leave_search)
        self.fixed: _Tree | _Pages = self._make_pages() if searchable else self._make_tree(self._fixed_model)
        if searchable:
            self.fixed.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree = self._make_tree(self._model)
        self.fixed.overrun.connect(self._leave_fixed)
        self.tree.overrun.connect(self._leave_tree)
        self.fixed.setAccessibleName(say("window.nav_pages"))
        self.tree.setAccessibleName(say("window.nav_of_forms"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 1, 0)
        layout.setSpacing(0)
        layout.addWidget(self.fixed, int(not searchable))
        self._lay_head(layout)
        self._nothing = plain_label(say("window.search_nothing"), "muted", wrap=True)
        self._nothing.setContentsMargins(12, 0, 12, 0)
        layout.addWidget(self._nothing)
        layout.addWidget(self.tree, int(searchable))
        self.tree.setVisible(searchable)
        self._fit()

    def _lay_head(self, layout: QVBoxLayout) -> None:
        """What chooses among the forms stands above them."""
        head = QVBoxLayout()
        head.setContentsMargins(10, 0, 10, 6)
        head.setSpacing(6)
        head.addWidget(self.search)
        head.addWidget(self.chips)
        layout.addLayout(head)
        self.chips.changed.connect(lambda: self._filter(self.search.text()))
        self.search.setAccessibleName(say("window.search_forms"))
        self.search.setPlaceholderText(say("window.search_forms"))
        self.search.setClearButtonEnabled(True)

    def show_places(self, fixed: Sequence[Place], groups: Sequence[Group] = ()) -> None:
        """Show other lines; the current one stays current when it is still there."""
        self._fixed, self._groups = tuple(fixed), tuple(groups)
        current = self.current()
        for model in (self._fixed_model, self._model):
            model.removeRows(0, model.rowCount())
        self._items = {}
        for place in fixed:
            self._add(self._fixed_model.invisibleRootItem(), place)
        self._fit_fixed()
        self.search.setVisible(self._searchable and bool(groups))
        self.chips.setVisible(self._searchable and bool(groups))
        root = self._model.invisibleRootItem()
        for group in groups:
            head, blank = QStandardItem(group.title), QStandardItem(str(len(group.places)))
            for item in (head, blank):
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)
                item.setForeground(look.colour("muted"))
            blank.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            root.appendRow([head, blank])
            for place in group.places:
                self._add(head, place)
        self.tree.expandAll()
        self._filter(self.search.text())
        self._mark(current)

    def update_place(self, place: Place) -> None:
        """Change the state that one line shows."""
        self._notes[place.key] = self._held[place.key] = place
        if place.key in self._items:
            title, note = self._items[place.key]
            title.setIcon(look.icon(place.icon, place.tone))
            note.setText(place.note or "")

    def current(self) -> str:
        """Key of the current place."""
        index = self.tree.currentIndex() if self.tree.currentIndex().isValid() else self.fixed.currentIndex()
        return str(index.siblingAtColumn(0).data(KEY_ROLE) or "")

    def mark(self, key: str) -> None:
        """Make a line current without going there."""
        self._mark(key)
        self.marked.emit(key)

    def first_stop(self) -> QWidget:
        """The list with the current line."""
        return self.fixed if self.fixed.currentIndex().isValid() else self.tree

    def _mark(self, key: str) -> None:
        if key not in self._items:
            return
        index = self._items[key][0].index()
        here, other = (self.fixed, self.tree) if index.model() is self._fixed_model else (self.tree, self.fixed)
        other.setCurrentIndex(QModelIndex())
        here.setCurrentIndex(index)

    def changeEvent(self, event: QEvent) -> None:
        """Redraw in the colours and sizes of a new look."""
        if event.type() == QEvent.Type.StyleChange:
            self._fit()
            latest = tuple(
                Group(group.title, tuple(self._notes.get(place.key, place) for place in group.places))
                for group in self._groups
            )
            self.show_places(self._fixed, latest)
        super().changeEvent(event)

    def _fit(self) -> None:
        pixels = look.current().pixels
        width = WIDTH if look.current().zoom <= _LARGE else WIDTH_WHEN_LARGE
        self.setFixedWidth(pixels(width if self._searchable else WIDTH_OF_PAGES))
        for tree in (self.fixed, self.tree):
            tree.setIconSize(QSize(pixels(16), pixels(16)))
            if isinstance(tree, _Tree):
                tree.setIndentation(pixels(10) if tree is self.tree else 0)
        self._fit_fixed()

    def _fit_fixed(self) -> None:
        if isinstance(self.fixed, _Pages):
            self.fixed.fit()

    def _add(self, parent: QStandardItem, place: Place) -> None:
        title = QStandardItem(look.icon(place.icon, place.tone), place.title)
        note = QStandardItem(place.note or "")
        title.setToolTip(plain_tip(place.title))
        note.setForeground(look.colour("muted"))
        note.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        title.setData(place.key, KEY_ROLE)
        for item in (title, note):
            item.setEditable(False)
        parent.appendRow([title, note])
        self._held[place.key] = place
        self._items[place.key] = (title, note)
        if place.note is None:
            tree = self.fixed if title.model() is self._fixed_model else self.tree
            if isinstance(tree, _Tree):
                tree.setFirstColumnSpanned(title.row(), parent.index(), True)

    def _make_pages(self) -> _Pages:
        pages = _Pages()
        pages.setObjectName("forms")
        pages.setModel(self._fixed_model)
        pages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        pages.clicked.connect(self._enter)
        pages.entered.connect(self._enter)
        return pages

    def _make_tree(self, model: QStandardItemModel) -> _Tree:
        tree = _Tree()
        tree.setObjectName("forms")
        tree.setModel(model)
        tree.setHeaderHidden(True)
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        # Titles of registers differ at their ends as often as at their beginnings.
        tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        tree.header().setStretchLastSection(False)
        tree.header().setMinimumSectionSize(10)
        tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        tree.clicked.connect(self._enter)
        tree.entered.connect(self._enter)
        return tree

    def _leave_search(self) -> None:
        """To the first form that is shown."""
        index = self.tree.indexAt(self.tree.viewport().rect().topLeft())
        while index.isValid() and not index.data(KEY_ROLE):
            index = self.tree.indexBelow(index)
        _enter_at(self.tree, index)

    def _leave_fixed(self, step: int) -> None:
        if step > 0:
            _enter_at(self.tree, self._model.index(0, 0))

    def _leave_tree(self, step: int) -> None:
        if step < 0:
            _enter_at(self.fixed, self._fixed_model.index(self._fixed_model.rowCount() - 1, 0))

    def _enter(self, index: QModelIndex) -> None:
        key = index.siblingAtColumn(0).data(KEY_ROLE)
        if key:
            self.chosen.emit(str(key))

    def _enter_first(self) -> None:
        wanted = self.search.text()
        for key, (title, _) in self._items.items():
            if title.parent() is not None and matches(wanted, title.text()):
                self.mark(key)
                self.chosen.emit(key)
                return

    def _filter(self, typed: str) -> None:
        root = self._model.invisibleRootItem()
        shown = 0
        for line in range(root.rowCount()):
            head = root.child(line)
            hidden = 0
            for number in range(head.rowCount()):
                form = head.child(number)
                wanted = self.chips.takes(self._held.get(str(form.data(KEY_ROLE))))
                away = not (wanted and matches(typed, form.text()))
                self.tree.setRowHidden(number, head.index(), away)
                hidden += away
            self.tree.setRowHidden(line, QModelIndex(), hidden == head.rowCount())
            shown += head.rowCount() - hidden
        self._nothing.setVisible(bool(root.rowCount()) and not shown)


def _enter_at(tree: QAbstractItemView, index: QModelIndex) -> None:
    """Put the keyboard into the other list, at the end where it came in."""
    if index.isValid() and tree.isVisible():
        tree.setFocus(Qt.FocusReason.TabFocusReason)
        tree.setCurrentIndex(index)

"""The files of one row as tiles: a small picture, the name, and what kind of file of what size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from baise_desktop.form.file_kind import KINDS
from baise_desktop.texts import say
from baise_desktop.ui import look
from baise_desktop.ui.file_pictures import FilePicture
from baise_desktop.ui.labels import plain_tip
from baise_desktop.ui.unit.ledger_model import Index

if TYPE_CHECKING:
    from baise_desktop.app.entry.evidence import AttachedFile

TILE = QSize(296, 60)
THUMB = 44
PICTURE_ROLE = Qt.ItemDataRole.UserRole + 1
FILE_ROLE = Qt.ItemDataRole.UserRole + 2


def kind_word(media_type: str) -> str:
    """What people call a kind of file."""
    return KINDS[media_type].suffixes[0].removeprefix(".").upper() if media_type in KINDS else ""


def size_words(size: int) -> str:
    """A size in units that people read."""
    return f"{size / 2**20:.1f} MB" if size >= 2**20 else f"{max(1, round(size / 1024))} KB"


class EvidenceFiles(QAbstractListModel):
    """Files, and what there is to be seen of them."""

    def __init__(self, parent: QObject | None = None) -> None:
        """No files."""
        super().__init__(parent)
        self._files: list[AttachedFile] = []
        self._pictures: dict[str, FilePicture] = {}
        self._names: Mapping[str, str] = {}

    def name_fields(self, names: Mapping[str, str]) -> None:
        """What the fields that hold files are called, by key."""
        self._names = names

    def show_files(self, files: Sequence[AttachedFile]) -> None:
        """Show other files; pictures of the same contents stay."""
        self.beginResetModel()
        self._files = list(files)
        self._pictures = {
            file.evidence.sha256: self._pictures[file.evidence.sha256]
            for file in files
            if file.evidence.sha256 in self._pictures
        }
        self.endResetModel()

    def show_picture(self, sha256: str, picture: FilePicture) -> None:
        """Show what a file looks like."""
        self._pictures[sha256] = picture
        for line, file in enumerate(self._files):
            if file.evidence.sha256 == sha256:
                self.dataChanged.emit(self.index(line), self.index(line))

    def waiting(self) -> list[AttachedFile]:
        """Files that are there and have not been looked at."""
        return [file for file in self._files if file.state == "held" and file.evidence.sha256 not in self._pictures]

    def has_lost(self) -> bool:
        """Whether a file is not there as it was."""
        return any(file.state != "held" for file in self._files)

    def file(self, line: int) -> AttachedFile | None:
        """One file."""
        return self._files[line] if 0 <= line < len(self._files) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's name and default
        """Files."""
        return 0 if parent.isValid() else len(self._files)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name, tooltip with everything, and for readers of the screen the same in one sentence."""
        file = self._files[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return file.evidence.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{file.evidence.name}　{self.describe(file)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(f"{file.evidence.name}\n{self.describe(file)}")
        if role == PICTURE_ROLE:
            return self._pictures.get(file.evidence.sha256)
        return file if role == FILE_ROLE else None

    def describe(self, file: AttachedFile) -> str:
        """The second line of a tile."""
        field = self._names.get(file.field, "")
        if file.state != "held":
            return say(f"window.evidence_{file.state}")
        picture = self._pictures.get(file.evidence.sha256)
        words = {"kind": kind_word(file.evidence.media_type), "size": size_words(file.evidence.size)}
        if picture is not None and picture.pages:
            told = say("window.evidence_pages", pages=picture.pages, **words)
        else:
            told = say("window.evidence_kind_size", **words)
        return say("window.evidence_in_field", words=told, field=field) if field else told


class EvidenceTiles(QListView):
    """Arrows move, Enter and Space look, Delete removes."""

    #: the file at the cursor is to be looked at, or taken out
    preview_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, model: EvidenceFiles) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(_Tile(self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSpacing(2)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.doubleClicked.connect(lambda _: self.preview_wanted.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the list."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.preview_wanted.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_wanted.emit()
        else:
            super().keyPressEvent(event)


class _Tile(QStyledItemDelegate):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        pixels = look.current().pixels
        return QSize(pixels(TILE.width()), pixels(TILE.height()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, file = index.model(), index.data(FILE_ROLE)
        if not isinstance(model, EvidenceFiles):
            return
        rect: QRect = option.rect  # type: ignore[attr-defined]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        pixels = look.current().pixels
        painter.save()
        painter.fillRect(rect, look.colour("accent_soft" if chosen else "surface"))
        if chosen:
            painter.fillRect(QRect(rect.x(), rect.y() + 2, pixels(3), rect.height() - 4), look.colour("accent"))
        side, gap = pixels(THUMB), pixels(8)
        box = QRect(rect.x() + gap, rect.center().y() - side // 2, side, side)
        _draw_thumb(painter, box, file, index.data(PICTURE_ROLE))
        left = box.right() + gap
        room = QRect(left, rect.y() + pixels(8), rect.right() - left - gap, (rect.height() - pixels(16)) // 2)
        metrics = QFontMetrics(painter.font())
        name = metrics.elidedText(file.evidence.name, Qt.TextElideMode.ElideMiddle, room.width())
        painter.setPen(look.colour("text"))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), name)
        painter.setPen(look.colour("muted" if file.state == "held" else "danger"))
        below = room.translated(0, room.height())
        words = metrics.elidedText(model.describe(file), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(below, int(Qt.AlignmentFlag.AlignVCenter), words)
        painter.restore()


def _draw_thumb(painter: QPainter, box: QRect, file: AttachedFile, picture: FilePicture | None) -> None:
    painter.setPen(look.colour("border"))
    painter.setBrush(look.colour("sunken"))
    painter.drawRect(box.adjusted(0, 0, -1, -1))
    if file.state != "held":
        side = look.current().pixels(20)
        mark = look.pixmap("blocking", "danger", 20)
        painter.drawPixmap(QRect(box.center().x() - side // 2, box.center().y() - side // 2, side, side), mark)
    elif picture is not None and not picture.image.isNull():
        modes = (Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        small = QPixmap.fromImage(picture.image).scaled(box.size() - QSize(4, 4), *modes)
        painter.drawPixmap(box.center() - small.rect().center(), small)
    else:
        painter.setPen(look.colour("muted"))
        font = painter.font()
        font.setPixelSize(look.current().pixels(11))
        painter.save()
        painter.setFont(font)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), kind_word(file.evidence.media_type))
        painter.restore()

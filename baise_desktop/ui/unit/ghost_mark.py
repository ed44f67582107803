"""The small line below a cell's text that says what stood there last time."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from baise_desktop.ui import look
from baise_desktop.ui.unit.ledger_model import GHOST_ROLE, Index

TALL = 44
"""Pixels of a row that has room for it, at 100 %."""
_LINE, _MARGIN, _SMALL = 17, 5, 0.82


def room_above_ghost(rect: QRect) -> QRect:
    """Where the text of a cell goes while last time is shown."""
    return rect.adjusted(0, look.current().pixels(3), 0, -look.current().pixels(_LINE))


def paint_ghost(painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
    """Write it, in grey; a large change in amber, with its word and a sign."""
    ghost = index.data(GHOST_ROLE)
    if not ghost:
        return
    pixels = look.current().pixels
    area = QRect(option.rect)
    area.setTop(area.bottom() - pixels(_LINE))
    area.adjust(pixels(_MARGIN), 0, -pixels(_MARGIN), 0)
    painter.save()
    font = option.font
    font.setPixelSize(max(9, round(QFontMetrics(font).height() * _SMALL * 0.72)))
    painter.setFont(font)
    painter.setPen(look.colour("warning" if ghost.large else "muted"))
    if ghost.large:
        side = min(pixels(12), area.height())
        painter.drawPixmap(
            QRect(area.x(), area.center().y() - side // 2, side, side), look.pixmap("explain", "warning", 12)
        )
        area.setLeft(area.x() + side + pixels(3))
    words = QFontMetrics(font).elidedText(ghost.text, Qt.TextElideMode.ElideRight, area.width())
    numbers = Qt.AlignmentFlag(int(index.data(Qt.ItemDataRole.TextAlignmentRole))) & Qt.AlignmentFlag.AlignRight
    across = Qt.AlignmentFlag.AlignRight if numbers else Qt.AlignmentFlag.AlignLeft
    painter.drawText(area, int(across | Qt.AlignmentFlag.AlignVCenter), words)
    painter.restore()

"""What is selected in a grid, told by its corners: cell by cell it may be millions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QHeaderView, QTableView


class Block(NamedTuple):
    """Selected cells that touch; hidden columns are not among them."""

    lines: range
    columns: tuple[int, ...]


def list_blocks(view: QTableView) -> list[Block]:
    """What is selected."""
    blocks = []
    for each in view.selectionModel().selection():
        columns = [column for column in range(each.left(), each.right() + 1) if not view.isColumnHidden(column)]
        blocks.append(Block(range(each.top(), each.bottom() + 1), tuple(columns)))
    return [block for block in blocks if block.columns]


def count_cells(view: QTableView) -> int:
    """How many cells are selected."""
    return sum(len(block.lines) * len(block.columns) for block in list_blocks(view))


def list_lines(view: QTableView) -> list[int]:
    """Lines with a selected cell, in order."""
    return sorted({line for block in list_blocks(view) for line in block.lines})


def list_cells(view: QTableView) -> Iterator[tuple[int, int]]:
    """Line and column of every selected cell."""
    for block in list_blocks(view):
        for line in block.lines:
            for column in block.columns:
                yield line, column


def leave_out(header: QHeaderView) -> None:
    """Let a header not look for selected sections: for a column it asks the model about every row, at each paint."""
    header.setSelectionModel(QItemSelectionModel(header.model(), header))

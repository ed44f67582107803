"""Tables: no column is cut off, no text leaves its cell, wide ones are turned or split."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baise_desktop.report.fonts import Faces
from baise_desktop.report.geometry import Orientation, Rule, Strip, Text
from baise_desktop.report.grid import Grid, GridSetter, cell_align
from baise_desktop.report.model import Column
from baise_desktop.report.typesetting import Typesetter

CELL = st.text("科技强桂平果市㛃，。（）2023.5%-abcXYZ \n", max_size=60) | st.sampled_from(
    ["", "暂缺", "1234567.8901" * 9]
)


@pytest.fixture(scope="module")
def typesetter(faces: Faces) -> Typesetter:
    return Typesetter(faces)


def _texts(strips: tuple[Strip, ...]) -> list[Text]:
    return [mark for strip in strips for mark in strip.marks if isinstance(mark, Text)]


def _end(text: Text) -> float:
    free = sum(len(run.text) for run, spacing in text.line.spaced_runs() if spacing)
    return text.x + text.line.width + text.line.spacing * max(0, free - 1)


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    count = draw(st.integers(1, 16))
    columns = tuple(Column(f"列{index}", draw(st.sampled_from(["", "万元"]))) for index in range(count))
    rows = draw(st.lists(st.tuples(*[CELL] * count), max_size=3))
    return Grid(columns=columns, rows=tuple(rows), divisible=draw(st.booleans()))


@given(grids())
@settings(max_examples=25)
def test_texts_stay_in_their_cells(typesetter: Typesetter, grid: Grid) -> None:
    setter = GridSetter(typesetter, grid)
    for strip in setter.strips(setter.orientation):
        edges = sorted({mark.x0 for mark in strip.marks if isinstance(mark, Rule) and mark.x0 == mark.x1})
        assert not edges or edges[-1] == pytest.approx(setter.orientation.width)
        for text in (mark for mark in strip.marks if isinstance(mark, Text) and edges):
            left = max(edge for edge in edges if edge <= text.x)
            right = min(edge for edge in edges if edge > text.x)
            assert left < text.x
            assert _end(text) < right + 0.1
            assert 0 < text.y < strip.height


@given(grids())
@settings(max_examples=25)
def test_every_column_head_is_printed(typesetter: Typesetter, grid: Grid) -> None:
    setter = GridSetter(typesetter, grid)
    printed = "".join(text.line.text for text in _texts(setter.strips(setter.orientation)))
    assert all(column.name in printed for column in grid.columns)


def test_a_row_higher_than_a_page_is_parted_between_lines(typesetter: Typesetter) -> None:
    grid = Grid(columns=(Column("甲"),), rows=(("行\n" * 200,),))
    strips = GridSetter(typesetter, grid).strips(Orientation.PORTRAIT)
    assert max(strip.height for strip in strips) < Orientation.PORTRAIT.height
    assert sum("行" in text.line.text for text in _texts(strips)) == 200


def test_words_in_a_column_of_figures_are_centred() -> None:
    assert cell_align("不适用", "right") == "center"
    assert cell_align("-12.5", "right") == "right"
    assert cell_align("", "right") == "right"
    assert cell_align("甲", "left") == "left"

from hypothesis import given
from hypothesis import strategies as st

from baise_desktop.ui.clipboard import format_block, parse_block

TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('\n\t"'), max_size=8)


@given(st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(TEXTS, min_size=width, max_size=width), max_size=4)))
def test_what_is_copied_can_be_pasted(rows: list[list[str]]) -> None:
    assert parse_block(format_block(rows)) == rows


def test_excel_quotes_cells_with_newlines_and_ends_with_one() -> None:
    assert parse_block('甲\t"两\r\n行"\r\n乙\t\r\n') == [["甲", "两\n行"], ["乙", ""]]


def test_nothing_gives_no_rows() -> None:
    assert parse_block("") == []

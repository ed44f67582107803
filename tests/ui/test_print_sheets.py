"""Which page goes on which sheet."""

from hypothesis import given
from hypothesis import strategies as st

from baise_desktop.ui.print_sheets import A3, A4, Sheet, backs, fronts, is_wide, lay_sheet, repeat, turn_round

FIVE = tuple(Sheet(page) for page in range(5))


def numbers(sheets: tuple[Sheet, ...]) -> list[int | None]:
    return [sheet.page for sheet in sheets]


def test_a4_is_not_moved_and_not_scaled_whatever_its_writer_rounded() -> None:
    for size in (A4, (595, 842), (596, 842), (595.32, 841.92)):
        sheet = lay_sheet(0, size)
        assert (sheet.paper, sheet.scale, sheet.left, sheet.top, sheet.turned) == ("A4", 1.0, 0.0, 0.0, False)
        assert not is_wide(size)


def test_a_page_across_is_turned() -> None:
    assert lay_sheet(0, (A4[1], A4[0])) == Sheet(0, turned=True)


def test_a3_goes_on_what_was_chosen() -> None:
    across = (A3[1], A3[0])
    assert is_wide(across)
    assert lay_sheet(0, across, "A3") == Sheet(0, "A3", turned=True)
    small = lay_sheet(0, across, "A4")
    assert (small.paper, small.turned) == ("A4", True)
    assert round(small.scale, 3) == 0.707
    assert lay_sheet(0, A4, "A3").paper == "A4"


def test_a_small_page_stands_in_the_middle_at_its_size() -> None:
    sheet = lay_sheet(0, (400, 600))
    assert sheet.scale == 1.0
    assert (round(sheet.left), round(sheet.top)) == (98, 121)


@given(st.floats(10, 5000), st.floats(10, 5000), st.sampled_from(["", "A3", "A4"]))
def test_nothing_is_ever_cut_off(width: float, height: float, wide: str) -> None:
    sheet = lay_sheet(0, (width, height), wide)
    across, down = {"A4": A4, "A3": A3}[sheet.paper]
    lies = (height, width) if sheet.turned else (width, height)
    assert sheet.left >= 0
    assert sheet.top >= 0
    assert sheet.scale <= 1
    assert sheet.left + lies[0] * sheet.scale <= across + 3.01
    assert sheet.top + lies[1] * sheet.scale <= down + 3.01


def test_fronts_and_backs_meet_in_the_pile() -> None:
    assert numbers(fronts(FIVE)) == [0, 2, 4]
    assert numbers(backs(FIVE, last_first=False)) == [1, 3, None]
    assert numbers(backs(FIVE, last_first=True)) == [None, 3, 1]


def test_copies_of_two_sided_paper_each_begin_on_a_front() -> None:
    three = FIVE[:3]
    assert numbers(repeat(three, 2, collated=True, two_sided=False)) == [0, 1, 2, 0, 1, 2]
    assert numbers(repeat(three, 2, collated=False, two_sided=False)) == [0, 0, 1, 1, 2, 2]
    assert numbers(repeat(three, 2, collated=True, two_sided=True)) == [0, 1, 2, None, 0, 1, 2, None]
    assert numbers(repeat(three, 2, collated=False, two_sided=True)) == [0, 1, 0, 1, 2, None, 2, None]


def test_the_last_sheet_first() -> None:
    assert numbers(turn_round(FIVE, two_sided=False)) == [4, 3, 2, 1, 0]
    assert numbers(turn_round(FIVE, two_sided=True)) == [4, None, 2, 3, 0, 1]


@given(st.integers(1, 9), st.integers(1, 4), st.booleans())
def test_each_front_gets_its_own_back(pages: int, copies: int, collated: bool) -> None:
    sheets = tuple(Sheet(page) for page in range(pages))
    every = repeat(sheets, copies, collated=collated, two_sided=True)
    for front, back in zip(fronts(every), backs(every, last_first=False), strict=True):
        assert front.page is not None
        assert back.page in (front.page + 1, None)
        assert back.page is not None or front.page == pages - 1

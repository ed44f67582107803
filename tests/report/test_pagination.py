from hypothesis import given
from hypothesis import strategies as st

from baise_desktop.report.geometry import Chapter, Orientation, Rule, Strip, height_of
from baise_desktop.report.pagination import paginate

HEAD = (Strip(height=20.0, marks=(Rule(0, 0, 1, 0),)),)


def _strip(number: int, height: float, *, keep: bool, space: bool) -> Strip:
    marks = () if space else (Rule(float(number), 0, float(number), height, 2.0),)
    return Strip(height=height, marks=marks, keep_with_next=keep and not space, space=space, heads=HEAD)


STRIPS = st.lists(st.tuples(st.floats(1, 300), st.booleans(), st.booleans()), max_size=60).map(
    lambda rows: tuple(
        _strip(number, height, keep=keep, space=space) for number, (height, keep, space) in enumerate(rows)
    )
)


@given(STRIPS, st.sampled_from(Orientation))
def test_every_strip_is_on_one_page_in_order_and_no_page_overflows(
    strips: tuple[Strip, ...], orientation: Orientation
) -> None:
    pages = paginate([Chapter(orientation, strips)])
    rules = [mark for page in pages for mark in page.marks if isinstance(mark, Rule) and mark.weight == 2.0]
    assert [rule.x0 for rule in rules] == [float(n) for n, strip in enumerate(strips) if not strip.space]
    assert all(page.used <= orientation.height + 0.02 for page in pages)


def test_a_heading_moves_with_what_it_heads() -> None:
    body = [Strip(height=100.0, marks=(Rule(0, 0, 0, 0),))] * 6
    heading = Strip(height=30.0, marks=(Rule(7, 0, 7, 0),), keep_with_next=True)
    gap = Strip(height=5.0, space=True)
    last = Strip(height=30.0, marks=(Rule(8, 0, 8, 0),))
    pages = paginate([Chapter(Orientation.PORTRAIT, (*body, heading, gap, last))])
    assert [len(page.marks) for page in pages] == [6, 2]


def test_table_heads_come_again() -> None:
    row = Strip(height=200.0, marks=(Rule(1, 0, 1, 0, 2.0),), heads=HEAD)
    pages = paginate([Chapter(Orientation.PORTRAIT, (*HEAD, *[row] * 7))])
    assert [round(page.used) for page in pages] == [620, 620, 220]
    assert height_of(HEAD) == 20.0

"""What was seen on paper is kept page by page, once for each scan."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from baise_desktop.store.database import Store
from baise_desktop.store.journal import read_journal
from baise_desktop.store.papers import SeenPage, list_seen, note_papers
from baise_desktop.store.verify import find_damage
from tests.offices import PLAN, found_city
from tests.pki import NOW, PINGGUO

CONTENT = "ab" * 32
FIRST = SeenPage(
    unit=PINGGUO, period="2023Q1", plan=PLAN, version=2, content=CONTENT, paper="", pages=3, page=1, scan="cd" * 32
)


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Store]:
    with closing(found_city(tmp_path / "city")) as store:
        yield store


def test_pages_add_up_by_print(city: Store) -> None:
    others = (replace(FIRST, page=3), replace(FIRST, paper="audit", pages=1), replace(FIRST, content="ef" * 32))
    note_papers(city, [FIRST, *others], {"file": "a.pdf"}, "city.baise", NOW)
    assert list_seen(city, {CONTENT}) == {CONTENT: {("", 3): {1, 3}, ("audit", 1): {1}}}
    assert set(list_seen(city)) == {CONTENT, "ef" * 32}
    assert [line.act for line in read_journal(city)][-1] == "核对纸质"
    assert find_damage(city) == ()


def test_the_first_sight_of_a_page_in_a_scan_stays(city: Store) -> None:
    note_papers(city, [FIRST], {}, "city.baise", NOW)
    note_papers(city, [FIRST, replace(FIRST, scan="")], {}, "somebody", NOW + timedelta(days=1))
    seen = city.query('SELECT scan, "by", at FROM paper ORDER BY scan')
    assert seen == [("", "somebody", "2023-07-11T08:00:00Z"), ("cd" * 32, "city.baise", "2023-07-10T08:00:00Z")]


def test_a_row_changed_behind_the_program_is_found(city: Store) -> None:
    note_papers(city, [FIRST], {}, "city.baise", NOW)
    city.connection.execute("UPDATE paper SET page = 2")
    assert [damage.kind for damage in find_damage(city)] == ["row"]

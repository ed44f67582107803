import sqlite3
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baise_desktop.store import journal
from baise_desktop.store.database import Store
from tests.pki import NOW


def write(store: Store, *acts: str) -> None:
    with store.write() as connection:
        for act in acts:
            journal.append(connection, "clerk", act, {"row": act}, NOW)


def tamper(store: Store, sql: str) -> None:
    """As someone with another tool would: the triggers out of the way."""
    store.connection.set_authorizer(None)
    store.connection.execute("DROP TRIGGER journal_keeps_lines")
    store.connection.execute("DROP TRIGGER journal_keeps_length")
    store.connection.execute(sql)


def test_lines_follow_each_other(city: Store) -> None:
    write(city, "a", "b", "c")
    assert [line.act for line in journal.read_journal(city)] == ["a", "b", "c"]
    assert [line.act for line in journal.read_journal(city, after=1, limit=1)] == ["b"]
    assert journal.read_head(city) == (3, journal.read_journal(city)[-1].hash)
    assert list(journal.verify_chain(city.connection)) == []


def test_an_empty_journal_has_a_head(city: Store) -> None:
    assert journal.read_head(city) == (0, journal.START)


@pytest.mark.parametrize(
    "sql",
    ["UPDATE journal SET act = 'x'", "DELETE FROM journal", "REPLACE INTO journal VALUES (1, '', '', '', '{}', '')"],
)
def test_a_line_is_for_ever(city: Store, sql: str) -> None:
    write(city, "a", "b")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        city.connection.execute(sql)


@pytest.mark.parametrize(
    ("sql", "broken"),
    [
        ("UPDATE journal SET act = 'x' WHERE number = 2", [2]),
        ("UPDATE journal SET at = '2020-01-01T00:00:00Z' WHERE number = 1", [1]),
        ("DELETE FROM journal WHERE number = 2", [3]),
        ("UPDATE journal SET number = -number WHERE number > 1", [-3]),
    ],
)
def test_tampering_breaks_the_chain(city: Store, sql: str, broken: list[int]) -> None:
    write(city, "a", "b", "c")
    tamper(city, sql)
    assert list(journal.verify_chain(city.connection))[:1] == broken


def test_times_are_utc_to_the_second(city: Store) -> None:
    with city.write() as connection:
        journal.append(connection, "x", "y", {}, datetime.fromisoformat("2024-01-01T08:00:00.9+08:00"))
    assert journal.read_journal(city)[0].at == "2024-01-01T00:00:00Z"
    with pytest.raises(ValueError, match="zone"), city.write() as connection:
        journal.append(connection, "x", "y", {}, datetime(2024, 1, 1, tzinfo=UTC).replace(tzinfo=None))


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40), st.integers(0, 9))
def test_every_member_is_hashed(text: str, number: int) -> None:
    line = journal.JournalLine(number, "t", "actor", text, "{}", "")
    other = journal.JournalLine(number, "t", "actor", text + "!", "{}", "")
    assert journal.hash_line(journal.START, line) != journal.hash_line(journal.START, other)
    assert journal.hash_line(journal.START, line) != journal.hash_line("1" * 64, line)

from datetime import UTC

from baise_desktop.app.clock import ROW_RANDOM_BYTES, row_randomness, utc_now
from baise_desktop.form.record import new_row_id


def test_now_is_utc_in_whole_seconds() -> None:
    now = utc_now()
    assert now.tzinfo is UTC
    assert now.microsecond == 0


def test_rows_of_one_second_sort_in_the_order_of_their_making() -> None:
    now = utc_now()
    made = [new_row_id(now, row_randomness()) for _ in range(1000)]
    assert made == sorted(set(made))


def test_row_ids_of_two_computers_differ() -> None:
    lowest = {int.from_bytes(row_randomness(), "big") & (1 << 38) - 1 for _ in range(10)}
    assert len(lowest) == 10


def test_row_randomness_fills_an_id() -> None:
    assert {len(row_randomness()) for _ in range(10)} == {ROW_RANDOM_BYTES}

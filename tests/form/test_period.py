"""Periods of different frequencies that end together."""

import pytest

from baise_desktop.form.period import ending_with, parse_period


@pytest.mark.parametrize(
    ("period", "others"),
    [
        ("2023", ["2023H2", "2023Q4", "2023-12"]),
        ("2023H1", ["2023Q2", "2023-06"]),
        ("2023Q3", ["2023-09"]),
        ("2023-12", ["2023", "2023H2", "2023Q4"]),
        ("2023-05", []),
    ],
)
def test_other_frequencies_end_on_the_same_day(period: str, others: list[str]) -> None:
    assert [str(each) for each in ending_with(parse_period(period))] == others

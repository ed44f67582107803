"""Which quick report stands for a date."""

from datetime import date

from baise_desktop.progress.reference_period import candidate_periods


def test_at_the_end_of_a_year_the_annual_report_comes_first() -> None:
    assert candidate_periods(date(2023, 12, 31)) == ("2023", "2023H2", "2023Q4", "2023-12")


def test_within_a_year_the_latest_finished_period_comes_first() -> None:
    assert candidate_periods(date(2023, 8, 15)) == ("2023-07", "2023H1", "2023Q2")


def test_before_anything_is_finished_there_is_none() -> None:
    assert candidate_periods(date(2023, 1, 15)) == ()


def test_the_first_year_of_the_calendar_has_no_year_before() -> None:
    assert candidate_periods(date(1, 1, 1)) == ()

"""Instants and periods as people at this desk read them: local time, to the second."""

from datetime import date, datetime


def show_moment(moment: datetime) -> str:
    """The local date and time of an aware instant."""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M:%S")


def show_clock(moment: datetime) -> str:
    """The local time of day of an aware instant."""
    return moment.astimezone().strftime("%H:%M:%S")


def local_today(now: datetime) -> date:
    """The day at this desk of an aware instant."""
    return now.astimezone().date()


def period_text(period: str) -> str:
    """A reporting period as documents name it, such as 2023年上半年."""
    from baise_desktop.app.installation.naming import period_words
    from baise_desktop.form.period import parse_period

    return period_words(parse_period(period))

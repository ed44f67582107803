"""Times as the store writes them."""

from datetime import UTC, datetime


def to_text(now: datetime) -> str:
    """ISO 8601, UTC, whole seconds, Z; parts of a second are dropped.

    Raises:
        ValueError: a time without a zone; a bug.
    """
    if now.tzinfo is None:
        raise ValueError("a time needs its zone")
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def from_text(text: str) -> datetime:
    """An aware UTC time from what `to_text` wrote."""
    return datetime.fromisoformat(text)

"""Four words for a passphrase."""

import pytest

from baise_desktop.app.keys.passphrase_strength import judge_passphrase


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("", "short"),
        ("Kj%29!x", "short"),
        ("12345678", "weak"),
        ("1234567890", "weak"),
        ("aaaaaaaaaaaaaaaa", "weak"),
        ("password1", "weak"),
        ("c.pingguo2023", "weak"),
        ("zhang1968h", "fair"),
        ("每逢周五要填台账", "strong"),
        ("correct horse battery", "strong"),
        ("Kj%29-mango-Tian", "strong"),
    ],
)
def test_a_word_for_each(text: str, strength: str) -> None:
    assert judge_passphrase(text, "c.pingguo") == strength

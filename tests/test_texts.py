"""A sentence is found by its key, and what its placeholders stand for is shown as it is."""

import tomllib
from pathlib import Path

import pytest

from baise_desktop.texts import knows, say

TEXTS = Path(__file__).parent.parent / "resources" / "texts"


def test_every_entry_of_every_file_is_found() -> None:
    for file in TEXTS.rglob("*.toml"):
        section = file.stem if file.parent == TEXTS else file.parent.name
        for name, sentence in tomllib.loads(file.read_text("utf-8")).items():
            if "{" not in sentence:
                assert say(f"{section}.{name}") == sentence
            assert knows(f"{section}.{name}")


def test_what_is_not_there_is_a_bug() -> None:
    assert not knows("window.nothing_of_that_name")
    with pytest.raises(KeyError):
        say("window.nothing_of_that_name")


def test_values_are_plain_text() -> None:
    assert "{code}" in say("window.refusal", code="{code}", sentence="<b>")
    with pytest.raises(KeyError):
        say("window.refusal", code="1")

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baise_desktop.app.installation.preferences import (
    FILE,
    THEMES,
    ZOOMS,
    Preferences,
    keep_preferences,
    read_preferences,
)

SOME = st.builds(
    Preferences,
    st.booleans(),
    st.booleans(),
    st.sampled_from(ZOOMS),
    st.sampled_from(THEMES),
    st.sampled_from([200]),
)


@given(SOME)
def test_what_is_kept_is_read_again(tmp_path_factory: pytest.TempPathFactory, wanted: Preferences) -> None:
    folder = tmp_path_factory.mktemp("preferences")
    keep_preferences(folder, wanted)
    assert read_preferences(folder) == wanted


@pytest.mark.parametrize(
    "held",
    ["", "[]", "{", "\x00", '{"zoom": 1}', '{"zoom": true}', '{"theme": "../x"}', '{"enter_down": 1}', '{"other": 3}'],
)
def test_what_makes_no_sense_is_as_at_first(tmp_path: Path, held: str) -> None:
    (tmp_path / FILE).write_text(held)
    assert read_preferences(tmp_path) == Preferences()


def test_one_wrong_wish_does_not_lose_the_others(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"zoom": 150, "theme": 7}')
    assert read_preferences(tmp_path) == Preferences(zoom=150)

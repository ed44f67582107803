import pytest

from baise_desktop.ui.pinyin import matches, ranked


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("npx", "那坡县"),
        ("ly", "乐业县"),
        ("ly", "凌云县"),
        ("lingyun", "凌云县"),
        ("云", "凌云县"),
        ("", "凌云县"),
        ("NP", "那坡县"),
    ],
)
def test_a_name_is_found_by_characters_pinyin_and_initials(typed: str, name: str) -> None:
    assert matches(typed, name)


def test_what_does_not_sound_so_is_not_found() -> None:
    assert not matches("npx", "凌云县")


def test_names_that_begin_so_come_first() -> None:
    names = ["中国凌云", "凌云县", "那坡县"]
    assert ranked("ly", names) == [1, 0]

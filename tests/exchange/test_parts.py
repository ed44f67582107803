"""Pieces of a package: what is split is joined again, and nothing else is."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baise_desktop.errors import BaiseError
from baise_desktop.exchange.parts import MOST_PARTS, gather, join, split

NAME = "c.pingguo_p2_2023-04_v1.asice"


def put(folder: Path, content: bytes, most: int) -> list[Path]:
    folder.mkdir(exist_ok=True)
    files = []
    for piece in split(NAME, content, most):
        files.append(folder / piece.name)
        files[-1].write_bytes(piece.content)
    return files


def joined(files: list[Path]) -> bytes:
    whole, (parts,) = gather(files)
    assert whole == []
    assert parts.name == NAME
    return join(parts)


@given(content=st.binary(min_size=2, max_size=200), most=st.integers(3, 60), data=st.data())
def test_what_is_split_is_joined_in_any_order(
    content: bytes, most: int, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    files = put(tmp_path_factory.mktemp("parts"), content, most)
    if len(files) == 1:
        assert files[0].read_bytes() == content
        return
    assert joined(data.draw(st.permutations(files))) == content
    assert joined([file for file in files if not file.name.endswith(".sha256")]) == content


def test_parts_are_named_so_that_they_sort_and_the_list_is_one_of_sha256sum(tmp_path: Path) -> None:
    files = put(tmp_path, bytes(25), 10)
    assert [file.name for file in files] == [
        f"{NAME}.part01of03",
        f"{NAME}.part02of03",
        f"{NAME}.part03of03",
        f"{NAME}.sha256",
    ]
    lines = files[-1].read_text("ascii").splitlines()
    assert [line.split("  ")[1] for line in lines] == [*(file.name for file in files[:-1]), NAME]


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    files = put(tmp_path, bytes(40), 10)
    with pytest.raises(BaiseError) as caught:
        joined([files[0], files[2], files[4]])
    assert caught.value.code == "PARTS_MISSING"
    assert "part02of04、part04of04" in caught.value.sentence
    with pytest.raises(BaiseError, match="PARTS_MISSING"):
        joined([files[4]])


def test_a_changed_part_is_named(tmp_path: Path) -> None:
    files = put(tmp_path, bytes(range(30)), 10)
    files[1].write_bytes(b"x" * 10)
    with pytest.raises(BaiseError) as caught:
        joined(files)
    assert caught.value.code == "PART_DAMAGED"
    assert "part02of03" in caught.value.sentence


def test_parts_cut_otherwise_without_a_list_are_not_joined(tmp_path: Path) -> None:
    files = put(tmp_path, bytes(30), 10)[:-1]
    files[0].write_bytes(bytes(9))
    with pytest.raises(BaiseError, match="PART_DAMAGED"):
        joined(files)


def test_one_number_twice(tmp_path: Path) -> None:
    files = put(tmp_path / "a", bytes(30), 10)
    again = put(tmp_path / "b", bytes(30), 10)
    assert joined([*files, again[0]]) == bytes(30)
    again[0].write_bytes(b"y" * 10)
    with pytest.raises(BaiseError, match="PART_TWICE"):
        joined([*files, again[0]])


def test_a_list_that_is_none(tmp_path: Path) -> None:
    files = put(tmp_path, bytes(30), 10)
    files[-1].write_text("这不是清单", "utf-8")
    with pytest.raises(BaiseError, match="PARTS_LIST"):
        joined(files)


def test_too_many_parts_are_refused_before_anything_is_cut() -> None:
    with pytest.raises(BaiseError, match="PARTS_MANY"):
        split(NAME, bytes(MOST_PARTS + 1), 1)

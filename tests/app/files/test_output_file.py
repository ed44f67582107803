from pathlib import Path
from typing import NoReturn

import pytest

from baise_desktop.app.files.output_file import require_empty, write_document, write_whole
from baise_desktop.errors import BaiseError
from baise_desktop.store import files


def test_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    out = tmp_path / "new" / "folder" / "a.bin"
    assert write_whole(out, b"old") == out
    write_whole(out, b"new")
    assert out.read_bytes() == b"new"
    assert [file.name for file in out.parent.iterdir()] == ["a.bin"]


def test_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(BaiseError, match="OUT_FOLDER"):
        write_whole(tmp_path / "file" / "a.bin", b"new")


def test_stick_that_forgets_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "write_whole", lambda out, content: out.write_bytes(content[:-1]))
    with pytest.raises(BaiseError, match=r"OUT_FOLDER.*读回"):
        write_whole(tmp_path / "a.bin", b"new")


@pytest.mark.parametrize(("name", "content"), [("a.pdf", b"p"), ("a.PDF", b"p"), ("a.xlsx", b"w")])
def test_suffix_chooses_the_document(tmp_path: Path, name: str, content: bytes) -> None:
    assert write_document(tmp_path / name, lambda: b"p", lambda: b"w").read_bytes() == content


@pytest.mark.parametrize("name", ["a", "a.docx", "pdf"])
def test_unknown_suffix_makes_nothing(tmp_path: Path, name: str) -> None:
    def make() -> NoReturn:
        raise AssertionError("made for nothing")

    with pytest.raises(BaiseError, match="SUFFIX"):
        write_document(tmp_path / name, make, make)
    assert list(tmp_path.iterdir()) == []


def test_only_an_empty_folder_is_empty(tmp_path: Path) -> None:
    require_empty(tmp_path)
    require_empty(tmp_path / "not yet")
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(BaiseError, match="FOLDER_NOT_EMPTY"):
        require_empty(tmp_path)
    with pytest.raises(BaiseError, match="OUT_FOLDER"):
        require_empty(tmp_path / "file")

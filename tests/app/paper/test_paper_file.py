"""A paper kept as a file."""

import os
from pathlib import Path

import pytest

from baise_desktop.app.paper.paper_file import paper_file_name, save_paper
from baise_desktop.errors import BaiseError


def test_names_fit_every_system() -> None:
    assert paper_file_name("平果市_三年_2023Q4_上报报告_v2") == "平果市_三年_2023Q4_上报报告_v2.pdf"
    assert paper_file_name('a/b\\c:d*e?f"g<h>i|j\n.pdf') == "a_b_c_d_e_f_g_h_i_j.pdf"
    assert paper_file_name("合同.PDF") == "合同.pdf"
    assert paper_file_name(" .. ") == "paper.pdf"
    assert len(paper_file_name("长" * 300).encode()) < 255


def test_bytes_and_files_are_written_as_they_are(tmp_path: Path) -> None:
    source = tmp_path / "kept"
    source.write_bytes(b"%PDF of a file")
    assert save_paper(source, tmp_path / "a.pdf").read_bytes() == b"%PDF of a file"
    assert save_paper(b"%PDF made", tmp_path / "a.pdf").read_bytes() == b"%PDF made"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.pdf", "kept"]


def test_a_file_that_is_held_by_another_program_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows lets nobody take the place of a file that a reader shows."""
    out = tmp_path / "a.pdf"
    out.write_bytes(b"old")

    def refuse(_self: Path, target: Path) -> Path:
        raise PermissionError(13, "in use", str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(BaiseError, match="PAPER_HELD") as told:
        save_paper(b"new", out)
    assert "a.pdf" in told.value.sentence
    assert out.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.pdf"]


def test_a_full_disk_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(_handle: int) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(os, "fsync", fill)
    with pytest.raises(BaiseError, match="OUT_FOLDER") as told:
        save_paper(b"new", tmp_path / "a.pdf")
    assert "磁盘已满" in told.value.sentence
    assert list(tmp_path.iterdir()) == []


def test_a_source_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(BaiseError, match="FILE_UNREADABLE"):
        save_paper(tmp_path / "gone", tmp_path / "a.pdf")

import getpass
import io
import sys
from pathlib import Path

import pytest

from baise_desktop.cli.passphrase import read_passphrase
from baise_desktop.errors import BaiseError


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("content", "passphrase"),
    [
        ("口令 with spaces ".encode(), "口令 with spaces "),
        (b"first\nsecond\n", "first"),
        (b"first\r\nsecond", "first"),
        (b"\nsecond", ""),
    ],
)
def test_first_line_of_the_file_as_it_stands(tmp_path: Path, content: bytes, passphrase: str) -> None:
    (tmp_path / "pass").write_bytes(content)
    assert read_passphrase(tmp_path / "pass") == passphrase


@pytest.mark.parametrize("content", [b"", b"\xff\xfe1\x00"])
def test_file_that_holds_no_passphrase(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "pass").write_bytes(content)
    with pytest.raises(BaiseError, match="PASSPHRASE_FILE"):
        read_passphrase(tmp_path / "pass")


def test_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BaiseError, match="FILE_UNREADABLE"):
        read_passphrase(tmp_path / "nowhere")


def test_without_file_and_terminal_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("typed\n"))
    with pytest.raises(BaiseError, match="NO_PASSPHRASE"):
        read_passphrase(None)


def test_at_a_terminal_it_is_typed_unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def ask(prompt: str) -> str:
        asked.append(prompt)
        return "typed"

    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(getpass, "getpass", ask)
    assert read_passphrase(None) == "typed"
    assert "口令" in asked[0]

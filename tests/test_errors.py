import errno
from pathlib import Path

import pytest

from baise_desktop.errors import BaiseError, disk_reason, one_line


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "磁盘已满"),
        (errno.EACCES, "没有权限"),
        (errno.EROFS, "磁盘是只读的"),
        (errno.ENOENT, "没有这个文件或文件夹"),
        (errno.EISDIR, "这是文件夹，不是文件"),
        (errno.EMFILE, "打开的文件过多，请关闭一些程序"),
        (errno.EL2HLT, f"系统错误 {errno.EL2HLT}"),
    ],
)
def test_a_disk_error_is_told_in_chinese(number: int, words: str) -> None:
    assert disk_reason(OSError(number, "in the system's own words")) == words


def test_an_error_without_a_number() -> None:
    assert disk_reason(OSError("nothing more is known")) == "原因不明"


@pytest.mark.parametrize(
    "name", ["报\n表.pdf", "a\x1b[31mb.pdf", "a\u202efdp.exe", "a\r\x9bb", "a\udcff.pdf", "a\u2028b"]
)
def test_the_name_of_a_file_speaks_to_no_terminal(name: str) -> None:
    for file in (name, Path("扫描") / name):
        sentence = BaiseError("FILE_UNREADABLE", file=file, reason="没有权限").sentence
        assert sentence.isprintable()
    assert one_line(Path(name)).isprintable()


def test_an_ordinary_name_stays_as_it_is() -> None:
    assert one_line("2023年\u3000上半年 报告（盖章）😀.pdf") == "2023年\u3000上半年 报告（盖章）😀.pdf"

import errno

import pytest

from baise_desktop.errors import disk_reason


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

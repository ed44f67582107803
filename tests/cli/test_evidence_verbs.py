from tests.cli.conftest import CommandLine
from tests.evidence_files import pdf_bytes, picture_bytes, put

JUNE = ("--store", "county", "--plan", "p2", "--period", "2023-06")
TARGET = (*JUNE, "--form", "p2.t.contract")


def test_a_refused_file_is_told_by_code_and_name(line: CommandLine) -> None:
    put(line.folder, "a.pdf", b"<html>")
    assert line.run("evidence", "add", "a.pdf", *TARGET) == 1
    assert line.err.startswith("EVIDENCE_KIND: “a.pdf”")
    assert line.run("evidence", "add", "a.pdf", "--store", "city", *TARGET[2:]) == 1
    assert line.err.startswith("ROLE_UNIT_ONLY")
    assert line.run("evidence", "add", "a.pdf", *JUNE, "--form", "r.tech_contract") == 1
    assert line.err.startswith("EVIDENCE_KIND")


def test_files_are_listed_with_state_and_row(line: CommandLine) -> None:
    put(line.folder, "a.pdf", pdf_bytes())
    line.run("evidence", "add", "a.pdf", *TARGET)
    (kept,) = (path for path in (line.folder / "county" / "attachments").rglob("*") if path.is_file())
    kept.unlink()
    assert line.run("evidence", "list", *JUNE) == 0
    assert f"{kept.name[:12]}　缺失　a.pdf" in line.out
    assert line.out.endswith("共 1 件佐证。\n")


def test_a_picture_goes_in_smaller_when_asked(line: CommandLine) -> None:
    put(line.folder, "a.png", picture_bytes("PNG", 3200, 40))
    assert line.run("evidence", "add", "a.png", *TARGET, "--smaller") == 0
    assert "“a.jpg”" in line.out


def test_limits_are_shown_and_set(line: CommandLine) -> None:
    assert line.run("evidence", "limits", "--store", "county") == 0
    assert "20 MB" in line.out
    assert line.run("evidence", "limits", "--store", "county", "--file-mb", "30") == 0
    assert "30 MB" in line.out
    assert "150 MB" in line.out
    assert line.run("evidence", "limits", "--store", "county", "--file-mb", "61") == 1
    assert line.err.startswith("EVIDENCE_LIMIT")

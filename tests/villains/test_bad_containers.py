"""Section A of the list of bad inputs, each file shown at every door; X numbers are not on the list."""

import io
import os
import zipfile
from pathlib import Path

import pytest

from baise_desktop.app.inbox.receiving import merge_files, preview, verify_file
from baise_desktop.app.mail.letters import open_received
from baise_desktop.cli.run import run
from baise_desktop.errors import BaiseError
from tests.villains.bad_containers import INSIDE, LISTED, UNLISTED, Make
from tests.villains.estate import NOW, Estate
from tests.villains.raw_zip import entries_of, write
from tests.villains.refusal import Ward

FRAMES = LISTED | UNLISTED


def test_the_independent_writer_gives_the_genuine_bytes(estate: Estate) -> None:
    assert write(entries_of(estate.april)) == estate.april
    assert write(entries_of(estate.receipt)) == estate.receipt


@pytest.mark.parametrize(("make", "code"), FRAMES.values(), ids=FRAMES.keys())
def test_bad_frames(ward: Ward, make: Make, code: str) -> None:
    ward.refuse_frame(make(ward.estate), code)


@pytest.mark.parametrize(("make", "codes"), INSIDE.values(), ids=INSIDE.keys())
def test_bad_files_in_a_right_frame(ward: Ward, make: Make, codes: tuple[str, str]) -> None:
    ward.refuse_inside(make(ward.estate), *codes)


@pytest.mark.parametrize("item", [item for item in LISTED if item.startswith(("A030", "A032", "A038"))])
def test_what_another_tool_packed_is_not_called_tampered_with(ward: Ward, item: str) -> None:
    make, code = LISTED[item]
    sentence = ward.refuse_frame(make(ward.estate), code).sentence
    assert "原始文件" in sentence
    assert "重新打包" in sentence
    assert "篡改" not in sentence


def test_a026_nothing_is_unpacked_anywhere(ward: Ward) -> None:
    before = sorted(ward.folder.parent.rglob("*"))
    for item in (item for item in LISTED if item.startswith(("A026", "A027", "A028"))):
        make, code = LISTED[item]
        (outcome,) = merge_files(ward.city, [ward.file(make(ward.estate))], NOW)
        assert outcome.error is not None
        assert outcome.error.code == code
    assert sorted(ward.folder.parent.rglob("*")) == sorted([*before, ward.folder / "坏.asice"])


def test_x097_larger_than_any_package(ward: Ward) -> None:
    file = ward.folder / "大.asice"
    with file.open("wb") as out:
        out.write(ward.estate.april)
        out.truncate((200 << 20) + 1)
    for act in (preview, merge_files):
        (outcome,) = act(ward.city, [file], NOW)
        assert outcome.error is not None
        assert outcome.error.code == "TOO_BIG"
    assert verify_file(file, ward.root, NOW).inspection.intact.code == "TOO_BIG"
    with pytest.raises(BaiseError, match="TOO_BIG"):
        open_received(ward.county, file, None, NOW)


def test_x098_what_is_no_file(ward: Ward) -> None:
    folder, pipe, link = (ward.folder / f"{name}.asice" for name in ("folder", "pipe", "link"))
    folder.mkdir()
    link.symlink_to(link)
    os.mkfifo(pipe)
    for file in (folder, pipe, link, ward.folder / "nowhere.asice", Path(os.devnull)):
        (outcome,) = merge_files(ward.city, [file], NOW)
        assert outcome.error is not None
        assert outcome.error.code == "FILE_UNREADABLE"
        assert "请" in outcome.error.sentence
        with pytest.raises(BaiseError, match="FILE_UNREADABLE"):
            verify_file(file, None, NOW)
        with pytest.raises(BaiseError, match="FILE_UNREADABLE"):
            open_received(ward.county, file, None, NOW)
    ward.take_good()


@pytest.mark.parametrize("item", [*list(LISTED)[::7], "A038 packed again", "X048 letter of another script"])
def test_the_command_line_names_file_and_code(ward: Ward, item: str, capsys: pytest.CaptureFixture[str]) -> None:
    make, code = FRAMES[item]
    file = ward.file(make(ward.estate))
    for words in (("merge", str(file), "--store", str(ward.city.folder)), ("open", str(file), "--store", ward.other)):
        assert run(words) == 1
        told = capsys.readouterr().err
        assert told.startswith(f"{code}: {file}：")
        assert told.count("\n") == 1
    assert run(["verify", str(file)]) == 1
    assert run(["verify", str(file), "--json"]) == 1
    assert f'"code": "{code}"' in capsys.readouterr().out


def test_zipfile_takes_what_is_marked_as_silent(estate: Estate) -> None:
    """The list's daggers: the common library reads these without a word, which is why it is not used."""
    silent = ("A006 same", "A007", "A009", "A012 not", "A014", "A015", "A018 count too small", "A023", "A029")
    for item, (make, _) in LISTED.items():
        if item.startswith(silent):
            with zipfile.ZipFile(io.BytesIO(make(estate))) as archive:
                assert archive.namelist()

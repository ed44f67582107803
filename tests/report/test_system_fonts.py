"""The office's own faces: taken where they are what papers ask for, may be embedded, and can be read."""

import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from fontTools.ttLib import TTCollection

from baise_desktop.report import system_fonts
from baise_desktop.report.document import finish
from baise_desktop.report.document_faces import load_faces
from baise_desktop.report.fonts import Faces, FontFile, Role
from baise_desktop.report.foot import Foot
from baise_desktop.report.part import Manuscript
from baise_desktop.report.system_fonts import pick
from baise_desktop.report.typesetting import Typesetter
from tests.made_fonts import build_font

INSTALLABLE, RESTRICTED, PRINT_ONLY, EDITABLE, NO_SUBSETTING, BITMAP_ONLY = 0, 2, 4, 8, 0x100, 0x200

Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Puts a made-up font file into a folder of fonts."""
    folder = tmp_path / "fonts"

    def write(file: str, *names: str, rights: int = INSTALLABLE, outlines: str = "glyf") -> Path:
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        build_font(names, rights, outlines=outlines).save(path)
        return path

    return write


def _picked(tmp_path: Path) -> dict[Role, FontFile]:
    return pick((tmp_path / "fonts",))


@pytest.mark.parametrize(
    ("file", "names", "role"),
    [
        ("simfang.ttf", ("FangSong", "仿宋"), Role.BODY),
        ("仿宋_GB2312.ttf", ("FangSong_GB2312", "仿宋_GB2312"), Role.BODY),
        ("simhei.ttf", ("SimHei", "黑体"), Role.HEADING),
        ("simkai.ttf", ("KaiTi", "楷体"), Role.SUBHEADING),
        ("FZXBSJW.TTF", ("FZXiaoBiaoSong-B05S", "方正小标宋简体"), Role.TITLE),
        ("wps-office/FZXBSK.TTF", ("FZXiaoBiaoSong-B05", "方正小标宋_GBK"), Role.TITLE),
        ("wps-office/FZSSK.TTF", ("FZShuSong-Z01", "方正书宋_GBK"), Role.SONG),
    ],
)
def test_faces_are_known_by_the_names_they_have(
    make: Make, tmp_path: Path, file: str, names: tuple[str, str], role: Role
) -> None:
    path = make(file, *names)
    assert _picked(tmp_path) == {role: FontFile(path)}


def test_a_collection_is_looked_through(tmp_path: Path) -> None:
    collection = TTCollection()
    collection.fonts = [build_font(("NSimSun", "新宋体"), EDITABLE), build_font(("SimSun", "宋体"), EDITABLE)]
    (tmp_path / "fonts").mkdir()
    collection.save(tmp_path / "fonts" / "simsun.ttc")
    assert _picked(tmp_path) == {Role.SONG: FontFile(tmp_path / "fonts" / "simsun.ttc", 1)}


@pytest.mark.parametrize(
    ("rights", "taken"),
    [
        (INSTALLABLE, True),
        (PRINT_ONLY, True),
        (EDITABLE, True),
        (RESTRICTED, False),
        (NO_SUBSETTING, False),
        (EDITABLE | NO_SUBSETTING, False),
        (BITMAP_ONLY, False),
    ],
)
def test_only_what_may_be_embedded_is_taken(make: Make, tmp_path: Path, rights: int, taken: bool) -> None:
    make("simfang.ttf", "FangSong", rights=rights)
    assert (Role.BODY in _picked(tmp_path)) is taken


def test_the_next_name_is_taken_where_the_first_may_not_be(make: Make, tmp_path: Path) -> None:
    make("a.ttf", "方正小标宋_GBK", rights=RESTRICTED)
    allowed = make("b.ttf", "方正小标宋简体")
    assert _picked(tmp_path) == {Role.TITLE: FontFile(allowed)}


def test_other_outlines_broken_files_and_strangers_are_passed_over(make: Make, tmp_path: Path) -> None:
    make("simhei.ttf", "SimHei", outlines="CFF ")
    make("other.ttf", "Comic")
    whole = make("simkai.ttf", "KaiTi")
    data = whole.read_bytes()
    # names and rights are read, glyphs are not there
    (tmp_path / "fonts" / "simkai.ttf").write_bytes(data[:12] + data[12:].replace(b"hmtx", b"hmtX"))
    (tmp_path / "fonts" / "cut.ttf").write_bytes(data[: len(data) // 3])
    assert _picked(tmp_path) == {}


@pytest.fixture
def office_faces(make: Make, tmp_path: Path, fonts_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Faces]:
    """The bundled faces with an office's own 仿宋 before them."""
    make("simfang.ttf", "FangSong")
    monkeypatch.setattr(system_fonts, "font_folders", lambda: (tmp_path / "fonts",))
    load_faces.cache_clear()
    yield load_faces(fonts_folder, system=True)
    load_faces.cache_clear()


def test_what_an_office_face_lacks_comes_from_the_bundled_ones(
    office_faces: Faces, faces: Faces, tmp_path: Path
) -> None:
    text = "百色市科技局𬭎㛃2023年"
    names = {run.text: run.face.name for run in office_faces.mix(text, Role.BODY)}
    assert names["百色"] == names["科技"] == "simfang-0"
    assert names["市"] == names["局"] == faces.face(Role.BODY).name
    assert not office_faces.missing(text)
    manuscript = Manuscript(Typesetter(office_faces))
    manuscript.add_text(text)
    paper = finish(manuscript, Foot("", None), title="字", author="字", day=date(2023, 7, 5), missing=())
    path = tmp_path / "office.pdf"
    path.write_bytes(paper.pdf)
    assert subprocess.run(["qpdf", "--check", path], capture_output=True, check=False).returncode == 0
    told = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    assert text in told
    fonts = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts.splitlines()[2:])


def test_without_being_asked_the_bundled_faces_alone_are_used(office_faces: Faces, fonts_folder: Path) -> None:
    assert office_faces.face(Role.BODY).name == "simfang-0"
    assert load_faces(fonts_folder).face(Role.BODY).name == "FandolFang-Regular-0"

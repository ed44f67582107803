import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from baise_desktop.app.checks import sign_off
from baise_desktop.app.checks.checking import check_submission
from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.entry import filling
from baise_desktop.app.entry.evidence import attach, detach, list_files, look_at, put_back, save_file, sweep_files
from baise_desktop.app.entry.evidence_limits import FILE_LIMIT, TOTAL_LIMIT, is_large_picture, limit_of, set_limit
from baise_desktop.app.installation.home import open_submission
from baise_desktop.app.outgoing import exporting
from baise_desktop.errors import BaiseError, Severity
from baise_desktop.form.definition import Field, FieldType
from baise_desktop.form.file_kind import JPEG, FileKind, recognise
from baise_desktop.store.attachments import attachment_file
from baise_desktop.store.entries import Sheet
from baise_desktop.store.evidence import sweep
from baise_desktop.store.verify import find_damage
from tests.app.conftest import NOW
from tests.evidence_files import every_kind, pdf_bytes, picture_bytes, put, turned_picture_bytes
from tests.round_trip import (
    CONTRACT_TARGET,
    CONTRACTS,
    MONTH,
    PASSPHRASE,
    PLAN,
    add_contract,
    contracts_of,
    sign_all,
)


@pytest.fixture
def row(county: Desk) -> str:
    """A contract of the month."""
    open_submission(county, PLAN, MONTH, NOW)
    return add_contract(county, NOW).record.row_id


def kept(desk: Desk) -> list[str]:
    """Every file below the attachment folder."""
    return sorted(path.name for path in desk.store.attachments.rglob("*") if path.is_file())


def refusal(desk: Desk, row: str, file: Path, **wishes: bool) -> BaiseError:
    before = kept(desk)
    with pytest.raises(BaiseError) as caught:
        attach(desk, contracts_of(desk), row, "", file, NOW, **wishes)
    assert kept(desk) == before
    assert list_files(desk, contracts_of(desk), row) == ()
    return caught.value


def test_each_kind_is_kept_by_its_content_and_named_by_the_row(county: Desk, row: str, tmp_path: Path) -> None:
    for name, content in every_kind().items():
        done = attach(county, contracts_of(county), row, "", put(tmp_path / "in", name, content), NOW)
        assert (done.evidence.name, done.evidence.size, done.already) == (name, len(content), False)
        assert attachment_file(county.store, done.evidence.sha256).read_bytes() == content
    files = list_files(county, contracts_of(county), row, thorough=True)
    assert {file.evidence.name for file in files} == every_kind().keys()
    assert {file.state for file in files} == {"held"}
    assert find_damage(county.store) == ()


def test_the_same_file_is_kept_once_and_named_once_in_a_row(county: Desk, row: str, tmp_path: Path) -> None:
    other = add_contract(county, NOW, contract_no="HT-2").record.row_id
    first, second = (put(tmp_path, name, pdf_bytes()) for name in ("a.pdf", "b.pdf"))
    attach(county, contracts_of(county), row, "", first, NOW)
    again = attach(county, contracts_of(county), row, "", second, NOW)
    assert again.already
    assert again.evidence.name == "a.pdf"
    assert not attach(county, contracts_of(county), other, "", second, NOW).already
    assert len(kept(county)) == 1
    detach(county, contracts_of(county), row, "", again.evidence, NOW)
    filling.delete_rows(county, contracts_of(county), [row], NOW)
    assert sweep_files(county, NOW) == 0
    assert [file.state for file in list_files(county, contracts_of(county), other)] == ["held"]


def test_typing_into_a_row_keeps_its_files(county: Desk, row: str, tmp_path: Path) -> None:
    attach(county, contracts_of(county), row, "", put(tmp_path, "a.pdf", pdf_bytes()), NOW)
    filling.set_cell(county, contracts_of(county), row, "title", "另一名称", NOW)
    assert len(list_files(county, contracts_of(county), row)) == 1


def test_a_removed_file_can_be_put_back_until_it_is_swept(county: Desk, row: str, tmp_path: Path) -> None:
    sheet = contracts_of(county)
    done = attach(county, sheet, row, "", put(tmp_path, "a.pdf", pdf_bytes()), NOW).evidence
    detach(county, sheet, row, "", done, NOW)
    assert list_files(county, sheet, row) == ()
    put_back(county, sheet, row, "", done, NOW)
    assert [file.evidence for file in list_files(county, sheet, row)] == [done]
    detach(county, sheet, row, "", done, NOW)
    assert sweep_files(county, NOW) == 1
    assert kept(county) == []
    with pytest.raises(BaiseError, match="ATTACHMENT_MISSING"):
        put_back(county, sheet, row, "", done, NOW)
    assert find_damage(county.store) == ()


def test_a_task_or_target_form_takes_files_before_anything_was_typed(county: Desk, tmp_path: Path) -> None:
    sheet = Sheet(county.office.unit, PLAN, MONTH, CONTRACT_TARGET)
    done = attach(county, sheet, "", "", put(tmp_path, "a.pdf", pdf_bytes()), NOW)
    assert [file.evidence.name for file in list_files(county, sheet, done.row_id)] == ["a.pdf"]


# --- what is refused ----------------------------------------------------------------------------------------------


def test_files_that_are_none_are_refused(county: Desk, row: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "folder.pdf").mkdir()
    (tmp_path / "lost.pdf").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop.pdf").symlink_to(tmp_path / "loop.pdf")
    for name in ("pipe.pdf", "folder.pdf", "lost.pdf", "loop.pdf", "absent.pdf"):
        expected = "EVIDENCE_FOLDER" if name == "folder.pdf" else "FILE_UNREADABLE"
        assert refusal(county, row, tmp_path / name).code == expected
    assert refusal(county, row, Path("/dev/zero")).code == "FILE_UNREADABLE"
    assert refusal(county, row, tmp_path / "nul\x00.pdf").code == "FILE_UNREADABLE"


def test_a_link_to_a_file_gives_the_file(county: Desk, row: str, tmp_path: Path) -> None:
    put(tmp_path, "real.pdf", pdf_bytes())
    (tmp_path / "link.pdf").symlink_to(tmp_path / "real.pdf")
    assert not attach(county, contracts_of(county), row, "", tmp_path / "link.pdf", NOW).already


def test_an_unreadable_file_is_refused(county: Desk, row: str, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").symlink_to(tmp_path / "a.pdf")  # even the administrator cannot open what leads to itself
    assert refusal(county, row, tmp_path / "a.pdf").code == "FILE_UNREADABLE"


def test_false_and_spoilt_files_are_refused_by_name(county: Desk, row: str, tmp_path: Path) -> None:
    error = refusal(county, row, put(tmp_path, "通知.pdf", b"<html><script>x</script></html>"))
    assert error.code == "EVIDENCE_KIND"
    assert "通知.pdf" in error.sentence
    assert refusal(county, row, put(tmp_path, "空.pdf", b"")).code == "EVIDENCE_EMPTY"
    assert refusal(county, row, put(tmp_path, "半.pdf", pdf_bytes()[:-40])).code == "EVIDENCE_DAMAGED"
    strange = refusal(county, row, put(tmp_path, "a\x1b[31m\u202e.pdf", pdf_bytes()))
    assert strange.code == "EVIDENCE_NAME"
    assert strange.sentence.isprintable()
    assert refusal(county, row, put(tmp_path, "a\n.pdf", b"x")).sentence.isprintable()


def test_a_huge_file_is_refused_unread(county: Desk, row: str, tmp_path: Path) -> None:
    with (tmp_path / "huge.pdf").open("wb") as file:
        file.write(b"%PDF-")
        file.truncate(300 * 2**20)
    error = refusal(county, row, tmp_path / "huge.pdf")
    assert (error.code, error.values["limit"]) == ("EVIDENCE_TOO_BIG", 20)


def test_limits_are_settings(county: Desk, row: str, tmp_path: Path) -> None:
    one, two = (
        put(tmp_path, f"{n}.jpg", picture_bytes(width=1000, height=500 + n, noise=True, quality=95)) for n in (1, 2)
    )
    set_limit(county, FILE_LIMIT, 1, NOW)
    set_limit(county, TOTAL_LIMIT, 1, NOW)
    assert limit_of(county, FILE_LIMIT) == 1
    assert one.stat().st_size > 2**19
    attach(county, contracts_of(county), row, "", one, NOW)
    with pytest.raises(BaiseError, match="EVIDENCE_TOTAL"):
        attach(county, contracts_of(county), row, "", two, NOW)
    for wrong in (0, 10_000):
        with pytest.raises(BaiseError, match="EVIDENCE_LIMIT"):
            set_limit(county, FILE_LIMIT, wrong, NOW)


def test_what_the_city_acknowledged_weighs_nothing(county: Desk, row: str, tmp_path: Path) -> None:
    big = put(tmp_path, "a.jpg", picture_bytes(width=1000, height=500, noise=True, quality=95))
    attach(county, contracts_of(county), row, "", big, NOW)
    finish(county)
    package = exporting.export(county, PLAN, MONTH, tmp_path, PASSPHRASE, NOW)
    from baise_desktop.store.packages import acknowledge

    acknowledge(county.store, package.identity, "0" * 64, "city", NOW)
    set_limit(county, TOTAL_LIMIT, 1, NOW)
    sign_off.reopen(county, PLAN, MONTH, "补充一份合同佐证", NOW)
    other = put(tmp_path, "b.jpg", picture_bytes(width=1000, height=501, noise=True, quality=95))
    assert not attach(county, contracts_of(county), row, "", other, NOW).already


def test_a_field_that_holds_no_files_takes_none(county: Desk, row: str, tmp_path: Path) -> None:
    with pytest.raises(BaiseError, match="EVIDENCE_FIELD"):
        attach(county, contracts_of(county), row, "title", put(tmp_path, "a.pdf", pdf_bytes()), NOW)


def with_file_field(desk: Desk) -> Desk:
    """The same desk where a contract must have its scan."""
    form = desk.catalogue.forms[CONTRACTS]
    scan = Field(key="scan", name="合同扫描件", type=FieldType.EVIDENCE, required=True)
    forms = {**desk.catalogue.forms, CONTRACTS: replace(form, fields=(*form.fields, scan))}
    return replace(desk, catalogue=replace(desk.catalogue, forms=forms))


def test_a_field_that_must_hold_a_file_blocks_until_it_does(county: Desk, row: str, tmp_path: Path) -> None:
    desk = with_file_field(county)

    def missing() -> list[str]:
        return [each.sentence for each in check_submission(desk, PLAN, MONTH).findings if "scan" in each.fields]

    assert len(missing()) == 1
    assert "合同扫描件" in missing()[0]
    done = attach(desk, contracts_of(desk), row, "scan", put(tmp_path, "a.pdf", pdf_bytes()), NOW).evidence
    assert missing() == []
    assert [(file.field, file.evidence) for file in list_files(desk, contracts_of(desk), row)] == [("scan", done)]
    detach(desk, contracts_of(desk), row, "scan", done, NOW)
    assert len(missing()) == 1


def test_nothing_changes_after_a_signature_but_a_lost_file_comes_back(county: Desk, row: str, tmp_path: Path) -> None:
    sheet, file = contracts_of(county), put(tmp_path, "a.pdf", pdf_bytes())
    done = attach(county, sheet, row, "", file, NOW).evidence
    finish(county)
    with pytest.raises(BaiseError, match="LOCKED"):
        attach(county, sheet, row, "", put(tmp_path, "b.pdf", pdf_bytes("b")), NOW)
    with pytest.raises(BaiseError, match="LOCKED"):
        detach(county, sheet, row, "", done, NOW)
    attachment_file(county.store, done.sha256).write_bytes(b"rot")
    with pytest.raises(BaiseError) as caught:
        exporting.export(county, PLAN, MONTH, tmp_path, PASSPHRASE, NOW)
    assert caught.value.code == "EVIDENCE_MISSING"
    assert "HT-001" in caught.value.sentence
    assert "a.pdf" in caught.value.sentence
    assert attach(county, sheet, row, "", file, NOW).already is False
    exporting.export(county, PLAN, MONTH, tmp_path, PASSPHRASE, NOW)


def finish(desk: Desk) -> None:
    """Make a month with rows fit to be exported."""
    from tests.round_trip import answer_target

    answer_target(desk, NOW)
    sign_all(desk, NOW)


# --- packages -----------------------------------------------------------------------------------------------------


def test_a_package_carries_what_its_rows_name_and_nothing_removed(county: Desk, row: str, tmp_path: Path) -> None:
    sheet = contracts_of(county)
    stays, goes = (
        attach(county, sheet, row, "", put(tmp_path, name, pdf_bytes(name)), NOW).evidence
        for name in ("a.pdf", "b.pdf")
    )
    detach(county, sheet, row, "", goes, NOW)
    finish(county)
    package = exporting.export(county, PLAN, MONTH, tmp_path, PASSPHRASE, NOW).path
    with zipfile.ZipFile(package) as archive:
        names = [name for name in archive.namelist() if name.startswith("attachments/")]
        assert names == [f"attachments/{stays.sha256}"]
        assert archive.read(names[0]) == pdf_bytes("a.pdf")
    sign_off.reopen(county, PLAN, MONTH, "合同佐证换一份", NOW)
    detach(county, sheet, row, "", stays, NOW)
    assert sweep_files(county, NOW) == 1
    assert kept(county) == [stays.sha256]


def test_a_lost_file_is_found_before_anyone_signs(county: Desk, row: str, tmp_path: Path) -> None:
    done = attach(county, contracts_of(county), row, "", put(tmp_path, "a.pdf", pdf_bytes()), NOW).evidence
    attachment_file(county.store, done.sha256).unlink()
    found = [each for each in check_submission(county, PLAN, MONTH).findings if each.rule.startswith("evidence")]
    assert [(each.severity, each.row_id) for each in found] == [(Severity.BLOCKING, row)]
    assert "HT-001" in found[0].sentence
    assert [file.state for file in list_files(county, contracts_of(county), row)] == ["missing"]


def test_a_changed_file_is_told_apart_when_looked_at_thoroughly(county: Desk, row: str, tmp_path: Path) -> None:
    done = attach(county, contracts_of(county), row, "", put(tmp_path, "a.pdf", pdf_bytes()), NOW).evidence
    path = attachment_file(county.store, done.sha256)
    path.write_bytes(bytes(len(pdf_bytes())))
    assert [file.state for file in list_files(county, contracts_of(county), row)] == ["held"]
    assert [file.state for file in list_files(county, contracts_of(county), row, thorough=True)] == ["changed"]
    with pytest.raises(BaiseError, match="ATTACHMENT_MISSING"):
        save_file(county, done, tmp_path / "out.pdf")


def test_work_reported_done_without_evidence_is_pointed_out(county: Desk, tmp_path: Path) -> None:
    half = "2023H1"
    open_submission(county, PLAN, half, NOW)
    form = next(form for form in county.catalogue.forms.values() if form.kind == "task" and form.plans == (PLAN,))
    sheet = Sheet(county.office.unit, PLAN, half, form.id)
    entry = filling.single_entry(county, sheet, NOW)
    key = next(question.key for question in form.fields if question.key.endswith("_state"))

    def pointed_out() -> list[Severity]:
        entries = filling.list_rows(county, sheet)
        from baise_desktop.app.checks.evidence_check import find_evidence_problems

        return [each.severity for each in find_evidence_problems(county, entries)]

    filling.set_cell(county, sheet, entry.record.row_id, key, "推进中", NOW)
    assert pointed_out() == []
    filling.set_cell(county, sheet, entry.record.row_id, key, "已完成", NOW)
    assert pointed_out() == [Severity.HINT]
    attach(county, sheet, "", "", put(tmp_path, "a.pdf", pdf_bytes()), NOW)
    assert pointed_out() == []


# --- saving, smaller copies ---------------------------------------------------------------------------------------


def test_a_saved_copy_has_the_same_bytes_and_a_fitting_name(county: Desk, row: str, tmp_path: Path) -> None:
    done = attach(county, contracts_of(county), row, "", put(tmp_path, "照片.exe", picture_bytes()), NOW).evidence
    assert save_file(county, done, tmp_path).name == "照片.exe.jpg"
    assert save_file(county, done, tmp_path / "x.jpg").read_bytes() == picture_bytes()


def test_large_pictures_are_offered_smaller() -> None:
    assert is_large_picture(FileKind(JPEG.media_type, JPEG.suffixes, 3001, 10), 10)
    assert is_large_picture(FileKind(JPEG.media_type, JPEG.suffixes, 10, 10), 2 * 2**20 + 1)
    assert not is_large_picture(FileKind(JPEG.media_type, JPEG.suffixes, 3000, 3000), 2 * 2**20)


def test_a_smaller_copy_stands_upright_and_tells_nothing_of_the_camera(county: Desk, row: str, tmp_path: Path) -> None:
    from PIL import Image

    photo = put(tmp_path, "现场.jpg", turned_picture_bytes(3200, 1600))
    done = attach(county, contracts_of(county), row, "", photo, NOW, smaller=True).evidence
    assert done.name == "现场.jpg"
    content = attachment_file(county.store, done.sha256).read_bytes()
    assert len(content) < photo.stat().st_size
    with Image.open(save_file(county, done, tmp_path / "out.jpg")) as picture:
        assert picture.size == (1200, 2400)
        assert not picture.getexif()
        red, green, _ = picture.convert("RGB").crop((1190, 10, 1191, 11)).tobytes()
        assert red > 200
        assert green < 80
    assert b"CameraMaker" not in content


def test_a_photo_too_large_to_show_can_be_added_smaller(county: Desk, row: str, tmp_path: Path) -> None:
    photo = put(tmp_path, "亿级.jpg", picture_bytes(width=11_000, height=8_200))
    kind, size = look_at(photo)
    assert is_large_picture(kind, size)
    assert "11000 × 8200" in refusal(county, row, photo).sentence
    done = attach(county, contracts_of(county), row, "", photo, NOW, smaller=True)
    with attachment_file(county.store, done.evidence.sha256).open("rb") as file:
        small = recognise(file, done.evidence.size)
    assert (small.width, small.height) == (2400, 1789)


def test_a_smaller_copy_of_a_see_through_png_lies_on_white(county: Desk, row: str, tmp_path: Path) -> None:
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGBA", (3200, 40), (0, 0, 0, 0)).save(out, "PNG")
    done = attach(county, contracts_of(county), row, "", put(tmp_path, "图.png", out.getvalue()), NOW, smaller=True)
    assert done.evidence.name == "图.jpg"
    with Image.open(attachment_file(county.store, done.evidence.sha256)) as picture:
        assert picture.getpixel((5, 5)) == (255, 255, 255)


def test_only_pictures_can_be_made_smaller(county: Desk, row: str, tmp_path: Path) -> None:
    assert refusal(county, row, put(tmp_path, "a.pdf", pdf_bytes()), smaller=True).code == "EVIDENCE_NOT_PICTURE"
    broken = bytearray(picture_bytes("PNG", 300, 300, noise=True))
    broken[2000:2400] = bytes(400)
    assert refusal(county, row, put(tmp_path, "a.png", bytes(broken)), smaller=True).code == "EVIDENCE_DAMAGED"


# --- interrupted --------------------------------------------------------------------------------------------------

ATTACH_MANY = """
import sys
from pathlib import Path
from baise_desktop.app.desk import open_desk
from baise_desktop.app.entry.evidence import attach
from tests.app.conftest import NOW
from tests.round_trip import contracts_of
desk = open_desk(Path(sys.argv[1]))
print("ready", flush=True)
for file in sorted(Path(sys.argv[2]).iterdir()):
    attach(desk, contracts_of(desk), sys.argv[3], "", file, NOW)
"""


def test_a_killed_program_leaves_store_and_files_whole(
    county: Desk, row: str, open_copy: Callable[[Path], Desk], tmp_path: Path
) -> None:
    for number in range(40):
        put(tmp_path / "in", f"{number:02}.pdf", pdf_bytes(str(number)) + bytes(200_000) + b"startxref")
    close_desk(county)
    for pause in (0.0, 0.03, 0.08, 0.15):
        command = [sys.executable, "-c", ATTACH_MANY, str(county.folder), str(tmp_path / "in"), row]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[3]) as child:
            assert child.stdout is not None
            child.stdout.readline()
            time.sleep(pause)
            child.send_signal(signal.SIGKILL)
        desk = open_desk(county.folder)
        assert find_damage(desk.store) == ()
        files = list_files(desk, contracts_of(desk), row, thorough=True)
        assert {file.state for file in files} <= {"held"}
        sweep(desk.store, "clerk", NOW + timedelta(days=100_000))
        assert kept(desk) == sorted(file.evidence.sha256 for file in files)
        close_desk(desk)

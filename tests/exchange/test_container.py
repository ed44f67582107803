"""One byte layout, written and read back; what is refused is tested with the villains."""

import io
import random
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baise_desktop.errors import BaiseError
from baise_desktop.exchange.container import ContainerWriter, open_container
from baise_desktop.exchange.zip_layout import MANIFEST, MEDIA_TYPE, MIMETYPE, README, SIGNATURE, STANDARD, Limits
from tests.villains.raw_zip import entries_of, write

HEADER, RECORDS = "header.json", "records.jsonl"
ATTACHMENT = "attachments/" + "ab" * 32
FILES = {
    HEADER: b'{"kind":"submission"}',
    RECORDS: b'{"a":1}\n' * 50,
    ATTACHMENT: bytes(range(256)),
    README: "给人看的说明".encode(),
    MANIFEST: b"<manifest/>",
    SIGNATURE: b"\x30\x03\x02\x01\x01",
}


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    container = ContainerWriter(out)
    for name, data in files.items():
        container.add(name, (data,))
    container.finish()
    return out.getvalue()


def code(data: bytes, limits: Limits | None = None) -> str:
    """What opening the container and reading everything in it is refused with; empty when it is not."""
    try:
        read_all(data, limits or Limits())
    except BaiseError as error:
        return error.code
    return ""


def read_all(data: bytes, limits: Limits = STANDARD) -> None:
    reader = open_container(io.BytesIO(data), limits)
    for name in reader.entries:
        reader.read(name)


SAMPLE = packed(FILES)


def test_layout_is_the_one_an_independent_writer_makes() -> None:
    assert write(entries_of(SAMPLE)) == SAMPLE


def test_what_is_written_is_read_back() -> None:
    reader = open_container(io.BytesIO(SAMPLE))
    assert list(reader.entries) == [MIMETYPE, *FILES]
    assert {name: reader.read(name) for name in FILES} == FILES
    assert b"".join(reader.chunks(ATTACHMENT)) == FILES[ATTACHMENT]


def test_other_programs_read_it(tmp_path: Path) -> None:
    file = tmp_path / "package.asice"
    file.write_bytes(SAMPLE)
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in FILES} == FILES
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
    unzip = shutil.which("unzip")
    assert unzip, "unzip is needed to show that ordinary tools read a package"
    run = subprocess.run([unzip, "-t", file], capture_output=True, check=False)
    assert run.returncode == 0, run.stdout
    # What `file` and mail programs look at: the media type at byte 38.
    assert SAMPLE[30:69] == b"mimetype" + MEDIA_TYPE


@given(records=st.binary(max_size=3000), attachment=st.binary(max_size=3000))
def test_any_bytes_go_there_and_back(records: bytes, attachment: bytes) -> None:
    data = packed({RECORDS: records, ATTACHMENT: attachment})
    reader = open_container(io.BytesIO(data))
    assert (reader.read(RECORDS), reader.read(ATTACHMENT)) == (records, attachment)
    assert packed({RECORDS: records, ATTACHMENT: attachment}) == data


@given(st.binary(max_size=200))
def test_any_bytes_are_a_package_or_refused(data: bytes) -> None:
    assert code(data)
    assert code(b"PK\x03\x04" + data)
    assert code(SAMPLE[:-22] + data)


def test_limits_hold_for_the_whole_file() -> None:
    assert code(SAMPLE, Limits(file=len(SAMPLE) - 1)) == "TOO_BIG"
    assert code(SAMPLE, Limits(entries=6)) == "TOO_BIG"
    assert code(SAMPLE, Limits(total=sum(map(len, FILES.values())))) == "TOO_BIG"
    assert code(SAMPLE, Limits(entry=399)) == "TOO_BIG"
    assert code(packed({**FILES, HEADER: bytes(range(256)) * 1024})) == ""


def test_writer_refuses_what_the_reader_would() -> None:
    container = ContainerWriter(io.BytesIO(), Limits(entry=100))
    with pytest.raises(BaiseError, match="NAME"):
        container.add("../x", (b"",))
    with pytest.raises(BaiseError, match="DUPLICATE"):
        container.add(MIMETYPE, (b"",))
    with pytest.raises(BaiseError, match="TOO_BIG"):
        container.add(RECORDS, (b"x" * 60, b"x" * 60))
    with pytest.raises(BaiseError, match="TOO_BIG"):
        ContainerWriter(io.BytesIO()).add(RECORDS, (b"\0" * (2 << 20),))


@pytest.mark.parametrize("name", [HEADER, MANIFEST, SIGNATURE])
def test_what_is_parsed_before_anybody_vouches_for_it_is_small(name: str) -> None:
    with pytest.raises(BaiseError, match="TOO_BIG"):
        packed({name: random.Random(1).randbytes((2 << 20) + 1)})

"""One byte layout. Numbers are those of the list of bad inputs."""

import io
import shutil
import struct
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baise_desktop.errors import BaiseError
from baise_desktop.exchange.container import ContainerWriter, open_container
from baise_desktop.exchange.zip_layout import MANIFEST, MEDIA_TYPE, MIMETYPE, README, SIGNATURE, STANDARD, Limits
from tests.exchange.raw_zip import RawEntry, write

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


def good_entries() -> list[RawEntry]:
    """The sample as raw entries, which give the very bytes that the product writes."""
    entries = [RawEntry(MIMETYPE.encode(), MEDIA_TYPE)]
    for name, data in FILES.items():
        deflated = name.endswith((".json", ".jsonl", ".xml", ".p7s", ".txt"))
        entries.append(RawEntry(name.encode(), data, 8 if deflated else 0, 0 if name.isascii() else 0x800))
    return entries


SAMPLE = packed(FILES)


def test_layout_is_the_one_an_independent_writer_makes() -> None:
    assert write(good_entries()) == SAMPLE


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


@pytest.mark.parametrize("data", [b"", b"\n", "这是一个文本文件\n".encode() * 20, b"%PDF-1.7\n" + b"x" * 500])
def test_001_002_not_a_package(data: bytes) -> None:
    assert code(data) == "NOT_PACKAGE"


def test_004_truncated_anywhere() -> None:
    for length in range(len(SAMPLE)):
        assert code(SAMPLE[:length]) in {"NOT_PACKAGE", "FRAME"}


def test_005_any_bit_flipped() -> None:
    """Refused, or read as the same: a deflate stream has a few bits behind its end that mean nothing."""
    same = 0
    for position in range(len(SAMPLE)):
        for bit in range(8):
            flipped = bytearray(SAMPLE)
            flipped[position] ^= 1 << bit
            if not code(bytes(flipped)):
                reader = open_container(io.BytesIO(flipped))
                assert {name: reader.read(name) for name in FILES} == FILES
                same += 1
    assert same < 8 * len(FILES)


def changed(index: int, **values: object) -> list[RawEntry]:
    entries = good_entries()
    for key, value in values.items():
        setattr(entries[index], key, value)
    return entries


def added(*entries: RawEntry) -> list[RawEntry]:
    return [*good_entries()[:2], *entries, *good_entries()[2:]]


def named(name: bytes, flags: int = 0) -> list[RawEntry]:
    return added(RawEntry(name, b"x", flags=flags))


def zip64() -> bytes:
    body, end = SAMPLE[:-22], SAMPLE[-22:]
    record = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, 20, 20, 0, 0, 7, 7, 100, 0)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, len(body) + 3, 1)
    return body + record + locator + end


FRAMES: dict[str, tuple[Callable[[], bytes], str]] = {
    "006 same name twice": (lambda: write(added(RawEntry(b"header.json", b"{}", 8))), "DUPLICATE"),
    "007 same name in capitals": (lambda: write(named(b"Header.JSON")), "DUPLICATE"),
    "009 slash and backslash": (lambda: write(added(RawEntry(b"a/b.json"), RawEntry(b"a\\b.json"))), "NAME"),
    "010 other local name": (lambda: write(changed(1, local_name=b"header.jsom")), "FRAME"),
    "010 longer local name": (lambda: write(changed(1, local_name=b"header.json.x")), "FRAME"),
    "011 other local size": (lambda: write(changed(1, local_size=5)), "FRAME"),
    "012 not in the directory": (lambda: write(changed(2, in_directory=False)), "FRAME"),
    "012 behind the last entry": (
        lambda: write([*good_entries(), RawEntry(b"body.json", b"{}", 8, in_directory=False)]),
        "FRAME",
    ),
    "014 program in front": (lambda: b"MZ" * 40 + SAMPLE, "FRAME"),
    "015 bytes behind": (lambda: SAMPLE + b"\0" * 40, "FRAME"),
    "016 two archives": (lambda: packed({RECORDS: b"other"}) + SAMPLE, "FRAME"),
    "017 end record in the comment": (lambda: write(good_entries(), comment=SAMPLE[-22:]), "FRAME"),
    "017 comment": (lambda: write(good_entries(), comment=b"x"), "FRAME"),
    "018 count too small": (lambda: write(good_entries(), count=6), "FRAME"),
    "018 count too large": (lambda: write(good_entries(), count=8), "FRAME"),
    "018 two counts": (lambda: SAMPLE[:-14] + b"\x08" + SAMPLE[-13:], "FRAME"),
    "019 ZIP64 locator": (zip64, "FRAME"),
    "020 data descriptor": (lambda: write(changed(1, flags=8)), "FEATURE"),
    "021 encrypted": (lambda: write(changed(1, flags=1)), "FEATURE"),
    "022 bzip2": (lambda: write(changed(1, method=12)), "FEATURE"),
    "022 lzma": (lambda: write(changed(1, method=14)), "FEATURE"),
    "022 zstd": (lambda: write(changed(1, method=93)), "FEATURE"),
    "022 AES": (lambda: write(changed(1, method=99)), "FEATURE"),
    "023 link": (
        lambda: write(added(RawEntry(b"body.json", b"/etc/passwd", made_by=0x314, attributes=0o120777 << 16))),
        "FEATURE",
    ),
    "024 folder with data": (lambda: write(named(b"attachments/")), "FEATURE"),
    "026 upwards": (lambda: write(named(b"../../x")), "NAME"),
    "026 absolute": (lambda: write(named(b"/etc/x")), "NAME"),
    "026 drive": (lambda: write(named(b"C:\\x")), "NAME"),
    "026 share": (lambda: write(named(b"\\\\srv\\s\\x")), "NAME"),
    "027 device": (lambda: write(named(b"CON.json")), "NAME"),
    "027 stream": (lambda: write(named(b"a.txt:evil.exe")), "NAME"),
    "027 trailing blank": (lambda: write(named(b"x. ")), "NAME"),
    "027 no name": (lambda: write(named(b"")), "NAME"),
    "028 NUL in a name": (lambda: write(named(b"body.json\0.exe")), "NAME"),
    "029 name that turns the line": (lambda: write(named("报表\u202efdp.exe".encode(), 0x800)), "NAME"),
    "030 GBK name": (lambda: write(named("报表.json".encode("gbk"))), "NAME"),
    "032 bad UTF-8": (lambda: write(named(b"\xff\xfe.json", 0x800)), "NAME"),
    "033 bomb": (lambda: write(added(RawEntry(b"body.json", b"\0" * (40 << 20), 8))), "TOO_BIG"),
    "033 larger bomb": (lambda: write(added(RawEntry(b"body.json", b"\0" * (65 << 20), 8))), "TOO_BIG"),
    "035 too many entries": (lambda: write([RawEntry(b"%d" % number) for number in range(65_535)]), "TOO_BIG"),
    "036 size of 4 GiB claimed": (lambda: write(changed(1, size=0xFFFFFFFE, local_size=0xFFFFFFFE)), "TOO_BIG"),
    "size too large by one": (lambda: write(changed(1, size=22)), "FRAME"),
    "size too small by one": (lambda: write(changed(1, size=20)), "FRAME"),
    "other checksum": (lambda: write(changed(1, crc=7)), "FRAME"),
    "extra field": (lambda: write(changed(1, extra=b"\x55\x54\x05\0\x03\0\0\0\0")), "FRAME"),
    "time": (lambda: write(changed(1, stamp=(0x6000, 0x56E6))), "FRAME"),
    "made by another system": (lambda: write(changed(1, made_by=20)), "FRAME"),
    "UTF-8 flag on an ASCII name": (lambda: write(changed(1, flags=0x800)), "FRAME"),
    "stored where deflated is due": (lambda: write(changed(1, method=0)), "FRAME"),
    "entries overlap": (lambda: write(changed(2, offset=0)), "FRAME"),
    "039 no mimetype": (lambda: write(good_entries()[1:]), "LAYOUT"),
    "039 mimetype not first": (lambda: write([*good_entries()[1:], good_entries()[0]]), "LAYOUT"),
    "039 other mimetype": (lambda: write(changed(0, data=b"application/zip")), "LAYOUT"),
    "no entry at all": (lambda: write([]), "LAYOUT"),
}


@pytest.mark.parametrize(("make", "expected"), FRAMES.values(), ids=FRAMES.keys())
def test_bad_frames(make: Callable[[], bytes], expected: str) -> None:
    with pytest.raises(BaiseError) as caught:
        read_all(make())
    assert caught.value.code == expected
    assert caught.value.sentence


@pytest.mark.parametrize("folders", [False, True])
def test_038_packed_again_asks_for_the_original(folders: bool) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SAMPLE)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as again:
        if folders:
            again.writestr("META-INF/", b"")
            again.writestr("attachments/", b"")
        for name in sorted(archive.namelist()):
            again.writestr(name, archive.read(name))
    with pytest.raises(BaiseError) as caught:
        open_container(io.BytesIO(out.getvalue()))
    assert caught.value.code == "FRAME"
    assert "原始文件" in caught.value.sentence
    assert "篡改" not in caught.value.sentence


def test_deflate_stream_must_end_where_the_entry_ends() -> None:
    entry = good_entries()[1]
    junk = RawEntry(entry.name, entry.data)
    junk_data = entry.packed + b"junk"
    entries = changed(1)
    data = write(entries)
    # The same stream with four bytes behind it, counted into the packed size everywhere.
    packed_size = len(entry.packed)
    data = data.replace(entry.packed, junk_data)
    data = data.replace(
        struct.pack("<II", packed_size, len(entry.data)), struct.pack("<II", packed_size + 4, len(junk.data))
    )
    assert code(shifted(data, 4)) == "FRAME"


def shifted(data: bytes, by: int) -> bytes:
    """The offsets behind the second entry moved on, so that nothing but the stream itself is odd."""
    end = bytearray(data[-22:])
    start = struct.unpack_from("<I", end, 16)[0] + by
    struct.pack_into("<I", end, 16, start)
    directory, at, number = bytearray(data[start:-22]), 0, 0
    while at < len(directory):
        if number > 1:
            struct.pack_into("<I", directory, at + 42, struct.unpack_from("<I", directory, at + 42)[0] + by)
        at += 46 + struct.unpack_from("<H", directory, at + 28)[0]
        number += 1
    return data[:start] + bytes(directory) + bytes(end)


def test_shifting_alone_breaks_nothing() -> None:
    assert shifted(SAMPLE, 0) == SAMPLE
    assert code(SAMPLE) == ""


def test_limits_hold_for_the_whole_file() -> None:
    assert code(SAMPLE, Limits(file=len(SAMPLE) - 1)) == "TOO_BIG"
    assert code(SAMPLE, Limits(entries=6)) == "TOO_BIG"
    assert code(SAMPLE, Limits(total=sum(map(len, FILES.values())))) == "TOO_BIG"
    assert code(SAMPLE, Limits(entry=399)) == "TOO_BIG"


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

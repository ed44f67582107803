"""Files that are no package, or one that lies: number in the list of bad inputs (X: beside the list), making, code."""

import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Mapping

from baise_desktop.exchange.zip_layout import MANIFEST, MIMETYPE, README, SIGNATURE
from tests.evidence_files import docx_bytes, xlsx_bytes
from tests.villains.estate import Estate, packed, sealed
from tests.villains.raw_zip import RawEntry, deflated, entries_of, write

HEADER, RECORDS, PDF = 1, 2, 4
"""Places of entries in a submission: deflated, deflated, stored."""
Make = Callable[[Estate], bytes]


def spoilt(index: int, **values: object) -> Make:
    """One entry with other fields."""

    def make(estate: Estate) -> bytes:
        entries = entries_of(estate.april)
        for key, value in values.items():
            setattr(entries[index], key, value)
        return write(entries)

    return make


def added(*more: RawEntry) -> Make:
    """Entries in the middle that were not there."""

    def make(estate: Estate) -> bytes:
        entries = entries_of(estate.april)
        return write([*entries[:2], *more, *entries[2:]])

    return make


def named(name: bytes, flags: int = 0) -> Make:
    """One more entry of that name."""
    return added(RawEntry(name, b"x", flags=flags))


def framed(**values: object) -> Make:
    """The genuine entries in another frame."""
    return lambda estate: write(entries_of(estate.april), **values)  # type: ignore[arg-type]


def around(change: Callable[[bytes], bytes]) -> Make:
    """The genuine bytes changed as a whole."""
    return lambda estate: change(estate.april)


def entries(change: Callable[[list[RawEntry]], list[RawEntry]]) -> Make:
    """The genuine entries changed as a list."""
    return lambda estate: write(change(entries_of(estate.april)))


def files(change: Callable[[dict[str, bytes]], Mapping[str, bytes]]) -> Make:
    """Every file, the signature's too, packed anew in the one layout."""

    def make(estate: Estate) -> bytes:
        with zipfile.ZipFile(io.BytesIO(estate.april)) as archive:
            every = {name: archive.read(name) for name in archive.namelist() if name != MIMETYPE}
        return packed(change(every))

    return make


def zip64(data: bytes) -> bytes:
    body, end = data[:-22], data[-22:]
    record = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, 20, 20, 0, 0, 7, 7, 100, 0)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, len(body) + 3, 1)
    return body + record + locator + end


def packed_again(data: bytes, *, folders: bool = False, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """As 7-Zip or the file manager packs what was unpacked."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w", method) as again:
        for name in ("META-INF/", "attachments/") if folders else ():
            again.writestr(zipfile.ZipInfo(name), b"")
        for name in sorted(archive.namelist()):
            again.writestr(zipfile.ZipInfo(name, (2023, 5, 4, 8, 0, 0)), archive.read(name), method)
    return out.getvalue()


def junk_behind_stream(items: list[RawEntry]) -> list[RawEntry]:
    """Bytes behind the end of a deflate stream, inside its entry."""
    items[RECORDS].stream = items[RECORDS].packed + b"junk"
    return items


def swallowing(items: list[RawEntry]) -> list[RawEntry]:
    """A stored entry that claims the next entry's bytes for itself as well."""
    items[PDF].packed_size = items[PDF].size = len(items[PDF].data) + len(items[PDF + 1].local())
    return items


def one_body_twice(items: list[RawEntry]) -> list[RawEntry]:
    """Two names in the directory for the bytes of one entry."""
    second = RawEntry(b"trust.json", items[HEADER].data, 8, in_body=False, offset=len(items[0].local()))
    return [*items[:2], second, *items[2:]]


def short_stream(items: list[RawEntry]) -> list[RawEntry]:
    items[RECORDS].stream = items[RECORDS].packed[:-1]
    return items


def with_files(data: bytes, changed: Mapping[str, bytes]) -> list[RawEntry]:
    """The genuine entries with other bytes in some."""
    items = entries_of(data)
    for item in items:
        item.data = changed.get(item.name.decode(), item.data)
    return items


def mixed_manifests(estate: Estate) -> bytes:
    """A manifest that the county signed, of fewer files, over the files of April."""
    less = sealed({"header.json": estate.files["header.json"]}, estate.county_signer)
    with zipfile.ZipFile(io.BytesIO(less)) as archive:
        return packed({**estate.files, **{name: archive.read(name) for name in (MANIFEST, SIGNATURE)}})


def utf16(genuine: bytes) -> bytes:
    manifest = next(each for each in entries_of(genuine) if each.name.decode() == MANIFEST)
    return write(with_files(genuine, {MANIFEST: manifest.data.decode().encode("utf-16")}))


def strange_certificate(genuine: bytes) -> bytes:
    """A certificate of a version that there is not: the library has an exception of its own for it."""
    items = entries_of(genuine)
    items[-1].data = items[-1].data.replace(b"\xa0\x03\x02\x01\x02\x02", b"\xa0\x03\x02\x01\x21\x02", 1)
    return write(items)


def without(name: str) -> Make:
    """One entry left out."""
    return entries(lambda found: [each for each in found if each.name.decode() != name])


def tar_of(data: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        member = tarfile.TarInfo("a.asice")
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    return out.getvalue()


def bomb(size: int) -> RawEntry:
    return RawEntry(b"body.json", b"\0" * size, 8)


def spread(size: int) -> bytes:
    """XML of very many elements that packs well, but not suspiciously well."""
    some = b"".join(b"<b c='%d'/>" % number for number in range(5000))
    return b"<a>" + some * (size // len(some)) + b"</a>"


def nested(size: int) -> bytes:
    """JSON of very many small lists."""
    some = b"".join(b"[%d]," % number for number in range(5000))
    return b'{"kind":[' + some * (size // len(some)) + b"0]}"


def instead(name: str, data: bytes) -> Make:
    """Other bytes in one entry, and right sizes and sums for them."""
    return around(lambda genuine: write(with_files(genuine, {name: data})))


_LINK = RawEntry(b"body.json", b"/etc/passwd", attributes=0o120777 << 16)
_HUGE = 0xFFFFFFFE
_OVERLONG = b"META-INF\xc0\xafx.json"

LISTED: dict[str, tuple[Make, str]] = {
    "A001 0 bytes": (lambda _: b"", "NOT_PACKAGE"),
    "A001 one line feed": (lambda _: b"\n", "NOT_PACKAGE"),
    "A002 text": (lambda _: "这是一个文本文件\n".encode() * 20, "NOT_PACKAGE"),
    "A006 same name twice": (added(RawEntry(b"records.jsonl", b"{}\n", 8)), "DUPLICATE"),
    "A006 every byte twice": (entries(lambda found: [*found[:3], found[2], *found[3:]]), "DUPLICATE"),
    "A007 same name in capitals": (named(b"Records.JSONL"), "DUPLICATE"),
    "A009 slash and backslash": (added(RawEntry(b"a/b.json"), RawEntry(b"a\\b.json")), "NAME"),
    "A010 other local name": (spoilt(1, local_name=b"header.jsom"), "FRAME"),
    "A010 longer local name": (spoilt(1, local_name=b"header.json.x"), "FRAME"),
    "A011 other local size": (spoilt(1, local_size=5), "FRAME"),
    "A011 other local packed size": (spoilt(1, local_packed=5), "FRAME"),
    "A012 not in the directory": (spoilt(2, in_directory=False), "FRAME"),
    "A012 behind the last entry": (
        entries(lambda found: [*found, RawEntry(b"body.json", b"{}", 8, in_directory=False)]),
        "FRAME",
    ),
    "A014 program in front": (around(lambda data: b"MZ" * 40 + data), "FRAME"),
    "A015 bytes behind": (around(lambda data: data + b"\0" * 40), "FRAME"),
    "A016 another archive in front": (lambda estate: estate.receipt + estate.april, "FRAME"),
    "A016 another archive behind": (lambda estate: estate.april + estate.receipt, "FRAME"),
    "A017 end record in the comment": (
        lambda estate: write(entries_of(estate.april), comment=estate.april[-22:]),
        "FRAME",
    ),
    "A017 comment": (framed(comment=b"x"), "FRAME"),
    "A018 count too small": (framed(count=8), "FRAME"),
    "A018 count too large": (framed(count=10), "FRAME"),
    "A018 two counts": (around(lambda data: data[:-14] + b"\x0a" + data[-13:]), "FRAME"),
    "A019 ZIP64 locator": (around(zip64), "FRAME"),
    "A020 data descriptor with a wrong sum": (
        spoilt(
            1, flags=8, local_crc=0, local_size=0, local_packed=0, behind=struct.pack("<4s3I", b"PK\7\x08", 7, 1, 1)
        ),
        "FEATURE",
    ),
    "A021 encrypted": (spoilt(1, flags=1), "FEATURE"),
    "A022 bzip2": (spoilt(1, method=12), "FEATURE"),
    "A022 lzma": (spoilt(1, method=14), "FEATURE"),
    "A022 zstd": (spoilt(1, method=93), "FEATURE"),
    "A022 AES": (spoilt(1, method=99), "FEATURE"),
    "A023 link": (added(_LINK), "FEATURE"),
    "A024 folder with data": (named(b"attachments/"), "FEATURE"),
    "A026 upwards": (named(b"../../x"), "NAME"),
    "A026 absolute": (named(b"/etc/x"), "NAME"),
    "A026 drive": (named(b"C:\\x"), "NAME"),
    "A026 share": (named(b"\\\\srv\\s\\x"), "NAME"),
    "A027 device": (named(b"CON.json"), "NAME"),
    "A027 stream": (named(b"a.txt:evil.exe"), "NAME"),
    "A027 trailing blank": (named(b"x. "), "NAME"),
    "A027 no name": (named(b""), "NAME"),
    "A028 NUL in a name": (named(b"records.jsonl\0.exe"), "NAME"),
    "A029 name that turns the line": (named("报表\u202efdp.exe".encode(), 0x800), "NAME"),
    "A030 GBK name": (named("报表.json".encode("gbk")), "NAME"),
    "A032 bad UTF-8": (named(b"\xff\xfe.json", 0x800), "NAME"),
    "A033 bomb in one entry": (added(bomb(200 << 20)), "TOO_BIG"),
    "A033 smaller bomb": (added(bomb(40 << 20)), "TOO_BIG"),
    "A035 65,535 empty entries": (
        lambda _: write([RawEntry(b"%d" % number) for number in range(65_535)]),
        "TOO_BIG",
    ),
    "A036 4 GiB claimed for a few bytes": (spoilt(1, size=_HUGE, local_size=_HUGE), "TOO_BIG"),
    "A036 4 GiB claimed as packed": (spoilt(PDF, size=_HUGE), "TOO_BIG"),
    "A038 packed again": (around(packed_again), "FRAME"),
    "A038 packed again with folders": (around(lambda data: packed_again(data, folders=True)), "FRAME"),
    "A038 packed again without packing": (around(lambda data: packed_again(data, method=zipfile.ZIP_STORED)), "FRAME"),
    "A039 no mimetype": (entries(lambda found: found[1:]), "LAYOUT"),
    "A039 mimetype not first": (entries(lambda found: [*found[1:], found[0]]), "LAYOUT"),
    "A039 other mimetype": (spoilt(0, data=b"application/zip"), "LAYOUT"),
}

UNLISTED: dict[str, tuple[Make, str]] = {
    "X001 version needed, both": (spoilt(1, needs=45), "FRAME"),
    "X002 version needed, locally": (spoilt(1, local_kind=(10, 0, 8, 0, 0x21)), "FRAME"),
    "X003 flags, locally": (spoilt(1, local_kind=(20, 0x800, 8, 0, 0x21)), "FRAME"),
    "X004 method, locally": (spoilt(1, local_kind=(20, 0, 0, 0, 0x21)), "FRAME"),
    "X005 date, locally": (spoilt(1, local_kind=(20, 0, 8, 0, 0x56E6)), "FRAME"),
    "X006 date, both": (spoilt(1, stamp=(0x6000, 0x56E6)), "FRAME"),
    "X007 made by another system": (spoilt(1, made_by=20), "FRAME"),
    "X008 deflate level in the flags": (spoilt(1, flags=2), "FRAME"),
    "X009 UTF-8 flag on an ASCII name": (spoilt(1, flags=0x800), "FRAME"),
    "X010 executable attribute": (spoilt(1, attributes=0o100755 << 16), "FRAME"),
    "X011 hidden attribute": (spoilt(1, attributes=(0o100644 << 16) | 2), "FRAME"),
    "X012 folder attribute": (spoilt(1, attributes=(0o40755 << 16) | 0x10), "FRAME"),
    "X013 text attribute": (spoilt(1, inner=1), "FRAME"),
    "X014 second disk": (spoilt(1, disk=1), "FRAME"),
    "X015 second disk in the end record": (framed(disks=(1, 0)), "FRAME"),
    "X016 comment on an entry": (spoilt(1, comment=b"x"), "FRAME"),
    "X017 extra field, both": (spoilt(1, extra=b"\x55\x54\x05\0\x03\0\0\0\0"), "FRAME"),
    "X018 extra field, locally": (spoilt(1, local_extra=b"\x55\x54\x05\0\x03\0\0\0\0"), "FRAME"),
    "X019 extra field, in the directory": (
        spoilt(1, extra=b"\x55\x54\x05\0\x03\0\0\0\0", local_extra=b""),
        "FRAME",
    ),
    "X020 extra field longer than the file": (spoilt(8, extra=b"\x01\0\xff\xff", local_extra=b""), "FRAME"),
    "X021 no local name": (spoilt(1, local_name=b""), "FRAME"),
    "X022 mimetype twice": (named(b"mimetype"), "DUPLICATE"),
    "X023 mimetype deflated": (spoilt(0, method=8), "FRAME"),
    "X024 mimetype with a line feed": (spoilt(0, data=b"application/vnd.etsi.asic-e+zip\n"), "LAYOUT"),
    "X025 records not packed": (spoilt(2, method=0), "FRAME"),
    "X026 report packed": (spoilt(PDF, method=8), "FRAME"),
    "X031 stored sizes differ": (spoilt(PDF, size=7, packed_size=8), "FRAME"),
    "X032 size larger by one": (spoilt(1, size=458), "FRAME"),
    "X033 size smaller by one": (spoilt(1, size=3), "FRAME"),
    "X034 other sum": (spoilt(1, crc=7), "FRAME"),
    "X035 other sum, locally": (spoilt(1, local_crc=7), "FRAME"),
    "X036 entry that swallows the next": (entries(swallowing), "FRAME"),
    "X037 one body under two names": (entries(one_body_twice), "FRAME"),
    "X038 offset of another entry": (spoilt(2, offset=0), "FRAME"),
    "X039 offset behind the end": (spoilt(2, offset=0x7FFFFFFF), "FRAME"),
    "X040 in the directory alone": (spoilt(2, in_body=False), "FRAME"),
    "X041 directory in another order": (framed(order=(0, 2, 1, 3, 4, 5, 6, 7, 8)), "FRAME"),
    "X042 bytes between two entries": (spoilt(3, behind=b"\0" * 8), "FRAME"),
    "X043 bytes before the directory": (framed(between=b"PK\x05\x06" + b"\0" * 18), "FRAME"),
    "X044 directory told too long": (framed(length=1), "FRAME"),
    "X045 directory told too short": (framed(length=-1), "FRAME"),
    "X046 mark of several disks in front": (around(lambda data: b"PK\x07\x08" + data), "FRAME"),
    "X047 nothing but an end record": (lambda _: write([]), "LAYOUT"),
    "X048 letter of another script": (named("h\u0435ader.json".encode(), 0x800), "NAME"),
    "X049 name in another form of Unicode": (named("re\u0301port.pdf".encode(), 0x800), "NAME"),
    "X050 name of a folder": (named(b"header.json/"), "FEATURE"),
    "X051 dotted name": (named(b"./header.json"), "NAME"),
    "X052 doubled slash": (named(b"META-INF//x.xml"), "NAME"),
    "X053 overlong slash": (named(_OVERLONG, 0x800), "NAME"),
    "X054 digest in capitals": (named(b"attachments/" + b"AB" * 32), "NAME"),
    "X055 harmless name": (named(b"notes.txt"), "NAME"),
    "X056 second manifest": (named(b"META-INF/ASiCManifest002.xml"), "NAME"),
    "X057 second signature": (named(b"META-INF/signature002.p7s"), "NAME"),
    "X058 name of 65,535 bytes": (named(b"a" * 65_535), "NAME"),
    "X059 name with a line feed": (named(b"records.jsonl\n"), "NAME"),
    "X060 readable name in GBK": (named("说明.txt".encode("gbk"), 0), "NAME"),
    "X061 sizes of ZIP64": (
        spoilt(1, size=0xFFFFFFFF, packed_size=0xFFFFFFFF, extra=struct.pack("<HHQQ", 1, 16, 457, 274)),
        "TOO_BIG",
    ),
    "X062 counts of ZIP64": (framed(count=0xFFFF), "TOO_BIG"),
    "X063 manifest of many elements": (
        around(lambda data: write(with_files(data, {MANIFEST: spread(20 << 20)}))),
        "TOO_BIG",
    ),
    "X064 signature of many bytes": (
        instead(SIGNATURE, bytes(range(256)) * (1 << 13)),
        "TOO_BIG",
    ),
    "X065 header of many lists": (
        around(lambda data: write(with_files(data, {"header.json": nested(20 << 20)}))),
        "TOO_BIG",
    ),
    "X071 tape archive": (around(tar_of), "NOT_PACKAGE"),
    "X072 workbook": (lambda _: xlsx_bytes(), "NAME"),
    "X073 document": (lambda _: docx_bytes(), "NAME"),
    "X074 page that a mail server put in its place": (
        lambda _: b"<!DOCTYPE html><html><body>404</body></html>",
        "NOT_PACKAGE",
    ),
    "X075 packed for the mail": (around(zlib.compress), "NOT_PACKAGE"),
    "X076 read as text and written back": (
        around(lambda data: data.decode("utf-8", "replace").encode()),
        "FRAME",
    ),
    "X077 line ends exchanged": (around(lambda data: data.replace(b"\n", b"\r\n")), "FRAME"),
    "X078 the genuine package inside a package": (
        lambda estate: write([*entries_of(estate.april), RawEntry(b"attachments/" + b"0" * 64, estate.april)]),
        "LAYOUT",
    ),
    "X079 first half of one, second half of another": (
        lambda estate: estate.april[: len(estate.april) // 2] + estate.receipt[len(estate.receipt) // 2 :],
        "FRAME",
    ),
    "X080 zeros": (lambda _: b"\0" * (1 << 20), "NOT_PACKAGE"),
}

INSIDE: dict[str, tuple[Make, tuple[str, str]]] = {
    "A033 bomb that tells a small size": (
        spoilt(2, stream=deflated(b"\0" * (40 << 20)), size=651),
        ("FRAME", "FRAME"),
    ),
    "X027 bytes behind the stream": (entries(junk_behind_stream), ("FRAME", "FRAME")),
    "X028 stream cut short": (spoilt(2, stream=b"\xcb\x48"), ("FRAME", "FRAME")),
    "X029 no stream at all": (spoilt(2, stream=b"", data=b"", crc=0), ("FRAME", "FRAME")),
    "X030 packed by other means": (spoilt(2, stream=zlib.compress(b"x")), ("FRAME", "FRAME")),
    "X081 stream that never ends": (spoilt(2, stream=b"\0\0\0\xff\xff" * 50_000, size=651), ("FRAME", "FRAME")),
    "X082 stream of the last byte too few": (entries(short_stream), ("FRAME", "FRAME")),
    "X066 entities in the manifest": (
        instead(MANIFEST, b'<!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;">]><a>&c;</a>'),
        ("SIG", "MANIFEST"),
    ),
    "X067 manifest that asks for a file": (
        instead(MANIFEST, b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
        ("SIG", "MANIFEST"),
    ),
    "X068 manifest that asks for a host": (
        instead(MANIFEST, b'<!DOCTYPE a SYSTEM "http://host.invalid/a.dtd"><a/>'),
        ("SIG", "MANIFEST"),
    ),
    "X069 manifest in UTF-16": (
        around(utf16),
        ("SIG", "MANIFEST"),
    ),
    "X070 manifest of comments": (
        instead(MANIFEST, b"<a><!--a--><!--b--><?c d?></a>"),
        ("SIG", "MANIFEST"),
    ),
    "X083 certificate of version 34": (around(strange_certificate), ("SIG", "SIG")),
    "X090 records of nobody": (instead("records.jsonl", b""), ("DIGEST", "DIGEST")),
    "X091 records left out": (
        without("records.jsonl"),
        ("COVERAGE", "COVERAGE"),
    ),
    "X092 file added": (files(lambda f: {"trust.json": b"{}"} | f), ("COVERAGE", "COVERAGE")),
    "X093 files in another order": (
        files(lambda f: {n: f[n] for n in ("records.jsonl", *(n for n in f if n != "records.jsonl"))}),
        ("LAYOUT", "LAYOUT"),
    ),
    "X094 report of another package": (
        instead("report.pdf", b"%PDF-1.7\n"),
        ("DIGEST", "DIGEST"),
    ),
    "X095 words for people exchanged": (instead(README, "全部数字正确。".encode()), ("DIGEST", "DIGEST")),
    "X096 the county's own signature over other files": (mixed_manifests, ("COVERAGE", "COVERAGE")),
}
"""A right frame: what the city refuses it for, which looks at the signature first, and what `verify` finds."""

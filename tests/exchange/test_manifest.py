from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from baise_desktop.errors import BaiseError
from baise_desktop.exchange.manifest import read_manifest, write_manifest
from baise_desktop.exchange.package_file import SignedFile

FILES = (
    SignedFile("header.json", "application/json", "0" * 64),
    SignedFile("attachments/" + "ab" * 32, "application/octet-stream", "ab" * 32),
    SignedFile("说明.txt", "text/plain", "f" * 64),
)
MANIFEST = write_manifest(FILES)

names = st.sampled_from(["header.json", "records.jsonl", "说明.txt", "report.pdf", "attachments/" + "1" * 64])
files = st.lists(
    st.builds(SignedFile, names, st.just("text/plain"), st.binary(min_size=32, max_size=32).map(bytes.hex)),
    unique_by=lambda file: file.name,
)


@given(files)
def test_what_is_written_is_read_back(listed: Sequence[SignedFile]) -> None:
    assert read_manifest(write_manifest(listed)) == tuple(listed)


def test_manifest_is_what_the_standard_asks_for() -> None:
    root = etree.fromstring(MANIFEST)
    assert root.tag == "{http://uri.etsi.org/02918/v1.2.1#}ASiCManifest"
    assert [child.tag.split("}")[1] for child in root] == ["SigReference", *["DataObjectReference"] * 3]
    assert root[0].attrib["URI"] == "META-INF/signature001.p7s"
    assert root[3].attrib["URI"] == "%E8%AF%B4%E6%98%8E.txt"
    assert root[1][0].attrib["Algorithm"] == "http://www.w3.org/2001/04/xmlenc#sha256"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"</asic:ASiCManifest>", b" </asic:ASiCManifest>"),
        (b"?>\n", b"?>"),
        (b"?>\n", b'?>\n<!DOCTYPE x [<!ENTITY a "b">]>'),
        (b'URI="header.json"', b'URI="header%2Ejson"'),
        (b'URI="header.json"', b'URI="header.json" Rootfile="true"'),
        (b' MimeType="application/json"', b""),
        (b'MimeType="application/json"', b'MimeType=""'),
        (b"xmlenc#sha256", b"xmlenc#sha512"),
        (b"%E8%AF%B4", b"%e8%af%b4"),
        (b"AAAA", b"AA AA"),
        (b"AAAA", b""),
        (b"<ds:DigestValue>", b"<ds:DigestValue><!-- -->"),
        (b"META-INF/signature001.p7s", b"META-INF/signature002.p7s"),
        (b"ASiCManifest ", b"ASiCManifest  "),
        (b"asic:", b"asik:"),
    ],
)
def test_anything_else_is_refused(old: bytes, new: bytes) -> None:
    assert old in MANIFEST
    with pytest.raises(BaiseError, match="MANIFEST"):
        read_manifest(MANIFEST.replace(old, new, 1))


@pytest.mark.parametrize("data", [b"", b"<", b"<x/>", MANIFEST + b"\n", b"\xff" + MANIFEST, MANIFEST[:-20]])
def test_no_manifest_at_all(data: bytes) -> None:
    with pytest.raises(BaiseError, match="MANIFEST"):
        read_manifest(data)


@given(st.binary(max_size=80), st.integers(0, len(MANIFEST)))
def test_no_bytes_make_it_fail_otherwise(junk: bytes, position: int) -> None:
    try:
        listed = read_manifest(MANIFEST[:position] + junk)
    except BaiseError as error:
        if error.code not in {"MANIFEST", "DUPLICATE"}:
            raise
    else:
        assert write_manifest(listed) == MANIFEST[:position] + junk


def test_a_file_named_twice_is_refused() -> None:
    with pytest.raises(BaiseError, match="DUPLICATE"):
        read_manifest(write_manifest((FILES[0], FILES[0])))

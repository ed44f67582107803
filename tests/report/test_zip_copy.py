import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from baise_desktop.report.zip_copy import pack_part, read_packed, replace_parts, unpack_part, write_packed


def archive(parts: dict[str, bytes], *, wide: bool = False, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as book:
        for name, content in parts.items():
            with book.open(name, "w", force_zip64=wide) as part:
                part.write(content)
    return out.getvalue()


@given(
    st.dictionaries(st.text("abc/工作簿.", min_size=1, max_size=9), st.binary(max_size=300), min_size=1), st.booleans()
)
def test_what_is_packed_comes_out_as_it_went_in(parts: dict[str, bytes], wide: bool) -> None:
    for method in (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED):
        held = read_packed(archive(parts, wide=wide, method=method))
        assert {part.name: unpack_part(part) for part in held} == parts
        with zipfile.ZipFile(io.BytesIO(write_packed(held))) as book:
            assert book.testzip() is None
            assert {name: book.read(name) for name in book.namelist()} == parts


def test_one_part_is_replaced_and_the_others_keep_their_bytes() -> None:
    before = archive({"a": b"old" * 99, "b": b"kept" * 99}, wide=True)
    after = replace_parts(before, {"a": b"new"})
    assert [(part.name, unpack_part(part)) for part in read_packed(after)] == [("a", b"new"), ("b", b"kept" * 99)]
    assert read_packed(before)[1].data == read_packed(after)[1].data


def test_the_same_parts_give_the_same_bytes() -> None:
    assert write_packed([pack_part("a", b"b")]) == write_packed([pack_part("a", b"b")])

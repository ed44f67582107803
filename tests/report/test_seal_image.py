"""The unit's own picture: what is taken, what is made of it, what is refused and why."""

from io import BytesIO

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from baise_desktop.errors import BaiseError
from baise_desktop.report.seal_image import SIDE, prepare_seal
from tests.report.seal_pictures import RED, ring, saved


def _opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


@pytest.mark.parametrize("ground", [(255, 255, 255), (236, 233, 228), None])
def test_the_ground_becomes_clear(ground: tuple[int, int, int] | None) -> None:
    seal = _opened(prepare_seal(saved(ring(ground=ground))))
    assert seal.mode == "RGBA"
    corner, middle = seal.getpixel((2, 2)), seal.getpixel((seal.width // 2, seal.height * 9 // 10))
    assert isinstance(corner, tuple)
    assert isinstance(middle, tuple)
    assert corner[3] == middle[3] == 0


def test_ink_over_white_looks_as_it_did() -> None:
    seal = _opened(prepare_seal(saved(ring())))
    white = Image.new("RGBA", seal.size, (255, 255, 255, 255))
    shown = Image.alpha_composite(white, seal).getpixel((seal.width // 2, 8))
    assert isinstance(shown, tuple)
    assert all(abs(one - other) < 8 for one, other in zip(shown[:3], RED, strict=True))


def test_it_is_cut_to_the_seal_and_made_small() -> None:
    page = Image.new("RGB", (3000, 2000), (255, 255, 255))
    page.paste(ring(1000), (1700, 300))
    seal = _opened(prepare_seal(saved(page, "JPEG")))
    assert max(seal.size) <= SIDE
    assert abs(seal.width - seal.height) <= 3
    edge = seal.getchannel("A").crop((0, seal.height // 2 - 2, 6, seal.height // 2 + 2))
    assert max(edge.tobytes()) > 100  # the ring reaches the edge of the picture


def test_a_prepared_picture_stays_as_it_is() -> None:
    once = prepare_seal(saved(ring()))
    assert prepare_seal(once) == once


def test_nothing_of_the_camera_goes_along() -> None:
    notes = PngInfo()
    notes.add_text("Author", "somebody")
    target = BytesIO()
    ring().save(target, "PNG", pnginfo=notes)
    assert b"somebody" in target.getvalue()
    assert b"somebody" not in prepare_seal(target.getvalue())


def test_a_turned_photo_is_turned_back() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    target = BytesIO()
    ring().rotate(90).save(target, "JPEG", exif=exif, quality=95)
    upright, turned = (_opened(prepare_seal(data)) for data in (saved(ring()), target.getvalue()))
    at = (upright.width * 2 // 7 + 6, upright.height // 3 + 20)
    assert [picture.getchannel("A").getpixel(at) != 0 for picture in (upright, turned)] == [True, True]


def _bomb() -> bytes:
    """Sides that cost a gigabyte, in 100 bytes."""
    small = saved(Image.new("1", (8, 8)))
    return small[:16] + (60_000).to_bytes(4, "big") + (60_000).to_bytes(4, "big") + small[24:]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "不是 PNG 或 JPG"),
        (b"GIF89a", "不是 PNG 或 JPG"),
        (b"%PDF-1.7\n", "不是 PNG 或 JPG"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "不是 PNG 或 JPG"),
        (saved(ring())[:900], "不是 PNG 或 JPG"),
        (saved(ring(), "GIF"), "不是 PNG 或 JPG"),
        (saved(ring(), "BMP"), "不是 PNG 或 JPG"),
        (b"x" * (10 * 2**20 + 1), "文件超过"),
        (_bomb(), "文件超过|不是 PNG"),
        (saved(Image.new("RGB", (7000, 10), (255, 255, 255))), "文件超过"),
        (saved(Image.new("RGB", (500, 500), (255, 255, 255))), "什么也没有"),
        (saved(Image.new("RGBA", (500, 500), (255, 255, 255, 0))), "什么也没有"),
        (saved(Image.new("RGB", (500, 500), RED)), "底色太深"),
        (saved(ring(ground=(90, 110, 100))), "底色太深"),
        (saved(ring(150)), "至少要 200 像素"),
        (saved(ring().resize((800, 400))), "长短相差太大"),
    ],
)
def test_what_is_refused_and_why(data: bytes, reason: str) -> None:
    with pytest.raises(BaiseError, match=reason) as caught:
        prepare_seal(data)
    assert caught.value.code == "SEAL_IMAGE"
    assert "请" in caught.value.sentence


def test_a_photo_of_a_desk_is_refused() -> None:
    photo = Image.linear_gradient("L").resize((900, 900)).convert("RGB")
    photo.paste(ring(600), (150, 150))
    with pytest.raises(BaiseError, match="SEAL_IMAGE"):
        prepare_seal(saved(photo, "JPEG"))

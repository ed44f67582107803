"""Signed papers, judged by poppler, qpdf and pyHanko."""

import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from baise_desktop.errors import BaiseError
from baise_desktop.report.demo_seal import demo_seal
from baise_desktop.report.model import Place, RenderedPdf, SubmissionReport
from baise_desktop.report.stamp import SealRequest, stamp
from baise_desktop.report.submission import render_pdf
from baise_desktop.signing.authority import Identity, issue, make_request, make_root
from baise_desktop.signing.cades import IdentitySigner
from tests.villains.bad_papers import annotate, flip, replace_page

NOW = datetime(2023, 7, 5, 8, 0, tzinfo=UTC)


@cache
def _authority() -> tuple[Identity, Identity]:
    root = make_root("百色市科技领导小组办公室", NOW)
    unit = make_request("c.pingguo", "平果市科学技术局", NOW)
    return root, Identity(unit.key, issue(root, unit.certificate, "c.pingguo", "平果市科学技术局", NOW))


def unit_signer() -> IdentitySigner:
    """Of 平果市, under a root that the tests made."""
    root, unit = _authority()
    return IdentitySigner(unit, (root.certificate,))


@pytest.fixture(scope="module")
def signer() -> IdentitySigner:
    return unit_signer()


@pytest.fixture(scope="module")
def paper(submission: SubmissionReport, fonts_folder: Path) -> RenderedPdf:
    return render_pdf(submission, fonts_folder)


def _request(
    paper: RenderedPdf, *, unit: str = "c.pingguo", head_signed: bool = True, image: bytes | None = None
) -> SealRequest:
    return SealRequest(unit=unit, unit_name="平果市科学技术局", head_signed=head_signed, place=paper.seal, image=image)


@pytest.fixture(scope="module")
def sealed(paper: RenderedPdf, signer: IdentitySigner, fonts_folder: Path) -> bytes:
    request = _request(paper, image=demo_seal("平果", fonts_folder))
    return stamp(paper.pdf, signer, NOW, request, fonts_folder)


@pytest.fixture(scope="module")
def trust_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nss")
    database = f"sql:{folder}"
    root = folder / "root.der"
    root.write_bytes(_authority()[0].certificate)
    subprocess.run(["certutil", "-N", "-d", database, "--empty-password"], check=True)
    subprocess.run(["certutil", "-A", "-d", database, "-n", "root", "-t", "CT,C,C", "-i", str(root)], check=True)
    return folder


def _pdfsig(pdf: bytes, folder: Path, trust_folder: Path) -> str:
    file = folder / "stamped.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(
        ["pdfsig", "-nssdir", f"sql:{trust_folder}", str(file)], capture_output=True, text=True, check=False
    )
    return done.stdout


def test_pdfsig_calls_a_sealed_paper_valid_and_trusted(sealed: bytes, tmp_path: Path, trust_folder: Path) -> None:
    verdict = _pdfsig(sealed, tmp_path, trust_folder)
    assert "Signature is Valid." in verdict
    assert "Certificate is Trusted." in verdict
    assert "ETSI.CAdES.detached" in verdict
    assert "Total document signed" in verdict


def test_pdfsig_calls_an_unseen_signature_valid(
    paper: RenderedPdf, signer: IdentitySigner, fonts_folder: Path, tmp_path: Path, trust_folder: Path
) -> None:
    signed = stamp(paper.pdf, signer, NOW, _request(paper), fonts_folder)
    assert "Signature is Valid." in _pdfsig(signed, tmp_path, trust_folder)
    assert signed.startswith(paper.pdf)


def _changed_byte(pdf: bytes) -> bytes:
    at = pdf.index(b"/MediaBox") + len(b"/MediaBox [0 0 59")
    return flip(pdf, at)


CHANGES = {"a changed byte": _changed_byte, "a replaced page": replace_page, "an added annotation": annotate}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_others_call_a_changed_paper_changed(
    sealed: bytes, tmp_path: Path, trust_folder: Path, change: Callable[[bytes], bytes]
) -> None:
    changed = change(sealed)
    verdict = _pdfsig(changed, tmp_path, trust_folder)
    assert "Signature is Valid." not in verdict or "Not total document signed" in verdict
    assert not _bottom_line(changed)
    assert _bottom_line(sealed)


def _bottom_line(pdf: bytes) -> bool:
    from asn1crypto.x509 import Certificate
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    context = ValidationContext(trust_roots=[Certificate.load(_authority()[0].certificate)], moment=NOW)
    signature = PdfFileReader(BytesIO(pdf)).embedded_signatures[0]
    return bool(validate_pdf_signature(signature, context).bottom_line)


def test_the_claimed_time_is_the_given_one(sealed: bytes, tmp_path: Path, trust_folder: Path) -> None:
    assert "Jul 05 2023" in _pdfsig(sealed, tmp_path, trust_folder)


def test_the_picture_is_captioned_for_what_it_is(sealed: bytes, tmp_path: Path, paper: RenderedPdf) -> None:
    file = tmp_path / "sealed.pdf"
    file.write_bytes(sealed)
    page = str(paper.seal_page + 1)
    text = subprocess.run(
        ["pdftotext", "-f", page, "-l", page, str(file), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "版式印章图样＋数字签名" in text


def test_signing_leaves_pdf_a_marks_and_embedded_fonts(sealed: bytes, tmp_path: Path) -> None:
    file = tmp_path / "sealed.pdf"
    file.write_bytes(sealed)
    assert subprocess.run(["qpdf", "--check", str(file)], capture_output=True, check=False).returncode == 0
    fonts = subprocess.run(["pdffonts", str(file)], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert fonts
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts)


class _CountingKey:
    """Signs, and knows how often it did."""

    def __init__(self) -> None:
        self._key = _authority()[1].key
        self.key_size, self.used = self._key.key_size, 0

    def sign(self, *words: Any) -> bytes:
        self.used += 1
        return self._key.sign(*words)


def test_the_key_is_used_once_for_a_paper(paper: RenderedPdf, fonts_folder: Path) -> None:
    """A token would ask its chip, and a slow one is slow twice."""
    signer, key = unit_signer(), _CountingKey()
    signer.pdf_signer._parsed_key = key  # type: ignore[assignment]
    signed = stamp(paper.pdf, signer, NOW, _request(paper), fonts_folder)
    assert key.used == 1
    assert _bottom_line(signed)


def test_no_change_at_all_is_allowed_afterwards(sealed: bytes) -> None:
    assert b"/TransformMethod /DocMDP" in sealed
    assert b"/P 1\n" in sealed


def test_another_units_paper_is_refused(paper: RenderedPdf, signer: IdentitySigner, fonts_folder: Path) -> None:
    with pytest.raises(BaiseError, match="SEAL_UNIT"):
        stamp(paper.pdf, signer, NOW, _request(paper, unit="c.tiandong"), fonts_folder)


def test_before_the_head_signs_it_is_refused(paper: RenderedPdf, signer: IdentitySigner, fonts_folder: Path) -> None:
    with pytest.raises(BaiseError, match="SEAL_EARLY"):
        stamp(paper.pdf, signer, NOW, _request(paper, head_signed=False), fonts_folder)


def test_a_picture_needs_a_place(paper: RenderedPdf, signer: IdentitySigner, fonts_folder: Path) -> None:
    request = SealRequest(
        unit="c.pingguo", unit_name="平果市科学技术局", head_signed=True, image=demo_seal("平果", fonts_folder)
    )
    with pytest.raises(BaiseError, match="SEAL_PLACE"):
        stamp(paper.pdf, signer, NOW, request, fonts_folder)


@pytest.mark.parametrize("image", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"x" * (10 * 2**20 + 1)])
def test_a_bad_picture_is_refused(paper: RenderedPdf, signer: IdentitySigner, fonts_folder: Path, image: bytes) -> None:
    with pytest.raises(BaiseError, match="SEAL_IMAGE"):
        stamp(paper.pdf, signer, NOW, _request(paper, image=image), fonts_folder)


def test_the_seal_place_is_on_the_last_page_within_the_sheet(paper: RenderedPdf) -> None:
    assert isinstance(paper.seal, Place)
    assert paper.seal_page == paper.pages - 1
    x0, y0, x1, y1 = paper.seal_box
    assert x1 - x0 == pytest.approx(y1 - y0)
    assert 0 < x0 < x1 < 596
    assert 0 < y0 < y1 < 842

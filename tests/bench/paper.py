"""How quick paper is made and signed, beside what one would write first: `python -m tests.bench.paper`.

Arms of one round follow each other, in turned order every other round; a ratio is the median of the ratios of each
round. Two hundred pages: a heading, a paragraph and a table of 22 x 8 on each, nearly every cell on one line, rare
names in some; both arms choose a face for each character and end as PDF/A-2u. The other arm is platypus with one table
a page, column widths given, and a Paragraph only in cells that need several faces or lines. One page: rendered and
signed with RSA-3072 in a process that has done so before, and in a fresh one that loads the key. Keys: the same page
signed with RSA-3072 and with P-256, each key parsed once. Arms that wait for nothing are told by processor time, which
a busy machine disturbs less. Goals: 0.8, 0.1, 1.1.
"""

import os
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from html import escape
from io import BytesIO
from itertools import groupby
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from baise_desktop.app.installation.resources import fonts_folder
from baise_desktop.report.document import find_missing, finish
from baise_desktop.report.document_faces import load_faces
from baise_desktop.report.figures import render_figures_pdf
from baise_desktop.report.fonts import Faces, Role
from baise_desktop.report.foot import Foot
from baise_desktop.report.geometry import AREA_HEIGHT, AREA_WIDTH, BODY_LEADING, BODY_SIZE, LEFT, MM, PAGE_HEIGHT, TOP
from baise_desktop.report.model import Column, FigureLine, FiguresReport, TableSection
from baise_desktop.report.part import Manuscript
from baise_desktop.report.pdfa import to_pdfa
from baise_desktop.report.stamp import SealRequest, stamp
from baise_desktop.report.tables import prepare_table
from baise_desktop.report.typesetting import Typesetter
from baise_desktop.signing.authority import Identity, issue, make_request, make_root
from baise_desktop.signing.cades import IdentitySigner

PAGES, ROUNDS, ROWS, SIGNED = 200, 7, 22, 10
DAY, NOW = date(2023, 7, 5), datetime(2023, 7, 5, 8, 0, tzinfo=UTC)
TITLE, UNIT, UNIT_NAME = "科技型中小企业台账", "c.pingguo", "平果市科学技术局"
LEAD = (
    "本册所列企业均已通过评价入库，研发经费按年度专项审计口径填列，入库日期以公告为准；"
    "与上期相比变化较大的，已在核实说明中逐条写明原因。"
)
COLUMNS = (
    Column("序号", align="center"),
    Column("企业名称"),
    Column("统一社会信用代码", align="center"),
    Column("研发经费", align="right"),
    Column("人员", align="right"),
    Column("入库日期", align="center"),
    Column("负责人", align="center"),
    Column("备注"),
)
_RARE = "㛃𬭎䶮犇喆"


def make_rows(page: int) -> tuple[tuple[str, ...], ...]:
    """The register of one page."""
    return tuple(
        (
            str(number),
            f"演示铝业{page:03}",
            f"91451023MA5K{number:02}{page:03}X",
            f"{number * 12.5 + page:.4f}",
            str(number * 3),
            f"2023-{number % 12 + 1:02}-{number % 28 + 1:02}",
            f"演示{_RARE[number % 5] if number % 9 == 0 else '人员'}",
            "已完成评估，在库" if number % 7 == 0 else "在库",
        )
        for number in range(1, ROWS + 1)
    )


def print_ours(pages: int) -> bytes:
    """The program's own pages."""
    faces = load_faces(fonts_folder())
    tables = [
        TableSection(title=f"{TITLE}{page:03}", columns=COLUMNS, rows=make_rows(page), numbered=False, divisible=False)
        for page in range(1, pages + 1)
    ]
    missing = find_missing(faces, tuple(tables))
    manuscript = Manuscript(Typesetter(faces))
    for table in tables:
        manuscript.begin_part(table.title)
        manuscript.add_text(LEAD)
        manuscript.add(prepare_table(manuscript.typesetter, table).strips(manuscript.typesetter))
    foot = Foot(TITLE, None)
    return finish(manuscript, foot, title=TITLE, author=TITLE, day=DAY, missing=missing).pdf


class Platypus:
    """Platypus with fonts by character."""

    def __init__(self, faces: Faces) -> None:
        from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
        from reportlab.lib.styles import ParagraphStyle

        self.faces = faces
        self.names = {role: faces.face(role).name for role in Role}
        places = {"left": TA_LEFT, "center": TA_CENTER, "right": TA_RIGHT}
        self.body = self._style(ParagraphStyle, Role.BODY, BODY_SIZE, BODY_LEADING, firstLineIndent=2 * BODY_SIZE)
        self.heading = self._style(ParagraphStyle, Role.HEADING, BODY_SIZE, BODY_LEADING, firstLineIndent=2 * BODY_SIZE)
        self.cells = {
            align: self._style(ParagraphStyle, Role.SONG, 9.5, 13.5, alignment=place) for align, place in places.items()
        }

    def _style(self, kind: Any, role: Role, size: float, leading: float, **more: Any) -> Any:
        return kind(role.value, fontName=self.names[role], fontSize=size, leading=leading, wordWrap="CJK", **more)

    def mark_up(self, text: str, role: Role) -> str:
        """The text with a font for each stretch that the role's own face has not."""
        own = self.names[role]
        runs = groupby((self.faces.choose(role, character) for character in text), key=lambda choice: choice[0].name)
        parts = ((name, escape("".join(drawn for _, drawn in run))) for name, run in runs)
        return "".join(part if name == own else f'<font name="{name}">{part}</font>' for name, part in parts)

    def cell(self, text: str, align: str, width: float) -> Any:
        """A plain text where that will do."""
        from reportlab.pdfbase.pdfmetrics import stringWidth
        from reportlab.platypus import Paragraph

        own = self.faces.face(Role.SONG)
        whole = all(self.faces.choose(Role.SONG, character) == (own, character) for character in text)
        if whole and stringWidth(text, own.name, 9.5) <= width - 7:
            return text
        return Paragraph(self.mark_up(text, Role.SONG), self.cells[align])


def _table_style(platypus: Platypus) -> Any:
    from reportlab.lib.colors import Color, black
    from reportlab.platypus import TableStyle

    columns = [("ALIGN", (at, 1), (at, -1), column.align.upper()) for at, column in enumerate(COLUMNS)]
    return TableStyle(
        [
            ("GRID", (0, 0), (-1, -1), 0.4, black),
            ("BOX", (0, 0), (-1, -1), 0.8, black),
            ("BACKGROUND", (0, 0), (-1, 0), Color(0.93, 0.93, 0.93)),
            ("FONT", (0, 0), (-1, 0), platypus.names[Role.HEADING], 9.5, 13.5),
            ("FONT", (0, 1), (-1, -1), platypus.names[Role.SONG], 9.5, 13.5),
            ("ALIGN", (0, 0), (-1, 0), "CENTER"),
            *columns,
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (-1, -1), 3.5),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3.5),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ]
    )


def _story(platypus: Platypus, pages: int) -> Iterator[Any]:
    from reportlab.platypus import PageBreak, Paragraph, Table

    widths = [share * AREA_WIDTH for share in (0.07, 0.15, 0.25, 0.11, 0.07, 0.13, 0.11, 0.11)]
    style = _table_style(platypus)
    for page in range(1, pages + 1):
        yield Paragraph(platypus.mark_up(f"{page}、{TITLE}{page:03}", Role.HEADING), platypus.heading)
        yield Paragraph(platypus.mark_up(LEAD, Role.BODY), platypus.body)
        cells = [
            [platypus.cell(text, column.align, width) for text, column, width in zip(row, COLUMNS, widths, strict=True)]
            for row in make_rows(page)
        ]
        yield Table([[column.name for column in COLUMNS], *cells], widths, repeatRows=1, style=style)
        yield PageBreak()


def print_platypus(pages: int) -> bytes:
    """The same texts and tables, through platypus."""
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    platypus = Platypus(load_faces(fonts_folder()))

    def number(canvas: Any, _document: object) -> None:
        text = f"— {canvas.getPageNumber()} —"
        canvas.setFont(platypus.names[Role.SONG], 14)
        y = PAGE_HEIGHT - TOP - AREA_HEIGHT - 7 * MM - 10
        if canvas.getPageNumber() % 2:
            canvas.drawRightString(LEFT + AREA_WIDTH - 14, y, text)
        else:
            canvas.drawString(LEFT + 14, y, text)

    target = BytesIO()
    document = BaseDocTemplate(
        target,
        pagesize=(210 * MM, PAGE_HEIGHT),
        initialFontName=platypus.names[Role.SONG],
        pageCompression=1,
        invariant=1,
        lang="zh-CN",
    )
    frame = Frame(LEFT, PAGE_HEIGHT - TOP - AREA_HEIGHT, AREA_WIDTH, AREA_HEIGHT, 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate("page", [frame], onPage=number))
    document.build(list(_story(platypus, pages)))
    return to_pdfa(target.getvalue(), title=TITLE, author=TITLE, day=DAY)


def render_sheet() -> bytes:
    """A report of one page."""
    line = FigureLine(unit_name=UNIT_NAME, target="高新技术企业存量", requirement="≥ 50", figure="46", unit="家")
    report = FiguresReport(
        title="科技目标数值表", plan_name="方案", as_of=DAY, created_on=DAY, office=UNIT_NAME, lines=(line,) * 12
    )
    return render_figures_pdf(report, fonts_folder()).pdf


def sign_sheet(sheet: bytes, signer: IdentitySigner) -> bytes:
    """The report signed."""
    request = SealRequest(unit=UNIT, unit_name=UNIT_NAME, head_signed=True)
    return stamp(sheet, signer, NOW, request, fonts_folder())


def sign_many(sheet: bytes, signer: IdentitySigner) -> None:
    """One signature is too quick to be told alone."""
    for _ in range(SIGNED):
        sign_sheet(sheet, signer)


def make_identity() -> Identity:
    """A unit's RSA-3072 key with its certificate."""
    request = make_request(UNIT, UNIT_NAME, NOW)
    return Identity(request.key, issue(make_root("百色市科学技术局", NOW), request.certificate, UNIT, UNIT_NAME, NOW))


def keep_key(identity: Identity, folder: Path) -> None:
    """Key and certificate as files, without a passphrase: a fresh process is not to lose time with that."""
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = identity.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    (folder / "key").write_bytes(key)
    (folder / "certificate").write_bytes(identity.certificate)


def load_key(folder: Path) -> Identity:
    """What `keep_key` kept."""
    from cryptography.hazmat.primitives.serialization import load_der_private_key

    key: Any = load_der_private_key((folder / "key").read_bytes(), None)
    return Identity(key, (folder / "certificate").read_bytes())


def sign_cold(folder: Path) -> None:
    """The one page from a fresh process."""
    subprocess.run([sys.executable, "-m", "tests.bench.paper", "--one-page", str(folder)], check=True, env=os.environ)


def curve_signer(identity: Identity) -> IdentitySigner:
    """A signer that passes for the unit's, with a key on P-256 parsed once."""
    from asn1crypto import algos, keys, x509
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509 import CertificateBuilder, Name, NameAttribute, random_serial_number
    from cryptography.x509.oid import NameOID
    from pyhanko.sign.signers.pdf_cms import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    key = generate_private_key(SECP256R1())
    name = Name([NameAttribute(NameOID.COMMON_NAME, UNIT_NAME)])
    builder = CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(random_serial_number()).not_valid_before(NOW).not_valid_after(NOW + timedelta(900))
    certificate = builder.sign(key, SHA256()).public_bytes(Encoding.DER)

    class CurveSigner(SimpleSigner):
        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
            return key.sign(data, ECDSA(SHA256()))

    signer = IdentitySigner(identity)
    signer.pdf_signer = CurveSigner(  # type: ignore[assignment]
        signing_cert=x509.Certificate.load(certificate),
        signing_key=keys.PrivateKeyInfo({"version": 0, "private_key_algorithm": {"algorithm": "rsa"}}),
        cert_registry=SimpleCertificateStore(),
        signature_mechanism=algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
    )
    return signer


def compare(goal: float, rounds: int, arms: Mapping[str, Callable[[], object]], clock: Callable[[], float]) -> None:
    """Print how long each arm takes, and the ratio of the first to the second."""
    taken = []
    for turn in range(rounds + 1):
        times = {}
        for name in list(arms)[:: 1 if turn % 2 else -1]:
            begun = clock()
            arms[name]()
            times[name] = clock() - begun
        taken.append(times)
    ours, other = arms
    told = ", ".join(f"{name} {median(each[name] for each in taken[1:]) * 1000:.1f} ms" for name in arms)
    ratio = median(each[ours] / each[other] for each in taken[1:])  # the first round fills caches
    print(f"{told}: {ratio:.2f} (goal {goal})", flush=True)


def main(argv: list[str]) -> int:
    """Print medians, ratios and goals."""
    parser = ArgumentParser(prog="paper")
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--one-page", type=Path, help="sign one page with the key in this folder, and no more")
    options = parser.parse_args(argv)
    if options.one_page is not None:
        sign_sheet(render_sheet(), IdentitySigner(load_key(options.one_page)))
        return 0
    identity = make_identity()
    signer, curve = IdentitySigner(identity), curve_signer(identity)
    rounds, pages = options.rounds, options.pages
    report = {f"{pages} pages": lambda: print_ours(pages), "platypus": lambda: print_platypus(pages)}
    compare(0.8, rounds, report, time.process_time)
    with TemporaryDirectory() as scratch:
        keep_key(identity, Path(scratch))
        one = {"one page, warm": lambda: sign_sheet(render_sheet(), signer), "cold": lambda: sign_cold(Path(scratch))}
        compare(0.1, rounds, one, time.perf_counter)
    sheet = render_sheet()
    keys = {f"{SIGNED} signed RSA": lambda: sign_many(sheet, signer), "EC": lambda: sign_many(sheet, curve)}
    compare(1.1, rounds * 3, keys, time.process_time)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

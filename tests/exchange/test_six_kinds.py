"""Each signed kind, renamed to .zip, shows a readable text that the signature covers, and opens in any archive tool."""

import zipfile
from pathlib import Path

import pytest

from baise_desktop.app.clock import utc_now
from baise_desktop.app.inbox.receiving import verify_file
from baise_desktop.exchange.envelope import wrap
from baise_desktop.exchange.header import CITY, Kind
from baise_desktop.exchange.package_file import PackedFile
from baise_desktop.exchange.zip_layout import README
from tests.exchange.repacking import repack
from tests.pki import NOW, PublicKeyInfrastructure
from tests.six_kinds import REASON, SixKinds

TELLS = {
    Kind.ENROLMENT: ("入网申请", "平果市（c.pingguo）", "密钥指纹"),
    Kind.TASK_PACK: ("任务包", "第 1 版", "obligations.jsonl"),
    Kind.SUBMISSION: ("上报包", "2023年4月", "records.jsonl"),
    Kind.RECEIPT: ("回执", "2023年4月 第 1 版", "市级已通过", "第 4 号处理决定（通过）"),
    Kind.RETURN: (
        "退回包",
        REASON,
        "技术合同登记台账　第 1 行 演示合同一　合同成交额",
        "与合同文本不符\r\n     请附合同首页",
    ),
    Kind.DECISION: ("处理决定", "退回", "涉及上报包"),
}


@pytest.mark.parametrize("kind", Kind)
def test_a_package_explains_itself(six_kinds: SixKinds, kind: Kind) -> None:
    with zipfile.ZipFile(six_kinds.files[kind]) as archive:
        told = archive.read(README).decode("utf-8-sig")
    assert all(part in told for part in (*TELLS[kind], "openssl cms -verify -cades"))
    assert "{" not in told


@pytest.mark.parametrize("kind", Kind)
def test_the_signature_covers_the_words(six_kinds: SixKinds, kind: Kind, tmp_path: Path) -> None:
    spoilt = tmp_path / "spoilt.asice"
    spoilt.write_bytes(repack(six_kinds.files[kind].read_bytes(), {README: "一切都好。".encode()}))
    verdict = verify_file(spoilt, six_kinds.root, utc_now()).inspection
    assert (verdict.intact.code, verdict.valid.holds) == ("DIGEST", True)


@pytest.mark.parametrize("kind", Kind)
def test_any_archive_tool_can_unpack_it(six_kinds: SixKinds, kind: Kind) -> None:
    """What Explorer and WPS need: two methods, sizes in front, ASCII names, UTF-8 flag on the other."""
    with zipfile.ZipFile(six_kinds.files[kind]) as archive:
        entries = archive.infolist()
    assert entries[0].filename == "mimetype"
    assert [entry.filename for entry in entries if not entry.filename.isascii()] == [README]
    for entry in entries:
        assert entry.flag_bits == (0 if entry.filename.isascii() else 0x800)
        assert entry.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
        assert (entry.extra, entry.comment, entry.extract_version) == (b"", b"", 20)
        assert entry.date_time == (1980, 1, 1, 0, 0, 0)
        assert "\\" not in entry.filename
        assert not entry.is_dir()


def test_only_a_submission_brings_reports(six_kinds: SixKinds) -> None:
    for kind, file in six_kinds.files.items():
        with zipfile.ZipFile(file) as archive:
            reports = {"report.pdf", "report.xlsx"} & set(archive.namelist())
        assert reports == ({"report.pdf", "report.xlsx"} if kind is Kind.SUBMISSION else set())


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.SUBMISSION])
def test_no_other_kind_may_bring_reports(six_kinds: SixKinds, keys: PublicKeyInfrastructure, kind: Kind) -> None:
    with zipfile.ZipFile(six_kinds.files[kind]) as archive:
        names = [name for name in archive.namelist() if name != "mimetype" and not name.startswith("META-INF/")]
        files = [PackedFile(name, "text/plain", archive.read(name)) for name in names]
    assert wrap(kind, files, keys.signer(CITY), NOW)
    with pytest.raises(ValueError, match=kind):
        wrap(kind, [*files, PackedFile("report.pdf", "application/pdf", b"%PDF-1.7")], keys.signer(CITY), NOW)

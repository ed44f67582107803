"""The command line and the window say the same of every kind of package: what it is, and three facts, each apart."""

import shutil
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest

from baise_desktop.app.clock import utc_now
from baise_desktop.app.desk import close_desk, open_desk
from baise_desktop.app.inbox.file_verdict import FileVerdict, verify_here
from baise_desktop.app.inbox.receiving import verify_file
from baise_desktop.app.inbox.revoking import revoke
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.header import Kind
from baise_desktop.exchange.inspection import Fact, Inspection
from tests.exchange.repacking import repack
from tests.round_trip import PASSPHRASE
from tests.six_kinds import SixKinds, make_six_kinds

TOLD = {
    Kind.ENROLMENT: "入网申请：平果市（c.pingguo）请市级准入证书",
    Kind.TASK_PACK: "任务包：方案 p2，第 1 版",
    Kind.SUBMISSION: "上报包：单位 平果市（c.pingguo），方案 p2，报告期 2023-04，第 1 次",
    Kind.RECEIPT: "回执：市级发给平果市（c.pingguo）",
    Kind.RETURN: "退回包：市级发给平果市（c.pingguo）",
    Kind.DECISION: "处理决定：市级留存",
}


@pytest.fixture(scope="module")
def six_kinds(tmp_path_factory: pytest.TempPathFactory) -> SixKinds:
    return make_six_kinds(tmp_path_factory.mktemp("six"), utc_now())


def judged_here(six_kinds: SixKinds, file: Path, folder: Path) -> FileVerdict:
    desk = open_desk(Path(shutil.copytree(six_kinds.city, folder / "city")))
    try:
        return verify_here(desk, file, "", utc_now())
    finally:
        close_desk(desk)


@pytest.mark.parametrize("kind", Kind)
def test_both_doors_tell_each_kind_alike(six_kinds: SixKinds, kind: Kind, tmp_path: Path) -> None:
    file = six_kinds.files[kind]
    told, here = verify_file(file, six_kinds.root, utc_now()), judged_here(six_kinds, file, tmp_path)
    # a root alone knows of no revocations, and says so where it trusts
    assert told.sentences()[:-1] == here.sentences()[:-1]
    assert [fact.holds for _, fact in told.facts()] == [fact.holds for _, fact in here.facts()]
    known = ("intact", "valid", "identity", "content", "unit", "signer", "kind", "signed_at", "files")
    assert {key: told.as_json()[key] for key in known} == {key: here.as_json()[key] for key in known}
    assert told.sentences()[0] == TOLD[kind]
    assert told.as_json()["kind"] == kind.value
    holds = [fact.holds for _, fact in told.facts()]
    assert holds == [True, True, kind is not Kind.ENROLMENT]


def test_the_three_facts_are_apart(six_kinds: SixKinds, tmp_path: Path) -> None:
    spoilt = tmp_path / "spoilt.asice"
    spoilt.write_bytes(repack(six_kinds.files[Kind.RETURN].read_bytes(), {"body.json": b"{}"}))
    verdict = judged_here(six_kinds, spoilt, tmp_path)
    assert [(name, fact.holds) for name, fact in verdict.facts()] == [
        ("intact", False),
        ("valid", True),
        ("trusted", True),
    ]
    assert not verdict.sound


@pytest.mark.parametrize("how", ["cut short", "one byte of the signature", "no package", "an unsigned PDF"])
def test_each_reason_is_given_once(six_kinds: SixKinds, how: str, tmp_path: Path) -> None:
    whole = six_kinds.files[Kind.SUBMISSION].read_bytes()
    with ZipFile(six_kinds.files[Kind.SUBMISSION]) as package:
        signature, report = package.read("META-INF/signature001.p7s"), package.read("report.pdf")
    spoilt = {
        "cut short": whole[:-100],
        "one byte of the signature": repack(
            whole, {"META-INF/signature001.p7s": signature[:-5] + bytes([signature[-5] ^ 1]) + signature[-4:]}
        ),
        "no package": b"hello",
        "an unsigned PDF": report,
    }
    file = tmp_path / "spoilt"
    file.write_bytes(spoilt[how])
    verdict = verify_file(file, six_kinds.root, utc_now())
    lines = verdict.sentences()
    (reason,) = {fact.reason for _, fact in verdict.facts() if not fact.holds}
    assert "".join(lines).count(reason) == 1
    assert [line.split("：", 1)[0] for line in lines[-3:]] == ["完整", "有效", "可信"]
    assert lines[-1] == "可信：否（原因同上）"


def test_a_store_knows_of_revocations(six_kinds: SixKinds, tmp_path: Path) -> None:
    file = six_kinds.files[Kind.SUBMISSION]
    desk = open_desk(Path(shutil.copytree(six_kinds.city, tmp_path / "city")))
    try:
        revoke(desk, "c.pingguo", PASSPHRASE, utc_now(), after_seq=0)
        # A revocation holds from the second after the one that it was made in.
        verdict = verify_here(desk, file, "", utc_now() + timedelta(seconds=2))
    finally:
        close_desk(desk)
    assert [(fact.holds, fact.code) for _, fact in verdict.facts()] == [(True, ""), (True, ""), (False, "REVOKED")]
    assert verify_file(file, six_kinds.root, utc_now()).sound


def test_an_encrypted_file_asks_for_the_passphrase(six_kinds: SixKinds, tmp_path: Path) -> None:
    closed = tmp_path / "some.asice.age"
    closed.write_bytes(b"age-encryption.org/v1\n-> X25519 x\n")
    with pytest.raises(BaiseError) as caught:
        judged_here(six_kinds, closed, tmp_path)
    assert caught.value.code == "ENCRYPTED"


def test_without_a_store_an_encrypted_file_is_told_as_such(tmp_path: Path) -> None:
    closed = tmp_path / "some.asice.age"
    closed.write_bytes(b"age-encryption.org/v1\n-> X25519 x\n")
    verdict = verify_file(closed, None, utc_now())
    assert [fact.code for _, fact in verdict.facts()] == ["ENCRYPTED"] * 3
    assert verdict.described() == ()


def test_what_a_file_claims_is_shown_as_plain_text() -> None:
    fine = Fact(holds=True)
    plan = "p2\x1b[2J\u202e\n"
    claims = Inspection(intact=fine, valid=fine, trusted=fine, kind=Kind.TASK_PACK, plan=plan, signer="c\n")
    (line,) = FileVerdict(claims).described()
    assert line.isprintable()

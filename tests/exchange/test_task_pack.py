import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from baise_desktop.errors import BaiseError
from baise_desktop.exchange.envelope import wrap
from baise_desktop.exchange.header import CITY, Kind, TaskPackHeader, write_task_pack_header
from baise_desktop.exchange.pack_content import PackContent, pack_files
from baise_desktop.exchange.package_file import PackedFile
from baise_desktop.exchange.task_pack import (
    HeldTaskPack,
    peek_plan,
    read_first_task_pack,
    read_kept_header,
    read_kept_pack,
    read_task_pack,
    write_task_pack,
)
from baise_desktop.exchange.trust import TrustList, write_trust
from baise_desktop.form.adjustment import Adjustment, Exempt
from baise_desktop.form.obligation import Obligation
from baise_desktop.form.period import parse_period
from baise_desktop.signing.authority import Identity, Revocation, issue, make_revocation_list, make_root
from baise_desktop.signing.cades import IdentitySigner
from tests.pki import FOUNDED, NOW, PINGGUO, PublicKeyInfrastructure

OWED = tuple(
    Obligation(unit=PINGGUO, plan="p2", period=parse_period(period), form=form, due=date(2023, 7, 15))
    for period in ("2023H1", "2023Q2")
    for form in ("r.firms", "t.p2.1")
)
DEFINITIONS = {"registers/firms.toml": b'id = "r.firms"\n', "units/city.toml": b"unit = []\n"}
CONTENT = PackContent(
    obligations=OWED,
    definitions=DEFINITIONS,
    choices={"baseline:p2.t.rank:year": "2020"},
    adjustments=(Adjustment(change=Exempt(), reason="已撤并", unit="c.napo"),),
    allocation=(b'{"form":"r.decomp"}',),
)
HEADER = TaskPackHeader(
    city=CITY,
    plan="p2",
    version=2,
    catalogue=CONTENT.catalogue,
    row_count=len(OWED),
    due={"half_yearly": 15, "quarterly": 15},
    created_at=NOW,
    note="本版增加一列。\n请重新核对。",
)


def pack(keys: PublicKeyInfrastructure, trust: TrustList | None = None, version: int = 2) -> bytes:
    return write_task_pack(replace(HEADER, version=version), trust or keys.trust, CONTENT, keys.signer(CITY), NOW)


def packed(
    keys: PublicKeyInfrastructure, header: TaskPackHeader, spoilt: Mapping[str, bytes], added: Mapping[str, bytes] = {}
) -> bytes:
    """A pack of which some files say something else."""
    files = [
        PackedFile("header.json", "application/json", write_task_pack_header(header)),
        PackedFile("trust.json", "application/json", write_trust(keys.trust)),
        *pack_files(CONTENT),
    ]
    changed = [replace(file, content=spoilt.get(file.name, file.content)) for file in files]
    more = [PackedFile(name, "text/plain", data) for name, data in added.items()]
    return wrap(Kind.TASK_PACK, [*changed, *more], keys.signer(CITY), NOW)


def held(keys: PublicKeyInfrastructure) -> HeldTaskPack:
    first = read_first_task_pack(io.BytesIO(pack(keys)), keys.trust.root_fingerprint, NOW)
    return HeldTaskPack(first.trust, first.header.version, first.identity)


def refusal(keys: PublicKeyInfrastructure, package: bytes) -> str:
    with pytest.raises(BaiseError) as caught:
        read_task_pack(io.BytesIO(package), held(keys), NOW)
    assert caught.value.sentence
    return caught.value.code


def test_a_pack_says_who_owes_what_and_whom_to_trust(keys: PublicKeyInfrastructure) -> None:
    read = read_first_task_pack(io.BytesIO(pack(keys)), keys.trust.root_fingerprint.lower(), NOW)
    assert (read.header, read.trust) == (HEADER, keys.trust)
    assert set(read.content.obligations) == set(OWED)
    assert replace(read.content, obligations=OWED) == CONTENT
    assert list(read.content.definitions) == sorted(DEFINITIONS)
    assert peek_plan(io.BytesIO(pack(keys))) == "p2"


def test_first_contact_demands_the_fingerprint(keys: PublicKeyInfrastructure) -> None:
    with pytest.raises(BaiseError, match="FINGERPRINT_NEEDED") as caught:
        read_first_task_pack(io.BytesIO(pack(keys)), "", NOW)
    assert keys.trust.root_fingerprint not in caught.value.sentence
    with pytest.raises(BaiseError, match="FINGERPRINT"):
        read_first_task_pack(io.BytesIO(pack(keys)), "0000-" * 8, NOW)


def test_first_contact_checks_revocation_too(keys: PublicKeyInfrastructure) -> None:
    crl = make_revocation_list(keys.root, [Revocation(keys.office.certificate, FOUNDED)], 2, FOUNDED)
    package = pack(keys, replace(keys.trust, crl=crl))
    with pytest.raises(BaiseError, match="REVOKED"):
        read_first_task_pack(io.BytesIO(package), keys.trust.root_fingerprint, NOW)


def test_a_pack_that_revokes_its_own_signer_is_refused(keys: PublicKeyInfrastructure) -> None:
    crl = make_revocation_list(keys.root, [Revocation(keys.office.certificate, FOUNDED)], 2, FOUNDED)
    newer = replace(keys.trust, crl=crl, version=keys.trust.version + 1)
    assert refusal(keys, pack(keys, newer, version=3)) == "REVOKED"


def test_the_root_inside_must_be_the_root_that_signs(keys: PublicKeyInfrastructure) -> None:
    other = make_root("百色市科学技术局", FOUNDED)
    package = pack(keys, TrustList(1, other.certificate, (), make_revocation_list(other, [], 1, FOUNDED)))
    with pytest.raises(BaiseError, match="ROOT_CHANGED"):
        read_first_task_pack(io.BytesIO(package), keys.trust.root_fingerprint, NOW)


def test_a_pack_without_its_root_cannot_be_the_first(keys: PublicKeyInfrastructure) -> None:
    package = write_task_pack(HEADER, keys.trust, CONTENT, IdentitySigner(keys.office), NOW)
    with pytest.raises(BaiseError, match="TRUST"):
        read_first_task_pack(io.BytesIO(package), keys.trust.root_fingerprint, NOW)
    assert read_task_pack(io.BytesIO(package), HeldTaskPack(keys.trust), NOW).header == HEADER


def test_a_newer_pack_follows_the_same_pack_does_no_harm(keys: PublicKeyInfrastructure) -> None:
    assert read_task_pack(io.BytesIO(pack(keys, version=3)), held(keys), NOW).header.version == 3
    assert read_task_pack(io.BytesIO(pack(keys)), held(keys), NOW).header.version == 2


def test_082_an_older_pack_is_refused(keys: PublicKeyInfrastructure) -> None:
    assert refusal(keys, pack(keys, version=1)) == "ROLLBACK"
    older = replace(keys.trust, version=keys.trust.version - 1)
    assert refusal(keys, pack(keys, older, version=3)) == "ROLLBACK"
    other = write_task_pack(
        replace(HEADER, row_count=1), keys.trust, replace(CONTENT, obligations=OWED[:1]), keys.signer(CITY), NOW
    )
    assert refusal(keys, other) == "ROLLBACK"


def test_only_the_city_hands_out_tasks(keys: PublicKeyInfrastructure) -> None:
    forged = write_task_pack(replace(HEADER, version=3), keys.trust, CONTENT, keys.signer(PINGGUO), NOW)
    assert refusal(keys, forged) == "TRUST"
    with pytest.raises(BaiseError, match="TRUST"):
        read_first_task_pack(io.BytesIO(forged), keys.trust.root_fingerprint, NOW)


def test_another_root_is_refused_later_on(keys: PublicKeyInfrastructure) -> None:
    other = make_root("百色市科学技术局", FOUNDED)
    leaf = issue(other, keys.office.certificate, CITY, "市办", FOUNDED)
    trust = TrustList(9, other.certificate, (), make_revocation_list(other, [], 9, FOUNDED))
    signer = IdentitySigner(Identity(keys.office.key, leaf), (other.certificate,))
    assert refusal(keys, write_task_pack(replace(HEADER, version=9), trust, CONTENT, signer, NOW)) == "TRUST"


def test_an_expired_city_certificate_is_refused(keys: PublicKeyInfrastructure) -> None:
    with pytest.raises(BaiseError, match="TRUST"):
        read_task_pack(io.BytesIO(pack(keys)), held(keys), NOW + timedelta(days=3000))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b'"due":"2023-07-15"', b'"due":"2023-02-30"', "SCHEMA"),
        (b'"plan":"p2"', b'"plan":"p1"', "SCHEMA"),
        (b'"period":"2023H1"', b'"period":"2023H3"', "PERIOD"),
        (b'"unit":"c.pingguo"', b'"unit":"c.pingguo","x":1', "SCHEMA"),
        (b"\n", b"\r\n", "JSON"),
        (b'{"due"', b'{ "due"', "JSON"),
    ],
)
def test_obligations_are_read_strictly(keys: PublicKeyInfrastructure, old: bytes, new: bytes, code: str) -> None:
    line = b'{"due":"2023-07-15","form":"r.firms","period":"2023H1","plan":"p2","unit":"c.pingguo"}\n'
    for data, expected in (
        (line.replace(old, new), code),
        (line + line, "SCHEMA"),
        (b"", "COUNTS"),
        (line[:-1], "SCHEMA"),
    ):
        spoilt = {"obligations.jsonl": data}
        assert refusal(keys, packed(keys, replace(HEADER, row_count=1, version=3), spoilt)) == expected


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("terms.json", b"{}", "SCHEMA"),
        ("terms.json", b'{"adjustments":[],"choices":{"a":""}}', "SCHEMA"),
        ("terms.json", b'{"adjustments":[],"choices":{"a":1}}', "SCHEMA"),
        ("terms.json", b'{"adjustments":[],"choices":[]}', "SCHEMA"),
        ("terms.json", b'{"adjustments":{},"choices":{}}', "SCHEMA"),
        ("terms.json", b'{"adjustments":[{}],"choices":{}}', "ADJUSTMENT"),
        ("terms.json", b'{"adjustments":[],"choices":{},"x":1}', "SCHEMA"),
        ("terms.json", b'{"adjustments":[],"choices":{},"mail":""}', "SCHEMA"),
        ("terms.json", b'{"adjustments":[],"choices":{},"mail":1}', "SCHEMA"),
        ("terms.json", b'{"adjustments":[],"choices":{},"mail":"a@b\\nBcc: c@d"}', "SCHEMA"),
        ("terms.json", b'{"choices":{},"adjustments":[]}', "JSON"),
        ("allocation.jsonl", b"{}", "SCHEMA"),
        ("allocation.jsonl", b"{}\n{}\n", "SCHEMA"),
        ("allocation.jsonl", b'{"b":1}\n{"a":1}\n', "SCHEMA"),
        ("allocation.jsonl", b'{ "a":1}\n', "JSON"),
        ("forms/registers/firms.toml", b'id = "r.other"\n', "FORMS_DIGEST"),
        ("forms/registers/firms.toml", Random(1).randbytes((1 << 20) + 1), "TOO_BIG"),
    ],
)
def test_terms_breakdown_and_forms_are_read_strictly(
    keys: PublicKeyInfrastructure, name: str, data: bytes, code: str
) -> None:
    assert refusal(keys, packed(keys, replace(HEADER, version=3), {name: data})) == code


def test_the_same_parts_untouched_are_taken(keys: PublicKeyInfrastructure) -> None:
    package = packed(keys, replace(HEADER, version=3), {})
    assert read_task_pack(io.BytesIO(package), held(keys), NOW).header.version == 3


@pytest.mark.parametrize(
    "name",
    [
        "forms/../city.toml",
        "forms//city.toml",
        "forms/./city.toml",
        "forms/Units/city.toml",
        "forms/units/City.toml",
        "forms/con.toml",
        "forms/nul/a.toml",
        "forms/units/city.py",
        "forms/units/.toml",
        "forms/a/b/c/d/e.toml",
        "forms/单位.toml",
        "forms/units/city.toml/x.toml",
        "forms/" + "a" * 65 + ".toml",
    ],
)
def test_names_that_some_file_system_would_misread_are_not_packed(keys: PublicKeyInfrastructure, name: str) -> None:
    with pytest.raises(BaiseError, match="NAME"):
        packed(keys, HEADER, {}, {name: b""})


def test_definitions_out_of_order_are_refused(keys: PublicKeyInfrastructure) -> None:
    package = packed(keys, replace(HEADER, version=3), {}, {"forms/a.toml": b""})
    assert refusal(keys, package) == "LAYOUT"


def test_a_pack_without_definitions_is_refused(keys: PublicKeyInfrastructure) -> None:
    content = replace(CONTENT, definitions={})
    header = replace(HEADER, catalogue=content.catalogue, version=3)
    assert refusal(keys, write_task_pack(header, keys.trust, content, keys.signer(CITY), NOW)) == "LAYOUT"


@pytest.mark.parametrize("note", ["字" * 2001, "a\tb", "a\rb", "a\u202eb", "a\x1bb"])
def test_a_note_is_plain_text_of_bounded_length(keys: PublicKeyInfrastructure, note: str) -> None:
    package = write_task_pack(replace(HEADER, note=note, version=3), keys.trust, CONTENT, keys.signer(CITY), NOW)
    assert refusal(keys, package) == "SCHEMA"


def test_what_is_kept_is_read_again_without_its_signature(keys: PublicKeyInfrastructure) -> None:
    package = pack(keys)
    first = read_first_task_pack(io.BytesIO(package), keys.trust.root_fingerprint, NOW)
    assert read_kept_pack(package) == first
    assert read_kept_header(package) == HEADER


def test_an_older_pack_of_another_plan_brings_no_older_trust(keys: PublicKeyInfrastructure) -> None:
    older = replace(keys.trust, version=keys.trust.version - 1)
    package = pack(keys, older, version=3)
    assert refusal(keys, package) == "ROLLBACK"
    late = read_task_pack(io.BytesIO(package), HeldTaskPack(keys.trust, newest=4), NOW)
    assert (late.header.version, late.trust) == (3, keys.trust)

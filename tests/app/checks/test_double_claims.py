"""Every rule about what only one row may claim, on two rows that do and on two that do not; and what officers judge."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from baise_desktop.app.checks import claim_judging, double_claims
from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.inbox import receiving
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.verified_package import VerifiedPackage
from baise_desktop.form.definition import Catalogue, Exclusive, Field, FieldType, Form
from baise_desktop.form.load import load_catalogue
from baise_desktop.form.record import Record, from_line, new_row_id, to_line
from baise_desktop.form.uscc import check_character
from baise_desktop.form.value import Value
from baise_desktop.paths import forms_folder
from baise_desktop.progress.double_claims import columns_of
from baise_desktop.store.claims import list_columns, list_lines
from baise_desktop.store.journal import read_journal
from tests.app.conftest import NOW
from tests.round_trip import CONTRACTS, MONTH, Founded

CATALOGUE = load_catalogue(forms_folder())
CLAIMS = {claim.id: (form, claim) for form in CATALOGUE.registers.values() for claim in form.exclusive}
_ENDINGS = frozenset({"revoke_date", "leave_date"})
_BODIES = ("91451000MA5K00001", "91451000MA5K00002")


@pytest.fixture(scope="module")
def empty_city(founded: Founded) -> Iterator[Desk]:
    """Read only by these tests; nothing has been merged."""
    desk = open_desk(founded.folder / "city")
    yield desk
    close_desk(desk)


def a_value(field: Field, number: int) -> Value:
    """The first or the second of two different answers."""
    if field.key in _ENDINGS:
        return None
    if field.type is FieldType.CHOICE:
        return CATALOGUE.code_lists[field.choices].items[number].code
    answers: Mapping[FieldType, Callable[[], Value]] = {
        FieldType.TEXT: lambda: ("演示甲铝精深加工", "旁的另一桩事情")[number],
        FieldType.LONGTEXT: lambda: ("演示甲铝精深加工", "旁的另一桩事情")[number],
        FieldType.INTEGER: lambda: number + 1,
        FieldType.DECIMAL: lambda: Decimal(number + 1).quantize(Decimal(1).scaleb(-field.decimals)),
        FieldType.DATE: lambda: date(2023, 3, 1) + timedelta(days=number),
        FieldType.YEAR: lambda: 2022 + number,
        FieldType.BOOL: lambda: True,
        FieldType.UNIT: lambda: ("c.debao", "c.leye")[number],
        FieldType.USCC: lambda: _BODIES[number] + check_character(_BODIES[number]),
    }
    return answers[field.type]() if field.type in answers else None


def a_row(form: Form, unit: str, number: int, **changes: Value) -> Record:
    values = {field.key: a_value(field, 0) for field in form.fields} | changes
    return Record(
        form=form.id,
        row_id=new_row_id(NOW, bytes([number]) * 10),
        unit=unit,
        plan=form.plans[-1],
        period="2023Q1",
        values={key: value for key, value in values.items() if value is not None},
    )


def a_package(*records: Record, identity: str = "f" * 64, version: int = 1) -> VerifiedPackage:
    """As far as a package is looked at."""
    lines = [
        SimpleNamespace(form=record.form, record=record, line=to_line(record, CATALOGUE.forms[record.form]))
        for record in records
    ]
    rows = SimpleNamespace(of=lambda form: [line for line in lines if line.form == form])
    return cast(VerifiedPackage, SimpleNamespace(identity=identity, header=SimpleNamespace(version=version), rows=rows))


def found(desk: Desk, rule: str, *records: Record) -> list[double_claims.DoubleClaim]:
    listed = double_claims.find_double_claims(desk, laid_over=[a_package(*records)])
    return [claim for claim in listed if claim.rule == rule]


def slipped(claim: Exclusive) -> dict[str, Value]:
    """The name with a slip of the pen."""
    return {claim.near: "演示甲铝精深加功"} if claim.near else {}


def others(form: Form, claim: Exclusive) -> dict[str, Value]:
    """Other answers in all that is compared."""
    return {key: a_value(form.field(key), 1) for key in columns_of(claim)}


@pytest.mark.parametrize("rule", CLAIMS)
def test_two_units_that_claim_the_same_are_listed_and_no_others(empty_city: Desk, rule: str) -> None:
    form, claim = CLAIMS[rule]
    first, second = a_row(form, "c.pingguo", 1), a_row(form, "c.lingyun", 2, **slipped(claim))
    (double,) = found(empty_city, rule, first, second)
    assert [side.unit for side in double.sides] == ["c.lingyun", "c.pingguo"]
    assert "凌云县、平果市" in double.sentence
    assert "{" not in double.sentence
    assert (double.severity, double.source, double.judged) == (claim.severity.value, claim.source, None)
    assert double.differing == frozenset(slipped(claim))
    assert found(empty_city, rule, first, replace(second, values={**second.values, **others(form, claim)})) == []


@pytest.mark.parametrize("rule", CLAIMS)
def test_two_rows_of_one_unit_are_listed_where_the_rule_says_so(empty_city: Desk, rule: str) -> None:
    form, claim = CLAIMS[rule]
    double = found(empty_city, rule, a_row(form, "c.pingguo", 1), a_row(form, "c.pingguo", 2, **slipped(claim)))
    assert len(double) == claim.inside
    assert all("平果市（2 行）" in each.sentence for each in double)


def test_every_rule_says_where_it_comes_from(catalogue: Catalogue) -> None:
    for _, claim in CLAIMS.values():
        assert "方案" in claim.source or claim.source.endswith("（设计补充，非原文）"), claim.id
    assert sorted(CLAIMS) == sorted(c.id for form in catalogue.registers.values() for c in form.exclusive)


def test_who_has_moved_away_claims_nothing(empty_city: Desk) -> None:
    form, _ = CLAIMS["r.hightech_firm.x1"]
    rows = a_row(form, "c.pingguo", 1), a_row(form, "c.lingyun", 2)
    moved = replace(rows[0], values={**rows[0].values, "change": "05"})
    assert len(found(empty_city, "r.hightech_firm.x1", *rows)) == 1
    assert found(empty_city, "r.hightech_firm.x1", moved, rows[1]) == []


def test_a_later_period_stands_for_its_row_whatever_the_order(empty_city: Desk) -> None:
    form, claim = CLAIMS["r.hightech_firm.x1"]
    first, second = a_row(form, "c.pingguo", 1), a_row(form, "c.lingyun", 2)
    corrected = replace(second, period="2023Q2", values={**second.values, **others(form, claim)})
    packages = [a_package(first), a_package(second, identity="a" * 64), a_package(corrected, identity="b" * 64)]
    for order in (packages, packages[::-1]):
        listed = double_claims.find_double_claims(empty_city, laid_over=order, registers=[form.id])
        assert [claim.rule for claim in listed if claim.rule == "r.hightech_firm.x1"] == []
    gone = replace(corrected, values={}, deleted=True)
    assert found(empty_city, "r.hightech_firm.x1", first, second, gone) == []


# --- against what is held -----------------------------------------------------------------------------------------


def rival(city: Desk, held: str, **changes: Value) -> VerifiedPackage:
    """Another county with the contract that the city holds."""
    listed = list_columns(city.store, CONTRACTS, ["contract_no"], date.max)
    (row,) = listed
    (line,) = list_lines(city.store, CONTRACTS, [(row.package, row.row_id)]).values()
    record = from_line(line, city.catalogue.forms)
    assert row.values == (held,)
    other = replace(record, unit="c.lingyun", row_id=new_row_id(NOW, b"\x07" * 10), values={**record.values, **changes})
    return a_package(other)


def test_a_package_looked_at_is_laid_beside_what_is_held(city: Desk, april: Path) -> None:
    receiving.merge_files(city, [april], NOW)
    package = rival(city, f"HT-{MONTH}", contract_no=f"ＨＴ－ {MONTH}")
    listed = double_claims.find_double_claims(city, laid_over=[package])
    assert {claim.rule for claim in listed} == {"r.tech_contract.x1", "r.tech_contract.x2"}
    assert double_claims.find_double_claims(city) == ()
    assert double_claims.find_double_claims(city, laid_over=[package], plan="p1") == ()
    assert double_claims.claims_of(listed, "f" * 64) == listed
    assert double_claims.claims_of(listed, "e" * 64) == ()
    told = double_claims.tell_claims(listed, most=1)
    assert (listed[0].sentence in told[0], "1 组" in told[1]) == (True, True)


def test_merging_and_looking_tell_of_double_claims(city: Desk, april: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = []
    real = double_claims.find_double_claims

    def spy(desk: Desk, **options: Any) -> tuple[double_claims.DoubleClaim, ...]:
        asked.append(options)
        return real(desk, **options)

    monkeypatch.setattr(receiving, "find_double_claims", spy)
    (looked,) = receiving.preview(city, [april], NOW)
    (merged,) = receiving.merge_files(city, [april], NOW)
    assert looked.as_json()["double_claims"] == merged.as_json()["double_claims"] == []
    assert [len(options["laid_over"]) for options in asked] == [1, 0]
    assert all(CONTRACTS in options["registers"] for options in asked)


# --- judging ------------------------------------------------------------------------------------------------------


@pytest.fixture
def twice(city: Desk, april: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A city where two counties claim one contract; called again, the other county says something else."""
    receiving.merge_files(city, [april], NOW)
    real = double_claims.find_double_claims

    def lay(**changes: Value) -> None:
        package = rival(city, f"HT-{MONTH}", **changes)
        for module in (double_claims, claim_judging):
            monkeypatch.setattr(
                module, "find_double_claims", lambda desk, **options: real(desk, laid_over=[package], **options)
            )

    lay()
    return lay


def test_what_is_judged_stays_judged_until_a_row_changes(city: Desk, twice: Callable[..., None]) -> None:
    first, second = double_claims.find_double_claims(city)
    assert first.as_json()["state"] == "open"
    judged = claim_judging.judge_claim(city, first.id[:8], "owner", "合同在平果签订", NOW, "平果市")
    assert judged.judged is not None
    assert (judged.judged.verdict, judged.judged.owner, judged.judged.reason) == (
        "owner",
        "c.pingguo",
        "合同在平果签订",
    )
    assert judged.as_json()["state"] == "judged"
    again = {claim.id: claim.judged for claim in double_claims.find_double_claims(city)}
    assert again == {first.id: judged.judged, second.id: None}
    assert first.id in read_journal(city.store)[-1].detail
    twice(amount=Decimal("99.0000"))
    assert [claim.judged for claim in double_claims.find_double_claims(city) if claim.id == first.id] == [None]


@pytest.mark.parametrize(
    ("verdict", "reason", "owner", "code"),
    [
        ("distinct", " ", "", "CLAIM_VERDICT"),
        ("owner", "合同在德保", "c.debao", "CLAIM_VERDICT"),
        ("owner", "合同在德保", "", "UNIT_UNKNOWN"),
        ("neither", "合同在德保", "", "CLAIM_VERDICT"),
    ],
)
@pytest.mark.usefixtures("twice")
def test_a_judgement_needs_a_reason_and_an_owner_of_the_two(
    city: Desk, verdict: str, reason: str, owner: str, code: str
) -> None:
    claim, _ = double_claims.find_double_claims(city)
    with pytest.raises(BaiseError, match=code):
        claim_judging.judge_claim(city, claim.id, verdict, reason, NOW, owner)
    assert all(each.judged is None for each in double_claims.find_double_claims(city))


def test_only_the_city_judges_and_only_what_there_is(city: Desk, county: Desk) -> None:
    with pytest.raises(BaiseError, match="CLAIM_UNKNOWN"):
        claim_judging.judge_claim(city, "0123", "distinct", "不是一回事", NOW)
    with pytest.raises(BaiseError, match="ROLE_CITY_ONLY"):
        claim_judging.judge_claim(county, "0123", "distinct", "不是一回事", NOW)
    with pytest.raises(BaiseError, match="ROLE_CITY_ONLY"):
        double_claims.find_double_claims(county)

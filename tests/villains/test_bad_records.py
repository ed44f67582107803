"""Section B of the list of bad inputs, validly signed and shown at every door; Y numbers are not on the list."""

import json
from collections.abc import Callable

import pytest

from baise_desktop.app.inbox.receiving import preview
from baise_desktop.cli.run import run
from baise_desktop.store.verify import find_damage
from tests.villains.bad_records import (
    BODY,
    CONTENTS,
    FAULTS,
    HEADER,
    LETTERS,
    NO_LINE,
    RECORDS,
    SIGNOFF,
    Make,
    Row,
    canonical,
    file,
    header,
    letter,
    rows_of,
    signoff,
    with_rows,
)
from tests.villains.estate import NOW, Estate, unpacked
from tests.villains.refusal import Ward

HARMLESS = ("<img src=//h/s/x.png>", "{{7*7}}", "%s%n", "${jndi:ldap://x}", "'; DROP TABLE revision; --", "=1+1|cmd")
TEXTS = ("contract_no", "title", "seller", "buyer")


@pytest.mark.parametrize("item", FAULTS)
def test_bad_json(letters: Ward, item: str) -> None:
    estate = letters.estate
    for place in (RECORDS, HEADER, SIGNOFF):
        code = "SCHEMA" if place == RECORDS and item.startswith(NO_LINE) else "JSON"
        letters.refuse_content(file(place, FAULTS[item])(estate), code, more=True)
    letters.refuse_letter(letter(estate, unpacked(estate.receipt), FAULTS[item]), "JSON")
    letters.take_good()


@pytest.mark.parametrize(("make", "code"), CONTENTS.values(), ids=CONTENTS.keys())
def test_bad_contents(ward: Ward, make: Make, code: str) -> None:
    ward.refuse_content(make(ward.estate), code)


@pytest.mark.parametrize(("change", "code"), LETTERS.values(), ids=LETTERS.keys())
def test_bad_letters(letters: Ward, change: Callable[[Row], object], code: str) -> None:
    def changed(data: bytes) -> bytes:
        body = json.loads(data)
        change(body)
        return canonical(body)

    estate = letters.estate
    letters.refuse_letter(letter(estate, unpacked(estate.receipt), changed), code)


def test_b049_names_the_field(ward: Ward) -> None:
    for item, named in (("B049 unknown field", "nome"), ("B049 missing required field", "合同名称")):
        make, code = CONTENTS[item]
        assert named in ward.refuse_content(make(ward.estate), code, more=True).sentence


@pytest.mark.parametrize("text", HARMLESS)
def test_b054_text_is_text(ward: Ward, text: str) -> None:
    found = rows_of(ward.estate)
    found[0]["values"]["analysis"] = text
    found[1]["values"] |= dict.fromkeys(TEXTS, text)
    outcome = ward.take(with_rows(ward.estate, found))
    assert outcome.report is not None
    bodies = ward.city.store.query("SELECT body FROM revision ORDER BY form")
    assert [json.loads(body)["values"].get("title", text) for (body,) in bodies] == [text, text]
    assert find_damage(ward.city.store) == ()
    assert ward.city.store.query("SELECT count(*) FROM revision") == [(2,)]


@pytest.mark.parametrize("amount", ["-120.5000", "9200000000000.0000"])
def test_b056_a_number_out_of_range_is_kept_as_it_was_signed(ward: Ward, amount: str) -> None:
    found = rows_of(ward.estate)
    found[1]["values"]["amount"] = amount
    data = with_rows(ward.estate, found)
    (looked,) = preview(ward.city, [ward.file(data)], NOW)
    taken = ward.take(data)
    for told in (looked, taken):
        assert ("合同成交额 -120.5 万元" in "\n".join(told.unmet)) is amount.startswith("-")
        assert told.as_json()["unmet"] == list(told.unmet)
    assert preview(ward.city, [ward.file(ward.estate.april)], NOW)[0].unmet == ()
    assert taken.report is not None
    ((body,),) = ward.city.store.query("SELECT body FROM revision WHERE form = 'r.tech_contract'")
    assert json.loads(body)["values"]["amount"] == amount


def test_b054_names_of_people_are_text(ward: Ward) -> None:
    def rename(found: Row) -> None:
        for each, text in zip(found["statements"], HARMLESS, strict=False):
            each["name"] = text

    assert ward.take(signoff(rename)(ward.estate)).report is not None


def test_the_genuine_files_written_by_hand_are_the_genuine_ones(estate: Estate) -> None:
    assert unpacked(with_rows(estate, rows_of(estate))) == estate.files
    assert unpacked(estate.letter(unpacked(estate.receipt))) == unpacked(estate.receipt)
    assert BODY in unpacked(estate.receipt)


def test_what_an_unsigned_header_says_cannot_pose_as_a_verdict(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    spoof = header(unit="c.pingguo\n冒充\u202e", period="2023-04\r冒充")(ward.estate)
    assert run(["verify", str(ward.file(spoof))]) == 1
    told = capsys.readouterr().out
    assert "\u202e" not in told
    assert not any(line.startswith("冒充") for line in told.splitlines())

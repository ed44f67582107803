"""Validly signed submissions and letters that say what none may: number in the list (Y: beside it), making, code."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from tests.villains.estate import Estate

Row = dict[str, Any]
Make = Callable[[Estate], bytes]
TARGET, CONTRACT = 0, 1
"""Places of the records of April: the one answer, the one row of the register."""
HEADER, RECORDS, SIGNOFF, BODY = "header.json", "records.jsonl", "signoff.json", "body.json"
OTHER_ROW = "0187e5c6-7000-7c56-b1a9-2656efa58072"
PAPER = b"%PDF-1.7 a paper\n"
PAPER_DIGEST = hashlib.sha256(PAPER).hexdigest()
NAMED = {"media_type": "application/pdf", "name": "a.pdf", "sha256": PAPER_DIGEST, "size": len(PAPER)}


def canonical(value: object) -> bytes:
    """Canonical JSON, written without the product's own writer."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "surrogatepass")


def rows_of(estate: Estate) -> list[Row]:
    return [json.loads(line) for line in estate.files[RECORDS].splitlines()]


def with_rows(estate: Estate, rows: list[Row] | list[bytes], **header: object) -> bytes:
    """April with other records, counted in the header unless that says otherwise."""
    lines = [row if isinstance(row, bytes) else canonical(row) for row in rows]
    counts: dict[str, int] = {}
    for line in lines:
        found = re.search(rb'"form":"([^"]+)"', line)
        form = found.group(1).decode() if found else "r.tech_contract"
        counts[form] = counts.get(form, 0) + 1
    changed = {"counts": counts, "row_count": len(lines)} | header
    files = {HEADER: canonical(json.loads(estate.files[HEADER]) | changed), RECORDS: b"".join(x + b"\n" for x in lines)}
    return estate.submission(estate.files | files)


def row(change: Callable[[Row], object], index: int = CONTRACT) -> Make:
    """One record changed in place."""

    def make(estate: Estate) -> bytes:
        rows = rows_of(estate)
        change(rows[index])
        return with_rows(estate, rows)

    return make


def member(key: str, value: object, index: int = CONTRACT) -> Make:
    """One member of a record."""
    return row(lambda found: found.update({key: value}), index)


def value(key: str, given: object) -> Make:
    """One value of the contract."""
    return row(lambda found: found["values"].update({key: given}))


def rows(change: Callable[[list[Row]], list[Row] | list[bytes]], **header: object) -> Make:
    """The records changed as a list."""
    return lambda estate: with_rows(estate, change(rows_of(estate)), **header)


def header(**changes: object) -> Make:
    """Other members of the header."""
    return file(HEADER, lambda data: canonical(json.loads(data) | changes))


def file(name: str, change: Callable[[bytes], bytes]) -> Make:
    """The bytes of one file."""
    return lambda estate: estate.submission(estate.files | {name: change(estate.files[name])})


def signoff(change: Callable[[Row], object]) -> Make:
    """The statements of the three."""

    def changed(data: bytes) -> bytes:
        members = json.loads(data)
        change(members)
        return canonical(members)

    return file(SIGNOFF, changed)


def attached(named: list[Mapping[str, object]], files: Mapping[str, bytes], **more: object) -> Make:
    """A record that names files, and files."""

    def make(estate: Estate) -> bytes:
        found = rows_of(estate)
        found[CONTRACT] |= {"evidence": named} | more
        data = b"".join(canonical(each) + b"\n" for each in found)
        packed = {f"attachments/{name}": content for name, content in files.items()}
        kept = {name: content for name, content in estate.files.items() if name in (HEADER, SIGNOFF)}
        return estate.submission({HEADER: kept[HEADER], RECORDS: data, SIGNOFF: kept[SIGNOFF]} | packed)

    return make


def tombstone(**more: object) -> Make:
    """The contract deleted."""
    return row(lambda found: found.update({"deleted": True, "values": {}} | more))


def repeated(data: bytes) -> bytes:
    """The first member of the first object once more."""
    found = re.match(rb'\{("[a-z_]+":(?:"[^"]*"|\[\]|[0-9]+|\{[^}]*\})),', data)
    assert found
    return b"{" + found.group(1) + b"," + data[1:]


def instead(text: bytes) -> Callable[[bytes], bytes]:
    """Something else where a string is a value: the amount of the contract, the first string of other files."""
    return lambda data: re.sub(
        rb'(?<="amount":)"[^"]*"' if b'"amount"' in data else rb'(?<=":)"[^"]*"', lambda _: text, data, count=1
    )


FAULTS: dict[str, Callable[[bytes], bytes]] = {
    "B041 NaN": instead(b"NaN"),
    "B041 -Infinity": instead(b"-Infinity"),
    "B041 1e999": instead(b"1e999"),
    "B042 same key twice": repeated,
    "B044 4,000 digits": instead(b"9" * 4_000),
    "B044 5,000 digits": instead(b"9" * 5_000),
    "B044 2^53+1": instead(b"9007199254740993"),
    "B045 depth 100,000": instead(b"[" * 100_000 + b"]" * 100_000),
    "B045 objects in objects": instead(b'{"a":' * 40_000 + b"1" + b"}" * 40_000),
    "B046 lone surrogate": instead(rb'"\ud800"'),
    "B046 lone surrogate, raw": instead(b'"\xed\xa0\x80"'),
    "B046 byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "B046 raw control character": instead(b'"a\x01b"'),
    "B046 text behind": lambda data: data.rstrip(b"\n") + b"{}" + data[len(data.rstrip(b"\n")) :],
    "B048 U+0000": instead(rb'"a\u0000b"'),
    "Y001 a fraction": instead(b"1.5"),
    "Y002 a whole number as a fraction": instead(b"1.0"),
    "Y003 a power of ten": instead(b"1E2"),
    "Y004 minus nothing": instead(b"-0"),
    "Y005 leading nought": instead(b"007"),
    "Y006 hexadecimal": instead(b"0x10"),
    "Y007 TRUE": instead(b"TRUE"),
    "Y008 single quotes": instead(b"'a'"),
    "Y009 comma at the end": lambda data: data.replace(b"}", b",}", 1),
    "Y010 remark": lambda data: data.replace(b"{", b"{/* a */", 1),
    "Y011 blank": lambda data: data.replace(b":", b": ", 1),
    "Y012 tabulator": lambda data: data.replace(b"{", b"{\t", 1),
    "Y013 escaped letter": instead(rb'"\u0041"'),
    "Y014 escaped slash": instead(rb'"a\/b"'),
    "Y015 surrogates written as two characters": instead(b'"\xed\xa0\xbd\xed\xb8\x80"'),
    "Y016 overlong UTF-8": instead(b'"\xc0\xafx"'),
    "Y017 UTF-16": lambda data: data.decode().encode("utf-16"),
    "Y018 GBK": instead('"百色"'.encode("gbk")),
    "Y019 text not in NFC": instead('"e\u0301"'.encode()),
    "Y020 key not in NFC": lambda data: data.replace(b'{"', '{"e\u0301":1,"'.encode(), 1),
    "Y021 byte order mark in the middle": lambda data: data.replace(b",", b",\xef\xbb\xbf", 1),
    "Y022 string without an end": lambda data: data[: data.index(b'"') + 5],
    "Y023 many digits behind a minus": instead(b"-" + b"1" * 100),
    "Y024 a power that never ends": instead(b"1e" + b"9" * 3_000),
    "Y025 31 bits too many": instead(b"18446744073709551616"),
    "Y026 list cut short": instead(b"[1,2"),
}
"""What no JSON of ours may be, in the records, the header, the statements and the body of a letter alike."""

NO_LINE = ("Y017", "Y022")
"""Faults after which the records do not end with a line feed, which is looked at first."""

CONTENTS: dict[str, tuple[Make, str]] = {
    "B049 unknown field": (value("nome", "x"), "SCHEMA"),
    "B049 missing required field": (row(lambda found: found["values"].pop("title")), "SCHEMA"),
    "B049 wrong form id": (member("form", "r.other"), "SCHEMA"),
    "B049 wrong form version": (header(catalogue="0" * 64), "CATALOGUE_UNKNOWN"),
    "B051 no UUID": (member("row_id", "1"), "SCHEMA"),
    "B051 UUID in capitals": (row(lambda found: found.update(row_id=found["row_id"].upper())), "SCHEMA"),
    "B051 UUID repeated with other content": (
        rows(lambda found: [*found, found[CONTRACT] | {"fill_state": "02"}]),
        "SCHEMA",
    ),
    "B052 same record twice": (rows(lambda found: [*found, found[CONTRACT]]), "DUPLICATE"),
    "B057 29 February 2025": (value("sign_date", "2025-02-29"), "TYPE"),
    "B057 month nought": (value("sign_date", "0000-00-00"), "TYPE"),
    "B057 24 o'clock": (value("sign_date", "9999-12-31T24:00"), "TYPE"),
    "B057 year 10000": (value("sign_date", "10000-01-01"), "TYPE"),
    "B057 24 o'clock, of the record": (member("updated_at", "9999-12-31T24:00:00Z"), "SCHEMA"),
    "B057 year nought, of the record": (member("updated_at", "0000-01-01T00:00:00Z"), "SCHEMA"),
    "Y030 last second of the calendar": (member("updated_at", "9999-12-31T23:59:59Z"), "SCHEMA"),
    "Y031 first second of the calendar": (member("updated_at", "0001-01-01T00:00:00Z"), "SCHEMA"),
    "Y032 Arabic digits in a date": (value("sign_date", "2023-0٣-05"), "TYPE"),
    "Y033 week date": (value("sign_date", "2023-W10-1"), "TYPE"),
    "Y034 date as a number": (value("sign_date", 20230305), "TYPE"),
    "Y035 decimal as a number": (value("amount", 120), "TYPE"),
    "Y036 too few decimals": (value("amount", "120.5"), "TYPE"),
    "Y037 too many decimals": (value("amount", "120.50000"), "TYPE"),
    "Y038 huge exponent": (value("amount", "1E+999999999"), "TYPE"),
    "Y039 plus": (value("amount", "+120.5000"), "TYPE"),
    "Y040 minus nothing": (value("amount", "-0.0000"), "TYPE"),
    "Y041 leading nought": (value("amount", "0120.5000"), "TYPE"),
    "Y042 full-width digits": (value("amount", "１２０.5000"), "TYPE"),
    "Y043 60 digits": (value("amount", "9" * 60 + ".0000"), "TYPE"),
    "Y044 word": (value("amount", "NaN"), "TYPE"),
    "Y045 grouping": (value("amount", "1,200.5000"), "TYPE"),
    "Y046 truth as a number": (value("valid", 1), "TYPE"),
    "Y047 truth as a word": (value("valid", "true"), "TYPE"),
    "Y048 code that is a path": (value("kind", "../01"), "TYPE"),
    "Y049 unit in another script": (value("stat_county", "с.pingguo"), "TYPE"),
    "Y050 empty text": (value("title", ""), "TYPE"),
    "Y051 null": (value("title", None), "TYPE"),
    "Y052 list": (value("title", ["x"]), "TYPE"),
    "Y053 control character, escaped": (value("title", "a\x1bb"), "TYPE"),
    "Y054 line feed in a line": (value("title", "a\nb"), "TYPE"),
    "Y055 line separator": (value("title", "a\u2028b"), "TYPE"),
    "Y056 2,001 characters": (value("title", "百" * 2_001), "TYPE"),
    "Y057 more than 64 KiB": (row(lambda found: found["values"].update(analysis="x" * 65_537), TARGET), "TYPE"),
    "Y058 neither value nor 不适用": (value("amount", {"na": False}), "TYPE"),
    "Y059 不适用 and more": (value("amount", {"missing": "x", "na": True}), "TYPE"),
    "Y060 暂缺 without a reason": (value("amount", {"missing": ""}), "TYPE"),
    "Y061 wrong uniform credit code": (value("seller_uscc", "91450000MA5K000000"), "TYPE"),
    "Y062 values are a list": (member("values", []), "SCHEMA"),
    "Y063 unknown member": (member("remark", "x"), "SCHEMA"),
    "Y064 member __proto__": (member("__proto__", {}), "SCHEMA"),
    "Y065 missing member": (row(lambda found: found.pop("fill_state")), "SCHEMA"),
    "Y066 form in another script": (member("form", "r.tech_сontract"), "JSON"),
    "Y067 form as a list": (member("form", ["r.tech_contract"]), "SCHEMA"),
    "Y068 form of another plan": (member("plan", "p1"), "OTHER_PERIOD"),
    "Y069 unknown plan": (member("plan", "p9"), "SCHEMA"),
    "Y070 another period": (member("period", "2023-05"), "OTHER_PERIOD"),
    "Y071 period spelt otherwise": (member("period", "2023-4"), "SCHEMA"),
    "Y072 month 13": (member("period", "2023-13"), "SCHEMA"),
    "Y073 another unit's record": (member("unit", "c.lingyun"), "AUTHORITY"),
    "Y074 another unit's answer": (member("row_id", OTHER_ROW, TARGET), "SCHEMA"),
    "Y075 UUID of no version": (member("row_id", "0187e5c6-7000-0c56-b1a9-2656efa58071"), "SCHEMA"),
    "Y076 UUID with a line feed": (row(lambda found: found.update(row_id=found["row_id"] + "\n")), "SCHEMA"),
    "Y077 not deleted, but said": (member("deleted", False), "SCHEMA"),
    "Y078 deleted with values": (member("deleted", True), "SCHEMA"),
    "Y079 deleted with files": (tombstone(evidence=[NAMED]), "SCHEMA"),
    "Y080 forms out of order": (rows(lambda found: found[::-1]), "SCHEMA"),
    "Y081 rows out of order": (
        rows(lambda found: [*found, found[CONTRACT] | {"row_id": "0" * 8 + OTHER_ROW[8:]}]),
        "SCHEMA",
    ),
    "Y082 record that is a list": (rows(lambda found: [canonical(found[0]), canonical([found[1]])]), "JSON"),
    "Y083 empty line": (rows(lambda found: [canonical(found[0]), b"", canonical(found[1])]), "JSON"),
    "Y084 null": (rows(lambda found: [*map(canonical, found), b"null"]), "JSON"),
    "Y085 no line feed at the end": (file(RECORDS, lambda data: data[:-1]), "SCHEMA"),
    "Y086 carriage returns": (file(RECORDS, lambda data: data.replace(b"\n", b"\r\n")), "JSON"),
    "Y087 two records on a line": (file(RECORDS, lambda data: data.replace(b"\n", b"", 1)), "JSON"),
    "Y088 keys out of order": (
        file(RECORDS, lambda data: re.sub(rb'\{("fill_state":"01"),("form":"[^"]*")', rb"{\2,\1", data, count=1)),
        "JSON",
    ),
    "Y089 counted one too many": (rows(list, counts={"p2.t.contract": 1, "r.tech_contract": 2}, row_count=3), "COUNTS"),
    "Y090 counted one too few": (rows(list, counts={"p2.t.contract": 1, "r.tech_contract": 0}, row_count=1), "COUNTS"),
    "Y091 a form not counted": (rows(list, counts={"r.tech_contract": 1}, row_count=1), "COUNTS"),
    "Y092 counts exchanged": (rows(list, counts={"p2.t.contract": 2, "r.tech_contract": 0}, row_count=2), "COUNTS"),
    "Y093 counted below nought": (
        rows(list, counts={"p2.t.contract": 3, "r.tech_contract": -1}, row_count=2),
        "SCHEMA",
    ),
    "Y094 another sum of counts": (header(row_count=3), "SCHEMA"),
    "Y095 counts as a list": (header(counts=[]), "SCHEMA"),
    "Y096 unknown form counted": (
        rows(list, counts={"p2.t.contract": 1, "r.none": 0, "r.tech_contract": 1}, row_count=2),
        "SCHEMA",
    ),
    "Y097 period beyond the calendar": (header(period="9999-12"), "PERIOD"),
    "Y098 period with a line feed": (header(period="2023-04\n"), "PERIOD"),
    "Y099 period as a number": (header(period=2023), "SCHEMA"),
    "Y100 seq beyond a million": (header(seq=1_000_001, prev="a" * 64), "SCHEMA"),
    "Y101 seq nought": (header(seq=0), "SCHEMA"),
    "Y102 seq as truth": (header(seq=True), "SCHEMA"),
    "Y103 first with a predecessor": (header(prev="a" * 64), "SCHEMA"),
    "Y104 second without a predecessor": (header(seq=2), "SCHEMA"),
    "Y105 predecessor in capitals": (header(seq=2, prev="A" * 64), "SCHEMA"),
    "Y106 another format": (header(format=2), "FORMAT"),
    "Y107 format as truth": (header(format=True), "FORMAT"),
    "Y108 another kind": (header(kind="receipt"), "KIND"),
    "Y109 no kind": (header(kind="poem"), "SCHEMA"),
    "Y110 for another city": (header(recipient="city.nanning"), "RECIPIENT"),
    "Y111 another unit": (header(unit="c.lingyun"), "AUTHORITY"),
    "Y112 unit that is a path": (header(unit="../c.pingguo"), "SCHEMA"),
    "Y113 installation with a blank": (header(installation="a b"), "SCHEMA"),
    "Y114 made on 30 February": (header(created_at="2023-02-30T08:00:00Z"), "SCHEMA"),
    "Y115 made in the last second of the calendar": (header(created_at="9999-12-31T23:59:59Z"), "SCHEMA"),
    "Y116 made in another zone": (header(created_at="2023-05-04T08:00:00+08:00"), "SCHEMA"),
    "Y117 version nought": (header(version=0), "SCHEMA"),
    "Y118 unknown member of the header": (header(remark="x"), "SCHEMA"),
    "Y119 no head": (signoff(lambda found: found["statements"].pop()), "SCHEMA"),
    "Y120 nobody": (signoff(lambda found: found["statements"].clear()), "SCHEMA"),
    "Y121 head twice": (signoff(lambda found: found["statements"].append(found["statements"][2])), "DUPLICATE"),
    "Y122 unknown role": (signoff(lambda found: found["statements"][0].update(role="boss")), "SCHEMA"),
    "Y123 statement without a name": (signoff(lambda found: found["statements"][0].update(name="")), "SCHEMA"),
    "Y124 statement of blanks": (signoff(lambda found: found["statements"][0].update(name=" \u3000")), "SCHEMA"),
    "Y125 name of two lines": (signoff(lambda found: found["statements"][0].update(name="甲\n乙")), "SCHEMA"),
    "Y126 statements as an object": (signoff(lambda found: found.update(statements={})), "SCHEMA"),
    "Y127 unknown member of the statements": (signoff(lambda found: found.update(remark=[])), "SCHEMA"),
    "Y128 unknown form stated unchanged": (signoff(lambda found: found.update(unchanged=["r.none"])), "SCHEMA"),
    "Y129 unchanged form twice": (signoff(lambda found: found.update(unchanged=["r.tech_contract"] * 2)), "DUPLICATE"),
    "Y130 roles out of order": (signoff(lambda found: found["statements"].reverse()), "SCHEMA"),
    "Y131 file that no record names": (attached([], {PAPER_DIGEST: PAPER}), "SCHEMA"),
    "Y132 file that no record names, beside one": (
        attached([NAMED], {PAPER_DIGEST: PAPER, hashlib.sha256(b"x").hexdigest(): b"x"}),
        "ATTACHMENT",
    ),
    "Y133 file under another digest": (attached([NAMED], {"0" * 64: PAPER}), "ATTACHMENT"),
    "Y134 file of another size": (attached([NAMED | {"size": 3}], {PAPER_DIGEST: PAPER}), "ATTACHMENT"),
    "Y135 file name that is a path": (attached([NAMED | {"name": "../a.pdf"}], {}), "SCHEMA"),
    "Y136 file name that turns the line": (attached([NAMED | {"name": "a\u202efdp.exe"}], {}), "SCHEMA"),
    "Y137 file named twice": (attached([NAMED, NAMED], {PAPER_DIGEST: PAPER}), "SCHEMA"),
    "Y138 file with one more member": (attached([NAMED | {"path": "/"}], {}), "SCHEMA"),
    "Y139 file of less than nothing": (attached([NAMED | {"size": -1}], {}), "SCHEMA"),
    "Y141 unknown field with a line feed and a mark that turns the line": (value("a\n\u202eb", "x"), "SCHEMA"),
    "Y142 unknown member that is long": (member("a" * 5_000, "x"), "SCHEMA"),
    "Y143 format that is a text of two lines": (header(format="1\n签名有效"), "FORMAT"),
    "Y144 unknown form of two lines": (member("form", "r.a\nb"), "SCHEMA"),
    "Y140 one file under two sizes": (
        attached([NAMED | {"name": "b.pdf", "size": 3}, NAMED], {PAPER_DIGEST: PAPER}),
        "SCHEMA",
    ),
}

ACCEPT = {"act": "accept", "at": "2023-05-04T08:00:00Z", "identity": "0" * 64, "number": 1}
LETTERS: dict[str, tuple[Callable[[Row], object], str]] = {
    "Y150 another unit's receipt": (lambda body: body["submission"].update(unit="c.lingyun"), "AUTHORITY"),
    "Y151 unknown submission": (lambda body: body["submission"].update(identity="0" * 64), "NOT_SENT_HERE"),
    "Y152 other content": (lambda body: body["submission"].update(content="0" * 64), "NOT_SENT_HERE"),
    "Y153 other version": (lambda body: body["submission"].update(version=2), "NOT_SENT_HERE"),
    "Y154 other period": (lambda body: body["submission"].update(period="2023-05"), "NOT_SENT_HERE"),
    "Y155 period that is none": (lambda body: body["submission"].update(period="x"), "PERIOD"),
    "Y156 unknown state": (lambda body: body.update(state="lost"), "SCHEMA"),
    "Y157 accepted without a decision": (lambda body: body.update(state="accepted", decisions=[]), "SCHEMA"),
    "Y158 decisions out of order": (lambda body: body.update(decisions=[ACCEPT, ACCEPT]), "SCHEMA"),
    "Y159 unknown act": (lambda body: body.update(decisions=[ACCEPT | {"act": "forget"}]), "SCHEMA"),
    "Y160 journal that is no digest": (lambda body: body.update(journal="x"), "SCHEMA"),
    "Y161 received in the last second of the calendar": (
        lambda body: body.update(received_at="9999-12-31T23:59:59Z"),
        "SCHEMA",
    ),
    "Y162 received in the first second of the calendar": (
        lambda body: body.update(received_at="0001-01-01T00:00:00Z"),
        "SCHEMA",
    ),
    "Y163 unknown member": (lambda body: body.update(remark=""), "SCHEMA"),
    "Y164 missing member": (lambda body: body.pop("journal"), "SCHEMA"),
}


def letter(estate: Estate, files: Mapping[str, bytes], change: Callable[[bytes], bytes]) -> bytes:
    """A letter of the city whose body is changed."""
    return estate.letter({**files, BODY: change(files[BODY])})

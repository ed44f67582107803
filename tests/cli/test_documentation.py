"""`docs/cli.md` says what the command line does: every verb, every option, every field of every JSON document."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from baise_desktop.cli.arguments import VERBS, Option, Verb
from tests.cli.conftest import CommandLine
from tests.evidence_files import pdf_bytes, put
from tests.round_trip import MONTH

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "cli.md"
TYPES: dict[str, type | None] = {
    "文本": str,
    "整数": int,
    "真假": bool,
    "对象": dict,
    "列表": list,
    "空": None,
}
COUNTY = ("--store", "county", "--plan", "p2")
PLANS = re.compile(r"plans\.p\d")


@cache
def sections(mark: str) -> dict[str, str]:
    """The text below each heading of one level, by what the heading says after `baise`."""
    parts = re.split(rf"^{mark} `baise (.*)`$", DOCUMENT.read_text("utf-8"), flags=re.MULTILINE)
    texts = (re.split(rf"^#{{2,{len(mark)}}} ", text, maxsplit=1, flags=re.MULTILINE)[0] for text in parts[2::2])
    return dict(zip(parts[1::2], texts, strict=True))


def rows_of(section: str) -> Iterator[tuple[str, str]]:
    """The first two cells of each row of the first table: a name in code, and what is said of it."""
    table, *_ = section.split("\n#### ", maxsplit=1)
    for match in re.finditer(r"^\| `([^`]+)` \| ([^|]+) \| [^|]+ \|$", table, re.MULTILINE):
        yield match[1], match[2]


def heading_of(verb: Verb) -> str:
    """How the command line of a verb begins: its words and what must follow them in order."""
    places = [o for o in verb.options if not o.name.startswith("-") and o.settings.get("nargs") != "?"]
    names = [shown(option) + ("..." if option.settings.get("nargs") in ("+", "*") else "") for option in places]
    return " ".join((verb.words, *names))


def shown(option: Option) -> str:
    return option.name if option.name.startswith("-") else str(option.settings.get("metavar", option.name))


def is_required(option: Option) -> bool:
    if option.name.startswith("-"):
        return bool(option.settings.get("required"))
    return option.settings.get("nargs") not in ("?", "*")


# --- verbs and options --------------------------------------------------------------------------------------------


def test_document_names_the_verbs_there_are_and_no_others() -> None:
    assert sorted(sections("###")) == sorted(heading_of(verb) for verb in VERBS)


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.words)
def test_verb_is_described_as_it_is(verb: Verb) -> None:
    section = sections("###")[heading_of(verb)]
    described = set(rows_of(section))
    assert described == {(shown(option), "是" if is_required(option) else "否") for option in verb.options}


def test_every_verb_with_json_tells_its_shape() -> None:
    told = {heading.split(" --")[0] for heading in sections("####")}
    assert told == {verb.words for verb in VERBS if any(option.name == "--json" for option in verb.options)}


def test_exit_codes_are_told() -> None:
    codes = re.findall(r"^\| (\d+) \|", DOCUMENT.read_text("utf-8"), re.MULTILINE)
    assert codes == ["0", "1", "2", "70", "130"]


# --- JSON ---------------------------------------------------------------------------------------------------------


def fields_of(document: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Every member of a document with its path; elements of a list share one path."""
    if isinstance(document, list):
        for element in document:
            yield from fields_of(element, f"{path}[]" if path else "")
    elif isinstance(document, dict):
        for key, value in document.items():
            place = PLANS.sub("plans.p1", f"{path}.{key}" if path else key)
            yield place, value
            yield from fields_of(value, place)


def hold_to_document(heading: str, documents: Iterable[Any]) -> None:
    """What was printed has the documented fields, all of them and no others, of the documented types."""
    described = dict(rows_of(sections("####")[heading]))
    printed = [field for document in documents for field in fields_of(document)]
    assert {path for path, _ in printed} == described.keys()
    for path, value in printed:
        allowed = [TYPES[name] for name in described[path].split("或")]
        assert (None if value is None else type(value)) in allowed, (path, value)


def test_forms_check(line: CommandLine) -> None:
    hold_to_document("forms check --json", [line.json("forms", "check"), line.json("forms", "check", "city")])


def test_check(line: CommandLine) -> None:
    ready = line.json("check", *COUNTY, "--period", MONTH)
    not_ready = line.json("check", *COUNTY, "--period", "2023-06")
    assert (ready["ready"], not_ready["ready"]) == (True, False)
    hold_to_document("check --json", [ready, not_ready])


def test_evidence_list(line: CommandLine) -> None:
    put(line.folder, "a.pdf", pdf_bytes())
    line.run("evidence", "add", "a.pdf", *COUNTY, "--period", "2023-06", "--form", "p2.t.contract")
    hold_to_document("evidence list --json", [line.json("evidence", "list", *COUNTY, "--period", "2023-06")])


def test_packs(line: CommandLine) -> None:
    hold_to_document("city packs --json", [line.json("city", "packs", "--store", "city")])


def test_what_waits_for_the_city(line: CommandLine) -> None:
    for file in ("april.asice", "rival.asice"):
        line.run("merge", file, "--store", "city")
    told = line.json("city", "matters", "--store", "city")
    hold_to_document("city matters --json", [told])
    conflict = next(each for each in told["matters"] if each["kind"] == "conflict")
    hold_to_document("city compare --json", [line.json("city", "compare", *conflict["identities"], "--store", "city")])


def test_certificates(line: CommandLine) -> None:
    before = line.json("city", "certificates", "--store", "city")
    line.run("revoke", "c.pingguo", "--store", "city", "--passphrase-file", "pass")
    hold_to_document("city certificates --json", [before, line.json("city", "certificates", "--store", "city")])


def test_verify(line: CommandLine) -> None:
    told = [line.json("verify", file, "--trust", "root.pem") for file in ("april.asice", "pack.asice", "pass")]
    assert [document["kind"] for document in told] == ["submission", "task-pack", None]
    hold_to_document("verify --json", told)


def test_merge_with_a_gap_a_conflict_and_a_refusal(line: CommandLine) -> None:
    gap = line.json("merge", "may.asice", "pass", "--store", "city")
    line.run("merge", "april.asice", "--store", "city")
    conflict = line.json("merge", "rival.asice", "--store", "city")
    assert gap[0]["gaps"]
    assert conflict[0]["conflicts"]
    hold_to_document("merge --json", [gap, conflict])


def test_dry_run(line: CommandLine) -> None:
    line.run("merge", "april.asice", "--store", "city")
    told = line.json("merge", "rival.asice", "pass", "--store", "city", "--dry-run")
    assert told[0]["contradicting"]
    # No return came before; what stands beside comments is held in test_letter_verbs.
    told[0]["answers"] = [
        dict.fromkeys(("form", "row_id", "field", "place", "comment", "old", "new", "answer", "state"), "")
    ]
    hold_to_document("merge --dry-run --json", [told])


def test_settings(line: CommandLine) -> None:
    hold_to_document("city settings --json", [line.json("city", "settings", "--store", "city")])


def test_obligations(line: CommandLine) -> None:
    place = ("--store", "city", "--plan", "p2")
    line.run("city", "oblige", "exempt", *place, "--unit", "c.leye", "--reason", "当地没有这项业务")
    told = line.json("city", "obligations", *place, "--unit", "c.leye", "--period", "2023")
    hold_to_document("city obligations --json", [told])


def test_allocation(line: CommandLine) -> None:
    wanted = ("--plan", "p2", "--target", "p2.t.contract", "--unit", "平果市", "--year", "2023")
    line.run("city", "allocate", *wanted, "--value", "12", "--store", "city")
    told = line.json("city", "allocation", "--plan", "p2", "--store", "city")
    assert [share["value"] for share in told["shares"]] == ["12"]
    assert told["sums"][-1] == {
        "target": "p2.t.contract",
        "year": 0,
        "total": "12",
        "required": "160",
        "difference": "-148",
    }
    hold_to_document("city allocation --json", [told])


def test_figures(line: CommandLine) -> None:
    line.run("merge", "april.asice", "--store", "city")
    hold_to_document(
        "figures --json", [line.json("figures", "--store", "city", "--plan", "p2", "--as-of", "2023-04-30")]
    )


def test_an_explained_figure(line: CommandLine) -> None:
    line.run("merge", "april.asice", "--store", "city")
    place = ("--store", "city", "--plan", "p2", "--as-of", "2023-04-30")
    told = line.json("figures", *place, "--explain", "p2.t.contract")
    assert [row["amount"] for row in told["counted"]] == ["0.01205"]
    assert told["excluded"] == []
    hold_to_document("figures --explain --json", [told])


def test_refused_package_says_no_more_than_documented(line: CommandLine) -> None:
    (told,) = line.json("merge", "pass", "--store", "city")
    assert list(told) == ["file", "ok", "sentence", "code"]

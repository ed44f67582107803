"""`docs/mechanisms.md` says of every demand on the software who meets it, or what is missing."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from baise_desktop.cli.arguments import VERBS
from baise_desktop.form.definition import Catalogue

ROOT = Path(__file__).parents[1]
FREQUENCIES = {"annual": "每年", "half_yearly": "每半年", "quarterly": "每季", "monthly": "每月", "event": "有事即办"}
ORIGINS = {"stated": "原文写明", "inferred": "设计默认，非原文"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One mechanism in the document."""

    id: str
    name: str
    intro: str
    answers: tuple[tuple[str, str, str], ...]
    """Demand, 已实现 or 未实现, and the rest of the sentence."""


def read_document() -> tuple[Entry, ...]:
    text = (ROOT / "docs" / "mechanisms.md").read_text("utf-8")
    entries = []
    for part in re.split(r"^### ", text, flags=re.MULTILINE)[1:]:
        heading, _, body = part.partition("\n")
        answers = re.findall(r"^- (.+)\n  (已实现|未实现)：(.+)$", body, re.MULTILINE)
        assert len(answers) == len(re.findall(r"^- ", body, re.MULTILINE)), heading
        identity, _, name = heading.partition(" ")
        entries.append(Entry(identity, name, body.strip().split("\n")[0], tuple(answers)))
    return tuple(entries)


ENTRIES = read_document()
ANSWERS = [pytest.param(answer, id=f"{entry.id}-{n}") for entry in ENTRIES for n, answer in enumerate(entry.answers)]


def test_every_mechanism_is_there_once(catalogue: Catalogue) -> None:
    assert [(entry.id, entry.name) for entry in ENTRIES] == [
        (mechanism.id, mechanism.name) for mechanism in catalogue.mechanisms.values()
    ]
    assert len(ENTRIES) == 65


def test_every_demand_is_answered_once_in_the_order_of_the_catalogue(catalogue: Catalogue) -> None:
    for entry in ENTRIES:
        assert tuple(demand for demand, _, _ in entry.answers) == catalogue.mechanisms[entry.id].software_must, entry.id


def test_every_frequency_says_whether_the_plan_states_it(catalogue: Catalogue) -> None:
    for entry in ENTRIES:
        mechanism = catalogue.mechanisms[entry.id]
        frequency, origin = FREQUENCIES[mechanism.frequency], ORIGINS[mechanism.frequency_source]
        assert entry.intro == f"{mechanism.clause}。频度：{frequency}（{origin}）。", entry.id


@pytest.mark.parametrize("answer", ANSWERS)
def test_what_an_answer_names_is_there(catalogue: Catalogue, answer: tuple[str, str, str]) -> None:
    _, state, sentence = answer
    paths = re.findall(r"`((?:baise_desktop|forms|db|resources)/[^`]*)`", sentence)
    assert [path for path in paths if not (ROOT / path).exists()] == []
    built = {verb.words for verb in VERBS}
    named = set(re.findall(r"`baise ([^`]+)`", sentence))
    assert named <= built
    rules = {rule.id for register in catalogue.registers.values() for rule in register.rules}
    assert set(re.findall(r"r\.[a-z_]+\.\d+", sentence)) <= rules
    assert set(re.findall(r"(?<![\w.])i\.[a-z_]+", sentence)) <= catalogue.indicators.keys()
    for path, function in re.findall(r"`([^`]+\.py)` 的 (\w+)", sentence):
        assert f"def {function}(" in (ROOT / path).read_text("utf-8")
    assert paths or state == "未实现", "what is done is done by a named part"
    assert sentence.startswith("缺") == (state == "未实现")


def test_the_counts_at_the_top_are_those_below() -> None:
    states = [state for entry in ENTRIES for _, state, _ in entry.answers]
    said = f"共 {len(states)} 条：已实现 {states.count('已实现')} 条，未实现 {states.count('未实现')} 条"
    assert said in (ROOT / "docs" / "mechanisms.md").read_text("utf-8")

import re
from argparse import Namespace
from pathlib import Path

import pytest

from baise_desktop.cli.arguments import VERBS, Verb, build_parser
from baise_desktop.texts import say

SAMPLES = {"--as-of": "2023-12-31"}


def words_of(verb: Verb) -> list[str]:
    """A command line with everything that the verb requires."""
    words = verb.words.split()
    for option in verb.options:
        if option.settings.get("nargs") == "?":
            continue
        value = SAMPLES.get(option.name, next(iter(option.settings.get("choices", ())), "1"))
        if not option.name.startswith("-"):
            words.append(value)
        elif option.settings.get("required"):
            words += [option.name, value]
    return words


def parse(*words: str) -> Namespace:
    return build_parser().parse_args(words)


def test_no_verb_is_there_twice() -> None:
    names = [verb.words for verb in VERBS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.words)
def test_verb_takes_what_it_names_and_needs_all_it_requires(verb: Verb, capsys: pytest.CaptureFixture[str]) -> None:
    words = words_of(verb)
    options = vars(parse(*words))
    for option in verb.options:
        assert option.name.strip("-").replace("-", "_") in options
    for option in verb.options:
        if option.settings.get("required"):
            place = words.index(option.name)
            with pytest.raises(SystemExit, match="2"):
                parse(*words[:place], *words[place + 2 :])
            assert option.name in capsys.readouterr().err
    with pytest.raises(SystemExit, match="2"):
        parse(*words, "--no-such-option")


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.words)
def test_help_says_what_a_verb_does(verb: Verb, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        parse(*verb.words.split(), "--help")
    assert say("cli." + verb.words.replace(" ", "_")) in capsys.readouterr().out.replace("\n", "")


def test_paths_are_paths_and_numbers_numbers() -> None:
    demo = parse("demo", "a folder", "--rows", "0")
    assert (demo.folder, demo.units, demo.periods, demo.rows, demo.seed) == (Path("a folder"), 12, 4, 0, 1)
    merge = parse("merge", "a", "b", "--store", "s")
    assert (merge.files, merge.without_backup) == ([Path("a"), Path("b")], False)


@pytest.mark.parametrize(
    "words",
    [
        ["demo", "d", "--units", "0"],
        ["demo", "d", "--periods", "-1"],
        ["demo", "d", "--rows", "-1"],
        ["demo", "d", "--units", "many"],
        ["merge", "--store", "s"],
        ["city"],
        ["report", "nothing", "--store", "s"],
        ["sign-off", "--store", "s", "--plan", "p2", "--period", "2023", "--role", "boss", "--name", "n"],
        [],
    ],
)
def test_what_no_verb_means_is_wrong_use(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        parse(*words)
    told = capsys.readouterr().err
    assert told.startswith("用法：baise")
    assert re.search(r"expected|invalid|required|argument|error|choose", told) is None


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "缺少 命令"),
        (["nothing"], "用法有误：不能是 'nothing'，只能是 'demo'"),
        (["merge", "--store", "s"], "缺少 FILE"),
        (["merge", "a", "--store"], "--store：后面要有一个值"),
        (["demo", "d", "--units", "many"], "--units：'many' 不是所要的值"),
        (["demo", "d", "--units", "0"], "--units：不能小于 1"),
        (["merge", "a", "--store", "s", "--frob"], "不认识 --frob"),
        (["merge", "a", "--store", "s", "--json=1"], "--json：不带值，却写了 '1'"),
    ],
)
def test_wrong_use_is_told_in_chinese(words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        parse(*words)
    assert sentence in capsys.readouterr().err


def test_help_has_chinese_headings(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        parse("merge", "--help")
    told = capsys.readouterr().out
    assert all(word in told for word in ("用法：baise merge", "参数:", "选项:", "显示本说明并退出"))

import sys
from argparse import Namespace

import pytest

from baise_desktop.__main__ import main
from baise_desktop.cli import arguments, run
from baise_desktop.cli.arguments import Verb
from tests.cli.conftest import CommandLine
from tests.round_trip import MONTH

STATE = ("--store", "county", "--plan", "p2", "--period", MONTH)


def fail(options: Namespace) -> int:
    raise ZeroDivisionError("the reason")


@pytest.fixture
def broken_verb(monkeypatch: pytest.MonkeyPatch) -> None:
    """`baise forms check` meets a bug."""
    verbs = tuple(
        Verb(verb.words, fail, verb.options) if verb.words == "forms check" else verb for verb in arguments.VERBS
    )
    monkeypatch.setattr(arguments, "VERBS", verbs)


def test_codes_are_those_that_scripts_rely_on() -> None:
    assert (run.DONE, run.REFUSED, run.USAGE, run.BUG, run.INTERRUPTED) == (0, 1, 2, 70, 130)


def test_ctrl_c_is_no_bug(line: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(options: Namespace) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(arguments, "VERBS", (Verb("forms check", interrupt, ()),))
    assert line.run("forms", "check") == 130
    assert line.err.startswith("已中断")
    assert line.err.count("\n") == 1


def test_done(line: CommandLine) -> None:
    assert line.run("check", *STATE) == 0
    assert (line.out.strip(), line.err) == ("可上报", "")


def test_refused_with_a_code_and_a_chinese_sentence(line: CommandLine) -> None:
    assert line.run("check", "--store", "nowhere", "--plan", "p2", "--period", MONTH) == 1
    code, _, sentence = line.err.partition(": ")
    assert (code, line.out) == ("STORE_MISSING", "")
    assert "没有填报库" in sentence


def test_wrong_use(line: CommandLine) -> None:
    assert line.run("check", "--store", "county") == 2
    assert "--plan" in line.err


def test_help_is_no_mistake(line: CommandLine) -> None:
    assert line.run("--help") == 0
    assert "merge" in line.out


def test_bug_shows_itself_and_tells_whom_to_ask(line: CommandLine, broken_verb: None) -> None:
    assert line.run("forms", "check") == 70
    assert "ZeroDivisionError: the reason" in line.err
    assert line.err.splitlines()[-1].startswith("程序内部错误")
    assert line.out == ""


def test_verb_without_an_answer_is_done(line: CommandLine) -> None:
    assert line.run("store", "backup", "backup", "--store", "city") == 0
    assert (line.folder / "backup").exists()


def test_program_without_a_verb_asks_for_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[list[str]] = []

    def open_window(words: list[str]) -> int:
        opened.append(words)
        return 0

    window = type(sys)("baise_desktop.ui.window")
    monkeypatch.setattr(window, "run", open_window, raising=False)
    monkeypatch.setitem(sys.modules, "baise_desktop.ui.window", window)
    assert main([]) == main(["--store", "somewhere"]) == 0
    assert opened == [[], ["--store", "somewhere"]]
    assert main(["--store", "somewhere", "extra"]) == 2
    assert len(opened) == 2

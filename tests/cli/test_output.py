import json
from pathlib import Path

import pytest

from baise_desktop.cli import output
from baise_desktop.errors import BaiseError
from baise_desktop.store.office import read_office


def test_people_are_told_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    output.tell("signed", role="填表人", name="{name}")
    assert capsys.readouterr().out == "填表人{name}已签字。\n"


def test_sentence_that_does_not_exist_is_a_bug() -> None:
    with pytest.raises(KeyError):
        output.tell("no_such_sentence")


def test_json_stays_readable_and_whole(capsys: pytest.CaptureFixture[str]) -> None:
    document = {"名": "平果市\n", "rows": [1, None, True]}
    output.print_json(document)
    out = capsys.readouterr().out
    assert "平果市" in out
    assert json.loads(out) == document


def test_what_json_cannot_hold_is_a_bug() -> None:
    with pytest.raises(TypeError):
        output.print_json({"file": Path("a")})


def test_desk_is_closed_whatever_happens(installations: Path) -> None:
    desks = []

    def stumble() -> None:
        with output.opened(installations / "county") as desk:
            desks.append(desk)
            assert read_office(desk.store).unit == "c.pingguo"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stumble()
    with pytest.raises(Exception, match="closed"):
        read_office(desks[0].store)


def test_folder_without_a_store(tmp_path: Path) -> None:
    with pytest.raises(BaiseError, match="STORE_MISSING"), output.opened(tmp_path):
        raise AssertionError("opened nothing")

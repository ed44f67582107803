"""Lines: nothing lost, nothing too wide, no mark where it may not stand."""

from string import ascii_letters, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baise_desktop.report.fonts import MISSING_MARK, Faces, Role
from baise_desktop.report.typesetting import NEVER_FIRST, NEVER_LAST, Setting, Typesetter

BODY = Setting(Role.BODY, 15.75, 29.0, indent=2)
CELL = Setting(Role.SONG, 9.5, 13.5, align="left")
TEXT = st.text("科技强桂平果市㛃𬭎䶮，。、；：？！（）《》“”—…2023年abcR&D /%1.5-", max_size=120)


@pytest.fixture(scope="module")
def typesetter(faces: Faces) -> Typesetter:
    return Typesetter(faces)


def _drawn_width(line_width: float, spacing: float, stretchable: int) -> float:
    return line_width + spacing * max(0, stretchable - 1)


@given(text=TEXT, measure=st.floats(60, 450))
def test_every_character_is_set_but_for_spaces_at_line_ends(typesetter: Typesetter, text: str, measure: float) -> None:
    lines = typesetter.set(text, BODY, measure)
    assert "".join(line.text for line in lines).replace(" ", "") == text.replace(" ", "")


@given(text=TEXT, measure=st.floats(60, 450))
def test_no_line_is_wider_than_its_measure(typesetter: Typesetter, text: str, measure: float) -> None:
    for line in typesetter.set(text, BODY, measure):
        free = sum(len(run.text) for run, spacing in line.spaced_runs() if spacing)
        assert line.indent + _drawn_width(line.width, line.spacing, free) <= measure + 0.1


@given(text=TEXT)
def test_lines_neither_start_nor_end_with_a_forbidden_mark(typesetter: Typesetter, text: str) -> None:
    sentences = f"科{text}技".replace(" ", "")
    lines = typesetter.set(sentences, BODY, 441.0)
    whole = [line for line in lines if len(line.text) > 20]  # a run of marks longer than a line must be cut somewhere
    for line in whole[1:-1]:
        clean = not (set(line.text) <= NEVER_FIRST | NEVER_LAST)
        pair = line.text.startswith(("——", "……"))
        assert not clean or pair or line.text[0] not in NEVER_FIRST or _is_torn(typesetter, sentences)
        assert not clean or line.text[-1] not in NEVER_LAST or _is_torn(typesetter, sentences)


def _is_torn(typesetter: Typesetter, text: str) -> bool:
    """Whether the text holds a stretch that must not be parted and is longer than a line."""
    return typesetter.narrowest(text, BODY) > 441.0


MARKS = st.sampled_from(sorted(NEVER_FIRST | NEVER_LAST))
NUMBERS = st.sampled_from(
    [
        "2345.6789万元",
        "8.9%",
        "46家",
        "-12.5",
        "2023年",
        "1,200余人",
        "12 个",
        "±0.5℃",
        "3‰",
        "R&D",
        "5G",
        "don’t",
        "100万",
    ]
)
MIXED = st.lists(
    st.text("科技强桂平果市㛃𬭎䶮一", min_size=1, max_size=12) | NUMBERS | MARKS | st.sampled_from(["——", "……", " "]),
    max_size=60,
).map("".join)


@given(text=MIXED, measure=st.floats(40, 450))
def test_a_line_begins_with_a_mark_only_where_what_it_closes_is_longer_than_a_line(
    typesetter: Typesetter, text: str, measure: float
) -> None:
    bare = text.replace(" ", "")
    at = 0
    for line in typesetter.set(text, BODY, measure):
        begin = line.text.replace(" ", "")
        if at and begin and begin[0] in NEVER_FIRST and not begin.startswith(("——", "……")):
            gaps = text.count(" ") * typesetter.width(" ", BODY)
            assert typesetter.width(_chain(bare, at), BODY) + gaps > measure - 2 * BODY.size
        at += len(begin)
    assert at == len(bare)


def _chain(text: str, at: int) -> str:
    """What may not be parted around a place."""
    begin = end = at
    while begin > 0 and _belong(*text[begin - 1 : begin + 1]):
        begin -= 1
    while end + 1 < len(text) and _belong(*text[end : end + 2]):
        end += 1
    return text[begin : end + 1]


def _belong(left: str, right: str) -> bool:
    latin = f"{digits}{ascii_letters}.,&’-±"
    units = "万元家年余人个"
    number = left in latin + units and right in units
    return right in NEVER_FIRST or left in NEVER_LAST or (left in latin and right in latin) or number


@given(words=st.lists(st.tuples(st.text("科技强桂平果市", min_size=1, max_size=9), NUMBERS), max_size=20))
def test_numbers_keep_their_signs_and_units(typesetter: Typesetter, words: list[tuple[str, str]]) -> None:
    text = "".join(chinese + number for chinese, number in words)
    lines = [line.text for line in typesetter.set(text, BODY, 441.0)]
    assert sum(line.count(number) for line in lines for number in {n for _, n in words}) >= len(words)


def test_a_long_address_in_brackets_leaves_no_bracket_alone(typesetter: Typesetter) -> None:
    address = "https://example.cn/" + "a" * 200
    for room in range(200, 441):
        lines = [line.text for line in typesetter.set(f"见（{address}）。", BODY, float(room))]
        assert "".join(lines) == f"见（{address}）。"
        assert not any(line.startswith(("）", "。")) or line.endswith("（") for line in lines)


def test_a_gap_before_a_comma_parts_nothing(typesetter: Typesetter) -> None:
    for length in range(20, 30):
        lines = [line.text for line in typesetter.set("科" * length + " ，技（ 强", BODY, 441.0)]
        assert not any(line.lstrip().startswith("，") or line.rstrip().endswith("（") for line in lines[1:-1])
        assert not lines[-1].lstrip().startswith("，")


def test_a_comma_goes_with_what_it_follows(typesetter: Typesetter) -> None:
    lines = typesetter.set("一" * 25 + "二，三四", BODY, 28 * 15.75)
    assert [line.text[0] for line in lines[1:]] == ["三"] or lines[1].text.startswith("二，")


def test_an_opening_bracket_goes_to_the_next_line(typesetter: Typesetter) -> None:
    lines = typesetter.set("一" * 25 + "（注）", BODY, 28 * 15.75)
    assert lines[1].text.startswith("（") or lines[0].text.endswith("）")


def test_words_and_numbers_stay_whole(typesetter: Typesetter) -> None:
    lines = typesetter.set("合计支出" * 3 + "91451023MA5K00001X与2,345.6789万元", CELL, 120.0)
    texts = [line.text for line in lines]
    assert any("91451023MA5K00001X" in text for text in texts)
    assert any("2,345.6789" in text for text in texts)


def test_28_characters_fill_a_body_line(typesetter: Typesetter) -> None:
    lines = typesetter.set("字" * 54, BODY, 156 * 72 / 25.4)
    assert [len(line.text) for line in lines] == [26, 28]


def test_full_lines_are_even(typesetter: Typesetter) -> None:
    lines = typesetter.set("研究与试验发展经费内部支出合计2345.6789万元，" * 6, BODY, 441.0)
    for line in lines[:-1]:
        free = sum(len(run.text) for run, spacing in line.spaced_runs() if spacing)
        end = line.indent + _drawn_width(line.width, line.spacing, free)
        assert end == pytest.approx(441.0, abs=BODY.size / 2 + 0.1)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("character", "㛃𬭎䶮犇喆𠮷㐂")
def test_rare_names_have_a_face_in_every_role(faces: Faces, role: Role, character: str) -> None:
    face, drawn = faces.choose(role, character)
    assert drawn == character
    assert ord(character) in face.widths


@pytest.mark.parametrize("character", ["\u202e", "\x07", "\U0001f600", "\ue000", "\u200b"])
def test_what_no_face_has_is_marked_and_reported(faces: Faces, character: str) -> None:
    assert faces.choose(Role.BODY, character)[1] == MISSING_MARK
    assert faces.missing(f"平果{character}\n") == {character}


def test_all_of_gb2312_is_covered(faces: Faces) -> None:
    rows = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    characters = "".join(row.decode("gb2312", "ignore") for row in rows)
    assert len(characters) == 6763
    assert not faces.missing(characters)


def test_no_line_begins_with_a_hyphen_or_a_minus(typesetter: Typesetter) -> None:
    for text in ("演示-1024-2023-00055", "同比 -12.5", "科技-创新", "2020～2023"):
        for measure in range(95, 160):
            begins = [line.text[0] for line in typesetter.set("甲乙丙" + text, CELL, float(measure))]
            assert not {"-", "～"} & set(begins)

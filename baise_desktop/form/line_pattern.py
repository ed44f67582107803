"""What a finished canonical line of a form looks like: one expression for each form.

Not every right line fits it. What is unusual, a text with a quotation mark or a number of thirteen digits, is left to
`record.from_line`, so that the expression stays short: nothing in it is tried twice. Of characters that repeat it takes
all there are (`++`): what follows them is never one of them.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from baise_desktop.form.canonical import MAX_STRING_BYTES
from baise_desktop.form.definition import Field, FieldType, Form
from baise_desktop.form.record import FormIdentity, needs_answer
from baise_desktop.form.selections import CODE, ROW_ID
from baise_desktop.form.words import TEXT_LENGTH

_LONGEST = MAX_STRING_BYTES // 4
"""Characters of a long text; none of them is more than four bytes."""
_WHOLE = "(?:0|[1-9][0-9]{0,11}+)"
"""At most a ninth of `numbers.LIMIT`."""
_DAY = "(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
"""Of every year: the 29th of February is unusual."""
_MOMENT = f'"20[0-9][0-9]-{_DAY}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"'
_CODE, _ROW = f'"{CODE.pattern}+"', f'"{ROW_ID.pattern}"'
_OWN = {"row_id", "updated_at"}
"""Members of a line that a form with such a field could be mistaken for having twice."""

SEVERAL_CODES = re.compile(rf"\[({_CODE}(?:,{_CODE})+)\]")
"""Their order is not told by a line's expression."""


@dataclass(frozen=True, slots=True)
class LinePattern:
    """How the lines of one form are told, where `line_check.is_ordinary` has looked at their characters."""

    line: re.Pattern[str]
    """A whole line without its line feed, but for the shape of its row id, which is quicker told of many at once.

    Its one group begins with the period and ends with the unit.
    """
    credit_codes: re.Pattern[str] | None
    """Answers that are credit codes by their length alone; None when nothing is answered so."""
    has_several_codes: bool
    """Whether something may be answered with several codes."""


@lru_cache(maxsize=1024)
def line_pattern(identity: FormIdentity) -> LinePattern | None:
    """How a form's lines are told; None when they cannot be."""
    form = identity.form
    asked = sorted((each for each in form.fields if each.type is not FieldType.COMPUTED), key=lambda each: each.key)
    if _OWN & {each.key for each in asked}:
        return None
    credit_codes = "|".join(re.escape(each.key) for each in asked if each.type is FieldType.USCC)
    return LinePattern(
        line=re.compile(_line(form, asked), re.MULTILINE),
        credit_codes=re.compile(f'"(?:{credit_codes})":"([^"]{{18}}+)"') if credit_codes else None,
        has_several_codes=any(each.type is FieldType.MULTI for each in asked),
    )


def place_around(unit: str, plan: str, period: str) -> tuple[str, str]:
    """What stands before the row id, and behind it or its task, in the group of every line of a place."""
    return f'{period}","plan":"{plan}","row_id":"', f'","unit":"{unit}'


def _line(form: Form, asked: Sequence[Field]) -> str:
    return (
        rf'^\{{"fill_state":"[0-9][0-9]","form":"{re.escape(form.id)}","period":"'
        rf'([^"]++","plan":"[^"]++","row_id":"[0-9a-f-]{{36}}+",(?:"task":{_CODE},|)"unit":"[^"]++)'
        rf'","updated_at":{_MOMENT},"values":\{{{_answers(asked)}\}}\}}$'
    )


def _answers(asked: Sequence[Field]) -> str:
    first = next((place for place, each in enumerate(asked) if needs_answer(each)), None)
    if first is None:
        return "".join(_answer(each, after=r'(?:,(?=")|(?=\}))') for each in asked)
    before = "".join(_answer(each, after=",") for each in asked[:first])
    return before + _answer(asked[first]) + "".join(_answer(each, before=",") for each in asked[first + 1 :])


def _answer(question: Field, before: str = "", after: str = "") -> str:
    shape = _SHAPES[question.type](question)
    key = f'{before}"{re.escape(question.key)}":'
    if needs_answer(question):
        return f"{key}{shape}{after}"
    return f"(?:{key}{shape}{after}|{key}{_ABSENT}{after}|)"


def _decimal(question: Field) -> str:
    return f'"{_WHOLE}' + (rf'\.[0-9]{{{question.decimals}}}"' if question.decimals else '"')


_ABSENT = rf'\{{(?:"na":true|"missing":"[^"]{{1,{TEXT_LENGTH}}}+")\}}'
"""An answer that is no value: 不适用, or 暂缺 with its reason."""
_SHAPES: Mapping[FieldType, Callable[[Field], str]] = {
    FieldType.TEXT: lambda _: f'"[^"]{{1,{TEXT_LENGTH}}}+"',
    FieldType.LONGTEXT: lambda _: f'"[^"]{{1,{_LONGEST}}}+"',
    FieldType.INTEGER: lambda _: _WHOLE,
    FieldType.DECIMAL: _decimal,
    FieldType.DATE: lambda _: f'"[12][0-9][0-9][0-9]-{_DAY}"',
    FieldType.DATETIME: lambda _: _MOMENT,
    FieldType.YEAR: lambda _: "[1-9][0-9][0-9][0-9]",
    FieldType.BOOL: lambda _: "(?:true|false)",
    FieldType.CHOICE: lambda _: _CODE,
    FieldType.MULTI: lambda _: rf"\[{_CODE}(?:,{_CODE})*\]",
    FieldType.UNIT: lambda _: _CODE,
    FieldType.USCC: lambda _: '"[^"]{18}+"',
    FieldType.REF: lambda _: _ROW,
    FieldType.EVIDENCE: lambda _: _ABSENT,  # which files a line names is asked of its record
}

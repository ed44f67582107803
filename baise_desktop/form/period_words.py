"""The 报告期 that a row is about, as clerks write it.

Figures find the rows of a period by its one writing: a row in another would not count, and nobody would know.
"""

import re

from baise_desktop.form.definition import Field
from baise_desktop.form.kind import half_width

_KEY, _NAME = "period", "报告期"
_WRITTEN = re.compile(
    r"([12][0-9]{3})年?"
    r"(?:度|H(?P<half>[12])|(?P<half_words>上|下)半年度?"
    r"|Q(?P<quarter>[1-4])|第?(?P<quarter_words>[1-4一二三四])季度?"
    r"|(?<!年)[-./](?P<month>1[0-2]|0?[1-9])|(?<=年)(?P<month_words>1[0-2]|0?[1-9])月份?)?"
)
_SPACES = re.compile(r"\s+")
_NUMBERS = str.maketrans("上下一二三四", "121234")


def holds_period(field: Field) -> bool:
    """Whether a field of words holds a 报告期."""
    return (field.key, field.name) == (_KEY, _NAME)


def plain_period(text: str) -> str | None:
    """2023, 2023H1, 2023Q2 or 2023-05 for whatever a clerk wrote, such as 2023年二季度; None when it is no period."""
    written = _WRITTEN.fullmatch(_SPACES.sub("", half_width(text)).upper())
    if written is None:
        return None
    year, parts = written[1], {name: part.translate(_NUMBERS) for name, part in written.groupdict("").items()}
    if half := parts["half"] or parts["half_words"]:
        return f"{year}H{half}"
    if quarter := parts["quarter"] or parts["quarter_words"]:
        return f"{year}Q{quarter}"
    month = parts["month"] or parts["month_words"]
    return f"{year}-{month.zfill(2)}" if month else year

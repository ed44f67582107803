"""Whether the forms carry all of a plan's text: each clause its task, each task its clause word by word."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from baise_desktop.form.definition import Clause, Task

_NUMBERED = re.compile(r"附件\d|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|\d+[．.](?!\d)")
_RUNNING_ON = re.compile(r"(?:^|[。〕])([一二三]是)")
_UNITS_BRACKET = re.compile(r"(?:\*\*)?[〔\[（(](?:\*\*)?(责任单位|牵头单位)：.*$")
_MARKS = "*#"
_COMPARED = 30


@dataclass(frozen=True, slots=True)
class Gap:
    """A place where text and forms do not agree."""

    clause: str
    """Id of the clause; empty for a line that no clause stands for."""
    code: str
    """Entry of `forms.toml`."""
    shown: str
    """The words in question."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that a definition says to stand in a clause."""

    owner: str
    clause: str
    words: str


@dataclass(frozen=True, slots=True)
class _Span:
    """Where a clause stands in the squeezed text; its clauses below it come after `end`."""

    clause: Clause
    body: int
    end: int


def find_gaps(
    document: str, clauses: Sequence[Clause], tasks: Mapping[str, Task], quotations: Iterable[Quotation]
) -> tuple[Gap, ...]:
    """Where the text of a plan and its forms do not agree.

    Args:
        document: the whole text.
        clauses: the clauses of the plan, in the order of the text.
        tasks: the tasks of the plan.
        quotations: what else is quoted from the text.
    """
    text = squeeze(document)
    spans, gaps = _locate(text, clauses)
    gaps += _unlisted(document, clauses)
    for span in spans:
        gaps += _clause_gaps(span.clause, text[span.body : span.end], clauses, tasks)
    gaps += _misquoted(text, spans, quotations)
    return tuple(gaps)


def squeeze(text: str) -> str:
    """The text without white space, which is how words are compared."""
    return re.sub(r"\s+", "", text)


def _locate(text: str, clauses: Sequence[Clause]) -> tuple[list[_Span], list[Gap]]:
    """Where the clauses stand, found one behind the other, and those that are not found."""
    spans: list[_Span] = []
    gaps: list[Gap] = []
    end = len(text)
    for clause, start in reversed(list(_headings(text, clauses))):
        if start < 0:
            gaps.append(Gap(clause.id, "heading_not_found", clause.heading))
        else:
            spans.append(_Span(clause, start + len(squeeze(clause.heading)), end))
            end = start
    return spans[::-1], gaps


def _headings(text: str, clauses: Sequence[Clause]) -> Iterator[tuple[Clause, int]]:
    position = 0
    for clause in clauses:
        start = text.find(squeeze(clause.heading), position)
        if start >= 0:
            position = start + len(squeeze(clause.heading))
        yield clause, start


def _unlisted(document: str, clauses: Sequence[Clause]) -> Iterator[Gap]:
    """The first numbered line that the clause table passes over, or the first clause that no such line bears."""
    for line, clause in zip_longest(_numbered_lines(document), clauses):
        if line is None or clause is None or not _begins_alike(line, clause.heading):
            yield Gap("" if clause is None else clause.id, "clause_order", line or (clause.heading if clause else ""))
            return


def _begins_alike(line: str, heading: str) -> bool:
    line, heading = (squeeze(text).replace("*", "").lstrip("#") for text in (line[:_COMPARED], heading))
    # The title of an annex stands on a line of its own below its number.
    number = heading[: len("附件1")] if heading.startswith("附件") else heading
    return heading.startswith(line) or line.startswith(number)


def _numbered_lines(document: str) -> Iterator[str]:
    for line in document.split("\n"):
        words = line.lstrip(" \t\r\u3000*#")
        if _NUMBERED.match(words):
            yield words
        for found in _RUNNING_ON.finditer(words):
            yield words[found.start(1) :]


def _clause_gaps(clause: Clause, body: str, clauses: Sequence[Clause], tasks: Mapping[str, Task]) -> Iterator[Gap]:
    own = [task for task in tasks.values() if task.clause == clause.clause]
    if {task.id for task in own} != set(clause.tasks):
        yield Gap(clause.id, "clause_tasks_differ", "、".join(task.id for task in own))
    below = (other for other in clauses if other.number.startswith(clause.number + "."))
    if not own and (clause.has_body or not any(other.tasks for other in below)):
        yield Gap(clause.id, "clause_without_task", clause.heading)
    for task in own:
        if task.kind != "annex_item":
            yield from _word_gaps(clause, task, body)


def _word_gaps(clause: Clause, task: Task, body: str) -> Iterator[Gap]:
    words, bracket = _peel(body)
    measures = squeeze("".join(measure.quote for measure in task.measures))
    if measures.strip(_MARKS) != words.strip(_MARKS):
        yield Gap(clause.id, "measures_differ", task.id)
    if squeeze(task.units_quote).strip(_MARKS) != bracket.strip(_MARKS):
        yield Gap(clause.id, "units_differ", bracket)


def _peel(body: str) -> tuple[str, str]:
    """The words of a clause, and the bracket behind them that names the units."""
    found = _UNITS_BRACKET.search(body)
    return (body[: found.start()], body[found.start() :]) if found else (body, "")


def _misquoted(text: str, spans: Sequence[_Span], quotations: Iterable[Quotation]) -> Iterator[Gap]:
    bodies = {span.clause.clause: text[span.body : _end_with_below(span, spans)] for span in spans}
    clauses = {span.clause.clause: span.clause.id for span in spans}
    for quotation in quotations:
        heading = next((span.clause.heading for span in spans if span.clause.clause == quotation.clause), "")
        within = squeeze(heading) + bodies.get(quotation.clause, text)
        if squeeze(quotation.words) not in within:
            yield Gap(clauses.get(quotation.clause, ""), "quote_not_found", f"{quotation.owner}：{quotation.words}")


def _end_with_below(span: _Span, spans: Sequence[_Span]) -> int:
    below = (other.end for other in spans if other.clause.number.startswith(span.clause.number + "."))
    return max([span.end, *below])

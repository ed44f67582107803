"""One verdict per submission, and which explanations explain nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from unicodedata import category, normalize

from baise_desktop.errors import Severity
from baise_desktop.form.findings import Finding
from baise_desktop.form.found import as_findings
from baise_desktop.texts import say


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a submission may be signed off."""

    blocking: int
    """强制 findings."""
    unexplained: int
    """核实 findings without an explanation."""

    @property
    def ready(self) -> bool:
        """Whether nothing stands in the way."""
        return self.blocking == 0 and self.unexplained == 0

    @property
    def sentence(self) -> str:
        """The one line for people: 可上报, or 不可上报 with the counts of what stands in the way."""
        counts = [say("findings.BLOCKING", count=self.blocking)] if self.blocking else []
        counts += [say("findings.UNEXPLAINED", count=self.unexplained)] if self.unexplained else []
        return say("findings.NOT_READY", counts="、".join(counts)) if counts else say("findings.READY")


def give_verdict(findings: Iterable[Finding], explanations: Mapping[str, str]) -> Verdict:
    """The verdict on findings, with explanations by finding id; empty phrases count as none."""
    found = as_findings(findings)
    explained = sum(
        each.severity is Severity.EXPLAIN
        for finding, text in explanations.items()
        if not is_empty_phrase(text)
        for each in found.find(finding)
    )
    return Verdict(found.weighing(Severity.BLOCKING), found.weighing(Severity.EXPLAIN) - explained)


def is_empty_phrase(text: str) -> bool:
    """Whether a text explains nothing: no words at all, or only phrases such as 核实无误, whatever stands between.

    Source: design section 5; `findings.toml` holds the phrases.
    """
    words = "".join(character for character in normalize("NFKC", text).lower() if category(character)[0] == "L")
    reachable = {0}
    for start in range(len(words)):
        if start in reachable:
            reachable |= {start + len(phrase) for phrase in _empty_phrases() if words.startswith(phrase, start)}
    return len(words) in reachable


@cache
def _empty_phrases() -> tuple[str, ...]:
    return tuple(say("findings.EMPTY_PHRASES").split())

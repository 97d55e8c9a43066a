"""The result as text for a person: one screen for a bare triple, right at 80 columns.

In: a `Result`. Out: lines of styled pieces; plain text drops the styles, a terminal shows them.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from licensecheck.rules.model import CRITERIA
from licensecheck.screening.result import (
    NOBODY_SAID,
    STATUS_ORDER,
    Because,
    Containment,
    CriterionResult,
    Finding,
    Question,
    Result,
    worst,
)

__all__ = ["Detail", "Line", "render_text", "report_lines"]

Detail = str  # quiet, normal or verbose
Piece = tuple[str, str]
Line = list[Piece]

MOST_QUESTIONS: Final = 5
_STATUS_STYLE: Final = {
    "no_trigger": "green",
    "undetermined": "yellow",
    "review": "bold yellow",
    "presumptive_denial": "bold red",
    "out_of_scope": "dim",
    "duty": "cyan",
    "open": "yellow",
}
_VERDICT_STYLE: Final = {"stays_inside": "green", "leaves": "bold red", "starts_outside": "red"}
_INSIDE_MARK: Final = {
    "inside": "in",
    "outside": "OUT",
    "mixed": "in part",
    "unknown": "not known",
    "unstated": "not stated",
}
_TIER_WORDS: Final = {
    "law": "bright line",
    "screen": "public facts",
    "assess": "graded or officer's facts",
    "confirm": "officer's judgement",
}
_SEEN: Final = frozenset(("", "yes", "stated"))
_LONGEST_SOURCE: Final = 70
_SHORT_TITLES: Final = {
    "1": "International obligations",
    "2": "Human rights, humanitarian law",
    "3": "Internal situation",
    "4": "Regional peace",
    "5": "Allies and own security",
    "6": "Conduct of the buyer",
    "7": "Diversion and re-export",
    "8": "Development",
}


def _by_rule(findings: Iterable[Finding]) -> list[Finding]:
    """One finding a rule and status: the words of the first, the items of all."""
    merged: dict[tuple[str, str], Finding] = {}
    for found in findings:
        key = (found.rule, found.status)
        first = merged.get(key)
        if first is not None:
            found = replace(first, items=tuple(sorted({*first.items, *found.items})))
        merged[key] = found
    return list(merged.values())


def _number(found: CriterionResult) -> str:
    return found.criterion if found.criterion in CRITERIA else f"national {found.criterion.upper()}"


def _because_text(because: Because) -> str:
    day = f" ({because.as_of})" if because.as_of else ""
    text = f"{because.fact} = {because.value}: {because.source}{day}"
    return text if because.verified in _SEEN else f"{text} [verified: {because.verified}]"


def _sources_text(found: Finding) -> str:
    """Rule and shipped sources in short; what the application says needs no source."""
    facts = []
    for because in found.because:
        if because.fact.startswith("item.") or because.fact == "destination.depth":
            continue
        if because.source in ("stated in the application", "stated default"):
            continue
        source = textwrap.shorten(because.source, _LONGEST_SOURCE, placeholder=" ...")
        marks = [because.as_of] if because.as_of and because.as_of not in source else []
        marks += [] if because.verified in _SEEN else [f"verified: {because.verified}"]
        facts.append(f"{source} ({', '.join(marks)})" if marks else source)
    return "; ".join([found.rule, *dict.fromkeys(facts)])


def words(token: str) -> str:
    """A token as words: `presumptive_denial` reads `presumptive denial`."""
    return token.replace("_", " ")


def render_text(result: Result, *, detail: Detail = "normal", width: int = 80) -> str:
    """The report as plain text, with a newline at its end.

    Args:
        result: What to report.
        detail: `quiet` gives the headline alone, `verbose` every finding and fact.
        width: Columns to keep within.
    """
    lines = report_lines(result, detail=detail, width=width)
    return "".join("".join(text for _, text in line).rstrip() + "\n" for line in lines)


def report_lines(result: Result, *, detail: Detail = "normal", width: int = 80) -> list[Line]:
    """The report as lines of (style, text) pieces; see `render_text`."""
    return list(_Report(result, detail, max(width, 40)).lines())


class _Report:
    def __init__(self, result: Result, detail: Detail, width: int) -> None:
        self.result = result
        self.verbose = detail == "verbose"
        self.quiet = detail == "quiet"
        self._many = len({n for f in result.findings for n in f.items}) > 1
        self.width = width

    def lines(self) -> Iterator[Line]:
        result = self.result
        yield from self._wrap(result.transfer, style="bold")
        yield from self._wrap(self._clocks(), style="dim")
        yield from self._wrap(self._headline(), style=_STATUS_STYLE[result.outcome.status])
        for containment in result.containment:
            yield from self._containment(containment)
        if self.quiet:
            yield from self._end()
            return
        yield []
        yield [("bold", "Criteria of Common Position 2008/944/CFSP, Article 2")]
        yield from self._criteria()
        yield from self._duties()
        yield from self._questions()
        yield from self._assumptions()
        yield from self._listing("Look out", result.warnings)
        yield from self._listing("Not covered", result.not_covered[:-1])
        yield from self._end()

    def _clocks(self) -> str:
        result = self.result
        said = f"as of {result.as_of}"
        for name, day in (
            ("rules", result.rules_as_of),
            ("membership", result.membership_as_of),
            ("facts", result.facts_as_of),
        ):
            if day != result.as_of:
                said += f", {name} as of {day}"
        return said + (f"; reference {result.reference}" if result.reference else "")

    def _headline(self) -> str:
        outcome = self.result.outcome
        status = words(outcome.status)
        head = outcome.headline.removeprefix(status)
        # "REVIEW under criteria 2 and 7"; where the line begins otherwise, "REVIEW: ...".
        head = status.upper() + (head if head != outcome.headline else f": {head}")
        reachable = self._reachable(outcome.status, self.result.findings)
        if reachable != outcome.status:
            head += f" (at worst {words(reachable)})"
        return head

    def _reachable(self, status: str, findings: Iterable[Finding]) -> str:
        """The worst that open facts alone can lead to.

        `at_worst` of the result counts what an officer may still record as well. That holds for
        every application, so the text does not repeat it.
        """
        if status not in STATUS_ORDER:
            return status
        reachable: str = worst(status, *(f.could_be for f in findings if f.status == "open"
                                         and f.could_be in STATUS_ORDER))  # fmt: skip
        return reachable

    def _containment(self, found: Containment) -> Iterator[Line]:
        said = f"{found.title}: {words(found.verdict).upper()}"
        if found.qualifiers:
            said += f" ({', '.join(words(q) for q in found.qualifiers)})"
        style = _VERDICT_STYLE.get(found.verdict, "yellow")
        yield from self._wrap(said, style=style)
        if self.quiet:
            return
        chain = " -> ".join(
            f"{t.role} {t.place} [{_INSIDE_MARK[t.inside]}]" for t in found.touchpoints
        )
        yield from self._wrap(chain, indent=2)
        if found.weakest is not None:
            weakest = found.weakest
            text = f"weakest: {weakest.role} {weakest.place} ({weakest.basis})"
            yield from self._wrap(text, indent=2)
        if self.verbose:
            for touchpoint in found.touchpoints:
                text = f"{touchpoint.role}: {touchpoint.place}, {touchpoint.basis}"
                yield from self._wrap(text, indent=4, style="dim")

    def _criteria(self) -> Iterator[Line]:
        """Criteria that say something each in full; those without a trigger in one run."""
        quiet = []
        for criterion in self.result.criteria:
            if criterion.status == "no_trigger" and not self.verbose:
                quiet.append(criterion)
            else:
                yield from self._criterion(criterion)
        if quiet:
            said = ", ".join(
                f"{_number(c)} ({c.examined.decided} of {c.examined.of})" for c in quiet
            )
            text = f"no trigger on what could be examined (rules decided): {said}"
            yield from self._wrap(text, indent=1, hang=2, style=_STATUS_STYLE["no_trigger"])

    def _criterion(self, found: CriterionResult) -> Iterator[Line]:
        examined = f"{found.examined.decided} of {found.examined.of} rules decided"
        title = _SHORT_TITLES.get(found.criterion, found.title)
        status = words(found.status).upper()
        mine = [f for f in self.result.findings if f.criterion == found.criterion]
        reachable = self._reachable(found.status, mine)
        if reachable != found.status:
            status += f", at worst {words(reachable)}"
        if found.bar_possible:
            status += ", a bar is possible"
        yield from self._wrap(
            f"{_number(found)} {title}: {status}; {examined}", indent=1, hang=2,
            style=_STATUS_STYLE[found.status],
        )  # fmt: skip
        for finding in mine if self.verbose else _by_rule(mine):
            if finding.status != "open" or self.verbose:
                yield from self._finding(finding)
        if self._shows_open(found) and not self.verbose:
            yield from self._open([f for f in mine if f.status == "open"])
        if not mine and self.verbose:
            yield from self._wrap(f"read: {', '.join(found.read)}", indent=4, style="dim")

    def _open(self, findings: Sequence[Finding]) -> Iterator[Line]:
        """What stays undecided, by the facts that would decide it; bars before the rest."""
        groups: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        order = sorted(findings, key=lambda f: (f.could_be != "presumptive_denial", f.missing))
        for finding in order:
            if finding.tier in ("law", "screen"):
                groups.setdefault((finding.could_be, finding.missing), []).append(finding.title)
        for (could_be, missing), titles in groups.items():
            text = f"? {words(could_be)} if {' or '.join(titles)}: depends on {', '.join(missing)}"
            yield from self._wrap(text, indent=3, hang=2, style=_STATUS_STYLE["open"])

    def _shows_open(self, found: CriterionResult) -> bool:
        return self.verbose or found.status == "undetermined" or found.bar_possible

    def _finding(self, found: Finding) -> Iterator[Line]:
        yield from self._wrap(
            f"* {found.text} [{found.point}, {self._tag(found)}]", indent=3, hang=2,
            style=_STATUS_STYLE[found.status] if found.status != "review" else "",
        )  # fmt: skip
        if self.verbose:
            yield from self._wrap(f"{found.rule}: {found.citation}", indent=5, style="dim")
            for because in found.because:
                yield from self._wrap(_because_text(because), indent=7, hang=2, style="dim")
        elif found.status != "open":
            yield from self._wrap(_sources_text(found), indent=5, style="dim")
        if found.missing:
            yield from self._wrap(f"missing: {', '.join(found.missing)}", indent=5)
        if found.note:
            yield from self._wrap(found.note, indent=5, style="yellow")

    def _tag(self, found: Finding) -> str:
        if found.status == "open":
            return f"open, could be {words(found.could_be)}"
        tag = _TIER_WORDS.get(found.tier, found.tier)
        if self._many:
            word = "items" if len(found.items) > 1 else "item"
            tag += f"; {word} {', '.join(map(str, found.items))}"
        return tag

    def _duties(self) -> Iterator[Line]:
        duties = [d for d in self.result.duties if d.status == "duty" or self.verbose]
        open_ = [d for d in self.result.duties if d.status == "open" and not self.verbose]
        if not self.result.duties:
            return
        yield []
        yield [("bold", "Duties")]
        for duty in duties:
            yield from self._wrap(f"* {duty.text} [{duty.point}, {duty.rule}]", indent=1, hang=2)
        for duty in open_:
            missing = ", ".join(duty.missing)
            text = f"* perhaps: {duty.text} [{duty.point}]; depends on {missing}"
            yield from self._wrap(text, indent=1, hang=2, style="dim")

    def _questions(self) -> Iterator[Line]:
        questions = self.result.questions
        if not questions:
            return
        shown = questions if self.verbose else questions[:MOST_QUESTIONS]
        yield []
        rest = len(questions) - len(shown)
        more = f" (the first {len(shown)} of {len(questions)})" if rest else ""
        yield [("bold", f"Ask next{more}")]
        for number, question in enumerate(shown, 1):
            yield from self._question(number, question)

    def _question(self, number: int, question: Question) -> Iterator[Line]:
        who = " or ".join(question.who) or "officer"
        yield from self._wrap(f"{number} {question.ask} [{question.fact}; {who}]", indent=1, hang=2)
        if self.verbose:
            yield from self._wrap(f"settles {', '.join(question.settles)}", indent=3, style="dim")

    def _assumptions(self) -> Iterator[Line]:
        """Stated defaults in one run, as they are many and alike; the rest each in full."""
        silent = [said.removesuffix(NOBODY_SAID) for said in self.result.assumptions
                  if said.endswith(NOBODY_SAID)]  # fmt: skip
        others = [said for said in self.result.assumptions if not said.endswith(NOBODY_SAID)]
        if silent and not self.verbose:
            pairs = ", ".join(said.replace(" is ", "=", 1) for said in silent)
            others.append(f"where nothing was said: {pairs}")
            yield from self._listing("Assumed", others)
        else:
            yield from self._listing("Assumed", self.result.assumptions)

    def _listing(self, title: str, entries: Sequence[str]) -> Iterator[Line]:
        if not entries:
            return
        yield []
        if self.verbose:
            yield [("bold", title)]
            for entry in entries:
                yield from self._wrap(f"* {entry}", indent=1, hang=2)
        else:
            yield from self._wrap(f"{title}: {'; '.join(entries)}.")

    def _end(self) -> Iterator[Line]:
        engine = self.result.engine
        said = f"Decided by {engine.decided_by}"
        said += f", confirmed by {engine.confirmed_by}." if engine.confirmed_by else "."
        if engine.note:
            said += f" {engine.note[:1].upper()}{engine.note[1:]}."
        yield []
        yield from self._wrap(f"{said} {self.result.not_covered[-1]}", style="bold")

    def _wrap(
        self, text: str, *, indent: int = 0, hang: int = 0, style: str = ""
    ) -> Iterable[Line]:
        lines = textwrap.wrap(
            text, self.width, initial_indent=" " * indent,
            subsequent_indent=" " * (indent + hang), break_on_hyphens=False,
        )  # fmt: skip
        return [[(style, line)] for line in lines or [""]]

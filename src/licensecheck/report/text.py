"""Results as text for a person: one screen for a bare triple, right at 80 columns and at 40.

In: a `Result`, or several. Out: lines of styled pieces; plain text drops the styles, a terminal
shows them. What is not printed in full is counted, and `verbose` prints it. Of a pile a list says
what needs a person and why, then what is open, then what is clean; statuses and order are those of
a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from licensecheck.language import find_language
from licensecheck.messages import message
from licensecheck.report.chain import chain_lines
from licensecheck.report.given import given_rows, says_more
from licensecheck.screening.result import NOT_EXAMINED, PILE, STATUS_ORDER
from licensecheck.wording.columns import display_width, wrap
from licensecheck.wording.fact_words import fact_list, in_words
from licensecheck.wording.finding_words import (
    Concerned,
    because_text,
    by_rule,
    criterion_name,
    criterion_notes,
    days_text,
    each_text,
    engine_text,
    is_own,
    open_text,
    reachable,
    sources_text,
    tier_text,
    who_text,
    without_trigger,
)
from licensecheck.wording.result import (
    NOT_PERMISSION,
    Containment,
    CriterionResult,
    Finding,
    Question,
    Result,
)

__all__ = ["Detail", "Line", "pile_text", "render_text", "report_lines"]

Detail = str  # quiet, normal or verbose
Piece = tuple[str, str]
Line = list[Piece]

MOST_QUESTIONS: Final = 3
_STATUS_STYLE: Final = {
    # Nothing is green: that no rule is met is no permission.
    "no_trigger": "",
    "undetermined": "yellow",
    "noted": "",
    "review": "bold yellow",
    "presumptive_denial": "bold red",
    "out_of_scope": "dim",
    "not_examined": "dim",
    "duty": "cyan",
    "open": "yellow",
}
_VERDICT_STYLE: Final = {"stays_inside": "", "leaves": "bold red", "starts_outside": "red"}
_SHORT_TITLES: Final = {
    "1": message("International obligations"),
    "2": message("Human rights, humanitarian law"),
    "3": message("Internal situation"),
    "4": message("Regional peace"),
    "5": message("Allies and own security"),
    "6": message("Conduct of the buyer"),
    "7": message("Diversion and re-export"),
    "8": message("Development"),
}


def render_text(
    result: Result,
    *,
    detail: Detail = "normal",
    width: int = 80,
    masked: bool = False,
    language: str = "",
) -> str:
    """The report as plain text, with a newline at its end.

    Args:
        result: What to report.
        detail: `quiet` gives the headline alone, `verbose` every finding and fact.
        width: Columns to keep within.
        masked: Leave names and free text out of the case as given.
        language: Code of the language of the report; by default that of the result.
    """
    result = result.in_language(language or result.language, masked=masked)
    lines = report_lines(result, detail=detail, width=width, masked=masked)
    return "".join("".join(text for _, text in line).rstrip() + "\n" for line in lines)


def report_lines(
    result: Result, *, detail: Detail = "normal", width: int = 80, masked: bool = False
) -> list[Line]:
    """The report as lines of (style, text) pieces; see `render_text`."""
    result = result.in_language(result.language, masked=masked)
    return list(_Report(result, detail, max(width, 40), masked).lines())


class _Report:
    def __init__(self, result: Result, detail: Detail, width: int, masked: bool) -> None:
        self.result = result
        self.masked = masked
        self.language = find_language(result.language)
        self.verbose = detail == "verbose"
        self.quiet = detail == "quiet"
        self.concerned = Concerned(result, self.language, merged=not self.verbose)
        self.width = width

    def lines(self) -> Iterator[Line]:
        result, text = self.result, self.language.text
        yield from self._wrap(self._headline(), style=_STATUS_STYLE[result.outcome.status])
        given = not self.quiet and (self.verbose or says_more(result))
        yield from self._transfer(given=given)
        if given:
            yield from self._given()
        if not self.quiet:
            for said in each_text(result, self.language):
                yield from self._wrap(said, indent=1, hang=2)
        for containment in result.containment:
            yield from self._containment(containment)
        if not self.quiet:
            yield []
            title = text("Criteria of Common Position 2008/944/CFSP, Article 2")
            yield from self._wrap(title, style="bold")
            yield from self._criteria()
            yield from self._duties()
            yield from self._questions()
            if not self.verbose:
                yield []
            yield from self._assumptions()
            yield from self._listing(text("Warnings"), result.warnings)
            yield from self._listing(text("Not covered"), result.limits)
        yield from self._end()

    def _transfer(self, *, given: bool) -> Iterator[Line]:
        """The transfer in a line; where it takes more and the case follows, its days alone."""
        transfer, clocks = self.result.transfer, self._clocks()
        together = f"{transfer}; {clocks}"
        if display_width(together) <= self.width:
            yield [("bold", together)]
            return
        if not given or self.verbose or len(self.concerned.places) < 2:
            yield from self._wrap(transfer, style="bold")
        yield from self._wrap(clocks, style="dim")

    def _given(self) -> Iterator[Line]:
        """The case as given, where it says more than the line of the transfer."""
        rows = given_rows(self.result, self.language, masked=self.masked)
        wide = max((display_width(row.label) for row in rows), default=0)
        for label, said in rows:
            for at, one in enumerate(said):
                first = f" {'' if at else label:{wide}}  "
                lines = wrap(one, self.width, first=first, rest=" " * (wide + 3))
                yield from ([("", line)] for line in lines)

    def _facts(self, names: Iterable[str]) -> str:
        """Facts by what they are called; by their codes where everything is asked for."""
        return ", ".join(names) if self.verbose else fact_list(names, self.language, self.result)

    def _clocks(self) -> str:
        result, language = self.result, self.language
        clocks = days_text(result, language)
        if not result.reference or self.masked:
            return clocks
        return clocks + "; " + language.text("reference {reference}", reference=result.reference)

    def _headline(self) -> str:
        outcome = self.result.outcome
        status = self.language.token(outcome.status).upper()
        # "REVIEW under criteria 2 and 7"; where the line begins otherwise, "REVIEW: ...".
        head = self.result.lead or f"{status}: {outcome.headline}"
        at_worst = reachable(outcome.status, self.result.findings)
        if at_worst != outcome.status:
            said = self.language.token(at_worst)
            head += " " + self.language.text("(at worst {status})", status=said)
        return head

    def _containment(self, found: Containment) -> Iterator[Line]:
        token = self.language.token
        said = f"{found.title}: {token(found.verdict).upper()}"
        if found.qualifiers:
            said += f" ({', '.join(token(q) for q in found.qualifiers)})"
        style = _VERDICT_STYLE.get(found.verdict, "yellow")
        yield from self._wrap(said, style=style)
        if not self.quiet:
            picture = chain_lines(found, self.language, self.width, every=self.verbose)
            yield from ([piece] for piece in picture)

    def _criteria(self) -> Iterator[Line]:
        """Criteria that say something each in full; those without a trigger in one run."""
        quiet = []
        examined = [one for one in self.result.criteria if one.status != NOT_EXAMINED]
        if len(examined) < len(self.result.criteria):
            said = self.language.text("not examined: no rule of the criteria was asked")
            yield from self._wrap(said, indent=1, hang=2, style=_STATUS_STYLE[NOT_EXAMINED])
        for criterion in examined:
            if criterion.status == "no_trigger" and not (criterion.to_weigh or self.verbose):
                quiet.append(criterion)
            else:
                yield from self._criterion(criterion)
        if quiet:
            said = without_trigger(quiet, self.language)
            yield from self._wrap(said, indent=1, hang=2, style=_STATUS_STYLE["no_trigger"])

    def _criterion(self, found: CriterionResult) -> Iterator[Line]:
        language = self.language
        examined = language.text(
            "{n} of {of} rules decided", n=found.examined.decided, of=found.examined.of
        )
        short = _SHORT_TITLES.get(found.criterion)
        title = language.text(short) if short else found.title
        name = criterion_name(found, language)
        name = name if is_own(found) else f"{name} {title}"
        status = language.token(found.status).upper()
        mine = [f for f in self.result.findings if f.criterion == found.criterion]
        status = ", ".join((status, *criterion_notes(found, mine, language)))
        yield from self._wrap(
            f"{name}: {status}; {examined}", indent=1, hang=2,
            style=_STATUS_STYLE[found.status],
        )  # fmt: skip
        if self.verbose:
            for finding in mine:
                yield from self._finding(finding)
            if not mine:
                read = language.text("read: {facts}", facts=", ".join(found.read))
                yield from self._wrap(read, indent=4, style="dim")
        else:
            merged = by_rule(mine)
            yield from self._met([f for f in merged if f.status not in ("noted", "open")])
            yield from self._noted([f for f in merged if f.status == "noted"])
            if found.status == "undetermined" or found.bar_possible:
                yield from self._open([f for f in mine if f.doubt])

    def _met(self, findings: Sequence[Finding]) -> Iterator[Line]:
        """Bars, or else the first, in full; the others by title. Each with its citation."""
        order = sorted(findings, key=lambda f: -STATUS_ORDER.index(f.status))
        most = max(1, sum(f.status == "presumptive_denial" for f in order))
        for finding in order[:most]:
            yield from self._finding(finding)
        if others := order[most:]:
            said = "; ".join(f"{f.title} [{self.concerned.cited(f)}]" for f in others)
            also = self.language.text("also: {findings}", findings=said)
            yield from self._wrap(f"* {also}", indent=3, hang=2)
        for note in dict.fromkeys(f.note for f in others if f.note):
            yield from self._wrap(note, indent=5, style="yellow")

    def _noted(self, findings: Sequence[Finding]) -> Iterator[Line]:
        """What is to be weighed and is no trigger, by title, with point and rule."""
        if findings:
            said = "; ".join(f"{f.title} [{self.concerned.cited(f)}]" for f in findings)
            said = self.language.text("to weigh: {findings}", findings=said)
            yield from self._wrap(f"- {said}", indent=3, hang=2)

    def _open(self, findings: Sequence[Finding]) -> Iterator[Line]:
        """Doubts, by the facts that would decide them; bars before the rest."""
        groups: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        order = sorted(findings, key=lambda f: (f.could_be != "presumptive_denial", f.missing))
        for finding in order:
            if finding.tier in ("law", "screen"):
                groups.setdefault((finding.could_be, finding.missing), []).append(finding.title)
        for (could_be, missing), titles in groups.items():
            text = "? " + self.language.text(
                "{status} if {rules}: depends on {facts}", status=self.language.token(could_be),
                rules=self.language.either(titles), facts=self._facts(missing),
            )  # fmt: skip
            yield from self._wrap(text, indent=3, hang=2, style=_STATUS_STYLE["open"])

    def _finding(self, found: Finding) -> Iterator[Line]:
        yield from self._wrap(
            f"* {found.text} [{self.language.point(found.point)}, {self._tag(found)}]",
            indent=3, hang=2,
            style=_STATUS_STYLE[found.status] if found.status != "review" else "",
        )  # fmt: skip
        if self.verbose:
            yield from self._wrap(f"{found.rule}: {found.citation}", indent=5, style="dim")
            for because in found.because:
                yield from self._wrap(
                    because_text(because, self.language), indent=7, hang=2, style="dim"
                )
        elif found.status != "open":
            sources = sources_text(found, self.language, self.width - 5)
            yield from self._wrap(sources, indent=5, style="dim")
        if found.missing:
            missing = self.language.text("missing: {facts}", facts=self._facts(found.missing))
            yield from self._wrap(missing, indent=5)
        if found.note:
            yield from self._wrap(found.note, indent=5, style="yellow")

    def _tag(self, found: Finding) -> str:
        if found.status == "open":
            return open_text(found, self.language)
        tag = tier_text(found, self.result.criteria, self.language)
        about = [*self.concerned.items(found, in_full=True), *self.concerned.of_several(found)]
        return "; ".join([tag, *about])

    def _duties(self) -> Iterator[Line]:
        duties = [d for d in self.result.duties if d.status == "duty" or self.verbose]
        open_ = [d for d in self.result.duties if d.status == "open" and not self.verbose]
        if not self.result.duties:
            return
        if self.verbose:
            yield []
        yield from self._wrap(self.language.text("Duties"), style="bold")
        for duty, others in self.concerned.duties(duties):
            cited = f"{self.language.point(duty.point)}, {duty.rule}"
            cited = "; ".join(filter(None, (cited, others)))
            yield from self._wrap(f"* {duty.text} [{cited}]", indent=1, hang=2)
        if open_:
            said = self.language.text(
                "perhaps: {duties}; depends on {facts}",
                duties="; ".join(
                    dict.fromkeys(
                        f"{duty.text} [{self.language.point(duty.point)}]" for duty in open_
                    )
                ),
                facts=self._facts(fact for duty in open_ for fact in duty.missing),
            )  # fmt: skip
            yield from self._wrap(f"* {said}", indent=1, hang=2, style="dim")

    def _questions(self) -> Iterator[Line]:
        questions = self.result.questions
        if not questions:
            return
        shown = questions if self.verbose else questions[:MOST_QUESTIONS]
        yield []
        title = self.language.text("Information requested")
        if len(shown) < len(questions):
            title = self.language.text(
                "Information requested (the first {n} of {of})", n=len(shown), of=len(questions)
            )
        yield from self._wrap(title, style="bold")
        for number, question in enumerate(shown, 1):
            yield from self._question(number, question)

    def _question(self, number: int, question: Question) -> Iterator[Line]:
        who = who_text(question.who, self.language)
        said = f"{question.fact}; {who}" if self.verbose else who
        yield from self._wrap(f"{number} {question.ask} [{said}]", indent=1, hang=2)
        if self.verbose:
            settles = self.language.text("settles {rules}", rules=", ".join(question.settles))
            yield from self._wrap(settles, indent=3, style="dim")

    def _assumptions(self) -> Iterator[Line]:
        """Defaults where nobody said anything are many and alike, so they are counted."""
        result = self.result
        assumed = list(result.assumptions)
        silent = [one.kind == "silence" for one in result.assumed] or [False] * len(assumed)
        if not self.verbose and (count := sum(silent)):
            assumed = [said for said, idle in zip(assumed, silent, strict=True) if not idle]
            assumed.append(self.language.count(
                "{n} fact that nobody stated", "{n} facts that nobody stated", count
            ))  # fmt: skip
        yield from self._listing(self.language.text("Assumed"), assumed)

    def _listing(self, title: str, entries: Sequence[str]) -> Iterator[Line]:
        if not entries:
            return
        if self.verbose:
            yield []
            yield from self._wrap(title, style="bold")
            for entry in entries:
                yield from self._wrap(f"* {entry}", indent=1, hang=2)
        else:
            said = in_words("; ".join(entries), self.language, self.result)
            yield from self._wrap(f"{title}: {said}.")

    def _end(self) -> Iterator[Line]:
        if self.verbose:
            yield []
        elif not self.quiet:
            more = self.language.text("Every finding, fact, question and assumption: --verbose.")
            yield from self._wrap(more, style="dim")
        said = engine_text(self.result, self.language, named=self.verbose)
        yield from self._wrap(f"{said} {self.result.not_permission}", style="bold")

    def _wrap(
        self, text: str, *, indent: int = 0, hang: int = 0, style: str = ""
    ) -> Iterable[Line]:
        first, rest = " " * indent, " " * (indent + hang)
        return [[(style, line)] for line in wrap(text, self.width, first=first, rest=rest)]


_PILE_TITLES: Final = {
    "needs_a_person": message("Needs a person"),
    "open": message("Open"),
    "no_trigger": message("No trigger"),
}


def pile_text(cases: Sequence[tuple[str, Result]], *, width: int = 80) -> str:
    """The list of a pile, with a newline at its end.

    Args:
        cases: Name and result of each; at least one.
        width: Columns to keep within.
    """
    language = find_language(cases[0][1].language)
    lines = [language.count("{n} case", "{n} cases", len(cases))]
    for group, statuses in PILE:
        mine = [case for case in cases if case[1].outcome.status in statuses]
        if not mine:
            continue
        mine.sort(key=lambda case, order=statuses: _grave(case[1], order))  # type: ignore[misc]
        lines += ["", f"{language.text(_PILE_TITLES[group])} ({len(mine)})"]
        for name, result in mine:
            said = f"{name}: {'; '.join(_why(result))}"
            lines += wrap(said, width, first=" * ", rest="   ")
    lines += ["", language.text(NOT_PERMISSION)]
    return "\n".join(lines) + "\n"


def _grave(result: Result, order: Sequence[str]) -> tuple[int, int]:
    triggered = sum(c.status in ("review", "presumptive_denial") for c in result.criteria)
    return order.index(result.outcome.status), -triggered


def _why(result: Result) -> Iterator[str]:
    """Why it stands where it does, and what to ask first."""
    language = find_language(result.language)
    yield result.outcome.headline
    # What is clean waits for nothing.
    if result.questions and result.outcome.status != "no_trigger":
        yield language.text("ask first: {question}", question=result.questions[0].ask)

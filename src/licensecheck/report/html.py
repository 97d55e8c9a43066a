"""The page of a result: answer, chain, criteria at a glance, and what they rest on; no script."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from licensecheck.language import find_language
from licensecheck.messages import message
from licensecheck.report.chain import INSIDE_WORDS
from licensecheck.report.chain_drawing import drawings
from licensecheck.report.elements import Child, Element, Part, element
from licensecheck.report.given import GivenRow, given_rows
from licensecheck.report.pages import contents, document, listing, sections, table
from licensecheck.screening.result import NOT_EXAMINED, STATUS_ORDER
from licensecheck.wording.fact_words import fact_list, fact_words, in_words
from licensecheck.wording.finding_words import (
    Concerned,
    by_rule,
    criterion_name,
    criterion_notes,
    days_text,
    each_text,
    engine_text,
    is_own,
    marks_text,
    open_text,
    persons_of,
    reachable,
    sources_text,
    tier_text,
    who_text,
    without_trigger,
)
from licensecheck.wording.result import (
    Because,
    Containment,
    CriterionResult,
    Finding,
    Question,
    Result,
)

__all__ = ["CSS", "headline", "render_html", "result_sections"]

# Status is told by its word and the form of its edge; colour only repeats it. Nothing is green:
# that no rule is met is no permission.
CSS: Final = """
:root { --weak: #5a6470; --ask: #7a5200; --look: #9a3d00; --bar: #a3001b; --in: #0b4a8f;
  --in-fill: #e8f0fa; --out-fill: #fbeae3; --mid-fill: #f4f2ea; }
@media (prefers-color-scheme: dark) {
  :root { --weak: #b4bcc6; --ask: #ecc468; --look: #ffb086; --bar: #ff9aa6; --in: #9cc9ff;
    --in-fill: #1b2836; --out-fill: #35231b; --mid-fill: #2a2821; }
}
.answer { border: 2px solid var(--weak); border-left-width: .7rem; padding: .6rem 1rem;
  margin: 1rem 0; }
.answer p { margin: .3rem 0; }
.answer .headline { font-size: 1.35rem; font-weight: bold; line-height: 1.25; }
.undetermined, .open { --status: var(--ask); }
.review, .duty { --status: var(--look); }
.presumptive_denial { --status: var(--bar); }
.answer, .finding { border-color: var(--status, var(--weak)); }
.finding.open { border-left-style: dashed; }
.presumptive_denial.answer, .presumptive_denial.finding { border-left-style: double; }
.status { color: var(--status, var(--weak)); font-weight: bold; }
.finding, .fold { border: 1px solid var(--line);
  border-left: .35rem solid var(--status, var(--line));
  margin: .5rem 0; padding: 0 .8rem; }
summary { cursor: pointer; padding: .7rem 0; overflow-wrap: anywhere; }
summary:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
summary + * { margin-top: 0; }
code { font-family: "Liberation Mono", Consolas, monospace; font-size: .9em;
  overflow-wrap: anywhere; }
dl.facts dt { font-weight: normal; }
body { overflow-wrap: anywhere; }
th, td { min-width: 4.5rem; overflow-wrap: break-word; }
@media (max-width: 30rem) {
  #chain th, #chain td { padding: .25rem .3rem; min-width: 0; font-size: .85rem; }
}
.ask li { margin: .5rem 0; }
.given { display: grid; grid-template-columns: minmax(6rem, 11rem) 1fr; gap: .15rem 1rem; }
.given dt { grid-column: 1; margin: 0; font-weight: normal; color: var(--soft); }
.given dd { grid-column: 2; margin: 0; }
.small { font-size: .85rem; }
.printed { display: none; }
@media (max-width: 30rem) { .given { display: block; } .given dt { margin-top: .4rem; } }
.chain { display: block; max-width: 100%; height: auto; margin: .8rem 0;
  font: 14px "Liberation Sans", Arial, Helvetica, sans-serif; }
.chain text { fill: var(--ink); }
.chain .place { font-weight: bold; }
.chain .mark { font-weight: bold; font-size: 13px; }
.chain .role, .chain .lane-name { font-size: 13px; fill: var(--soft); }
.chain .lane { fill: var(--head); stroke: var(--line); }
.chain .hand rect { fill: var(--in-fill); stroke: var(--in); stroke-width: 2; }
.chain .outside rect { fill: var(--out-fill); stroke: var(--look); stroke-dasharray: 7 4;
  stroke-width: 3; }
.chain .middle rect { fill: var(--mid-fill); stroke: var(--ask); stroke-dasharray: 2 4; }
.chain .arrow path { fill: var(--ink); }
.chain .arrow .line { fill: none; stroke: var(--ink); stroke-width: 2; }
.wide-chain { display: none; }
@media (min-width: 48rem) {
  .wide-chain { display: block; }
  .tall-chain:not(.alone) { display: none; }
}
@media print {
  :root { --weak: #333333; --ask: #333333; --look: #000000; --bar: #000000; --in: #000000;
    --in-fill: #ffffff; --out-fill: #eeeeee; --mid-fill: #ffffff; }
  .fold:not([open]), .finding:not([open]) > :not(summary) { display: none; }
  .fold[open] + .printed { display: none; }
  .printed { display: block; }
  body { font-size: 8.4pt; line-height: 1.22; }
  h1 { font-size: 14pt; margin: 0 0 .2rem; }
  h2 { font-size: 10.5pt; margin: .5rem 0 .15rem; }
  h3 { font-size: 9.2pt; margin: .35rem 0 .1rem; }
  p, li, dd { max-width: none; }
  .answer { padding: .2rem .6rem; margin: .3rem 0; }
  .answer .headline { font-size: 11pt; }
  .answer p, .ask li, p, ol, ul { margin-top: .1rem; margin-bottom: .1rem; }
  .finding { border: none; border-left: .2rem solid var(--status, var(--line));
    margin: .15rem 0; padding: 0 .5rem; }
  small, .small { font-size: 7pt; }
  summary { list-style: none; padding: .1rem 0; }
  .chain { max-height: 34mm; margin: .1rem 0; }
  .of-alliance { display: inline-block; width: 49%; vertical-align: top; }
  .finding, .answer, .chain { break-inside: avoid; }
  h3 + p { break-after: avoid; }
}
"""


_MOST_QUESTIONS: Final = 5
_MOST_GIVEN: Final = 5
_MOST_MET: Final = 1  # findings of a criterion that are told in full
_SOURCES: Final = 150  # letters for the sources of a finding
_SHORT_HASH: Final = 12
UNDETERMINED: Final = "undetermined"
_CELEX: Final = re.compile(r"[0-9][0-9A-Z()-]{5,30}")
_EUR_LEX: Final = "https://eur-lex.europa.eu/legal-content/{}/TXT/?uri=CELEX:{}"


def render_html(
    result: Result, *, every: bool = False, masked: bool = False, language: str = ""
) -> str:
    """The result as one self-contained page, which prints on two sheets.

    It holds no script and fetches nothing; every text is escaped. What is folded is left out in
    print, unless everything is asked for.

    Args:
        result: What to report.
        every: Open every fold, on screen and in print.
        masked: Leave names and free text out of the case as given.
        language: Code of the language of the page; by default that of the result.
    """
    said = result.in_language(language or result.language, masked=masked)
    return _Page(said, every=every, masked=masked).html()


def result_sections(result: Result, *, without: Collection[str] = ()) -> list[Element]:
    """The sections of the page of a result, for a page that holds more than these.

    Args:
        result: What to report, in the language of its texts.
        without: Ids of sections to leave out, such as `case`.
    """
    return [one for one in _Page(result, every=False, masked=False).sections()
            if one.get("id") not in without]  # fmt: skip


def headline(result: Result) -> str:
    """The line that says the outcome, with a capital."""
    said = result.outcome.headline
    return said[:1].upper() + said[1:]


class _Page:
    def __init__(self, result: Result, *, every: bool, masked: bool) -> None:
        self.result = result
        self.language = find_language(result.language)
        self.text = self.language.text
        self.every = every
        self.masked = masked
        self.concerned = Concerned(result, self.language, merged=True)

    def html(self) -> str:
        result, text = self.result, self.text
        shown = self.sections()
        body = (
            element("a", text("Skip to the answer"), class_="skip", href="#answer"),
            element("header", element("h1", result.heading or result.transfer),
                    element("p", self.clocks(), class_="soft")),
            contents(shown, text("Contents")),
            element("main", shown),
        )  # fmt: skip
        title = f"{result.outcome.headline} – {result.transfer}"
        return document(*body, title=title, language=self.language.code, css=CSS)

    def sections(self) -> list[Element]:
        """Each part of the answer under its title; those that say nothing are left out."""
        text = self.text
        parts: Mapping[str, tuple[str, list[Part]]] = {
            "case": (text("The case as given"), [self.given()]),
            "answer": (text("Answer"), [*self.answer()]),
            "findings": (text("What was found"), [*self.findings()]),
            "duties": (text("Duties"), [*self.duties()]),
            "questions": (text("What is asked, and of whom"), [*self.questions()]),
            "chain": (text("Chain"), [*self.chains()]),
            "not-covered": (text("Not covered"), [self.not_covered()]),
            "rest": (text("The rest"), [*self.rest()]),
        }
        return sections(parts)

    def given(self) -> Part:
        rows = given_rows(self.result, self.language, masked=self.masked)
        pairs = [part for row in rows for part in self.given_row(row)]
        return element("dl", pairs, class_="given") if pairs else None

    def given_row(self, row: GivenRow) -> Iterator[Element]:
        yield element("dt", row.label)
        shown, rest = row.said[:_MOST_GIVEN], row.said[_MOST_GIVEN:]
        yield from (element("dd", one) for one in shown)
        if rest:
            more = self.language.count("{n} more", "{n} more", len(rest))
            listed = [element("p", one) for one in rest]
            yield element("dd", self.fold(more, listed), element("p", more, class_="soft printed"))

    def clocks(self) -> Iterator[str | Element]:
        result, text = self.result, self.text
        yield days_text(result, self.language)
        if result.reference and not self.masked:
            yield "; "
            yield element("bdi", text("reference {reference}", reference=result.reference))

    def answer(self) -> Iterator[Part]:
        result, token = self.result, self.language.token
        outcome = result.outcome
        lines: list[Part] = [element("p", headline(result), class_="headline")]  # fmt: skip
        at_worst = reachable(outcome.status, result.findings)
        if at_worst != outcome.status:
            lines.append(element("p", self.text("at worst {status}", status=token(at_worst))))
        if outcome.bar_possible:
            lines.append(element("p", self.text("a mandatory ground for refusal is not excluded")))
        lines += [element("p", f"{one.title}: {token(one.verdict)}") for one in result.containment]
        lines.append(listing(each_text(result, self.language)))
        # That no trigger is no permission stands beside the answer, not only at its end.
        lines.append(element("p", element("strong", result.not_permission)))
        yield element("div", lines, class_=f"answer {_known(outcome.status)}")
        if result.warnings:
            yield element("h3", self.text("Warnings"))
            yield listing(map(self.in_words, result.warnings))

    def chains(self) -> Iterator[Element]:
        for number, found in enumerate(self.result.containment, 1):
            yield element("div", self.chain(found, f"chain-{number}"), class_="of-alliance")

    def chain(self, found: Containment, name: str) -> Iterator[Element]:
        token, text = self.language.token, self.text
        verdict = f"{found.title}: {token(found.verdict)}"
        yield element("h3", verdict)
        if found.qualifiers:
            yield element("p", ", ".join(map(token, found.qualifiers)))
        yield from drawings(found, self.language, name=name)
        rows = [
            (token(one.role), one.place, text(INSIDE_WORDS[one.inside]), one.basis)
            for one in found.touchpoints
        ]
        heads = (text("party or border"), text("place"), text("inside or outside"), text("basis"))
        yield self.fold(text("Each party and border"), table(heads, rows, caption=verdict))
        if (weakest := found.weakest) is not None:
            yield element("p", text(
                "weakest: {role} {place} ({basis})",
                role=token(weakest.role), place=weakest.place, basis=weakest.basis,
            ))  # fmt: skip

    def findings(self) -> Iterator[Part]:
        """Each criterion that says something; those without a trigger in one line."""
        quiet = []
        for one in self.result.criteria:
            mine = by_rule([f for f in self.result.findings if f.criterion == one.criterion])
            if one.status in ("no_trigger", NOT_EXAMINED) and not one.to_weigh:
                quiet.append(one)
            else:
                yield self.criterion(one, mine)
        if quiet:
            said = without_trigger(quiet, self.language)
            if quiet[0].status == NOT_EXAMINED:
                said = self.text("not examined: no rule of the criteria was asked")
            yield element("p", said)

    def criterion(self, one: CriterionResult, mine: Sequence[Finding]) -> Element:
        token = self.language.token
        number = self.number(one)
        said = [self.text("{n} of {of} rules decided", n=one.examined.decided, of=one.examined.of)]
        said += criterion_notes(one, mine, self.language)
        met = [f for f in mine if f.status not in ("noted", "open")]
        met.sort(key=lambda f: f.status != STATUS_ORDER[-1])
        doubts = [f for f in mine if f.doubt and one.status == UNDETERMINED]
        noted = [f for f in mine if f.status == "noted"]
        return element(
            "section",
            element("h3", f"{number}: " if is_own(one) else f"{number} {one.title}: ",
                    element("span", token(one.status), class_=f"status {_known(one.status)}"),
                    " ", element("small", f"({'; '.join(said)})", class_="soft"),
                    id=f"criterion-{number}-title"),
            [self.finding(found) for found in met[:_MOST_MET]],
            self.by_title(message("also: {findings}"), met[_MOST_MET:]),
            self.by_title(message("to weigh: {findings}"), noted),
            [self.finding(found) for found in doubts[:_MOST_MET]],
            self.by_title(message("also open: {findings}"), doubts[_MOST_MET:]),
            id=f"criterion-{number}", aria_labelledby=f"criterion-{number}-title",
        )  # fmt: skip

    def by_title(self, label: str, findings: Sequence[Finding]) -> Element | None:
        """Further findings by title, each with its citation; opened, each in full."""
        if not findings:
            return None
        said = "; ".join(f"{f.title} [{self.concerned.cited(f)}]" for f in findings)
        return element(
            "details",
            element("summary", self.text(label, findings=said)),
            [self.finding(found) for found in findings],
            class_="finding", open=self.every,
        )  # fmt: skip

    def duties(self) -> Iterator[Element]:
        met = [one for one in self.result.duties if one.status != "open"]
        for one, others in self.concerned.duties(met):
            yield self.finding(one, others)
        open_ = [one for one in by_rule(self.result.duties) if one.status == "open"]
        if open_:
            yield element("p", self.text(
                "perhaps: {duties}; depends on {facts}",
                duties="; ".join(f"{one.text} [{self.language.point(one.point)}]" for one in open_),
                facts=self.facts(fact for one in open_ for fact in one.missing),
            ), class_="soft")  # fmt: skip

    def facts(self, names: Iterable[str]) -> str:
        return fact_list(names, self.language, self.result)

    def in_words(self, said: str) -> str:
        return in_words(said, self.language, self.result)

    def rest(self) -> Iterator[Element]:
        """What a reader opens who asks for it: open rules, assumptions, editions and hashes."""
        result, text = self.result, self.text
        open_ = [
            one for one in result.findings
            if one.status == "open" and not (one.doubt and self.status_of(one) == UNDETERMINED)
        ]  # fmt: skip
        if open_:
            title = self.language.count(
                "{n} rule stays open", "{n} rules stay open", len(by_rule(open_))
            )
            yield self.fold(title, [self.finding(one) for one in by_rule(open_)])
        read = [
            element("li", f"{self.number(one)}: {self.facts(one.read)}")
            for one in result.criteria
            if one.read
        ]
        if read:
            yield self.fold(text("What was read"), element("ul", read))
        if result.assumptions:
            yield self.fold(text("Assumed"), listing(map(self.in_words, result.assumptions)))
        yield from self.receipt()

    def status_of(self, found: Finding) -> str:
        return next(
            (one.status for one in self.result.criteria if one.criterion == found.criterion), ""
        )

    def not_covered(self) -> Element:
        """What was not looked at; that no trigger is no permission stands beside the answer."""
        said = self.result.limits
        return element("p", "; ".join(said) + ".", class_="small") if said else element("p")

    def number(self, found: CriterionResult) -> str:
        return criterion_name(found, self.language)

    def finding(self, found: Finding, others: str = "") -> Element:
        text, token = self.text, self.language.token
        status = open_text(found, self.language) if found.status == "open" else token(found.status)
        tier = tier_text(found, self.result.criteria, self.language)
        cited = [self.language.point(found.point), tier]
        cited += self.concerned.items(found, in_full=True)
        # A duty says in a sentence for whom else it holds.
        several = self.concerned.of_several(found) if found.status != "duty" else []
        cited = [", ".join(cited), *several, *filter(None, (others,))]
        needed = "" if found.status != "open" else self.text(
            "depends on {facts}", facts=self.facts(found.missing)
        )  # fmt: skip
        sources = "" if found.status == "open" else sources_text(found, self.language, _SOURCES)
        return element(
            "details",
            element("summary", element("span", status, class_=f"status {_known(found.status)}"),
                    f": {found.text} [{'; '.join(cited)}]",
                    element("br"), element("small", needed or sources, class_="soft")),
            element("p", f"{found.title}: ", element("code", found.rule)),
            element("p", self.citation(found)),
            element("p", element("strong", self.in_words(found.note))) if found.note else None,
            element("dl", [part for one in found.because for part in self.because(one)],
                    class_="facts") if found.because else None,
            element("p", text("would settle it: {facts}", facts=self.facts(found.resolves)))
            if found.resolves else None,
            class_=f"finding {_known(found.status)}", open=self.every,
        )  # fmt: skip

    def citation(self, found: Finding) -> Iterator[str | Element]:
        yield found.citation
        if _CELEX.fullmatch(found.celex):
            address = _EUR_LEX.format(self.language.code.upper(), found.celex)
            yield " ("
            yield element("a", f"EUR-Lex {found.celex}", href=address,
                          rel="noopener noreferrer external")  # fmt: skip
            yield ")"

    def because(self, one: Because) -> Iterator[Element]:
        words = fact_words(one.fact, self.language, self.result)
        code = element("small", element("code", one.fact), class_="soft") if self.every else None
        yield element("dt", f"{words}: ", element("bdi", one.value), " ", code)
        marks = marks_text(one, self.language) or None
        yield element("dd", element("bdi", one.source), marks)

    def questions(self) -> Iterator[Element]:
        questions = self.result.questions
        if questions:
            first, rest = questions[:_MOST_QUESTIONS], questions[_MOST_QUESTIONS:]
            groups: dict[tuple[str, ...], list[Question]] = {}
            for one in first:
                groups.setdefault(persons_of(one.who), []).append(one)
            for who, asked in groups.items():
                said = who_text(who, self.language)
                yield element("h3", said[:1].upper() + said[1:])
                yield element("ol", map(self.question, asked), class_="ask")
            if rest:
                more = self.language.count("{n} more question", "{n} more questions", len(rest))
                listed = element("ol", map(self.question, rest), class_="ask", start=len(first) + 1)
                yield self.fold(more, listed)
                yield element("p", more, class_="soft printed")

    def question(self, one: Question) -> Element:
        settles = self.text("settles {rules}", rules=", ".join(one.settles))
        return element(
            "li", one.ask, " ",
            element("small", element("code", one.fact), class_="soft") if self.every else None,
            self.fold(self.text("What it decides"), element("p", settles)) if self.every else None,
        )  # fmt: skip

    def receipt(self) -> Iterator[Element]:
        receipt, text = self.result.receipt, self.text
        yield element("p", engine_text(self.result, self.language))
        single = {
            "licensecheck": receipt.licensecheck, "python": receipt.python,
            "vocabulary": receipt.vocabulary, "reference": receipt.reference_edition,
            "input": receipt.input, "decided": receipt.decided,
        }  # fmt: skip
        groups = (receipt.engines, receipt.options, receipt.clocks, receipt.rules,
                  receipt.reference)  # fmt: skip
        pairs = [*single.items(), *(pair for group in groups for pair in group.items())]
        listed = [
            part
            for name, value in pairs
            for part in (element("dt", name), element("dd", element("code", value)))
        ]
        editions = text("Rules, tables and decision: {parts}.", parts=", ".join(
            [*(f"{name} {digest[:_SHORT_HASH]}" for name, digest in receipt.rules.items()),
             receipt.reference_edition, receipt.decided[:_SHORT_HASH]]
        ))  # fmt: skip
        yield element("p", editions, class_="soft small")
        yield self.fold(text("Editions and hashes"), element("dl", listed))

    def fold(self, title: str, content: Child) -> Element:
        return element(
            "details", element("summary", title), content, class_="fold", open=self.every
        )


def _known(status: str) -> str:
    return status if re.fullmatch("[a-z_]+", status) else "unknown"

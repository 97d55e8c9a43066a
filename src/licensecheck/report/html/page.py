"""The page of a result: answer, chain, criteria at a glance, and what they rest on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from licensecheck.language import find_language
from licensecheck.report.chain import INSIDE_WORDS
from licensecheck.report.elements import Element, Part, element
from licensecheck.report.finding_words import TIER_WORDS, open_text, reachable, verified_text
from licensecheck.report.html.chain import drawings
from licensecheck.report.html.style import CSS
from licensecheck.report.pages import document, listing, table
from licensecheck.screening.result import (
    Because,
    Containment,
    CriterionResult,
    Finding,
    Question,
    Result,
)

__all__ = ["render_html"]

_MOST_QUESTIONS: Final = 5
_CELEX: Final = re.compile(r"[0-9][0-9A-Z()-]{5,30}")
_EUR_LEX: Final = "https://eur-lex.europa.eu/legal-content/{}/TXT/?uri=CELEX:{}"


def render_html(result: Result) -> str:
    """The result as one self-contained page.

    It holds no script and fetches nothing; every text is escaped. Folds open for print.

    Args:
        result: What to report, in the language of its texts.
    """
    return _Page(result).html()


class _Page:
    def __init__(self, result: Result) -> None:
        self.result = result
        self.language = find_language(result.language)
        self.text = self.language.text

    def html(self) -> str:
        result = self.result
        text = self.language.text
        parts: Mapping[str, tuple[str, list[Part]]] = {
            "answer": (text("Answer"), [*self.answer()]),
            "chain": (text("Chain"), [*self.chains()]),
            "criteria": (text("Criteria at a glance"), [*self.criteria()]),
            "findings": (text("Findings"), [*self.findings()]),
            "duties": (text("Duties"), [self.finding(one) for one in result.duties]),
            "questions": (text("Ask next"), [*self.questions()]),
            "assumed": (text("Assumed"), [listing(result.assumptions)]),
            "not-covered": (text("Not covered"), [listing(result.not_covered)]),
            "receipt": (text("Receipt"), [*self.receipt()]),
        }
        shown = {
            name: part for name, part in parts.items() if any(one is not None for one in part[1])
        }
        sections = [
            element(
                "section", element("h2", title, id=f"{name}-title"), content,
                id=name, aria_labelledby=f"{name}-title",
            )
            for name, (title, content) in shown.items()
        ]  # fmt: skip
        contents = [
            element("li", element("a", title, href=f"#{name}"))
            for name, (title, _) in shown.items()
        ]
        body = (
            element("a", text("Skip to the answer"), class_="skip", href="#answer"),
            element("header", element("h1", result.transfer.replace(" -> ", " → ")),
                    element("p", self.clocks(), class_="soft")),
            element("nav", element("ul", contents), aria_label=text("Contents")),
            element("main", sections),
            element("footer", element("p", result.not_covered[-1:], class_="soft")),
        )  # fmt: skip
        title = f"{result.outcome.headline} – {result.transfer}"
        return document(*body, title=title, language=self.language.code, css=CSS)

    def clocks(self) -> Iterator[str | Element]:
        result, text = self.result, self.text
        yield text("as of {day}", day=result.as_of)
        for day, said in (
            (result.rules_as_of, text("rules as of {day}", day=result.rules_as_of)),
            (result.membership_as_of, text("membership as of {day}", day=result.membership_as_of)),
            (result.facts_as_of, text("facts as of {day}", day=result.facts_as_of)),
        ):
            if day != result.as_of:
                yield f", {said}"
        if result.reference:
            yield "; "
            yield element("bdi", text("reference {reference}", reference=result.reference))

    def answer(self) -> Iterator[Part]:
        result, token = self.result, self.language.token
        outcome = result.outcome
        lines = [element("p", outcome.headline[:1].upper() + outcome.headline[1:],
                         class_="headline")]  # fmt: skip
        at_worst = reachable(outcome.status, result.findings)
        if at_worst != outcome.status:
            lines.append(element("p", self.text("at worst {status}", status=token(at_worst))))
        if outcome.bar_possible:
            lines.append(element("p", self.text("a bar is possible")))
        lines += [element("p", f"{one.title}: {token(one.verdict)}") for one in result.containment]
        # That no trigger is no permission stands beside the answer, not only at its end.
        lines.append(element("p", element("strong", result.not_covered[-1:])))
        yield element("div", lines, class_=f"answer {_known(outcome.status)}")
        if result.warnings:
            yield element("h3", self.text("Look out"))
            yield listing(result.warnings)

    def chains(self) -> Iterator[Element]:
        for number, found in enumerate(self.result.containment, 1):
            yield from self.chain(found, f"chain-{number}")

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
        heads = (text("hand or border"), text("place"), text("inside or outside"), text("basis"))
        yield table(heads, rows, caption=verdict)
        if (weakest := found.weakest) is not None:
            yield element("p", text(
                "weakest: {role} {place} ({basis})",
                role=token(weakest.role), place=weakest.place, basis=weakest.basis,
            ))  # fmt: skip

    def criteria(self) -> Iterator[Element]:
        heads = (self.text("criterion"), self.text("status"), self.text("rules decided"))
        rows = [
            (
                element("a", f"{self.number(one)} {one.title}", href=f"#criterion-{number}"),
                element("span", self.language.token(one.status),
                        class_=f"status {_known(one.status)}"),
                f"{one.examined.decided} / {one.examined.of}",
            )
            for number, one in enumerate(self.result.criteria, 1)
        ]  # fmt: skip
        caption = self.text("Criteria of Common Position 2008/944/CFSP, Article 2")
        yield table(heads, rows, caption=caption)

    def findings(self) -> Iterator[Element]:
        text, token = self.text, self.language.token
        for number, one in enumerate(self.result.criteria, 1):
            said = [text("{n} of {of} rules decided", n=one.examined.decided, of=one.examined.of)]
            mine = [f for f in self.result.findings if f.criterion == one.criterion]
            if (at_worst := reachable(one.status, mine)) != one.status:
                said.append(text("at worst {status}", status=token(at_worst)))
            if one.bar_possible:
                said.append(text("a bar is possible"))
            if one.to_weigh:
                said.append(self.language.count("{n} to weigh", "{n} to weigh", one.to_weigh))
            read = text("read: {facts}", facts=", ".join(one.read)) if one.read else None
            yield element(
                "section",
                element("h3", f"{self.number(one)} {one.title}: ",
                        element("span", token(one.status), class_=f"status {_known(one.status)}"),
                        id=f"criterion-{number}-title"),
                element("p", "; ".join(said), class_="soft"),
                [self.finding(found) for found in sorted(mine, key=_order)],
                self.fold(text("What was read"), element("p", read)) if read and not mine else None,
                id=f"criterion-{number}", aria_labelledby=f"criterion-{number}-title",
            )  # fmt: skip

    def number(self, found: CriterionResult) -> str:
        if found.criterion.isdigit():
            return found.criterion
        return self.text("national {state}", state=found.criterion.upper())

    def finding(self, found: Finding) -> Element:
        text, token = self.text, self.language.token
        status = open_text(found, self.language) if found.status == "open" else token(found.status)
        tier = text(TIER_WORDS[found.tier]) if found.tier in TIER_WORDS else found.tier
        items = self.language.count(
            "item {numbers}", "items {numbers}", len(found.items),
            numbers=", ".join(map(str, found.items)),
        )  # fmt: skip
        rule = f"{found.rule}: {found.title}; {tier}; {items}"
        return element(
            "details",
            element("summary", element("span", status, class_=f"status {_known(found.status)}"),
                    f": {found.text} [{found.point}]"),
            element("p", element("code", rule)),
            element("p", self.citation(found)),
            element("p", element("strong", found.note)) if found.note else None,
            element("dl", [part for one in found.because for part in self.because(one)],
                    class_="facts") if found.because else None,
            element("p", text("missing: {facts}", facts=", ".join(found.missing)))
            if found.missing else None,
            element("p", text("would settle it: {facts}", facts=", ".join(found.resolves)))
            if found.resolves else None,
            class_=f"finding {_known(found.status)}",
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
        yield element("dt", element("code", one.fact), " = ", element("bdi", one.value))
        marks = [one.as_of] if one.as_of else []
        if verified := verified_text(one.verified, self.language):
            marks.append(verified)
        said = f" ({', '.join(marks)})" if marks else None
        yield element("dd", element("bdi", one.source), said)

    def questions(self) -> Iterator[Element]:
        questions = self.result.questions
        if questions:
            first, rest = questions[:_MOST_QUESTIONS], questions[_MOST_QUESTIONS:]
            yield element("ol", map(self.question, first), class_="ask")
            if rest:
                more = self.language.count("{n} more question", "{n} more questions", len(rest))
                listed = element("ol", map(self.question, rest), class_="ask", start=len(first) + 1)
                yield self.fold(more, listed)

    def question(self, one: Question) -> Element:
        who = self.language.either(map(self.language.token, one.who))
        settles = self.text("settles {rules}", rules=", ".join(one.settles))
        return element(
            "li", one.ask, " ",
            element("span", "[", element("code", one.fact), f"; {who}]", class_="soft"),
            element("br"), element("small", settles, class_="soft"),
        )  # fmt: skip

    def receipt(self) -> Iterator[Element]:
        receipt, text = self.result.receipt, self.text
        engine = self.result.engine
        said = text("Decided by {engine}.", engine=engine.decided_by)
        if engine.confirmed_by:
            said = text("Decided by {engine}, confirmed by {second}.",
                       engine=engine.decided_by, second=engine.confirmed_by)  # fmt: skip
        yield element("p", said, f" {engine.note}" if engine.note else None)
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
        yield self.fold(text("Editions and hashes"), element("dl", listed))

    def fold(self, title: str, *content: Element) -> Element:
        return element("details", element("summary", title), content, class_="fold")


def _is_there(part: Part) -> bool:
    return part is not None


def _order(found: Finding) -> tuple[bool, bool, bool]:
    """What is met, what is to be weighed, doubts, and what was not asked yet."""
    return found.status == "open", found.status == "noted", not found.doubt


def _known(status: str) -> str:
    return status if re.fullmatch("[a-z_]+", status) else "unknown"

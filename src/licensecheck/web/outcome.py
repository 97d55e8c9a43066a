"""The result beside the form: answer, chain, criteria, what is open, assumed and not covered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from licensecheck.language import Language, find_language
from licensecheck.report.by_end_user import each_text
from licensecheck.report.chain import INSIDE_WORDS
from licensecheck.report.elements import serialize
from licensecheck.report.fact_words import fact_list, fact_words, in_words
from licensecheck.report.finding_words import (
    TIER_WORDS,
    by_rule,
    criterion_name,
    open_text,
    reachable,
)
from licensecheck.report.html.chain import drawings
from licensecheck.screening.result import (
    NOT_PERMISSION,
    Containment,
    CriterionResult,
    Finding,
    Result,
    unsaid,
)
from licensecheck.web.markup import Html, join, tag

__all__ = ["headline", "result_panel"]

_DIRECTION: Final = " \N{RIGHTWARDS ARROW} "


def headline(result: Result) -> str:
    """The line that says the outcome, with a capital."""
    said = result.outcome.headline
    return said[:1].upper() + said[1:]


def result_panel(result: Result) -> Html:
    """The result as a part of the form's page."""
    return join(_parts(result, find_language(result.language)))


def _parts(result: Result, language: Language) -> Iterator[Html]:
    text, token, outcome = language.text, language.token, result.outcome
    lines = [tag("p", headline(result), class_="headline")]
    at_worst = reachable(outcome.status, result.findings)
    if at_worst != outcome.status:
        lines.append(tag("p", text("at worst {status}", status=token(at_worst))))
    if outcome.bar_possible:
        lines.append(tag("p", text("a mandatory ground for refusal is not excluded")))
    lines += [tag("p", f"{one.title}: {token(one.verdict)}") for one in result.containment]
    lines.append(tag("p", tag("strong", text(NOT_PERMISSION))))
    lines += [tag("p", said) for said in each_text(result, language)]
    yield tag("p", result.transfer.replace(" -> ", _DIRECTION), class_="transfer")
    yield tag("div", *lines, class_=f"answer {outcome.status}")
    if result.warnings:
        yield tag("h3", text("Warnings"))
        yield _listing(result.warnings)
    for number, found in enumerate(result.containment, 1):
        yield _chain(found, f"chain-{number}", language)
    yield tag("h3", text("Criteria at a glance"))
    yield tag("ul", *(_criterion(one, result, language) for one in result.criteria),
              class_="criteria")  # fmt: skip
    if result.duties:
        yield tag("h3", text("Duties"))
        yield join(_finding(one, result) for one in result.duties)
    others, stated = [], []
    for said in result.assumptions:
        pair = unsaid(said, language)
        if pair:
            stated.append(f"{fact_words(pair[0], language, result)}: {pair[1]}")
        else:
            others.append(in_words(said, language, result))
    yield _fold(text("Assumed"), _listing((*others, *stated)), len(others) + len(stated))
    yield tag("h3", text("Not covered"))
    yield _listing(result.not_covered)
    engine = result.engine
    said = text("Decided by {engine}.", engine=engine.decided_by)
    if engine.confirmed_by:
        said = text("Decided by {engine}, confirmed by {second}.",
                    engine=engine.decided_by, second=engine.confirmed_by)  # fmt: skip
    yield tag("p", said, " ", engine.note, class_="soft")


def _chain(found: Containment, name: str, language: Language) -> Html:
    text, token = language.text, language.token
    verdict = f"{found.title}: {token(found.verdict)}"
    qualifiers = ", ".join(map(token, found.qualifiers))
    hands = [
        tag("li", tag("b", f"{token(one.role)} {one.place}"), ": ",
            text(INSIDE_WORDS[one.inside]), tag("span", f" ({one.basis})", class_="soft"))
        for one in found.touchpoints
    ]  # fmt: skip
    weakest = None
    if (weak := found.weakest) is not None:
        weakest = tag("p", text("weakest: {role} {place} ({basis})", role=token(weak.role),
                                place=weak.place, basis=weak.basis))  # fmt: skip
    return join((
        tag("h3", verdict),
        tag("p", qualifiers, class_="soft") if qualifiers else None,
        Html(serialize(*drawings(found, language, name=name))),
        weakest,
        _fold(text("Chain"), tag("ol", *hands), len(hands)),
    ))  # fmt: skip


def _criterion(found: CriterionResult, result: Result, language: Language) -> Html:
    text, token = language.text, language.token
    number = criterion_name(found, language)
    said = [text("{n} of {of} rules decided", n=found.examined.decided, of=found.examined.of)]
    if found.bar_possible:
        said.append(text("a mandatory ground for refusal is not excluded"))
    if found.to_weigh:
        said.append(language.count("{n} to weigh", "{n} to weigh", found.to_weigh))
    mine = by_rule([f for f in result.findings if f.criterion == found.criterion])
    head = join((
        tag("span", f"{number} {found.title}", class_="name"), " ",
        tag("span", token(found.status), class_=f"status {found.status}"), " ",
        tag("span", "; ".join(said), class_="soft"),
    ))  # fmt: skip
    if not mine:
        return tag("li", tag("div", head, class_="plain"))
    met = [_finding(one, result) for one in mine if one.status != "open"]
    waiting = sorted((one for one in mine if one.status == "open"), key=lambda f: not f.doubt)
    open_ = None
    if waiting:
        count = language.count("{n} rule stays open", "{n} rules stay open", len(waiting))
        listed = tag("div", *(_finding(one, result) for one in waiting))
        open_ = tag("details", tag("summary", count), listed, class_="fold") if met else listed
    return tag("li", tag("details", tag("summary", head), *met, open_, open=bool(met)))


def _finding(found: Finding, result: Result) -> Html:
    language = find_language(result.language)
    text, token = language.text, language.token
    status = token(found.status)
    if found.status == "open":
        status = open_text(found, language)
    tier = text(TIER_WORDS[found.tier]) if found.tier in TIER_WORDS else found.tier
    missing = ""
    if found.missing:
        facts = fact_list(found.missing, language, result)
        missing = text("missing: {facts}", facts=facts)
    return tag(
        "div",
        tag("p", tag("span", status, class_=f"status {found.status}"),
            f": {found.text} [{found.point}, {tier}]"),
        tag("p", tag("code", found.rule), " ", found.citation, class_="soft"),
        tag("p", missing) if missing else None,
        tag("p", found.note) if found.note else None,
        class_=f"finding {found.status}",
    )  # fmt: skip


def _listing(entries: Sequence[str]) -> Html:
    return tag("ul", *(tag("li", one) for one in entries))


def _fold(title: str, content: Html, count: int) -> Html:
    return tag("details", tag("summary", f"{title} ({count})"), content, class_="fold")

"""The answer of `rules review`: our rules beside the official text, as a page or as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from licensecheck.documents.texts import is_there
from licensecheck.errors import Argument, InputError, Problem, told
from licensecheck.law import law_dir, packaged_rulesets
from licensecheck.report.elements import Element, element
from licensecheck.report.pages import document
from licensecheck.report.rule_coverage import packaged_coverage, section_title
from licensecheck.rules.cases import Case, load_cases
from licensecheck.rules.coverage import Coverage, holds_points, load_coverage
from licensecheck.rules.load import load_ruleset
from licensecheck.rules.model import Rule
from licensecheck.rules.official_text import OfficialText, Passage, read_official_text
from licensecheck.rules.review import PointReview, Review, compare, reopen, sign
from licensecheck.wording.columns import paragraph

__all__ = ["review_text"]

_WIDTH: Final = 88
_STATES: Final[Mapping[str, str]] = {
    "unreviewed": "not compared yet",
    "as_read": "compared; the passage is as it was",
    "changed": "to be read again: the passage has changed",
    "not_found": "compared, but no text given here has the passage",
    "not_comparable": "compared with a text of another language or act",
}
_KINDS: Final[Mapping[str, str]] = {
    "triggers": "met", "near_miss": "near miss", "open": "open"
}  # fmt: skip
_CSS: Final = """
body { max-width: 90rem; }
.beside { display: grid; grid-template-columns: 5fr 4fr 5fr; gap: 1rem; padding: .6rem 0;
  border-bottom: 1px solid var(--line); }
.beside > * { min-width: 0; }
.beside h3 { grid-column: 1 / -1; margin: 0; }
.beside p { margin: 0 0 .4rem; }
.beside ul { margin: 0; padding-left: 1.1rem; }
@media (max-width: 50rem) { .beside { grid-template-columns: 1fr; } }
"""


def review_text(
    paths: Sequence[str],
    *,
    rules: str | None = None,
    format: str = "text",
    signed: Sequence[str] = (),
    role: str | None = None,
    on: date | None = None,
    reopened: bool = False,
) -> tuple[str, bool]:
    """Hold rules against official texts, and note what a person says of them.

    Args:
        paths: Files with official texts, none of which is kept.
        rules: The ruleset's folder; the packaged Common Position by default.
        format: `text` or `html`.
        signed: Ids of rules that a person has compared with the text.
        role: That person's role, never a name.
        on: The day of the comparison.
        reopened: Whether to take the mark of review from rules whose text has changed.

    Returns:
        The answer, and whether no rule is to be read again.

    Raises:
        InputError: A text or an option cannot be used; nothing is written then.
        LawError: A rule file is faulty.
    """
    folder = packaged_rulesets()["eu-common-position"] if rules is None else Path(rules)
    texts = _read_texts(paths)
    noted: list[str] = []
    if signed or reopened:
        _check_writable(folder, packaged=rules is None)
    if signed:
        if role is None or on is None:
            raise InputError(
                Problem(
                    Argument("role"), told("`--sign` needs `--role`"), told("such as `legal desk`")
                )
            )
        noted += [
            f"{rule.id}: reviewed: {rule.reviewed}"
            for rule in sign(folder, signed, texts, role=role, on=on)
        ]
    review = _compared(folder, texts)
    if reopened and review.changed:
        noted += [
            f"{rule.id}: no longer reviewed"
            for rule in reopen(folder, [rule.id for rule in review.changed])
        ]
        review = _compared(folder, texts)
    cases = _cases(folder)
    if format == "html":
        return _page(review, cases, noted), not review.changed
    return "\n".join(_lines(review, cases, noted)), not review.changed


def _read_texts(paths: Sequence[str]) -> list[OfficialText]:
    texts: list[OfficialText] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            texts.append(read_official_text(Path(path)))
        except InputError as error:
            name = Path(path).name
            problems += [replace(one, where=one.where or name) for one in error.problems]
    if problems:
        raise InputError(problems)
    return texts


def _check_writable(folder: Path, *, packaged: bool) -> None:
    if packaged and law_dir().name == "_law":
        what = told("the rules of an installed package are not changed in place")
        raise InputError(
            Problem(Argument("rules"), what, told("name the rules of a checkout: --rules FOLDER"))
        )
    if not is_there(str(folder)):
        raise InputError(
            Problem(Argument("rules"), told("no such folder: `{folder}`", folder=folder))
        )


def _compared(folder: Path, texts: Sequence[OfficialText]) -> Review:
    rules = load_ruleset(folder).rules
    return compare(texts, _coverage(folder, rules), rules)


def _coverage(folder: Path, rules: Sequence[Rule]) -> Coverage:
    return load_coverage(folder, rules) if holds_points(folder) else packaged_coverage()


def _cases(folder: Path) -> dict[str, list[Case]]:
    found: dict[str, list[Case]] = {}
    for case in load_cases(folder):
        found.setdefault(case.rule, []).append(case)
    return found


# --- what is said, for both forms ----------------------------------------------------------------


def _named(text: OfficialText) -> str:
    celex = text.celex or "no CELEX number in it"
    return f"{text.name} ({celex}, {text.language})"


def _summary(review: Review) -> Iterator[str]:
    for text in review.texts:
        articles = {passage.place[0] for passage in text.passages}
        amended = sum(passage.amends for passage in text.passages)
        said = f"{_named(text)}: {len(text.passages)} passages of {len(articles)} articles"
        yield f"{said}, {amended} of them new wording for another act" if amended else said
    points = len(review.points) + len(review.not_found) + len(review.unplaced)
    yield (
        f"{len(review.points)} of our {points} points found, {len(review.not_found)} not found, "
        f"{len(review.unplaced)} without a place in this act; {len(review.unnamed)} passages that "
        "no point of ours names"
    )
    states = [one.state for one in review.rules]
    yield (
        f"{len(states) - states.count('unreviewed')} of {len(states)} rules compared; "
        f"{states.count('changed')} to be read again"
    )


def _rule_line(rule: Rule, review: Review) -> str:
    state = next((one.state for one in review.rules if one.rule.id == rule.id), "unreviewed")
    by = f" ({rule.reviewed})" if rule.reviewed else ""
    return f"{rule.id} [{rule.tier}, {rule.force}] {rule.title}; {_STATES[state]}{by}"


def _case_line(case: Case) -> str:
    return f"{_KINDS[case.kind]}: {case.name}"


def _point_rules(one: PointReview, review: Review) -> list[Rule]:
    by_id = {known.rule.id: known.rule for known in review.rules}
    return [by_id[id_] for id_ in one.point.rules if id_ in by_id]


def _label(one: PointReview) -> str:
    return f"{one.point.place} ({one.point.id}, wording seen: {one.point.verified})"


def _passage_head(text: OfficialText, passage: Passage, texts: int) -> str:
    source = f"{text.celex or text.name}, {text.language}" if texts > 1 else "official text"
    return f"{source}, new wording" if passage.amends else source


# --- as text -------------------------------------------------------------------------------------


def _lines(
    review: Review, cases: Mapping[str, Sequence[Case]], noted: Sequence[str]
) -> Iterator[str]:
    for line in (*noted, *_summary(review)):
        yield from paragraph(line, width=_WIDTH)
    if review.changed:
        yield "\nTo be read again"
        for rule in review.changed:
            yield from paragraph(
                f"{rule.id} [{rule.point}], read by {rule.reviewed}", "  ", width=_WIDTH
            )
    yield from _beside_lines(review, cases)
    for title, listed in _left_over(review):
        yield f"\n{title}"
        for line in listed:
            yield from paragraph(line, "  ", width=_WIDTH)


def _beside_lines(review: Review, cases: Mapping[str, Sequence[Case]]) -> Iterator[str]:
    section = ""
    for one in review.points:
        if one.point.section != section:
            section = one.point.section
            yield f"\n{section_title(section)}"
        yield f"\n {_label(one)}"
        for text, passage in one.passages:
            head = _passage_head(text, passage, len(review.texts))
            yield from paragraph(f"{head}: {passage.text}", "  ", width=_WIDTH)
        yield from paragraph(f"ours: {one.point.says}", "  ", width=_WIDTH)
        for rule in _point_rules(one, review):
            yield from paragraph(f"rule: {_rule_line(rule, review)}", "  ", width=_WIDTH)
            for case in cases.get(rule.id, ()):
                yield from paragraph(_case_line(case), "    ", width=_WIDTH)


def _left_over(review: Review) -> Iterator[tuple[str, list[str]]]:
    if review.not_found:
        yield "Our points that were not found", [_label(one) for one in review.not_found]
    if review.unplaced:
        yield "Our points that name no place in this act", [_label(one) for one in review.unplaced]
    if review.unnamed:
        yield (
            "Passages that no point of ours names",
            [
                f"{passage.name}, {text.language}: {passage.text}"
                for text, passage in review.unnamed
            ],
        )


# --- as a page -----------------------------------------------------------------------------------


def _page(review: Review, cases: Mapping[str, Sequence[Case]], noted: Sequence[str]) -> str:
    title = "Rules beside the official text"
    body: list[Element] = [
        element("h1", title),
        element("ul", [element("li", line) for line in (*noted, *_summary(review))]),
    ]
    if review.changed:
        body.append(element("h2", "To be read again"))
        listed = [
            element("li", f"{rule.id} [{rule.point}], read by {rule.reviewed}")
            for rule in review.changed
        ]
        body.append(element("ul", listed))
    section = ""
    for one in review.points:
        if one.point.section != section:
            section = one.point.section
            body.append(element("h2", section_title(section)))
        body.append(_beside(one, review, cases))
    for head, listed_words in _left_over(review):
        body.append(element("h2", head))
        body.append(element("ul", [element("li", line) for line in listed_words]))
    return document(element("main", body), title=title, css=_CSS)


def _beside(one: PointReview, review: Review, cases: Mapping[str, Sequence[Case]]) -> Element:
    official = [
        element(
            "p",
            element("span", f"{_passage_head(text, passage, len(review.texts))}: ", class_="soft"),
            passage.text,
        )
        for text, passage in one.passages
    ]
    rules = [
        element(
            "li",
            _rule_line(rule, review),
            element("ul", [element("li", _case_line(case)) for case in cases.get(rule.id, ())]),
        )
        for rule in _point_rules(one, review)
    ]
    return element(
        "section",
        element("h3", _label(one)),
        element("div", official),
        element("div", element("p", element("span", "ours: ", class_="soft"), one.point.says)),
        element("div", element("ul", rules) if rules else element("p", "no rule")),
        class_="beside",
    )

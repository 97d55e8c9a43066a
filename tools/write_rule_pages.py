"""Write the pages of the rules: what each catches, from which point, with its cases, as Markdown.

python -m tools.write_rule_pages [FOLDER]

In: the packaged rules, their cases and the points of the text. Out: the text of each page by its
file name; those of files that are gone are taken away. A test compares them with what is stored.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from licensecheck.law import packaged_rulesets
from licensecheck.report.rule_coverage import packaged_coverage, section_title, share_line
from licensecheck.rules.cases import Case, load_cases
from licensecheck.rules.coverage import Coverage, Point
from licensecheck.rules.load import load_ruleset
from licensecheck.rules.model import Clause, Rule, status_if_met
from licensecheck.vocabulary import Vocabulary

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "rules"

_MADE: Final = "<!-- Made by `make docs-pages` from the rule files; not edited by hand. -->"
_TIERS: Final[Mapping[str, str]] = {
    "law": "a bright line of the law",
    "screen": "public facts say that a person must look",
    "assess": "a graded indicator or an officer's fact says that a person must look",
    "confirm": "an officer's recorded judgement",
    "duty": "a step that is owed",
}
_FORCES: Final[Mapping[str, str]] = {
    "deny": "refuse if established",
    "caution": "special caution",
    "weigh": "take into account",
    "procedure": "procedure",
}
_READ: Final[Mapping[str, str]] = {
    "yes": "read",
    "partly": "read in part",
    "no": "not read",
}
_KINDS: Final[Mapping[str, str]] = {
    "triggers": "It is met",
    "near_miss": "A near miss",
    "open": "It stays open",
}
_STATES: Final[Mapping[str, str]] = {
    "encoded": "encoded",
    "judgement": "left to judgement",
    "out_of_scope": "out of scope",
}


def rule_pages() -> dict[str, str]:
    """All pages by file name: one for each heading, one of all points, and an index.

    Raises:
        LawError: A rule file is faulty.
    """
    coverage = packaged_coverage()
    words = Vocabulary.load()
    pages = {}
    for root in packaged_rulesets().values():
        ruleset = load_ruleset(root)
        cases = load_cases(root)
        for heading, title in ruleset.titles.items():
            rules = [rule for rule in ruleset.rules if rule.criterion == heading]
            page = _heading_page(_heading(heading, title), rules, cases, words)
            pages[_page_of(rules[0].id)] = _text(page)
    pages["coverage.md"] = _text(_coverage_page(coverage))
    pages["index.md"] = _text(_index_page(coverage))
    return pages


def _text(lines: Iterator[str]) -> str:
    return "\n".join([_MADE, "", *lines]) + "\n"


def _heading_page(
    heading: str, rules: Sequence[Rule], cases: Sequence[Case], words: Vocabulary
) -> Iterator[str]:
    yield f"# {heading}"
    yield ""
    yield f"{share_line(rules)}."
    for rule in rules:
        yield ""
        yield from _rule_lines(rule, [case for case in cases if case.rule == rule.id], words)


def _heading(name: str, title: str) -> str:
    return f"Criterion {name}: {title}" if name.isdigit() else title


def _rule_lines(rule: Rule, cases: Sequence[Case], words: Vocabulary) -> Iterator[str]:
    # The id is the anchor as it stands; its dots would be lost in one made from the heading.
    yield f'## <a id="{rule.id}"></a>`{rule.id}`'
    yield ""
    yield f"{_sentence(rule.title)}"
    yield ""
    until = f" until {rule.in_force_until}" if rule.in_force_until else ""
    yield f"- Point of law: {rule.point}, in force from {rule.in_force_from}{until}"
    yield f"- Tier: {rule.tier}, {_TIERS[rule.tier]}"
    yield f"- Force: {rule.force}, {_FORCES[rule.force]}"
    yield f"- Gives when met: {status_if_met(rule).replace('_', ' ')}"
    yield f"- A person must weigh: {rule.judgement or 'nothing, it is a bright line'}"
    yield f"- Met when {_groups(rule.when)}"
    if rule.unless:
        yield f"- Unless {_groups(rule.unless)}"
    yield f"- Says: {rule.reason}"
    if rule.resolves:
        yield "- Then asks:"
        yield from (f"    - {words[name].ask} (`{name}`)" for name in rule.resolves)
    for kind, ids in rule.related.items():
        yield f"- {kind.capitalize()} {', '.join(_link(name) for name in ids)}"
    yield f"- Source: {_source(rule)}"
    yield f"- Reviewed: {rule.reviewed or 'not yet compared with the Official Journal'}"
    yield ""
    for kind, label in _KINDS.items():
        for case in (case for case in cases if case.kind == kind):
            yield f"- {label}: {case.name}"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _groups(groups: tuple[tuple[Clause, ...], ...]) -> str:
    return "; or ".join(" and ".join(f"`{clause}`" for clause in group) for group in groups)


def _source(rule: Rule) -> str:
    source = rule.source
    celex = f", CELEX {source.celex}" if source.celex else ""
    note = f" ({source.note})" if source.note else ""
    act = source.act.replace("{point}", rule.cited)
    return f"{act}{celex}, {source.language}; wording {_READ[source.read]}{note}"


def _link(rule: str) -> str:
    return f"[`{rule}`]({_page_of(rule)}#{rule})"


def _page_of(rule: str) -> str:
    """The page that a rule stands on, by its id."""
    first, second = rule.split(".")[:2]
    if first != "cp":
        return f"{first}.md"
    return f"criterion-{second}.md" if second.isdigit() else "articles.md"


def _coverage_page(coverage: Coverage) -> Iterator[str]:
    yield "# Every point of the text"
    yield ""
    yield f"What is encoded of {coverage.covers}."
    yield "Each point is encoded in rules or kept by the program itself, left to judgement, or out"
    yield "of scope. The words are ours; the text is that of the Official Journal."
    for section, points in coverage.sections().items():
        yield ""
        yield f"## {section_title(section)[:1].upper()}{section_title(section)[1:]}"
        for point in points:
            yield ""
            yield from _point_lines(point)


def _point_lines(point: Point) -> Iterator[str]:
    yield f"### {point.place}"
    yield ""
    yield point.says
    yield ""
    by = f" by {', '.join(_link(rule) for rule in point.rules)}" if point.rules else ""
    kept = " in the program itself" if point.state == "encoded" and not point.rules else ""
    yield f"- {_STATES[point.state].capitalize()}{by}{kept}"
    if point.reason:
        yield f"- {point.reason}"
    if point.left:
        yield f"- Left to a person: {point.left}"
    yield f"- Wording since {point.since}: {_READ[point.verified]} (`{point.id}`)"


def _index_page(coverage: Coverage) -> Iterator[str]:
    yield "# The rules"
    yield ""
    yield "| page | rules | compared with the Official Journal | wording read, in part, not |"
    yield "|---|---:|---:|---:|"
    for root in packaged_rulesets().values():
        ruleset = load_ruleset(root)
        for heading, said in ruleset.titles.items():
            rules = [rule for rule in ruleset.rules if rule.criterion == heading]
            read = [rule.source.read for rule in rules]
            reviewed = sum(bool(rule.reviewed) for rule in rules)
            counts = ", ".join(str(read.count(state)) for state in _READ)
            title, page = _heading(heading, said), _page_of(rules[0].id)
            yield f"| [{title}]({page}) | {len(read)} | {reviewed} | {counts} |"
    yield ""
    yield "## What of the text is encoded"
    yield ""
    said = f"What is encoded of {coverage.covers}"
    yield f"{said}; [every point](coverage.md) with its rules or its reason."
    yield ""
    yield "| | encoded | left to judgement | out of scope |"
    yield "|---|---:|---:|---:|"
    for section in coverage.sections():
        counts = " | ".join(str(count) for count in coverage.count(section).values())
        title = section_title(section)
        yield f"| {title[:1].upper()}{title[1:]} | {counts} |"
    yield f"| all | {' | '.join(str(count) for count in coverage.count().values())} |"
    yield ""
    yield "`licensecheck rules coverage` prints the same with how far the reference tables were"
    yield "verified, and which of them are due for review."


def main(arguments: Sequence[str]) -> int:
    """Write all pages; FOLDER is `docs/rules` by default."""
    folder = Path(arguments[0]) if arguments else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    pages = rule_pages()
    for path in folder.glob("*.md"):
        if path.name not in pages:
            path.unlink()
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

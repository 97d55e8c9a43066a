"""The law from the words of a command line: read, begun, checked, tested, compared."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any, Final

from licensecheck.commands import looked_up
from licensecheck.commands.looked_up import ruleset_paths
from licensecheck.commands.lookups import read_day
from licensecheck.errors import InputError, LawError, Problem, nearest, quote, told
from licensecheck.extras import require
from licensecheck.language import SOURCE_LANGUAGE, Language, find_language
from licensecheck.law import packaged_rulesets
from licensecheck.messages import message
from licensecheck.outputs import write_text
from licensecheck.rules.alliances import load_alliance, packaged_alliances
from licensecheck.rules.analysis import Change, Remark, analyse, diff_rules, witness_application
from licensecheck.rules.cases import Case, load_cases, read_cases
from licensecheck.rules.load import load_ruleset
from licensecheck.rules.model import Clause, Rule
from licensecheck.screening.case_runner import run_cases, unreadable
from licensecheck.screening.editions import words_of_rulesets
from licensecheck.wording.columns import paragraph
from licensecheck.wording.finding_words import TIER_WORDS
from licensecheck.wording.findings import citation
from licensecheck.wording.screener import Screener

if TYPE_CHECKING:
    from licensecheck.tables.deciding.reassess import OutcomeChanges

__all__ = [
    "analysis_text",
    "cases_text",
    "diff_text",
    "list_text",
    "show_text",
    "validate_text",
    "write_start",
]


_CASES: Final = {
    "triggers": message("triggers"),
    "near_miss": message("near miss"),
    "open": message("open"),
}


def list_text(
    ruleset: str | None, *, criterion: str | None, tier: str | None, as_of: str | None,
    language: str = SOURCE_LANGUAGE,
) -> str:  # fmt: skip
    """Rules one a line, with how many there are.

    Raises:
        InputError: There is no such ruleset or criterion, or the day cannot be read.
        LawError: A rule file breaks the form.
    """
    on = None if as_of is None else read_day(as_of)
    rules = looked_up.rules(ruleset, criterion=criterion, tier=tier, on=on)
    width = max((len(rule.id) for rule in rules), default=0)
    said = find_language(language)
    lines = [f"{rule.id:<{width}}  {rule.tier:<7} {said.text(rule.title)}" for rule in rules]
    counted = said.count(
        "{n} rule, {reviewed} compared with the Official Journal",
        "{n} rules, {reviewed} compared with the Official Journal",
        len(rules), reviewed=sum(bool(rule.reviewed) for rule in rules),
    )  # fmt: skip
    return "\n".join([*lines, counted])


def show_text(id_: str, ruleset: str | None, language: str = SOURCE_LANGUAGE) -> str:
    """Everything about one rule, with the sentences of its cases, which stay as written.

    Raises:
        InputError: There is no such rule; the nearest one is given.
    """
    found: dict[str, tuple[Rule, Path]] = {}
    for path in ruleset_paths(ruleset).values():
        found |= {rule.id: (rule, path) for rule in load_ruleset(path).rules}
    if id_ not in found:
        help_ = nearest(id_, found) or told("`licensecheck rules list` lists them")
        raise InputError(Problem("", told("no rule {id}", id=quote(id_)), help_))
    rule, path = found[id_]
    cases = [case for case in load_cases(path) if case.rule == id_]
    return "\n".join(_rule_lines(rule, cases, find_language(language)))


def _rule_lines(rule: Rule, cases: Iterable[Case], language: Language) -> Iterable[str]:
    text, token = language.text, language.token
    yield f"{rule.id}  ({rule.place})"
    in_force = text("from {day}", day=rule.in_force_from)
    if rule.in_force_until:
        in_force = text("from {day} until {until}", day=rule.in_force_from,
                        until=rule.in_force_until)  # fmt: skip
    tier = text("{tier} ({words}), force {force}", tier=rule.tier,
                words=text(TIER_WORDS[rule.tier]), force=token(rule.force))  # fmt: skip
    rows = [
        (text("catches"), text(rule.title)),
        (text("point"), citation(rule, language)),
        (text("tier"), tier),
        (text("judgement"), text(rule.judgement or "none, a bright line")),
        (text("in force"), in_force),
        (text("met when"), _groups_text(rule.when, language)),
        (text("unless"), _groups_text(rule.unless, language)),
        (text("says"), text(rule.reason)),
        (text("then ask"), ", ".join(rule.resolves)),
        (text("reviewed"), str(rule.reviewed or "")
         or text("not yet compared with the Official Journal")),
    ]  # fmt: skip
    for label, said in rows:
        if said:
            yield from paragraph(f"{label}: {said}", "  ")
    for case in cases:
        yield from paragraph(f"{text(_CASES[case.kind])}: {case.name}", "  ")


def _groups_text(groups: tuple[tuple[Clause, ...], ...], language: Language) -> str:
    """Clauses as rule files write them, and the words between."""
    both, either = f" {language.text('and')} ", f"; {language.text('or')} "
    return either.join(both.join(str(clause) for clause in group) for group in groups)


def validate_text(path: str | None, language: str = SOURCE_LANGUAGE) -> str:
    """Check rules, cases and alliances; say how many of each are sound.

    The applications of cases are read as `rules test` reads them.

    Raises:
        LawError: A file breaks the form, or a case holds what cannot be read; all of it is listed.
    """
    problems: list[Problem] = []
    rules = alliances = 0
    cases: list[Case] = []
    for root in ruleset_paths(path).values():
        try:
            ruleset = load_ruleset(root)
        except (LawError, InputError) as error:
            problems += error.problems
            continue
        rules += len(ruleset.rules)
        found, faults = read_cases(root)
        cases += found
        problems += faults
    if cases:
        problems += _unreadable(cases, path)
    if path is None:
        for file in packaged_alliances().values():
            try:
                load_alliance(file)
                alliances += 1
            except (LawError, InputError) as error:
                problems += error.problems
    if problems:
        raise LawError(problems)
    said = find_language(language)
    counted = (
        (rules, said.count("{n} rule", "{n} rules", rules)),
        (len(cases), said.count("{n} case of a rule", "{n} cases of rules", len(cases))),
        (alliances, said.count("{n} alliance", "{n} alliances", alliances)),
    )
    sound = ", ".join(words for count, words in counted if count)
    return said.text("{counted}: all sound", counted=sound)


def _unreadable(cases: Iterable[Case], path: str | None) -> Iterator[Problem]:
    """What cannot be read in the applications of cases, with the place of the case."""
    try:
        screener = _screener(path)
    except LawError:
        # Some of the rules are faulty, which is told already.
        return
    for case in cases:
        try:
            screener.open(case.application)
        except InputError as error:
            for problem in unreadable(error):
                yield replace(problem, where=": ".join(filter(None, (case.place, problem.where))))


def _screener(path: str | None) -> Screener:
    packaged = list(packaged_rulesets())
    rulesets = packaged if path is None or path in packaged else [path]
    return Screener(rulesets=rulesets, today=date.today())


def cases_text(path: str | None, language: str = SOURCE_LANGUAGE) -> tuple[str, bool]:
    """Run cases; the lines of what failed and a count, and whether all passed.

    Raises:
        LawError: A rule file or a case of it breaks the form.
    """
    names = ruleset_paths(path)
    screener, spoken = _screener(path), find_language(language)
    lines: list[str] = []
    passed = failed = 0
    for root in names.values():
        for outcome in run_cases(root, screener):
            if outcome.passed:
                passed += 1
                continue
            failed += 1
            lines.append(f"{outcome.case.place}: {outcome.case.name}")
            lines += [f"  {spoken.of(difference)}" for difference in outcome.differences]
    if not passed + failed:
        where = path or "the packaged rules"
        help_ = told("cases stand below their rule, under `cases`")
        raise LawError(Problem(where, told("there is no case to run"), help_))
    lines.append(spoken.text("{passed} passed, {failed} failed", passed=passed, failed=failed))
    return "\n".join(lines), failed == 0


_STARTS: Final = Path(__file__).with_name("starts")


def write_start(file: Path) -> str:
    """Write a commented start, and say what was written and that its cases pass.

    Args:
        file: The rule file, such as `house.yaml`; the ruleset takes its name.

    Raises:
        InputError: The file does not end in `.yaml`, its name is no word, or something is there.
    """
    name = file.stem
    if file.suffix != ".yaml" or not re.fullmatch(r"[a-z][a-z0-9]*", name) or name == "cp":
        what = told("a rule file is named by a word of small letters, ending in `.yaml`")
        raise InputError(Problem(str(file), what, told("such as `house.yaml`")))
    listed = file.with_name(f"{name}.never.txt")
    there = [one for one in (file, listed) if one.exists()]
    if there:
        raise InputError([Problem(str(one), told("is there already")) for one in there])
    starts = {listed: _STARTS / "never.txt", file: _STARTS / "rules.yaml"}
    for path, start in starts.items():
        template = Template(start.read_text(encoding="utf-8"))
        write_text(path, template.substitute(file=file.name, name=name, never=listed.name))
    said, _ = cases_text(str(file))
    return "\n".join([*(f"wrote {path}" for path in starts), said])


# A fact may wait for a rule, so it is told and fails nothing.
_TOLD_ONLY = frozenset(("unread fact",))


def analysis_text(path: str | None) -> tuple[str, bool]:
    """The remarks on a ruleset, or on all packaged ones; and whether each is explained.

    Raises:
        InputError: There is no such ruleset.
        LawError: A rule file breaks the form.
    """
    rulesets = [load_ruleset(root) for root in ruleset_paths(path).values()]
    rules = [rule for ruleset in rulesets for rule in ruleset.rules]
    remarks = analyse(rules, words_of_rulesets(rulesets))
    if path is not None:
        # One file reads only some facts; that others are unread says nothing of it.
        remarks = [remark for remark in remarks if remark.kind not in _TOLD_ONLY]
    open_ = [r for r in remarks if not r.explained and r.kind not in _TOLD_ONLY]
    lines = [_remark_line(remark) for remark in remarks]
    lines.append(f"{len(rules)} rules, {len(remarks)} remarks, {len(open_)} to be mended")
    return "\n".join(lines), not open_


def _remark_line(remark: Remark) -> str:
    subject = f"{remark.rule}: " if remark.rule else ""
    explained = " (named in `related`)" if remark.explained else ""
    return f"{remark.kind}: {subject}{_oddity(remark)}{explained}"


def _oddity(remark: Remark) -> str:
    match remark.kind, remark.about:
        case "never", _:
            return "can never fire: its clauses contradict each other"
        case "always", _:
            return "always fires, whatever the facts"
        case "idle clause", (clause,):
            return f"the clause `{clause}` decides nothing"
        case "implied", (other,):
            return f"whenever it fires, `{other}` fires as well"
        case "edition", (before,):
            return f"replaces `{before}`, which is not there"
        case "edition", (before, begins, ends):
            return f"begins {begins}, but `{before}` that it replaces ends {ends}"
        case _:
            return f"no rule reads `{remark.about[0]}`"


def diff_text(before: str, after: str, *, format: str, on: str | None) -> str:
    """What changes from one ruleset to another, with an application for each changed answer.

    Args:
        before: Packaged name, file or folder of the first text.
        after: The same of the second.
        format: `text` or `json`.
        on: A table of licences; the lines whose outcome changes are counted.

    Raises:
        InputError: There is no such ruleset, or the table cannot be read.
        LawError: A rule file breaks the form.
    """
    paths = [_one(before), _one(after)]
    first, second = (load_ruleset(path) for path in paths)
    changes = diff_rules(first.rules, second.rules, words_of_rulesets((first, second)))
    counted = _counted(Path(on), *paths) if on else None
    if format == "json":
        data: dict[str, Any] = {"changes": [_data(change) for change in changes]}
        if counted:
            data["table"] = counted.data()
        return json.dumps(data, indent=2, ensure_ascii=False)
    lines = [line for change in changes for line in _change_lines(change)]
    kinds = [change.kind for change in changes]
    counts = ", ".join(f"{kinds.count(kind)} {kind}" for kind in ("added", "removed", "changed"))
    lines.append(f"{len(changes)} rules differ: {counts}" if changes else "no rule differs")
    if counted:
        lines += _counted_lines(counted)
    return "\n".join(lines)


def _counted(table: Path, before: Path, after: Path) -> OutcomeChanges:
    require("tables", where="--on")
    from licensecheck.tables.deciding.reassess import outcome_changes

    return outcome_changes(table, before, after)


def _one(name: str) -> Path:
    (path,) = ruleset_paths(name).values()
    return path


def _witnesses(change: Change) -> Iterator[tuple[str, Mapping[str, str]]]:
    if change.no_longer is not None:
        yield "no longer met", change.no_longer
    if change.newly is not None:
        yield "newly met", change.newly


def _change_lines(change: Change) -> Iterator[str]:
    fields = f" ({', '.join(change.fields)})" if change.fields else ""
    yield f"{change.kind}: {change.rule}{fields}"
    witnesses = list(_witnesses(change))
    for label, facts in witnesses:
        yield f"  {label}, for example where {_facts(facts)}"
    if not witnesses:
        yield "  met on the same facts as before"


def _facts(facts: Mapping[str, str]) -> str:
    said = [f"{name} is {token}" for name, token in facts.items()]
    return " and ".join(said) or "nothing is asked"


def _data(change: Change) -> dict[str, Any]:
    return {
        "rule": change.rule,
        "kind": change.kind,
        "fields": list(change.fields),
        **{
            label.replace(" ", "_"): {
                "facts": dict(facts),
                "application": witness_application(facts),
            }
            for label, facts in _witnesses(change)
        },
    }


def _counted_lines(counted: OutcomeChanges) -> Iterator[str]:
    yield (
        f"{counted.changed:,} of {counted.screened:,} lines change their outcome "
        f"({counted.rejected:,} more could not be read or screened)"
    )
    for (before, after), number in _sorted(counted):
        yield f"  {before} -> {after}: {number:,}"
    if counted.early:
        yield (
            f"{counted.early:,} lines are older than the rules and were screened by their first "
            "edition"
        )


def _sorted(counted: OutcomeChanges) -> Sequence[tuple[tuple[str, str], int]]:
    return sorted(counted.moves.items(), key=lambda move: (-move[1], move[0]))

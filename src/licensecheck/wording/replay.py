"""Replaying a decision: the same application again, and what differs if the answer does.

In: a result or its receipt, as JSON, and the application. Out: a `Replay`. Which edition differs
is named by file and table; which finding differs only where the whole result is at hand, as a
receipt holds no findings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal, get_args

from licensecheck.application.models import Application
from licensecheck.documents.figures import read_day
from licensecheck.documents.strict_json import load_json
from licensecheck.documents.texts import read_text
from licensecheck.documents.values import outside_days
from licensecheck.errors import Argument, InputError, Problem, quote, told
from licensecheck.facts.denials import Denials
from licensecheck.facts.lists.parties import PartyLists
from licensecheck.language import SOURCE_LANGUAGE, languages
from licensecheck.law import packaged_rulesets
from licensecheck.messages import message
from licensecheck.reference.reference import Reference
from licensecheck.rules.alliances import packaged_alliances
from licensecheck.rules.load import load_ruleset
from licensecheck.rules.model import CRITERIA
from licensecheck.screening.editions import EngineChoice
from licensecheck.screening.receipt import decided_digest
from licensecheck.screening.result import Receipt
from licensecheck.wording.published import Published, read_published, schema_of
from licensecheck.wording.result import Because, Finding, Result
from licensecheck.wording.screener import Screener

__all__ = [
    "Difference",
    "FindingChange",
    "Recorded",
    "Replay",
    "read_recorded",
    "recorded_text",
    "replay",
]
__all__ += ["replay_schema"]

SCHEMA_ID: Final = "licensecheck/replay/1"
Kind = Literal[
    "input", "result", "rule file", "ruleset", "alliance", "vocabulary", "reference table",
    "reference edition", "engine", "licensecheck", "python", "option", "denials", "day", "finding",
]  # fmt: skip
# In place of a fact that one of the two decisions did not read.
_UNREAD: Final = message("not read or not known")
# Options that changed texts alone, in receipts of 0.1.0.
_IDLE_OPTIONS: Final = frozenset(("language",))


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was kept of a decision: its receipt, and the whole result where it was kept."""

    receipt: Receipt
    result: Result | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was: "" where it was, or is, not there."""

    kind: Kind
    name: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A finding that is not as it was, with what of its facts or its rule changed."""

    rule: str
    criterion: str
    before: str
    now: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Replay(Published):
    """What a replay found.

    Attributes:
        schema: Id of the form.
        same: Whether the application is the same and the same was decided.
        same_input: Whether the application is the same, names and free text aside.
        same_decision: Whether the same was decided; None for a receipt that does not record it.
        differences: Each edition, option or part of the input that is not as it was.
        findings: Each finding that is not as it was; empty without the earlier result.
        findings_compared: Whether the earlier findings were at hand.
        outcome_before: Status of the earlier outcome; "" without the earlier result.
        outcome_now: Status of the outcome under the present editions.
        clocks: The days that counted, then and now alike.
        decided_before: Hash of what was decided then; "" where the receipt does not record it.
    """

    schema: str
    same: bool
    same_input: bool
    same_decision: bool | None
    differences: tuple[Difference, ...]
    findings: tuple[FindingChange, ...]
    findings_compared: bool
    outcome_before: str
    outcome_now: str
    clocks: Mapping[str, str]
    decided_before: str = ""


def read_recorded(path: Path) -> Recorded:
    """Read a result of `check --format json`, or its receipt alone.

    Raises:
        InputError: The file is neither; every fault is listed.
    """
    return recorded_text(read_text(path), path.name)


def recorded_text(text: str, name: str) -> Recorded:
    """Read the text of a result or a receipt.

    Args:
        text: The JSON.
        name: What to call it in messages.

    Raises:
        InputError: It is neither; every fault is listed.
    """
    data = load_json(text, name=name)
    if not isinstance(data, dict) or not {"receipt", "input"} & set(data):
        help_ = told("`check --format json` writes a result, `check --receipt FILE` a receipt")
        raise InputError(Problem(name, told("neither a result nor a receipt"), help_))
    if "receipt" in data:
        result = read_published(Result, text, name)
        return Recorded(result.receipt, result)
    return Recorded(read_published(Receipt, text, name), None)


def replay(
    recorded: Recorded,
    application: Application,
    *,
    alliances: Sequence[str] = (),
    rulesets: Sequence[str] = (),
    reference: Reference | None = None,
    denials: Denials | Path | None = None,
    lists: PartyLists | Sequence[str] = (),
    house: Sequence[str] = (),
) -> Replay:
    """Screen an application again as its receipt says, and compare.

    Args:
        recorded: What was kept of the decision.
        application: The application, as written then.
        alliances: Alliances in place of those by the names in the receipt: for files of a user.
        rulesets: The same for rulesets.
        reference: The dated tables; the packaged ones by default.
        denials: The user's file of denials, where one was supplied.
        lists: The lists of names, where they were supplied.
        house: Rule files of the user's own, beside the rulesets that the receipt names.

    Raises:
        InputError: The application cannot be read, or an own alliance or ruleset is not given.
    """
    receipt = recorded.receipt
    before = recorded.result
    # Findings are compared as they were said, so they are said again in the same language.
    language = before.language if before and before.language in languages() else SOURCE_LANGUAGE
    screener = _screener(receipt, alliances, rulesets, reference, denials, lists, house, language)
    now = screener.screen(application)
    differences = list(_differences(receipt, now.receipt))
    if before is None and receipt.met:
        differences += _of_maps("finding", receipt.met, now.receipt.met)
    was = receipt.decided
    if recorded.result is not None:
        says = decided_digest(recorded.result)
        if was and says != was:
            differences.insert(0, Difference("result", "what it says", was, says))
        was = says
    same_input = now.receipt.input == receipt.input
    same_decision = was == now.receipt.decided if was else None
    altered = any(one.kind in ("result", "day", "finding") for one in differences)
    return Replay(
        schema=SCHEMA_ID,
        same=same_input and same_decision is True and not altered,
        same_input=same_input,
        same_decision=same_decision,
        differences=tuple(differences),
        findings=tuple(_changes(before, now, differences)) if before else (),
        findings_compared=before is not None,
        outcome_before=before.outcome.status if before else "",
        outcome_now=now.outcome.status,
        clocks=dict(now.receipt.clocks),
        decided_before=was,
    )


def _screener(
    receipt: Receipt,
    alliances: Sequence[str],
    rulesets: Sequence[str],
    reference: Reference | None,
    denials: Denials | Path | None,
    lists: PartyLists | Sequence[str],
    house: Sequence[str],
    language: str,
) -> Screener:
    """A screener by the options of a receipt, on its day."""
    options = receipt.options
    problems = []
    names = [name for name in options.get("alliances", "nato").split(",") if name]
    packaged = packaged_alliances()
    if not alliances:
        problems = [
            Problem(
                Argument("alliance"),
                told("the receipt names an alliance of your own, {name}", name=quote(name)),
                told("give its file"),
            )
            for name in names
            if name not in packaged
        ]  # fmt: skip
    own = {load_ruleset(Path(path)).name for path in house if Path(path).exists()}
    if not rulesets:
        problems += [
            Problem(Argument("ruleset"),
                    told("the receipt names a ruleset of your own, {name}", name=quote(name)),
                    told("give its file or folder"))
            for name in receipt.rules
            if name not in packaged_rulesets() and name not in own
        ]  # fmt: skip
    today: date | None = None
    try:
        today = read_day(receipt.clocks["as_of"]) if receipt.clocks else None
    except (KeyError, ValueError):
        problems.append(
            Problem("receipt: clocks.as_of", told("is no day"), told("such as 2026-11-24"))
        )
    if today and (outside := outside_days(today)):
        problems.append(Problem("receipt: clocks.as_of", outside))
    depth, engine = options.get("depth", "light"), options.get("engine", "checked")
    if depth not in ("light", "full") or engine not in get_args(EngineChoice):
        problems.append(
            Problem("receipt: options", told("hold a depth or an engine not known here"))
        )
    if problems:
        raise InputError(problems)
    return Screener(
        alliances=[*alliances] or names, today=today, house=house,
        rulesets=[*rulesets] or [name for name in receipt.rules if name not in own],
        depth="full" if depth == "full" else "light",
        engine=engine,  # type: ignore[arg-type]
        reference=reference, denials=denials, lists=lists, language=language,
    )  # fmt: skip


def _differences(before: Receipt, now: Receipt) -> Iterator[Difference]:
    if before.input != now.input:
        yield Difference("input", "application", before.input, now.input)
    if before.clocks:
        yield from _of_maps("day", before.clocks, now.clocks)
    yield from _of_maps("rule file", before.rule_files, now.rule_files)
    if not before.rule_files or before.rule_files == now.rule_files:
        # An older receipt knows its rulesets as wholes alone.
        yield from _of_maps("ruleset", before.rules, now.rules)
    yield from _of_maps("reference table", before.reference, now.reference)
    if before.alliances:
        yield from _of_maps("alliance", before.alliances, now.alliances)
    options = [
        {k: v for k, v in one.options.items() if k not in _IDLE_OPTIONS} for one in (before, now)
    ]
    yield from _of_maps("option", *options)
    yield from _of_maps("engine", before.engines, now.engines)
    whole: tuple[tuple[Kind, str, str], ...] = (
        ("vocabulary", before.vocabulary_hash, now.vocabulary_hash),
        ("vocabulary", before.vocabulary, now.vocabulary),
        ("reference edition", before.reference_edition, now.reference_edition),
        ("licensecheck", before.licensecheck, now.licensecheck),
        ("python", before.python, now.python),
        ("denials", _count(before.denials), _count(now.denials)),
    )
    told = set()
    for kind, was, is_ in whole:
        if was != is_ and was and kind not in told:
            told.add(kind)
            yield Difference(kind, kind, was, is_)


def _count(entries: int | None) -> str:
    return told("none supplied") if entries is None else told("{n} entries", n=entries)


def _of_maps(kind: Kind, before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Difference]:
    for name in dict.fromkeys((*before, *now)):
        if before.get(name) != now.get(name):
            yield Difference(kind, name, before.get(name, ""), now.get(name, ""))


def _changes(
    before: Result, now: Result, differences: Sequence[Difference]
) -> Iterator[FindingChange]:
    """Findings by rule, where any of what they decide differs."""
    changed = {one.name.rpartition("/")[2] for one in differences if one.kind == "rule file"}
    first, second = _by_rule(before), _by_rule(now)
    for rule in dict.fromkeys((*first, *second)):
        was, is_ = first.get(rule, ()), second.get(rule, ())
        if [_key(f) for f in was] == [_key(f) for f in is_]:
            continue
        one = (*was, *is_)[0]
        why = list(_facts_changed(was, is_))
        files = sorted(name for name in changed if name.startswith(_begin(one.criterion)))
        why += [told("the rule file {name} differs", name=name) for name in files]
        if not why:
            tables = [d.name for d in differences if d.kind == "reference table"]
            said = told("one of the tables that differ: {tables}", tables=", ".join(tables))
            why += [said] if tables else []
        yield FindingChange(rule, one.criterion, _statuses(was), _statuses(is_), tuple(why))


def _begin(criterion: str) -> str:
    """How the files begin that hold the rules of a criterion, or of national rules."""
    if criterion in CRITERIA:
        return f"criterion-{criterion}."
    return "article" if criterion == "articles" else f"{criterion}."


def _by_rule(result: Result) -> dict[str, tuple[Finding, ...]]:
    found: dict[str, tuple[Finding, ...]] = {}
    for one in (*result.findings, *result.duties):
        found[one.rule] = (*found.get(one.rule, ()), one)
    return found


def _key(one: Finding) -> tuple[Any, ...]:
    return one.status, one.could_be, one.items, one.end_users, one.missing


def _statuses(findings: Sequence[Finding]) -> str:
    return ", ".join(dict.fromkeys(one.status for one in findings)) or "none"


def _facts_changed(was: Sequence[Finding], is_: Sequence[Finding]) -> Iterator[str]:
    if not (was and is_):
        # That there is a finding or none is what differs, and not each of its facts.
        return
    old = {b.fact: b for one in was for b in one.because}
    new = {b.fact: b for one in is_ for b in one.because}
    for name in dict.fromkeys((*old, *new)):
        a, b = old.get(name), new.get(name)
        if a is None or b is None or (a.value, a.source) != (b.value, b.source):
            yield told("{fact}: {before} -> {now}", fact=name, before=_read(a), now=_read(b))


def _read(one: Because | None) -> str:
    return told(_UNREAD) if one is None else f"{one.value} ({one.source})"


def replay_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a replay."""
    return schema_of(Replay, SCHEMA_ID, "What a replay of a licensecheck screening found")

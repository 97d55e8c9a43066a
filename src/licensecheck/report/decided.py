"""What was decided of a case: what a person recorded beside its receipt, and the same replayed.

In: a result or its receipt, and the words of a decision, or a replay. Out: a line at the end of
the file beside it; all such lines as text, CSV or JSON; what differs at a replay. An earlier
decision is never taken away: the last one counts. No name of a person is asked for; roles are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal, get_args

from licensecheck.documents.texts import read_text
from licensecheck.errors import Argument, InputError, Problem, Told, nearest_or_all, quote, told
from licensecheck.language import ENGLISH, Language
from licensecheck.messages import message
from licensecheck.outputs import check_outputs
from licensecheck.report.decision_log import append_decision
from licensecheck.report.records import records_csv
from licensecheck.wording.fact_words import FACT_WORDS
from licensecheck.wording.published import Published, read_published, schema_of
from licensecheck.wording.replay import Recorded, Replay, read_recorded
from licensecheck.wording.result import NOT_PERMISSION

__all__ = [
    "CONDITIONS", "VERDICTS", "Condition", "Decision", "decide", "decision_lines",
    "decision_schema", "decisions_of", "decisions_text", "read_decisions", "replay_text",
]  # fmt: skip

SCHEMA_ID: Final = "licensecheck/decision/1"
_ENDING: Final = ".decisions.jsonl"
Verdict = Literal["granted", "refused", "granted_on_conditions"]
Kind = Literal[
    "no_reexport", "delivery_verification", "training", "end_use_report", "on_site_check", "other"
]  # fmt: skip
VERDICTS: Final[tuple[str, ...]] = get_args(Verdict)
CONDITIONS: Final[tuple[str, ...]] = get_args(Kind)
_LONGEST: Final = 4000


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of a licence, and the rule of the finding that it answers."""

    kind: Kind
    rule: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Decision(Published):
    """What was decided of a case, and by whom.

    Attributes:
        schema: Id of the form.
        verdict: `granted`, `refused` or `granted_on_conditions`.
        on: Day of the decision.
        role: Office or role of who decided; never a name.
        second_reader: Role of who read it as well; "" for nobody.
        reason: Why, in words.
        conditions: Each with the rule that it answers.
        input: Hash of the application, as in the receipt.
        decided: Hash of what the screening decided, as in the receipt.
    """

    schema: str
    verdict: Verdict
    on: date
    role: str
    second_reader: str
    reason: str
    conditions: tuple[Condition, ...]
    input: str
    decided: str


def decide(
    recorded: Path,
    *,
    verdict: str,
    role: str,
    reason: str,
    second_reader: str = "",
    conditions: Sequence[str] = (),
    on: date,
) -> Decision:
    """Record a decision beside a result or receipt.

    Args:
        recorded: A result (`check --format json`) or receipt (`check --receipt`).
        verdict: One of `VERDICTS`.
        role: Role of who decides.
        reason: Why.
        second_reader: Role of who read it as well.
        conditions: Each as `KIND=RULE` or `KIND=RULE: words`.
        on: Day of the decision.

    Raises:
        InputError: Something is missing or names what is not there; all of it is listed.
    """
    kept = read_recorded(recorded)
    problems: list[Problem] = []
    if verdict not in VERDICTS:
        help_ = nearest_or_all(verdict, VERDICTS)
        problems.append(
            Problem(
                Argument("verdict"),
                told("no such decision {verdict}", verdict=quote(verdict)),
                help_,
            )
        )
    for option, said in ((Argument("role"), role), (Argument("reason"), reason)):
        if not said.strip():
            problems.append(
                Problem(option, told("is empty"), told("a decision says by whom and why"))
            )
    for option, said in (
        (Argument("role"), role),
        (Argument("second_reader"), second_reader),
        (Argument("reason"), reason),
    ):
        if len(said) > _LONGEST:
            problems.append(
                Problem(option, told("is longer than {longest} characters", longest=_LONGEST))
            )
    if on > date.today():
        what = told("`{day}` is still to come", day=on)
        problems.append(
            Problem(Argument("on"), what, told("a decision is recorded once it was taken"))
        )
    found = [*_conditions(conditions, kept, problems)]
    if verdict == "granted_on_conditions" and not conditions:
        what = told("a licence granted on conditions names at least one")
        problems.append(
            Problem(Argument("condition"), what, told("such as `no_reexport=cp.7.c.capacity`"))
        )
    if conditions and verdict in ("granted", "refused"):
        what = told("{verdict} takes no condition", verdict=verdict)
        problems.append(
            Problem(Argument("condition"), what, told("`--verdict granted_on_conditions`"))
        )
    if problems:
        raise InputError(problems)
    receipt = kept.receipt
    decision = Decision(
        SCHEMA_ID, verdict, on, role.strip(), second_reader.strip(), reason.strip(),  # type: ignore[arg-type]
        tuple(found), receipt.input, receipt.decided,
    )  # fmt: skip
    log = _beside(recorded)
    option = Argument("decision")
    check_outputs([(option, log)], [("RESULT|RECEIPT", recorded)], appended=True)
    _check_file(log)
    append_decision(log, json.loads(decision.to_json()), option)
    return decision


def _conditions(
    written: Sequence[str], kept: Recorded, problems: list[Problem]
) -> Iterator[Condition]:
    met = _met(kept)
    for one in written:
        kind, _, rest = one.partition("=")
        rule, _, words = rest.partition(":")
        kind, rule = kind.strip(), rule.strip()
        if kind not in CONDITIONS:
            help_ = nearest_or_all(kind, CONDITIONS)
            problems.append(
                Problem(
                    Argument("condition"), told("no such condition {kind}", kind=quote(kind)), help_
                )
            )
        elif not met:
            what = told(
                "the receipt does not say which rules are met, so no condition can answer one"
            )
            help_ = told("give the result of `check --format json`, or write the receipt anew")
            problems.append(Problem(Argument("condition"), what, help_))
        elif rule not in met:
            what = told(
                "{one}: no finding of the case is of the rule {rule}",
                one=quote(one),
                rule=quote(rule),
            )
            help_ = nearest_or_all(rule, met)
            problems.append(Problem(Argument("condition"), what, help_))
        else:
            yield Condition(kind, rule, words.strip())  # type: ignore[arg-type]


def _met(kept: Recorded) -> tuple[str, ...]:
    """Rules with a finding that is met, of the whole result or as the receipt lists them."""
    if kept.result is None:
        return tuple(kept.receipt.met)
    found = (*kept.result.findings, *kept.result.duties)
    return tuple(dict.fromkeys(one.rule for one in found if one.status != "open"))


def _beside(recorded: Path) -> Path:
    return recorded.with_name(recorded.name.removesuffix(".json") + _ENDING)


def read_decisions(recorded: Path) -> list[Decision]:
    """The decisions beside a result or receipt, or of such a file itself; none if there is none.

    Raises:
        InputError: The file holds something else; the line is named.
    """
    path = recorded if recorded.name.endswith(_ENDING) else _beside(recorded)
    _check_file(path)
    return _read_lines(path) if path.exists() else []


def _check_file(log: Path) -> None:
    """Refuse a pipe or device: nobody named it, so nobody is at its other end."""
    if log.exists() and not (log.is_file() or log.is_dir()):
        raise InputError(Problem(log.name, told("is no file")))


def _read_lines(path: Path) -> list[Decision]:
    # Not `splitlines`: what a person wrote may hold further ends of lines, which JSON does not.
    lines = enumerate(read_text(path).split("\n"), 1)
    return [
        read_published(Decision, line, f"{path.name}:{at}") for at, line in lines if line.strip()
    ]


def decision_lines(
    decisions: Sequence[Decision], decided: str, language: Language = ENGLISH
) -> Iterator[str]:
    """Recorded decisions as lines of a replay, each with what it rests on."""
    for one in decisions:
        yield language.text(
            "decision recorded on {day} by {role}: {verdict}; {reason}",
            day=one.on, role=one.role, verdict=language.token(one.verdict), reason=one.reason,
        )  # fmt: skip
        if one.second_reader:
            yield "  " + language.text("second reader: {role}", role=one.second_reader)
        for condition in one.conditions:
            said = language.text(
                "condition: {kind}, which answers {rule}",
                kind=language.token(condition.kind), rule=condition.rule,
            )  # fmt: skip
            yield f"  {said}" + (f": {condition.text}" if condition.text else "")
        if one.decided != decided:
            yield "  " + language.text("it was based on a different result")


def decisions_of(paths: Sequence[Path]) -> list[tuple[str, Decision]]:
    """The decisions of files and folders, each with the name of its file, by day.

    Raises:
        InputError: A path is not there, or a file holds something else; all of it is listed.
    """
    problems: list[Problem] = []
    found: list[tuple[str, Decision]] = []
    read: set[Path] = set()
    for path in paths:
        if not path.exists():
            problems.append(Problem(str(path), told("is not there")))
            continue
        for file in sorted(path.glob(f"*{_ENDING}")) if path.is_dir() else [path]:
            try:
                # A log may have any name; a result of one line has its decisions beside it.
                itself = file.suffix == ".jsonl" and not _beside(file).exists()
                log = file if itself or file.name.endswith(_ENDING) else _beside(file)
                # A folder and a file of it, or a receipt and its log, are one log.
                if log.resolve() in read:
                    continue
                read.add(log.resolve())
                of_file = _read_lines(file) if itself and file == path else read_decisions(file)
                found += [(file.name, one) for one in of_file]
            except InputError as error:
                problems += error.problems
    if problems:
        raise InputError(problems)
    return sorted(found, key=lambda pair: (pair[1].on, pair[0]))


def decisions_text(paths: Sequence[Path], form: str, language: Language = ENGLISH) -> str:
    """The log of decisions.

    Args:
        paths: Results, receipts, files of decisions, or folders of the latter.
        form: `text`, `csv` or `jsonl`.
        language: Of the text.

    Raises:
        InputError: As for `decisions_of`.
    """
    found = decisions_of(paths)
    if form == "jsonl":
        return "".join(one.to_json() + "\n" for _, one in found)
    if form == "csv":
        return records_csv([_row(name, one) for name, one in found])
    lines = []
    for name, one in found:
        lines += [name, *(f"  {line}" for line in decision_lines([one], one.decided, language))]
    count = language.count("{n} decision", "{n} decisions", len(found))
    return "\n".join([*lines, count, language.text(NOT_PERMISSION)]) + "\n"


def _row(name: str, one: Decision) -> Mapping[str, Any]:
    conditions = "; ".join(
        f"{c.kind} ({c.rule})" + (f": {c.text}" if c.text else "") for c in one.conditions
    )
    return {
        "file": name, "on": one.on.isoformat(), "verdict": one.verdict, "role": one.role,
        "second_reader": one.second_reader, "reason": one.reason, "conditions": conditions,
        "input": one.input, "decided": one.decided,
    }  # fmt: skip


def decision_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a recorded decision."""
    return schema_of(Decision, SCHEMA_ID, "A decision that a person recorded beside its receipt")


_SHORT: Final = 12
_CLOCKS: Final = {
    "as_of": message("application"),
    "rules_as_of": message("rules"),
    "membership_as_of": message("memberships"),
    "facts_as_of": message("public facts"),
}
_KINDS: Final = {
    "input": message("input"),
    "result": message("result"),
    "rule file": message("rule file"),
    "ruleset": message("ruleset"),
    "alliance": message("alliance"),
    "vocabulary": message("vocabulary"),
    "reference table": message("reference table"),
    "reference edition": message("edition of the tables"),
    "engine": message("engine"),
    "option": message("option"),
    "denials": message("denials"),
    "day": message("day"),
    "finding": message("finding"),
}
# What a difference is of, where that is no name of a file, a table or an option.
_NAMES: Final = {
    "application": message("application"),
    "what it says": message("what it says"),
    **_CLOCKS,
}


def replay_text(
    found: Replay, language: Language = ENGLISH, decisions: Sequence[Decision] = ()
) -> str:
    """A replay in words; names of editions and what a reason quotes stay as they are.

    Args:
        found: The replay.
        language: Of the words.
        decisions: What persons decided of the case, as recorded beside the receipt.
    """
    *lines, end = _replay_lines(found, language)
    return "\n".join([*lines, *decision_lines(decisions, found.decided_before, language), end, ""])


def _replay_lines(found: Replay, language: Language) -> Iterator[str]:
    text = language.text
    yield text("SAME") if found.same else text("DIFFERS")
    days: dict[str, list[str]] = {}
    for name, day in found.clocks.items():
        days.setdefault(day, []).append(text(_CLOCKS.get(name, name)))
    yield from (
        text("{what}: as of {day}", what=language.listed(names), day=day)
        for day, names in days.items()
    )
    if not found.same_input:
        yield text("input: not the application that the receipt was made for")
    else:
        yield text("input: the same (names and free text are not compared)")
    editions = [one for one in found.differences if one.kind != "input"]
    if not editions:
        yield text("editions: the same")
    else:
        yield text("what differs:")
        for one in editions:
            before, now = (_short(word, language, one.kind) for word in (one.before, one.now))
            kind = text(_KINDS.get(one.kind, one.kind))
            # A kind of which there is one is named once.
            own = text(_NAMES[one.name]) if one.name in _NAMES else one.name
            yield f"  {kind}{'' if one.name == one.kind else f' {own}'}: {before} -> {now}"
    yield from _decision(found, language)
    yield text(NOT_PERMISSION)


def _decision(found: Replay, language: Language) -> Iterator[str]:
    text, token = language.text, language.token
    if found.same_decision is None:
        yield text("decision: the receipt does not record it, so it cannot be compared")
    elif found.same_decision:
        yield text("decision: the same ({outcome})", outcome=token(found.outcome_now))
    else:
        known = found.outcome_before
        before = token(known) if known else text("not in the receipt")
        now = token(found.outcome_now)
        yield text("decision: differs; outcome {before} -> {now}", before=before, now=now)
        if not found.findings_compared and all(d.kind != "finding" for d in found.differences):
            said = text("a receipt holds no findings; replay the whole result to see which differ")
            yield f"  {said}"
    for one in found.findings:
        if one.before == one.now:
            # The same word: what differs is what it could become, of which items, or what it lacks.
            what = text("{status}, on other facts or for other items", status=token(one.now))
        else:
            what = f"{token(one.before)} -> {token(one.now)}"
        yield f"  {one.rule}: {what}"
        for why in one.why:
            yield f"    {_why(why, language)}"


def _why(why: str, language: Language) -> str:
    """What changed a finding: a fact is called by its words."""
    if isinstance(why, Told) and (fact := why.places.get("fact", "")) in FACT_WORDS:
        why = told(why.message, **{**why.places, "fact": told(FACT_WORDS[fact])})
    return language.of(why)


def _short(word: str, language: Language, kind: str) -> str:
    if len(word) == 64:
        return word[:_SHORT]
    if kind == "finding" and word:
        return language.token(word)
    return language.of(word) or language.text("not there")

"""Which rules are in force on a day, and the engine that decides by them.

In: rulesets, a vocabulary, a choice of engine. Out: for each day one engine, shared by all days on
which the same rules are in force.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Literal

from licensecheck.documents.texts import is_there
from licensecheck.engine.bitset import BitsetEngine
from licensecheck.engine.decision import CheckedEngine, Engine
from licensecheck.engine.durable import DurableEngine, durable_available, why_not_confirmed
from licensecheck.errors import (
    Argument,
    InputError,
    LawError,
    NoEdition,
    Problem,
    names_of,
    nearest,
    quote,
    told,
)
from licensecheck.law import packaged_rulesets
from licensecheck.rules.load import load_ruleset
from licensecheck.rules.model import Rule, Ruleset
from licensecheck.rules.program import Program
from licensecheck.screening.result import Engines
from licensecheck.vocabulary import Vocabulary

__all__ = ["Editions", "EngineChoice", "engine_names", "find_rulesets", "words_of_rulesets"]

EngineChoice = Literal["checked", "durable", "bitset"]


class Editions:
    """The engines of some rulesets by day; safe to share between threads.

    Args:
        rulesets: The first is the main one: before its first day there is no edition.
        vocabulary: The facts that rules read.
        choice: `checked` decides twice; without durable-rules, or by choice, one engine decides.

    Raises:
        LawError: A rule of one ruleset has the id of another's.
    """

    def __init__(
        self, rulesets: Sequence[Ruleset], vocabulary: Vocabulary, choice: EngineChoice
    ) -> None:
        _check_ids(rulesets)
        self._rulesets = rulesets
        self._vocabulary = vocabulary
        self._choice = choice
        self._by_rules: dict[tuple[str, ...], Engine] = {}
        self._by_day: dict[date, Engine] = {}

    def on(self, day: date) -> Engine:
        """The engine of the rules in force on a day.

        Raises:
            NoEdition: The main ruleset had no rule in force on that day.
        """
        engine = self._by_day.get(day)
        if engine is None:
            first = self._rulesets[0]
            if day < first.first_day():
                what = told(
                    "no edition of `{name}` in force on {day}; the first begins {first}",
                    name=first.name, day=day, first=first.first_day(),
                )  # fmt: skip
                state = f"`rules_as_of: {first.first_day()}`"
                help_ = told(
                    "state {state} in the application to screen by the first edition", state=state
                )
                raise NoEdition(Problem("rules_as_of", what, help_))
            rules = tuple(r for s in self._rulesets for r in s.rules if r.in_force(day))
            key = tuple(f"{rule.ruleset} {rule.id}" for rule in rules)
            engine = self._by_rules.get(key) or self._build(rules)
            self._by_rules[key] = engine
            self._by_day[day] = engine
        return engine

    def use(self, engine: Engine) -> Engines:
        """Which engine decided and which confirmed, with the reason why one did not."""
        if isinstance(engine, CheckedEngine):
            return Engines(engine.first.name, engine.second.name, "")
        missing = self._choice != "bitset" and isinstance(engine, BitsetEngine)
        return Engines(engine.name, "", why_not_confirmed() if missing else "choice")

    def _build(self, rules: tuple[Rule, ...]) -> Engine:
        program = Program(rules, self._vocabulary)
        if self._choice == "bitset" or not durable_available():
            return BitsetEngine(program)
        if self._choice == "durable":
            return DurableEngine(program)
        return CheckedEngine(DurableEngine(program), BitsetEngine(program))


def engine_names(engine: Engine) -> list[str]:
    """Names of the engines that decide: of a checked one, both."""
    if isinstance(engine, CheckedEngine):
        return [engine.first.name, engine.second.name]
    return [engine.name]


def words_of_rulesets(rulesets: Iterable[Ruleset]) -> Vocabulary:
    """The vocabulary, with the facts that rulesets of an office's own declare."""
    return Vocabulary.load().extended(fact for ruleset in rulesets for fact in ruleset.facts)


def find_rulesets(
    names: Sequence[str] | None, house: Sequence[str | Path] = ()
) -> Iterator[Ruleset]:
    """Rulesets by name, or path; all packaged ones by default.

    Args:
        names: Names or paths, in place of the packaged ones.
        house: Rule files of an office's own, beside them.

    Raises:
        InputError: There is no such ruleset.
        LawError: A rule file is faulty.
    """
    packaged = packaged_rulesets()
    for name in packaged if names is None else names_of("rulesets", names):
        if name in packaged:
            yield load_ruleset(packaged[name])
        elif is_there(name):
            yield load_ruleset(Path(name))
        else:
            help_ = nearest(name, packaged) or told(
                "one of: {words}; or a path", words=", ".join(packaged)
            )
            raise InputError(
                Problem("", told("no ruleset by the name {name}", name=quote(name)), help_)
            )
    for path in map(Path, names_of("house", house) if house else ()):
        if not path.exists():
            raise InputError(
                Problem(Argument("house"), told("{path} is not there", path=quote(str(path))))
            )
        yield load_ruleset(path)


def _check_ids(rulesets: Sequence[Ruleset]) -> None:
    """Two rulesets may stand side by side only if no rule of one has the id of another's."""
    seen: dict[str, Rule] = {}
    problems = []
    for rule in (rule for ruleset in rulesets for rule in ruleset.rules):
        if other := seen.get(rule.id):
            what = told(
                "the rule `{id}` is there already, at {place} ({ruleset})",
                id=rule.id,
                place=other.place,
                ruleset=other.ruleset,
            )
            problems.append(Problem(rule.place, what, told("give it an id of its own")))
        seen[rule.id] = rule
    if problems:
        raise LawError(problems)

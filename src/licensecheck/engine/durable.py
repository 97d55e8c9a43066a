"""durable-rules as an engine, inside the subset of it that was measured to be exact.

A term becomes one rule over one flat fact. Each reading has engines of its own: `certain` lets an
unknown token satisfy nothing, `possible` lets it satisfy everything. An ordered fact goes in as
two small integers, `x__lo` and `x__hi`; an unordered one as its token.

The possible engines decide first. A term that is not possible cannot be certain, so the certain
engines decide only those parts in which something is possible.
"""

from __future__ import annotations

import importlib.util
import itertools
import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from types import ModuleType
from typing import Any, Final

from licensecheck.engine.decision import Decision
from licensecheck.errors import LawError, LicensecheckError, Problem
from licensecheck.rules.model import Clause
from licensecheck.rules.program import Program, Term
from licensecheck.vocabulary import UNKNOWN, Fact, Value, Vocabulary

__all__ = ["TERMS_PER_ENGINE", "DurableEngine", "durable_available", "why_not_confirmed"]

# durable-rules: the match stack holds 64 pending nodes; one of ours is the sentinel.
TERMS_PER_ENGINE: Final = 59
_SENTINEL: Final = "sentinel"
# More bytes than the states of an engine take.
_LARGE: Final = 8 << 20
_SID: Final = "1"
# durable-rules: a condition holds 32 entries, and each `$or` of an `$and` takes two (code 113).
CHOICES_PER_TERM: Final = 14
# Names that durable-rules reads or writes itself, where an attribute may stand.
_OWN_NAMES: Final = (
    "sid", "id", "$s", "$m", "$forward", "$and", "$or", "$eq", "$neq", "$gt", "$gte", "$lt",
    "$lte", "$ex", "$nex", "$mt", "$imt", "$iall", "$iany",
)  # fmt: skip
_FNV_OFFSET: Final = 2166136261
_FNV_PRIME: Final = 16777619

# From 3.13 on the extension imports only if its build was mended (see the Makefile); before, an
# import cannot crash, and the probe's process is saved.
_MENDED_AT_BUILD: Final = sys.version_info[:2] >= (3, 13)

_numbers = itertools.count()


@cache
def durable_available() -> bool:
    """Whether the extension is there and can be imported without harm to this process.

    A build that does not match the interpreter may crash at import, so an interpreter of its own
    tries it, unless this process holds it already.
    """
    if "durable_rules_engine" in sys.modules:
        return True
    spec = importlib.util.find_spec("durable_rules_engine")
    if spec is None:
        return False
    if not _MENDED_AT_BUILD:
        try:
            _extension()
        except ImportError:
            return False
        return True
    probe = subprocess.run(
        [sys.executable, "-P", "-c", "import durable_rules_engine"],
        capture_output=True,
        check=False,
    )
    return probe.returncode == 0


def why_not_confirmed() -> str:
    """Why durable-rules does not decide here: `not_built`, `not_loaded`; empty where it can."""
    if durable_available():
        return ""
    there = importlib.util.find_spec("durable_rules_engine") is not None
    return "not_loaded" if there else "not_built"


def _extension() -> ModuleType:
    import durable_rules_engine

    module: ModuleType = durable_rules_engine
    return module


class DurableEngine:
    """Decides by durable-rules. One lock, one live state, one fact at a time.

    Raises:
        LawError: durable-rules would confuse two facts, or cannot hold a rule.
    """

    name = "durable-rules"

    def __init__(self, program: Program) -> None:
        self.program = program
        self._lock = threading.Lock()
        vocabulary = program.vocabulary
        _check_names(program.facts, vocabulary)
        _check_choices(program)
        # glibc keeps the memory of what is freed up to the size of the largest block freed so far;
        # else it may give that of each state back, and a decision takes six times as long.
        bytes(_LARGE)
        self._parts = [
            (_Part(part, vocabulary, certain=False), _Part(part, vocabulary, certain=True))
            for part in _parts(program.asked)
        ]

    def decide(self, record: Mapping[str, Value]) -> Decision:
        """Decide one record; see `Engine`.

        Raises:
            LicensecheckError: The extension did not run to its end.
        """
        certain = possible = 0
        with self._lock:
            for possible_part, certain_part in self._parts:
                found = possible_part.run(record)
                if found:
                    possible |= found
                    certain |= certain_part.run(record)
        return Decision(certain, possible)


class _Part:
    """One durable-rules engine of at most `TERMS_PER_ENGINE` terms and the sentinel.

    It is given no more attributes than it reads: each costs at each node.
    """

    def __init__(
        self, terms: Sequence[tuple[int, Term]], vocabulary: Vocabulary, *, certain: bool
    ) -> None:
        self._engine = _extension()
        rules: dict[str, Any] = {}
        facts: dict[str, Fact] = {}
        for index, term in terms:
            pieces = []
            for clause in term.clauses:
                attribute = _attribute(clause, vocabulary, certain)
                facts[attribute] = vocabulary[clause.fact]
                pieces += _pieces(clause, attribute, vocabulary, certain)
            # durable-rules: an $and of one is not in the measured subset.
            condition = {"$and": pieces} if len(pieces) > 1 else pieces[0]
            rules[f"t{index}"] = {"all": [{"t": condition}]}
        self._encoders = [
            (fact.name, _Encoder(attribute, fact)) for attribute, fact in facts.items()
        ]
        rules[_SENTINEL] = {"all": [{"t": {_SENTINEL: 1}}]}
        self._bits = {f"t{index}": 1 << index for index, _ in terms}
        # Names are global inside the extension, so each engine has its own.
        name = f"licensecheck-{next(_numbers)}"
        self._handle = self._engine.create_ruleset(name, json.dumps(rules))

    def run(self, record: Mapping[str, Value]) -> int:
        """The terms that a record meets, as bits."""
        pieces = [encoder[record[name]] for name, encoder in self._encoders]
        text = f'{{"sid":"{_SID}","id":"1","{_SENTINEL}":1{"".join(pieces)}}}'
        engine, handle, bits = self._engine, self._handle, self._bits
        status, state = engine.assert_fact(handle, text)
        if status != 0:
            raise LicensecheckError(f"durable-rules refused a fact (code {status})")
        started = engine.start_action_for_state(handle, state)
        found = 0
        ended = False
        result = started[1] if started else None
        while result:
            name = result[2 : result.index('"', 2)]
            if name == _SENTINEL:
                ended = True
            else:
                found |= bits[name]
            result = engine.complete_and_start_action(handle, state)
        if not ended:
            raise LicensecheckError("durable-rules did not run to its end (no sentinel)")
        engine.delete_state(handle, _SID)
        return found

    def __del__(self) -> None:
        # At the exit of the interpreter what a context manager needs may be gone already.
        try:  # noqa: SIM105
            self._engine.delete_ruleset(self._handle)
        except Exception:
            pass


class _Encoder(dict[Value, str]):
    """Writes one attribute of the record as JSON; keeps the ready pieces."""

    def __init__(self, attribute: str, fact: Fact) -> None:
        super().__init__()
        self._attribute = attribute
        self._fact = fact

    def __missing__(self, value: Value) -> str:
        said: object = value.lo
        if self._fact.ordered:
            said = self._fact.rank(value.hi if self._attribute.endswith("__hi") else value.lo)
        elif not value.lo.isascii():
            raise LicensecheckError(f"`{self._fact.name}` holds a token that is not ASCII")
        piece = self[value] = f',"{self._attribute}":{json.dumps(said)}'
        return piece


def _parts(terms: Sequence[Term]) -> Iterator[list[tuple[int, Term]]]:
    # Terms on the same facts stand together, so that each engine is given fewer attributes.
    numbered = sorted(
        enumerate(terms), key=lambda one: sorted(clause.fact for clause in one[1].clauses)
    )
    for start in range(0, len(numbered), TERMS_PER_ENGINE):
        yield numbered[start : start + TERMS_PER_ENGINE]


def _name(fact: str) -> str:
    return fact.replace(".", "__")


def _attribute(clause: Clause, vocabulary: Vocabulary, certain: bool) -> str:
    """What a clause reads: the token of its fact, or the end of it that decides."""
    if not vocabulary[clause.fact].ordered:
        return _name(clause.fact)
    return f"{_name(clause.fact)}__{'lo' if certain == (clause.operator == 'at_least') else 'hi'}"


def _pieces(
    clause: Clause, attribute: str, vocabulary: Vocabulary, certain: bool
) -> list[dict[str, Any]]:
    if clause.operator == "in":
        tokens = [*clause.values] if certain else [*clause.values, UNKNOWN]
        equalities = [{attribute: token} for token in tokens]
        return [{"$or": equalities}] if len(equalities) > 1 else equalities
    if clause.operator == "not_in":
        tokens = [*clause.values, UNKNOWN] if certain else [*clause.values]
        return [{"$neq": {attribute: token}} for token in tokens]
    rank = vocabulary[clause.fact].rank(clause.values[0])
    return [{"$gte" if clause.operator == "at_least" else "$lte": {attribute: rank}}]


def _check_choices(program: Program) -> None:
    """Each set of values becomes an `$or`, and durable-rules holds so many in one condition."""
    for index, term in enumerate(program.asked):
        choices = sum(clause.operator == "in" for clause in term.clauses)
        if choices > CHOICES_PER_TERM:
            rule = program.by_id[program.rule_named(index)]
            what = f"rule `{rule.id}` asks {choices} facts for a value, more than an engine holds"
            help_ = f"write it as rules of at most {CHOICES_PER_TERM}"
            raise LawError(Problem(rule.place, what, help_))


def _check_names(names: Sequence[str], vocabulary: Vocabulary) -> None:
    """durable-rules knows an attribute by a 32-bit hash of its name, so two must not share one."""
    attributes = [_SENTINEL, *_OWN_NAMES]
    for name in names:
        base = _name(name)
        attributes += [f"{base}__lo", f"{base}__hi"] if vocabulary[name].ordered else [base]
    seen: dict[int, str] = {}
    for attribute in attributes:
        code = _FNV_OFFSET
        for byte in attribute.encode("ascii"):
            code = ((code ^ byte) * _FNV_PRIME) & 0xFFFFFFFF
        if other := seen.get(code):
            what = f"`{attribute}` and `{other}` have the same 32-bit name hash"
            raise LawError(Problem("vocabulary.yaml", what, "rename one of the two facts"))
        seen[code] = attribute

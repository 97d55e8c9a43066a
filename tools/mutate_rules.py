"""Mutation run over rule files: each small fault in a rule must fail a case of its heading.

Run it as `python -m tools.mutate_rules [FILE]...`. Each case is read into its transfers once; a
mutant is then decided on those alone, so a thousand mutants take seconds. Prints the score and the
survivors that nobody explained. Exit code 1 if there are any, or if `survivors.yaml` explains a
mutant that does not survive.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from licensecheck.engine.bitset import BitsetEngine
from licensecheck.facts.unfold import Transfer
from licensecheck.law import load_yaml_file, packaged_rulesets, rule_files
from licensecheck.rules.cases import Case, load_cases
from licensecheck.rules.load import load_ruleset
from licensecheck.rules.model import Rule
from licensecheck.rules.program import Program
from licensecheck.rules.reading import read_law_file
from licensecheck.screening.findings import decided_rules, met_finding
from licensecheck.screening.scope import in_scope
from licensecheck.vocabulary import Vocabulary
from licensecheck.wording.screener import Screener
from tools.rule_mutants import mutants_of

__all__ = ["Score", "Survivor", "explained", "packaged_files", "run_file"]

SURVIVORS = Path(__file__).with_name("survivors.yaml")
_ALWAYS_LISTED = frozenset(("law", "screen", "duty"))
_TODAY = date(2026, 11, 24)


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant that no case of its heading notices."""

    rule: str
    mutant: str


@dataclass(frozen=True, slots=True)
class Score:
    """How the mutants of one rule file went."""

    file: str
    mutants: int
    survivors: tuple[Survivor, ...]

    @property
    def killed(self) -> int:
        """How many mutants failed a case."""
        return self.mutants - len(self.survivors)


@dataclass(frozen=True, slots=True)
class _Read:
    """A case, its transfers in scope, and the day whose rules it is read by."""

    case: Case
    transfers: Sequence[Transfer]
    day: date


def packaged_files() -> list[Path]:
    """All packaged files that hold rules."""
    files = (file for path in packaged_rulesets().values() for file in rule_files(path))
    return [file for file in files if read_law_file(file).written.rules]


def run_file(file: Path) -> Score:
    """Decide every mutant of every rule of a file on the cases under its heading.

    Raises:
        AssertionError: A rule as it stands does not give what a case of the file expects of it.
        LawError: The rule file or its cases break the form.
    """
    ruleset = load_ruleset(file)
    words = Vocabulary.load()
    ids = {rule.id for rule in ruleset.rules}
    # A case lists every finding under its heading, so those of other files of it count as well.
    reads = [_read(case) for case in load_cases(file.parent) if ids & case.among]
    count = 0
    survivors = []
    for rule in ruleset.rules:
        # Its own cases first: most mutants fail one of them.
        ordered = sorted(reads, key=lambda read: read.case.rule != rule.id)
        if failing := _noticed_by(rule, ordered, words):
            raise AssertionError(f"{failing.place}: `{rule.id}` is not what the case expects")
        for mutant in mutants_of(rule, words):
            count += 1
            if _noticed_by(mutant.rule, ordered, words) is None:
                survivors.append(Survivor(rule.id, mutant.text))
    return Score(file.name, count, tuple(survivors))


@cache
def _screener() -> Screener:
    return Screener(engine="bitset", today=_TODAY)


def _read(case: Case) -> _Read:
    transfers = _screener().examine(case.application).transfers
    return _Read(case, in_scope(transfers), _day(case.application))


def _day(application: Mapping[str, object]) -> date:
    given = application.get("rules_as_of") or application.get("as_of")
    return date.fromisoformat(str(given)) if given else _TODAY


def _noticed_by(rule: Rule, reads: Iterable[_Read], words: Vocabulary) -> Case | None:
    """The first case whose expectation of a rule does not come true."""
    program = Program([rule], words)
    engine = BitsetEngine(program)
    for read in reads:
        if _status(rule, engine, read) != read.case.expect.get(rule.id, ""):
            return read.case
    return None


def _status(rule: Rule, engine: BitsetEngine, read: _Read) -> str:
    """What the rule gives in a case, as `expect` writes it; "" for nothing."""
    if not rule.in_force(read.day):
        return ""
    program = engine.program
    open_ = False
    for transfer in read.transfers:
        decided = decided_rules(program, engine.decide(program.record(transfer.values())))
        for term in decided.met.values():
            return met_finding(rule, term, transfer, program.vocabulary).status
        open_ |= bool(decided.open)
    shown = rule.tier in _ALWAYS_LISTED or read.case.rule == rule.id
    return "open" if open_ and shown else ""


def explained(path: Path = SURVIVORS) -> dict[Survivor, str]:
    """The survivors that may stay, each with its reason."""
    rows = load_yaml_file(path).data["survivors"] if path.is_file() else []
    return {
        Survivor(row["rule"], mutant): row["reason"] for row in rows for mutant in row["mutants"]
    }


def _lines(scores: Sequence[Score], reasons: Mapping[Survivor, str]) -> Iterator[str]:
    for score in scores:
        known = sum(survivor in reasons for survivor in score.survivors)
        yield (
            f"{score.file:<20} {score.mutants:>5} mutants {score.killed:>5} killed "
            f"{known:>4} explained {len(score.survivors) - known:>4} survive"
        )
        for survivor in score.survivors:
            if survivor not in reasons:
                yield f"  {survivor.rule}  {survivor.mutant}"
    mutants = sum(score.mutants for score in scores)
    killed = sum(score.killed for score in scores)
    yield f"{killed} of {mutants} mutants killed ({killed / max(mutants, 1):.1%})"


def main(arguments: Sequence[str]) -> int:
    """Run the files named, or all the packaged ones, and print what survives."""
    scores = [run_file(file) for file in (map(Path, arguments) if arguments else packaged_files())]
    reasons = explained()
    found = {survivor for score in scores for survivor in score.survivors}
    idle = [] if arguments else [survivor for survivor in reasons if survivor not in found]
    lines = [*_lines(scores, reasons)]
    lines += [f"explained, but killed or gone: {one.rule}  {one.mutant}" for one in idle]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if idle or found - set(reasons) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

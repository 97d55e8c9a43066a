"""How well do the triggers tell a refused licence from an issued one? A table of real decisions.

    python -m benchmarks decisions FILE > docs/explanation/how-well-it-separates.md
    python -m benchmarks decisions

FILE is a CSV with the columns `set` (refused, issued, or matched: issued, of the same year and
ratings as the refused), `date`, `destination`, `ratings` and `onward` (words apart by blanks) and
`criteria` (numbers of those that a refusal cited). Without a FILE a few rows of invented licences
are measured, to see that the measuring runs. Prints a page in Markdown.
"""

from __future__ import annotations

import csv
import io
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from licensecheck import InputError, Screener
from licensecheck.engine.bitset import BitsetEngine
from licensecheck.rules.model import CRITERIA, Clause, Rule, status_if_met
from licensecheck.rules.program import Program
from licensecheck.screening.fold import Ranks, Sums, Weighed, weighed
from licensecheck.vocabulary import Value, Vocabulary

TRIGGERS: Final = ("review", "presumptive_denial")
EXPORTER: Final = "GB"
# The graded public facts of a country whose thresholds are moved and which are left out in turn.
GRADED: Final = (
    "destination.human_rights", "destination.voice", "destination.rule_of_law",
    "destination.corruption", "destination.conflict_territory", "destination.conflict_party",
)  # fmt: skip
_SMALL: Final = """set,date,destination,ratings,onward,criteria
refused,2010-03-01,RU,ML1,,2 7
refused,2010-03-01,LK,ML4,,3
issued,2010-03-01,DE,ML10,,
issued,2010-03-01,SG,ML10,,
matched,2010-03-01,US,ML1,,
matched,2010-03-01,JP,ML4,,
"""


@dataclass(frozen=True)
class Decision:
    """One decision: what was decided, what it cited, and what is known of its transfers."""

    set: str
    year: str
    cited: frozenset[str]
    day: date
    country: str
    inside: bool
    values: tuple[Mapping[str, Value], ...]


@dataclass(frozen=True)
class Answer:
    """What is said of one decision: the criteria that trigger, and those left open."""

    triggered: frozenset[str]
    open: frozenset[str]


def read(file: Iterable[str], screener: Screener) -> tuple[list[Decision], int]:
    """The decisions of a table that can be read, and how many cannot."""
    found, failed = [], 0
    for row in csv.DictReader(file):
        document: dict[str, Any] = {
            "as_of": row["date"], "exporter": {"country": EXPORTER},
            "destination": row["destination"],
            "items": [{"rating": rating} for rating in row["ratings"].split()],
        }  # fmt: skip
        if row["onward"]:
            document["end_use"] = {"category": "incorporation", "onward": row["onward"].split()}
        try:
            examined = screener.examine(document)
            inside = screener.screen(document).containment[0].verdict == "stays_inside"
        except InputError:
            failed += 1
            continue
        first = examined.transfers[0].end_user.destination.countries
        found.append(Decision(
            row["set"], row["date"][:4], frozenset(row["criteria"].split()),
            date.fromisoformat(row["date"]), min(first), inside,
            tuple(transfer.values() for transfer in examined.transfers),
        ))  # fmt: skip
    return found, failed


class ProgramDecider:
    """Answers decisions by some rules, as a screening does, without words."""

    def __init__(self, rules: Sequence[Rule], vocabulary: Vocabulary) -> None:
        self.program = Program(rules, vocabulary)
        self._engine = BitsetEngine(self.program)
        self._ranks = {
            name: Ranks.of(self.program, self.program.by_criterion.get(name, ()))
            for name in CRITERIA
        }

    def rules(self, decision: Decision, left_out: str = "") -> list[Weighed]:
        """The rules of each transfer of a decision, one fact left out if so wished."""
        return [
            weighed(self.program, self._engine.decide(self.program.record(
                {name: value for name, value in values.items() if name != left_out}
            )))
            for values in decision.values
        ]  # fmt: skip

    def answer(self, decision: Decision, left_out: str = "") -> Answer:
        """What triggers and what is open of a decision."""
        met = open_ = doubt = 0
        for one in self.rules(decision, left_out):
            met |= one.met
            open_ |= one.open
            doubt |= one.doubt
        status = {
            name: ranks.pair(Sums(met, met, open_, doubt))[0] for name, ranks in self._ranks.items()
        }
        return Answer(
            frozenset(name for name, said in status.items() if said in TRIGGERS),
            frozenset(name for name, said in status.items() if said == "undetermined"),
        )


def percent(part: int, whole: int) -> float:
    """A share in per cent; nothing of nothing is zero."""
    return 100 * part / whole if whole else 0.0


Answers = Sequence[tuple[Decision, Answer]]


def figures(answers: Answers) -> dict[str, float]:
    """The figures of the yardstick: shares in per cent, and the gap in points."""
    of: dict[str, list[tuple[Decision, Answer]]] = {"refused": [], "issued": [], "matched": []}
    for decision, answer in answers:
        of[decision.set].append((decision, answer))
    share = {
        name: percent(sum(bool(a.triggered) for _, a in rows), len(rows))
        for name, rows in of.items()
    }
    refused, issued = of["refused"], of["issued"]
    said = sum(len(a.triggered) for _, a in refused)
    right = sum(len(a.triggered & d.cited) for d, a in refused)
    allies = [a for d, a in issued if d.inside]
    return {
        "refused": share["refused"],
        "hit": percent(sum(bool(a.triggered & d.cited) for d, a in refused), len(refused)),
        "precision": percent(right, said),
        "silent": percent(
            sum(not (a.triggered | a.open) & d.cited for d, a in refused), len(refused)
        ),
        "issued": share["issued"],
        "matched": share["matched"],
        "gap": share["refused"] - share["matched"],
        "undetermined": percent(
            sum(bool(a.open) and not a.triggered for _, a in issued), len(issued)
        ),
        "allies clean": percent(sum(not (a.triggered or a.open) for a in allies), len(allies)),
    }


HEADS: Final = {
    "refused": "refused with a trigger", "hit": "hit", "precision": "precision",
    "silent": "silent", "issued": "issued with a trigger", "matched": "matched", "gap": "gap",
    "undetermined": "issued, undetermined", "allies clean": "issued inside, no trigger",
}  # fmt: skip


# --- what constants would say ---------------------------------------------------------------------


def constants(screener: Screener) -> dict[str, Callable[[Decision], frozenset[str]]]:
    """Plain rules that read one to four public facts, to be better than."""
    reference = screener.reference

    def outside(one: Decision) -> bool:
        return one.values[0].get("destination.partner", Value("", "")).lo == "none"

    def figure(name: str, one: Decision) -> float:
        found = reference.indicator(name, one.country, one.day)
        return float(found.value) if found is not None and found.value is not None else float("nan")

    def first(one: Decision) -> frozenset[str]:
        return frozenset("27" if outside(one) else "")

    def second(one: Decision) -> frozenset[str]:
        return frozenset("27" if outside(one) and figure("human_rights", one) >= 3 else "")

    def third(one: Decision) -> frozenset[str]:
        found = set()
        facts = one.values[0]
        if any(facts.get(f"embargo.{kind}", Value("no", "no")).lo == "yes"
               for kind in ("state", "non_state")):  # fmt: skip
            found.add("1")
        if outside(one):
            violence = figure("human_rights", one)
            found |= {"2"} if violence >= 4 else set()
            conflict = facts.get("destination.conflict_territory", Value("none", "none"))
            found |= {"3"} if conflict.lo != "none" else set()
            found |= {"7"} if violence >= 3 and figure("rule_of_law", one) < 50 else set()
        return frozenset(found)

    return {
        "outside NATO and the EU: criteria 2 and 7": first,
        "outside, Political Terror Scale 3 and more in the year before: 2 and 7": second,
        "an embargo: 1; outside and scale 4: 2; outside and conflict or tension: 3; outside, scale "
        "3 and rule of law under the median: 7": third,
    }


# --- how far the figures move ---------------------------------------------------------------------


def shifted(rules: Sequence[Rule], fact: str, by: int, vocabulary: Vocabulary) -> list[Rule]:
    """The rules with each lower bound on a graded fact moved by so many grades."""
    domain = vocabulary[fact].domain

    def moved(clause: Clause) -> Clause | None:
        if clause.fact != fact or clause.operator != "at_least":
            return clause
        rank = domain.index(clause.values[0]) + by
        if rank >= len(domain):
            return replace(clause, values=(domain[-1],))
        return replace(clause, values=(domain[rank],)) if rank > 0 else None

    found = []
    for rule in rules:
        when = tuple(
            tuple(c for c in map(moved, group) if c is not None) or group for group in rule.when
        )
        found.append(replace(rule, when=when))
    return found


def variants(
    decisions: Sequence[Decision], rules: Sequence[Rule], vocabulary: Vocabulary
) -> Iterator[tuple[str, dict[str, float]]]:
    """The figures with each threshold one grade lower and higher, and each fact left out."""
    whole = ProgramDecider(rules, vocabulary)
    for fact in GRADED:
        for word, by in (("one grade lower", -1), ("one grade higher", 1)):
            judge = ProgramDecider(shifted(rules, fact, by, vocabulary), vocabulary)
            yield f"`{fact}` {word}", figures([(d, judge.answer(d)) for d in decisions])
        yield f"`{fact}` left out", figures([(d, whole.answer(d, fact)) for d in decisions])


# --- the page -------------------------------------------------------------------------------------


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table in Markdown."""
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def shown(found: Mapping[str, float]) -> list[str]:
    """Figures in the order of their heads."""
    return [f"{found[name]:.1f}" for name in HEADS]


def by_criterion(answers: Answers) -> Iterator[Sequence[str]]:
    """Each criterion: how often cited, triggered on each set, and right where it triggered."""
    for name in CRITERIA:
        row = [name, str(sum(name in d.cited for d, _ in answers if d.set == "refused"))]
        for kind in ("refused", "issued", "matched"):
            rows = [a for d, a in answers if d.set == kind]
            row.append(f"{percent(sum(name in a.triggered for a in rows), len(rows)):.1f}")
        met = [d for d, a in answers if d.set == "refused" and name in a.triggered]
        row.append(f"{percent(sum(name in d.cited for d in met), len(met)):.0f}" if met else "-")
        yield row


def by_rule(decisions: Sequence[Decision], judge: ProgramDecider) -> Iterator[Sequence[str]]:
    """Each rule that is met: what it says, and how often it is met on each set."""
    met: Counter[tuple[int, str]] = Counter()
    for decision in decisions:
        rules = 0
        for one in judge.rules(decision):
            rules |= one.met
        for index in range(len(judge.program.rules)):
            met[index, decision.set] += rules >> index & 1
    size = Counter(decision.set for decision in decisions)
    rows = []
    for index, rule in enumerate(judge.program.rules):
        shares = [
            percent(met[index, kind], size[kind]) for kind in ("refused", "issued", "matched")
        ]
        if any(shares) and rule.tier != "duty":
            rows.append((rule, shares))
    for rule, shares in sorted(rows, key=lambda row: -row[1][0]):
        lift = f"{shares[0] / shares[2]:.1f}" if shares[2] else "-"
        says = status_if_met(rule).replace("_", " ")
        yield (f"`{rule.id}`", says, *(f"{one:.1f}" for one in shares), lift)


_HEAD: Final = """# How well it separates

<!-- Made by `python -m benchmarks decisions FILE`; not edited by hand. -->

A trigger asks a person to look. That is of use only if what is refused triggers more often than
what is issued. Here the packaged rules are measured on decisions of a licensing authority:
licences refused, with the criteria cited; licences issued; and of these the ones of the same year
and ratings as the refused (`matched`). A trigger on an issued licence is no error: somebody
looked, and it was issued.

- **hit**: of the refused, how many trigger a criterion that was cited.
- **precision**: of the criteria triggered on refused licences, how many were cited.
- **silent**: of the refused, how many trigger none that was cited and leave none open.
- **gap**: share of the refused with a trigger, less that of the matched, in points.
"""
_CANNOT: Final = """## What the data cannot show

- Only day, destination, ratings and declared onward states are known. Nothing is known of end
  user, value, papers or quantity, so every rule on these is silent here, and the questions are not
  measured.
- Ratings have no letters, so flags of entries are those of whole categories.
- That a licence was refused is not that it had to be, and what was issued may have been wrong.
  Criteria are those that one authority chose to cite; its first criterion also holds national
  policy, and criteria 6 and 8 were hardly ever cited.
- The years are few, and the same countries come again. Graded facts are those of the year before,
  as they are published today.
- Thresholds were reasoned from the text and then looked at on these rows. Later decisions were
  kept away, to see whether what was learnt holds.
"""


def page(decisions: Sequence[Decision], failed: int, screener: Screener) -> Iterator[str]:
    """The page, line by line."""
    rules = screener.program(max(d.day for d in decisions)).rules
    judge = ProgramDecider(rules, screener.vocabulary)
    answers = [(d, judge.answer(d)) for d in decisions]
    others = {
        name: [(d, Answer(say(d), frozenset())) for d in decisions]
        for name, say in constants(screener).items()
    }
    size = Counter(d.set for d in decisions)
    yield from _HEAD.splitlines()
    yield ""
    years = sorted({d.year for d in decisions})
    yield (
        f"{size['refused']} refused, {size['issued']} issued, {size['matched']} matched, "
        f"{years[0]} to {years[-1]}; {failed} could not be read. All shares in per cent."
    )
    yield ""
    rows = {"licensecheck": answers, **others}
    yield from table(["", *HEADS.values()],
                     ([name, *shown(figures(one))] for name, one in rows.items()))  # fmt: skip
    yield from ("", "## Year by year", "", "The gap, and the share of refused with a trigger:", "")
    yield from table(["", *years], (
        [name, *(_year([x for x in one if x[0].year == year]) for year in years)]
        for name, one in rows.items()
    ))  # fmt: skip
    yield from ("", "## By criterion", "")
    yield from table(
        ["criterion", "cited", "on refused", "on issued", "on matched", "right"],
        by_criterion(answers),
    )
    yield from ("", "## By rule", "", "How often each is met; lift is refused by matched.", "")
    yield from table(["rule", "says", "refused", "issued", "matched", "lift"],
                     by_rule(decisions, judge))  # fmt: skip
    yield from ("", "## How far the figures move", "")
    yield "Each threshold on a graded fact in all rules at once, and each fact left unknown."
    yield ""
    yield from table(["", *HEADS.values()], (
        ["as it is", *shown(figures(answers))],
        *([name, *shown(found)] for name, found in variants(decisions, rules, screener.vocabulary)),
    ))  # fmt: skip
    yield ""
    yield from _CANNOT.splitlines()


def _year(answers: Answers) -> str:
    found = figures(answers)
    return f"{found['gap']:.0f} ({found['refused']:.0f})"


def main(arguments: Sequence[str]) -> None:
    """Print the page of a table of decisions, or of a few invented rows."""
    screener = Screener(alliances=["nato-or-eu"], engine="bitset")
    if arguments:
        with Path(arguments[0]).open(encoding="utf-8", newline="") as file:
            decisions, failed = read(file, screener)
    else:
        decisions, failed = read(io.StringIO(_SMALL), screener)
    sys.stdout.write("\n".join(page(decisions, failed, screener)) + "\n")

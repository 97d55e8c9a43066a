"""Reading rule files strictly: every problem at once, with file, line, rule, clause and help.

In: the YAML files of a ruleset's folder, or one file. Out: a `Ruleset`.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal, get_args

from licensecheck.documents.days import DAY_HELP, read_day
from licensecheck.documents.strict_yaml import Document
from licensecheck.errors import InputError, LawError, Problem, nearest, quote
from licensecheck.facts.membership import Membership
from licensecheck.law import law_dir, load_yaml_file, stamp_of
from licensecheck.reference.open_domains import read_token
from licensecheck.rules.house import HEAD_FIELDS, HOUSE_SUBJECTS, House
from licensecheck.rules.model import (
    CRITERIA,
    Clause,
    Force,
    Rule,
    RulePassage,
    Ruleset,
    RuleSource,
    Tier,
)
from licensecheck.rules.reasons import reason_parts
from licensecheck.vocabulary import Fact, Vocabulary

__all__ = ["load_ruleset", "packaged_rulesets", "rule_files"]

FIELDS: Final = (
    "id", "title", "criterion", "point", "tier", "force", "in_force", "yields", "judgement",
    "when", "unless", "doubt", "reason", "resolves", "source", "related", "reviewed", "passage",
)  # fmt: skip
REQUIRED: Final = (
    "id", "title", "criterion", "point", "tier", "force", "in_force", "when", "reason", "source",
)  # fmt: skip
RELATIONS: Final = ("replaces", "overlaps", "narrows")
SHORTHANDS: Final = ("item.rating", "destination", "end_user", "exporter")
_FORCES: Final = {
    "law": "deny", "screen": "caution", "assess": "weigh", "confirm": "weigh", "duty": "procedure",
}  # fmt: skip
RULE_ID = re.compile(r"[a-z]+(\.[a-z0-9][a-z0-9-]*)+\Z")
_CASES = ".cases.yaml"
_YIELDS: Final[Mapping[str, Literal["", "review", "noted"]]] = {
    "review": "review", "noted": "noted",
}  # fmt: skip
_YIELDS_HELP: Final = "`review` on a law or confirm rule, `noted` on a screen or assess rule"
# Facts that an applicant declares never switch a rule off (DESIGN §3).
UNLESS_ANSWERERS = frozenset(("officer", "derived"))


def packaged_rulesets() -> dict[str, Path]:
    """Names of the packaged rulesets and where they stand, such as `eu-common-position`."""
    root = law_dir()
    national = {path.stem: path for path in sorted((root / "national").glob("*.yaml"))
                if not path.name.endswith(_CASES)}  # fmt: skip
    return {"eu-common-position": root / "eu-common-position", **national}


def rule_files(path: Path) -> list[Path]:
    """The rule files of a ruleset: the file itself, or those of a folder without their cases."""
    if path.is_dir():
        return [
            file
            for file in sorted(path.glob("*.yaml"))
            if not file.name.endswith(_CASES) and file.name != "coverage.yaml"
        ]
    return [path]


def load_ruleset(path: Path, vocabulary: Vocabulary | None = None) -> Ruleset:
    """Load and check a ruleset.

    Args:
        path: A rule file, or a folder of them.
        vocabulary: The words that rules may use; the packaged one by default.

    Raises:
        LawError: A file breaks the form; every problem of every file is listed.
    """
    files = tuple(rule_files(path))
    # A file that was edited meanwhile is another file.
    stamps = tuple(stamp_of(file) for file in files)
    words = vocabulary or Vocabulary.load()
    found = _load(path, files, stamps, words)
    if any(stamp != stamp_of(file) for file, stamp in found.lists):
        # A list beside it was edited meanwhile.
        _load.cache_clear()
        found = _load(path, files, stamps, words)
    return found


@lru_cache(maxsize=256)
def _load(
    path: Path, files: tuple[Path, ...], _stamps: tuple[tuple[int, ...], ...], words: Vocabulary
) -> Ruleset:
    problems: list[Problem] = []
    rules: list[Rule] = []
    titles: dict[str, str] = {}
    digest = hashlib.sha256()
    hashes: dict[str, str] = {}
    name = ""
    facts: dict[str, Fact] = {}
    sets: dict[str, Membership] = {}
    stops: list[str] = []
    lists: list[tuple[Path, tuple[int, ...]]] = []
    for file in files:
        try:
            document = load_yaml_file(file)
            raw = file.read_bytes()
            digest.update(raw)
            hashes[file.name] = hashlib.sha256(raw).hexdigest()
        except InputError as error:
            problems.extend(error.problems)
            continue
        own = not file.resolve().is_relative_to(law_dir().resolve())
        reader = _Reader(document, words, problems, folder=file.parent if own else None)
        head = reader.read()
        rules.extend(reader.rules)
        name = name or head.get("ruleset", path.stem)
        if reader.house is not None:
            facts |= reader.house.facts
            sets |= reader.house.sets
            stops += reader.house.stops
            for listed, found in reader.house.files.items():
                digest.update(found.encode())
                hashes[listed] = found
                lists.append((file.parent / listed, stamp_of(file.parent / listed)))
        if "criterion" in head:
            titles[str(head["criterion"])] = str(head.get("title", ""))
    problems += _repeated(rules)
    if not files:
        problems.append(Problem(str(path.name), "there is no rule file here"))
    elif not rules and not problems:
        problems.append(Problem(str(path.name), "there is no rule under `rules`"))
    if problems:
        raise LawError(problems)
    return Ruleset(
        name, tuple(rules), titles, digest.hexdigest(), hashes,
        facts=tuple(facts.values()), sets=tuple(sets.values()), stops=tuple(dict.fromkeys(stops)),
        lists=tuple(lists),
    )  # fmt: skip


def _repeated(rules: Iterable[Rule]) -> Iterator[Problem]:
    seen: dict[str, Rule] = {}
    for rule in rules:
        if other := seen.get(rule.id):
            what = f"the rule `{rule.id}` is there already, at {other.place}"
            yield Problem(rule.place, what)
        seen[rule.id] = rule


class _Reader:
    """Reads one rule file; problems go to a common list, so that none hides another."""

    def __init__(
        self,
        document: Document,
        words: Vocabulary,
        problems: list[Problem],
        *,
        folder: Path | None = None,
    ) -> None:
        # Where lists of an office's own are; None for a file of the packaged law.
        self.folder = folder
        self.house: House | None = None
        self.document = document
        self.words = words
        self.problems = problems
        self.rules: list[Rule] = []
        self.head: Mapping[str, Any] = {}
        # Day on which the places and codes of a rule are read: its first.
        self.on = date.today()

    def read(self) -> Mapping[str, Any]:
        data = self.document.data
        if not isinstance(data, dict) or not isinstance(data.get("rules"), list):
            self.problems.append(Problem(self.document.name, "`rules` must be a list"))
            return {}
        self.head = {key: value for key, value in data.items() if key != "rules"}
        known: tuple[str, ...] = ("ruleset", "criterion", "title", "rules", "note")
        known += HEAD_FIELDS if self.folder else ()
        for key in data:
            if key not in known:
                self._problem((key,), f"unknown field {quote(key)}", nearest(key, known))
        if self.folder:
            name = str(self.head.get("ruleset") or self.folder.name)
            self.house = House(name, self.folder, self._problem)
            self.house.read(self.head, self.on)
            self.words = self.words.extended(self.house.facts.values())
        for index, row in enumerate(data["rules"]):
            before = len(self.problems)
            rule = self._rule(row, ("rules", index))
            if rule is not None and len(self.problems) == before:
                self.rules.append(rule)
        return self.head

    def _problem(self, path: tuple[str | int, ...], what: str, help_: str = "") -> None:
        where = f"{self.document.name}:{self.document.line(path)}"
        self.problems.append(Problem(where, what, help_))

    def _rule(self, row: Any, path: tuple[str | int, ...]) -> Rule | None:
        if not isinstance(row, dict) or not isinstance(row.get("id"), str):
            self._problem(path, "a rule needs an `id`")
            return None
        id_ = row["id"]
        if self.house and not id_.startswith("cp."):
            row = self._completed(row)
        self._fields(row, path, id_)
        tier = self._choice(row, "tier", get_args(Tier), path, id_)
        force = self._choice(row, "force", get_args(Force), path, id_)
        criterion = str(row.get("criterion", ""))
        self._identity(id_, criterion, row, path)
        start, end = self._in_force(row.get("in_force"), (*path, "in_force"), id_)
        before = len(self.problems)
        self.on = start or self.on
        when = self._groups(row.get("when"), (*path, "when"), id_, unless=False)
        is_sound = len(self.problems) == before
        unless = self._groups(row.get("unless") or {}, (*path, "unless"), id_, unless=True)
        doubt = self._groups(row.get("doubt") or {}, (*path, "doubt"), id_, unless=False)
        # A clause that is faulty has been told; only a set without one is told here.
        if not when and row.get("when") is not None and is_sound:
            self._problem((*path, "when"), f"rule `{id_}`: `when` holds no clause")
        self._tier_reads(tier, when, path, id_)
        self._reason(str(row.get("reason", "")), when, (*path, "reason"), id_)
        self._yields(row, tier, path, id_)
        resolves = self._fact_names(row.get("resolves") or [], (*path, "resolves"), id_)
        self._reviewed(row.get("reviewed"), (*path, "reviewed"), id_)
        passage = self._passage(row.get("passage"), (*path, "passage"), id_)
        source = self._source(row.get("source"), (*path, "source"), id_)
        related = self._related(row.get("related") or {}, (*path, "related"), id_)
        if start is None or source is None or not when:
            return None
        return Rule(
            id=id_, title=str(row.get("title", "")), criterion=criterion,
            point=str(row.get("point", "")), tier=tier, force=force,  # type: ignore[arg-type]
            in_force_from=start, in_force_until=end,
            yields=_YIELDS.get(str(row.get("yields")), ""),
            judgement=str(row.get("judgement", "")), when=when, unless=unless,
            reason=str(row.get("reason", "")), resolves=resolves, source=source,
            reviewed=str(row.get("reviewed") or ""), passage=passage,
            ruleset=str(self.head.get("ruleset", "")), related=related, doubt=doubt,
            place=f"{self.document.name}:{self.document.line(path)}",
            body=self._body(criterion),
        )  # fmt: skip

    def _body(self, criterion: str) -> str:
        own = self.house is not None and criterion not in (*CRITERIA, "articles")
        return str(self.head.get("title", "")) if own else ""

    def _completed(self, row: dict[str, Any]) -> dict[str, Any]:
        """A rule of an office's own, with what its file says once for all."""
        title = str(self.head.get("title") or self.head.get("ruleset") or "rules of the house")
        name = str(row.get("title") or row.get("id"))
        given = {
            "criterion": self.head.get("criterion") or self.head.get("ruleset"),
            "point": self.head.get("point") or title,
            "force": _FORCES.get(str(row.get("tier"))),
            "in_force": {"from": "1950-01-01"},
            "reason": name.replace("{", "{{").replace("}", "}}"),
            "source": {"act": title, "read": "yes"},
            "reviewed": title,
        }
        return {**{key: value for key, value in given.items() if value}, **row}

    def _fields(self, row: dict[str, Any], path: tuple[str | int, ...], id_: str) -> None:
        for key in row:
            if key not in FIELDS:
                what = f"rule `{id_}`: unknown field {quote(key)}"
                self._problem((*path, key), what, nearest(key, FIELDS))
        for key in REQUIRED:
            if row.get(key) in (None, ""):
                self._problem(path, f"rule `{id_}`: `{key}` is missing")
        title = row.get("title", "")
        if isinstance(title, str) and len(title) > 80:
            self._problem((*path, "title"), f"rule `{id_}`: the title is longer than 80 characters")

    def _choice(
        self,
        row: dict[str, Any],
        key: str,
        choices: Sequence[str],
        path: tuple[str | int, ...],
        id_: str,
    ) -> str:
        value = row.get(key)
        if value is not None and value not in choices:
            help_ = nearest(str(value), choices) or f"one of: {', '.join(choices)}"
            self._problem((*path, key), f"rule `{id_}`: no such {key} {quote(str(value))}", help_)
        return str(value)

    def _identity(
        self, id_: str, criterion: str, row: dict[str, Any], path: tuple[str | int, ...]
    ) -> None:
        if not RULE_ID.match(id_):
            self._problem(path, f"rule {quote(id_)}: the id must look like `cp.2.a.covenants`")
            return
        parts = id_.split(".")
        if parts[0] != "cp":
            return
        if parts[1] in CRITERIA:
            point = str(row.get("point", ""))
            if parts[1] != criterion or not point.startswith(f"Art. 2({criterion})"):
                what = f"rule `{id_}`: id, criterion {quote(criterion)} and point {quote(point)}"
                self._problem(path, f"{what} do not agree")
        elif parts[1] != "art" or criterion != "articles":
            self._problem(path, f"rule `{id_}`: the id names no criterion and no article")
        for key in ("when", "unless", "doubt"):
            text = str(row.get(key))
            if any(f"'{subject}'" in text for subject in HOUSE_SUBJECTS):
                what = f"rule `{id_}`: no rule of the Union names a country, a party or a rating"
                self._problem((*path, key), what)

    def _in_force(
        self, value: Any, path: tuple[str | int, ...], id_: str
    ) -> tuple[date | None, date | None]:
        if not isinstance(value, dict) or "from" not in value:
            self._problem(path, f"rule `{id_}`: `in_force` needs a day `from`")
            return None, None
        days: list[date | None] = []
        for key in ("from", "until"):
            text = value.get(key)
            try:
                days.append(None if text is None else read_day(str(text)))
            except ValueError:
                self._problem(
                    (*path, key), f"rule `{id_}`: {quote(str(text))} is not a day", DAY_HELP
                )
                days.append(None)
        start, end = days
        if start and end and end <= start:
            self._problem(path, f"rule `{id_}`: `until` does not lie after `from`")
        return start, end

    def _groups(
        self, value: Any, path: tuple[str | int, ...], id_: str, *, unless: bool
    ) -> tuple[tuple[Clause, ...], ...]:
        listed = isinstance(value, list)
        groups = value if listed else [value]
        result = []
        for index, group in enumerate(groups):
            group_path = (*path, index) if listed else path
            if not isinstance(group, dict):
                self._problem(group_path, f"rule `{id_}`: clauses stand as `fact: value`")
                continue
            alternatives = [
                self._alternatives(name, condition, (*group_path, name), id_, unless)
                for name, condition in group.items()
            ]
            for chosen in itertools.product(*filter(any, alternatives)):
                if clauses := tuple(clause for part in chosen for clause in part):
                    result.append(clauses)
        return tuple(result)

    def _alternatives(
        self, name: str, condition: Any, path: tuple[str | int, ...], id_: str, unless: bool
    ) -> list[list[Clause]]:
        """The clauses that one line stands for; of a list of parties, several alternatives."""
        negated = isinstance(condition, dict) and list(condition) == ["not"]
        operand = condition["not"] if negated else condition
        tokens = operand if isinstance(operand, list) else [operand]
        if self.house is None or name not in HOUSE_SUBJECTS or self._is_plain(name, tokens):
            return [self._clause(name, condition, path, id_, unless)]
        at = f"rule `{id_}`, clause `{name}`"
        if unless:
            self._problem(path, f"{at}: only an officer's fact may switch a rule off")
        try:
            found = self.house.alternatives(name, tokens, negated=negated, on=self.on)
        except InputError as error:
            for problem in error.problems:
                self._problem(path, f"{at}: {problem.what}", problem.help)
            return [[]]
        self.words = self.words.extended(self.house.facts.values())
        return found

    def _is_plain(self, name: str, tokens: Sequence[Any]) -> bool:
        """Whether a clause reads a fact of the vocabulary, and no list of the house."""
        return name in self.words and not any(str(one) in self.house.lists for one in tokens)  # type: ignore[union-attr]

    def _clause(
        self, name: str, condition: Any, path: tuple[str | int, ...], id_: str, unless: bool
    ) -> list[Clause]:
        at = f"rule `{id_}`, clause `{name}`"
        fact = self.words.get(name)
        if fact is None:
            self._problem(path, f"{at}: no such fact", nearest(name, self.words))
            return []
        if unless and not UNLESS_ANSWERERS & set(fact.answered_by):
            self._problem(path, f"{at}: only an officer's fact may switch a rule off")
        if isinstance(condition, dict):
            if len(condition) != 1 or next(iter(condition)) not in ("not", "at_least", "at_most"):
                self._problem(path, f"{at}: takes one of `not`, `at_least`, `at_most`")
                return []
            operator, operand = next(iter(condition.items()))
        else:
            operator, operand = "in", condition
        tokens = operand if isinstance(operand, list) else [operand]
        values = tuple(self._read(fact, tokens, path, at))
        if len(values) < len(tokens) or not self._tokens(fact, operator, values, path, at):
            return []
        return [Clause(name, "not_in" if operator == "not" else operator, values)]

    def _read(
        self, fact: Fact, tokens: Sequence[Any], path: tuple[str | int, ...], at: str
    ) -> Iterator[str]:
        """The tokens that words of a clause stand for; those that stand for none are told."""
        for token in tokens:
            try:
                yield read_token(fact, str(token), on=self.on)
            except InputError as error:
                for problem in error.problems:
                    what = problem.what.removesuffix(f" of `{fact.name}`")
                    self._problem(path, f"{at}: {what}", problem.help)

    def _tokens(
        self,
        fact: Fact,
        operator: str,
        values: tuple[str, ...],
        path: tuple[str | int, ...],
        at: str,
    ) -> bool:
        if not values:
            return False
        if operator in ("at_least", "at_most"):
            if not fact.ordered or len(values) != 1:
                self._problem(path, f"{at}: `{operator}` takes one value of an ordered fact")
                return False
            idle = fact.domain[0] if operator == "at_least" else fact.domain[-1]
            if values[0] == idle:
                self._problem(path, f"{at}: `{operator}: {idle}` decides nothing")
                return False
        elif fact.ordered:
            asked = set(values) if operator == "in" else set(fact.domain) - set(values)
            ranks = sorted(fact.rank(token) for token in asked)
            if not ranks or ranks[-1] - ranks[0] + 1 != len(ranks):
                self._problem(path, f"{at}: the values of an ordered fact must stand side by side")
                return False
            if len(ranks) == len(fact.domain):
                self._problem(path, f"{at}: decides nothing, since it takes every value")
                return False
        return True

    def _tier_reads(
        self,
        tier: str,
        when: Iterable[tuple[Clause, ...]],
        path: tuple[str | int, ...],
        id_: str,
    ) -> None:
        """A screen reads only what is declared, shipped or derived; a confirmation an officer."""
        facts = [self.words[clause.fact] for group in when for clause in group]
        if tier == "confirm" and not all("officer" in fact.answered_by for fact in facts):
            self._problem(path, f"rule `{id_}`: a confirm rule reads officer's facts only")

    def _yields(
        self, row: dict[str, Any], tier: str, path: tuple[str | int, ...], id_: str
    ) -> None:
        """A bright line or a judgement may ask for a review, a screen or indicator be noted."""
        allowed = {"law": "review", "confirm": "review", "screen": "noted", "assess": "noted"}
        if "yields" in row and row["yields"] != allowed.get(tier):
            what = f"rule `{id_}`: a {tier} rule cannot yield {quote(str(row['yields']))}"
            self._problem((*path, "yields"), what, _YIELDS_HELP)

    def _reason(
        self,
        text: str,
        when: Sequence[tuple[Clause, ...]],
        path: tuple[str | int, ...],
        id_: str,
    ) -> None:
        try:
            parts = reason_parts(text)
        except ValueError:
            self._problem(path, f"rule `{id_}`: a brace or a bracket in the reason is not closed")
            return
        read = [frozenset(clause.fact for clause in group) for group in when]
        for part in parts:
            for name in part.facts:
                if name not in self.words and name not in SHORTHANDS:
                    what = f"rule `{id_}`: the reason names no fact by {quote(name)}"
                    self._problem(path, what, nearest(name, [*self.words, *SHORTHANDS]))
                elif name not in SHORTHANDS and not part.is_read_by(name, read):
                    # Else it would tell of a fact that nobody read, or that is not known.
                    what = f"rule `{id_}`: not every alternative reads {quote(name)} of the reason"
                    help_ = f"put what is said of it in brackets: `[; ... {{{name}}}]`"
                    self._problem(path, what, help_)

    def _reviewed(self, value: Any, path: tuple[str | int, ...], id_: str) -> None:
        if value is not None and (not isinstance(value, str) or not value.strip()):
            what = f"rule `{id_}`: `reviewed` says in a text who compared it, and when"
            self._problem(path, what, "such as `legal desk, 2026-11-24`; a role, never a name")

    def _passage(self, value: Any, path: tuple[str | int, ...], id_: str) -> RulePassage | None:
        keys = ("celex", "language", "hash")
        if value is None:
            return None
        if (
            not isinstance(value, dict)
            or set(value) != set(keys)
            or not all(isinstance(part, str) for part in value.values())
        ):
            what = f"rule `{id_}`: `passage` holds `celex`, `language` and `hash`, each a text"
            self._problem(path, what, "`licensecheck rules review` writes it")
            return None
        return RulePassage(**value)

    def _fact_names(self, value: Any, path: tuple[str | int, ...], id_: str) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            self._problem(path, f"rule `{id_}`: `resolves` is a list of facts")
            return ()
        for name in value:
            if name not in self.words:
                what = f"rule `{id_}`: no fact {quote(name)}"
                self._problem(path, what, nearest(name, self.words))
        return tuple(value)

    def _related(
        self, value: Any, path: tuple[str | int, ...], id_: str
    ) -> dict[str, tuple[str, ...]]:
        if not isinstance(value, dict):
            self._problem(path, f"rule `{id_}`: `related` takes one of: {', '.join(RELATIONS)}")
            return {}
        for kind, ids in value.items():
            if kind not in RELATIONS:
                what = f"rule `{id_}`: no such relation {quote(kind)}"
                self._problem((*path, kind), what, nearest(kind, RELATIONS))
            elif not isinstance(ids, list) or not all(RULE_ID.match(str(one)) for one in ids):
                self._problem((*path, kind), f"rule `{id_}`: `{kind}` is a list of rule ids")
        return {kind: tuple(ids) for kind, ids in value.items() if isinstance(ids, list)}

    def _source(self, value: Any, path: tuple[str | int, ...], id_: str) -> RuleSource | None:
        keys = ("act", "celex", "language", "read", "note")
        if not isinstance(value, dict) or not isinstance(value.get("act"), str):
            self._problem(path, f"rule `{id_}`: `source` needs the `act`")
            return None
        for key in value:
            if key not in keys:
                what = f"rule `{id_}`: unknown field {quote(key)} of the source"
                self._problem((*path, key), what, nearest(key, keys))
        if set("{}") & set(value["act"].replace("{point}", "")):
            what = f"rule `{id_}`: the `act` of the source takes no braces but `{{point}}`"
            self._problem((*path, "act"), what)
        if value.get("read") not in ("yes", "partly", "no"):
            self._problem(path, f"rule `{id_}`: `read` of the source is yes, partly or no")
            return None
        return RuleSource(**{key: str(value[key]) for key in keys if key in value})

"""Reading rule files strictly: every fault at once, with file, line, rule, clause and help.

In: the YAML files of a ruleset's folder, or one file. Out: a `Ruleset`. A rule says what is its
own; what it does not say holds as the head of its file says it.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, get_args

from pydantic import ValidationError

from licensecheck.documents.faults import Fault, faults_of, problems_of
from licensecheck.documents.strict_yaml import Document
from licensecheck.errors import InputError, LawError, Problem, quote, told
from licensecheck.facts.membership import Membership
from licensecheck.law import is_packaged, load_yaml_file, rule_files, stamp_of
from licensecheck.rules.conditions import Alternatives, Conditions
from licensecheck.rules.house import HOUSE_SUBJECTS, House, HouseHead
from licensecheck.rules.model import (
    CRITERIA,
    Force,
    RestsOn,
    Rule,
    RulePassage,
    Ruleset,
    RuleSource,
    Tier,
)
from licensecheck.rules.written import LawFile, RuleWritten, SourceWritten
from licensecheck.vocabulary import Fact, Vocabulary

__all__ = ["LawDocument", "families", "read_beside", "read_law_file", "read_ruleset", "relatives"]

# Force of a rule of an office's own, by its tier.
_FORCES: Final[Mapping[Tier, Force]] = {
    "law": "deny", "screen": "caution", "assess": "weigh", "confirm": "weigh", "duty": "procedure",
}  # fmt: skip
_FIRST: Final = date(1950, 1, 1)
_SUBJECTS: Final = frozenset(HOUSE_SUBJECTS)
_TOLD: Final = frozenset(("says", "heading", "note", "coverage", "sentences"))


@dataclass(frozen=True, slots=True)
class _Ground:
    """How a rule is cited that does not rest on the point itself."""

    act: str
    word: str
    read: str
    of_the_act: bool = True


_GROUNDS: Final[Mapping[RestsOn, _Ground]] = {
    "indicator": _Ground("Indicator of this project for {{point}} of {act}", "indicator", "no"),
    "practice": _Ground("Practice implied by {{point}} of {act}", "practice", "no"),
    "guide": _Ground(
        "User's Guide to {act} on {{point}}", "User's Guide", "partly", of_the_act=False
    ),
}


@dataclass(frozen=True, slots=True)
class LawDocument:
    """A file of law as it was read.

    Attributes:
        document: Its values with their lines.
        written: What it says.
        head: What the file says that it is a part of; the file itself where it is none.
    """

    file: Path
    document: Document
    written: LawFile
    head: LawFile

    @property
    def family(self) -> Path:
        """The file whose title and base hold here."""
        part_of = self.written.part_of
        return self.file.with_name(part_of) if part_of else self.file

    def place(self, *path: str | int) -> str:
        """File and line of a value."""
        return f"{self.document.name}:{self.document.line(path)}"


def read_law_file(file: Path, *, cases: bool = False) -> LawDocument:
    """Read a file of law into its model; of its rules no clause is read.

    Args:
        file: The file.
        cases: Whether the cases are read as well, and what is said of its point.

    Raises:
        InputError: It cannot be read as YAML.
        LawError: It breaks the form; every fault is listed.
    """
    document, written, head, faults = _read(file, cases=cases)
    if written is None or head is None:
        raise LawError(_problems(document, faults))
    return LawDocument(file, document, written, head)


def relatives(file: Path) -> list[Path]:
    """The files that are parts of the same file as a file is, itself among them, in order.

    Raises:
        InputError: A file cannot be read.
        LawError: The file breaks the form.
    """
    family = read_law_file(file).family
    return [
        one
        for one in rule_files(family.parent)
        if one in (file, family) or _part_of(one) == family.name
    ]


def _part_of(file: Path) -> str:
    """The file that a file says it is a part of; what cannot be read is a part of none."""
    return str(_plain(file).get("part_of", ""))


def _plain(file: Path) -> Mapping[str, Any]:
    """What a file says; nothing where it cannot be read."""
    try:
        data = load_yaml_file(file).data
    except InputError:
        return {}
    return data if isinstance(data, dict) else {}


def read_beside(path: Path) -> Iterator[Path]:
    """Files that are read with a rule file, or with those of a folder: lists, and its head.

    What cannot be read names none; its faults are told where rules are read.
    """
    for file in rule_files(path):
        if not file.is_file():  # a pipe gives what it holds once
            continue
        head = _plain(file)
        lists = [head.get(name) for name in ("country_lists", "name_lists")]
        named = [one for found in lists if isinstance(found, dict) for one in found.values()]
        for one in (head.get("part_of"), *named):
            if isinstance(one, str):
                yield file.parent / one


def families(files: Iterable[Path], problems: list[Problem]) -> dict[Path, list[LawDocument]]:
    """Files by the file that they are parts of, in order, with their cases.

    Args:
        files: The files.
        problems: Where to put every fault of those that cannot be read.
    """
    found: dict[Path, list[LawDocument]] = {}
    for file in files:
        try:
            one = read_law_file(file, cases=True)
        except (InputError, LawError) as error:
            problems += error.problems
            continue
        found.setdefault(one.family, []).append(one)
    return found


def read_ruleset(path: Path, files: Sequence[Path], words: Vocabulary) -> Ruleset:
    """Read and check the files of a ruleset.

    Args:
        path: The rule file, or the folder of them.
        files: Its files, in order.
        words: The words that rules may use.

    Raises:
        LawError: A file breaks the form; every problem of every file is listed.
    """
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
            reader = _Reader(file, words)
            raw = file.read_bytes()
        except InputError as error:
            problems.extend(error.problems)
            continue
        problems += reader.problems()
        digest.update(raw)
        if reader.rules:
            hashes[file.name] = hashlib.sha256(raw).hexdigest()
            titles.setdefault(reader.rules[0].criterion, reader.title)
        rules.extend(reader.rules)
        name = name or reader.name
        if reader.house is not None:
            facts |= reader.house.facts
            sets |= reader.house.sets
            stops += reader.house.stops
            for listed, found in reader.house.files.items():
                digest.update(found.encode())
                hashes[listed] = found
                lists.append((file.parent / listed, stamp_of(file.parent / listed)))
    problems += _repeated(rules)
    if not files:
        problems.append(Problem(str(path.name), told("there is no rule file here")))
    elif not rules and not problems:
        problems.append(Problem(str(path.name), told("there is no rule under `rules`")))
    if problems:
        raise LawError(problems)
    return Ruleset(
        name or path.stem, tuple(rules), titles, digest.hexdigest(), hashes,
        facts=tuple(facts.values()), sets=tuple(sets.values()), stops=tuple(dict.fromkeys(stops)),
        lists=tuple(lists),
    )  # fmt: skip


def _repeated(rules: Iterable[Rule]) -> Iterator[Problem]:
    seen: dict[str, Rule] = {}
    for rule in rules:
        if other := seen.get(rule.id):
            what = told(
                "the rule `{id}` is there already, at {place}", id=rule.id, place=other.place
            )
            yield Problem(rule.place, what)
        seen[rule.id] = rule


def _read(
    file: Path, *, cases: bool
) -> tuple[Document, LawFile | None, LawFile | None, list[Fault]]:
    """A file, what it says, what the file says that it is a part of, and what is wrong."""
    document = load_yaml_file(file)
    data = document.data if cases else _what_decides(document.data)
    try:
        written = LawFile.model_validate(data)
    except ValidationError as error:
        return document, None, None, faults_of(error, LawFile, data)
    if written.part_of is None:
        return document, written, written, []
    beside = file.with_name(Path(written.part_of).name)
    if not beside.is_file():
        what = told("there is no file {part_of} beside this one", part_of=quote(written.part_of))
        return document, written, None, [Fault(("part_of",), what)]
    return document, written, _head(beside, stamp_of(beside)), []


@lru_cache(maxsize=64)
def _head(file: Path, _stamp: tuple[int, ...]) -> LawFile:
    """What a file says at its head, for its parts."""
    data = load_yaml_file(file).data
    try:
        head = _what_decides(data)
        return LawFile.model_validate({**head, "rules": []} if isinstance(head, dict) else head)
    except ValidationError:
        # Reported of that file itself.
        return LawFile()


def _what_decides(data: Any) -> Any:
    """Values of a file without its cases and what is said of its point, which decide nothing."""
    if not isinstance(data, dict):
        return data
    found = {key: value for key, value in data.items() if key not in _TOLD}
    if isinstance(data.get("rules"), list):
        found["rules"] = [
            {key: value for key, value in row.items() if key != "cases"}
            if isinstance(row, dict)
            else row
            for row in data["rules"]
        ]
    return found


def _problems(document: Document, faults: Iterable[Fault]) -> list[Problem]:
    return problems_of(faults, document.data, name=document.name, line=document.line, kind=LawFile)


class _Reader:
    """Reads one rule file: its rules, and every fault of it."""

    def __init__(self, file: Path, words: Vocabulary) -> None:
        self.document, written, head, self.faults = _read(file, cases=False)
        # The fields as written, where the file as a whole cannot be read.
        data = self.document.data if isinstance(self.document.data, dict) else {}
        self.house: House | None = None
        own = not is_packaged(file.parent)
        if own:
            name = str(data.get("ruleset") or file.parent.name)
            self.house = House(name, file.parent, self._report)
            self.house.read(data, date.today())
            words = words.extended(self.house.facts.values())
        else:
            for field in HouseHead.field_names():
                if field in data:
                    self._report((field,), told("stands in a file of an office's own alone"))
        self.conditions = Conditions(words, self.house, self.faults)
        read = [
            self._clauses(row, index, data) for index, row in enumerate(_listed(data.get("rules")))
        ]
        self.name = self.title = ""
        self.rules: list[Rule] = []
        if written is None or head is None:
            return
        self.written, self.head = written, head
        self.name = written.ruleset or head.ruleset or (file.stem if own else "")
        self.title = written.title or head.title or ""
        made = [
            self._rule(rule, index, clauses)
            for index, (rule, clauses) in enumerate(zip(written.rules, read, strict=True))
        ]
        self._settings_named()
        if not self.faults:
            self.rules = [rule for rule in made if rule is not None]

    def problems(self) -> list[Problem]:
        """Every fault with its place."""
        return _problems(self.document, self.faults) if self.faults else []

    def _report(self, path: tuple[str | int, ...], what: str, help_: str = "") -> None:
        self.faults.append(Fault(path, what, help_))

    def _clauses(self, row: Any, index: int, data: Mapping[str, Any]) -> dict[str, Alternatives]:
        """What the clauses of a rule say; read as written, so that no fault hides another."""
        if not isinstance(row, dict):
            return {}
        path = ("rules", index)
        days = row.get("in_force")
        first = row.get("from") or (days.get("from") if isinstance(days, dict) else None)
        on = _day(first) or _day(data.get("from")) or date.today()
        found = {}
        before = len(self.faults)
        for key in ("when", "unless", "doubt"):
            if row.get(key) is not None:
                found[key] = self.conditions.alternatives(
                    row[key], (*path, key), on, unless=key == "unless"
                )
        when = found.get("when", ())
        if "when" in found and not when and len(self.faults) == before:
            self._report((*path, "when"), told("holds no clause"))
        self.conditions.check_tier(row.get("tier"), when, path)
        if isinstance(row.get("reason"), str):
            self.conditions.check_reason(row["reason"], when, (*path, "reason"))
        self.conditions.check_names(_listed(row.get("resolves")), (*path, "resolves"))
        for place, setting in enumerate(_listed(data.get("screening"))):
            if isinstance(setting, dict) and row.get("id") in _listed(setting.get("rules")):
                at = ("screening", place, "when")
                more = self.conditions.alternatives(setting.get("when"), at, on)
                pairs = itertools.product(when, more)
                found["when"] = when = tuple(mine + added for mine, added in pairs)
        return found

    def _settings_named(self) -> None:
        ids = {rule.id for rule in self.written.rules}
        for place, setting in enumerate(self.written.screening):
            for number, name in enumerate(setting.rules):
                if name not in ids:
                    path = ("screening", place, "rules", number)
                    self._report(path, told("no rule {name} in this file", name=quote(name)))

    def _rule(
        self, rule: RuleWritten, index: int, clauses: Mapping[str, Alternatives]
    ) -> Rule | None:
        path = ("rules", index)
        own = self.house is not None and not rule.id.startswith("cp.")
        head, title = self.written, self.title or self.name
        source = self._source(rule, own=own)
        point = rule.point or head.cited or head.point or (title if own else "")
        if rule.rests_on and not rule.point:
            point = f"{point}, {_GROUNDS[rule.rests_on].word}"
        start = rule.from_ or head.from_ or (_FIRST if own else None)
        reason = rule.reason
        if reason is None and own:
            reason = rule.title.replace("{", "{{").replace("}", "}}")
        force = rule.force or self._force(rule.tier, own=own)
        given = {"point": point, "from": start, "reason": reason, "force": force}
        given["source"] = source.act and source.read
        for key, value in given.items():
            if not value:
                help_ = told("the rule states it, or the head of its file")
                self._report(
                    path, told("`{key}` is missing", key=key), "" if key == "reason" else help_
                )
        if start and rule.until and rule.until <= start:
            self._report((*path, "until"), told("does not lie after `from`"))
        self._yields(rule, path)
        criterion = self._criterion(rule, point, index)
        if not all(given.values()) or start is None or force is None:
            return None
        return Rule(
            id=rule.id, title=rule.title, criterion=criterion, point=point, tier=rule.tier,
            force=force, in_force_from=start, in_force_until=rule.until,
            yields=rule.yields or "", judgement=rule.judgement or head.judgement or "",
            when=clauses.get("when", ()), unless=clauses.get("unless", ()),
            doubt=clauses.get("doubt", ()), reason=reason or "", resolves=rule.resolves,
            source=source, reviewed=rule.reviewed or (title if own else ""),
            passage=RulePassage(**rule.passage.model_dump()) if rule.passage else None,
            ruleset=head.ruleset or self.head.ruleset or "",
            related={kind: ids for kind, ids in rule.related or () if ids},
            place=f"{self.document.name}:{self.document.line(path)}",
            body=title if own and criterion not in (*CRITERIA, "articles") else "",
        )  # fmt: skip

    def _force(self, tier: Tier, *, own: bool) -> Force | None:
        force = self.written.force
        if tier == "duty":
            return "procedure"
        if force in get_args(Force):
            return force  # type: ignore[return-value]
        return _FORCES[tier] if own else None

    def _source(self, rule: RuleWritten, *, own: bool) -> RuleSource:
        """The source of the file, as far as the rule says nothing else."""
        head = self.written.source or SourceWritten()
        said = rule.source or SourceWritten()
        act, celex, language, read = head.act, head.celex, head.language, head.read
        if rule.rests_on:
            ground = _GROUNDS[rule.rests_on]
            act, language, read = ground.act.format(act=act), "", ground.read  # type: ignore[assignment]
            celex = celex if ground.of_the_act else ""
        elif own:
            act, read = act or self.title or self.name, read or "yes"
        return RuleSource(
            act=said.act or act or "",
            celex=said.celex or celex or "",
            language=said.language or language or "EN",
            read=said.read or read or "",
            note=said.note or "",
        )

    def _criterion(self, rule: RuleWritten, point: str, index: int) -> str:
        """The heading that a rule stands under, by its id; what does not agree is reported."""
        path = ("rules", index)
        parts = rule.id.split(".")
        row = self.document.data["rules"][index]
        stated = str(row.get("criterion", "")) or self.written.criterion or ""
        if parts[0] != "cp":
            return stated or self.name
        criterion = parts[1] if parts[1] in CRITERIA else "articles" if parts[1] == "art" else ""
        if not criterion:
            self._report((*path, "id"), told("names no criterion and no article"))
        elif criterion in CRITERIA and not point.startswith(f"Art. 2({criterion})"):
            what = told("id and point {point} do not agree", point=quote(point))
            self._report((*path, "id"), what)
        if "criterion" in row and stated != criterion:
            what = told("id and criterion {criterion} do not agree", criterion=quote(stated))
            self._report((*path, "criterion"), what)
        for key in ("when", "unless", "doubt"):
            groups = row.get(key) if isinstance(row.get(key), list) else [row.get(key)]
            if any(isinstance(one, dict) and not _SUBJECTS.isdisjoint(one) for one in groups):
                what = told("no rule of the Union names a country, a party or a rating")
                self._report((*path, key), what)
        return criterion

    def _yields(self, rule: RuleWritten, path: tuple[str | int, ...]) -> None:
        """A bright line or a judgement may ask for a review, a screen or indicator be noted."""
        allowed = {"law": "review", "confirm": "review", "screen": "noted", "assess": "noted"}
        if rule.yields and rule.yields != allowed.get(rule.tier):
            help_ = told("`review` on a law or confirm rule, `noted` on a screen or assess rule")
            what = told(
                "a {tier} rule cannot yield {yields}", tier=rule.tier, yields=quote(rule.yields)
            )
            self._report((*path, "yields"), what, help_)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None

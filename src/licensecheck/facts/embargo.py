"""Facts of embargoes on the states of end use: in force, in scope, lapsed, political.

Whether a row reaches the goods is decided only where the row says so plainly; a regional limit, an
annex that was not read or a national reading leaves it `unclear`, and an officer decides. What the
act exempts is no part of the scope: its words stand beside it, for whoever relies on an exemption.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import cache, lru_cache, partial
from typing import Final

from licensecheck.facts.destination import TOO_MANY
from licensecheck.facts.observation import Observation
from licensecheck.messages import Said, countries, message
from licensecheck.reference.embargoes import Aim, Reach
from licensecheck.reference.reference import Embargo, Reference
from licensecheck.reference.source import Source
from licensecheck.reference.spans import KeptSpans
from licensecheck.vocabulary import UNKNOWN, Value, Vocabulary

__all__ = ["EmbargoFacts", "exemption_in_short"]

# A token of `embargo.scope`, "" where no embargo is near, the rows that say so, and what else is
# to be told of them.
Scope = tuple[str, tuple[Source, ...], tuple[Source, ...]]
OLD_CONTRACT: Final = "embargo.old_contract"

# Kinds of row by fact.
_KINDS: Final = {
    "embargo.state": frozenset(("state",)),
    "embargo.non_state": frozenset(("non_state",)),
    "embargo.partial": frozenset(("partial",)),
    "embargo.political": frozenset(("political",)),
}
# Kinds of rows that tell what is forbidden to a whole state.
_REACH: Final = frozenset(("state", "dual_use"))
_SCOPES: Final = {"yes": "in_scope", "unclear": "unclear", "no": "out_of_scope"}
# What is said of a row beside its scope.
_EXEMPT: Final = {
    "none": message("{authority} embargo on {state}: its act exempts nothing ({words})"),
    "notice": message("{authority} embargo on {state}, exempt after notice: {words}"),
    "approval": message("{authority} embargo on {state}, exempt with prior approval: {words}"),
    "committee": message(
        "{authority} embargo on {state}, exempt with the approval of the UN committee: {words}"
    ),
}
# The same in short, for the first line of an answer; the whole stands with the finding.
_IN_SHORT: Final = {
    _EXEMPT["none"]: message("its act exempts nothing"),
    _EXEMPT["notice"]: message("exempt after notice: {who}"),
    _EXEMPT["approval"]: message("exempt with prior approval: {who}"),
    _EXEMPT["committee"]: message("exempt with the approval of the UN committee: {who}"),
}
_OLD: Final = message(
    "{authority} embargo on {state}: contracts concluded before {before} are exempt, and this one "
    "is of {day}"
)
_OLD_UNTIL: Final = message(
    "{authority} embargo on {state}: contracts concluded before {before} are exempt until "
    "{until}, and this one is of {day}"
)
_NOT_OLD: Final = message(
    "{authority} embargo on {state}: contracts concluded before {before} are exempt, and this one "
    "is of {day}, so it is not"
)
_NO_OLD: Final = message("{authority} embargo on {state}: no contract is exempt by its age")
_UNCLEAR: Final = message("{authority} embargo on {state}, scope unclear: {reason}")


def exemption_in_short(remark: Source) -> Said | None:
    """What a remark says of an exemption, in short; None of another remark."""
    says = remark.says
    short = _IN_SHORT.get(says.message) if isinstance(says, Said) else None
    return Said(short, says.places) if short and isinstance(says, Said) else None


class EmbargoFacts:
    """Derives the facts named `embargo.*` and keeps them per set of countries and day."""

    def __init__(self, reference: Reference, vocabulary: Vocabulary) -> None:
        self._reference = reference
        self._vocabulary = vocabulary
        self.of = lru_cache(maxsize=1024)(self._of)
        self._kept = KeptSpans()

    def _of(
        self, places: tuple[frozenset[str], ...], on: date, aim: Aim, contract: date | None = None
    ) -> dict[str, Observation]:
        """Facts of the embargoes on the places where the goods may end.

        Args:
            places: The end user's and the final place, each a set of countries. An embargo on
                either counts; within one place it counts as known only if all its states agree.
            on: Day on which the rows are read.
            aim: The goods and who uses them.
            contract: Day of the contract; None where none is stated.
        """
        return {seen.fact: seen for seen in self._derive(places, on, aim, contract)}

    def over(
        self, place: frozenset[str], days: Sequence[date], aims: tuple[Aim, ...]
    ) -> list[tuple[tuple[Observation, ...], ...]]:
        """The facts where the goods end in one place, on each of some days.

        On all days between which none of them changes they are one and the same object: what is
        made of them can be kept by that.

        Args:
            place: Countries that the place can mean.
            days: Days on which the rows are read.
            aims: The goods and who uses them; the same at every call.

        Returns:
            For each day the facts that are the same for every aim, then those of each aim.
        """
        codes = sorted(place)
        if len(codes) > TOO_MANY:
            return [((),) * (len(aims) + 1)] * len(days)

        def find(on: date) -> tuple[tuple[Observation, ...], ...]:
            rows = self._rows(codes, on)
            if rows is None:
                return ((),) * (len(aims) + 1)
            reach = (tuple(self._reach((place,), rows, on, aim, None)) for aim in aims)
            return (*self._kinds((place,), rows), *self._lapsed(rows, on)), *reach

        return self._kept.over(tuple(codes), days, find, partial(self._changes, codes))

    def _changes(self, countries: Iterable[str]) -> Iterable[date]:
        for code in countries:
            yield from self._reference.changes_of(code, "embargoes")

    def under_embargo(self, country: str, on: date) -> tuple[str, tuple[Source, ...]]:
        """Whether a state-wide embargo targets a country: yes, no or unknown, and the rows."""
        rows = self._reference.embargoes(country, on)
        if rows is None:
            return "unknown", ()
        return _status([row for row in rows if row.target_kind == "state"], country)

    def _derive(
        self,
        places: tuple[frozenset[str], ...],
        on: date,
        aim: Aim,
        contract: date | None = None,
    ) -> Iterable[Observation]:
        countries = sorted(frozenset().union(*places))
        if len(countries) > TOO_MANY:
            return
        rows = self._rows(countries, on)
        if rows is not None:
            yield from self._kinds(places, rows)
            yield from self._reach(places, rows, on, aim, contract)
            yield from self._lapsed(rows, on)

    def _rows(self, countries: Iterable[str], on: date) -> dict[str, tuple[Embargo, ...]] | None:
        rows: dict[str, tuple[Embargo, ...]] = {}
        for code in countries:
            found = self._reference.embargoes(code, on)
            if found is None:
                return None
            rows[code] = found
        return rows

    def _kinds(
        self, places: tuple[frozenset[str], ...], rows: dict[str, tuple[Embargo, ...]]
    ) -> Iterable[Observation]:
        for name, kinds in _KINDS.items():
            verdicts = [self._of_place(place, rows, kinds) for place in places]
            token = _either(status for status, _ in verdicts)
            if token != "unknown":
                sources = [s for status, found in verdicts if status == token for s in found]
                yield Observation(name, Value(token, token), tuple(dict.fromkeys(sources))[:4])

    @staticmethod
    def _reach(
        places: tuple[frozenset[str], ...],
        rows: dict[str, tuple[Embargo, ...]],
        on: date,
        aim: Aim,
        contract: date | None,
    ) -> Iterable[Observation]:
        """Whether what the rows forbid reaches the goods, by its scope and by its contract."""
        yield from _scope([_scope_of(place, rows, aim) for place in places])
        reaching = [row for found in rows.values() for row in _told(found, aim)[1]]
        yield from _old_contract(reaching, contract, on)

    @staticmethod
    def _of_place(
        place: frozenset[str], rows: dict[str, tuple[Embargo, ...]], kinds: frozenset[str]
    ) -> tuple[str, tuple[Source, ...]]:
        found = [
            _status([row for row in rows[code] if row.target_kind in kinds], code)
            if rows[code]
            else _no_row(code)
            for code in sorted(place)
        ]
        statuses = {status for status, _ in found}
        status = statuses.pop() if len(statuses) == 1 else "unknown"
        return status, tuple(source for _, sources in found for source in sources)

    def _lapsed(self, countries: Collection[str], on: date) -> Iterable[Observation]:
        """How long ago the last embargo ended; of several states it is not known."""
        lapse = None
        if len(countries) == 1:
            lapse = self._reference.embargo_lapse(next(iter(countries)), on)
        if lapse is not None:
            value = Value(lapse.lo, lapse.hi)
            if value != self._vocabulary["embargo.lapsed"].unknown:
                yield Observation("embargo.lapsed", value, (lapse.source,))


def _scope_of(place: frozenset[str], rows: dict[str, tuple[Embargo, ...]], aim: Aim) -> Scope:
    """Whether embargoes on one place reach the goods: known only if all that are under one agree.

    A state without an embargo says nothing of its scope. Where the place may mean such a state,
    whether there is an embargo stays unknown; that it would reach the goods is known all the same.
    """
    every = {code: _reach(rows[code], aim) for code in sorted(place)}
    spoken = (
        one
        for code, one in every.items()
        if one[0] or any(row.phase == "unknown" for row in rows[code] if row.target_kind in _REACH)
    )
    found = [*spoken] or [*every.values()]
    if len({token for token, _, _ in found}) != 1:
        return UNKNOWN, (), ()
    return found[0][0], _all(s for _, s, _ in found), _all(r for _, _, r in found)


def _reach(rows: Iterable[Embargo], aim: Aim) -> Scope:
    """Whether the embargoes on one state reach the goods, and the rows that say so."""
    reach, told, asked = _told(rows, aim)
    if reach != "no":
        sources = tuple(row.source for row in told)
        return _SCOPES[reach], sources, _all(_remarks(row, reach) for row in told)
    sources = tuple(row.source for row in asked)
    return (_SCOPES["no"] if sources else ""), sources, ()


def _told(rows: Iterable[Embargo], aim: Aim) -> tuple[Reach, list[Embargo], list[Embargo]]:
    """How far the embargoes on one state reach the goods, the rows that do, and those asked."""
    held = [row for row in rows if row.phase in ("in_force", "lapsed_term")]
    state = [row for row in held if row.target_kind == "state"]
    asked = [row for row in held if row.target_kind == "dual_use"] if aim.is_dual_use else state
    found: dict[Reach, list[Embargo]] = {}
    for row in asked:
        found.setdefault(row.reaches(aim), []).append(row)
    reach: Reach
    for reach in ("yes", "unclear"):
        if reach in found:
            return reach, found[reach], asked
    return "no", [], state or asked


def _old_contract(
    rows: Iterable[Embargo], contract: date | None, on: date
) -> Iterator[Observation]:
    """Whether all the embargoes that reach the goods exempt a contract by its age.

    One act that exempts none settles it. Without the day of the contract nothing is said where all
    of them exempt old ones.
    """
    told: dict[str, list[Source]] = {"yes": [], "no": []}
    for row in rows:
        before = row.contracts_before
        until = row.contracts_until
        if before is None or (until and on >= until):
            token, said = "no", _NO_OLD
        elif contract is None:
            continue
        elif contract >= before:
            token, said = "no", _NOT_OLD
        else:
            token, said = "yes", _OLD_UNTIL if until else _OLD
        told[token].append(
            Source.said(
                "embargoes", row.id, said, as_of=row.source.as_of, verified=row.source.verified,
                authority=Said(row.authority), state=countries(row.target_country),
                before=str(before or ""), until=str(until or ""), day=str(contract or ""),
            )
        )  # fmt: skip
    if contract is not None and not any(told.values()):
        said = message("no embargo that reaches the goods")
        told["no"].append(Source.said("embargoes", "", said, verified="partly"))
    token = "no" if told["no"] else "yes"
    if told[token]:
        yield Observation(OLD_CONTRACT, Value(token, token), tuple(told[token]))


def _remarks(row: Embargo, reach: Reach) -> Iterator[Source]:
    """Why the scope of a row is unclear, and what its act exempts."""
    said = [_UNCLEAR] if reach == "unclear" else []
    said += [_EXEMPT[row.exemption]] if row.exemption else []
    for one in said:
        yield Source.said(
            "embargoes", row.id, one, as_of=row.source.as_of, verified=row.source.verified,
            authority=Said(row.authority), state=countries(row.target_country),
            reason=row.scope_reason, who=Said(row.exempts), words=Said(row.exemptions),
        )  # fmt: skip


def _all(parts: Iterable[Iterable[Source]]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(source for part in parts for source in part))


def _scope(places: Iterable[Scope]) -> Iterator[Observation]:
    """An embargo on any place counts, so the gravest that is known stands if none can be graver."""
    found: dict[str, list[Scope]] = {}
    for place in places:
        if place[0]:
            found.setdefault(place[0], []).append(place)
    if "in_scope" in found or UNKNOWN not in found:
        for token in _SCOPES.values():
            if token in found:
                sources = _all(sources for _, sources, _ in found[token])
                remarks = _all(remarks for _, _, remarks in found[token])
                yield Observation("embargo.scope", Value(token, token), sources, remarks=remarks)
                return


def _either(statuses: Iterable[str]) -> str:
    """Yes if any says yes, no if all say no, else unknown."""
    seen = set(statuses)
    return "yes" if "yes" in seen else "no" if seen == {"no"} else "unknown"


def _status(rows: list[Embargo], country: str) -> tuple[str, tuple[Source, ...]]:
    in_force = tuple(row.source for row in rows if row.phase == "in_force")
    if in_force:
        return "yes", in_force
    open_ = tuple(row.source for row in rows if row.phase in ("lapsed_term", "unknown"))
    if open_:
        return "unknown", open_
    return _no_row(country)


@cache
def _no_row(country: str) -> tuple[str, tuple[Source, ...]]:
    source = Source.said(
        "embargoes",
        country,
        "no such row for {country}",
        verified="partly",
        country=countries(country),
    )
    return "no", (source,)

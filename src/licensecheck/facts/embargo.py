"""Facts of embargoes on the states of end use: in force, in scope, lapsed, political.

Whether a row reaches the goods is decided only where the row says so plainly; a regional limit,
an exempt recipient or a national reading leaves it `unclear`, and an officer decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache, lru_cache, partial
from typing import Final

from licensecheck.facts.destination import TOO_MANY
from licensecheck.facts.observation import Observation
from licensecheck.reference.reference import Embargo, Reference
from licensecheck.reference.source import Source
from licensecheck.reference.spans import KeptSpans
from licensecheck.vocabulary import UNKNOWN, Value, Vocabulary

__all__ = ["EmbargoFacts"]

# A token of `embargo.scope`, "" where no embargo is near, and the rows that say so.
Scope = tuple[str, tuple[Source, ...]]

# Kinds of row by fact. A ban on some goods only (`partial`) is a restriction that is no embargo.
_KINDS: Final = {
    "embargo.state": frozenset(("state",)),
    "embargo.non_state": frozenset(("non_state",)),
    "embargo.political": frozenset(("political", "partial")),
}
# Goods of a row that reach dual-use or unlisted items as well.
_BEYOND_MILITARY_LIST: Final = frozenset(("military_list_and_dual_use", "repression"))


class EmbargoFacts:
    """Derives the facts named `embargo.*` and keeps them per set of countries and day."""

    def __init__(self, reference: Reference, vocabulary: Vocabulary) -> None:
        self._reference = reference
        self._vocabulary = vocabulary
        self.of = lru_cache(maxsize=1024)(self._of)
        self._kept = KeptSpans()

    def _of(
        self, places: tuple[frozenset[str], ...], on: date, listed: str
    ) -> dict[str, Observation]:
        """Facts of the embargoes on the places where the goods may end.

        Args:
            places: The end user's and the final place, each a set of countries. An embargo on
                either counts; within one place it counts as known only if all its states agree.
            on: Day on which the rows are read.
            listed: `cml`, `dual_use` or `none`: which list the item stands on.
        """
        return {seen.fact: seen for seen in self._derive(places, on, listed)}

    def at(self, place: frozenset[str], on: date, listed: str) -> tuple[Observation, ...]:
        """The facts where the goods end in one place, as of `of`.

        On all days between which none of them changes they are one and the same object: what is
        made of them can be kept by that.
        """
        codes = sorted(place)
        if len(codes) > TOO_MANY:
            return ()
        return self._kept.at(
            (listed, *codes), on,
            lambda on: tuple(self._derive((place,), on, listed)), partial(self._changes, codes),
        )  # fmt: skip

    def _changes(self, codes: Iterable[str]) -> Iterable[date]:
        for code in codes:
            yield from self._reference.changes_of(code, "embargoes")

    def under_embargo(self, country: str, on: date) -> tuple[str, tuple[Source, ...]]:
        """Whether a state-wide embargo targets a country: yes, no or unknown, and the rows."""
        rows = self._reference.embargoes(country, on)
        if rows is None:
            return "unknown", ()
        return _status([row for row in rows if row.target_kind == "state"], country)

    def _derive(
        self, places: tuple[frozenset[str], ...], on: date, listed: str
    ) -> Iterable[Observation]:
        countries = sorted(frozenset().union(*places))
        if len(countries) > TOO_MANY:
            return
        rows: dict[str, tuple[Embargo, ...]] = {}
        for code in countries:
            found = self._reference.embargoes(code, on)
            if found is None:
                return
            rows[code] = found
        for name, kinds in _KINDS.items():
            verdicts = [self._of_place(place, rows, kinds) for place in places]
            token = _either(status for status, _ in verdicts)
            if token != "unknown":
                sources = [s for status, found in verdicts if status == token for s in found]
                yield Observation(name, Value(token, token), tuple(dict.fromkeys(sources))[:4])
        yield from _scope([_scope_of(place, rows, listed) for place in places], listed)
        if len(countries) == 1:
            yield from self._lapsed(countries[0], on)

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

    def _lapsed(self, country: str, on: date) -> Iterable[Observation]:
        lapse = self._reference.embargo_lapse(country, on)
        if lapse is not None:
            value = Value(lapse.lo, lapse.hi)
            if value != self._vocabulary["embargo.lapsed"].unknown:
                yield Observation("embargo.lapsed", value, (lapse.source,))


def _scope_of(place: frozenset[str], rows: dict[str, tuple[Embargo, ...]], listed: str) -> Scope:
    """Whether embargoes on one place reach the goods: known only if all its states agree."""
    found: dict[str, tuple[Source, ...]] = {}
    for code in sorted(place):
        reaching = [
            row
            for row in rows[code]
            if row.target_kind == "state" and row.phase in ("in_force", "lapsed_term")
        ]
        token, sources = _reach(reaching, listed) if reaching else ("", ())
        found[token] = (*found.get(token, ()), *sources)
    return found.popitem() if len(found) == 1 else (UNKNOWN, ())


def _reach(rows: list[Embargo], listed: str) -> Scope:
    """Whether the embargoes on one state reach the goods, and the rows that say so."""
    if listed == "cml":
        told = [row for row in rows if row.automatic_scope == "in_scope"]
        token = "in_scope" if told else "unclear"
    else:
        told = [row for row in rows if row.goods in _BEYOND_MILITARY_LIST]
        token = "unclear" if told else "out_of_scope"
    return token, tuple(row.source for row in told or rows)


def _scope(places: Iterable[Scope], listed: str) -> Iterator[Observation]:
    """An embargo on any place counts, so the gravest that is known stands if none can be graver."""
    found: dict[str, tuple[Source, ...]] = {}
    for token, sources in places:
        if token:
            found[token] = (*found.get(token, ()), *sources)
    gravest = "in_scope" if listed == "cml" else "unclear"
    if gravest in found or UNKNOWN not in found:
        for token in ("in_scope", "unclear", "out_of_scope"):
            if token in found:
                yield Observation("embargo.scope", Value(token, token), found[token])
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
        "embargoes", country, "no such row for {country}", verified="partly", country=country
    )
    return "no", (source,)

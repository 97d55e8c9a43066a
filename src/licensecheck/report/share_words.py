"""Words for figures on whole tables: in go figures and options, out comes how they are said."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from licensecheck.report.elements import clean
from licensecheck.tables.record import NO_CURRENCY, NOT_MONEY, Reject, Why
from licensecheck.tables.share import Amount, Figure, Shares, Term
from licensecheck.tables.standing import LICENCE_DATE

__all__ = [
    "KINDS", "SUBJECTS", "Subject", "Unit", "clean", "clock_words", "counted", "counting_words",
    "key_words", "left_out_words", "nothing_inside", "percent", "percent_of", "subjects",
    "terms_words", "unit_of", "wrapped",
]  # fmt: skip

SUBJECTS: Final[Mapping[str, str]] = MappingProxyType({
    "licensed": "licences", "exported": "exports", "delivered": "deliveries",
    "ordered": "orders", "refused": "refusals", "transit": "transit",
})  # fmt: skip
KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {"yes": "permanent", "no": "temporary", "unknown": "not known which"}
)
_LEFT_OUT: Final[Mapping[Why, str]] = MappingProxyType({
    "total": "of totals left out", "joined": "joined to another row",
    "left_out": "left out by the mapping",
})  # fmt: skip
Subject = tuple[str, str]  # measure and currency; never summed over


@dataclass(frozen=True, slots=True)
class Unit:
    """In what amounts are said: millions of a currency, or rows where no value is stated.

    Attributes:
        name: The unit in words.
        basis: By what shares are taken, in words.
        cents: Hundredths of the currency in one of the unit; 0 for rows.
        why: Why rows are counted; empty where values are.
    """

    name: str
    basis: str
    cents: int
    why: str = ""

    def number(self, amount: Amount | Term) -> float:
        """An amount as a number for drawing."""
        return amount.cents / self.cents if self.cents else float(amount.rows)

    def of(self, amount: Amount | Term) -> str:
        """An amount as text."""
        return f"{self.number(amount):,.1f}" if self.cents else f"{amount.rows:,}"

    def bounds(self, figure: Figure) -> tuple[Fraction, Fraction] | None:
        """Least and greatest share outside, of what the unit counts."""
        return figure.bounds if self.cents else figure.row_bounds


def subjects(figures: Iterable[Figure]) -> tuple[Subject, ...]:
    """The measures and currencies of some figures, in order."""
    return tuple(sorted({(figure.measure, figure.currency) for figure in figures}))


def unit_of(subject: Subject, figures: Iterable[Figure]) -> Unit:
    """The unit of a subject: rows, if none of its figures has a value."""
    own = [one for one in figures if (one.measure, one.currency) == subject]
    if not any(figure.total.cents for figure in own):
        return Unit("rows", "by number of rows", 0, why=_why_rows(own))
    if subject[1] == NOT_MONEY:
        # Published in millions already.
        basis = "by trend-indicator values (TIV, not money)"
        return Unit("million TIV (not money)", basis, 100)
    if subject[1] == NO_CURRENCY:
        return Unit("million, currency not stated", "by value, currency not stated", 100_000_000)
    return Unit(f"million {subject[1]}", f"by value in {subject[1]}", 100_000_000)


def _why_rows(figures: Iterable[Figure]) -> str:
    own = list(figures)
    if not any(figure.total.rows for figure in own):
        return "nothing in the table starts inside, so there is no share"
    if any(part.cents for figure in own for part in figure.parts.values()):
        return "none of what starts inside has a value"
    return "the table states no value"


def clock_words(membership: str) -> str:
    """The clock of membership, in words."""
    if membership == LICENCE_DATE:
        return "membership on the day of each row"
    return f"membership on {membership}"


def counting_words(shares: Shares, *, start: bool = True) -> str:
    """What is counted and how: permanent or all, renewals, and from where it starts."""
    kinds = "permanent only" if shares.permanent_only else "all, permanent or not"
    renewals = {"as-published": "renewals as published", "newly-authorised": "renewals count once"}
    said = f"{kinds}; {renewals[shares.chains]}"
    whose = {"inside": "what starts inside", "all": "every row, wherever it starts"}
    return f"{said}; of {whose[shares.exporters]}" if start else said


def key_words(key: Mapping[str, str], titles: Mapping[str, str]) -> str:
    """Values of a grouping, in words; `titles` are of the destination groups."""
    words = (
        titles[word] if name == "group" else KINDS[word] if name == "permanent" else word
        for name, word in key.items()
    )
    return ", ".join(words)


def nothing_inside(figures: Iterable[Figure], titles: Mapping[str, str]) -> str:
    """The parts of a grouping in which nothing starts inside, in a line; empty if there is none.

    Of nothing there is no share, and a row of zeros would look like one.
    """
    names = [key_words(one.key, titles) for one in figures if not one.total.rows]
    return f"nothing is known to start inside: {'; '.join(names)}" if names else ""


def percent(bounds: tuple[Fraction, Fraction] | None) -> str:
    """Bounds of a share as text, without the sign: one number, two, or a dash for none."""
    if bounds is None:
        return "–"
    low, high = map(percent_of, bounds)
    return low if low == high else f"{low}–{high}"


def percent_of(share: Fraction) -> str:
    """A share as a number of per cent, with one place."""
    return f"{float(share * 100):.1f}"


def terms_words(terms: Iterable[Term], unit: Unit) -> str:
    """Destinations with what they add."""
    if not unit.cents:
        return "; ".join(f"{term.name} ({counted(term.rows, 'row')})" for term in terms)
    return "; ".join(f"{term.name} {unit.of(term)} ({counted(term.rows, 'row')})" for term in terms)


def counted(count: int, noun: str) -> str:
    """A number and its noun."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def left_out_words(rejects: Iterable[Reject]) -> Iterator[str]:
    """How many rows are left out though nothing was wrong with them, a text for each reason."""
    found = Counter(reject.why for reject in rejects)
    for why, words in _LEFT_OUT.items():
        if found[why]:
            yield f"{counted(found[why], 'row')} {words}"


def wrapped(text: str, columns: int) -> list[str]:
    """Lines of at most some columns, with what is not printable replaced."""
    return textwrap.wrap(clean(text), columns, break_on_hyphens=False)

"""Words for figures on whole tables: in go figures and a language, out comes how they are said."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from licensecheck.errors import quote
from licensecheck.language import ENGLISH, Language
from licensecheck.messages import message
from licensecheck.report.elements import clean
from licensecheck.tables.reading.record import NO_CURRENCY, NOT_MONEY, Reject
from licensecheck.tables.shares.ordered import OTHERS
from licensecheck.tables.shares.share import Amount, Figure, Shares, Term
from licensecheck.tables.shares.standing import LICENCE_DATE

__all__ = [
    "CATEGORIES", "KINDS", "NAMED", "SUBJECTS", "Subject", "Unit", "alliance_words", "blank_words",
    "category_words",
    "clock_words", "counting_words", "examples_words", "in_millions", "key_words", "left_out_words",
    "not_left_out_words", "nothing_inside", "number",
    "percent", "percent_of", "range_words", "renewal_words", "rows_words", "subjects",
    "terms_words", "titled", "unit_of", "unit_words", "unread_words", "whose", "wrapped",
]  # fmt: skip

# How many examples are named.
NAMED: Final = 5
SUBJECTS: Final[Mapping[str, str]] = MappingProxyType({
    "licensed": message("licences"), "exported": message("exports"),
    "delivered": message("deliveries"), "ordered": message("orders"),
    "refused": message("refusals"), "transit": message("transit"),
})  # fmt: skip
KINDS: Final[Mapping[str, str]] = MappingProxyType({
    "yes": message("permanent"), "no": message("temporary"),
    "unknown": message("not known which"),
})  # fmt: skip
# Short names of the categories of the military list, and of what is in none of them.
CATEGORIES: Final[Mapping[str, str]] = MappingProxyType({
    "ML1": message("small arms"), "ML2": message("guns and howitzers"),
    "ML3": message("ammunition"), "ML4": message("bombs, rockets, missiles"),
    "ML5": message("fire control"), "ML6": message("ground vehicles"),
    "ML7": message("chemical and riot control agents"), "ML8": message("explosives"),
    "ML9": message("vessels"), "ML10": message("aircraft"), "ML11": message("electronics"),
    "ML12": message("kinetic energy weapons"), "ML13": message("armour and protection"),
    "ML14": message("training equipment"), "ML15": message("imaging"),
    "ML16": message("forgings and castings"), "ML17": message("miscellaneous equipment"),
    "ML18": message("production equipment"), "ML19": message("directed energy weapons"),
    "ML20": message("superconductive equipment"), "ML21": message("software"),
    "ML22": message("technology"), "dual-use": message("dual-use goods"),
    "several": message("several categories"), "none": message("on no list"),
    "not stated": message("category not stated"),
})  # fmt: skip
# Titles of the packaged destination groups and names of groupings, which tables and options hold.
_FROM_DATA: Final = (
    message("Ukraine"), message("NATO allies"), message("EU outside NATO"),
    message("Australia, Japan, New Zealand, Switzerland"), message("Gulf states"),
    message("rest of the world"), message("several groups, or not known"), message("year"),
    message("exporter"), message("category"), message("destination"), message("group"),
    message("form"), message("renewal"), message("component"), message("yes"), message("no"),
)  # fmt: skip
# As a table has it, and as a frame of another engine is read.
_NO_CURRENCIES: Final = (NO_CURRENCY, "not stated")
Subject = tuple[str, str]  # measure and currency; never summed over


@dataclass(frozen=True, slots=True)
class Unit:
    """In what amounts are said: millions of a currency, or rows where no value is stated.

    Attributes:
        name: The unit in words.
        basis: By what shares are taken, in words.
        cents: Hundredths of the currency in one of the unit; 0 for rows.
        why: Why rows are counted; empty where values are.
        language: In which numbers are written.
    """

    name: str
    basis: str
    cents: int
    why: str = ""
    language: Language = ENGLISH

    def number(self, amount: Amount | Term) -> float:
        """An amount as a number for drawing."""
        return amount.cents / self.cents if self.cents else float(amount.rows)

    def of(self, amount: Amount | Term) -> str:
        """An amount as text."""
        return number(self.number(amount), self.language, places=1 if self.cents else 0)

    def bounds(self, figure: Figure) -> tuple[Fraction, Fraction] | None:
        """Least and greatest share outside, of what the unit counts."""
        return figure.bounds if self.cents else figure.row_bounds


def number(value: float, language: Language = ENGLISH, *, places: int = 0) -> str:
    """A number with its thousands marked."""
    text = language.number(value, places=places)
    if text.startswith("-") and not any(digit in text for digit in "123456789"):
        text = text[1:]
    return text


def subjects(figures: Iterable[Figure]) -> tuple[Subject, ...]:
    """The measures and currencies of some figures, in order."""
    return tuple(sorted({(figure.measure, figure.currency) for figure in figures}))


def unit_of(subject: Subject, figures: Iterable[Figure], language: Language = ENGLISH) -> Unit:
    """The unit of a subject: rows, if none of its figures has a value."""
    own = [one for one in figures if (one.measure, one.currency) == subject]
    text = language.text
    if not any(figure.total.cents for figure in own):
        why = _why_rows(own, language)
        return Unit(text("rows"), text("by number of rows"), 0, why, language)
    if subject[1] == NOT_MONEY:
        # Published in millions already.
        basis = text("by trend-indicator values (TIV, not money)")
        return Unit(text("million TIV (not money)"), basis, 100, "", language)
    if subject[1] in _NO_CURRENCIES:
        basis = text("by value, currency not stated")
        return Unit(unit_words(subject[1], language), basis, 100_000_000, "", language)
    name = text("million {currency}", currency=subject[1])
    basis = text("by value in {currency}", currency=subject[1])
    return Unit(name, basis, 100_000_000, "", language)


def in_millions(cents: int | Fraction, currency: str) -> float:
    """Hundredths in millions; the trend indicator is stated in millions already."""
    return float(Fraction(cents) / (100 if currency == NOT_MONEY else 100_000_000))


def unit_words(currency: str, language: Language = ENGLISH) -> str:
    """In what a currency's amounts are said."""
    if currency == NOT_MONEY:
        return language.text("million TIV, which are not money")
    if currency in _NO_CURRENCIES:
        return language.text("million, currency not stated")
    return language.text("million {currency}", currency=currency)


def _why_rows(figures: Iterable[Figure], language: Language) -> str:
    own = list(figures)
    if not any(figure.total.rows for figure in own):
        return language.text("nothing in the table starts inside, so there is no share")
    if any(part.cents for figure in own for part in figure.parts.values()):
        return language.text("none of what starts inside has a value")
    return language.text("the table states no value")


def clock_words(membership: str, language: Language = ENGLISH) -> str:
    """The clock of membership, in words."""
    if membership == LICENCE_DATE:
        return language.text("membership on the day of each row")
    return language.text("membership on {day}", day=membership)


def renewal_words(counting: str, language: Language = ENGLISH) -> str:
    """How renewals are counted, in words."""
    if counting == "newly-authorised":
        return language.text("a renewed licence counts once")
    return language.text("as published")


def counting_words(shares: Shares, language: Language = ENGLISH, *, start: bool = True) -> str:
    """What is counted and how: permanent or all, renewals, and from where it starts."""
    kinds = (
        language.text("permanent only")
        if shares.permanent_only
        else language.text("all, permanent or not")
    )
    said = f"{kinds}; {renewal_words(shares.counting, language)}"
    if not start:
        return said
    whose_ = (
        language.text("of what starts inside")
        if shares.exporters == "inside"
        else language.text("of every row, wherever it starts")
    )
    return f"{said}; {whose_}"


def whose(shares: Shares, language: Language = ENGLISH, *, most: int = 3) -> str:
    """Whose exports a table holds: the exporters by name, or how many there are."""
    figures = [one for one in shares.by("exporter") if one.total.rows]
    sizes: dict[str, tuple[int, int]] = {}
    for one in figures:
        name = one.key["exporter"]
        rows, cents = sizes.get(name, (0, 0))
        sizes[name] = (rows + one.total.rows, cents + one.total.cents)
    names = sorted(sizes, key=lambda name: (-sizes[name][1], -sizes[name][0], name))
    if len(names) <= most:
        return language.listed(names)
    return language.count("{n} exporter", "{n} exporters", len(names))


def category_words(category: str, language: Language = ENGLISH) -> str:
    """A category in words, its entry first: `ML10, aircraft`."""
    words = CATEGORIES.get(category)
    if words is None:
        return category
    said = language.text(words)
    return f"{category}, {said}" if category.startswith("ML") else said


def key_words(
    key: Mapping[str, str], titles: Mapping[str, str], language: Language = ENGLISH
) -> str:
    """Values of a grouping, in words; `titles` are of the destination groups."""
    return ", ".join(_key_word(name, word, titles, language) for name, word in key.items())


def _key_word(name: str, word: str, titles: Mapping[str, str], language: Language) -> str:
    if name == OTHERS:
        return language.count("{n} other", "{n} others", int(word))
    if name == "group":
        return language.text(titles[word])
    if name == "permanent":
        return language.text(KINDS[word])
    if name == "category":
        return category_words(word, language)
    if name in ("form", "renewal"):
        return language.token(word)
    return word


def nothing_inside(
    figures: Iterable[Figure], titles: Mapping[str, str], language: Language = ENGLISH
) -> str:
    """The parts of a grouping in which nothing starts inside, in a line; empty if there is none.

    Of nothing there is no share, and a row of zeros would look like one.
    """
    names = [key_words(one.key, titles, language) for one in figures if not one.total.rows]
    if not names:
        return ""
    return language.text("nothing is known to start inside: {names}", names="; ".join(names))


def alliance_words(title: str, language: Language = ENGLISH) -> str:
    """The title of a definition of inside, in words."""
    return language.text(title)


def percent(bounds: tuple[Fraction, Fraction] | None, language: Language = ENGLISH) -> str:
    """Bounds of a share as text, without the sign: one number, two, or a dash for none."""
    if bounds is None:
        return "–"
    low, high = (percent_of(bound, language) for bound in bounds)
    return low if low == high else f"{low}–{high}"


def range_words(bounds: tuple[Fraction, Fraction], language: Language = ENGLISH) -> str:
    """Bounds of a share in words: `39.5 to 51.4 %`, or one number where both are the same."""
    low, high = (percent_of(bound, language) for bound in bounds)
    if low == high:
        return f"{low} %"
    return language.text("{low} to {high} %", low=low, high=high)


def percent_of(share: Fraction, language: Language = ENGLISH) -> str:
    """A share as a number of per cent, with one place."""
    return number(float(share * 100), language, places=1)


def terms_words(terms: Iterable[Term], unit: Unit) -> str:
    """Destinations with what they add."""
    language = unit.language
    if not unit.cents:
        return "; ".join(f"{term.name} ({rows_words(term.rows, language)})" for term in terms)
    return "; ".join(
        f"{term.name} {unit.of(term)} ({rows_words(term.rows, language)})" for term in terms
    )


def rows_words(count: int, language: Language = ENGLISH) -> str:
    """A number of rows."""
    return language.count("{rows} row", "{rows} rows", count, rows=number(count, language))


def left_out_words(rejects: Iterable[Reject], language: Language = ENGLISH) -> Iterator[str]:
    """How many rows are left out though nothing was wrong with them, a text for each reason."""
    found = Counter(reject.why for reject in rejects)
    text = language.text
    for count, words in (
        (found["total"], text("{rows} of totals left out")),
        (found["joined"], text("{rows} joined to another row")),
        (found["left_out"], text("{rows} left out by the mapping")),
    ):
        if count:
            yield words.format(rows=rows_words(count, language))


def blank_words(cells: int, language: Language = ENGLISH) -> str:
    """How many cells of a table with columns for years and the like tell nothing."""
    return language.count(
        "{cells} cell under a year, measure or category is empty or holds a dash, and is in no "
        "figure: not known whether it means none or not stated",
        "{cells} cells under a year, measure or category are empty or hold a dash, and are in no "
        "figure: not known whether they mean none or not stated",
        cells, cells=number(cells, language),
    )  # fmt: skip


def not_left_out_words(
    pairs: Iterable[tuple[str, str]], language: Language = ENGLISH
) -> Iterator[str]:
    """What a mapping leaves rows out by and no row has, as it may be misspelt."""
    if said := ", ".join(f"{name}: {quote(word)}" for name, word in pairs):
        yield language.text(
            "the mapping leaves rows out by what no row has, so none for it: {words}", words=said
        )


def unread_words(values: Mapping[str, int], language: Language = ENGLISH) -> str:
    """How many rows state a value that cannot be read, with examples.

    Args:
        values: Such cells, and how many rows have each.
        language: Of the words.
    """
    return language.text(
        "{rows} with a value that is written and cannot be read: {examples}",
        rows=rows_words(sum(values.values()), language), examples=examples_words(values, language),
    )  # fmt: skip


def examples_words(found: Mapping[str, int], language: Language = ENGLISH) -> str:
    """The most frequent cells, each with how many rows have it, and how many more there are."""
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    names = ", ".join(
        f"{quote(word)} ({number(count, language)})" for word, count in ranked[:NAMED]
    )
    if len(ranked) <= NAMED:
        return names
    more = len(ranked) - NAMED
    return names + " " + language.count("and {n} more name", "and {n} more names", more)


def titled(words: str) -> str:
    """Words as the beginning of a line; only the first letter changes."""
    return f"{words[:1].upper()}{words[1:]}"


def wrapped(text: str, columns: int) -> list[str]:
    """Lines of at most some columns, with what is not printable replaced."""
    return textwrap.wrap(clean(text), columns, break_on_hyphens=False)

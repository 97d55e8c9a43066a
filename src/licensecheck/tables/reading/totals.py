"""Rows of totals: what sums other rows of the same table is left out, and nothing else is.

In: the rows of a reader. Out: the same rows, with those that certainly sum others as rejects of
their own kind, at the end. A row may be a total by a word that stands alone in its destination, its
exporter or its category. It is one where the table holds rows of which it is the sum: rows of the
same year, measure and currency, and of the same exporter, destination and category as far as it
states them. Where the table holds nothing else, the row is all there is to know, and is kept.

A subtotal, such as `Total Asia`, is one where it is the sum of the rows that stand before it, or
where a total of the table is the sum of its rows without such subtotals.

"All countries" may also be a licence for every country: such a row is a total only if its value is
the sum of the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from typing import Final

from licensecheck.errors import quote
from licensecheck.tables.reading.record import Record, Reject

__all__ = ["is_total", "may_be_total", "without_totals"]

# In the languages in which tables are read; case and marks about a word do not count.
_SUMS: Final = """
    total|totals|the total|grand total|overall total|overall|sum|sum total|subtotal|sub-total
    totaal|totalen|algemeen totaal|eindtotaal|som
    gesamt|gesamtsumme|insgesamt|summe|gesamtwert|zusammen|gesamtergebnis
    totaux|total général|ensemble|somme|sous-total
    totales|total general|suma|suma total
    totale|totali|totale generale|somma|totale complessivo
    total geral|soma|totais
    totalt|totalsumma|summa|i alt|ialt|samlet|i alt sum|totalsum|samtliga
    yhteensä|kaikki yhteensä
    celkem|součet|spolu|súčet|razem|ogółem|łącznie|összesen|mindösszesen
    total general|suma totală|ukupno|sveukupno|skupaj|seštevek|kokku|kopā|pavisam|iš viso
    toplam|genel toplam|σύνολο|общо|всичко
"""
_WORLDS: Final = """
    world|the world|whole world|worldwide|world total|wereld|wereldwijd|welt|weltweit|monde
    mundo|mondo|verden|världen|maailma|świat|svět|svet|világ|lume|svijet|maailm|pasaule|pasaulis
    dünya
"""
_ALL: Final = """
    all countries|all destinations|all states|all recipients|all exporters|alle landen
    alle bestemmingen|alle länder|alle staaten|alle bestimmungsländer|tous les pays
    tous pays|toutes destinations|todos los países|tutti i paesi|todos os países|alla länder
    alle land|alle lande|kaikki maat|wszystkie kraje|všechny země|všetky krajiny|minden ország
    toate țările|sve zemlje|vse države|kõik riigid|visas valstis|visos šalys|tüm ülkeler
"""
# Of what names its part of the table before or behind it.
_SUBTOTALS: Final = frozenset(
    ("total", "subtotal", "sub-total", "totaal", "subtotaal", "gesamt", "zwischensumme",
     "sous-total", "totale", "totalt")
)  # fmt: skip
_CATEGORIES: Final = """
    all categories|all|alle categorieën|alle kategorien|toutes catégories|todas las categorías
    tutte le categorie
"""
Dimensions = tuple[str, str, str, str, str, str]


@lru_cache(maxsize=65_536)
def _key(word: str) -> str:
    return " ".join(word.casefold().strip(" .:*–-").split())


def _keys(words: str) -> frozenset[str]:
    return frozenset(_key(word) for line in words.splitlines() for word in line.split("|") if word)


_CERTAIN: Final = (_keys(_SUMS) | _keys(_WORLDS)) - {""}
_OF_PLACES: Final = _CERTAIN | _keys(_ALL) - {""}
_OF_CATEGORIES: Final = (_keys(_SUMS) | _keys(_CATEGORIES)) - {""}


def is_total(cell: str) -> bool:
    """Whether a cell of a place holds nothing but a word for a total."""
    return _key(cell) in _OF_PLACES


def may_be_total(record: Record) -> bool:
    """Whether a word says that the row may sum others."""
    return _words(record) > 0


@dataclass
class _Sum:
    """How many rows, and what they add up to; `whole` where each has a value."""

    rows: int = 0
    value: Decimal = Decimal(0)
    whole: bool = True

    def add(self, rows: int, value: Decimal, whole: bool) -> None:
        self.rows += rows
        self.value += value
        self.whole = self.whole and whole


@dataclass
class _Parts:
    """The rows of which a total may be the sum, by all that a total may share with them."""

    sums: dict[Dimensions, _Sum] = field(default_factory=dict)
    _by: dict[tuple[bool, ...], dict[tuple[str, ...], _Sum]] = field(default_factory=dict)

    def add(self, record: Record) -> None:
        self._by.clear()
        key = _dimensions(record)
        found = self.sums.get(key)
        if found is None:
            found = self.sums[key] = _Sum()
        found.add(1, record.value or Decimal(0), record.value is not None)

    def of(self, total: Record) -> _Sum:
        """The rows that agree with a total in all that it states."""
        stated = _stated(total)
        pattern = tuple(word is not None for word in stated)
        if pattern not in self._by:
            sums: dict[tuple[str, ...], _Sum] = {}
            for key, part in self.sums.items():
                short = tuple(word for word, is_in in zip(key, pattern, strict=True) if is_in)
                sums.setdefault(short, _Sum()).add(part.rows, part.value, part.whole)
            self._by[pattern] = sums
        return self._by[pattern].get(tuple(word for word in stated if word is not None), _Sum())


def _dimensions(record: Record) -> Dimensions:
    return (
        str(record.day.year if record.day else record.year), record.measure, record.currency,
        _key(record.exporter), _key(record.destination), _key(record.rating),
    )  # fmt: skip


def _stated(total: Record) -> tuple[str | None, ...]:
    """What a total shares with its parts; None where it says nothing, or that it sums over it."""
    year, measure, currency, exporter, destination, rating = _dimensions(total)
    return (
        year if year != "0" else None,
        measure,
        currency or None,
        exporter if exporter and not is_total(exporter) else None,
        destination if destination and not is_total(destination) else None,
        rating if rating not in ("", "ml") and rating not in _OF_CATEGORIES else None,
    )


def without_totals(rows: Iterable[Record | Reject]) -> Iterator[Record | Reject]:
    """Leave out the rows that sum others.

    Args:
        rows: Records and rejects of a reader.

    Returns:
        The rows as they come; those that may be totals at the end, when their parts are known.
    """
    parts = _Parts()
    held: list[tuple[Record | Reject, Record]] = []
    doubtful: list[Record] = []
    for row in _without_subtotals(rows):
        total = row if isinstance(row, Record) else row.partial
        if total is not None and may_be_total(total):
            held.append((row, total))
            continue
        if isinstance(row, Record):
            if _is_subtotal(row.destination):
                doubtful.append(row)
                continue
            parts.add(row)
        yield row
    totals = [total for _, total in held]
    for _, of_row in groupby(doubtful, key=lambda row: row.number):
        yield from _subtotal_or_rows(list(of_row), totals, parts)
    yield from _decided(held, parts)


def _subtotal_or_rows(
    records: list[Record], totals: list[Record], parts: _Parts
) -> Iterator[Record | Reject]:
    """The records of a row named as a subtotal, or its reject where the totals leave it out.

    Args:
        records: Of one row.
        totals: The rows that may be totals of the table.
        parts: All other rows but such subtotals; what is none is added.
    """
    valued = [one for one in records if one.value is not None]
    if valued and all(any(_sums_without(total, one, parts) for total in totals) for one in valued):
        named = quote(records[0].destination)
        reason = f"a row of totals ({named}): the total of the table is told without it"
        yield Reject(records[0].number, (reason,), "total")
        return
    for one in records:
        parts.add(one)
    yield from records


def _sums_without(total: Record, one: Record, parts: _Parts) -> bool:
    """Whether a total would hold a record, and is the sum of other rows alone."""
    holds = all(
        stated is None or stated == own
        for stated, own in zip(_stated(total), _dimensions(one), strict=True)
    )
    return holds and _is_near(total, parts.of(total))


def _without_subtotals(rows: Iterable[Record | Reject]) -> Iterator[Record | Reject]:
    before: dict[tuple[str, ...], _Sum] = {}
    for _, of_row in groupby(rows, key=lambda row: row.number):
        found = list(of_row)
        records = [row for row in found if isinstance(row, Record)]
        named = [row.destination for row in records if _is_subtotal(row.destination)]
        valued = [row for row in records if row.value is not None]
        sums = bool(valued) and all(_sums_up(row, before) for row in valued)
        if named and len(records) == len(found) and sums:
            before.clear()
            reason = f"a row of totals ({quote(named[0])}): the rows before it add up to it"
            yield Reject(records[0].number, (reason,), "total")
            continue
        for row in records:
            if row.value is not None and not (may_be_total(row) or _is_subtotal(row.destination)):
                known = before.setdefault(_group(row), _Sum())
                known.add(1, row.value, whole=True)
        yield from found


def _is_subtotal(cell: str) -> bool:
    words = _key(cell).split()
    return len(words) > 1 and bool({words[0].rstrip(":"), words[-1]} & _SUBTOTALS)


def _group(record: Record) -> tuple[str, ...]:
    year, measure, currency, exporter, _, rating = _dimensions(record)
    return year, measure, currency, exporter, rating


def _sums_up(record: Record, before: Mapping[tuple[str, ...], _Sum]) -> bool:
    known = before.get(_group(record))
    return known is not None and _is_near(record, known)


def _is_near(total: Record, parts: _Sum) -> bool:
    """Whether a total is what its parts add up to, each rounded by a half of its unit at most."""
    return (
        parts.whole
        and total.value is not None
        and abs(total.value - parts.value) * 2 <= parts.rows
    )  # fmt: skip


def _decided(
    held: list[tuple[Record | Reject, Record]], parts: _Parts
) -> Iterator[Record | Reject]:
    """What becomes of the rows that may be totals, in their order."""
    reasons = [""] * len(held)
    sums: dict[int, tuple[Decimal, Decimal, str]] = {}
    # A total of totals is decided after them: one that is kept is a part of it.
    for level in (1, 2, 3):
        own = [index for index, (_, total) in enumerate(held) if _words(total) == level]
        for index in own:
            total = held[index][1]
            of_it = _parts_of(total, parts)
            reasons[index] = _reason(total, of_it)
            if reasons[index] and (total.value is not None) and _differ(total.value, of_it.value):
                # Of a row whose years stand in columns the last one tells.
                sums[total.number] = total.value, of_it.value, total.currency
        for index in own:
            row = held[index][0]
            if not reasons[index] and isinstance(row, Record):
                parts.add(row)
    for number, of_row in groupby(
        zip(held, reasons, strict=True), key=lambda one: one[0][1].number
    ):
        found = list(of_row)
        # A row whose years stand in columns can be a total in some of them alone; a year without a
        # value tells neither, so the others tell for it.
        kept = [(row, total) for (row, total), reason in found if not reason]
        if len(kept) == len(found) or any(total.value is not None for _, total in kept):
            yield from (row for row, _ in kept)
        else:
            told = tuple(dict.fromkeys(reason for _, reason in found))
            yield Reject(number, told, "total", sums=sums.get(number))


def _parts_of(total: Record, parts: _Parts) -> _Sum:
    """The parts of a total; where none has its category, all, if it is their sum (`ML1-22`)."""
    found = parts.of(total)
    if found.rows:
        return found
    every = parts.of(replace(total, rating=""))
    return every if every.rows > 1 and _is_near(total, every) else found


def _differ(total: Decimal, parts: Decimal) -> bool:
    """By more than a hundredth, which rounding of the parts does not come to."""
    return abs(total - parts) * 100 > max(abs(total), abs(parts))


def _words(total: Record) -> int:
    """In how many of its places and categories a row has a word for a total."""
    return (
        is_total(total.destination) + is_total(total.exporter)
        + (_key(total.rating) in _OF_CATEGORIES)
    )  # fmt: skip


def _reason(total: Record, parts: _Sum) -> str:
    """Why a row is left out as a total; empty where it is not certainly one."""
    if not parts.rows:
        return ""
    words = (total.destination, total.exporter, total.rating)
    certain = [word for word in words if _key(word) in _CERTAIN]
    whole = parts.whole and total.value is not None
    near = _is_near(total, parts)
    if not certain and not near:
        return ""
    named = certain or [w for w in words if is_total(w) or _key(w) in _OF_CATEGORIES]
    sums = "" if near or not whole else f", and add up to {parts.value:,}, not {total.value:,}"
    return f"a row of totals ({quote(named[0])}): its parts are read{sums}"

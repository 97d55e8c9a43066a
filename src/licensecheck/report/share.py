"""The share that leaves, as a person reads it: tables of 80 columns, then what has to be said.

In: a `Table` and its `Shares`. Out: text. Values are in millions.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Final

import polars as pl

from licensecheck.tables.intake import Table
from licensecheck.tables.record import NOT_MONEY
from licensecheck.tables.share import Amount, Figure, Shares, Term
from licensecheck.tables.standing import LICENCE_DATE

__all__ = ["caveats", "share_text"]

_WIDTH: Final = 80
_LABEL: Final = 20
_COLUMN: Final = 10
_KINDS: Final = {"yes": "permanent", "no": "temporary", "unknown": "not known which"}
_SUBJECT: Final = {
    "licensed": "licences", "exported": "exports", "delivered": "deliveries",
    "ordered": "orders", "refused": "refusals", "transit": "transit",
}  # fmt: skip


def share_text(table: Table, shares: Shares, by: Sequence[str], *, chains: str) -> str:
    """The figures of a table: the whole, permanent and temporary apart, and a grouping.

    Args:
        table: The table as read.
        shares: Its figures.
        by: The grouping; may be empty.
        chains: How renewals were counted.
    """
    whole = shares.by()
    apart = () if shares.permanent_only else shares.by("permanent")
    grouped = shares.by(*by) if by else ()
    lines = [_headline(table, whole)]
    for subject, group in groupby(sorted(whole, key=_subject), key=_subject):
        figures = list(group)
        unit = _unit(subject[1], valued=any(figure.total.cents for figure in figures))
        lines += ["", f"{_SUBJECT[subject[0]].upper()} ({unit.name})"]
        for figure in figures:
            lines += ["", *_definition(figure)]
            lines.append(_row("permanent" if shares.permanent_only else "all", figure, unit))
            lines += [
                _row(_KINDS[one.key["permanent"]], one, unit) for one in apart if _same(one, figure)
            ]
            lines += _told(figure, unit)
            own = [one for one in grouped if _same(one, figure)]
            if own:
                lines += ["", _header(f"by {', '.join(by)}")]
                lines += [_row(_key(one.key, shares.group_titles), one, unit) for one in own]
    lines += ["", "What has to be said with it:"]
    for text in caveats(table, shares, chains=chains):
        lines += textwrap.wrap(text, _WIDTH, initial_indent="- ", subsequent_indent="  ")
    return "\n".join(lines) + "\n"


def caveats(table: Table, shares: Shares, *, chains: str) -> Iterator[str]:
    """What has to be said with figures of a table, each with its numbers."""
    frame = shares.counted
    measures = set(frame["measure"].unique())
    if "licensed" in measures:
        yield "licence values are ceilings: less may be shipped, later, or nothing"
    yield from _renewals(frame, chains)
    if count := shares.unvalued.rows:
        yield f"{_counted(count, 'row')} without a value: counted as rows, absent from the values"
    if unread := shares.unread:
        names = ", ".join(f"{term.name} ({term.rows})" for term in unread[:5])
        more = f" and {len(unread) - 5} more" if len(unread) > 5 else ""
        rows = sum(term.rows for term in unread)
        what = f"{_counted(rows, 'row')} with a place that cannot be read, so unplaceable"
        yield f"{what}: {names}{more}"
    yield (
        "a place that stands for several countries (EU, NAVO+, diverse) is inside if all are, "
        "outside if none is, else unplaceable"
    )
    if frame["day"].null_count():
        yield (
            f"{_counted(frame['day'].null_count(), 'row')} of which only the year is known: "
            "unplaceable where membership changed within it"
        )
    if any(clock != LICENCE_DATE for clock in shares.membership):
        yield "under a fixed day, a bloc still stands for its members on the day of the row"
    if len(measures) > 1:
        yield f"{', '.join(sorted(measures))} are different measures and never summed together"
    if frame["currency"].n_unique() > 1:
        yield "currencies are kept apart and never converted"
    if NOT_MONEY in set(frame["currency"].unique()):
        yield "TIV measure military capability (SIPRI); they are not money and no sales figure"
    if table.rejects:
        yield f"{_counted(len(table.rejects), 'row')} rejected, in no figure (--rejects lists them)"
    yield "the destination stated is not always the last: onward travel is not in the table"
    yield "a share of what the table holds, not of production"


def _renewals(frame: pl.DataFrame, chains: str) -> Iterator[str]:
    again = frame.filter((pl.col("renewal") == "yes") | (pl.col("replaces") != ""))
    if not again.height:
        return
    value = _sums(again)
    if chains == "as-published":
        yield (
            f"{_counted(again.height, 'row')} renew or replace an older licence and may repeat its "
            f"value ({value}); counted as published; `--chains newly-authorised` counts once"
        )
        return
    numbers = frame.select("exporter", "reference").unique()
    first = frame.group_by("exporter", "reference").agg(pl.col("number").min())
    orphans = (
        again.join(numbers, left_on=["exporter", "replaces"], right_on=["exporter", "reference"],
                   how="anti")
        .join(first, on=["exporter", "reference", "number"], how="semi")
    )  # fmt: skip
    yield (
        "renewals and replacements count once: a chain has the largest value that was authorised "
        "for a destination on one day, in the year in which it was new"
    )
    if orphans.height:
        yield (
            f"{_counted(orphans.height, 'row')} renew or replace a licence that is not in the "
            f"table ({_sums(orphans)}) and are counted as new"
        )


def _sums(frame: pl.DataFrame) -> str:
    sums = frame.group_by("currency").agg(pl.col("cents").sum()).sort("currency")
    return ", ".join(
        f"{name} {cents / (100 if name == NOT_MONEY else 100_000_000):,.1f} m"
        for name, cents in sums.iter_rows()
    )


def _headline(table: Table, whole: Sequence[Figure]) -> str:
    names = dict.fromkeys(figure.title for figure in whole)
    what = f"What leaves {' / '.join(names)}, from {table.name}: {_counted(table.rows, 'row')}, "
    what += f"{_counted(len(table.rejects), 'reject')}"
    return "\n".join(textwrap.wrap(what, _WIDTH))


@dataclass(frozen=True, slots=True)
class _Unit:
    """In what the columns of a section are: money, trend-indicator values, or rows."""

    name: str
    cents: int

    def of(self, amount: Amount | Term) -> str:
        if not self.cents:
            return f"{amount.rows:,}"
        text = f"{amount.cents / self.cents:,.1f}"
        # A column is ten wide: of more than a million of the unit, no tenth is told.
        return text if len(text) < _COLUMN else f"{amount.cents / self.cents:,.0f}"

    def bounds(self, figure: Figure) -> tuple[Fraction, Fraction] | None:
        return figure.bounds if self.cents else figure.row_bounds


def _unit(currency: str, *, valued: bool) -> _Unit:
    if not valued:
        return _Unit("rows; no value is stated", 0)
    if currency == NOT_MONEY:
        # Published in millions already.
        return _Unit("trend-indicator values in millions, not money", 100)
    return _Unit(f"million {currency}", 100_000_000)


def _definition(figure: Figure) -> Iterator[str]:
    clock = "on the day of each row"
    if figure.membership != LICENCE_DATE:
        clock = f"on {figure.membership}"
    yield from textwrap.wrap(
        f"Inside: {figure.title} ({figure.alliance}), membership {clock}", _WIDTH
    )
    yield _header("")


def _header(label: str) -> str:
    heads = f"{'total':>10}{'inside':>10}{'outside':>10}{'unplaced':>10}"
    return f"{label:<{_LABEL}.{_LABEL}}{heads}{'out, %':>12}" + f"{'rows':>8}"


def _row(label: str, figure: Figure, unit: _Unit) -> str:
    parts = (figure.total, figure.inside, figure.outside, figure.unplaceable)
    amounts = "".join(f"{unit.of(part):>10}" for part in parts)
    name = label if len(label) <= _LABEL - 3 else f"{label[: _LABEL - 4]}…"
    share = _percent(unit.bounds(figure))
    return f"  {name:<{_LABEL - 2}}{amounts}{share:>12}{figure.total.rows:>8,}"


def _told(figure: Figure, unit: _Unit) -> Iterator[str]:
    if unit.cents and figure.row_bounds:
        yield from _wrapped(f"of the rows, {_percent(figure.row_bounds)} % are outside")
    if figure.width:
        yield from _wrapped(f"width caused by: {_terms(figure.width, unit)}")
    if figure.contributors:
        text = f"outside, most to: {_terms(figure.contributors, unit)}"
        if figure.concentration is not None:
            text += f"; these have {_number(figure.concentration)} % of it"
        yield from _wrapped(text)
    for name, words in (
        ("starts_outside", "start outside, no part of the share (--exporters all counts them)"),
        ("start_unknown", "start where membership is not known, no part of the share"),
    ):
        amount: Amount = figure.parts[name]
        if amount.rows:
            value = f" ({unit.of(amount)})" if unit.cents else ""
            yield from _wrapped(f"{_counted(amount.rows, 'row')}{value} {words}")


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="  ", subsequent_indent="    ")


def _terms(terms: Iterable[Term], unit: _Unit) -> str:
    if not unit.cents:
        return "; ".join(f"{term.name} ({_counted(term.rows, 'row')})" for term in terms)
    return "; ".join(
        f"{term.name} {unit.of(term)} ({_counted(term.rows, 'row')})" for term in terms
    )


def _key(key: Mapping[str, str], titles: Mapping[str, str]) -> str:
    words = [
        titles[word] if name == "group" else _KINDS[word] if name == "permanent" else word
        for name, word in key.items()
    ]
    return ", ".join(words)


def _subject(figure: Figure) -> tuple[str, str]:
    return figure.measure, figure.currency


def _same(one: Figure, other: Figure) -> bool:
    names = ("alliance", "membership", "measure", "currency")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _percent(bounds: tuple[Fraction, Fraction] | None) -> str:
    if bounds is None:
        return "-"
    low, high = (_number(bound) for bound in bounds)
    return low if low == high else f"{low}-{high}"


def _number(share: Fraction) -> str:
    return f"{float(share) * 100:.1f}"


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"

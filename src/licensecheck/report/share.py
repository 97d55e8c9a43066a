"""The share that leaves, as a person reads it: tables of 80 columns, then what has to be said.

In: a `Table` and its `Shares`. Out: text. Values are in millions.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

from licensecheck.report.share_caveats import caveats
from licensecheck.report.share_words import (
    KINDS,
    SUBJECTS,
    Unit,
    clock_words,
    counted,
    key_words,
    left_out_words,
    nothing_inside,
    percent,
    percent_of,
    subjects,
    terms_words,
    unit_of,
)
from licensecheck.tables.intake import Table
from licensecheck.tables.share import Amount, Figure, Shares

__all__ = ["share_text"]

_WIDTH: Final = 80
_LABEL: Final = 20
_COLUMN: Final = 10


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
    for subject in subjects(whole):
        figures = [one for one in whole if (one.measure, one.currency) == subject]
        unit = unit_of(subject, figures)
        of = f"{unit.name}; {unit.why}" if unit.why else unit.name
        lines += ["", f"{SUBJECTS[subject[0]].upper()} ({of})"]
        for figure in figures:
            lines += ["", *_definition(figure)]
            lines.append(_row("permanent" if shares.permanent_only else "all", figure, unit))
            lines += [
                _row(KINDS[one.key["permanent"]], one, unit) for one in apart if _same(one, figure)
            ]
            lines += _told(figure, unit)
            own = [one for one in grouped if _same(one, figure)]
            if own:
                lines += ["", _header(f"by {', '.join(by)}")]
                titles = shares.group_titles
                lines += [
                    _row(key_words(one.key, titles), one, unit) for one in own if one.total.rows
                ]
                lines += _wrapped(nothing_inside(own, titles))
    lines += ["", "What has to be said with it:"]
    for text in caveats(table, shares, chains=chains):
        lines += textwrap.wrap(text, _WIDTH, initial_indent="- ", subsequent_indent="  ")
    return "\n".join(lines) + "\n"


def _headline(table: Table, whole: Sequence[Figure]) -> str:
    names = dict.fromkeys(figure.title for figure in whole)
    what = f"What leaves {' / '.join(names)}, from {table.name}: {counted(table.rows, 'row')}, "
    what += ", ".join((counted(len(table.rejects), "reject"), *left_out_words(table.left_out)))
    return "\n".join(textwrap.wrap(what, _WIDTH))


def _definition(figure: Figure) -> Iterator[str]:
    clock = clock_words(figure.membership)
    yield from textwrap.wrap(f"Inside: {figure.title} ({figure.alliance}), {clock}", _WIDTH)
    yield _header("")


def _header(label: str) -> str:
    heads = f"{'total':>10}{'inside':>10}{'outside':>10}{'unplaced':>10}"
    return f"{label:<{_LABEL}.{_LABEL}}{heads}{'out, %':>12}" + f"{'rows':>8}"


def _row(label: str, figure: Figure, unit: Unit) -> str:
    parts = (figure.total, figure.inside, figure.outside, figure.unplaceable)
    amounts = "".join(f"{_cell(part, unit):>10}" for part in parts)
    name = label if len(label) <= _LABEL - 3 else f"{label[: _LABEL - 4]}…"
    share = percent(unit.bounds(figure))
    return f"  {name:<{_LABEL - 2}}{amounts}{share:>12}{figure.total.rows:>8,}"


def _cell(amount: Amount, unit: Unit) -> str:
    """An amount in a column of ten: of more than a million of the unit, no tenth is told."""
    text = unit.of(amount)
    return text if len(text) < _COLUMN else f"{unit.number(amount):,.0f}"


def _told(figure: Figure, unit: Unit) -> Iterator[str]:
    if unit.cents and figure.row_bounds:
        yield from _wrapped(f"of the rows, {percent(figure.row_bounds)} % are outside")
    if figure.width:
        yield from _wrapped(f"width caused by: {terms_words(figure.width, unit)}")
    if figure.contributors:
        text = f"outside, most to: {terms_words(figure.contributors, unit)}"
        if figure.concentration is not None:
            text += f"; these have {percent_of(figure.concentration)} % of it"
        yield from _wrapped(text)
    for name, words in (
        ("starts_outside", "start outside, no part of the share (--exporters all counts them)"),
        ("start_unknown", "start where membership is not known, no part of the share"),
    ):
        amount: Amount = figure.parts[name]
        if amount.rows:
            value = f" ({unit.of(amount)})" if unit.cents else ""
            yield from _wrapped(f"{counted(amount.rows, 'row')}{value} {words}")


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="  ", subsequent_indent="    ")


def _same(one: Figure, other: Figure) -> bool:
    names = ("alliance", "membership", "measure", "currency")
    return all(getattr(one, name) == getattr(other, name) for name in names)

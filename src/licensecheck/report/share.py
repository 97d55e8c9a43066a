"""The share that leaves, as a person reads it: tables of 80 columns, then what has to be said.

In: a `Table` and its `Shares`. Out: text. Values are in millions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from licensecheck.language import ENGLISH, Language
from licensecheck.report.columns import WIDTH, display_width, paragraph, wrap
from licensecheck.report.elements import clean
from licensecheck.report.share_caveats import caveats, renewals_told
from licensecheck.report.share_words import (
    KINDS,
    SUBJECTS,
    Unit,
    alliance_words,
    clock_words,
    key_words,
    left_out_words,
    nothing_inside,
    number,
    percent,
    percent_of,
    rows_words,
    subjects,
    terms_words,
    titled,
    unit_of,
)
from licensecheck.tables.reading.intake import Table
from licensecheck.tables.shares.ordered import ordered
from licensecheck.tables.shares.share import Amount, Figure, Shares

__all__ = ["left_out", "share_text"]

_LABEL: Final = 20
_COLUMN: Final = 10


def share_text(
    table: Table, shares: Shares, by: Sequence[str], *, language: Language = ENGLISH,
    sort: str = "", top: int | None = None,
) -> str:  # fmt: skip
    """The figures of a table: the whole, permanent and temporary apart, and a grouping.

    Args:
        table: The table as read.
        shares: Its figures.
        by: The grouping; may be empty.
        language: To report in.
        sort: Order of the grouping, as of `ordered`.
        top: How many parts of the grouping are named.
    """
    return "\n".join(_Text(table, shares, by, language, sort, top).lines()) + "\n"


def left_out(table: Table, language: Language = ENGLISH) -> Iterator[str]:
    """What of a table is in no figure, in plain words; nothing where all of it is."""
    yield from left_out_words(table.left_out, language)
    if rejects := len(table.rejects):
        yield language.text("{rows} rejected", rows=rows_words(rejects, language))


@dataclass
class _Text:
    table: Table
    shares: Shares
    by: Sequence[str]
    language: Language
    sort: str
    top: int | None

    def lines(self) -> Iterator[str]:
        shares, text = self.shares, self.language.text
        whole = shares.by()
        published = shares.as_published.by() if shares.as_published else ()
        apart = () if shares.permanent_only else shares.by("permanent")
        grouped = ordered(shares.by(*self.by), sort=self.sort, top=self.top) if self.by else ()
        yield from self._headline(whole)
        for subject in subjects([*whole, *published]):
            figures = [one for one in whole if (one.measure, one.currency) == subject]
            unit = unit_of(subject, figures, self.language)
            of = f"{unit.name}; {unit.why}" if unit.why else unit.name
            yield from ("", f"{text(SUBJECTS[subject[0]]).upper()} ({of})")
            for figure in figures:
                yield from ("", *self._definition(figure))
                kind = text("permanent") if shares.permanent_only else text("all")
                yield self._row(kind, figure, unit)
                for one in apart:
                    if _same(one, figure):
                        yield self._row(text(KINDS[one.key["permanent"]]), one, unit)
                for one in published:
                    if _same(one, figure):
                        yield self._row(text("all as published"), one, unit)
                yield from self._told(figure, unit)
                own = [one for one in grouped if _same(one, figure)]
                if own:
                    yield from ("", *self._grouping(own, unit))
        yield from ("", text("What has to be said with it:"))
        for said in caveats(self.table, shares, self.language):
            yield from wrap(clean(said), WIDTH, first="- ", rest="  ")

    def _headline(self, whole: Sequence[Figure]) -> Iterator[str]:
        text, table = self.language.text, self.table
        titles = dict.fromkeys(alliance_words(one.title, self.language) for one in whole)
        names = " / ".join(titles)
        rows = rows_words(table.rows, self.language)
        head = text("What leaves {alliance}, from {table}: {rows}", alliance=names,
                    table=clean(table.name), rows=rows)  # fmt: skip
        counted = table.frame.height
        each = ""
        if counted > table.frame["number"].n_unique():
            each = text("these give {rows} to count", rows=rows_words(counted, self.language))
        parts = filter(None, (head, each, *left_out(table, self.language)))
        yield from wrap("; ".join(parts), WIDTH)
        if said := renewals_told(self.shares, self.language):
            yield from wrap(said, WIDTH)

    def _definition(self, figure: Figure) -> Iterator[str]:
        said = self.language.text(
            "Inside: {title} ({name}), {clock}",
            title=alliance_words(figure.title, self.language), name=figure.alliance,
            clock=clock_words(figure.membership, self.language),
        )  # fmt: skip
        yield from wrap(said, WIDTH)
        yield self._header("")

    def _header(self, label: str) -> str:
        text = self.language.text
        heads = "".join(
            f"{name:>10}"
            for name in (text("total"), text("inside"), text("outside"), text("unplaced"))
        )
        return f"{label:<{_LABEL}.{_LABEL}}{heads}{text('out, %'):>12}{text('rows'):>8}"

    def _grouping(self, own: Sequence[Figure], unit: Unit) -> Iterator[str]:
        titles = self.shares.group_titles
        names = ", ".join(map(self.language.text, self.by))
        yield self._header(self.language.text("by {grouping}", grouping=names))
        for one in own:
            if one.total.rows:
                yield self._row(key_words(one.key, titles, self.language), one, unit)
        yield from _indented(nothing_inside(own, titles, self.language))

    def _row(self, label: str, figure: Figure, unit: Unit) -> str:
        parts = (figure.total, figure.inside, figure.outside, figure.unplaced)
        amounts = "".join(f"{self._cell(part, unit):>10}" for part in parts)
        label = clean(label)
        while display_width(label) > _LABEL - 3:
            label = f"{label.removesuffix('…')[:-1]}…"
        name = label + " " * (_LABEL - 2 - display_width(label))
        share = percent(unit.bounds(figure), self.language)
        return f"  {name}{amounts}{share:>12}{number(figure.total.rows, self.language):>8}"

    def _cell(self, amount: Amount, unit: Unit) -> str:
        """An amount in a column of ten: of more than a million of the unit, no tenth is told."""
        text = unit.of(amount)
        return text if len(text) < _COLUMN else number(unit.number(amount), self.language)

    def _told(self, figure: Figure, unit: Unit) -> Iterator[str]:
        text = self.language.text
        if unit.cents and figure.row_bounds:
            bounds = percent(figure.row_bounds, self.language)
            yield from _indented(text("of the rows, {share} % are outside", share=bounds))
        if figure.width:
            terms = terms_words(figure.width, unit)
            yield from _indented(text("width caused by: {terms}", terms=terms))
        if figure.contributors:
            said = text("outside, most to: {terms}", terms=terms_words(figure.contributors, unit))
            if figure.concentration is not None:
                part = percent_of(figure.concentration, self.language)
                said += "; " + text("these have {share} % of it", share=part)
            yield from _indented(said)
        for name, words in (
            ("starts_outside",
             text("start outside, no part of the share (--exporters all counts them)")),
            ("start_unknown",
             text("start where membership is not known, no part of the share")),
        ):  # fmt: skip
            amount: Amount = figure.parts[name]
            if amount.rows:
                value = f" ({unit.of(amount)})" if unit.cents else ""
                rows = rows_words(amount.rows, self.language)
                yield from _indented(f"{titled(rows)}{value} {words}")


def _indented(text: str) -> list[str]:
    return paragraph(clean(text), "  ") if text else []


def _same(one: Figure, other: Figure) -> bool:
    names = ("alliance", "membership", "measure", "currency")
    return all(getattr(one, name) == getattr(other, name) for name in names)

"""The share that leaves, as a person reads it: tables of 80 columns, then what has to be said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import polars as pl

from licensecheck.language import ENGLISH, Language
from licensecheck.report.elements import clean
from licensecheck.report.share_words import (
    KINDS,
    NAMED,
    SUBJECTS,
    Unit,
    alliance_words,
    blank_words,
    clock_words,
    examples_words,
    in_millions,
    key_words,
    left_out_words,
    not_left_out_words,
    nothing_inside,
    number,
    percent,
    percent_of,
    rows_words,
    subjects,
    terms_words,
    titled,
    unit_of,
    unread_words,
)
from licensecheck.tables.reading.intake import Table
from licensecheck.tables.reading.record import (
    NO_CURRENCY,
    NOT_MONEY,
    SOME_MILITARY_ENTRY,
    is_unstated,
)
from licensecheck.tables.shares.chains import marked_as_renewals, undated_lines
from licensecheck.tables.shares.ordered import ordered
from licensecheck.tables.shares.share import Amount, Figure, Shares
from licensecheck.tables.shares.standing import LICENCE_DATE
from licensecheck.wording.columns import WIDTH, display_width, paragraph, wrap

__all__ = [
    "Counted",
    "alike",
    "caveats",
    "left_out",
    "reading_caveats",
    "renewals_told",
    "share_text",
]

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
class Counted:
    """A table and its figures, as the text and the page go through them.

    Attributes:
        table: The table as read.
        shares: Its figures.
        by: The grouping; may be empty.
        language: To report in.
        sort: Order of the grouping, as of `ordered`.
        top: How many parts of the grouping are named.
    """

    table: Table
    shares: Shares
    by: Sequence[str]
    language: Language
    sort: str
    top: int | None

    @cached_property
    def whole(self) -> tuple[Figure, ...]:
        """A figure for each measure and currency under each definition."""
        return self.shares.by()

    @cached_property
    def published(self) -> tuple[Figure, ...]:
        """The same with every row as published, where renewals count once."""
        return self.shares.as_published.by() if self.shares.as_published else ()

    @cached_property
    def apart(self) -> tuple[Figure, ...]:
        """The same, permanent and temporary apart."""
        return () if self.shares.permanent_only else self.shares.by("permanent")

    @cached_property
    def grouped(self) -> tuple[Figure, ...]:
        """The figures of the grouping in their order."""
        return ordered(self.shares.by(*self.by), sort=self.sort, top=self.top) if self.by else ()

    def rows(self, figure: Figure) -> Iterator[tuple[str, Figure]]:
        """A figure and those that stand below it, each with what is counted in it."""
        text = self.language.text
        yield text("permanent") if self.shares.permanent_only else text("all"), figure
        for one in alike(self.apart, figure):
            yield text(KINDS[one.key["permanent"]]), one
        for one in alike(self.published, figure):
            yield text("all as published"), one


def alike(figures: Iterable[Figure], one: Figure) -> list[Figure]:
    """The figures of the same measure, currency and definition as one."""
    place = (one.alliance, one.membership, one.measure, one.currency)
    return [
        other
        for other in figures
        if (other.alliance, other.membership, other.measure, other.currency) == place
    ]


class _Text(Counted):
    def lines(self) -> Iterator[str]:
        text = self.language.text
        yield from self._headline(self.whole)
        for subject in subjects([*self.whole, *self.published]):
            figures = [one for one in self.whole if (one.measure, one.currency) == subject]
            unit = unit_of(subject, figures, self.language)
            of = f"{unit.name}; {unit.why}" if unit.why else unit.name
            yield from ("", f"{text(SUBJECTS[subject[0]]).upper()} ({of})")
            for figure in figures:
                yield from ("", *self._definition(figure))
                yield from (self._row(kind, one, unit) for kind, one in self.rows(figure))
                yield from self._told(figure, unit)
                if own := alike(self.grouped, figure):
                    yield from ("", *self._grouping(own, unit))
        yield from ("", text("What has to be said with it:"))
        for said in caveats(self.table, self.shares, self.language):
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
        amounts = "".join(f" {self._cell(part, unit):>9}" for part in parts)
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


def caveats(table: Table, shares: Shares, language: Language = ENGLISH) -> Iterator[str]:
    """What has to be said with figures of a table, each with its numbers."""
    text = language.text
    frame = shares.counted
    measures = set(frame["measure"].unique())
    if "licensed" in measures:
        yield text("licence values are ceilings: less may be shipped, later, or nothing")
    yield from _renewals(frame, shares.counting, language)
    yield from left_out_words(table.left_out, language)
    yield from not_left_out_words(table.not_left_out, language)
    yield from _totals_told(table, language)
    if count := shares.unvalued.rows:
        yield text(
            "{rows} without a value: counted as rows, absent from the values",
            rows=rows_words(count, language),
        )
    if table.blank_cells:
        yield blank_words(table.blank_cells, language)
    yield from _unread(table, frame, language)
    if unstated := _of_no_exporter(frame):
        yield text(
            "{rows} whose exporter is not stated, so in no share: a mapping says it, `exporter` "
            "under `columns` or `constants`",
            rows=rows_words(unstated, language),
        )
    if unread := shares.unread:
        names = ", ".join(f"{term.name} ({term.rows})" for term in unread[:NAMED])
        if len(unread) > NAMED:
            more = len(unread) - NAMED
            names += " " + language.count("and {n} more name", "and {n} more names", more)
        rows = rows_words(sum(term.rows for term in unread), language)
        what = text("{rows} with a place that cannot be read, so unplaced: {names}",
                    rows=rows, names=names)  # fmt: skip
        yield what
    yield text(
        "a place that stands for several countries (EU, NAVO+, diverse) is inside if all are, "
        "outside if none is, else unplaced"
    )
    if dateless := frame["day"].null_count():
        yield text(
            "{rows} of which only the year is known: unplaced where membership changed within it",
            rows=rows_words(dateless, language),
        )
    if any(clock != LICENCE_DATE for clock in shares.membership):
        yield text("under a fixed day, a bloc still stands for its members on the day of the row")
    yield from _kinds(frame, measures, language)
    if table.rejects:
        yield text("{rows} rejected, in no figure", rows=rows_words(len(table.rejects), language))
    yield text("the destination stated is not always the last: onward travel is not in the table")
    yield text("a share of what the table holds, not of production")


def reading_caveats(table: Table, language: Language = ENGLISH) -> Iterator[str]:
    """What has to be said of how a table was read, whatever is counted of it."""
    yield from left_out_words(table.left_out, language)
    yield from not_left_out_words(table.not_left_out, language)
    yield from _totals_told(table, language)
    if table.blank_cells:
        yield blank_words(table.blank_cells, language)
    yield from _unread(table, table.frame, language)
    if table.rejects:
        yield language.text(
            "{rows} rejected, in no figure", rows=rows_words(len(table.rejects), language)
        )


def _of_no_exporter(frame: pl.DataFrame) -> int:
    """How many rows do not state whose exports they are."""
    counts = frame.group_by("exporter").len().iter_rows()
    return sum(rows for exporter, rows in counts if is_unstated(exporter))


def _kinds(frame: pl.DataFrame, measures: set[str], language: Language) -> Iterator[str]:
    text = language.text
    if len(measures) > 1:
        names = ", ".join(text(SUBJECTS.get(name, name)) for name in sorted(measures))
        yield text("{measures} are different measures and never summed together", measures=names)
    if frame["currency"].n_unique() > 1:
        yield text("currencies are kept apart and never converted")
    if NO_CURRENCY in set(frame.filter(pl.col("cents").is_not_null())["currency"]):
        yield text("the currency of the values is not stated: none is assumed")
    if NOT_MONEY in set(frame["currency"].unique()):
        yield text(
            "TIV measure military capability (SIPRI); they are not money and no sales figure"
        )


def _totals_told(table: Table, language: Language) -> Iterator[str]:
    """Totals that say another value than their parts: what no row of the table accounts for."""
    told = [(one.number, *one.sums) for one in table.left_out if one.sums]
    if not told:
        return
    told.sort(key=lambda one: (-abs(one[1] - one[2]), one[0]))
    examples = "; ".join(
        language.text(
            "row {number}: {total} {currency}, of which the rows give {parts}",
            number=row, total=number(round(total), language), parts=number(round(parts), language),
            currency=currency or language.text("(currency not stated)"),
        )
        for row, total, parts, currency in told[:NAMED]
    )  # fmt: skip
    yield language.text(
        "{rows} of totals with another value than the rows beside them, which alone are counted "
        "({examples})",
        rows=rows_words(len(told), language), examples=examples,
    )  # fmt: skip


def _unread(table: Table, frame: pl.DataFrame, language: Language) -> Iterator[str]:
    """Values and control list codes that are written and cannot be read; and corrections."""
    text = language.text
    if values := table.unread_values:
        yield unread_words(values, language)
    # A code that can be read has a category, but for one that is known to be missing.
    stated = ~pl.col("rating").is_in(["", SOME_MILITARY_ENTRY])
    unread = frame.filter((pl.col("category") == "") & stated)
    if codes := dict(unread.group_by("rating").len().iter_rows()):
        yield text(
            "{rows} with a control list code that cannot be read: {examples}",
            rows=rows_words(unread.height, language), examples=examples_words(codes, language),
        )  # fmt: skip
    negative = frame.filter(pl.col("cents") < 0)
    if negative.height:
        yield text(
            "{rows} with a negative value, a correction that lessens its sum ({value})",
            rows=rows_words(negative.height, language), value=_sums(negative, language),
        )  # fmt: skip


def renewals_told(shares: Shares, language: Language = ENGLISH) -> str:
    """How many rows renew or replace a licence and how they count; empty where none does."""
    frame = shares.counted
    again = frame.filter(marked_as_renewals(pl))
    if again.is_empty():
        return ""
    rows, value = rows_words(again.height, language), _sums(again, language)
    if shares.counting == "newly-authorised":
        return language.count(
            "{rows} renews or replaces a licence ({value} as published): each licence counts once, "
            "and the figures as published stand beside",
            "{rows} renew or replace a licence ({value} as published): each licence counts once, "
            "and the figures as published stand beside",
            again.height, rows=rows, value=value,
        )  # fmt: skip
    return language.count(
        "{rows} renews or replaces a licence ({value}) and counts again, as published",
        "{rows} renew or replace a licence ({value}) and count again, as published",
        again.height, rows=rows, value=value,
    )  # fmt: skip


def _renewals(frame: pl.DataFrame, counting: str, language: Language) -> Iterator[str]:
    text = language.text
    again = frame.filter(marked_as_renewals(pl))
    if again.is_empty():
        if counting == "newly-authorised":
            yield text(
                "the table marks no renewal: rows under one licence number count once together"
            )
        return
    if counting == "as-published":
        yield text(
            "renewing or replacing an older licence, and perhaps repeating its value ({value}): "
            "{rows}, counted as published",
            value=_sums(again, language), rows=rows_words(again.height, language),
        )  # fmt: skip
        return
    numbers = frame.select("exporter", "reference").unique()
    first = frame.group_by("exporter", "reference").agg(pl.col("number").min())
    orphans = (
        again.join(numbers, left_on=["exporter", "replaces"], right_on=["exporter", "reference"],
                   how="anti")
        .join(first, on=["exporter", "reference", "number"], how="semi")
    )  # fmt: skip
    yield text(
        "renewals and replacements count once: a chain has the largest value that was authorised "
        "on one day, in the year in which it was new, wherever its lines say that the goods go"
    )
    undated = undated_lines(frame)
    if undated.height:
        yield text(
            "under a licence number that stands more than once in its year, with no day or mark "
            "of a renewal to tell which repeats which: {rows} ({value}), added up",
            rows=rows_words(undated.height, language), value=_sums(undated, language),
        )  # fmt: skip
    if orphans.height:
        yield text(
            "renewing or replacing a licence that is not in the table, so counted as new: "
            "{rows} ({value})",
            rows=rows_words(orphans.height, language), value=_sums(orphans, language),
        )  # fmt: skip


def _sums(frame: pl.DataFrame, language: Language) -> str:
    sums = frame.group_by("currency").agg(pl.col("cents").cast(pl.Int128).sum()).sort("currency")
    said = []
    for name, cents in sums.iter_rows():
        millions = number(in_millions(cents, name), language, places=1)
        named = name or language.text("no currency,")
        said.append(language.text("{currency} {amount} million", currency=named, amount=millions))
    return ", ".join(said)

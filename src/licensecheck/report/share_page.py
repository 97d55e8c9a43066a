"""The share of a table as one page: in go a table and its shares, out comes HTML.

Figures, plots with the numbers that are in them, who causes them, caveats, method and rejects. The
page needs nothing else, holds no script and can be printed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from licensecheck.errors import InputError
from licensecheck.report.elements import Element, Part, drawing, element
from licensecheck.report.extras import require
from licensecheck.report.pages import document, listing, table
from licensecheck.report.plots import KINDS as PLOTS
from licensecheck.report.plots import plot
from licensecheck.report.share_caveats import caveats
from licensecheck.report.share_words import (
    KINDS,
    SUBJECTS,
    Subject,
    Unit,
    clock_words,
    counted,
    counting_words,
    key_words,
    left_out_words,
    nothing_inside,
    percent,
    percent_of,
    subjects,
    terms_words,
    unit_of,
)
from licensecheck.screening.receipt import version
from licensecheck.tables.intake import Table
from licensecheck.tables.share import Figure, Shares
from licensecheck.tables.standing import LICENCE_DATE

__all__ = ["share_page"]

_MOST_REASONS: Final = 20
_ROWS_NAMED: Final = 5
_AMOUNTS: Final = ("total", "inside", "outside", "unplaceable")
_SECTIONS: Final = {
    "figures": "Figures",
    "years": "By year",
    "where": "Where the goods go",
    "grouping": "By",
    "causes": "Where most goes, and what makes the bounds wide",
    "coverage": "What the table covers",
    "caveats": "What has to be said with it",
    "method": "Method",
    "rejects": "Rows rejected",
}


def share_page(table: Table, shares: Shares, by: Sequence[str] = ()) -> str:
    """The figures of a table as a page.

    Args:
        table: The table as read.
        shares: Its figures.
        by: A further grouping; may be empty.

    Raises:
        InputError: The extra `plots` is not installed.
    """
    require("plots")
    return _Page(table, shares, tuple(by)).html()


@dataclass
class _Page:
    table: Table
    shares: Shares
    by: tuple[str, ...]
    drawn: dict[str, Element] = field(init=False)

    def __post_init__(self) -> None:
        # The page says below what the caption of a drawing that goes alone has to say.
        source = [f"Source: {self.table.name}"]
        self.drawn = {}
        for kind in PLOTS:
            try:
                svg = plot(kind, self.table, self.shares, caption=source).svg
                self.drawn[kind] = element("figure", drawing(svg))
            except InputError as error:
                self.drawn[kind] = element("p", f"No drawing: {error.problems[0].what}.")

    @cached_property
    def whole(self) -> tuple[Figure, ...]:
        return self.shares.by()

    def html(self) -> str:
        parts: dict[str, list[Part]] = {
            "figures": [*self.figures()],
            "years": [*self.years()],
            "where": [*self.where()],
            "grouping": [*self.grouping()],
            "causes": [*self.causes()],
            "coverage": [*self.coverage()],
            "caveats": [listing(caveats(self.table, self.shares, chains=self.shares.chains))],
            "method": [listing(_method(self.shares))],
            "rejects": [*self.rejects()],
        }
        titles = {**_SECTIONS, "grouping": f"By {', '.join(self.by)}"}
        shown = {name: part for name, part in parts.items() if part}
        contents = [element("li", element("a", titles[name], href=f"#{name}")) for name in shown]
        sections = [
            element(
                "section", element("h2", titles[name], id=f"{name}-title"), part,
                id=name, aria_labelledby=f"{name}-title",
            )
            for name, part in shown.items()
        ]  # fmt: skip
        return document(
            element("a", "Skip to the figures", class_="skip", href="#figures"),
            element("header", self.head()),
            element("nav", element("ul", contents), aria_label="Contents"),
            element("main", sections),
            element("footer", element("p", self.made_by(), class_="soft")),
            title=f"{self.title} – {self.table.name}",
        )

    @property
    def title(self) -> str:
        alliances = list(dict.fromkeys(one.alliance.title for one in self.shares.definitions))
        if len(alliances) == 1:
            return f"What leaves {alliances[0]}"
        return f"What leaves the alliance, under {len(alliances)} definitions"

    def head(self) -> Iterator[Part]:
        definitions = dict.fromkeys(one.alliance for one in self.shares.definitions)
        rejects = counted(len(self.table.rejects), "reject")
        lines = [
            f"Table: {self.table.name}; {counted(self.table.rows, 'row')}, "
            f"{', '.join((rejects, *left_out_words(self.table.left_out)))}.",
            f"Counted: {counting_words(self.shares)}.",
        ]
        inside = [
            f"{one.name}: {one.title}. {' '.join(one.meaning.split())}" for one in definitions
        ]
        yield element("h1", self.title)
        yield from (element("p", line) for line in (*self.answers(), *lines))
        yield element("p", "Inside is, by name of the definition:")
        yield listing(inside)

    def answers(self) -> Iterator[str]:
        """The first definition's figure of each subject, in a sentence."""
        for subject, unit in self._subjects():
            figure = next(_of(self.whole, subject))
            bounds = unit.bounds(figure)
            if bounds is None:
                continue
            low, high = map(percent_of, bounds)
            share = f"{low} %" if low == high else f"between {low} % and {high} %"
            yield (
                f"{_named(subject, unit)}: {share} of {unit.of(figure.total)} {unit.name} is "
                f"outside {figure.title}, {clock_words(figure.membership)}."
            )

    def made_by(self) -> str:
        edition = self.shares.reference.edition
        return f"Made by licensecheck {version()}, reference tables of {edition}."

    def figures(self) -> Iterator[Part]:
        apart = () if self.shares.permanent_only else self.shares.by("permanent")
        heads = ("inside", "membership", "counted", *_AMOUNTS, "outside, %", "rows",
                 "rows outside, %")  # fmt: skip
        for subject, unit in self._subjects():
            rows = []
            for figure in _of(self.whole, subject):
                kind = "permanent" if self.shares.permanent_only else "all"
                rows.append(_figure_row(figure, kind, unit))
                rows += [
                    _figure_row(one, KINDS[one.key["permanent"]], unit)
                    for one in _of(apart, subject)
                    if _defined(one) == _defined(figure)
                ]
            caption = f"{_named(subject, unit)}: amounts in {unit.name}"
            yield table(heads, rows, caption=caption, words=3)

    def causes(self) -> Iterator[Part]:
        heads = ["inside", "membership", "outside, most to", "these have, % of outside",
                 "width of the bounds caused by"]  # fmt: skip
        told = any(figure.elsewhere.rows for figure in self.whole)
        heads += ["no part of the share"] if told else []
        for subject, unit in self._subjects():
            rows = [
                (
                    figure.alliance,
                    _short_clock(figure.membership),
                    terms_words(figure.contributors, unit) or "–",
                    "–" if figure.concentration is None else percent_of(figure.concentration),
                    terms_words(figure.width, unit) or "nothing",
                    *([_elsewhere(figure, unit)] if told else []),
                )
                for figure in _of(self.whole, subject)
            ]
            caption = f"{_named(subject, unit)}: the largest destinations, in {unit.name}"
            yield table(heads, rows, caption=caption)

    def years(self) -> Iterator[Part]:
        figures = self.shares.by("year")
        yield self.drawn["share"]
        for subject, unit in self._subjects():
            own = list(_of(figures, subject))
            found = {(one.key["year"], _defined(one)): one for one in own}
            defined = list(dict.fromkeys(_defined(one) for one in own))
            rows = [
                [year, *(percent(unit.bounds(found[year, one])) if (year, one) in found else "–"
                         for one in defined)]
                for year in sorted({one.key["year"] for one in own})
            ]  # fmt: skip
            heads = ["year", *(f"{name}, {_short_clock(clock)}" for name, clock in defined)]
            caption = f"{_named(subject, unit)}: least and greatest share outside, in percent"
            yield table(heads, rows, caption=caption, words=1)

    def where(self) -> Iterator[Part]:
        figures = self.shares.by("year", "group")
        first = self.shares.definitions[0].alliance.name
        yield self.drawn["groups"]
        for subject, unit in self._subjects():
            for clock in dict.fromkeys(one.membership for one in figures):
                own = [
                    one
                    for one in _of(figures, subject)
                    if _defined(one) == (first, clock) and one.total.rows
                ]
                found = {(one.key["year"], one.key["group"]): unit.of(one.total) for one in own}
                groups = [
                    name for name in self.shares.group_titles
                    if any(one.key["group"] == name for one in own)
                ]  # fmt: skip
                rows = [
                    [year, *(found.get((year, group), "–") for group in groups)]
                    for year in sorted({one.key["year"] for one in own})
                ]
                heads = ["year", *(self.shares.group_titles[group] for group in groups)]
                caption = f"{_named(subject, unit)}, {clock_words(clock)}: {unit.name}"
                yield table(heads, rows, caption=caption, words=1)

    def grouping(self) -> Iterator[Part]:
        if not self.by:
            return
        figures = self.shares.by(*self.by)
        heads = ("part", *_AMOUNTS, "outside, %", "rows", "rows outside, %")
        for subject, unit in self._subjects():
            for whole in _of(self.whole, subject):
                own = [one for one in _of(figures, subject) if _defined(one) == _defined(whole)]
                titles = self.shares.group_titles
                rows = [
                    (key_words(one.key, titles), *_amounts(one, unit))
                    for one in own
                    if one.total.rows
                ]
                caption = f"{_named(subject, unit)}, {_definition(whole)}: {unit.name}"
                yield table(heads, rows, caption=caption, words=1)
                if said := nothing_inside(own, titles):
                    yield element("p", f"{said[:1].upper()}{said[1:]}.", class_="soft")

    def coverage(self) -> Iterator[Part]:
        figures = self.shares.by("exporter", "year")
        first = _defined(figures[0]) if figures else ("", "")
        years: dict[tuple[str, str], Counter[int]] = {}
        for one in figures:
            if _defined(one) == first:
                key = (one.key["exporter"], one.measure)
                rows = one.total.rows + one.elsewhere.rows
                years.setdefault(key, Counter())[int(one.key["year"])] += rows
        body = [
            (exporter, SUBJECTS[measure], str(min(found)), str(max(found)), str(len(found)),
             f"{found.total():,}")
            for (exporter, measure), found in sorted(years.items())
        ]  # fmt: skip
        heads = ("exporter", "measure", "first year", "last year", "years with records", "records")
        yield self.drawn["coverage"]
        yield table(heads, body, caption="Records by exporter and measure", words=2)

    def rejects(self) -> Iterator[Part]:
        left_out = list(left_out_words(self.table.left_out))
        if left_out:
            yield element("p", f"{'; '.join(left_out)}.")
        if not self.table.rejects:
            others = "every other row" if left_out else "every row"
            yield element("p", f"None: {others} of the table is in the figures.")
            return
        found: dict[str, list[int]] = {}
        for reject in self.table.rejects:
            for reason in reject.reasons:
                found.setdefault(reason, []).append(reject.number)
        ranked = sorted(found.items(), key=lambda item: (-len(item[1]), item[1][0], item[0]))
        rows = [
            (reason, f"{len(numbers):,}", ", ".join(map(str, numbers[:_ROWS_NAMED]))
             + (" …" if len(numbers) > _ROWS_NAMED else ""))
            for reason, numbers in ranked[:_MOST_REASONS]
        ]  # fmt: skip
        caption = (
            f"{counted(len(self.table.rejects), 'row')} in no figure; a row may have several "
            "reasons; rows are numbered from the first after the header"
        )
        heads = ("reason", "rows", "first of them")
        yield table(heads, rows, caption=caption, words=1)
        if (more := len(ranked) - len(rows)) > 0:
            yield element("p", f"{counted(more, 'further reason')}.")

    def _subjects(self) -> Iterator[tuple[Subject, Unit]]:
        for subject in subjects(self.whole):
            yield subject, unit_of(subject, self.whole)


def _method(shares: Shares) -> Iterator[str]:
    yield (
        "Bounds: a row is inside if all countries that its destination can mean are members, "
        "outside if none is, and else cannot be placed. The least share is outside / total, the "
        "greatest (outside + unplaceable) / total, with total = inside + outside + unplaceable. "
        "However the rows that cannot be placed turn out, the share lies between the two, and "
        "both can be reached."
    )
    yield (
        "Clocks: membership counts on the day of each row, or on one fixed day for all of them, as "
        "each figure says. A place is always read by the day of its row, whatever the clock."
    )
    if shares.chains == "newly-authorised":
        yield (
            "Renewals: licences that renew or replace each other, by number, form a chain, and a "
            "chain counts once for each destination, with the largest value that was authorised "
            "on one day. What a later day adds beyond it falls in the year in which it was new."
        )
    else:
        yield (
            "Renewals: every row counts with the value published. A licence that was extended or "
            "replaced may so count more than once; `--chains newly-authorised` counts it once."
        )
    yield (
        "What starts outside: rows whose exporter is not inside, or perhaps not, are no part of "
        "the share and are told apart."
        if shares.exporters == "inside"
        else "Every row counts, wherever it starts."
    )
    titles = "; ".join(shares.group_titles.values())
    yield f"Destination groups, of which the first that fits takes a country: {titles}."
    yield (
        "Arithmetic: sums are exact to the hundredth of the currency, shares are fractions; only "
        "what is shown is rounded. Measures and currencies are never summed together."
    )


def _elsewhere(figure: Figure, unit: Unit) -> str:
    said = []
    for name, words in (
        ("starts_outside", "starts outside"),
        ("start_unknown", "starts where membership is not known"),
    ):
        amount = figure.parts[name]
        if amount.rows:
            value = f", {unit.of(amount)}" if unit.cents else ""
            said.append(f"{counted(amount.rows, 'row')}{value}: {words}")
    return "; ".join(said) or "nothing"


def _figure_row(figure: Figure, kind: str, unit: Unit) -> Sequence[str]:
    return (figure.alliance, _short_clock(figure.membership), kind, *_amounts(figure, unit))


def _amounts(figure: Figure, unit: Unit) -> Sequence[str]:
    return (
        *(unit.of(getattr(figure, name)) for name in _AMOUNTS),
        percent(unit.bounds(figure)), f"{figure.total.rows:,}", percent(figure.row_bounds),
    )  # fmt: skip


def _of(figures: Iterable[Figure], subject: Subject) -> Iterator[Figure]:
    return (one for one in figures if (one.measure, one.currency) == subject)


def _defined(figure: Figure) -> tuple[str, str]:
    return figure.alliance, figure.membership


def _definition(figure: Figure) -> str:
    return f"inside {figure.title} ({figure.alliance}), {clock_words(figure.membership)}"


def _named(subject: Subject, unit: Unit) -> str:
    return f"{SUBJECTS[subject[0]].capitalize()}, {unit.basis}"


def _short_clock(clock: str) -> str:
    return "each row's day" if clock == LICENCE_DATE else clock

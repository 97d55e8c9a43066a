"""The share of a table as one page: in go a table and its shares, out comes HTML.

Figures, plots with the numbers that are in them, who causes them, caveats, method and rejects. The
page needs nothing else, holds no script and can be printed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from licensecheck.errors import InputError
from licensecheck.extras import require
from licensecheck.language import ENGLISH, Language
from licensecheck.report.elements import Element, Part, drawing, element
from licensecheck.report.pages import contents, document, listing, sections, table
from licensecheck.report.plots import KINDS as PLOTS
from licensecheck.report.plots import plot
from licensecheck.report.share import Counted, alike, caveats, left_out, renewals_told
from licensecheck.report.share_words import (
    SUBJECTS,
    Subject,
    Unit,
    alliance_words,
    clock_words,
    counting_words,
    key_words,
    left_out_words,
    nothing_inside,
    number,
    percent,
    percent_of,
    range_words,
    renewal_words,
    rows_words,
    subjects,
    terms_words,
    titled,
    unit_of,
)
from licensecheck.screening.receipt import version
from licensecheck.tables.reading.intake import Table
from licensecheck.tables.shares.share import Figure, Shares
from licensecheck.tables.shares.standing import LICENCE_DATE

__all__ = ["share_page"]

_MOST_REASONS: Final = 20
_ROWS_NAMED: Final = 5
_AMOUNTS: Final = ("total", "inside", "outside", "unplaced")


def share_page(
    table: Table, shares: Shares, by: Sequence[str] = (), *, language: Language = ENGLISH,
    title: str = "", source: str = "", sort: str = "", top: int | None = None,
) -> str:  # fmt: skip
    """The figures of a table as a page.

    Args:
        table: The table as read.
        shares: Its figures.
        by: A further grouping; may be empty.
        language: To report in.
        title: In place of ours.
        source: In place of the name of the file.
        sort: Order of the grouping, as of `ordered`.
        top: How many parts of the grouping are named.

    Raises:
        InputError: The extra `plots` is not installed.
    """
    require("plots")
    counted = _Page(table, shares, by, language, sort, top)
    return counted.html(title or counted.title(), source or table.name)


class _Page(Counted):
    def drawings(self, source: str) -> dict[str, Element]:
        """A plot of each kind but the map, which needs an extra of its own, and goes alone."""
        # The page says below what the caption of a drawing that goes alone has to say.
        caption = [self.language.text("Source: {source}", source=source)]
        drawn = {}
        for kind in PLOTS:
            if kind == "map":
                continue
            try:
                svg = plot(kind, self.table, self.shares, language=self.language,
                           caption=caption).svg  # fmt: skip
                drawn[kind] = element("figure", drawing(svg))
            except InputError as error:
                why = self.language.text("No drawing: {why}.", why=error.problems[0].what)
                drawn[kind] = element("p", why)
        return drawn

    def html(self, title: str, source: str) -> str:
        text, drawn = self.language.text, self.drawings(source)
        grouping = text("by {grouping}", grouping=", ".join(map(text, self.by)))
        caveats_title = titled(text("What has to be said with it:").rstrip(":"))
        said = caveats(self.table, self.shares, self.language)
        shown = sections({
            "figures": (text("Figures"), [*self.figures()]),
            "years": (text("By year"), [drawn["share"], *self.years()]),
            "where": (text("Where the goods go"),
                      [drawn["groups"], drawn["destinations"], *self.where()]),
            "categories": (text("By category"), [drawn["categories"]]),
            "grouping": (titled(grouping), [*self.grouping()]),
            "causes": (text("Where most goes, and what makes the bounds wide"), [*self.causes()]),
            "coverage": (text("What the table covers"), [drawn["coverage"], self.coverage()]),
            "caveats": (caveats_title, [listing(said)]),
            "method": (text("Method"), [listing(_method(self.shares, self.language))]),
            "rejects": (text("Rows rejected"), [*self.rejects()]),
        })  # fmt: skip
        return document(
            element("a", text("Skip to the figures"), class_="skip", href="#figures"),
            element("header", self.head(title, source)),
            contents(shown, text("Contents")),
            element("main", shown),
            element("footer", element("p", self.made_by(), class_="soft")),
            title=f"{title} – {self.table.name}",
            language=self.language.code,
        )

    def title(self) -> str:
        text = self.language.text
        alliances = list(dict.fromkeys(one.alliance.title for one in self.shares.definitions))
        if len(alliances) == 1:
            alliance = alliance_words(alliances[0], self.language)
            return text("What leaves {alliance}", alliance=alliance)
        return text("What leaves the alliance, under {n} definitions", n=len(alliances))

    def head(self, title: str, source: str) -> Iterator[Part]:
        text = self.language.text
        definitions = dict.fromkeys(one.alliance for one in self.shares.definitions)
        told = "; ".join(
            (rows_words(self.table.rows, self.language), *left_out(self.table, self.language))
        )
        lines = [
            text("Table: {table}; {rows}.", table=source, rows=told),
            text("Counted: {counting}.", counting=counting_words(self.shares, self.language)),
        ]
        if renewals := renewals_told(self.shares, self.language):
            lines.append(f"{titled(renewals)}.")
        inside = [
            f"{one.name}: {alliance_words(one.title, self.language)}. "
            f"{text(' '.join(one.meaning.split()))}"
            for one in definitions
        ]
        yield element("h1", title)
        yield from (element("p", line) for line in (*self.answers(), *lines))
        yield element("p", text("Inside is, by name of the definition:"))
        yield listing(inside)

    def answers(self) -> Iterator[str]:
        """The first definition's figure of each subject, in a sentence."""
        text = self.language.text
        for subject, unit in self._subjects():
            figure = next(_of(self.whole, subject))
            bounds = unit.bounds(figure)
            if bounds is None:
                continue
            said = text(
                "{subject}: {share} of {total} {unit} is outside {alliance}, {clock}.",
                subject=self._named(subject, unit), share=range_words(bounds, self.language),
                total=unit.of(figure.total), unit=unit.name,
                alliance=alliance_words(figure.title, self.language),
                clock=clock_words(figure.membership, self.language),
            )  # fmt: skip
            twin = next(iter(_of(self.published, subject)), None)
            if twin and (as_published := unit.bounds(twin)):
                said += " " + text(
                    "As published, with renewals counting again, it is {share} of {total} {unit}.",
                    share=range_words(as_published, self.language), total=unit.of(twin.total),
                    unit=unit.name,
                )  # fmt: skip
            yield said

    def made_by(self) -> str:
        return self.language.text(
            "Made by licensecheck {version}, reference tables of {edition}.", version=version(),
            edition=self.shares.reference.edition,
        )  # fmt: skip

    def _heads(self) -> tuple[str, ...]:
        text = self.language.text
        return (
            text("total"), text("inside"), text("outside"), text("unplaced"),
            text("outside, %"), text("rows"), text("rows outside, %"),
        )  # fmt: skip

    def figures(self) -> Iterator[Part]:
        text = self.language.text
        heads = (text("inside"), text("membership"), text("counted"), *self._heads())
        for subject, unit in self._subjects():
            rows = [
                self._figure_row(one, kind, unit)
                for figure in _of(self.whole, subject)
                for kind, one in self.rows(figure)
            ]
            caption = text("{subject}: amounts in {unit}", subject=self._named(subject, unit),
                           unit=unit.name)  # fmt: skip
            yield table(heads, rows, caption=caption, words=3)

    def causes(self) -> Iterator[Part]:
        text = self.language.text
        heads = [text("inside"), text("membership"), text("outside, most to"),
                 text("these have, % of outside"),
                 text("width of the bounds caused by")]  # fmt: skip
        told = any(figure.elsewhere.rows for figure in self.whole)
        heads += [text("no part of the share")] if told else []
        for subject, unit in self._subjects():
            rows = [
                (
                    figure.alliance,
                    self._short_clock(figure.membership),
                    terms_words(figure.contributors, unit) or "–",
                    "–" if figure.concentration is None
                    else percent_of(figure.concentration, self.language),
                    terms_words(figure.width, unit) or text("nothing"),
                    *([self._elsewhere(figure, unit)] if told else []),
                )
                for figure in _of(self.whole, subject)
            ]  # fmt: skip
            caption = text("{subject}: the largest destinations, in {unit}",
                           subject=self._named(subject, unit), unit=unit.name)  # fmt: skip
            yield table(heads, rows, caption=caption)

    def years(self) -> Iterator[Part]:
        text = self.language.text
        first = self.shares.definitions[0]
        mine = (first.alliance.name, first.clock)
        reckoned = [("", self.shares.by("year"))]
        if self.shares.as_published:
            label = renewal_words("as-published", self.language)
            own = [one for one in self.shares.as_published.by("year") if _defined(one) == mine]
            reckoned.append((label, tuple(own)))
        for subject, unit in self._subjects():
            columns: list[tuple[str, dict[str, Figure]]] = []
            for label, figures in reckoned:
                own = list(_of(figures, subject))
                for name, clock in dict.fromkeys(map(_defined, own)):
                    head = ", ".join(filter(None, (name, self._short_clock(clock), label)))
                    found = {one.key["year"]: one for one in own if _defined(one) == (name, clock)}
                    columns.append((head, found))
            years = sorted({year for _, found in columns for year in found})
            rows = [
                [year, *(percent(unit.bounds(found[year]), self.language) if year in found else "–"
                         for _, found in columns)]
                for year in years
            ]  # fmt: skip
            caption = text("{subject}: least and greatest share outside, in percent",
                           subject=self._named(subject, unit))  # fmt: skip
            yield table((text("year"), *(head for head, _ in columns)), rows, caption=caption,
                        words=1)  # fmt: skip

    def where(self) -> Iterator[Part]:
        text = self.language.text
        figures = self.shares.by("year", "group")
        first = self.shares.definitions[0].alliance.name
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
                titles = (text(self.shares.group_titles[group]) for group in groups)
                caption = (
                    f"{self._named(subject, unit)}, {clock_words(clock, self.language)}: "
                    f"{unit.name}"
                )
                yield table((text("year"), *titles), rows, caption=caption, words=1)

    def grouping(self) -> Iterator[Part]:
        if not self.by:
            return
        heads = (self.language.text("part"), *self._heads())
        for subject, unit in self._subjects():
            for whole in _of(self.whole, subject):
                own = alike(self.grouped, whole)
                titles = self.shares.group_titles
                rows = [
                    (key_words(one.key, titles, self.language), *self._amounts(one, unit))
                    for one in own
                    if one.total.rows
                ]
                caption = f"{self._named(subject, unit)}, {self._definition(whole)}: {unit.name}"
                yield table(heads, rows, caption=caption, words=1)
                if said := nothing_inside(own, titles, self.language):
                    yield element("p", f"{titled(said)}.", class_="soft")

    def coverage(self) -> Part:
        text = self.language.text
        figures = self.shares.by("exporter", "year")
        first = _defined(figures[0]) if figures else ("", "")
        years: dict[tuple[str, str], Counter[int]] = {}
        for one in figures:
            if _defined(one) == first:
                key = (one.key["exporter"], one.measure)
                rows = one.total.rows + one.elsewhere.rows
                years.setdefault(key, Counter())[int(one.key["year"])] += rows
        body = [
            (exporter, text(SUBJECTS[measure]), str(min(found)), str(max(found)), str(len(found)),
             number(found.total(), self.language))
            for (exporter, measure), found in sorted(years.items())
        ]  # fmt: skip
        heads = (text("exporter"), text("measure"), text("first year"), text("last year"),
                 text("years with records"), text("records"))  # fmt: skip
        return table(heads, body, caption=text("Records by exporter and measure"), words=2)

    def rejects(self) -> Iterator[Part]:
        text = self.language.text
        left = list(left_out_words(self.table.left_out, self.language))
        if left:
            yield element("p", f"{'; '.join(left)}.")
        if not self.table.rejects:
            yield element("p", text("None."))
            return
        found: dict[str, list[int]] = {}
        for reject in self.table.rejects:
            for reason in reject.reasons:
                found.setdefault(reason, []).append(reject.number)
        ranked = sorted(found.items(), key=lambda item: (-len(item[1]), item[1][0], item[0]))
        rows = [
            (reason, number(len(numbers), self.language),
             ", ".join(map(str, numbers[:_ROWS_NAMED]))
             + (" …" if len(numbers) > _ROWS_NAMED else ""))
            for reason, numbers in ranked[:_MOST_REASONS]
        ]  # fmt: skip
        caption = text(
            "{rows} in no figure; a row may have several reasons; rows are numbered from the first "
            "after the header", rows=rows_words(len(self.table.rejects), self.language),
        )  # fmt: skip
        heads = (text("reason"), text("rows"), text("first of them"))
        yield table(heads, rows, caption=caption, words=1)
        if (more := len(ranked) - len(rows)) > 0:
            said = self.language.count("{n} further reason.", "{n} further reasons.", more)
            yield element("p", said)

    def _subjects(self) -> Iterator[tuple[Subject, Unit]]:
        for subject in subjects(self.whole):
            yield subject, unit_of(subject, self.whole, self.language)

    def _figure_row(self, figure: Figure, kind: str, unit: Unit) -> Sequence[str]:
        clock = self._short_clock(figure.membership)
        return (figure.alliance, clock, kind, *self._amounts(figure, unit))

    def _amounts(self, figure: Figure, unit: Unit) -> Sequence[str]:
        return (
            *(unit.of(getattr(figure, name)) for name in _AMOUNTS),
            percent(unit.bounds(figure), self.language),
            number(figure.total.rows, self.language), percent(figure.row_bounds, self.language),
        )  # fmt: skip

    def _elsewhere(self, figure: Figure, unit: Unit) -> str:
        text = self.language.text
        said = []
        for name, words in (
            ("starts_outside", text("starts outside")),
            ("start_unknown", text("starts where membership is not known")),
        ):
            amount = figure.parts[name]
            if amount.rows:
                value = f", {unit.of(amount)}" if unit.cents else ""
                said.append(f"{rows_words(amount.rows, self.language)}{value}: {words}")
        return "; ".join(said) or text("nothing")

    def _definition(self, figure: Figure) -> str:
        return self.language.text(
            "inside {title} ({name}), {clock}",
            title=alliance_words(figure.title, self.language), name=figure.alliance,
            clock=clock_words(figure.membership, self.language),
        )  # fmt: skip

    def _named(self, subject: Subject, unit: Unit) -> str:
        return f"{titled(self.language.text(SUBJECTS[subject[0]]))}, {unit.basis}"

    def _short_clock(self, clock: str) -> str:
        return self.language.text("each row's day") if clock == LICENCE_DATE else clock


def _method(shares: Shares, language: Language) -> Iterator[str]:
    text = language.text
    yield text(
        "Bounds: a row is inside if all countries that its destination can mean are members, "
        "outside if none is, and else unplaced. The least share is outside / total, the "
        "greatest (outside + unplaced) / total, with total = inside + outside + unplaced. "
        "However the rows that are unplaced turn out, the share is between the two, and "
        "both can be reached."
    )
    yield text(
        "Clocks: membership counts on the day of each row, or on one fixed day for all of them, as "
        "each figure says. A place is always read by the day of its row, whatever the clock."
    )
    if shares.counting == "newly-authorised":
        yield text(
            "Renewals: licences that renew or replace each other, by number, form a chain, and a "
            "chain counts once, with the largest value that was authorised on one day, wherever "
            "its lines say that the goods go. What a later day adds beyond it falls in the year "
            "in which it was new. "
            "As published, every row counts with its whole value."
        )
    else:
        yield text(
            "Renewals: every row counts with the value published. Where a table marks which "
            "licences renew others, a licence may so count more than once."
        )
    if shares.exporters == "inside":
        yield text(
            "What starts outside: rows whose exporter is not inside, or perhaps not, are no part "
            "of the share and are counted apart."
        )
    else:
        yield text("Every row counts, wherever it starts.")
    titles = "; ".join(text(title) for title in shares.group_titles.values())
    yield text("Destination groups, of which the first that fits takes a country: {titles}.",
               titles=titles)  # fmt: skip
    yield text(
        "Arithmetic: sums are exact to the hundredth of the currency, shares are fractions; only "
        "what is shown is rounded. Measures and currencies are never summed together."
    )


def _of(figures: Iterable[Figure], subject: Subject) -> Iterator[Figure]:
    return (one for one in figures if (one.measure, one.currency) == subject)


def _defined(figure: Figure) -> tuple[str, str]:
    return figure.alliance, figure.membership

"""How a share developed and what could stay, drawn, and each as one page of HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol

from licensecheck.errors import Argument, InputError, Problem, told
from licensecheck.extras import require
from licensecheck.language import Language
from licensecheck.report.development import (
    CAUSE_WORDS,
    Told,
    change_notes,
    exporters_words,
    million,
    points,
    possibility_notes,
)
from licensecheck.report.elements import Part, drawing, element
from licensecheck.report.pages import document, listing, table
from licensecheck.report.plot_charts import Bar, Series, Step, bands, bars, waterfall
from licensecheck.report.plots import (
    INSIDE,
    OUTSIDE,
    PIECE_WORDS,
    UNPLACED,
    Plot,
    Said,
    composed,
    title_of,
)
from licensecheck.report.records import columns_of
from licensecheck.report.share_words import (
    SUBJECTS,
    alliance_words,
    clock_words,
    in_millions,
    key_words,
    percent_of,
    range_words,
    renewal_words,
    titled,
    unit_words,
)
from licensecheck.screening.receipt import version
from licensecheck.tables.shares.attribution import CAUSES, Split
from licensecheck.tables.shares.change import Change
from licensecheck.tables.shares.measures import (
    MEASURE_TITLES,
    MeasuresOfYear,
    exporters_by_measure,
)
from licensecheck.tables.shares.possibilities import Possibility
from licensecheck.tables.shares.share import Shares

if TYPE_CHECKING:
    from licensecheck.report.plot_charts import Panel

__all__ = ["Labels", "development_page", "drawn"]

_MOST_BARS: Final = 12


class Labels(Protocol):
    """How an answer is labelled: title and source in place of ours where given, and a language."""

    @property
    def title(self) -> str:
        """Of the drawing, in place of ours; may be empty."""
        ...

    @property
    def source(self) -> str:
        """To name, in place of the table; may be empty."""
        ...

    @property
    def language(self) -> Language:
        """Of all words."""
        ...


def drawn(
    kind: str, what: Any, name: str, output: Labels, *, caption: Sequence[str] | None = None
) -> Plot:
    """A drawing of an answer.

    Args:
        kind: `waterfall` of changes, `stayed` of possibilities with their shares, or `measures`
            of the years with the title of the alliance.
        what: The answer.
        name: Of the table.
        output: Title, source and language.
        caption: Lines beneath; source and caveats by default.

    Raises:
        InputError: There is nothing to draw.
    """
    title, lines, panels, key, notes = _DRAWS[kind](what, output)
    if not panels:
        raise InputError(Problem(Argument("plot"), told("there is nothing to draw"), _NEEDED[kind]))
    if caption is None:
        source = output.language.text("Source: {source}", source=output.source or name)
        caption = [source, *(f"• {note}" for note in notes)]
    return composed(kind, output.title or title, lines, panels, key, caption)


_Drawing = tuple[str, list[str], list["Panel"], list[str], Iterable[str]]


def _waterfall(changes: Sequence[Change], output: Labels) -> _Drawing:
    text = output.language.text
    panels: list[Panel] = []
    told: list[str] = []
    title = ""
    for one in changes:
        subject = titled(text(SUBJECTS.get(one.measure, one.measure)))
        alliance = alliance_words(one.title, output.language)
        first, second = one.years
        title = title or text(
            "{exporters}, {subject}: what moved the share outside {alliance} from {first} to "
            "{second}", exporters=exporters_words(one.exporters, output.language),
            subject=subject.lower(), alliance=alliance, first=first, second=second,
        )  # fmt: skip
        for each in (one, one.as_published):
            if each is not None:
                panels += _falls(each, subject, output, told, beside=one.as_published is not None)
    lines = [text("each step in percentage points; the steps sum to the change")]
    return title, lines, panels, told, change_notes(changes, output.language)


def _falls(
    one: Change, subject: str, output: Labels, told: list[str], *, beside: bool
) -> Iterator[Panel]:
    text, language = output.language.text, output.language
    same = one.least == one.greatest
    for side, split in one.sides:
        if same and side == "greatest":
            return
        bound = (
            text("least and greatest")
            if same
            else text("least, what certainly left")
            if side == "least"
            else text("greatest, with what is unplaced")
        )
        parts = [subject, bound, clock_words(one.membership, language)]
        if beside:
            parts.insert(1, renewal_words(one.counting, language))
        name = "; ".join(parts)
        steps = _steps(one, split, output)
        told.append(f"{name}: " + ", ".join(f"{step.name} {step.text}" for step in steps) + ".")
        yield waterfall(steps, title=name)


def _steps(one: Change, split: Split, output: Labels) -> list[Step]:
    language = output.language
    first, second = (float(share * 100) for share in (split.first, split.second))
    steps = [Step(str(one.years[0]), 0, first, f"{percent_of(split.first, language)} %", True)]
    at = first
    for cause in CAUSES:
        moved = float(split.share[cause] * 100)
        name = language.text(CAUSE_WORDS[cause])
        steps.append(Step(name, at, at + moved, points(split.share[cause], language)))
        at += moved
    last = f"{percent_of(split.second, language)} %"
    return [*steps, Step(str(one.years[1]), 0, second, last, True)]


def _stayed(what: tuple[Sequence[Possibility], Shares], output: Labels) -> _Drawing:
    found, shares = what
    text, language = output.language.text, output.language
    words = {name: text(word) for name, word in PIECE_WORDS.items()}
    pieces = [words[name] for name in (OUTSIDE, UNPLACED, INSIDE)]
    groups: dict[tuple[str, ...], list[Possibility]] = {}
    for one in found:
        figure = one.figure
        if figure.total.cents:
            place = (figure.measure, figure.currency, figure.membership, figure.title)
            groups.setdefault(place, []).append(one)
    panels: list[Panel] = []
    told: list[str] = []
    inside = alliance_words(shares.definitions[0].alliance.title, language)
    shown = text("what left {alliance}, and what allies took", alliance=inside)
    title = title_of(shares, shown, Said(language=language))
    for (measure, currency, clock, _), own in groups.items():
        subject = titled(text(SUBJECTS.get(measure, measure)))
        panel_title = f"{subject}; {clock_words(clock, language)}"
        given = [_bar(one, words, shares, language) for one in own[:_MOST_BARS]]
        panels.append(bars(given, pieces, title=panel_title, unit=unit_words(currency, language),
                           language=language))  # fmt: skip
        told += [f"{panel_title}, {bar.name}: {bar.text}." for bar in given]
    lines = []
    percents = list(dict.fromkeys(f"{float(p.percent):g}" for one in found for p in one.stayed[:1]))
    if percents:
        lines = [
            text("at the end of a bar: the share outside, and what it would be if {part} % of "
                 "what certainly left had stayed", part=percents[0])
        ]  # fmt: skip
    return title, lines, panels, told, possibility_notes(language)


def _bar(one: Possibility, words: dict[str, str], shares: Shares, language: Language) -> Bar:
    figure = one.figure
    name = key_words(one.key, shares.group_titles, language) if one.key else language.text("all")
    pieces = {words[part]: in_millions(figure.parts[part].cents, figure.currency)
              for part in (OUTSIDE, UNPLACED, INSIDE)}  # fmt: skip
    text = range_words(figure.bounds, language) if figure.bounds else million(
        figure.total.cents, figure.currency, language)  # fmt: skip
    if one.stayed:
        text += language.text("; then {share}", share=range_words(one.stayed[0].bounds, language))
    return Bar(name, pieces, text)


def _measures(what: tuple[Sequence[MeasuresOfYear], str], output: Labels) -> _Drawing:
    years, alliance = what
    text, language = output.language.text, output.language
    makers = exporters_by_measure(years)
    panels: list[Panel] = []
    told: list[str] = []
    for place, (name, title) in enumerate(MEASURE_TITLES.items(), 1):
        bounds = {one.year: getattr(one, name) for one in years}
        if not any(bounds.values()):
            continue
        head = f"({place}) {text(title)}"
        if makers[name]:
            head += f"; {exporters_words(makers[name], language)}"
        label = text("outside {alliance}", alliance=alliance)
        panels.append(bands([Series(label, bounds)], title=head, language=language))
        told += [
            f"{head}: {year} {range_words(each, language)}."
            for year, each in bounds.items()
            if each
        ]
    first, last = years[0].year if years else 0, years[-1].year if years else 0
    title = text("Three measures of what leaves {alliance}, {first}–{last}", alliance=alliance,
                 first=first, last=last)  # fmt: skip
    lines = [
        text("band: from the least to the greatest share; between them is what is unplaced"),
        text("the measures answer different questions and cannot be added"),
    ]
    return title, lines, panels, told, ()


# What an answer has to hold so that something of it can be drawn.
_NEEDED: Final = {
    "waterfall": told("both years need a value that starts inside"),
    "stayed": told("no part of the table left the alliance"),
    "measures": told("give a table of licences or of deliveries, or `--turnover`"),
}

_DRAWS: Final[Mapping[str, Callable[[Any, Labels], _Drawing]]] = {
    "waterfall": _waterfall, "stayed": _stayed, "measures": _measures,
}  # fmt: skip


def development_page(kind: str, what: Any, name: str, said: Told, output: Labels) -> str:
    """An answer as one page of HTML that needs nothing else.

    Args:
        kind: Of the drawing, as of `drawn`.
        what: The answer, as `drawn` takes it.
        name: Of the table.
        said: The answer in words.
        output: Title, source and language.
    """
    require("plots")
    language = output.language
    title = output.title or said.title
    try:
        source = language.text("Source: {source}", source=output.source or name)
        figure = element("figure", drawing(drawn(kind, what, name, output, caption=[source]).svg))
    except InputError as error:
        why = language.text("No drawing: {why}.", why=error.problems[0].what)
        figure = element("p", why)
    columns = columns_of(said.rows)
    cells = [["" if row.get(one) is None else str(row.get(one, "")) for one in columns]
             for row in said.rows]  # fmt: skip
    deals: list[Part] = []
    if said.deals:
        deals = [element("h2", language.text("Single large deals")), listing(said.deals)]
    made = language.text("Made by licensecheck {version}.", version=version())
    return document(
        element("header", element("h1", title)),
        element(
            "main",
            figure,
            element(
                "section",
                element("h2", language.text("Figures")),
                element("pre", "\n".join(said.body)),
            ),
            deals,
            element("h2", titled(language.text("What has to be said with it:").rstrip(":"))),
            listing(said.notes),
            element("h2", language.text("Exact figures")),
            table(columns, cells, caption=language.text("All records, exact")),
        ),
        element("footer", element("p", made, class_="soft")),
        title=title,
        language=language.code,
        css="pre { overflow-x: auto; }",
    )

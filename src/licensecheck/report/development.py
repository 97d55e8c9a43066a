"""How a share developed and what could stay, as text and as records.

In: the results of `tables.change`, `tables.possibilities` and `tables.measures`. Out: text at 80
columns, or records with exact fractions beside decimals. Each states its definition and its clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

from licensecheck.language import ENGLISH, Language
from licensecheck.messages import message
from licensecheck.report.elements import clean
from licensecheck.report.share_data import money, rounded
from licensecheck.report.share_words import (
    SUBJECTS,
    alliance_words,
    category_words,
    clock_words,
    in_millions,
    key_words,
    number,
    percent,
    percent_of,
    renewal_words,
    titled,
    unit_words,
)
from licensecheck.tables.shares.attribution import CAUSES, Split
from licensecheck.tables.shares.change import Change, Deal, NoChange
from licensecheck.tables.shares.measures import (
    MEASURE_TITLES,
    MeasuresOfYear,
    Turnover,
    exporters_by_measure,
)
from licensecheck.tables.shares.possibilities import ARITHMETIC, Possibility, Stayed
from licensecheck.tables.shares.share import Figure
from licensecheck.wording.columns import display_width, paragraph, shorten

__all__ = [
    "CAUSE_WORDS", "Told", "change_notes", "change_told", "exporters_words", "measures_told",
    "million", "points", "possibilities_told", "possibility_notes",
]  # fmt: skip

CAUSE_WORDS: Final[Mapping[str, str]] = {
    "membership": message("who was a member"),
    "mix": message("where the goods went"),
    "volume": message("how much was sold"),
    "large_deals": message("single large deals"),
}
_NOT_PRODUCTION: Final = message("a share of what the table holds, not of production")
_MOST_NAMED: Final = 5
_LABEL: Final = 26
_CAUSE: Final = 34


@dataclass(frozen=True, slots=True)
class Told:
    """An answer as it is said, in whatever form it goes out.

    Attributes:
        title: What it is.
        body: The lines of the text below its title.
        rows: It, as records.
        notes: What has to be said with it.
        deals: Single large deals, in a line each.
    """

    title: str
    body: Sequence[str]
    rows: Sequence[Mapping[str, Any]]
    notes: Sequence[str]
    deals: Sequence[str] = ()

    def with_notes(self, notes: Iterable[str]) -> Told:
        """It, with more that has to be said behind it."""
        further = list(notes)
        lines = [line for said in further for line in _wrapped(titled(said) + ".")]
        return replace(self, body=[*self.body, *lines], notes=[*self.notes, *further])

    @property
    def text(self) -> str:
        """It, as text of 80 columns."""
        return "\n".join([*_wrapped(self.title), *self.body]) + "\n"


def _wrapped(text: str, indent: str = "") -> list[str]:
    return paragraph(clean(text), indent)


def points(share: Fraction, language: Language = ENGLISH) -> str:
    """A part of a change in percentage points, with its sign."""
    said = number(abs(float(share * 100)), language, places=1)
    if not any(digit in said for digit in "123456789"):
        return said
    return f"{'-' if share < 0 else '+'}{said}"


def _range(bounds: tuple[Fraction, Fraction] | None, language: Language) -> str:
    return "" if bounds is None else percent(bounds, language)


def million(cents: int | Fraction, currency: str, language: Language = ENGLISH) -> str:
    """Hundredths as text, in millions with one place."""
    return number(in_millions(cents, currency), language, places=1)


def _head(figure: Figure | Change | NoChange, language: Language) -> str:
    subject = language.text(SUBJECTS.get(figure.measure, figure.measure))
    return language.text(
        "{subject} ({unit}); inside: {title} ({name}), {clock}", subject=subject.upper(),
        unit=unit_words(figure.currency, language), title=alliance_words(figure.title, language),
        name=figure.alliance, clock=clock_words(figure.membership, language),
    )  # fmt: skip


# --- change between two years


def change_told(
    name: str, changes: Sequence[Change | NoChange], language: Language = ENGLISH
) -> Told:
    """Changes of the share of a table, each part in points; the parts sum to the change."""
    return Told(
        title=language.text("How the share that leaves changed, from {table}", table=clean(name)),
        body=_change_body(changes, language),
        rows=_change_rows(changes),
        notes=[*change_notes(changes, language)],
        deals=[
            _deal_words(deal, one.currency, language)
            for one in changes
            if isinstance(one, Change)
            for deal in one.deals
        ],
    )


def _change_body(changes: Sequence[Change | NoChange], language: Language) -> list[str]:
    text = language.text
    lines: list[str] = []
    for one in changes:
        lines += ["", *_wrapped(_head(one, language))]
        if isinstance(one, Change):
            lines += _change(one, language)
            continue
        lines += _wrapped(text(one.why, years=_years(one, language)), "  ")
        if one.as_published:
            lines += [f"  {renewal_words('as-published', language)}:"]
            lines += _change(one.as_published, language)
    lines.append("")
    for said in change_notes(changes, language):
        lines += _wrapped(titled(said) + ".")
    return lines


def _years(one: NoChange, language: Language) -> str:
    return language.either(map(str, one.years))


def change_notes(
    changes: Sequence[Change | NoChange], language: Language = ENGLISH
) -> Iterator[str]:
    """What has to be said with a change; each sentence is true of these changes."""
    text = language.text
    yield text("least counts what certainly left; greatest adds what is unplaced")
    yield text("the parts sum to the change, exactly in CSV, JSON and workbooks")
    yield text(
        "rows of one year are judged by the membership of the other as it was at that year's end"
    )
    if any(one.counting == "newly-authorised" for one in changes):
        yield text("a renewal adds to its own year only what is new; as published it counts again")
    elif any(isinstance(one, Change) and one.measure == "licensed" for one in changes):
        yield text("every row counts with the value published, a renewal too")
    yield text(_NOT_PRODUCTION)


def _change(one: Change, language: Language) -> Iterator[str]:
    text = language.text
    first, second = one.years
    if one.as_published:
        yield f"  {renewal_words(one.counting, language)}:"
    yield f"  {'':<{_CAUSE}}{text('least'):>12}{text('greatest'):>12}"
    yield _both(text("outside in {year}, %", year=first), one,
                lambda s: percent_of(s.first, language))  # fmt: skip
    yield _both(text("outside in {year}, %", year=second), one,
                lambda s: percent_of(s.second, language))  # fmt: skip
    yield _both(text("change, points"), one, lambda s: points(s.second - s.first, language))
    for cause in CAUSES:
        label = f"  {text(CAUSE_WORDS[cause])}"
        yield _both(label, one, lambda s, c=cause: points(s.share[c], language))
    low, high = (points(bound, language) for bound in one.bounds)
    yield from _wrapped(
        text("whatever is unplaced turns out to be, the change lies between {low} and {high} "
             "points", low=low, high=high), "  ",
    )  # fmt: skip
    if published := one.as_published:
        yield from _wrapped(_published(published, language), "  ")
    unit = unit_words(one.currency, language)
    yield f"  {text('value outside, {unit}:', unit=unit)}"
    for side, split in one.sides:
        yield from _wrapped(_values(side, split, one, language), "    ")
    limits = [million(limit, one.currency, language) for limit in one.limits]
    yield from _wrapped(
        text("single large deals, from {first} and {second} in the two years on:",
             first=limits[0], second=limits[1]), "  ",
    )  # fmt: skip
    for deal in one.deals:
        yield from _wrapped(_deal_words(deal, one.currency, language), "    ")
    if not one.deals:
        yield f"    {text('none')}"


def _published(one: Change, language: Language) -> str:
    """The change with every row as published, in a line."""
    low, high = (points(bound, language) for bound in one.bounds)
    first, second = (
        percent((getattr(one.least, at), getattr(one.greatest, at)), language)
        for at in ("first", "second")
    )
    return language.text(
        "as published, renewals counting again: {first} % to {second} %, the change between "
        "{low} and {high} points", first=first, second=second, low=low, high=high,
    )  # fmt: skip


def _values(side: str, split: Split, one: Change, language: Language) -> str:
    parts = "; ".join(
        f"{language.text(CAUSE_WORDS[cause])} "
        + ("-" if split.cents[cause] < 0 else "+")
        + million(abs(split.cents[cause]), one.currency, language)
        for cause in CAUSES
    )
    first, second = (
        million(cents, one.currency, language) for cents in (split.first_cents, split.second_cents)
    )
    bound = language.text("least") if side == "least" else language.text("greatest")
    return language.text(
        "{bound} {first} to {second}: {parts}", bound=bound, first=first, second=second,
        parts=parts,
    )  # fmt: skip


def _both(label: str, one: Change, said: Any) -> str:
    gap = " " * max(_CAUSE - display_width(label), 1)
    return f"  {label}{gap}{said(one.least):>12}{said(one.greatest):>12}"


def _deal_words(deal: Deal, currency: str, language: Language) -> str:
    """A large deal in a line: its goods as the table describes them."""
    text = language.text
    named = list(map(clean, deal.destinations))
    if len(named) > _MOST_NAMED:
        more = len(named) - _MOST_NAMED
        named = [*named[:_MOST_NAMED], language.count("{n} more", "{n} more", more)]
    said = text(
        "{year} {number}: {exporter} to {places}; {goods}; {value}, outside {outside}",
        year=deal.year, number=clean(deal.reference) or text("no number"),
        exporter=clean(deal.exporter), places=", ".join(named), goods=_goods(deal, language),
        value=million(deal.total, currency, language),
        outside=million(deal.outside, currency, language),
    )  # fmt: skip
    if deal.unplaced:
        said += ", " + text("unplaced {value}", value=million(deal.unplaced, currency, language))
    return said


def _goods(deal: Deal, language: Language) -> str:
    """The categories of a deal, and what the table calls its goods."""
    known = [category_words(name, language) for name in deal.categories if name]
    described = [shorten(clean(text), 60) for text in deal.goods[:2]]
    if described:
        return ": ".join([*([", ".join(known)] if known else []), "; ".join(described)])
    return ", ".join(known) or language.text("goods not stated")


def _change_rows(changes: Sequence[Change | NoChange]) -> list[dict[str, Any]]:
    """One record for each bound and cause of each change, as published beside counted once."""
    rows: list[dict[str, Any]] = []
    for one in changes:
        about = {
            "alliance": one.alliance, "membership": one.membership, "measure": one.measure,
            "currency": one.currency,
        }  # fmt: skip
        if isinstance(one, NoChange):
            why = one.why.format(years=_years(one, ENGLISH))
            rows.append({**about, "renewals": one.counting, "why": why})
            if one.as_published:
                rows += _causes({**about, "renewals": "as-published"}, one.as_published)
            continue
        rows += _causes({**about, "renewals": one.counting}, one)
    return rows


def _causes(about: Mapping[str, Any], one: Change) -> Iterator[dict[str, Any]]:
    years = {"first_year": one.years[0], "second_year": one.years[1]}
    for side, split in one.sides:
        for cause in CAUSES:
            row = {**about, **years, "bound": side, "cause": cause, **_part(split, cause)}
            if one.as_published:
                twin = _part(dict(one.as_published.sides)[side], cause)
                row |= {f"{name}_as_published": cell for name, cell in twin.items()}
            yield row


def _part(split: Split, cause: str) -> dict[str, Any]:
    return {
        "first_share": rounded(split.first), "second_share": rounded(split.second),
        "share": rounded(split.share[cause]), "share_exact": str(split.share[cause]),
        "first_value": money(split.first_cents), "second_value": money(split.second_cents),
        "value_exact": str(split.cents[cause] / 100),
    }  # fmt: skip


# --- what could stay


def possibilities_told(
    name: str, found: Sequence[Possibility], language: Language = ENGLISH, *,
    titles: Mapping[str, str] | None = None, counting: str = "",
) -> Told:  # fmt: skip
    """By part of a table: what left, what allies took, and the arithmetic, labelled as such.

    Args:
        name: Of the table.
        found: The parts, in their order.
        language: To report in.
        titles: Of the destination groups.
        counting: How renewals count, in words; nothing where the table marks none.
    """
    said = language.text("What left, and what allies took, from {table}", table=clean(name))
    return Told(
        title=said, body=_possibilities_body(found, language, titles or {}, counting),
        rows=_possibilities_rows(found), notes=[*possibility_notes(language)],
    )  # fmt: skip


def _possibilities_body(
    found: Sequence[Possibility], language: Language, titles: Mapping[str, str], counting: str
) -> list[str]:
    text = language.text
    lines = _wrapped(counting) if counting else []
    head = None
    for one in found:
        figure = one.figure
        if (said := _head(figure, language)) != head:
            head = said
            lines += ["", *_wrapped(said)]
            heads = f"{text('left'):>10}{text('to allies'):>12}{text('out, %'):>12}"
            lines.append(f"  {'':<{_LABEL}}{heads}{text('exporters'):>11}")
        lines += _possibility(one, titles, language)
    lines.append("")
    arithmetic, *rest = possibility_notes(language)
    lines += _wrapped(text("If a part had stayed: {what}.", what=arithmetic))
    for said in rest:
        lines += _wrapped(titled(said) + ".")
    return lines


def possibility_notes(language: Language = ENGLISH) -> Iterator[str]:
    """What has to be said with what could stay."""
    yield language.text(ARITHMETIC)
    yield language.text(_NOT_PRODUCTION)


def _possibility(one: Possibility, titles: Mapping[str, str], language: Language) -> Iterator[str]:
    figure = one.figure
    whole = key_words(one.key, titles, language) if one.key else language.text("all")
    label = shorten(clean(whole), _LABEL - 1)
    makers = "" if one.exporters is None else number(one.exporters, language)
    left, taken = (million(part.cents, figure.currency, language)
                   for part in (figure.outside, figure.inside))  # fmt: skip
    gap = " " * (_LABEL - display_width(label))
    share = _range(figure.bounds, language)
    yield f"  {label}{gap}{left:>10} {taken:>11}{share:>12}{makers:>11}".rstrip()
    if one.goods:
        goods = "; ".join(
            f"{shorten(clean(term.name), 50)} {million(term.cents, figure.currency, language)}"
            for term in one.goods[:3]
        )
        yield from _wrapped(language.text("left, as described: {goods}", goods=goods), "    ")
    for part in one.stayed:
        yield from _wrapped(_stayed_words(part, figure.currency, language), "    ")


def _stayed_words(part: Stayed, currency: str, language: Language) -> str:
    """The arithmetic of one part, in a line."""
    text = language.text
    beside = ""
    if part.of_allies is not None:
        share = percent_of(part.of_allies, language)
        beside = text(", {share} % of what allies took", share=share)
    return text(
        "if {part} % had stayed: {value}{beside}; then {share} % outside",
        part=f"{float(part.percent):g}", value=million(part.cents, currency, language),
        beside=beside, share=_range(part.bounds, language),
    )  # fmt: skip


def _possibilities_rows(found: Sequence[Possibility]) -> list[dict[str, Any]]:
    """One record for each part of a table and each part of it that is taken to have stayed."""
    rows = []
    for one in found:
        figure = one.figure
        about = {
            "alliance": figure.alliance, "membership": figure.membership,
            "measure": figure.measure, "currency": figure.currency, **one.key,
            "left": money(figure.outside.cents), "unplaced": money(figure.unplaced.cents),
            "to_allies": money(figure.inside.cents), "exporters": one.exporters,
            "goods": "; ".join(clean(term.name) for term in one.goods),
        }  # fmt: skip
        for part in one.stayed:
            rows.append({
                **about, "stayed_percent": rounded(part.percent),
                "stayed_value_exact": str(part.cents / 100),
                "of_allies": None if part.of_allies is None else rounded(part.of_allies),
                "outside_min": rounded(part.bounds[0]), "outside_max": rounded(part.bounds[1]),
                "label": ARITHMETIC,
            })  # fmt: skip
    return rows


# --- the three measures


def measures_told(
    years: Sequence[MeasuresOfYear], turnover: Turnover | None, head: str,
    language: Language = ENGLISH, *, renewals: Sequence[str] = (),
) -> Told:  # fmt: skip
    """The three measures by year, in columns of their own; blank where nothing is known.

    Args:
        years: The measures.
        turnover: What was made, where it was supplied.
        head: Of what they are.
        language: To report in.
        renewals: How renewals count, in words.
    """
    notes = [*_measure_notes(years, turnover, language)]
    return Told(
        title=language.text("Three measures of what leaves, kept apart; {of}", of=head),
        body=_measures_body(years, notes, renewals, language),
        rows=_measures_rows(years),
        notes=notes,
    )


def _measures_body(
    years: Sequence[MeasuresOfYear], notes: Sequence[str], renewals: Sequence[str],
    language: Language,
) -> list[str]:  # fmt: skip
    text = language.text
    lines = [""]
    heads = (text("(1) licences, %"), text("(2) production, %"), text("(3) TIV, %"))
    lines.append(f"  {'':<8}{heads[0]:>20}{heads[1]:>22}{heads[2]:>18}")
    for one in years:
        cells = [_range(each, language) for each in (one.licences, one.production, one.deliveries)]
        lines.append(f"  {one.year:<8}{cells[0]:>20}{cells[1]:>22}{cells[2]:>18}".rstrip())
    lines.append("")
    for said in notes:
        lines += _wrapped(said)
    for told in renewals:
        lines += _wrapped(f"(1) {told}.")
    return lines


def _measure_notes(
    years: Sequence[MeasuresOfYear], turnover: Turnover | None, language: Language
) -> Iterator[str]:
    """What each column is, whose exports it is of, and what is blank."""
    text = language.text
    makers = exporters_by_measure(years)
    for place, (name, title) in enumerate(MEASURE_TITLES.items(), 1):
        said = f"({place}) {text(title)}"
        if makers[name]:
            said += text("; exporters: {names}", names=exporters_words(makers[name], language))
        yield said
    if turnover is None:
        yield text("(2) is blank: no turnover was supplied.")
    else:
        yield text("Turnover: {source}.", source=clean(turnover.source))
    yield text(
        "Blank: the tables say nothing of that measure in that year. What was ordered, refused or "
        "in transit, or delivered in money, has no column. The three cannot be added."
    )


def exporters_words(names: Sequence[str], language: Language = ENGLISH) -> str:
    """Names of exporters, the largest first; of many only how many more there are."""
    said = list(map(clean, names))
    if len(said) <= _MOST_NAMED + 1:
        return language.listed(said)
    more = language.count("{n} more", "{n} more", len(said) - _MOST_NAMED)
    return language.listed([*said[:_MOST_NAMED], more])


def _measures_rows(years: Sequence[MeasuresOfYear]) -> list[dict[str, Any]]:
    """One record a year."""
    rows: list[dict[str, Any]] = []
    for one in years:
        row: dict[str, Any] = {"year": one.year}
        for name in MEASURE_TITLES:
            bounds = getattr(one, name)
            for at, end in enumerate(("min", "max")):
                row[f"{name}_{end}"] = None if bounds is None else rounded(bounds[at])
            row[f"{name}_exporters"] = "; ".join(map(clean, one.exporters.get(name, ())))
        rows.append(row)
    return rows

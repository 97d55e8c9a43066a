"""How a share developed and what could stay, as text, CSV or JSON.

In: the results of `tables.change`, `tables.possibilities` and `tables.measures`. Out: text at 80
columns, or data with exact fractions beside decimals. Each states its definition and its clock.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from licensecheck.report.elements import clean
from licensecheck.report.share_data import money, rounded
from licensecheck.report.share_words import SUBJECTS, clock_words, percent, percent_of
from licensecheck.tables.attribution import CAUSES, Split
from licensecheck.tables.change import Change, Deal, NoChange
from licensecheck.tables.formulas import csv_text
from licensecheck.tables.measures import MEASURE_TITLES, MeasuresOfYear
from licensecheck.tables.possibilities import ARITHMETIC, Possibility, Stayed
from licensecheck.tables.record import NO_CURRENCY, NOT_MONEY
from licensecheck.tables.share import Figure
from licensecheck.tables.turnover import Turnover

__all__ = ["change_data", "change_text", "measures_data", "measures_text", "possibilities_data"]
__all__ += ["possibilities_text", "written_csv", "written_json"]

_CAUSE_WORDS: Final[Mapping[str, str]] = {
    "membership": "who was a member",
    "mix": "where the goods went",
    "volume": "how much was sold",
    "large_deals": "single large deals",
}
_NOT_PRODUCTION: Final = "a share of what the table holds, not of production"


def _wrapped(text: str, indent: str = "", hang: str = "  ") -> list[str]:
    """Lines of at most 80 columns."""
    return textwrap.wrap(
        text, 80, initial_indent=indent, subsequent_indent=indent + hang, break_on_hyphens=False
    )


def _points(share: Fraction) -> str:
    return f"{float(share * 100):+.1f}"


def _range(bounds: tuple[Fraction, Fraction] | None) -> str:
    return "" if bounds is None else percent(bounds)


def _million(cents: int | Fraction, currency: str) -> str:
    # The trend indicator is stated in millions already.
    return f"{float(cents) / (100 if currency == NOT_MONEY else 100_000_000):,.1f}"


def _unit(currency: str) -> str:
    if currency == NO_CURRENCY:
        return "million, currency not stated"
    return "million TIV, which are not money" if currency == NOT_MONEY else f"million {currency}"


def _head(figure: Figure | Change | NoChange) -> str:
    subject = SUBJECTS.get(figure.measure, figure.measure)
    return (
        f"{subject.upper()} ({_unit(figure.currency)}); inside: {figure.title} "
        f"({figure.alliance}), {clock_words(figure.membership)}"
    )


# --- change between two years


def change_text(name: str, changes: Sequence[Change | NoChange]) -> str:
    """Changes as text, each part in points; the parts sum to the change."""
    lines = [f"How the share that leaves changed, from {clean(name)}"]
    for one in changes:
        lines += ["", *_wrapped(_head(one))]
        lines += [f"  {one.why}"] if isinstance(one, NoChange) else _change(one)
    lines += ["", *_wrapped(
        "Least counts what certainly left; greatest adds what cannot be placed. The parts sum to "
        "the change, exactly in CSV and JSON. Rows of one year are judged by the membership of "
        "the other as it was at that year's end; a renewal adds to its own year only what is new."
    ), *_wrapped(f"It is {_NOT_PRODUCTION}.")]  # fmt: skip
    return "\n".join(lines) + "\n"


def _change(one: Change) -> Iterator[str]:
    first, second = one.years
    yield f"  {'':<24}{'least':>12}{'greatest':>12}"
    yield f"  {f'outside in {first}, %':<24}{_both(one, lambda s: percent_of(s.first))}"
    yield f"  {f'outside in {second}, %':<24}{_both(one, lambda s: percent_of(s.second))}"
    yield f"  {'change, points':<24}{_both(one, lambda s: _points(s.second - s.first))}"
    for cause in CAUSES:
        label = f"  {_CAUSE_WORDS[cause]}"
        yield f"  {label:<24}{_both(one, lambda s, c=cause: _points(s.share[c]))}"
    low, high = one.bounds
    yield from _wrapped(
        f"whatever cannot be placed turns out to be, the change lies between {_points(low)} and "
        f"{_points(high)} points", "  ",
    )  # fmt: skip
    yield f"  value outside, {_unit(one.currency)}:"
    for side, split in one.sides:
        parts = "; ".join(
            f"{_CAUSE_WORDS[cause]} {float(split.cents[cause]) / _size(one):+,.1f}"
            for cause in CAUSES
        )
        yield from _wrapped(
            f"{side} {_million(split.first_cents, one.currency)} to "
            f"{_million(split.second_cents, one.currency)}: {parts}", "    ",
        )  # fmt: skip
    limits = " and ".join(_million(limit, one.currency) for limit in one.limits)
    yield from _wrapped(f"single large deals, from {limits} in the two years on:", "  ")
    for deal in one.deals:
        yield from _wrapped(_deal(deal, one.currency), "    ")
    if not one.deals:
        yield "    none"


def _both(one: Change, said: Any) -> str:
    return f"{said(one.least):>12}{said(one.greatest):>12}"


def _size(one: Change) -> int:
    return 100 if one.currency == NOT_MONEY else 100_000_000


def _deal(deal: Deal, currency: str) -> str:
    number = deal.reference or "no number"
    places = ", ".join(map(clean, deal.destinations))
    goods = ", ".join(clean(name) or "goods not stated" for name in deal.categories)
    said = f"{deal.year} {clean(number)}: {clean(deal.exporter)} to {places}, {goods}, "
    said += f"{_million(deal.total, currency)}, outside {_million(deal.outside, currency)}"
    if deal.unplaceable:
        said += f", not to be placed {_million(deal.unplaceable, currency)}"
    return said


def change_data(changes: Sequence[Change | NoChange]) -> list[dict[str, Any]]:
    """One record for each bound and cause of each change."""
    rows: list[dict[str, Any]] = []
    for one in changes:
        about = {
            "alliance": one.alliance, "membership": one.membership, "measure": one.measure,
            "currency": one.currency,
        }  # fmt: skip
        if isinstance(one, NoChange):
            rows.append({**about, "why": one.why})
            continue
        years = {"first_year": one.years[0], "second_year": one.years[1]}
        for side, split in one.sides:
            for cause in CAUSES:
                named = {**about, **years, "bound": side, "cause": cause}
                rows.append({**named, **_part(split, cause)})
    return rows


def _part(split: Split, cause: str) -> dict[str, Any]:
    return {
        "first_share": rounded(split.first), "second_share": rounded(split.second),
        "share": rounded(split.share[cause]), "share_exact": str(split.share[cause]),
        "first_value": money(split.first_cents), "second_value": money(split.second_cents),
        "value_exact": str(split.cents[cause] / 100),
    }  # fmt: skip


# --- what could stay


def possibilities_text(name: str, found: Sequence[Possibility]) -> str:
    """By part of a table: what left, what allies took, and the arithmetic, labelled as such."""
    lines = [f"What left, and what allies took, from {clean(name)}"]
    head = None
    for one in found:
        figure = one.figure
        if (said := _head(figure)) != head:
            head = said
            lines += ["", *_wrapped(said)]
            lines.append(f"  {'':<22}{'left':>12}{'to allies':>12}{'out, %':>12}{'exporters':>11}")
        label = clean(" ".join(one.key.values()) or "all")[:22]
        makers = "" if one.exporters is None else f"{one.exporters:,}"
        left, taken = (_million(part.cents, figure.currency)
                       for part in (figure.outside, figure.inside))  # fmt: skip
        lines.append(f"  {label:<22}{left:>12}{taken:>12}{_range(figure.bounds):>12}{makers:>11}")
        lines += [f"    {_stayed_text(part, figure.currency)}" for part in one.stayed]
    lines += ["", *_wrapped(f"If a part had stayed: {ARITHMETIC}."),
              *_wrapped(f"It is {_NOT_PRODUCTION}.")]  # fmt: skip
    return "\n".join(lines) + "\n"


def _stayed_text(part: Stayed, currency: str) -> str:
    beside = (
        "" if part.of_allies is None else f", {percent_of(part.of_allies)} % of what allies took"
    )
    return (
        f"if {float(part.percent):g} % had stayed: {_million(part.cents, currency)}{beside}; "
        f"then {_range(part.bounds)} % outside"
    )


def possibilities_data(found: Sequence[Possibility]) -> list[dict[str, Any]]:
    """One record for each part of a table and each part of it that is taken to have stayed."""
    rows = []
    for one in found:
        figure = one.figure
        about = {
            "alliance": figure.alliance, "membership": figure.membership,
            "measure": figure.measure, "currency": figure.currency, **one.key,
            "left": money(figure.outside.cents), "not_placed": money(figure.unplaceable.cents),
            "to_allies": money(figure.inside.cents), "exporters": one.exporters,
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


def measures_text(years: Sequence[MeasuresOfYear], turnover: Turnover | None, head: str) -> str:
    """The three measures by year, in columns of their own; blank where nothing is known."""
    lines = [*_wrapped(f"Three measures of what leaves, kept apart; {head}"), ""]
    lines.append(f"  {'':<8}{'(1) licences, %':>18}{'(2) production, %':>20}{'(3) TIV, %':>16}")
    for one in years:
        cells = (_range(one.licences), _range(one.production), _range(one.deliveries))
        lines.append(f"  {one.year:<8}{cells[0]:>18}{cells[1]:>20}{cells[2]:>16}".rstrip())
    lines.append("")
    titles = tuple(MEASURE_TITLES.values())
    for number, title in enumerate(titles, 1):
        lines += _wrapped(f"({number}) {title}", "", "    ")
    if turnover is None:
        lines += _wrapped("(2) is blank: no turnover was supplied; --turnover FILE supplies it.")
    else:
        lines += _wrapped(f"Turnover: {clean(turnover.source)}.")
    lines += _wrapped("Blank: the tables say nothing of that year. The three cannot be added.")
    return "\n".join(lines) + "\n"


def measures_data(years: Sequence[MeasuresOfYear]) -> list[dict[str, Any]]:
    """One record a year."""
    return [
        {
            "year": one.year,
            **{
                f"{name}_{end}": None if bounds is None else rounded(bounds[at])
                for name in MEASURE_TITLES
                for bounds in (getattr(one, name),)
                for at, end in enumerate(("min", "max"))
            },
        }
        for one in years
    ]


def written_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """Records as CSV, with the columns of all."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    return csv_text(columns, ([row.get(name, "") for name in columns] for row in rows))


def written_json(
    schema: str, about: Mapping[str, Any], rows: Sequence[Mapping[str, Any]],
    caveats: Sequence[str],
) -> str:  # fmt: skip
    """Records as one JSON document, with what has to be said of them."""
    document = {"schema": schema, **about, "records": list(rows), "caveats": list(caveats)}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"

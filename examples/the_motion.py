"""The figures of `docs/the-motion.md`: what share of licences and deliveries leaves NATO.

    python examples/the_motion.py FOLDER [--turnover FILE] [--write PAGE] [--plots FOLDER]

FOLDER holds the published tables in the folders that `FILES` names; the page says where each comes
from. The figures are printed as Markdown, or written between the markers of a page. The turnover
of Dutch defence production is in no public table: `--turnover` takes a CSV file with the columns
`year` and `turnover` (million EUR), without which that measure stays blank.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from pathlib import Path

import polars as pl

from licensecheck import InputError, Problem
from licensecheck.report.plot_charts import Series, bands
from licensecheck.report.plots import Said, composed, coverage_plot, write_plot
from licensecheck.report.share_words import category_words
from licensecheck.tables.reading.intake import Table, load_table
from licensecheck.tables.shares.attribution import CAUSES
from licensecheck.tables.shares.chains import newly_authorised
from licensecheck.tables.shares.change import NoChange, change_between
from licensecheck.tables.shares.filters import Only
from licensecheck.tables.shares.possibilities import Possibility
from licensecheck.tables.shares.possibilities import possibilities as possibilities_of
from licensecheck.tables.shares.share import Amount, Chains, Figure, Shares, Term

FILES = {
    "nl": "nl-licences/Overzicht.uitvoer.militaire.goederen.2004-2014.csv",
    "eu": "eu-annual-okfn/eu-armsexports.csv",
    "uk": "uk-licences-caat/values-2008-2015.csv",
    "de": "de-ruex-okfde/ruex_2000_2013.csv",
    "fi": "fi-saferglobe/exp_licences_mil_by_country.csv",
    "us": "us-arms-sales/arms_sales_totals.json",
    "sipri": "sipri-trade-register/trade_register_1995-2024.csv",
    "reported": "eu-exports-1998-2020/arms.csv",
    "spain": "es-exports-2005-2021/exportaciones_espana_paises_2005_2021.csv",
    "orders": "us-fms-2024/fms_fy2024_by_destination.csv",
}
# Tables that no reader knows: how their columns are read.
MAPPINGS = {"reported": "eu-exports.yaml", "spain": "spain.yaml", "orders": "us-fms.yaml"}
# The newest five years of the reports of all, and the years of a set of states that all report.
NEWEST = (2016, 2020)
ALIKE = (2009, 2020)
FIXED_DAY = "2024-12-31"
# The years in which the Dutch list marks which licences renew or replace another.
MARKED = ("2007", "2013")
# Frames are cut to what is new before, where licences count once.
AS_IS: Chains = "as-published"
CLOCKS = ("licence-date", FIXED_DAY)
ALLIANCES = ("nato", "eu", "nato-or-eu", "nato-plus")
BEGIN, END = "<!-- begin figures -->", "<!-- end figures -->"


class Tables:
    """The published tables as frames, cut to what a share can be taken of."""

    def __init__(self, folder: Path) -> None:
        frames = {name: _frame(name, folder / path) for name, path in FILES.items()}
        military = pl.col("category").str.starts_with("ML")
        both_programmes = pl.col("year").is_between(2008, 2016)
        self.nl = frames["nl"]
        self.permanent = self.nl.filter(pl.col("permanent") == "yes")
        self.licensed = frames["eu"].filter(pl.col("measure") == "licensed")
        self.exported = frames["eu"].filter(pl.col("measure") == "exported")
        self.uk = frames["uk"].filter(military & (pl.col("measure") == "licensed"))
        self.de = frames["de"].filter(pl.col("measure") == "licensed")
        self.fi = frames["fi"]
        self.us = frames["us"].filter(both_programmes & (pl.col("measure") == "delivered"))
        self.sipri = frames["sipri"]
        self.reported = frames["reported"]
        self.without_france = self.reported.filter(pl.col("exporter") != "FR")
        self.spain = frames["spain"]
        self.orders = frames["orders"]
        self._read: dict[int, tuple[pl.DataFrame, Shares]] = {}

    def nato(self, frame: pl.DataFrame) -> Shares:
        """A frame under `nato, day`, judged once however often it is asked for."""
        # The frame is kept with it, so that no other can get its id.
        kept = self._read.get(id(frame))
        if kept is None:
            kept = self._read[id(frame)] = (frame, Shares(frame, chains=AS_IS))
        return kept[1]

    @cached_property
    def once(self) -> pl.DataFrame:
        """Dutch permanent licences, renewals and replacements counted once."""
        return newly_authorised(self.permanent)

    @cached_property
    def newer(self) -> Sequence[tuple[str, pl.DataFrame]]:
        """The tables that reach beyond the EU report of 2013, each with its title."""
        return (
            ("reported exports, EUR", self.reported),
            ("without France", self.without_france),
            ("the same states each year", self.alike),
            ("Spanish exports, EUR", self.spain),
            ("US orders, USD", self.orders),
            ("SIPRI deliveries, TIV", self.sipri),
        )

    @cached_property
    def reporting(self) -> Mapping[str, set[str]]:
        """The NATO states that report an export of some value, by year."""
        found: dict[str, set[str]] = defaultdict(set)
        for one in self.nato(self.reported).by("year", "exporter"):
            if one.total.cents:
                found[one.key["year"]].add(one.key["exporter"])
        return found

    @cached_property
    def alike(self) -> pl.DataFrame:
        """The exports of the states that report in each year of `ALIKE`."""
        years = [str(year) for year in range(ALIKE[0], ALIKE[1] + 1)]
        fixed = set.intersection(*(self.reporting[year] for year in years))
        frame = self.reported.filter(pl.col("year").is_between(*ALIKE))
        return Only(exporters=tuple(sorted(fixed))).keep(frame, self.nato(self.reported).placer)

    @cached_property
    def others(self) -> Sequence[tuple[str, pl.DataFrame]]:
        """The tables set beside the Dutch one, each with its title."""
        return (
            ("EU report, licences, EUR", self.licensed),
            ("EU report, exports, EUR", self.exported),
            ("UK licences, military list, GBP", self.uk),
            ("German licences, EUR", self.de),
            ("US deliveries, USD", self.us),
            ("SIPRI deliveries, TIV", self.sipri),
        )


def _frame(name: str, path: Path) -> pl.DataFrame:
    """A table as read, by its reader or by the mapping beside this script."""
    if name not in MAPPINGS:
        return load_table(path).frame
    mapping = Path(__file__).parent / "mappings" / MAPPINGS[name]
    return load_table(path, reader="generic", mapping=mapping).frame


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, words: int = 1) -> Iterator[str]:
    """A Markdown table, the first columns (words) to the left and the others to the right."""
    yield ""
    yield f"| {' | '.join(heads)} |"
    yield "|---" * words + "|---:" * (len(heads) - words) + "|"
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""


def prose(text: str, *, bullet: bool = False) -> Iterator[str]:
    """A wrapped paragraph, or an item of a list."""
    begin, rest = ("- ", "  ") if bullet else ("", "")
    text = text.replace(" %", "\N{NO-BREAK SPACE}%")
    yield from textwrap.wrap(text, 145, initial_indent=begin, subsequent_indent=rest)


def million(amount: Amount | Term | int) -> str:
    """Hundredths as millions of a currency."""
    return f"{(amount if isinstance(amount, int) else amount.cents) / 100_000_000:,.1f}"


def percent(*shares: Fraction) -> str:
    """One share or two bounds, in per cent."""
    words = list(dict.fromkeys(f"{float(share) * 100:.1f}" for share in shares))
    return " to ".join(words)


def top_five(figure: Figure) -> str:
    """What the five largest destinations have of all that certainly left, in per cent."""
    return percent(figure.concentration or Fraction(0))


def out(figure: Figure | None) -> str:
    """The bounds of a figure; blank where the table has nothing of it."""
    return percent(*figure.bounds) if figure is not None and figure.bounds else ""


def points(part: Fraction) -> str:
    """A part of a change, in percentage points."""
    return signed(float(part) * 100)


def signed(number: float) -> str:
    """A number with its sign, unless it rounds to nothing."""
    text = f"{number:+,.1f}"
    return "0.0" if text in ("+0.0", "-0.0") else text


def by_year(shares: Shares) -> Mapping[str, Figure]:
    """Figures under the first definition, by year."""
    first = shares.definitions[0]
    return {
        figure.key["year"]: figure
        for figure in shares.by("year")
        if (figure.alliance, figure.membership) == (first.alliance.name, first.clock)
    }


def whole(frame: pl.DataFrame, alliance: str, clock: str = "licence-date") -> Figure:
    """The figure of a whole table under one definition."""
    return Shares(frame, alliances=(alliance,), membership=(clock,), chains=AS_IS).by()[0]


def opening(tables: Tables) -> Iterator[str]:
    """One figure with its bounds, and the sentence that can be read out."""
    first, last = NEWEST
    frame = tables.reported.filter(pl.col("year").is_between(first, last))
    figure = tables.nato(frame).by()[0]
    without = tables.nato(frame.filter(pl.col("exporter") != "FR")).by()[0]
    by = by_year(tables.nato(frame))
    lowest = min(by, key=lambda year: by[year].bounds or (Fraction(1), Fraction(1)))
    highest = max(by, key=lambda year: by[year].bounds or (Fraction(0), Fraction(0)))
    counts = [len(tables.reporting[str(year)]) for year in range(first, last + 1)]
    france = 1 - Fraction(without.total.cents, figure.total.cents)
    least, most = figure.bounds or (Fraction(0), Fraction(0))
    wide = "" if percent(least) != percent(most) else f" (bounds {exact(least)} to {exact(most)} %)"
    yield "### The answer in one figure"
    yield ""
    yield f"**{out(figure)} %**{wide}"
    yield ""
    said = (
        "Of the military goods that the NATO states which report their exports to the European "
        f"Union shipped in {first} to {last}, {out(figure)} per cent by value went to places "
        f"outside NATO; without France, {out(without)} per cent."
    )
    yield from textwrap.wrap(said, 143, initial_indent="> ", subsequent_indent="> ")
    yield ""
    yield from prose(
        f"That is of {million(figure.total)} million EUR, reported by {min(counts)} to "
        f"{max(counts)} states a year, with membership as it was in each year; France has "
        f"{percent(france)} % of the value. By year it is {out(by[lowest])} % at the lowest "
        f"({lowest}) and {out(by[highest])} % at the highest ({highest}). It is no share of "
        "production, and the United States, the United Kingdom, Germany, Belgium, Canada, Norway "
        "and Türkiye are not in it: for them there are other measures below. The bounds cover "
        "what the table leaves unclear, not what states did not report."
    )
    yield ""


def exact(share: Fraction) -> str:
    """A share in per cent with three places, where one place would hide the bounds."""
    return f"{float(share) * 100:.3f}"


def in_short(tables: Tables) -> Iterator[str]:
    """The main figures as sentences."""
    yield "### In short"
    yield ""
    published, once = tables.nato(tables.permanent).by()[0], tables.nato(tables.once).by()[0]
    either = whole(tables.once, "nato-or-eu")
    years = {
        year: figure.bounds
        for year, figure in by_year(tables.nato(tables.once)).items()
        if figure.bounds and MARKED[0] <= year <= MARKED[1]
    }
    low = min(years, key=lambda year: years[year])
    high = max(years, key=lambda year: years[year])
    top = once.contributors[0]
    yield from prose(
        f"Of the value of Dutch permanent export licences of 2004-2014, {out(once)} % went outside "
        f"NATO with renewals and replacements counted once, and {out(published)} % as published, "
        "where a renewal counts again (membership on the day of each licence). Counting EU states "
        f"as inside too, it is {out(either)} %, counted once.", bullet=True)  # fmt: skip
    yield from prose(
        f"There is no steady trend: in {'-'.join(MARKED)}, the years in which the list marks "
        f"renewals, a year has {percent(*years[low])} % at the lowest ({low}) and "
        f"{percent(*years[high])} % at the highest ({high}). Single orders move it: "
        f"{top.name} alone has {percent(Fraction(top.cents, once.outside.cents))} % of all that "
        f"certainly left, the five largest destinations {top_five(once)} %.",
        bullet=True)  # fmt: skip
    licensed, exported = tables.nato(tables.licensed).by()[0], tables.nato(tables.exported).by()[0]
    yield from prose(
        f"Of what EU states that were in NATO licensed in 2005-2013, {out(licensed)} % by value "
        f"was for places outside NATO; of the exports reported by those of them that report any, "
        f"{out(exported)} %.", bullet=True)  # fmt: skip
    delivered = tables.nato(tables.sipri).by()[0]
    yield from prose(
        f"Of the major weapons that all NATO states delivered in 1995-2024, {out(delivered)}"
        " % went outside NATO by SIPRI's trend indicator (TIV), which measures capability, "
        "not money.", bullet=True)  # fmt: skip
    yield from prose(
        "None of these is the share of production: what is made and stays in the country of its "
        "maker is in no table.", bullet=True)  # fmt: skip
    yield ""


def up_to_now(tables: Tables) -> Iterator[str]:
    """The newest tables: the reports of all that report, Spain, US orders, SIPRI."""
    yield "### Up to now: the newest tables by year"
    yield ""
    yield from prose(
        "Share outside NATO, membership on the day of the row (where only the year is known, all "
        "of that year), in per cent. Four measures in four units, so no column can be added to "
        "another: exports as states report them to the EU (value shipped, EUR, by destination); "
        "Spanish exports as its ministry publishes them (value shipped, EUR, by category); orders "
        "of US government sales in the fiscal year (value of cases, USD; direct commercial sales "
        "are not in it); and SIPRI deliveries (major weapons, TIV, not money)."
    )
    columns = [by_year(tables.nato(frame)) for _, frame in tables.newer]
    known = {int(year) for column in columns for year in column}
    years = [str(year) for year in range(min(map(int, columns[0])), max(known) + 1)]
    yield from table(
        ("year", "states reporting", "reported, million EUR",
         *(title for title, _ in tables.newer)),
        [
            (
                year, str(len(tables.reporting[year])) if year in tables.reporting else "",
                million(columns[0][year].total) if year in columns[0] else "",
                *(out(column.get(year)) for column in columns),
            )
            for year in years
        ],
    )  # fmt: skip
    fixed = sorted(
        set.intersection(*(tables.reporting[str(y)] for y in range(ALIKE[0], ALIKE[1] + 1)))
    )
    yield from prose(
        f"`The same states each year` are the {len(fixed)} that report in every year of "
        f"{ALIKE[0]}-{ALIKE[1]}: {', '.join(fixed)}. The wider line is not like for like: who "
        "reports changes from year to year. No exports are reported by the United Kingdom after "
        "2002, Belgium after 2006 or Germany after 2007, and none by NATO states outside the EU."
    )
    yield ""
    yield "NATO states that report exports to the EU, by year:"
    yield from table(
        ("year", "states", "new", "no longer"), list(_reporting(tables.reporting)), words=4
    )


def _reporting(reporting: Mapping[str, set[str]]) -> Iterator[Sequence[str]]:
    before: set[str] = set()
    for year in sorted(reporting):
        now = reporting[year]
        new = sorted(now - before) if before else sorted(now)
        yield year, str(len(now)), ", ".join(new) or "–", ", ".join(sorted(before - now)) or "–"
        before = now


def could_stay(tables: Tables) -> Iterator[str]:
    """What could keep more inside, over the newest years: arithmetic on what left."""
    yield "### What could keep more inside, over the newest years"
    yield ""
    first, last = NEWEST
    newest = tables.reported.filter(pl.col("year").is_between(first, last))
    yield from prose(
        "Arithmetic on what left, not a forecast: no table says that an ally wanted the goods. A "
        "tenth of what certainly left, had it stayed, would have moved the share so far. By "
        f"destination, of the exports reported for {first}-{last} (million EUR):"
    )
    whole_ = tables.nato(newest).by()[0]
    rows = []
    for one in possibilities_of(newest, by=("destination",), chains=AS_IS)[:8]:
        part = Fraction(one.figure.outside.cents, whole_.outside.cents)
        moved = Fraction(one.figure.outside.cents, 10 * whole_.total.cents)
        rows.append((one.key["destination"], million(one.figure.outside), percent(part),
                     str(one.exporters), percent(moved)))  # fmt: skip
    yield from table(
        ("destination", "left", "of all that left, %", "exporting states",
         "a tenth of it, points of the whole share"), rows)  # fmt: skip
    recent = tables.spain.filter(pl.col("year") >= 2017)
    yield from prose("By category, of Spanish exports of 2017-2021 (million EUR):")
    yield from table(
        ("category", "left", "to allies", "outside, %", "a tenth of what left",
         "of what allies took, %", "then outside, least %"),
        [_possibility(one) for one in possibilities_of(recent, chains=AS_IS)[:5]],
    )  # fmt: skip
    weapons = tables.sipri.filter(pl.col("year") >= 2020)
    top = [one for one in possibilities_of(weapons, by=("destination",), chains=AS_IS)
           if one.figure.outside.cents][:8]  # fmt: skip
    named = "; ".join(
        f"{one.key['destination']} {one.figure.outside.cents / 100:,.0f} ({one.exporters} states)"
        for one in top
    )
    yield from prose(
        f"Of major weapons delivered in 2020-2024, most that left went to (TIV, and how many NATO "
        f"states delivered): {named}."
    )
    yield ""


def _possibility(one: Possibility) -> Sequence[str]:
    figure, (tenth,) = one.figure, one.stayed
    taken = "" if tenth.of_allies is None else percent(tenth.of_allies)
    return (
        category_words(one.key["category"]), million(figure.outside), million(figure.inside),
        out(figure), million(int(tenth.cents)), taken, percent(tenth.bounds[0]),
    )  # fmt: skip


def dutch_years(tables: Tables) -> Iterator[str]:
    """Dutch licences by year under every definition and clock."""
    yield "### Dutch export licences 2004-2014, share outside by year"
    yield ""
    yield from prose(
        "Measure: value licensed, in EUR; the least and the greatest share outside, in per cent of "
        "the total. Each definition under two clocks: `day`, membership on the day of the licence, "
        f"and `fixed`, membership on {FIXED_DAY}."
    )
    heads = ["year", "total, million EUR"]
    heads += [f"{name}, {clock}" for name in ALLIANCES for clock in ("day", "fixed")]
    for title, frame in (
        ("Permanent only, renewals and replacements counted once", tables.once),
        ("Permanent only, as published", tables.permanent),
        ("Permanent and temporary, counted once", newly_authorised(tables.nl)),
        ("Permanent and temporary, as published", tables.nl),
    ):
        yield ""
        yield f"**{title}**"
        shares = Shares(frame, alliances=ALLIANCES, membership=CLOCKS, chains=AS_IS)
        rows: dict[str, list[str]] = {}
        for figure in (*shares.by("year"), *shares.by()):
            year = figure.key.get("year", "all years")
            rows.setdefault(year, [year, million(figure.total)]).append(out(figure))
        yield from table(heads, rows.values())
    again = (pl.col("renewal") == "yes") | (pl.col("replaces") != "")
    marks = tables.permanent.filter(again).group_by("year").len().sort("year")
    told = ", ".join(f"{year}: {count}" for year, count in marks.iter_rows())
    lines = tables.permanent.filter(
        (pl.col("destination").str.to_lowercase().str.starts_with("indonesi"))
        & (pl.col("cents") >= 30_000_000_000)
    ).sort("number")
    twins = "; ".join(
        f"{million(cents)} million EUR in {year}"
        for cents, year in lines.select("cents", "year").iter_rows()
    )
    yield from prose(
        f"Permanent lines marked as renewing or replacing a licence, by year: {told}. Where few "
        "are marked (2004-2006, 2014), `counted once` can remove little, so those years stand "
        "near the published values. For instance, the largest lines for Indonesia "
        f"({twins}) have different numbers and nothing links them: all of them count."
    )
    yield ""


def destinations(tables: Tables) -> Iterator[str]:
    """Where Dutch permanent licences went, and what the bounds hang on."""
    yield "### Where Dutch permanent licences went, 2004-2014"
    yield ""
    yield from prose(
        "Destination groups, membership on the day of the licence, value licensed in million EUR. "
        "`Several` are blocs and lists such as `EU` or `NAVO+`: they cause the width of the "
        "bounds. Ukraine stands alone always."
    )
    published = tables.nato(tables.permanent)
    titles = published.group_titles
    totals = {one.key["group"]: one.total for one in published.by("group")}
    halves: dict[str, Counter[str]] = defaultdict(Counter)
    for one in tables.nato(tables.once).by("year", "group"):
        half = "first" if int(one.key["year"]) <= 2009 else "second"
        halves[one.key["group"]][half] += one.total.cents
    new = {name: halves[name].total() for name in titles}
    yield from table(
        ("group", "as published", "counted once", "of it, %", "2004-2009", "2010-2014"),
        [
            (titles[name], million(totals.get(name, Amount())), million(new[name]),
             percent(Fraction(new[name], sum(new.values()))),
             million(halves[name]["first"]), million(halves[name]["second"]))
            for name in titles
        ],
    )  # fmt: skip
    for title, frame in (("Counted once", tables.once), ("As published", tables.permanent)):
        figure = tables.nato(frame).by()[0]
        named = "; ".join(f"{term.name} {million(term)}" for term in figure.contributors)
        wide = "; ".join(f"{term.name} {million(term)}" for term in figure.width)
        yield from prose(
            f"{title}, outside NATO most to: {named}; together {top_five(figure)} % "
            f"of what certainly left. Unplaced, most: {wide}.", bullet=True)  # fmt: skip
    parts = {one.key["form"]: one for one in tables.nato(tables.once).by("form")}
    component, rest = parts["component"], parts["not stated"]
    yield from prose(
        "Lines whose description begins with parts (counted once, "
        f"{million(component.total)} million EUR): {out(component)} % outside NATO; all other "
        f"lines ({million(rest.total)} million EUR): {out(rest)} %.", bullet=True)  # fmt: skip
    yield ""


def changes(tables: Tables) -> Iterator[str]:
    """What moved the share between two years."""
    yield "### What moved the share between two years"
    yield ""
    yield from prose(
        "Arithmetic, not a cause in the world: the change of the share outside NATO is split "
        "exactly into who was a member, where the goods went (mix), how much was sold in all "
        "(volume), and single large deals (5 % of their year or more, all lines of a licence "
        "together; those to allies lower the share). In percentage points; the four parts sum to "
        "the change but for rounding. `Least` counts what certainly left, `greatest` adds what "
        "is unplaced."
    )
    rows, values = [], []
    for title, frame, first, second in (
        ("NL permanent, counted once", tables.once, 2010, 2013),
        ("NL permanent, as published", tables.permanent, 2010, 2013),
        ("NL permanent, counted once", tables.once, 2007, 2013),
        ("Reported exports", tables.reported, 2013, 2020),
        ("Spanish exports", tables.spain, 2017, 2021),
        ("EU report, licences", tables.licensed, 2005, 2013),
        ("SIPRI deliveries (TIV)", tables.sipri, 2004, 2024),
    ):
        (change,) = change_between(frame, first, second, chains=AS_IS)
        if isinstance(change, NoChange):
            raise InputError(Problem(title, change.why))
        for bound, one in change.sides:
            label = f"{title}, {first} to {second}, {bound}"
            parts = [points(one.share[cause]) for cause in CAUSES]
            change_of = points(one.second - one.first)
            rows.append((label, percent(one.first), percent(one.second), change_of, *parts))
            if bound == "least" and title.startswith("NL"):
                sums = [signed(float(one.cents[cause]) / 100_000_000) for cause in CAUSES]
                label = f"{title}, {first} to {second}"
                values.append((label, million(one.first_cents), million(one.second_cents), *sums))
    causes = [cause.replace("_", " ") for cause in CAUSES]
    yield from table(("table and bound", "first, %", "second, %", "change", *causes), rows)
    yield "The same for the value that certainly left, in million EUR:"
    yield from table(("table", "first", "second", *causes), values)


def beside(tables: Tables) -> Iterator[str]:
    """The other published tables, and all of them by year."""
    yield "### The other tables"
    yield ""
    yield from prose(
        "Of what starts in a state that is inside. Each table has its own measure and currency; "
        "the lines cannot be added, and differ in what they leave out. The total is that of `nato, "
        "day`; under the others more states are inside, so more exports start inside."
    )
    rows = []
    columns = [by_year(tables.nato(tables.once))]
    no_france = tables.licensed.filter(pl.col("exporter") != "France")
    without = ("EU report, licences without France, EUR", no_france)
    for title, frame in (tables.others[0], without, *tables.others[1:]):
        shares = Shares(frame, alliances=("nato", "nato-or-eu"), membership=CLOCKS, chains=AS_IS)
        found = shares.by()
        day = found[0]
        unit = 100 if day.currency == "TIV" else 100_000_000
        stated = frame["year"].unique().sort().to_list()
        years = f"{stated[0]}-{stated[-1]}"
        rows.append((title, years, f"{day.total.cents / unit:,.0f}", *map(out, found)))
        if frame is not no_france:
            columns.append(by_year(shares))
    yield from table(
        ("table", "years", "total, millions", "nato, day", "nato, fixed",
         "nato-or-eu, day", "nato-or-eu, fixed"), rows)  # fmt: skip
    fixed = whole(tables.fi, "nato", FIXED_DAY)
    either = whole(tables.fi, "nato-or-eu")
    yield from prose(
        "Finland joined NATO on 2023-04-04, so none of its licences of 2002-2021 starts inside "
        f"NATO on its day. With the members of {FIXED_DAY}, {out(fixed)} % of their "
        f"{million(fixed.total)} million EUR went outside; of NATO or the EU on the day, "
        f"{out(either)} %."
    )
    recent = tables.sipri.filter(pl.col("year") >= 2022)
    groups = {one.key["group"]: one for one in tables.nato(recent).by("group")}
    total = sum(one.total.cents for one in groups.values())
    yield ""
    yield from prose(
        "What went to Ukraine counts as outside NATO. Of the deliveries of NATO states in "
        f"2022-2024 (TIV) it is {percent(Fraction(groups['ukraine'].total.cents, total))} %."
    )
    yield ""
    yield "Share outside NATO by year, membership on the day of the row, in per cent:"
    yield from table(
        ("year", "NL permanent, counted once", *(title for title, _ in tables.others)),
        [
            (year, *(out(column.get(year)) for column in columns))
            for year in map(str, range(2004, 2025))
        ],
    )


def possibilities(tables: Tables) -> Iterator[str]:
    """By category, what left against what went to allies, and a tenth of it."""
    yield "### By category: what left, and what allies took"
    yield ""
    yield from prose(
        "Value licensed, in million EUR, membership on the day of the row, the five categories of "
        "which most left NATO. The columns from the tenth on are arithmetic: a tenth of what "
        "certainly left, how large that is beside what allies were licensed in the same category, "
        "and the least share outside had that tenth stayed. They do not say that an ally wanted it."
    )
    heads = ["category", "left", "to allies", "outside, %", "a tenth of what left",
             "of what allies took, %", "then outside, least %"]  # fmt: skip
    for title, frame, producers in (
        ("EU states in NATO, 2005-2013", tables.licensed, True),
        ("Dutch permanent licences counted once, 2004-2014", tables.once, False),
    ):
        rows = []
        for one in possibilities_of(frame, chains=AS_IS)[:5]:
            makers = [str(one.exporters)] if producers else []
            rows.append((*_possibility(one), *makers))
        yield ""
        yield f"**{title}**"
        yield from table([*heads, *(["exporting states"] if producers else [])], rows)


def measures(tables: Tables, turnover: Mapping[str, int]) -> Iterator[str]:
    """The three measures of the motion for the Netherlands, kept apart."""
    yield "### The three measures, kept apart (the Netherlands)"
    yield ""
    yield from prose(
        "Outside NATO, membership on the day of the row. (1) of the value licensed: permanent "
        "licences counted once. (1b) of the value exported, as the Netherlands told the EU report. "
        "(2) the value exported outside, of Dutch production: blank without a turnover, which the "
        "user supplies. (3) of the deliveries of all NATO states in TIV, which are not money: what "
        "all of them delivered outside, and how many points of it are Dutch. Blank: the table has "
        "nothing."
    )
    licensed = by_year(tables.nato(tables.once))
    dutch = tables.exported.filter(pl.col("exporter") == "Netherlands")
    exported = by_year(Shares(dutch.filter(pl.col("cents") > 0)))
    allies = by_year(tables.nato(tables.sipri))
    own = by_year(Shares(tables.sipri.filter(pl.col("exporter") == "Netherlands")))

    def row(year: str) -> Sequence[str]:
        sold, made = exported.get(year), ""
        if sold and year in turnover:
            most = sold.outside.cents + sold.unplaced.cents
            made = percent(*(Fraction(part, turnover[year]) for part in (sold.outside.cents, most)))
        part, every = own[year], allies[year].total.cents
        most = part.outside.cents + part.unplaced.cents
        mine = percent(Fraction(part.outside.cents, every), Fraction(most, every))
        return (
            year, out(licensed.get(year)), out(sold), million(sold.outside) if sold else "", made,
            out(allies[year]), mine,
        )  # fmt: skip

    yield from table(
        ("year", "(1) of licences, %", "(1b) of exports, %", "exported outside, million EUR",
         "(2) of production, %", "(3) of all allies' deliveries, TIV, %",
         "of it Dutch, points"),
        [row(str(year)) for year in range(2004, 2015)],
    )  # fmt: skip


def figures(tables: Tables, turnover: Mapping[str, int] | None = None) -> str:
    """All figures as Markdown.

    Args:
        tables: The published tables.
        turnover: Dutch defence production by year, in cents.
    """
    sections = (
        opening, in_short, up_to_now, could_stay, dutch_years, destinations, changes, beside,
        possibilities,
    )  # fmt: skip
    lines = [line for section in sections for line in section(tables)]
    lines += measures(tables, turnover or {})
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def draw(tables: Tables, folder: Path) -> None:
    """Draw the newest share by year, and which states, years and measures the tables cover."""
    series = [
        Series(label, {int(year): figure.bounds for year, figure in by_year(
            tables.nato(frame)).items()})
        for label, frame in (
            ("outside NATO", tables.reported),
            ("without France", tables.without_france),
            (f"the same states each year from {ALIKE[0]}", tables.alike),
        )
    ]  # fmt: skip
    counts = [len(states) for states in tables.reporting.values()]
    plot = composed(
        "share",
        "NATO states that report to the EU, exports of military goods, 2001–2020: share outside "
        "NATO",
        ["of what was exported from states that were in NATO in each year"],
        [bands(series, title="Exports, by value in EUR; membership in each year")],
        [f"{one.label}: " + ", ".join(f"{year} {percent(*bounds)} %" for year, bounds in
                                      one.bounds.items() if bounds) + "." for one in series],
        ["Source: reports of EU states to the Council, as gathered by CAAT.",
         f"Who reports changes, {min(counts)} to {max(counts)} states a year: no United Kingdom "
         "after 2002, no Germany after 2007, no state outside the EU.",
         "A share of what was reported, not of production."],
    )  # fmt: skip
    write_plot(folder / "share.svg", plot)
    frames = [tables.nl, tables.licensed, tables.uk, tables.de, tables.fi, tables.reported,
              tables.spain, tables.orders, tables.us, tables.sipri]  # fmt: skip
    held = Table("tables", pl.concat(frames, how="diagonal_relaxed"), ())
    inside = Only(exporters=("NATO",))
    shares = Shares(held.frame, chains=AS_IS, only=inside)
    coverage = Said(
        title="NATO states, all goods of the tables on this page: which states, years and "
        "measures are covered",
        caption=["Source: the tables named on this page.",
                 "A state counts from the year in which it was a member; an empty cell has no "
                 "record in any table here."],
    )  # fmt: skip
    write_plot(folder / "coverage.svg", coverage_plot([(held, shares)], said=coverage))


def written(page: str, block: str) -> str:
    """A page with the block between its markers."""
    head, _, rest = page.partition(BEGIN)
    _, found, tail = rest.partition(END)
    if not found:
        raise ValueError(f"no markers {BEGIN} and {END}")
    return f"{head}{BEGIN}\n\n{block}\n{END}{tail}"


def main(arguments: Sequence[str]) -> int:
    """Print the figures, or write them into a page."""
    parser = argparse.ArgumentParser(description="The share that leaves NATO, from public tables.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--turnover", type=Path, help="CSV: year, turnover (million EUR)")
    parser.add_argument("--write", type=Path, help="a page with the markers of the figures")
    parser.add_argument("--plots", type=Path, help="a folder for the drawings of the page")
    options = parser.parse_args(arguments)
    turnover = {}
    try:
        if options.turnover:
            with options.turnover.open(encoding="utf-8-sig", newline="") as file:
                for row in csv.DictReader(file):
                    turnover[row["year"]] = int(Fraction(row["turnover"]) * 100_000_000)
        tables = Tables(options.folder)
        block = figures(tables, turnover)
        if options.plots:
            draw(tables, options.plots)
        if options.write:
            page = options.write.read_text(encoding="utf-8")
            options.write.write_text(written(page, block), encoding="utf-8")
        else:
            print(block, end="")
    except (InputError, OSError, KeyError, ValueError) as error:
        print(f"the_motion: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

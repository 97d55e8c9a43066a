"""Building the graded tables from publishers' files: a maintainer's work when an edition comes out.

In: a folder with the files as downloaded, recognised by their columns. Out: the rows of
`indicators.csv` and `conflict.csv`, graded by `indicator_thresholds.csv` and corrected by
`conflict_places.csv`. Nothing is guessed: a name that cannot be read is reported.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple

from licensecheck.errors import InputError, Problem, UnknownPlace, quote, told
from licensecheck.reference.places import read_place
from licensecheck.reference.tables import Folder, Row

__all__ = ["CONFLICT_COLUMNS", "INDICATOR_COLUMNS", "Built", "build"]

INDICATOR_COLUMNS: Final = (
    "country", "indicator", "year", "value", "level", "level_best", "level_worst", "source",
    "edition",
)  # fmt: skip
CONFLICT_COLUMNS: Final = (
    "country", "kind", "level", "from", "until", "data_until", "source", "note",
)  # fmt: skip
FIRST_YEAR: Final = 2000
_FIRST_CONFLICT: Final = 1990
# A conflict casts tension over the five years after it.
_TENSION: Final = 5
_MOST_NAMED: Final = 4

# Codes of the World Bank that are not those of ISO 3166.
_BANK_CODES: Final[Mapping[str, str]] = {
    "ADO": "AD", "KSV": "XK", "ROM": "RO", "TMP": "TL", "WBG": "PS", "XKX": "XK", "ZAR": "CD",
}  # fmt: skip
# Rows of the Political Terror Scale about what Israel does stand apart by territory.
_TERROR_NAMES: Final[Mapping[str, str]] = {
    "Israel in Occupied Territories": "IL", "Israel in pre-1967 borders": "IL",
}  # fmt: skip
# States that go by another name in UCDP; of a former state its successor.
_CONFLICT_NAMES: Final[Mapping[str, str]] = {
    "Congo": "CG", "Czechoslovakia": "CZ", "Russia (Soviet Union)": "RU",
    "Serbia (Yugoslavia)": "RS", "South Yemen": "YE", "Yemen (North Yemen)": "YE",
}  # fmt: skip
_BANK_SERIES: Final[Mapping[str, str]] = {
    "ms.mil.xpnd.gd.zs": "milex",
    "dt.dod.dect.gn.zs": "debt",
    "dt.oda.odat.gn.zs": "aid_dependent",
    "ny.gdp.mktp.cd": "gdp",
}
_GOVERNANCE: Final[Mapping[str, str]] = {"rl": "rule_of_law", "va": "voice", "cc": "corruption"}
_DECIMALS: Final[Mapping[str, int]] = {
    "human_rights": 0, "rule_of_law": 1, "voice": 1, "corruption": 1, "milex": 2, "debt": 1,
    "aid_dependent": 2, "milex_usd": 0,
}  # fmt: skip
# Percentiles are graded as they are printed; shares by all their decimals.
_GRADED_AS_PRINTED: Final = ("WGI",)
_GOVERNMENT: Final = "Government of "
_AFTER: Final = "within 5 years after the last active year"
_BY_HAND: Final = " (place of fighting added by hand)"

# By country and year: the figure, the best and the worst that sources or errors allow.
_Figures = dict[tuple[str, str], tuple[Decimal, Decimal, Decimal]]


@dataclass(slots=True)
class Built:
    """What was built of a folder.

    Attributes:
        indicators: Rows of `indicators.csv`, sorted.
        conflict: Rows of `conflict.csv`, sorted.
        files: What each file was taken for; "" where nothing recognises it.
        unread: Names and codes that mean no country here, with how often they occur.
        refused: Files with rows that hold no figure where one should stand, with how many.
        missing: Indicators and tables for which no file was found; their rows are as before.
        neighbours: Pairs of neighbours that GeoNames has and we do not, and the reverse.
    """

    indicators: list[Row] = field(default_factory=list)
    conflict: list[Row] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    unread: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    missing: list[str] = field(default_factory=list)
    neighbours: tuple[list[str], list[str]] | None = None


class _Source(NamedTuple):
    """A file of a publisher: how it is recognised, and what reads it."""

    name: str
    columns: frozenset[str]
    read: Callable[[list[Row], Path, _Builder], None]


def build(folder: Path, tables: Folder, editions: Mapping[str, str] | None = None) -> Built:
    """Build the graded tables.

    Args:
        folder: The publishers' files, in any folders below it and under any name.
        tables: The present reference tables: thresholds, names of countries, corrections, and
            the rows that stay where no newer file is given.
        editions: Edition by source, such as `{"PTS": "2025"}`; as before by default.

    Raises:
        InputError: The folder is not there, or holds none of the publishers' files.
    """
    if not folder.is_dir():
        raise InputError(
            Problem("FOLDER", told("no such folder: {folder}", folder=quote(str(folder))))
        )
    builder = _Builder(tables, editions or {})
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix.lower() in (".csv", ".txt", ".tsv"):
            builder.take(path, path.relative_to(folder).as_posix())
    if not any(builder.built.files.values()):
        help_ = told("Political Terror Scale, WGI, WDI or UCDP/PRIO, as CSV")
        raise InputError(Problem("FOLDER", told("none of the publishers' files is in it"), help_))
    return builder.finish()


class _Builder:
    """Takes in files, one after the other, and grades what they hold."""

    def __init__(self, tables: Folder, editions: Mapping[str, str]) -> None:
        self.built = Built()
        self._tables = tables
        self._editions = editions
        self._alpha3 = {row["alpha3"]: row["code"] for row in tables.rows("countries")}
        self._thresholds = {
            name: [*rows]
            for name, rows in groupby(
                tables.rows("indicator_thresholds"), key=lambda row: row["indicator"]
            )
        }
        self._series = {row["indicator"]: row for row in tables.rows("indicator_sources")}
        self._figures: dict[str, _Figures] = {}
        self._fought: list[Row] = []
        self._places: dict[str, str | None] = {}
        self._file = ""

    def take(self, path: Path, name: str) -> None:
        """Recognise a file by its columns, and read it."""
        rows = _rows(path)
        columns = frozenset(rows[0]) if rows else frozenset()
        source = next((one for one in _SOURCES if one.columns <= columns), None)
        if source is not None and source.read is _read_bank_series and not _series_of(path):
            # Nothing in it says which series it is.
            source = None
        self.built.files[name] = source.name if source else ""
        self._file = name
        if source is not None:
            source.read(rows, path, self)

    def bank_country(self, code: str) -> str | None:
        """A country by its code at the World Bank; groups of countries are none."""
        found = _BANK_CODES.get(code) or self._alpha3.get(code)
        if found is None:
            self.built.unread[code] += 1
        return found

    def add(self, indicator: str, country: str, year: str, *values: str) -> None:
        """Take in the figures of a country and year: the figure, the best, the worst."""
        try:
            numbers, of_year = tuple(map(Decimal, values)), int(year)
        except (ArithmeticError, ValueError):
            numbers, of_year = (), 0
        if not of_year or not all(number.is_finite() for number in numbers):
            self.built.refused[self._file] += 1
        elif of_year >= FIRST_YEAR:
            figure, best, worst = numbers if len(numbers) == 3 else numbers * 3
            self._figures.setdefault(indicator, {})[country, year] = (figure, best, worst)

    def fought(self, rows: Iterable[Row]) -> None:
        """Take in rows of UCDP/PRIO."""
        self._fought += rows

    def compare_borders(self, pairs: set[tuple[str, str]]) -> None:
        """Hold our land borders against a list of pairs."""
        ours = {(row["country"], row["neighbour"]) for row in self._tables.rows("borders")}
        self.built.neighbours = (
            sorted(f"{one}-{other}" for one, other in pairs - ours),
            sorted(f"{one}-{other}" for one, other in ours - pairs),
        )

    def finish(self) -> Built:
        """Grade what was taken in; what no file speaks of stays as it was."""
        self._add_spending()
        before = self._tables.rows("indicators")
        rows: list[Row] = []
        for name in self._series:
            if name in self._figures:
                rows += self._graded(name, self._figures[name])
            else:
                self.built.missing.append(name)
                rows += [row for row in before if row["indicator"] == name]
        rows.sort(key=lambda row: (row["country"], row["indicator"], row["year"]))
        self.built.indicators = rows
        if self._fought:
            self.built.conflict = sorted(
                self._conflicts(), key=lambda row: (row["country"], row["kind"], row["from"])
            )
        else:
            self.built.missing.append("conflict")
            self.built.conflict = [*self._tables.rows("conflict")]
        return self.built

    def _add_spending(self) -> None:
        """Military spending in dollars: its share of a product that is given in dollars."""
        product = self._figures.pop("gdp", {})
        for (country, year), (share, _, _) in self._figures.get("milex", {}).items():
            if (country, year) in product:
                dollars = share * product[country, year][0] / 100
                self.add("milex_usd", country, year, str(dollars))

    def _graded(self, name: str, figures: _Figures) -> Iterator[Row]:
        series = self._series[name]
        edition = self._editions.get(series["source"], series["edition"])
        for (country, year), exact in figures.items():
            values: Sequence[Decimal] = exact
            figure = _rounded(exact[0], _DECIMALS[name])
            if series["source"] in _GRADED_AS_PRINTED:
                values = [_rounded(value, _DECIMALS[name]) for value in exact]
            yield {
                "country": country, "indicator": name, "year": year, "value": _printed(figure),
                "level": self._level(name, values[0]), "level_best": self._level(name, values[1]),
                "level_worst": self._level(name, values[2]), "source": series["source"],
                "edition": edition,
            }  # fmt: skip

    def _level(self, name: str, figure: Decimal) -> str:
        level = ""
        for row in self._thresholds.get(name, ()):
            least = Decimal(row["from_value"] or "-Infinity")
            if figure > least if row["direction"] == "above" else figure >= least:
                level = row["level"]
        return level

    # Conflict

    def _conflicts(self) -> Iterator[Row]:
        last = max(int(row["year"]) for row in self._fought)
        version = max(row["version"] for row in self._fought)
        active: dict[tuple[str, str], dict[int, list[tuple[str, str]]]] = {}
        for row in self._fought:
            year = int(row["year"])
            if year >= _FIRST_CONFLICT - _TENSION:
                level = "war" if row["intensity_level"] == "2" else "minor"
                for country, kind, said in self._sides(row):
                    active.setdefault((country, kind), {}).setdefault(year, []).append(
                        (level, said)
                    )
        for (country, kind), years in active.items():
            for level, first, until, notes in _runs(years, last):
                yield {
                    "country": country, "kind": kind, "level": level, "from": f"{first}-01-01",
                    "until": f"{until}-01-01" if until <= last else "",
                    "data_until": f"{last}-12-31",
                    "source": f"UCDP/PRIO Armed Conflict Dataset {version}", "note": notes,
                }  # fmt: skip

    def _sides(self, row: Row) -> Iterator[tuple[str, str, str]]:
        """Who is concerned by a row, in which way, and in which words."""
        said = f"{row['conflict_id']} {_listed(row['side_a'])} v {_listed(row['side_b'])}"
        for country in self._territory(row):
            by_hand = _BY_HAND if country not in self._countries(row["location"].split(",")) else ""
            yield country, "territory", said + by_hand
        primary = self._governments(row["side_a"], row["side_b"])
        for country in primary:
            yield country, "party", said
            if row["type_of_conflict"] == "2":
                yield country, "interstate", said
        for country in self._governments(row["side_a_2nd"], row["side_b_2nd"]):
            yield country, "supporter", said

    def _territory(self, row: Row) -> list[str]:
        """Where it is fought: the government in dispute, and what `conflict_places.csv` mends."""
        places = self._countries(row["location"].split(","))
        for change in self._tables.rows("conflict_places"):
            if change["conflict"] != row["conflict_id"] or row["year"] < change["from"]:
                continue
            if change["action"] == "remove":
                places = [one for one in places if one != change["country"]]
            elif change["country"] not in places:
                places = [*places, change["country"]]
        return places

    def _governments(self, *sides: str) -> list[str]:
        names = [
            name.removeprefix(_GOVERNMENT)
            for side in sides
            for name in _members(side)
            if name.startswith(_GOVERNMENT)
        ]
        return self._countries(names)

    def _countries(self, names: Iterable[str]) -> list[str]:
        found = (self._country(name.strip()) for name in names)
        return [*dict.fromkeys(code for code in found if code)]

    def _country(self, name: str) -> str | None:
        if name not in self._places:
            self._places[name] = _CONFLICT_NAMES.get(name) or _country_named(name)
        if self._places[name] is None:
            self.built.unread[name] += 1
        return self._places[name]


def _runs(
    years: Mapping[int, Sequence[tuple[str, str]]], last: int
) -> Iterator[tuple[str, int, int, str]]:
    """Years of one level side by side: level, first year, first year without, who fought."""

    def level(year: int) -> str:
        if year in years:
            return "war" if any(one == "war" for one, _ in years[year]) else "minor"
        recent = any(before in years for before in range(year - _TENSION, year))
        return "tension" if recent else ""

    # From the earliest years that are read, so that who fought is known of a war that went on.
    for grade, group in groupby(range(_FIRST_CONFLICT - _TENSION, last + 1), key=level):
        span = [*group]
        if grade and span[-1] >= _FIRST_CONFLICT:
            said = [words.strip() for year in span for _, words in years.get(year, ())]
            notes = _AFTER if grade == "tension" else _named(said)
            yield grade, max(span[0], _FIRST_CONFLICT), span[-1] + 1, notes


def _named(said: Sequence[str]) -> str:
    """Who fought, those of most years first."""
    by_hand = any(words.endswith(_BY_HAND) for words in said)
    counts = Counter(words.removesuffix(_BY_HAND) for words in said)
    named = sorted(counts, key=lambda words: (-counts[words], words))[:_MOST_NAMED]
    return "; ".join(named) + (_BY_HAND if by_hand else "")


def _members(side: str) -> list[str]:
    parts = (part.strip() for part in re.split(r",\s*(?=Government of )", side))
    return [part for part in parts if part]


def _listed(side: str) -> str:
    return ", ".join(part.removeprefix(_GOVERNMENT) for part in _members(side))


def _country_named(name: str) -> str | None:
    """A country as UCDP names it: `DR Congo (Zaire)` by either of its names."""
    bare, _, other = name.partition("(")
    for words in (name, bare.strip(), other.rstrip(")").strip()):
        try:
            place = read_place(words, on=date.today(), members=lambda *_: frozenset())
        except UnknownPlace:
            continue
        if len(place.countries) == 1:
            return next(iter(place.countries))
    return None


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)


def _printed(value: Decimal) -> str:
    """A figure without noughts at its end, but for the first decimal."""
    whole, point, decimals = str(value).partition(".")
    return f"{whole}.{decimals.rstrip('0') or '0'}" if point else whole


# --- the files of the publishers -----------------------------------------------------------------


def _rows(path: Path) -> list[Row]:
    """A file as rows by its columns: any separator, encoding, and lines before the header."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    # Not `splitlines`, which also breaks at separators that stand in names.
    lines = [line.rstrip("\r") for line in text.split("\n")]
    # The World Bank writes some lines before the header; GeoNames puts it into a comment.
    start = next((n for n, line in enumerate(lines[:200]) if _is_header(line)), 0)
    head = lines[start].removeprefix("#") if lines else ""
    delimiter = max(",;\t", key=head.count)
    reader = csv.DictReader(
        io.StringIO("\n".join([head, *lines[start + 1 :]])), delimiter=delimiter, restval=""
    )
    return [{name: cell or "" for name, cell in row.items() if name} for row in reader]


def _is_header(line: str) -> bool:
    return any(all(column in line for column in source.columns) for source in _SOURCES)


def _read_terror(rows: list[Row], _path: Path, builder: _Builder) -> None:
    """Political Terror Scale: the worst of three sources, between the best and the worst."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        scores = [row[name] for name in ("PTS_A", "PTS_H", "PTS_S") if row[name].isdecimal()]
        code = _TERROR_NAMES.get(row["Country"]) or row["WordBank_Code_A"]
        if not scores or (row["Year"].isdecimal() and int(row["Year"]) < FIRST_YEAR):
            continue
        country = code if len(code) == 2 else builder.bank_country(code)
        if code == "NA":
            builder.built.unread[row["Country"]] += 1
        elif country:
            found.setdefault((country, row["Year"]), []).extend(scores)
    for (country, year), values in found.items():
        ranked = sorted(values, key=int)
        builder.add("human_rights", country, year, ranked[-1], ranked[0], ranked[-1])


def _read_governance(rows: list[Row], _path: Path, builder: _Builder) -> None:
    """Worldwide Governance Indicators: the percentile, between the bounds of its error."""
    for row in rows:
        name = _GOVERNANCE.get(row["indicator"])
        country = builder.bank_country(row["code"]) if name else None
        if name and country and row["pctrank"] not in ("", ".."):
            builder.add(
                name, country, row["year"],
                *(row[column] for column in ("pctrank", "pctrankupper", "pctranklower")),
            )  # fmt: skip


def _read_bank_series(rows: list[Row], path: Path, builder: _Builder) -> None:
    """One series of the World Bank with a row a year, named by its file."""
    series = _series_of(path)
    for row in rows:
        country = builder.bank_country(row["Country Code"])
        if country and row["Value"]:
            builder.add(series, country, row["Year"], row["Value"])


def _series_of(path: Path) -> str:
    """The indicator of a file with one series, which its name says; "" for any other."""
    return _BANK_SERIES.get(path.stem.lower(), "")


def _read_bank_wide(rows: list[Row], _path: Path, builder: _Builder) -> None:
    """Series of the World Bank with a column a year, as its site gives them."""
    for row in rows:
        series = _BANK_SERIES.get(row["Indicator Code"].lower())
        country = builder.bank_country(row["Country Code"]) if series else None
        for column, cell in row.items() if series and country else ():
            if column.isdigit() and cell:
                builder.add(series, country, column, cell)  # type: ignore[arg-type]  # both are there


def _read_conflict(rows: list[Row], _path: Path, builder: _Builder) -> None:
    """UCDP/PRIO Armed Conflict Dataset, one row for each conflict and year."""
    builder.fought(_mended(rows))


def _mended(rows: Iterable[Row]) -> Iterator[Row]:
    """Rows of which one that a spreadsheet broke in two is put together."""
    columns: list[str] = []
    broken: list[str] = []
    for row in rows:
        columns = columns or [*row]
        cells = [*row.values()]
        if not row["year"]:
            broken = cells[: columns.index("year")]
        elif broken and not row["conflict_id"]:
            rest = [cell for cell in cells if cell]
            yield dict.fromkeys(columns, "") | dict(zip(columns, [*broken, *rest], strict=False))
            broken = []
        else:
            yield row


def _read_borders(rows: list[Row], _path: Path, builder: _Builder) -> None:
    """GeoNames countryInfo: the land neighbours of each country."""
    builder.compare_borders(
        {
            (row["ISO"], neighbour)
            for row in rows
            for neighbour in row["neighbours"].split(",")
            if neighbour
        }
    )


_SOURCES: Final = (
    _Source("Political Terror Scale", frozenset(("Country", "Year", "PTS_A", "PTS_H", "PTS_S")),
            _read_terror),
    _Source("Worldwide Governance Indicators",
            frozenset(("code", "year", "indicator", "pctrank", "pctranklower", "pctrankupper")),
            _read_governance),
    _Source("World Development Indicators",
            frozenset(("Country Code", "Indicator Code")), _read_bank_wide),
    _Source("World Development Indicators",
            frozenset(("Country Code", "Year", "Value")), _read_bank_series),
    _Source("UCDP/PRIO Armed Conflict Dataset",
            frozenset(("conflict_id", "location", "side_a", "side_a_2nd", "intensity_level")),
            _read_conflict),
    _Source("GeoNames countryInfo", frozenset(("ISO", "neighbours")), _read_borders),
)  # fmt: skip

"""What a defence industry made, as a user supplies it: in goes a CSV file, out comes `Turnover`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from licensecheck.documents.csv_text import read_csv
from licensecheck.errors import InputError, Problem, quote

__all__ = ["Turnover", "read_turnover"]

# Of bounded length: a number of any size or exponent would cost time and memory without bound.
_YEAR: Final = re.compile(r"\s{0,9}[0-9]{4}\s{0,9}", re.ASCII)
_VALUE: Final = re.compile(r"\s{0,9}[0-9]{1,15}(\.[0-9]{1,20})?\s{0,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Turnover:
    """Turnover of the defence industry by year, in hundredths of a currency, and who says so."""

    cents: Mapping[int, int]
    currency: str
    source: str


def read_turnover(path: Path) -> Turnover:
    """Read a turnover: a CSV with the columns `year`, `value`, `currency` and `source`.

    Raises:
        InputError: The file cannot be read, or a row is faulty; every fault is told.
    """
    problems: list[Problem] = []
    lines = read_csv(path, problems, needs=("year", "value", "currency", "source")).rows
    rows = [row for _, row in lines]
    cents: dict[int, int] = {}
    for line, row in lines:
        try:
            if not (_YEAR.fullmatch(row["year"]) and _VALUE.fullmatch(row["value"])):
                raise ValueError
            year, value = int(row["year"]), Decimal(row["value"])
            if value <= 0 or year in cents:
                raise ValueError
            cents[year] = int(value * 100)
        except ValueError:
            said = quote(f"{row['year']}, {row['value']}")
            what = f"{said} is no year with a value above nothing, or the year is given twice"
            help_ = "write the value in digits with a point, such as `1234.5`"
            problems.append(Problem(f"{path.name}:{line}", what, help_))
    for name in ("currency", "source") if rows else ():
        if len({row[name] for row in rows}) != 1:
            problems.append(Problem(path.name, f"one {name} is needed for all rows"))
    if problems:
        raise InputError(problems)
    return Turnover(cents, rows[0]["currency"], rows[0]["source"])

"""What a defence industry made, as a user supplies it: in goes a CSV file, out comes `Turnover`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator, Field

from licensecheck.documents.values import Amount, CurrencyCode, Line, fault, kind_of
from licensecheck.documents.written import Written, read_rows
from licensecheck.errors import InputError, Problem, told

__all__ = ["Turnover", "read_turnover"]

_YEAR: Final = re.compile("[0-9]{4}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Turnover:
    """Turnover of the defence industry by year, in hundredths of a currency, and who says so."""

    cents: Mapping[int, int]
    currency: str
    source: str


def _year(value: Any) -> int:
    if not isinstance(value, str) or not _YEAR.fullmatch(value):
        raise fault(told("{value} is no year", value=kind_of(value)), told("write it as `2024`"))
    return int(value)


def _above_nothing(value: Decimal) -> Decimal:
    if not value:
        raise fault(told("a value above nothing is needed"))
    return value


class TurnoverRow(Written):
    """What an industry made in a year."""

    year: Annotated[int, BeforeValidator(_year)] = Field(description="The year.")
    value: Annotated[Amount, AfterValidator(_above_nothing)] = Field(
        description="Turnover of the year, in whole units of the currency."
    )
    currency: CurrencyCode = Field(description="One currency for all rows.")
    source: Line = Field(description="Who says so; one source for all rows.")


def read_turnover(path: Path) -> Turnover:
    """Read a turnover: a CSV with the columns `year`, `value`, `currency` and `source`.

    Raises:
        InputError: The file cannot be read, or a row is faulty; every fault is told.
    """
    problems: list[Problem] = []
    rows = [row.value for row in read_rows(path, TurnoverRow, problems, once="year")]
    for name in ("currency", "source") if rows else ():
        if len({getattr(row, name) for row in rows}) != 1:
            problems.append(
                Problem(path.name, told("one {name} is needed for all rows", name=name))
            )
    if problems:
        raise InputError(problems)
    cents = {row.year: int(row.value * 100) for row in rows}
    return Turnover(cents, rows[0].currency, rows[0].source)

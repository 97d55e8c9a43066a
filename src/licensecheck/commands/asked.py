"""What is asked of a table: in go the words of a command line, out come its figures.

One table, or part of it, under the definitions of inside that are named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from licensecheck.commands.waiting import waiting
from licensecheck.errors import InputError, Problem
from licensecheck.language import ENGLISH, Language
from licensecheck.report.elements import clean
from licensecheck.tables.reading import table_name
from licensecheck.tables.reading.intake import Table, load_table
from licensecheck.tables.shares.filters import Only
from licensecheck.tables.shares.share import Chains, Exporters, Shares
from licensecheck.tables.shares.standing import LICENCE_DATE

__all__ = ["Asked", "grouping_of", "taken"]


@dataclass(frozen=True, slots=True)
class Asked:
    """Definitions of inside and what of a table is counted; see `Shares`."""

    alliances: Sequence[str] = ("nato",)
    membership: Sequence[str] = (LICENCE_DATE,)
    permanent_only: bool = False
    chains: Chains = "auto"
    exporters: Exporters = "inside"
    groups: Path | None = None
    only: Only = field(default_factory=Only)
    language: Language = ENGLISH

    def options(self) -> Mapping[str, Any]:
        """As options of `Shares`."""
        return {
            "alliances": self.alliances or ("nato",), "membership": _clocks(self.membership),
            "permanent_only": self.permanent_only, "chains": self.chains,
            "exporters": self.exporters, "groups": self.groups, "only": self.only,
            "language": self.language.code,
        }  # fmt: skip

    def shares(self, table: Table) -> Shares:
        """The figures of a table.

        Raises:
            InputError: No row of it is counted, or a name is unknown.
        """
        shares = Shares(table.frame, **self.options())
        if not shares.counted.height:
            if self.only:
                what, help_ = "no row of it is of what is asked for", "`share --by destination`"
                raise InputError(Problem(table.name, what, f"{help_} lists what there is"))
            raise InputError(Problem(table.name, "no row of it is known to be permanent"))
        return shares


def taken(path: Path, *, reader: str, mapping: Path | None) -> Table:
    """A table as read.

    Raises:
        InputError: It cannot be read, or no row of it can be counted.
    """
    with waiting(f"reading {clean(table_name(path))}"):
        table = load_table(path, reader=reader, mapping=mapping)
    if not table.frame.height:
        raise InputError(Problem(table.name, "no row of it can be counted"))
    return table


def grouping_of(words: str | None) -> list[str]:
    """Names of groupings, with commas between them, as a list."""
    return [name.strip() for name in (words or "").split(",") if name.strip()]


def _clocks(words: Sequence[str]) -> list[str]:
    both = (LICENCE_DATE, date.today().isoformat())
    clocks = [c for word in words for c in (both if word == "both" else (word,))]
    return list(dict.fromkeys(clocks)) or [LICENCE_DATE]

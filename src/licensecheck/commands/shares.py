"""Shares of tables from the words of a command line: what is asked, read, and delivered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from licensecheck.commands.deliver import Answer, Output, deliver
from licensecheck.commands.show import waiting
from licensecheck.errors import InputError, Problem, told
from licensecheck.language import ENGLISH, Language
from licensecheck.report.elements import clean
from licensecheck.report.share import caveats, share_text
from licensecheck.report.share_data import SCHEMA_ID, figure_records, figures_json
from licensecheck.tables.reading import table_name
from licensecheck.tables.reading.intake import Table, load_table
from licensecheck.tables.shares.filters import Only
from licensecheck.tables.shares.ordered import beside, ordered
from licensecheck.tables.shares.share import Chains, Exporters, Shares
from licensecheck.tables.shares.standing import LICENCE_DATE

__all__ = ["Asked", "grouping_of", "show_share", "taken"]


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
                what, help_ = (
                    told("no row of it is of what is asked for"),
                    "`share --by destination`",
                )
                raise InputError(
                    Problem(table.name, what, told("{help} lists what there is", help=help_))
                )
            raise InputError(Problem(table.name, told("no row of it is known to be permanent")))
        return shares


def taken(path: Path, *, reader: str, mapping: Path | None) -> Table:
    """A table as read.

    Raises:
        InputError: It cannot be read, or no row of it can be counted.
    """
    with waiting(f"reading {clean(table_name(path))}"):
        table = load_table(path, reader=reader, mapping=mapping)
    if not table.frame.height:
        reasons = Counter(reason for reject in table.rejects for reason in reject.reasons)
        help_ = [
            told("rejected, most for: {reason}", reason=one) for one, _ in reasons.most_common(1)
        ]
        raise InputError(Problem(table.name, told("no row of it can be counted"), *help_))
    return table


def grouping_of(words: str | None) -> list[str]:
    """Names of groupings, with commas between them, as a list."""
    return [name.strip() for name in (words or "").split(",") if name.strip()]


def _clocks(words: Sequence[str]) -> list[str]:
    both = (LICENCE_DATE, date.today().isoformat())
    clocks = [c for word in words for c in (both if word == "both" else (word,))]
    return list(dict.fromkeys(clocks)) or [LICENCE_DATE]


def show_share(
    table: Table, asked: Asked, output: Output, *, by: list[str], sort: str = "",
    top: int | None = None,
) -> None:  # fmt: skip
    """Write the figures of a table where and as they are wanted.

    Args:
        table: The table as read.
        asked: What of it is counted, and under which definitions.
        output: The form, and the files.
        by: Names of groupings; may be empty.
        sort: Order of the grouping, as of `ordered`.
        top: How many parts of the grouping are named.
    """
    shares = asked.shares(table)
    language = output.language
    with waiting("counting"):
        figures = ordered(shares.by(*by), sort=sort, top=top)
        twins = shares.as_published.by(*by) if shares.as_published else ()
    if output.plots:
        from licensecheck.report.plots import plot, write_plot

        with waiting("drawing"):
            for kind, path in output.plots:
                drawn = plot(kind, table, shares, language=language, title=output.title,
                             source=output.source)  # fmt: skip
                write_plot(path, drawn)

    def page() -> str:
        # Deferred: it needs the extra `plots`.
        from licensecheck.report.share_page import share_page

        return share_page(table, shares, by, language=language, title=output.title,
                          source=output.source, sort=sort, top=top)  # fmt: skip

    published = beside(figures, twins) if shares.as_published else []

    def document() -> str:
        about = {
            "table": table.name,
            "rows": table.rows,
            "rejects": len(table.rejects),
            "left_out": dict(Counter(reject.why for reject in table.left_out)),
            "options": {
                "by": by,
                "permanent_only": shares.permanent_only,
                "chains": shares.counting,
                "exporters": shares.exporters,
                "reference": shares.reference.edition,
            },
        }
        said = list(caveats(table, shares, language))
        return figures_json(figures, about=about, caveats=said, published=published)

    deliver(
        Answer(
            schema=SCHEMA_ID,
            title=output.title or table.name,
            text=lambda: share_text(table, shares, by, language=language, sort=sort, top=top),
            rows=lambda: figure_records(figures, counting=shares.counting, published=published),
            about={},
            caveats=lambda: list(caveats(table, shares, language)),
            page=page,
            json=document,
        ),
        output,
    )

"""Showing the share of a table on standard output: the words of a command line become figures."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from licensecheck.errors import InputError, Problem
from licensecheck.report.share import share_text
from licensecheck.report.share_caveats import caveats
from licensecheck.report.share_data import figures_csv, figures_json
from licensecheck.tables.intake import Table, replaced
from licensecheck.tables.share import Chains, Exporters, Shares
from licensecheck.tables.standing import LICENCE_DATE

__all__ = ["show_share"]


def show_share(
    table: Table,
    format_: str,
    *,
    by: str | None,
    alliances: Sequence[str],
    membership: Sequence[str],
    permanent_only: bool,
    chains: Chains,
    exporters: Exporters,
    groups: Path | None,
    plots: Sequence[tuple[str, Path]] = (),
    page: Path | None = None,
) -> None:
    """Write the figures of a table to standard output; words are as the command takes them.

    Args:
        table: The table as read.
        format_: text, csv, json or html.
        by: Names of groupings, with commas.
        alliances: Names or files of the definitions of inside.
        membership: Clocks.
        permanent_only: Leave out what is temporary or not known.
        chains: How renewals are counted.
        exporters: Whose rows are counted.
        groups: A user's own file of destination groups.
        plots: Kinds of plots, each with the file to write it to.
        page: File to write the page to.
    """
    if not table.frame.height:
        raise InputError(Problem(table.name, "no row of it can be counted"))
    shares = Shares(
        table.frame,
        alliances=alliances or ("nato",),
        membership=_clocks(membership),
        permanent_only=permanent_only,
        chains=chains,
        exporters=exporters,
        groups=groups,
    )
    if not shares.counted.height:
        raise InputError(Problem(table.name, "no row of it is known to be permanent"))
    grouping = [name.strip() for name in (by or "").split(",") if name.strip()]
    _draw(table, shares, grouping, plots, page)
    if format_ == "html":
        sys.stdout.write(_page(table, shares, grouping))
        return
    if format_ == "text":
        sys.stdout.write(share_text(table, shares, grouping, chains=chains))
        return
    figures = shares.by(*grouping)
    if format_ == "csv":
        sys.stdout.write(figures_csv(figures))
        return
    about = {
        "table": table.name,
        "rows": table.rows,
        "rejects": len(table.rejects),
        "left_out": dict(Counter(reject.why for reject in table.left_out)),
        "options": {
            "by": grouping,
            "permanent_only": permanent_only,
            "chains": chains,
            "exporters": exporters,
            "reference": shares.reference.edition,
        },
    }
    said = list(caveats(table, shares, chains=chains))
    sys.stdout.write(figures_json(figures, about=about, caveats=said))


def _draw(
    table: Table,
    shares: Shares,
    grouping: Sequence[str],
    plots: Sequence[tuple[str, Path]],
    page: Path | None,
) -> None:
    for kind, path in plots:
        from licensecheck.report.plots import plot, write_plot

        write_plot(path, plot(kind, table, shares))
    if page:
        html = _page(table, shares, grouping)
        with replaced(page) as temporary:
            temporary.write_text(html, encoding="utf-8")


def _page(table: Table, shares: Shares, grouping: Sequence[str]) -> str:
    # Deferred: it needs the extra `plots`.
    from licensecheck.report.share_page import share_page

    return share_page(table, shares, grouping)


def _clocks(words: Sequence[str]) -> list[str]:
    both = (LICENCE_DATE, date.today().isoformat())
    clocks = [c for word in words for c in (both if word == "both" else (word,))]
    return list(dict.fromkeys(clocks)) or [LICENCE_DATE]

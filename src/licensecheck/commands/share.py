"""The share of a table as it is asked for on a command line: text, data, plots and a page."""

from __future__ import annotations

from collections import Counter

from licensecheck.commands.asked import Asked
from licensecheck.commands.deliver import Answer, Output, deliver
from licensecheck.commands.waiting import waiting
from licensecheck.report.share import share_text
from licensecheck.report.share_caveats import caveats
from licensecheck.report.share_data import SCHEMA_ID, figure_records, figures_json
from licensecheck.tables.reading.intake import Table
from licensecheck.tables.shares.ordered import beside, ordered

__all__ = ["show_share"]


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

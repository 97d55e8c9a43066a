"""How a share developed and what could stay, each as one page of HTML that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from licensecheck.errors import InputError
from licensecheck.extras import require
from licensecheck.report import development as said
from licensecheck.report.development_plots import Labels, drawn
from licensecheck.report.elements import Part, drawing, element
from licensecheck.report.pages import document, listing, table
from licensecheck.report.records import columns_of
from licensecheck.report.share_words import titled
from licensecheck.screening.receipt import version
from licensecheck.tables.shares.change import Change, NoChange
from licensecheck.tables.shares.measures import MeasuresOfYear, Turnover
from licensecheck.tables.shares.possibilities import Possibility
from licensecheck.tables.shares.share import Shares

__all__ = ["change_page", "measures_page", "possibilities_page"]


def change_page(name: str, found: Sequence[Change | NoChange], output: Labels) -> str:
    """How the share of a table changed between two years."""
    language = output.language
    deals = [
        said.deal_words(deal, one.currency, language)
        for one in found
        if isinstance(one, Change)
        for deal in one.deals
    ]
    extra: list[Part] = []
    if deals:
        extra = [element("h2", language.text("Single large deals")), listing(deals)]
    return _page(
        "waterfall", [one for one in found if isinstance(one, Change)], name, output,
        title=said.change_title(name, language), body=said.change_body(found, language),
        rows=said.change_data(found), notes=said.change_notes(found, language), extra=extra,
    )  # fmt: skip


def possibilities_page(
    name: str, found: Sequence[Possibility], shares: Shares, output: Labels, *, counting: str,
) -> str:  # fmt: skip
    """What left a table beside what allies took."""
    language = output.language
    return _page(
        "stayed", (found, shares), name, output,
        title=said.possibilities_title(name, language),
        body=said.possibilities_body(found, language, titles=shares.group_titles,
                                     counting=counting),
        rows=said.possibilities_data(found), notes=said.possibility_notes(language),
    )  # fmt: skip


def measures_page(
    name: str, what: tuple[Sequence[MeasuresOfYear], str], turnover: Turnover | None, head: str,
    output: Labels, *, renewals: Sequence[str],
) -> str:  # fmt: skip
    """The three measures of some tables by year."""
    language = output.language
    return _page(
        "measures", what, name, output,
        title=said.measures_title(head, language),
        body=said.measures_body(what[0], turnover, language, renewals=renewals),
        rows=said.measures_data(what[0]), notes=said.measure_notes(what[0], turnover, language),
    )  # fmt: skip


def _page(
    kind: str, what: Any, name: str, output: Labels, *, title: str,
    body: Sequence[str], rows: Sequence[Mapping[str, Any]], notes: Iterable[str],
    extra: Iterable[Part] = (),
) -> str:  # fmt: skip
    require("plots")
    language = output.language
    title = output.title or title
    try:
        source = language.text("Source: {source}", source=output.source or name)
        figure = element("figure", drawing(drawn(kind, what, name, output, caption=[source]).svg))
    except InputError as error:
        why = language.text("No drawing: {why}.", why=error.problems[0].what)
        figure = element("p", why)
    columns = columns_of(rows)
    cells = [["" if row.get(one) is None else str(row.get(one, "")) for one in columns]
             for row in rows]  # fmt: skip
    made = language.text("Made by licensecheck {version}.", version=version())
    return document(
        element("header", element("h1", title)),
        element(
            "main",
            figure,
            element(
                "section", element("h2", language.text("Figures")), element("pre", "\n".join(body))
            ),
            *[part for part in extra if part is not None],
            element("h2", titled(language.text("What has to be said with it:").rstrip(":"))),
            listing(notes),
            element("h2", language.text("Exact figures")),
            table(columns, cells, caption=language.text("All records, exact")),
        ),
        element("footer", element("p", made, class_="soft")),
        title=title,
        language=language.code,
        css="pre { overflow-x: auto; }",
    )

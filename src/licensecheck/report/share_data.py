"""Figures on whole tables as data: CSV and JSON, one record a figure, all sums exact.

Amounts are decimal texts in the currency named; shares are decimals of twelve places, with the
exact fraction beside them in JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from licensecheck.tables.formulas import csv_text
from licensecheck.tables.share import Amount, Figure, Term
from licensecheck.tables.standing import STANDINGS

__all__ = ["figure_data", "figures_csv", "figures_json", "money", "rounded"]

SCHEMA_ID: Final = "licensecheck/share/1"
_SHARES: Final = (
    "outside_min", "outside_max", "outside_rows_min", "outside_rows_max", "top_five_of_outside",
)  # fmt: skip


def figures_json(
    figures: Iterable[Figure], *, about: dict[str, Any], caveats: Sequence[str]
) -> str:
    """Figures as one JSON document.

    Args:
        figures: In their order.
        about: What they are of: the file, its rows, the options.
        caveats: What has to be said with them.
    """
    document = {
        "schema": SCHEMA_ID,
        **about,
        "figures": [figure_data(figure) for figure in figures],
        "caveats": list(caveats),
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def figure_data(figure: Figure) -> dict[str, Any]:
    """One figure as plain values."""
    return {
        "alliance": figure.alliance,
        "title": figure.title,
        "membership": figure.membership,
        "measure": figure.measure,
        "currency": figure.currency,
        "key": dict(figure.key),
        "total": _amount(figure.total),
        **{name: _amount(figure.parts[name]) for name in STANDINGS},
        **{name: None if f is None else _share(f) for name, f in _shares(figure).items()},
        "width": [_term(term) for term in figure.width],
        "contributors": [_term(term) for term in figure.contributors],
    }


def figures_csv(figures: Sequence[Figure]) -> str:
    """Figures as CSV, a line each; the columns of the grouping come first."""
    grouping = list(dict.fromkeys(name for figure in figures for name in figure.key))
    names = ("total", *STANDINGS)
    columns = (
        "alliance", "membership", "measure", "currency", *grouping,
        *(column for name in names for column in (name, f"{name}_rows", f"{name}_without_value")),
        *_SHARES, "width", "contributors",
    )  # fmt: skip
    return csv_text(columns, (_cells(figure, grouping) for figure in figures))


def _cells(figure: Figure, grouping: Sequence[str]) -> Sequence[Any]:
    amounts = [figure.total, *(figure.parts[name] for name in STANDINGS)]
    return (
        figure.alliance, figure.membership, figure.measure, figure.currency,
        *(figure.key.get(name, "") for name in grouping),
        *(cell for a in amounts for cell in (money(a.cents), a.rows, a.unvalued)),
        *("" if share is None else rounded(share) for share in _shares(figure).values()),
        _terms(figure.width), _terms(figure.contributors),
    )  # fmt: skip


def _shares(figure: Figure) -> dict[str, Fraction | None]:
    values = figure.bounds or (None, None)
    rows = figure.row_bounds or (None, None)
    return dict(zip(_SHARES, (*values, *rows, figure.concentration), strict=True))


def _amount(amount: Amount) -> dict[str, Any]:
    return {
        "value": money(amount.cents), "rows": amount.rows, "rows_without_value": amount.unvalued,
    }  # fmt: skip


def _term(term: Term) -> dict[str, Any]:
    return {"name": term.name, "value": money(term.cents), "rows": term.rows}


def _terms(terms: Iterable[Term]) -> str:
    return "; ".join(f"{term.name}: {money(term.cents)}" for term in terms)


def _share(share: Fraction) -> dict[str, str]:
    return {"share": rounded(share), "exact": f"{share.numerator}/{share.denominator}"}


def rounded(share: Fraction) -> str:
    """A share as a decimal of twelve places."""
    return f"{Decimal(share.numerator) / Decimal(share.denominator):.12f}"


def money(cents: int) -> str:
    """Hundredths of a currency as a decimal text, exact."""
    return str(Decimal(cents).scaleb(-2))

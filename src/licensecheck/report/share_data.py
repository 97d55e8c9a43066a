"""Figures on whole tables as data: JSON, or one record a figure, all sums exact.

Amounts are decimal texts in the currency named; shares are decimals of twelve places, with the
exact fraction beside them in JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from licensecheck.tables.shares.share import Amount, Figure, Term
from licensecheck.tables.shares.standing import STANDINGS

__all__ = ["figure_data", "figure_records", "figures_json", "money", "rounded"]

SCHEMA_ID: Final = "licensecheck/share/1"
_SHARES: Final = (
    "outside_min", "outside_max", "outside_rows_min", "outside_rows_max", "top_five_of_outside",
)  # fmt: skip


def figures_json(
    figures: Iterable[Figure], *, about: dict[str, Any], caveats: Sequence[str],
    published: Iterable[Figure | None] = (),
) -> str:  # fmt: skip
    """Figures as one JSON document.

    Args:
        figures: In their order.
        published: The same with every row as published, where renewals count once.
        about: What they are of: the file, its rows, the options.
        caveats: What has to be said with them.
    """
    document = {
        "schema": SCHEMA_ID,
        **about,
        "figures": [figure_data(figure) for figure in figures],
        "figures_as_published": [figure_data(figure) for figure in published if figure],
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


def figure_records(
    figures: Sequence[Figure], *, counting: str = "as-published",
    published: Sequence[Figure | None] = (),
) -> list[dict[str, Any]]:  # fmt: skip
    """Figures as records, one each; the columns of the grouping come first.

    Args:
        figures: In their order.
        counting: How renewals count in them, as of `Shares.counting`.
        published: The same figures with every row as published, where renewals count once.
    """
    grouping = list(dict.fromkeys(name for figure in figures for name in figure.key))
    twins = list(published) or [None] * len(figures)
    return [
        _record(figure, grouping, counting, twin, beside=bool(published))
        for figure, twin in zip(figures, twins, strict=True)
    ]


def _record(
    figure: Figure, grouping: Sequence[str], counting: str, twin: Figure | None, *, beside: bool
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "alliance": figure.alliance, "membership": figure.membership, "measure": figure.measure,
        "currency": figure.currency, "renewals": counting,
        **{name: figure.key.get(name, "") for name in grouping},
    }  # fmt: skip
    amounts = {"total": figure.total, **{name: figure.parts[name] for name in STANDINGS}}
    for name, amount in amounts.items():
        row |= {name: money(amount.cents), f"{name}_rows": amount.rows,
                f"{name}_without_value": amount.unvalued}  # fmt: skip
    row |= {n: "" if share is None else rounded(share) for n, share in _shares(figure).items()}
    if beside:
        low, high = (twin.bounds if twin else None) or (None, None)
        row |= {
            "total_as_published": money(twin.total.cents) if twin else "",
            "outside_min_as_published": "" if low is None else rounded(low),
            "outside_max_as_published": "" if high is None else rounded(high),
        }  # fmt: skip
    return {**row, "width": _terms(figure.width), "contributors": _terms(figure.contributors)}


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

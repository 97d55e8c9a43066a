"""What is known of a country as data: JSON, or rows of a CSV of all countries; in English."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from licensecheck.reference.places import country_name
from licensecheck.report.country_words import GOODS, LEFT_OUT, sorted_embargoes
from licensecheck.screening.country import CountryProfile, Known, Standing
from licensecheck.vocabulary import Value
from licensecheck.wording.result import NOT_PERMISSION
from licensecheck.wording.sources import source_text

__all__ = ["FACT_COLUMNS", "country_json", "fact_rows"]

SCHEMA: Final = "licensecheck/country/1"
FACT_COLUMNS: Final = (
    "country", "name", "as_of", "edition", "criterion", "fact", "least", "most", "source_as_of",
    "verified", "source", "read_by",
)  # fmt: skip


def country_json(profile: CountryProfile) -> str:
    """A profile as JSON, with its sources; texts are in English."""
    return json.dumps(_data(profile), indent=2, ensure_ascii=False) + "\n"


def _data(profile: CountryProfile) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "country": profile.country,
        "name": country_name(profile.country),
        "state": profile.state,
        "as_of": profile.as_of.isoformat(),
        "edition": profile.edition,
        "inside": [_standing(one) for one in profile.inside],
        "groups": [_standing(one) for one in profile.groups],
        "treaties": [_standing(one) for one in profile.treaties],
        "embargoes": [
            {"id": row.id, "authority": row.authority, "phase": row.phase,
             "target_kind": row.target_kind, "target": row.target, "legal_act": row.legal_act,
             "celex": row.celex, "since": row.since.isoformat(),
             "until": row.until.isoformat() if row.until else None, "goods": row.goods,
             "scope": row.scope, "exemptions": row.exemptions, "verified": row.source.verified}
            for row in sorted_embargoes(profile)
        ],
        "neighbours_under_embargo": {
            code: [row.id for row in rows] for code, rows in profile.neighbours
        },
        "criteria": {
            criterion: [_fact(known) for known in facts]
            for criterion, facts in profile.criteria.items()
        },
        "series": {
            name: [figure._asdict() for figure in figures]
            for name, figures in profile.series.items()
        },
        "usual_goods": [
            {"goods": GOODS[probe.goods.key], "rating": probe.goods.rating,
             "end_user": probe.goods.end_user, "status": probe.status,
             "met": [met._asdict() for met in probe.met]}
            for probe in profile.probes
        ],
        "stale": list(profile.stale),
        "overdue_tables": list(profile.overdue),
        "left_out": list(LEFT_OUT),
        "no_permission": NOT_PERMISSION,
    }  # fmt: skip


def _standing(one: Standing) -> dict[str, str]:
    return {"name": one.name, "status": one.status, "source": source_text(one.source),
            "as_of": one.source.as_of, "verified": one.source.verified}  # fmt: skip


def _fact(known: Known) -> dict[str, Any]:
    return {
        "fact": known.fact,
        "value": _known_value(known.value),
        "sources": [
            {"table": one.table, "row": one.row, "text": source_text(one), "as_of": one.as_of,
             "verified": one.verified}
            for one in known.sources
        ],
        "read_by": list(known.rules),
    }  # fmt: skip


def _known_value(value: Value | None) -> str | list[str] | None:
    if value is None:
        return None
    return value.lo if value.lo == value.hi else [value.lo, value.hi]


def fact_rows(profile: CountryProfile) -> Iterator[Sequence[str]]:
    """What is known of a country as rows of `FACT_COLUMNS`, one a fact."""
    name = country_name(profile.country)
    for criterion, facts in profile.criteria.items():
        for known in facts:
            lo, hi = known.value or ("", "")
            yield (
                profile.country, name, profile.as_of.isoformat(), profile.edition, criterion,
                known.fact, lo, hi, max((one.as_of for one in known.sources), default=""),
                " ".join(dict.fromkeys(one.verified for one in known.sources)),
                "; ".join(source_text(one) for one in known.sources[:3]), " ".join(known.rules),
            )  # fmt: skip

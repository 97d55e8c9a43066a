"""Applications that reports are held to: all scenarios and cases, and a few made to be awkward."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from licensecheck.law import law_dir, load_yaml_file, packaged_rulesets
from licensecheck.rules.cases import load_cases

DAY = "2026-11-24"
LONG = "Gesellschaft-für-wehrtechnische-Beschaffungsangelegenheiten" * 4


def triple(destination: str, rating: str, kind: str, **more: Any) -> dict[str, Any]:
    """The least application that can be made."""
    return {
        "as_of": DAY,
        "exporter": {"country": "NL"},
        "end_user": {"country": destination, "kind": kind},
        "items": [{"rating": rating}],
        **more,
    }


# The triples of the acceptance table, by the name of their stored files.
TRIPLES = {
    "saudi-arabia-vehicles-armed-forces": triple("SA", "ML6.a", "armed_forces"),
    "germany-vehicles-armed-forces": triple("DE", "ML6.a", "armed_forces"),
    "turkey-vehicles-armed-forces": triple("TR", "ML6.a", "armed_forces"),
    "ukraine-vehicles-armed-forces": triple("UA", "ML6.a", "armed_forces"),
    "russia-vehicles-armed-forces": triple("RU", "ML6.a", "armed_forces"),
    "brazil-rifles-police": triple("BR", "ML1.a", "police"),
    "congo-rifles-police": triple("CD", "ML1.a", "police"),
}

AWKWARD = {
    "many items": triple(
        "SA", "ML1.a", "armed_forces",
        items=[{"rating": f"ML{number}", "description": LONG} for number in range(1, 23)] * 5,
    ),
    "many ratings in one line": triple("SA", "ML10a,18a,22,ML6.a,ML1.a,ML4.a,ML5.b", "police"),
    "many end users": triple(
        "SA", "ML6.a", "police", end_user=None,
        end_users=[{"name": LONG, "country": code, "kind": "police"}
                   for code in ("SA", "AE", "QA", "KW", "BH", "OM", "YE", "EG", "SD", "ER")],
    ),
    "many parties and borders": triple(
        "SA", "ML6.a", "armed_forces", route=["DE", "AT", "HU", "RS", "BG", "TR", "IQ"] * 5,
        consignee={"name": LONG, "country": "DE", "kind": "company"},
        intermediaries=[{"name": LONG, "country": code, "role": "broker"}
                        for code in ("AE", "CH", "GB", "SG")] * 10,
    ),
    "the whole world": triple("diverse", "ML6.a", "armed_forces"),
    "a bloc": triple("EU", "ML6.a", "armed_forces"),
    "onward everywhere": triple(
        "SA", "ML6.a", "armed_forces", end_use={"category": "national_defence",
                                               "onward": ["YE", "SD", "EU", "AE", "diverse"]},
    ),
    "long sources and grounds": triple(
        "SA", "ML6.a", "armed_forces", reference="R" * 100,
        facts={"destination.stockpile": {"value": "weak", "source": LONG * 4, "on": "2023-12-31"},
               "end_user.ihl_record": {"value": "established", "source": "x" * 1000}},
        assessments={"c2a": {"value": "clear_risk", "by": LONG, "on": DAY,
                             "ground": f"{LONG}\n\n{LONG}"}},
    ),
    "marks of formats": triple(
        "SA", "ML6.a", "armed_forces", reference="{x} %s [red]",
        assessments={"c2a": {"value": "clear_risk", "by": "[bold]{rating}[/bold] %d",
                             "ground": "**x** <script> `y` \\x1b[31m"}},
    ),
    "goods on no list": triple("SA", "none", "company"),
    "dual use for a firm": triple("SA", "6A002", "company"),
    "an ended state of affairs": triple("ZW", "ML1.a", "police", as_of="2009-06-30"),
    "brokering": {**triple("SA", "ML6.a", "armed_forces"), "kind": "brokering"},
}  # fmt: skip
for _application in AWKWARD.values():
    if _application["end_user"] is None:
        del _application["end_user"]


@cache
def _packaged() -> tuple[tuple[str, dict[str, Any]], ...]:
    folder = law_dir() / "eu-common-position" / "scenarios"
    found = [(path.stem, load_yaml_file(path).data["application"])
             for path in sorted(folder.glob("*.yaml"))]  # fmt: skip
    for root in packaged_rulesets().values():
        found += [(case.name, dict(case.application)) for case in load_cases(root)]
    return tuple(found)


def every_application() -> Iterator[tuple[str, dict[str, Any]]]:
    """All of them with a name: stored triples, awkward ones, scenarios, cases."""
    yield from TRIPLES.items()
    yield from AWKWARD.items()
    yield from _packaged()

"""Files that an office lays beside its cases: lists, an outside screening, denials, house rules."""

from __future__ import annotations

from pathlib import Path

from tests.facts.lists.made import made

DENIALS = """\
reference,state,date,rating,destination,end_user
D-1,NL,2025-05-01,ML6,SA,Red Sea Freight
D-2,DE,2026-01-01,ML1.a,DE,unknown
D-3,FR,2024-12-01,5A001,TR,
"""
HOUSE = """\
ruleset: house
title: Export handbook
country_lists: {never: [RU, Madagascar]}
name_lists: {watch: [Quiet Mill BV, Blue Harbour Trading LLC]}
facts: {house.director_agrees: {ask: Has the director agreed?, default: no}}
stops: [law]
rules:
  - {id: house.never, title: never to these, tier: law, when: {party.country: never}}
  - {id: house.watch, title: known to us, tier: screen, when: {party.name: watch}}
  - {id: house.director, title: the director, tier: screen, when: {item.rating: ML1.a},
     unless: {house.director_agrees: yes}}
"""


def office_files(folder: Path) -> dict[str, list[Path]]:
    """The files, by the option of the command line that takes them."""
    denials, house = folder / "denials.csv", folder / "house.yaml"
    denials.write_text(DENIALS, encoding="utf-8")
    house.write_text(HOUSE, encoding="utf-8")
    return {
        "lists": [made(folder, name) for name in ("targets.simple.csv", "yente.json")],
        "denials": [denials],
        "house": [house],
    }

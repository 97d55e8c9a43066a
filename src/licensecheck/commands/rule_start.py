"""A commented start of an office's own rules: rules with their cases, and a list."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from licensecheck.commands.rules import cases_text
from licensecheck.errors import InputError, Problem
from licensecheck.outputs import write_text

__all__ = ["write_start"]

_RULES: Final = """\
# Rules of your own. They stand beside the criteria and the national rules, and take none away:
#   licensecheck check application.yaml --house {file}
#   licensecheck screen table.csv --house {file}
# After a change:
#   licensecheck rules test {file}
# An editor completes and checks this file by a schema: `licensecheck schema --folder schemas`, and
# `yaml-language-server: $schema=schemas/ruleset.schema.json` in a comment of its own above.
ruleset: {name}
title: Export handbook
# Lists: a file beside this one with one code or name a line, or the entries themselves. Rules read
# them for destination, end_user, exporter, buyer, consignee, intermediary, transit, or party (any
# of all).
country_lists:
  never: {never}
  ask_first: [EG, PK]
# Yes-or-no facts of your own: the question, and who answers it. An application states them under
# `facts`, the command line by `--set {name}.director_agrees=yes`. A default is an assumption that
# every report prints.
facts:
  {name}.director_agrees:
    ask: Has the director agreed in writing?
    title: agreement of the director
    answered_by: officer
    default: no
# A finding of one of these tiers ends `check` with exit code 8, on which a pipeline stops.
stops: [law]
# The application that every case starts from; a case says what differs.
base:
  as_of: 2026-11-24
  exporter: {{country: NL}}
  end_user: {{country: DE, kind: armed_forces}}
  items: [{{rating: ML6.a, form: complete, kind: armoured_vehicle}}]
# Each rule has a case that is met, a near miss, and one that stays open. A rule
# that fires by accident in a case of another is seen.
rules:
  # law: a bright line. With its force `deny` it reads as presumptive denial.
  - id: {name}.never
    title: a country that we never deliver to
    tier: law
    when: {{party.country: never}}
    cases:
      - triggers: a vehicle for Syria
        given: {{end_user: {{country: SY}}}}
      - near_miss: a vehicle for Germany
      - open: a vehicle for Germany or Syria, which is not said
        given: {{end_user: {{country: "Germany, Syria"}}}}

  # screen: asks for a review. An entry holds for all that stands below it.
  - id: {name}.director
    title: ML15.c needs the director
    tier: screen
    when: {{item.rating: ML15.c}}
    unless: {{{name}.director_agrees: yes}}
    cases:
      - triggers: night-vision equipment before the director has agreed
        given: {{items: [{{rating: ML15.c}}]}}
      - near_miss: the same after the director has agreed
        given: {{items: [{{rating: ML15.c}}], {name}.director_agrees: yes}}
      - open: goods of ML15 of which nobody said the entry
        given: {{items: [{{rating: ML15}}]}}

  # duty: a step that is owed, and no trigger.
  - id: {name}.ask-first
    title: the regional manager is asked first
    tier: duty
    when: {{destination.country: ask_first}}
    cases:
      - triggers: a vehicle for Egypt
        given: {{end_user: {{country: EG}}}}
      - near_miss: a vehicle for Germany, of which nobody is asked
      - open: a vehicle for Germany or Egypt, which is not said
        given: {{end_user: {{country: "Germany, Egypt"}}}}
"""
_LIST: Final = """\
# One country a line, by its code or its name.
North Korea
Syria
"""


def write_start(file: Path) -> str:
    """Write a commented start, and say what was written and that its cases pass.

    Args:
        file: The rule file, such as `house.yaml`; the ruleset takes its name.

    Raises:
        InputError: The file does not end in `.yaml`, its name is no word, or something is there.
    """
    name = file.stem
    if file.suffix != ".yaml" or not re.fullmatch(r"[a-z][a-z0-9]*", name) or name == "cp":
        what = "a rule file is named by a word of small letters, ending in `.yaml`"
        raise InputError(Problem(str(file), what, "such as `house.yaml`"))
    listed = file.with_name(f"{name}.never.txt")
    there = [one for one in (file, listed) if one.exists()]
    if there:
        raise InputError([Problem(str(one), "is there already") for one in there])
    texts = {listed: _LIST, file: _RULES}
    for path, text in texts.items():
        write_text(path, text.format(file=file.name, name=name, never=listed.name))
    said, _ = cases_text(str(file))
    return "\n".join([*(f"wrote {path}" for path in texts), said])

"""What becomes of many cases first: what needs a person, then what is open, then what is clean.

In: the status of an outcome. Out: its place in that order. A pile of files and a table of rows are
put in order by it alike.
"""

from __future__ import annotations

from typing import Final

__all__ = ["PILE", "RANKED"]

# The groups of a pile in their order, with the outcomes of each, the gravest first.
PILE: Final = (
    ("needs_a_person", ("presumptive_denial", "review")),
    ("open", ("undetermined", "out_of_scope")),
    ("no_trigger", ("no_trigger",)),
)
# Every outcome, the one to take up first in front.
RANKED: Final = tuple(status for _, statuses in PILE for status in statuses)

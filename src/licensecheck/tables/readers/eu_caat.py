"""EU annual report from 1998 on, in the column layout of Campaign Against Arms Trade.

Three files without a header: exports (what a state licensed, exported and refused, in long form),
brokering licences, and goods for international missions. The fourth, consultations, counts letters
between states and is no table of transfers. Oddities, each tested:

* `exports` has one number a row and a letter that says what it is: `a` licences, `b` their value,
  `c` value exported, `d` refusals, `e1` to `e8` how often a criterion was cited. Letters `a` and
  `d` give records without a value; `e` counts reasons and not transfers, so it is a reject, and so
  is `0`;
* its cells are parted by `;` or `,`, have blanks about them (`ML 4`), and a line may end in `;`;
* a brokered deal runs from its source, which is the exporter here, and not from the broker's state.
  The first place is the destination and the last one the source, whatever the publisher's notes
  say: helicopters go to the United Arab Emirates, goods for Bangladesh come from China;
* places and entries of brokering licences are lists parted by `; `, and a source may be missing;
* rows of 2013 are printed lists, cut at their commas: rejects;
* `Congo` is the republic (its code says so);
* missions state no value and no entry; goods stand in prose, with line breaks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from licensecheck.errors import quote
from licensecheck.tables.readers.cells import read_count, read_number, read_year
from licensecheck.tables.readers.draft import CONGO, Draft
from licensecheck.tables.readers.sheet import Layout, Line
from licensecheck.tables.record import NOT_STATED, SOME_MILITARY_ENTRY, Record, Reject

__all__ = ["LAYOUTS", "read"]

_LETTERS: Final[Mapping[str, tuple[str, str]]] = {
    "a": ("licensed", "the number of licences; their value stands in a row of its own"),
    "b": ("licensed", ""),
    "c": ("exported", ""),
    "d": ("refused", "the number of refusals; their value is not published"),
}


def _looks(width: int, **shapes: str) -> Callable[[Sequence[str]], bool]:
    """Whether a row has about so many cells, and its n-th cell has the shape given as `cell_n`."""
    wanted = {int(name.removeprefix("cell_")): re.compile(shape) for name, shape in shapes.items()}

    def fits(row: Sequence[str]) -> bool:
        return width <= len(row) <= width + 1 and all(
            shape.fullmatch(row[index]) for index, shape in wanted.items()
        )

    return fits


_YEAR, _STATE = r"(19|20)[0-9]{2}", r"[A-Z]{2}"
_EXPORTS: Final = (
    "year", "embargo", "source code", "source", "destination code", "destination", "region code",
    "region", "rating", "letter", "value",
)  # fmt: skip
_IS_EXPORTS: Final = _looks(
    11, cell_0=_YEAR, cell_1="[01]?", cell_2=_STATE, cell_4=_STATE, cell_9="[a-d]|e[1-8]"
)
EXPORTS: Final = Layout(columns=_EXPORTS, fits=_IS_EXPORTS)
EXPORTS_SEMICOLON: Final = Layout(columns=_EXPORTS, fits=_IS_EXPORTS, delimiter=";")
BROKERS: Final = Layout(
    columns=(
        "year", "broker code", "broker", "status", "destination code", "destination", "licences",
        "value", "rating", "quantity", "brokered", "source code", "source",
    ),
    fits=_looks(13, cell_0=_YEAR, cell_1=_STATE, cell_3="issued|refused"),
)  # fmt: skip
MISSIONS: Final = Layout(
    columns=(
        "year", "source code", "source", "destination code", "destination", "mission", "goods"
    ),
    fits=_looks(7, cell_0=_YEAR, cell_1=_STATE, cell_3=f"({_STATE})?", cell_6=".*[A-Za-z].*"),
)  # fmt: skip
LAYOUTS: Final = (EXPORTS, EXPORTS_SEMICOLON, BROKERS, MISSIONS)


def read(path: Path, layout: Layout) -> Iterator[Record | Reject]:
    """Read one of the three files, in the layout that was recognised."""
    mapping = {BROKERS: _broker, MISSIONS: _mission}.get(layout, _export)
    for line in layout.lines(path):
        draft = Draft(line)
        draft.year(read_year(line["year"]), line["year"])
        mapping(line, draft)
        yield draft.done()


def _export(line: Line, draft: Draft) -> None:
    draft.place("exporter", line["source"] or line["source code"], meant=CONGO)
    draft.place("destination", line["destination"] or line["destination code"], meant=CONGO)
    rating = line["rating"]
    draft.rating(SOME_MILITARY_ENTRY if rating.casefold() == "total" else rating)
    measure, note = _LETTERS.get(line["letter"], ("", ""))
    number = read_number(line["value"])
    if re.fullmatch("e[1-8]", line["letter"]):
        draft.reject("the row counts how often a criterion was cited, not transfers")
    elif not measure:
        draft.reject(f"the letter {quote(line['letter'])} is none of a, b, c, d and e1 to e8")
    elif number == 0:
        draft.reject("nothing licensed, exported or refused")
    elif note:
        draft.put(measure=measure, licences=read_count(line["value"]))
        draft.note(note)
    else:
        draft.put(measure=measure)
        draft.value(number, line["value"])


def _broker(line: Line, draft: Draft) -> None:
    source = _list(line["source"] or line["source code"])
    draft.place("exporter", source or NOT_STATED, meant=CONGO)
    draft.note("" if source else "the source of the goods is not stated")
    draft.place("destination", _list(line["destination"] or line["destination code"]), meant=CONGO)
    draft.rating(_list(line["rating"]) or SOME_MILITARY_ENTRY)
    draft.put(kind="brokering", licences=read_count(line["licences"]))
    draft.put(measure="refused" if line["status"] == "refused" else "licensed")
    draft.note(f"brokered from {line['broker'] or line['broker code']}")
    cell = line["value"] or line["brokered"]
    draft.value(read_number(cell), cell)


def _mission(line: Line, draft: Draft) -> None:
    draft.place("exporter", line["source"] or line["source code"], meant=CONGO)
    draft.place("destination", line["destination"] or line["destination code"], meant=CONGO)
    draft.put(measure="exported", description=line["goods"])
    draft.note(f"for the mission {quote(line['mission'])}; neither value nor entry is stated")


def _list(cell: str) -> str:
    return ", ".join(part.strip() for part in cell.split(";") if part.strip())

"""EU annual report from 1998 on, in the column layout of Campaign Against Arms Trade.

Three files without a header: exports (what a state licensed, exported and refused, in long form),
brokering licences, and goods for international missions. The fourth, consultations, counts letters
between states and is no table of transfers. Oddities, each tested:

* `exports` has one number a row and a letter that says what it is: `a` licences, `b` their value,
  `c` value exported, `d` refusals, `e1` to `e8` (also `e1a`, `e7a`) how often a criterion was
  cited. Lines `a` and `b` of one cell make one record, at the line of `b`; a line `a` alone and a
  line `d` give records without a value; `e` counts reasons and not transfers, so it is a reject,
  and so is `0`;
* totals stand among their parts: a line without a destination sums all states, one without an
  entry (or `Total`) sums all entries, and in some years and states there is nothing else. A total
  gives a record of what its parts do not tell; one that they tell whole is left out. The file is
  read twice for this;
* `Miscellaneous` stands for military entries that are not named;
* its cells are parted by `;` or `,`, have blanks about them (`ML 4`), some are quoted behind such a
  blank, and a line may end in `;`;
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
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final, NamedTuple

from licensecheck.errors import quote, told
from licensecheck.tables.reading.cells import read_count, read_number, read_year
from licensecheck.tables.reading.draft import CONGO, RecordDraft
from licensecheck.tables.reading.record import NOT_STATED, SOME_MILITARY_ENTRY, Record, Reject
from licensecheck.tables.reading.sheet import Layout, Line
from licensecheck.tables.reading.totals import is_total

__all__ = ["LAYOUTS", "read"]

_LETTERS: Final[Mapping[str, tuple[str, str]]] = {
    "a": ("licensed", "the number of licences; their value is not stated"),
    "b": ("licensed", ""),
    "c": ("exported", ""),
    "d": ("refused", "the number of refusals; their value is not published"),
}

_UNNAMED: Final = frozenset(("miscellaneous", "misc", "misc.", "various"))


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
    11, cell_0=_YEAR, cell_1="[01]?", cell_2=f"({_STATE})?", cell_4=f"({_STATE})?",
    cell_9="[a-d]|e[1-8]a?",
)  # fmt: skip
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
    if layout in (EXPORTS, EXPORTS_SEMICOLON):
        yield from _exports(path, layout)
        return
    mapping = {BROKERS: _broker, MISSIONS: _mission}[layout]
    for line in layout.lines(path):
        draft = RecordDraft(line)
        draft.year(read_year(line["year"]), line["year"])
        mapping(line, draft)
        yield draft.done()


class _Cell(NamedTuple):
    """Of what a number is; without destination or entry it is a total over them."""

    year: str
    source: str
    destination: str
    entry: str
    letter: str


class _Told:
    """What the lines of `exports` tell, so that a total gives only what its parts do not."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self.of: defaultdict[_Cell, Decimal] = defaultdict(Decimal)
        by_state: defaultdict[_Cell, Decimal] = defaultdict(Decimal)
        by_entry: defaultdict[_Cell, Decimal] = defaultdict(Decimal)
        for line in lines:
            cell, number = _cell(line), read_number(line["value"])
            if cell.letter not in _LETTERS or number is None:
                continue
            if cell.destination and cell.entry:
                self.of[cell] += number
                by_state[cell._replace(entry="")] += number
                by_entry[cell._replace(destination="")] += number
            else:
                # Written twice (empty and `Total`), a total is still one.
                self.of[cell] = max(self.of[cell], number)
        self._by_state, self._by_entry = by_state, by_entry
        self._rest = self._rests()

    def _rests(self) -> dict[_Cell, Decimal]:
        """What of a state's whole year and letter is in no line with a destination."""
        states: defaultdict[_Cell, Decimal] = defaultdict(Decimal)
        entries: defaultdict[_Cell, Decimal] = defaultdict(Decimal)
        for cell in {*self.of, *self._by_state, *self._by_entry}:
            whole = cell._replace(destination="", entry="")
            if cell.destination and not cell.entry:
                states[whole] += max(self.of.get(cell, Decimal(0)), self._by_state[cell])
            elif cell.entry and not cell.destination:
                entries[whole] += max(self.of.get(cell, Decimal(0)), self._by_entry[cell])
        self.placed = frozenset(cell for cell, number in states.items() if number)
        keys = {*states, *entries, *(cell for cell in self.of if not cell.destination)}
        wholes = {cell._replace(destination="", entry="") for cell in keys}
        return {
            whole: max(self.of.get(whole, Decimal(0)), entries[whole]) - states[whole]
            for whole in wholes
        }

    def left(self, cell: _Cell, number: Decimal) -> Decimal:
        """What a total adds to its parts; what it adds is then told."""
        if cell.destination:
            return number - self._by_state.pop(cell, Decimal(0))
        whole = cell._replace(destination="", entry="")
        rest = self._rest.get(whole, number)
        own = number - self._by_entry.get(cell, Decimal(0)) if cell.entry else rest
        given = max(min(own, rest), Decimal(0))
        self._rest[whole] = rest - given
        return given


def _cell(line: Line) -> _Cell:
    rating = line["rating"]
    return _Cell(
        line["year"],
        line["source"] or line["source code"],
        _place(line["destination"]) or _place(line["destination code"]),
        "" if is_total(rating) else rating,
        line["letter"],
    )


def _place(cell: str) -> str:
    return "" if is_total(cell) else cell


def _exports(path: Path, layout: Layout) -> Iterator[Record | Reject]:
    summed = _Told(layout.lines(path))
    for line in layout.lines(path):
        draft = RecordDraft(line)
        draft.year(read_year(line["year"]), line["year"])
        _export(line, draft, summed)
        yield draft.done()


def _export(line: Line, draft: RecordDraft, summed: _Told) -> None:
    cell = _cell(line)
    draft.place("exporter", cell.source, meant=CONGO)
    draft.place("destination", cell.destination or NOT_STATED, meant=CONGO)
    draft.note("" if cell.destination else "a total; the destination is not stated")
    named = cell.entry and cell.entry.casefold() not in _UNNAMED
    draft.rating(cell.entry if named else SOME_MILITARY_ENTRY)
    measure, note = _LETTERS.get(cell.letter, ("", ""))
    number = read_number(line["value"])
    if re.fullmatch("e[1-8]a?", cell.letter):
        draft.reject(told("the row counts how often a criterion was cited, not transfers"))
    elif not measure:
        draft.reject(
            told(
                "the letter {letter} is none of a, b, c, d and e1 to e8", letter=quote(cell.letter)
            )
        )
    elif number == 0:
        draft.reject(told("nothing licensed, exported or refused"))
    else:
        draft.put(measure=measure)
        if number is not None and not (cell.destination and cell.entry):
            number = _rest_of_total(cell, number, draft, summed)
        if note:
            _number(line, cell, note, draft, summed)
        else:
            draft.value(number, line["value"])
            if cell.letter == "b" and cell.destination and cell.entry:
                draft.put(licences=read_count(format(summed.of[cell._replace(letter="a")], "f")))


def _rest_of_total(cell: _Cell, number: Decimal, draft: RecordDraft, summed: _Told) -> Decimal:
    """What a total tells beyond its parts, or a reject where they tell it whole."""
    rest = summed.left(cell, number)
    whole = cell._replace(destination="", entry="", letter="b")
    counts_what_is_placed = cell.letter == "a" and not cell.destination and whole in summed.placed
    if rest <= 0 or counts_what_is_placed:
        draft.reject("a total that its parts tell whole or exceed", why="total")
    elif rest < number:
        draft.note(f"the total of {number:,} less what its parts tell")
    return rest


def _number(line: Line, cell: _Cell, note: str, draft: RecordDraft, summed: _Told) -> None:
    """A line that counts licences or refusals; it is joined to the line of their value."""
    if cell.letter == "a" and summed.of.get(cell._replace(letter="b")):
        draft.reject("the number of licences, joined to the row of their value", why="joined")
    draft.put(licences=read_count(line["value"]))
    draft.note(note)


def _broker(line: Line, draft: RecordDraft) -> None:
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


def _mission(line: Line, draft: RecordDraft) -> None:
    draft.place("exporter", line["source"] or line["source code"], meant=CONGO)
    draft.place("destination", line["destination"] or line["destination code"], meant=CONGO)
    draft.put(measure="exported", description=line["goods"])
    draft.note(f"for the mission {quote(line['mission'])}; neither value nor entry is stated")


def _list(cell: str) -> str:
    return ", ".join(part.strip() for part in cell.split(";") if part.strip())

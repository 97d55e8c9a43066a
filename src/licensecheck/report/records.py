"""Records as people take them along: in go rows of plain values, out come CSV, JSON or a workbook.

No cell of any of them is run by a spreadsheet: in CSV an apostrophe stands before it, and in a
workbook a text is stored as a text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

from licensecheck.extras import require
from licensecheck.outputs import csv_text
from licensecheck.report.elements import clean

__all__ = ["columns_of", "records_csv", "records_json", "write_workbook"]

# A spreadsheet keeps fifteen digits of a number; what has more stays a text.
_DIGITS: Final = 15
_LONGEST: Final = 60
# A sheet has so many rows, and a cell so many characters.
_MOST_ROWS: Final = 1_048_576
_MOST_CHARACTERS: Final = 32_767


def columns_of(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The columns of all rows, in the order in which they come."""
    return list(dict.fromkeys(name for row in rows for name in row))


def records_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """Records as CSV, with the columns of all."""
    columns = columns_of(rows)
    return csv_text(columns, ([_blank(row.get(name)) for name in columns] for row in rows))


def records_json(
    schema: str, about: Mapping[str, Any], rows: Sequence[Mapping[str, Any]],
    caveats: Sequence[str],
) -> str:  # fmt: skip
    """Records as one JSON document, with what has to be said of them."""
    document = {"schema": schema, **about, "records": list(rows), "caveats": list(caveats)}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def write_workbook(
    path: Path, rows: Sequence[Mapping[str, Any]], notes: Iterable[str], *, title: str
) -> None:
    """Write records as a workbook: a sheet of figures, and one of what has to be said with them.

    Args:
        path: File to write.
        rows: Records; texts of at most fifteen digits that are numbers become numbers.
        notes: Sentences.
        title: Stands above the notes.

    Raises:
        InputError: The extra `workbooks` is not installed.
    """
    require("workbooks")
    import xlsxwriter

    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    # Dates of making would make two workbooks of one table differ.
    with xlsxwriter.Workbook(str(path), safe) as book:
        book.set_properties({"title": title})
        bold = book.add_format({"bold": True})
        figures, said = book.add_worksheet("figures"), book.add_worksheet("notes")
        columns = columns_of(rows)
        for place, name in enumerate(columns):
            figures.write_string(0, place, name, bold)
            longest = max((len(str(_blank(row.get(name)))) for row in rows), default=0)
            figures.set_column(place, place, min(max(longest, len(name)) + 2, _LONGEST))
        figures.freeze_panes(1, 0)
        if rows and columns:
            figures.autofilter(0, 0, len(rows), len(columns) - 1)
        for line, row in enumerate(rows[: _MOST_ROWS - 1], 1):
            for place, name in enumerate(columns):
                _write(figures, line, place, row.get(name))
        said.set_column(0, 0, 120)
        for line, text in enumerate((title, *notes)):
            said.write_string(line, 0, clean(text), bold if line == 0 else None)


def _write(sheet: Any, line: int, place: int, cell: Any) -> None:
    if cell is None or cell == "":
        return
    number = _number(cell)
    if number is not None:
        sheet.write_number(line, place, number)
    else:
        sheet.write_string(line, place, clean(str(cell))[:_MOST_CHARACTERS])


def _number(cell: Any) -> float | int | None:
    if isinstance(cell, int):
        return cell if len(str(abs(cell))) <= _DIGITS else None
    if not isinstance(cell, str) or not cell.replace("-", "", 1).replace(".", "", 1).isdigit():
        return None
    try:
        number = Decimal(cell)
    except InvalidOperation:
        return None
    return float(number) if len(number.normalize().as_tuple().digits) <= _DIGITS else None


def _blank(cell: Any) -> Any:
    return "" if cell is None else cell

"""Cells of a CSV: nothing that anybody wrote is run by a spreadsheet, and nothing is lost."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

pl = pytest.importorskip("polars", reason="tables need the extra `tables`")

from licensecheck.outputs import csv_text, neutral, neutralised  # noqa: E402
from licensecheck.report.records import records_csv  # noqa: E402
from licensecheck.report.share_data import figure_records  # noqa: E402
from licensecheck.tables.reading.frame import to_frame  # noqa: E402
from licensecheck.tables.reading.record import Record  # noqa: E402
from licensecheck.tables.shares.share import share  # noqa: E402

RUN = ("=", "+", "-", "@", "\t", "\r")
CELLS = st.one_of(
    st.text(max_size=8), st.text("=+-@\t\r \n'1.,/ab", max_size=8), st.integers().map(str)
)


@given(CELLS)
def test_no_text_is_run_and_none_is_lost(cell: str) -> None:
    """A text that would begin a formula begins with an apostrophe; all others are as they were."""
    said = neutral(cell)
    begins = said.lstrip().startswith(RUN) or said.startswith(RUN)
    assert not begins or said.strip("+-").replace(".", "").replace("/", "").isdigit()
    assert said.removeprefix("'") == cell.removeprefix("'")
    frame = pl.DataFrame({"cell": [cell]}, schema={"cell": pl.String})
    assert neutralised(frame)["cell"].to_list() == [said]


@pytest.mark.parametrize("number", ["-1", "-0.25", "-1/3", "+4", "12"])
def test_a_number_below_nothing_stays_a_number(number: str) -> None:
    """It is run to no harm, and a sum over its column must find it."""
    assert neutral(number) == number


def test_rows_are_read_back_as_they_were_given() -> None:
    """Commas, quotes and line breaks; what is no text is written as it is."""
    text = csv_text(("a", "b"), [("x,y", 1), ('say "no"\nmore', None)])
    assert list(csv.reader(io.StringIO(text))) == [
        ["a", "b"], ["x,y", "1"], ['say "no"\nmore', ""],
    ]  # fmt: skip


def test_a_destination_that_begins_a_formula_is_only_read() -> None:
    """The words of a table reach the figures where a place cannot be read."""
    row = Record(1, "NL", '=HYPERLINK("x")', day=date(2010, 1, 1), year=2010)
    (line,) = csv.DictReader(
        io.StringIO(records_csv(figure_records(share(to_frame([row]), by=["destination"]))))
    )
    assert line["destination"] == '\'=HYPERLINK("X")'
    assert line["width"].startswith("'=HYPERLINK")

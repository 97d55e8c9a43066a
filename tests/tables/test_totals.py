"""Rows of totals: left out where their parts are read, and kept where they are all there is."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from licensecheck.tables.reading.record import Record, Reject
from licensecheck.tables.reading.totals import is_total
from tests.cli.running import run
from tests.tables.reading import rows_of

HEAD = "exporter,destination,year,rating,value\n"


def _of(tmp_path: Path, rows: str, **options) -> tuple[list[int], list[int]]:
    """Numbers of the rows that are kept, and of those left out as totals."""
    found = rows_of(tmp_path, HEAD + rows, reader="generic", **options)
    kept = [row.number for row in found if isinstance(row, Record)]
    return kept, [row.number for row in found if isinstance(row, Reject) and row.why == "total"]


@pytest.mark.parametrize(
    "word",
    ["Total", "total", "TOTAL", "World", "Totals", "Total:", "Grand Total", "Gesamt", "Totaal",
     "Insgesamt", "Summe", "Totale", "Totalt", "Yhteensä", "Razem", "Összesen", "Celkem", "monde",
     "all countries", "alle landen", "Todos los países"],
)  # fmt: skip
def test_a_word_for_a_total_in_each_language(tmp_path: Path, word: str) -> None:
    """Beside its parts it is left out, wherever it stands."""
    rows = f"NL,US,2020,,10\nNL,IN,2020,,10\nNL,{word},2020,,20\n"
    assert _of(tmp_path, rows) == ([1, 2], [3])
    rows = f"NL,{word},2020,,20\nNL,US,2020,,10\nNL,IN,2020,,10\n"
    assert _of(tmp_path, rows) == ([2, 3], [1])


@pytest.mark.parametrize("rows", [
    "NL,Total,2020,,20\n",
    "NL,Total,2020,,20\nNL,US,2021,,10\n",
    "NL,Total,2020,,20\nDE,US,2020,,10\n",
    "NL,Total,2020,ML1,20\nNL,US,2020,ML2,10\n",
    "NL,US,2020,total,20\nNL,IN,2020,ML2,10\n",
])  # fmt: skip
def test_a_total_of_nothing_else_is_kept(tmp_path: Path, rows: str) -> None:
    """Of another year, exporter or category no part is read, so nothing would be left of it."""
    kept, left_out = _of(tmp_path, rows)
    assert 1 in kept
    assert left_out == []


def test_totals_over_two_things_at_once(tmp_path: Path) -> None:
    """Each category, each state and the whole: every transfer is counted once."""
    rows = (
        "NL,US,2020,ML1,10\nNL,US,2020,ML2,5\nNL,US,2020,total,15\nNL,IN,2020,total,7\n"
        "NL,Total,2020,ML1,10\nNL,Total,2020,total,22\n,Total,,,22\n"
    )
    assert _of(tmp_path, rows) == ([1, 2, 4], [3, 5, 6, 7])


def test_all_countries_may_be_a_licence(tmp_path: Path) -> None:
    """A licence for every country is no sum of the others."""
    assert _of(tmp_path, "NL,US,2020,,10\nNL,IN,2020,,10\nNL,all countries,2020,,3\n") == (
        [1, 2, 3], [],
    )  # fmt: skip


def test_a_total_that_differs_says_so(tmp_path: Path) -> None:
    """The reason tells both figures."""
    *_, total = rows_of(tmp_path, HEAD + "NL,US,2020,,10\nNL,Total,2020,,25\n", reader="generic")
    assert total.reasons == (
        "a row of totals (`Total`): its parts are read, and add up to 10, not 25",
    )


@pytest.mark.parametrize("word", ["Totalitaria", "Sum of parts", "New World", "Togo", "ML1", ""])
def test_other_words_are_no_totals(word: str) -> None:
    """The whole cell is the word, or the row is none."""
    assert not is_total(word)


def test_a_total_in_a_column_of_years(tmp_path: Path) -> None:
    """A row whose years are columns is a total in the years in which its parts are read."""
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("columns: {destination: to}\nconstants: {exporter: NL}\nyears: true\n")
    text = "to,2019,2020\nUS,,10\nWorld,4,10\n"
    found = rows_of(tmp_path, text, mapping=mapping)
    assert [(row.number, row.year, row.value) for row in found] == [
        (1, 2020, Decimal(10)), (2, 2019, Decimal(4)),
    ]  # fmt: skip


def test_a_subtotal_of_the_rows_before_it(tmp_path: Path) -> None:
    """By its word and its sum; what only looks like one is kept."""
    rows = (
        "NL,US,2020,,10\nNL,DE,2020,,5\nNL,Total NATO,2020,,15\nNL,IN,2020,,10\n"
        "NL,Sub-total: Asia,2020,,10\nNL,Africa total,2020,,3\nNL,Total,2020,,28\n"
    )
    assert _of(tmp_path, rows) == ([1, 2, 4, 6], [3, 5, 7])


@pytest.mark.parametrize(
    ("value", "sums"),
    [("100", (Decimal(100), Decimal(30))), ("30", None), ("30.1", None), ("", None)],
)
def test_a_total_of_more_than_is_read(tmp_path: Path, value: str, sums: object) -> None:
    """What no row accounts for stands beside the reject, and is no matter of rounding."""
    rows = f"NL,US,2020,,10\nNL,IN,2020,,20\nNL,Total,2020,,{value}\n"
    found = rows_of(tmp_path, HEAD + rows, reader="generic")
    rejected = [row for row in found if isinstance(row, Reject)]
    assert [row.why for row in rejected] == ["total"]
    assert (rejected[0].sums and rejected[0].sums[:2]) == sums


def test_what_no_row_accounts_for_is_told(tmp_path: Path) -> None:
    """With the totals of which the rows give the least, and their rows."""
    path, mapping = tmp_path / "t.csv", tmp_path / "m.yaml"
    path.write_text(HEAD + "NL,US,2020,,10\nNL,Total,2020,,1000\n", encoding="utf-8")
    mapping.write_text("columns: {}\nconstants: {currency: EUR}\n", encoding="utf-8")
    said = " ".join(run("share", str(path), "--mapping", str(mapping)).out.split())
    assert "1 row of totals with another value than the rows beside them" in said
    assert "(row 2: 1,000 EUR, of which the rows give 10)" in said


PARTS = "USA,NL,2020,10,EUR,ML10\nIndia,NL,2020,10,EUR,ML6\n"


@pytest.mark.parametrize(
    ("rows", "left"),
    [
        ("TOTAL NATO,NL,2020,10,EUR,\nTOTAL non-NATO,NL,2020,10,EUR,\n"
         "Grand total:,NL,2020,20,EUR,\n", 3),
        ("World,NL,2020,20,EUR,\nTotal EU,NL,2020,0,EUR,\nAsia total,NL,2020,10,EUR,\n", 3),
        ("Total,NL,2020,20,EUR,ML1-22\n", 1),
        ("Total,NL,2020,20,EUR,1 to 22\n", 1),
        # No total of the table tells that these are none, so they stay and widen the bounds.
        ("Total NATO,NL,2020,10,EUR,\nTotal non-NATO,NL,2020,10,EUR,\n", 0),
        ("Total NATO,NL,2020,10,EUR,\nTotal,NL,2020,31,EUR,\n", 1),
        ("Total,NL,2020,25,EUR,ML1-22\n", 0),
    ],
)  # fmt: skip
def test_subtotals_that_stand_behind_and_totals_of_a_range(
    tmp_path: Path, rows: str, left: int
) -> None:
    """A total that is the sum without subtotals leaves them out; and one of a range of entries."""
    head = "destination,exporter,year,value,currency,rating\n"
    found = rows_of(tmp_path, head + PARTS + rows)
    assert sum(isinstance(row, Reject) and row.why == "total" for row in found) == left
    assert len(found) == 2 + rows.count("\n")
    if left == rows.count("\n"):
        assert sum(row.value for row in found if isinstance(row, Record)) == 20

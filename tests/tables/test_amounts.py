"""Amounts as people write them: each is read in its one way, or counted as unread."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensecheck.tables.reading.cells import decimal_mark, read_amount, read_money, read_number
from licensecheck.tables.reading.intake import load_table
from tests.cli.running import run
from tests.tables.reading import records_of

WRITTEN = [
    ("1234", ".", "1234"), ("1,234", ".", "1234"), ("1.234", ",", "1234"), ("1 234", ",", "1234"),
    ("1'000'000", ".", "1000000"), ("1’000’000.50", ".", "1000000.50"),
    ("12,34,567", ".", "1234567"), ("1.234,00", ",", "1234.00"), ("EUR 1.234,00", ",", "1234.00"),
    ("€ 5", ".", "5"), ("5 €", ".", "5"), ("US$ 1,000.00", ".", "1000.00"), ("-67", ".", "-67"),
    ("−67", ".", "-67"), ("67-", ".", "-67"), ("(67)", ".", "-67"), ("(1,234.5)", ".", "-1234.5"),
    ("€ -67", ".", "-67"), ("-€67", ".", "-67"), ("1.25E+06", ".", "1250000"),
    ("1,25e6", ",", "1250000"), ("1.234,-", ",", "1234"), ("+5", ".", "5"),
]  # fmt: skip
UNREAD = [
    "x", "12.5.1", "1,2,3", "1.23.456", "24m", "ca. 5", "abt 100", "1e999999", "9" * 16, "EUR",
    "5 EUR USD", "٣", "1_000", "--5", "0x10", "5%", "1/2",
]  # fmt: skip


@pytest.mark.parametrize(("cell", "mark", "amount"), WRITTEN)
def test_written_amounts(cell: str, mark: str, amount: str) -> None:
    """Groups, signs, brackets, currencies and the short form of a spreadsheet."""
    written = read_money(" ".join(cell.split()), mark)
    assert written is not None
    assert written.amount == Decimal(amount)


@pytest.mark.parametrize("cell", UNREAD)
def test_what_is_no_amount(cell: str) -> None:
    """Nothing is made of it under either mark."""
    assert read_money(cell, ".") is None
    assert read_money(cell, ",") is None


@given(
    amount=st.integers(0, 10**15 - 1), cents=st.integers(0, 99), mark=st.sampled_from(".,"),
    group=st.sampled_from(("", ".", ",", " ", "'")), negative=st.booleans(),
)  # fmt: skip
def test_any_amount_written_by_rule_is_read(amount, cents, mark, group, negative) -> None:
    """Every amount comes back exactly, in each way of writing it; the mark tells itself."""
    if group == mark:
        group = ""
    text = f"{'-' * negative}{f'{amount:,}'.replace(',', group)}{mark}{cents:02}"
    expected = Decimal(amount) + Decimal(cents) / 100
    found = read_money(text, mark)
    assert found is not None
    assert found.amount == (-expected if negative else expected)
    assert decimal_mark(text) == mark


def test_amounts_of_programs() -> None:
    """The readers of published files read corrections, and refuse what lost its zeros."""
    assert read_amount("-67500000") == -67_500_000
    assert read_amount("1'000'000") == 1_000_000
    assert read_amount("1.25E+06") == 1_250_000
    assert read_amount("112.95") is None
    assert read_number("-12.50") == Decimal("-12.5")
    assert read_number("1e999") is None


def _values(tmp_path: Path, cells: list[str]) -> list[Decimal | None]:
    rows = "".join(f"NL;CL;2014;EUR;{cell}\n" for cell in cells)
    text = "exporter;destination;year;currency;value\n" + rows
    return [row.value for row in records_of(tmp_path, text, reader="generic")]


def test_the_column_tells_its_decimal_mark(tmp_path: Path) -> None:
    """`1.234` is a thousand and more beside `5,50`, and one and a fraction beside `5.5`."""
    assert _values(tmp_path, ["1.234", "5,50"]) == [Decimal(1234), Decimal("5.50")]
    assert _values(tmp_path, ["1.234", "5.5"]) == [Decimal("1.23"), Decimal("5.5")]


def test_a_column_that_does_not_tell_is_not_guessed(tmp_path: Path) -> None:
    """Alone, or among marks of both kinds, `1.234` is not read; what is certain is."""
    assert _values(tmp_path, ["1.234", "1.234", "7"]) == [None, None, Decimal(7)]
    assert _values(tmp_path, ["1.234", "5,50", "5.5"]) == [None, Decimal("5.50"), Decimal("5.5")]


def test_unread_values_are_counted_with_examples(tmp_path: Path) -> None:
    """What is written and not read is kept by its words; what is missing is not among it."""
    path = tmp_path / "t.csv"
    path.write_text(
        "exporter,destination,year,value\nNL,CL,2014,many\nNL,CL,2014,many\nNL,CL,2014,-\n"
        "NL,CL,2014,\nNL,CL,2014,5\n"
    )
    taken = load_table(path)
    assert taken.unread_values == {"many": 2}
    assert taken.frame["cents"].sum() == 500


LIMIT = 10**15
TOO_LARGE = (
    str(LIMIT), f"-{LIMIT}", f"{LIMIT - 1}.999999", f"{LIMIT - 1}.995", f"-{LIMIT - 1}.999",
    str(2**63 - 1), "92233720368547758.07", "1e15",
)  # fmt: skip


@pytest.mark.parametrize("cell", TOO_LARGE)
def test_what_is_too_large_is_unread_for_shares_and_for_screening(
    tmp_path: Path, cell: str
) -> None:
    """One rule for both: such a value is counted as unread, and its row keeps its place."""
    path = tmp_path / "t.csv"
    path.write_text(
        f"exporter,destination,year,rating,value,currency\nNL,CL,2014,ML10,{cell},EUR\n"
    )
    assert load_table(path).unread_values == {cell: 1}
    screened = run("screen", str(path))
    assert "1 row with a value that is written and cannot be read" in " ".join(screened.out.split())
    assert cell in screened.out
    assert "rejected" not in screened.out
    assert cell in run("table", str(path)).out


@pytest.mark.parametrize("cell", [f"{LIMIT - 1}.99", f"{LIMIT - 1}.994", f"-{LIMIT - 1}.99"])
def test_what_is_not_too_large_counts(tmp_path: Path, cell: str) -> None:
    """The largest amounts are read by both, and stand apart in the columns of a report."""
    path = tmp_path / "t.csv"
    path.write_text(
        f"exporter,destination,year,rating,value,currency\nNL,CL,2014,ML10,{cell},EUR\n"
    )
    assert load_table(path).unread_values == {}
    assert "rejected" not in run("screen", str(path)).out
    row = next(line for line in run("share", str(path)).out.splitlines() if "  all " in line)
    assert len(row.split()) == 7

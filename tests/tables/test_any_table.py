"""Tables of any words, right and wrong: nothing is lost, counted twice, or breaks the reading."""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

pytest.importorskip("polars")

import polars as pl

from licensecheck import InputError
from licensecheck.report.share import share_text
from licensecheck.tables.deciding.screen_table import TableScreener
from licensecheck.tables.reading import read_table
from licensecheck.tables.reading.cells import clean
from licensecheck.tables.reading.frame import raw_frame, to_frame, to_records
from licensecheck.tables.reading.generic import FIELDS
from licensecheck.tables.reading.intake import Table, load_table
from licensecheck.tables.reading.mapping import CLOSED
from licensecheck.tables.reading.record import Record, Reject
from licensecheck.tables.shares.share import GROUPINGS, Shares

pytestmark = pytest.mark.costly

# Some hundreds each time, and thousands under the deep profile.
many = settings(
    max_examples=max(300, settings.default.max_examples) if settings.default else 300,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# Of each field words that are read, words that are not, and what a person may write.
_ANY = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8)
_WORDS = {
    "exporter": ["NL", "DE", "Germany", "Frankrijk", "XX", "EU", "Total", "World", "",
                 "qqqq", "US"],
    "destination": ["US", "SA", "Duitsland", "diverse landen", "EU", "NAVO+", "Hongkong",
                    "VS, China", "Total", "all countries", "Welt", "Soviet Union", "ZZ", "",
                    "Kongo", "\u202eUS"],
    "day": ["2020-02-29", "2021-02-29", "03/04/2020", "1939-09-01", "", "2020-13-01", "43831"],
    "year": ["2020", "2021.0", "2009", "1", "9999", "", "MMXX", "2_0_2_0"],
    "rating": ["ML1a", "ML6", "10", "ML99", "EAR99", "6A002", "ML10a,18a", "Total", "", "9A610",
               "5A002.a.1", "ML", "none", "6A003" + "9" * 40],
    "value": ["0", "10", "-10", "(5)", "1.234", "1,234", "EUR 1.234,00", "1'000'000", "1.25E+06",
              "1e999999", "9" * 15, "9" * 16, "", "-", "n/a", "x", "$5", "12 USD",
              "0.005", "\u0663"],
    "currency": ["EUR", "USD", "RUB", "TIV", "€", "", "Euro", "XXX", "eu"],
    "measure": ["licensed", "Exported", "refused", "transit", "", "sold"],
    "permanent": ["yes", "no", "unknown", "", "maybe"],
    "kind": ["export", "transit", "brokering", "", "import"],
    "form": ["complete", "component", "", "part"],
    "renewal": ["yes", "no", "", "ja"],
    "reference": ["A", "B", "C", ""],
    "replaces": ["A", "B", "Z", ""],
    "until": ["2021-01-01", "soon", ""],
    "licences": ["1", "2.0", "many", "", "9" * 12],
    "consignee": ["BE", "qqqq", ""],
    "route": ["BE", ""],
    "origin": ["US", "qqqq", ""],
    "exporter_name": ["Yard BV", ""], "consignee_name": ["Agent", "=1+1", ""],
    "end_user": ["Land Forces", "Gazprombank", ""],
    "end_user_kind": ["armed_forces", "police", "army", ""],
    "end_user_country": ["SA", "Duitsland", "EU", "qqqq", ""],
    "end_use": ["national_defence", "resale", "war", ""],
    "onward": ["SA", "none_declared", "expected_unnamed", "BE; SA", "qqqq", ""],
    "end_use_place": ["destination", "third_country", "moon", ""],
    "buyer": ["Trader SA", "=1+1", ""], "buyer_kind": ["company", "army", ""],
    "buyer_country": ["RU", "Duitsland", "EU", "qqqq", ""],
    "contract_date": ["2014-07-31", "31-07-2014", "2014-02-30", "soon", ""],
    "description": ["parts", "=1+1", ""],
}  # fmt: skip


@st.composite
def _tables(draw: st.DrawFn, *, most: int = 8, plain: bool = False) -> tuple[list[str], list]:
    """A header and rows; `plain`: without words for totals, which depend on other rows."""
    optional = [name for name in FIELDS if name not in ("exporter", "destination", "year")]
    columns = ["exporter", "destination", "year"]
    columns += draw(st.lists(st.sampled_from(optional), unique=True, max_size=8))
    words = {name: st.sampled_from(_WORDS[name]) | (_ANY if not plain else st.nothing())
             for name in columns}  # fmt: skip
    if plain:
        totals = {"Total", "World", "Welt", "all countries"}
        words = {n: st.sampled_from([w for w in _WORDS[n] if w not in totals]) for n in columns}
    row = st.tuples(*(words[name] for name in columns)).map(list)
    return columns, draw(st.lists(row, max_size=most))


def _written(path: Path, columns: list[str], rows: list, delimiter: str = ",") -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows([columns, *rows])
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    return path


def _figures(table: Table, *by: str, chains: Any = "as-published") -> Counter:
    """All sums of a table by standing, over the keys of a grouping."""
    return _summed(Shares(table.frame, chains=chains), *by)


def _summed(shares: Shares, *by: str) -> Counter:
    found: Counter = Counter()
    for one in shares.by(*by):
        for standing, amount in one.parts.items():
            key = (one.measure, one.currency, standing)
            found[(*key, "cents")] += amount.cents
            found[(*key, "rows")] += amount.rows
            found[(*key, "unvalued")] += amount.unvalued
    return Counter({key: number for key, number in found.items() if number})


@many
@given(drawn=_tables(), separator=st.sampled_from(",;\t|"))
def test_every_row_is_accounted_for(tmp_path: Path, drawn, separator: str) -> None:
    """Rows in = rows of records + rejects + rows left out; sums are those of the records."""
    columns, rows = drawn
    path = _written(tmp_path / "table.csv", columns, rows, separator)
    taken = load_table(path)
    given_ = sum(1 for row in rows if row)
    assert taken.rows == given_
    numbers = [*taken.frame["number"].unique(), *(r.number for r in taken.rejects + taken.left_out)]
    assert sorted(numbers) == list(range(1, given_ + 1))
    records = [row for row in read_table(path) if isinstance(row, Record)]
    if not records:
        return
    whole = _figures(taken)
    assert sum(n for key, n in whole.items() if key[-1] == "rows") == len(records)
    assert sum(n for key, n in whole.items() if key[-1] == "cents") == sum(
        int((row.value or 0) * 100) for row in records
    )
    for chains in ("as-published", "newly-authorised"):
        shares = Shares(taken.frame, chains=chains)
        for by in (*itertools.combinations(GROUPINGS, 2), *((name,) for name in GROUPINGS)):
            assert _summed(shares, *by) == _summed(shares)
    assert share_text(taken, Shares(taken.frame), ("year", "category"))


@many
@given(drawn=_tables(), data=st.data())
def test_the_order_of_rows_does_not_matter(tmp_path: Path, drawn, data: st.DataObject) -> None:
    """A shuffled table has the same figures, the same rejects and the same rows left out."""
    columns, rows = drawn
    first = load_table(_written(tmp_path / "a.csv", columns, rows))
    again = load_table(_written(tmp_path / "b.csv", columns, data.draw(st.permutations(rows))))
    for chains in ("auto", "as-published"):
        assert _figures(first, "year", chains=chains) == _figures(again, "year", chains=chains)
    for one, other in ((first.rejects, again.rejects), (first.left_out, again.left_out)):
        assert Counter(r.reasons for r in one) == Counter(r.reasons for r in other)
    assert first.unread_values == again.unread_values


@many
@given(drawn=_tables(plain=True), cut=st.integers(0, 8))
def test_parts_of_a_table_add_up(tmp_path: Path, drawn, cut: int) -> None:
    """Two halves have together what the whole has, where the decimal mark is stated."""
    columns, rows = drawn
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("decimal: '.'\n")
    halves = [
        load_table(_written(tmp_path / f"{n}.csv", columns, half), mapping=mapping)
        for n, half in enumerate((rows[:cut], rows[cut:]))
    ]
    whole = load_table(_written(tmp_path / "whole.csv", columns, rows), mapping=mapping)
    assert whole.rows == sum(half.rows for half in halves)
    together = _figures(halves[0])
    together.update(_figures(halves[1]))
    assert _figures(whole) == {key: number for key, number in together.items() if number}


# Fields of which a row may name several, as a program writes them: a list in the cell.
_SEVERAL = ("destination", "rating", "route", "onward")


@many
@given(data=st.data(), drawn=_tables(most=4))
def test_what_a_program_writes_is_read_as_text(tmp_path: Path, data: st.DataObject, drawn) -> None:
    """Lists and bytes in the cells of JSON and Parquet say what a text with semicolons says."""
    columns, rows = drawn
    rows = [row for row in rows if any(map(clean, row))]
    more = {
        name: data.draw(st.lists(st.sampled_from(_WORDS[name]), min_size=len(rows),
                                 max_size=len(rows)), label=name)
        for name in columns if name in _SEVERAL and data.draw(st.booleans())
    }  # fmt: skip
    cells = [
        {name: [cell, more[name][at]] if name in more else cell
         for name, cell in zip(columns, row, strict=True)}
        for at, row in enumerate(rows)
    ]  # fmt: skip
    as_text = [
        ["; ".join(filter(None, map(clean, cell))) if isinstance(cell, list) else cell
         for cell in row.values()]
        for row in cells
    ]  # fmt: skip
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("decimal: '.'\n")
    written = list(read_table(_written(tmp_path / "t.csv", columns, as_text), mapping=mapping))
    assume(len(written) == len(as_text))
    lines = [json.dumps(row) for row in cells]
    (tmp_path / "t.json").write_text(f"[{','.join(lines)}]", encoding="utf-8")
    (tmp_path / "t.jsonl").write_text("\n".join(lines), encoding="utf-8")
    as_bytes = [name for name in columns if name not in more and data.draw(st.booleans())]
    pl.DataFrame(cells, schema={n: pl.List(pl.String) if n in more else pl.String for n in columns}
                 ).with_columns(pl.col(as_bytes).cast(pl.Binary)).write_parquet(
        tmp_path / "t.parquet"
    )  # fmt: skip
    for name in ("t.json", "t.jsonl", "t.parquet") if rows else ():
        assert list(read_table(tmp_path / name, mapping=mapping)) == written, name


@many
@given(data=st.data(), drawn=_tables(plain=True))
def test_a_mapping_says_what_their_words_mean(tmp_path: Path, data: st.DataObject, drawn) -> None:
    """Their columns and words for ours; rows that it leaves out, and no others, are left out."""
    columns, rows = drawn
    theirs = {name: f"Spalte {number}" for number, name in enumerate(columns)}
    words = {
        name: {f"Wort {number}": ours for number, ours in enumerate(CLOSED[name])}
        for name in columns if name in CLOSED and data.draw(st.booleans())
    }  # fmt: skip
    back = {name: {ours: word for word, ours in of.items()} for name, of in words.items()}
    said = [
        [back.get(name, {}).get(cell, cell) for name, cell in zip(columns, row, strict=True)]
        for row in rows
    ]
    at = data.draw(st.integers(0, len(columns) - 1))
    left_out = {clean(row[at]).casefold() for row in said[: data.draw(st.integers(0, 2))]} - {""}
    mapping, plain = tmp_path / "theirs.yaml", tmp_path / "ours.yaml"
    plain.write_text("decimal: '.'\n")
    made = {"decimal": ".", "columns": theirs, "words": words,
            "leave_out": {theirs[columns[at]]: sorted(left_out)} if left_out else {}}  # fmt: skip
    mapping.write_text(yaml.safe_dump(made), encoding="utf-8")
    path = _written(tmp_path / "theirs.csv", [theirs[name] for name in columns], said)
    taken = load_table(path, mapping=mapping)
    kept = [row for row, cells in zip(rows, said, strict=True)
            if clean(cells[at]).casefold() not in left_out]  # fmt: skip
    as_ours = load_table(_written(tmp_path / "ours.csv", columns, kept), mapping=plain)
    assert taken.rows == len([row for row in rows if row])
    assert len(taken.left_out) == taken.rows - as_ours.rows
    assert len(taken.rejects) == len(as_ours.rejects)
    assert _figures(taken, "year") == _figures(as_ours, "year")


@pytest.fixture(scope="module")
def screener() -> TableScreener:
    """One for all tables: what it has decided once it need not decide again."""
    return TableScreener(sample=0, before_first="first-edition")


@many
@given(drawn=_tables(most=4))
def test_every_row_is_screened_or_rejected(tmp_path: Path, screener, drawn) -> None:
    """Each record comes out decided or as a reject with its reasons."""
    columns, rows = drawn
    found = list(read_table(_written(tmp_path / "table.csv", columns, rows)))
    records = [row for row in found if isinstance(row, Record)]
    screened = screener.screen(raw_frame(records))
    assert screened.frame.height + len(screened.rejects) == len(records)
    assert all(isinstance(r, Reject) and r.reasons and all(r.reasons) for r in screened.rejects)


@many
@given(data=st.binary(max_size=300) | st.text(max_size=300).map(lambda t: t.encode("utf-16")))
def test_any_bytes_by_a_mapping(tmp_path: Path, data: bytes) -> None:
    """Whatever the file holds, it is read or refused in plain words."""
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("columns: {destination: a}\nconstants: {exporter: NL, year: '2020'}\n")
    for name in ("t.csv", "t.json", "t.jsonl", "t.xlsx", "t.ods"):
        path = tmp_path / name
        path.write_bytes(data)
        try:
            taken = load_table(path, mapping=mapping)
        except InputError as error:
            said = str(error)
        else:
            said = taken.name
            assert to_frame(to_records(taken.frame)).height == taken.frame.height
        assert name in said

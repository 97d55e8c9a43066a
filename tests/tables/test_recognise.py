"""A format is known by its header, and what is not known is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licensecheck import InputError
from licensecheck.tables.reading import READERS, read_table, recognise
from licensecheck.tables.reading.record import Record, Reject

LAYOUTS = [(reader.name, layout) for reader in READERS.values() for layout in reader.layouts]
HEADED = [(name, layout) for name, layout in LAYOUTS if layout.fits is None]


def _refused(path: Path, **options) -> str:
    with pytest.raises(InputError) as caught:
        list(read_table(path, **options))
    return str(caught.value)


@pytest.mark.parametrize(("name", "layout"), HEADED)
def test_a_header_is_known(tmp_path: Path, name: str, layout) -> None:
    """The columns that a layout needs are enough, in any order, and an empty table is no fault."""
    path = tmp_path / "table.csv"
    path.write_text(layout.delimiter.join(reversed(layout.needs)) + "\n", encoding="utf-8")
    assert recognise(path) == name
    assert list(read_table(path)) == []


@pytest.mark.parametrize(("name", "layout"), HEADED)
def test_a_column_that_is_missing_is_named(tmp_path: Path, name: str, layout) -> None:
    """One column less, and both `auto` and the named reader say which."""
    path = tmp_path / "table.csv"
    path.write_text(layout.delimiter.join(layout.needs[:-1]) + "\n", encoding="utf-8")
    assert f"`{layout.needs[-1]}`" in _refused(path)
    assert f"the header lacks `{layout.needs[-1]}`" in _refused(path, reader=name)


def test_what_is_no_table_lists_the_readers(tmp_path: Path) -> None:
    """The message says what was not found and which readers there are."""
    path = tmp_path / "table.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    message = _refused(path)
    assert "the header is that of no table known here" in message
    assert all(name in message for name in READERS)


def test_files_and_readers_that_are_not_there(tmp_path: Path) -> None:
    """A file that does not exist, a folder, a reader nobody wrote, and a mapping out of place."""
    assert "cannot be read" in _refused(tmp_path / "absent.csv")
    assert "cannot be read" in _refused(tmp_path)
    assert "did you mean `uk-licences`?" in _refused(tmp_path / "x.csv", reader="uk-licence")
    path = tmp_path / "x.csv"
    message = _refused(path, reader="uk-licences", mapping=path)
    assert "the reader `uk-licences` takes no mapping" in message


def _survives(path: Path, **options) -> None:
    numbers: dict[int, type] = {}
    try:
        for row in read_table(path, **options):
            assert isinstance(row, Record | Reject)
            assert numbers.setdefault(row.number, type(row)) is type(row)
    except InputError:
        return
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


suppress = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@suppress
@given(data=st.binary(max_size=400), reader=st.sampled_from(["auto", *READERS]))
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes, reader: str) -> None:
    """No file brings a reader down: what it cannot read it refuses."""
    for suffix in ("csv", "jsonl", "parquet"):
        path = tmp_path / f"table.{suffix}"
        path.write_bytes(data)
        _survives(path, reader=reader)


CELLS = st.one_of(
    st.sampled_from(
        ["", "0", "1", "2010", "2010-01-01", "01/02/2010", "31012010", "Total", "ML1", "na", "Na",
         "1,000", "12.5", "1 000", "J", "D", "2005", "Korea (Dem Rep Of)", "b", "e1", "issued",
         "AT", "1990; 1991", "99999999999999999999", "²", "٣"]
    ),
    st.text(max_size=12),
)  # fmt: skip


def _written(rows: list[list[str]], delimiter: str) -> str:
    return "".join(
        delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows
    )


@suppress
@given(data=st.data(), chosen=st.sampled_from(LAYOUTS))
def test_any_cells_under_a_known_header_are_read_or_refused(
    tmp_path: Path, data: st.DataObject, chosen
) -> None:
    """Rows of any cells give records or rejects, each row once, and documents that can be made."""
    name, layout = chosen
    width = len(layout.columns or layout.needs)
    row = st.lists(CELLS, min_size=1, max_size=width + 2)
    rows = data.draw(st.lists(row, max_size=6))
    header = [] if layout.fits is not None else [list(layout.needs)]
    path = tmp_path / "table.csv"
    text = _written([*header, *rows], layout.delimiter)
    path.write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
    _survives(path, reader=name)
    try:
        records = [row for row in read_table(path, reader=name) if isinstance(row, Record)]
    except InputError:
        return
    for record in records:
        assert record.exporter
        assert record.destination
        assert record.application()["as_of"].year == record.year

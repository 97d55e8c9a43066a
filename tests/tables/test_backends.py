"""DuckDB, PySpark and lazy Polars give what Polars gives, row for row, and fetch only a few."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

pl = pytest.importorskip("polars")
duckdb = pytest.importorskip("duckdb")

from hypothesis import HealthCheck, given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from licensecheck import InputError  # noqa: E402
from licensecheck.tables.deciding.screen import screen_foreign, screen_table  # noqa: E402
from licensecheck.tables.deciding.screen_table import TableScreener  # noqa: E402
from licensecheck.tables.foreign import EngineFrame, UnsupportedFrame  # noqa: E402
from licensecheck.tables.reading.frame import raw_frame, to_frame  # noqa: E402
from licensecheck.tables.reading.intake import load_table  # noqa: E402
from licensecheck.tables.reading.record import Parties, Record  # noqa: E402
from licensecheck.tables.shares.share import GROUPINGS, Shares, share  # noqa: E402
from tests.conftest import ROOT  # noqa: E402
from tests.tables.strategies import DAYS, tables  # noqa: E402

pytestmark = pytest.mark.costly

ALLIANCES = ("nato", "nato-or-eu")
OPTIONS: dict[str, Any] = {
    "alliances": ALLIANCES, "before_first": "first-edition", "sample": 0,
}  # fmt: skip
CLOCKS = ("licence-date", "2024-03-07")
SCREENER = TableScreener(**OPTIONS)

BASE = Record(0, "NL", "SA", day=date(2020, 1, 1), year=2020, rating="ML6.a")
STRANGE = [
    BASE,
    replace(BASE, day=None, year=2019, until=date(2030, 1, 1)),
    replace(BASE, destination="qqqq"),
    replace(BASE, destination="China via Hongkong", consignee="DE", route="RU"),
    replace(BASE, description="y" * 2001),
    replace(BASE, description=" "),
    replace(BASE, reference="a\x07b"),
    replace(BASE, origin="qqqq"),
    replace(BASE, until=date(2200, 1, 1)),
    replace(BASE, day=date(1850, 1, 1), year=1850),
    replace(BASE, measure="refused", kind="transit", form="component"),
    replace(BASE, rating="M10"),
    replace(BASE, rating="ML4.a,6A002", description="é€漢字", licences=3, notes=("one",)),
    replace(BASE, exporter=""),
    replace(BASE, day=date(2005, 1, 1), year=2005),
    replace(BASE, destination="LU", form="component"),
    replace(BASE, destination="LU", form="component", parties=Parties(end_user="Acme")),
    replace(BASE, destination="BE", form="component", parties=Parties(end_user="Other")),
    replace(BASE, parties=Parties(buyer="Acme")),
    replace(BASE, parties=Parties(buyer="Acme", buyer_country="RU", contract_date="2013-01-02")),
    replace(BASE, parties=Parties(buyer="Other", buyer_country="RU", contract_date="2013-01-02")),
    replace(BASE, parties=Parties(buyer_kind="army", contract_date="soon")),
]


def varied() -> list[Record]:
    """Every strange row under every kind of value, twice, numbered."""
    values = [(None, "EUR"), (Decimal("12.34"), "EUR"), (Decimal(10**9), "EUR"),
              (Decimal(-1), "EUR"), (Decimal("5"), "USD"), (Decimal("4.5"), "TIV"),
              (Decimal("4.5"), "euro")]  # fmt: skip
    rows = [replace(one, value=v, currency=c) for one in STRANGE for v, c in values] * 2
    return [replace(one, number=number) for number, one in enumerate(rows, 1)]


def native_rows(frame: Any) -> list[dict[str, Any]]:
    """The rows of a frame of any engine, in one order."""
    import narwhals as nw

    found = nw.from_native(frame).lazy().collect(backend="polars").to_native()
    return sorted(found.iter_rows(named=True), key=str)


def rows_of(frame: Any, leave: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    return [{k: v for k, v in row.items() if k not in leave} for row in native_rows(frame)]


def same_screened(frame: Any, made: Any, screener: TableScreener = SCREENER) -> None:
    """Rows and rejects of two engines are the same."""
    expected, found = screener.screen(frame), screen_foreign(made, screener)
    assert type(found.frame) is type(made)
    assert type(found.rejects) is type(made)
    plain = expected.frame.with_columns(pl.col(n).cast(pl.String) for n in screener.columns)
    assert rows_of(found.frame) == rows_of(plain)
    rejects = [{"number": r.number, "reasons": "; ".join(r.reasons)} for r in expected.rejects]
    assert rows_of(found.rejects) == sorted(rejects, key=str)
    assert plain.height + len(rejects) == frame.height


@pytest.fixture
def connection() -> Iterator[Any]:
    with duckdb.connect() as found:
        yield found


def to_duckdb(connection: Any, frame: Any) -> Any:
    given_table = frame.to_arrow()  # noqa: F841
    return connection.sql("select * from given_table")


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    session_module = pytest.importorskip("pyspark.sql")
    if shutil.which("java") is None:
        pytest.skip("Java is absent")
    builder = session_module.SparkSession.builder.master("local[1]")
    for name, value in {
        "spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "1",
        "spark.default.parallelism": "1", "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1", "spark.ui.showConsoleProgress": "false",
        "spark.sql.codegen.wholeStage": "false",
        # Small tables: to plan and compile takes longer than to run.
        "spark.sql.codegen.factoryMode": "NO_CODEGEN", "spark.sql.adaptive.enabled": "false",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        "spark.driver.memory": "1g",
    }.items():  # fmt: skip
        builder = builder.config(name, value)
    with warnings.catch_warnings():
        # The gateway of py4j leaves its sockets to the end of the process.
        warnings.simplefilter("ignore", ResourceWarning)
        session = builder.getOrCreate()
        yield session
        session.stop()


def test_duckdb_screens_as_polars_does(connection: Any) -> None:
    """Every odd text, day, value and currency, and each null, with all reasons of rejects."""
    frame = raw_frame(varied())
    same_screened(frame, to_duckdb(connection, frame))


def test_a_lazy_frame_stays_lazy() -> None:
    """It is screened as the same frame is, and comes back lazy."""
    frame = raw_frame(varied())
    same_screened(frame, frame.lazy())


@pytest.mark.spark
def test_spark_screens_as_polars_does(spark: Any) -> None:
    """The same rows, through a session of one machine."""
    frame = raw_frame(varied())
    same_screened(frame, spark.createDataFrame(frame.to_arrow()))


@settings(max_examples=5, suppress_health_check=list(HealthCheck))
@given(drawn=tables(exporters=("NL", "SE", "qqqq")))
def test_duckdb_gives_what_polars_gives(connection: Any, drawn: list[Record]) -> None:
    """Whatever the table: rows and rejects, and shares under every grouping and clock."""
    frame = to_frame(drawn)
    made = to_duckdb(connection, frame)
    same_screened(frame, made)
    same_shares(frame, made)
    same_shares(frame, made, chains="newly-authorised")


def same_shares(frame: Any, made: Any, **options: Any) -> None:
    """Figures of two engines are the same, by every grouping and by all of them together."""
    options = {"alliances": ALLIANCES, "membership": CLOCKS} | options
    one, other = (Shares(given, **options) for given in (made, frame))
    for by in ((), *((name,) for name in GROUPINGS), GROUPINGS):
        assert one.by(*by) == other.by(*by), by


@pytest.mark.spark
def test_spark_shares_as_polars_does(spark: Any) -> None:
    """All days and places of the strategies, by all groupings; permanent and exporters too."""
    frame = to_frame(varied() + [replace(BASE, number=900 + n, day=d, year=d.year,
                                         destination="FI", permanent="yes",
                                         reference=f"R{n}", replaces=f"R{n - 1}",
                                         value=Decimal(10 + n % 3))
                                 for n, d in enumerate(DAYS)])  # fmt: skip
    made = spark.createDataFrame(frame.to_arrow())
    for options in ({"permanent_only": True}, {"exporters": "all"},
                    {"chains": "newly-authorised"}):  # fmt: skip
        same_shares(frame, made, **options)


@pytest.mark.spark
def test_spark_takes_an_empty_frame(spark: Any) -> None:
    frame = to_frame([])
    made = spark.createDataFrame(frame.to_arrow())
    same_screened(frame, made)
    assert share(made) == share(frame) == ()


@pytest.mark.spark
def test_the_example_of_the_page_runs(
    spark: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a reader copies from the how-to does what it says; nothing is lost."""
    page = (ROOT / "docs" / "how-to" / "run-on-a-cluster.md").read_text(encoding="utf-8")
    code = page.split("```py\n")[1].split("```")[0]
    # The Java machine has a working directory of its own.
    for call in ('parquet("', 'csv("'):
        code = code.replace(call, f"{call}{tmp_path}/")
    raw_frame(varied()).drop("notes").write_parquet(tmp_path / "licences.parquet")
    exec(compile(code, "run-on-a-cluster.md", "exec"), {})
    decided = spark.read.parquet(f"{tmp_path}/screened.parquet").count()
    rejected = spark.read.csv(f"{tmp_path}/rejects").count()
    assert decided + rejected == len(varied())
    assert "nato 2020 (" in capsys.readouterr().out


def test_an_empty_frame(connection: Any) -> None:
    """It has no figure, and is screened to an empty frame."""
    frame = to_frame([])
    for made in (to_duckdb(connection, frame), frame.lazy()):
        same_screened(frame, made)
        assert share(made) == share(frame) == ()


def test_only_distinct_rows_are_fetched(connection: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table a thousand times as long brings no row more to the driver."""
    few = raw_frame([replace(one, number=n) for n, one in enumerate(STRANGE, 1)])
    many = pl.concat([few] * 1000).with_columns(number=pl.int_range(pl.len()))
    fetched: list[int] = []
    fetch = EngineFrame.fetch

    def counted(self: EngineFrame, frame: Any) -> Any:
        found = fetch(self, frame)
        fetched.append(found.height)
        return found

    monkeypatch.setattr(EngineFrame, "fetch", counted)
    sizes = []
    for frame in (few, many):
        fetched.clear()
        made = to_duckdb(connection, frame)
        screen_foreign(made, SCREENER)
        share(made, by=GROUPINGS)
        share(made, by=GROUPINGS, chains="newly-authorised")
        sizes.append(list(fetched))
    assert sizes[0] == sizes[1]
    assert max(sizes[1]) <= few.height


def test_only_what_decides_is_fetched(connection: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """No engine brings more transfers to the driver than Polars decides."""
    values = (None, Decimal(10**5), Decimal(10**7), Decimal(10**9))
    alike = [
        replace(BASE, destination=place, day=date(2019, month, 3), year=2019, value=value)
        for place in ("BE", "LU", "NL", "DK", "SA", "EG", "CL")
        for month in range(1, 13)
        for value in values
    ]
    frame = raw_frame([replace(one, number=n) for n, one in enumerate(alike, 1)])
    screener = TableScreener(**OPTIONS)
    screener.screen(frame)
    fetched: list[int] = []
    fetch = EngineFrame.fetch

    def counted(self: EngineFrame, asked: Any) -> Any:
        found = fetch(self, asked)
        fetched.append(found.height)
        return found

    monkeypatch.setattr(EngineFrame, "fetch", counted)
    same_screened(frame, to_duckdb(connection, frame))
    assert fetched[3] == screener.distinct < frame.height / 4


def test_nulls_in_texts_are_read_as_not_stated(connection: Any) -> None:
    """A null text is the empty one, a row without day and year a reject; none is lost."""
    frame = raw_frame([replace(BASE, number=n, route="", form="") for n in (1, 2, 3)])
    made = to_duckdb(connection, frame.with_columns(
        route=pl.lit(None, pl.String), form=pl.lit(None, pl.String),
        day=pl.when(pl.col("number") < 3).then("day"),
        year=pl.when(pl.col("number") < 2).then("year"),
        exporter=pl.when(pl.col("number") != 2).then("exporter"),
    ))  # fmt: skip
    found = screen_table(made, **OPTIONS)
    whole = SCREENER.screen(frame).frame
    (row,) = rows_of(found.frame)
    assert {n: row[n] for n in SCREENER.columns} == whole.select(SCREENER.columns).row(
        0, named=True
    )
    reasons = {r["number"]: r["reasons"] for r in rows_of(found.rejects)}
    assert reasons.keys() == {2, 3}
    assert reasons[3] == "as_of: neither a day nor a year from 1 to 9999 is given"
    with pytest.raises(InputError, match="1 rows give neither a day nor a year"):
        share(made)


def test_a_frame_of_another_kind_is_refused(connection: Any) -> None:
    """The error names the nearest kind, the missing column, or the one that is in the way."""
    frame = raw_frame([replace(BASE, number=1)])
    with pytest.raises(UnsupportedFrame) as error:
        screen_table(frame.to_arrow())
    assert "polars.from_arrow" in error.value.problems[0].help
    for other in ([{"number": 1}], None, "table.csv"):
        with pytest.raises(UnsupportedFrame, match="no frame"):
            share(other)
    relation = to_duckdb(connection, frame.rename({"destination": "destinations"}))
    with pytest.raises(InputError, match="no column `destination`") as missing:
        screen_table(relation)
    assert "destinations" in missing.value.problems[0].help
    again = to_duckdb(connection, frame.with_columns(outcome=pl.lit("")))
    with pytest.raises(InputError, match="a column `outcome` already"):
        screen_table(again)


@given(st.sampled_from(["permanent_only", "exporters"]))
@settings(max_examples=2, suppress_health_check=list(HealthCheck))
def test_what_is_counted_is_the_same(connection: Any, name: str) -> None:
    frame = raw_frame(varied())
    option = {"permanent_only": True} if name == "permanent_only" else {"exporters": "all"}
    whole = to_frame(varied())
    assert share(to_duckdb(connection, frame), **option) == share(whole, **option)


@pytest.mark.whole
def test_the_dutch_list_on_duckdb(connection: Any, shared: Path) -> None:
    """The real list, all rows, on another engine."""
    name = "Overzicht.uitvoer.militaire.goederen.2004-2014.csv"
    frame = load_table(shared / "data" / "nl-licences" / name).frame
    made = to_duckdb(connection, frame)
    same_screened(frame, made, TableScreener(**OPTIONS))
    same_shares(frame, made)
    same_shares(frame, made, chains="newly-authorised")

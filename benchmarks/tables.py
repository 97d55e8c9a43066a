"""Time and peak memory of screening and sharing whole tables, beside a bare Polars query.

    python -m benchmarks.tables [ROWS ...]
    python -m benchmarks tables --backend duckdb [ROWS ...]

With `--backend` (`polars`, `duckdb`, `spark`) the same work is done on frames of that engine, and
its time is given beside that of Polars in the same run.

Each figure is of a process of its own. The floor is a group-by over the same columns and a join
back, in the same run: machines differ, ratios less so. Ratios are of processor time, which other
work on the machine changes least. Rows are drawn with the repetition of real lists: few
destinations have most rows, and a licence is much like the one before.
"""

from __future__ import annotations

import argparse
import atexit
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import polars as pl

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
BEGIN, DAYS = date(2009, 1, 1), 5_840
RATINGS = (
    "ML10a", "ML5b", "ML4a", "ML6a", "ML11a", "ML15d", "ML9a", "ML3a", "ML1a", "ML10a,18a",
    "ML14", "ML21a", "ML22a", "ML13d", "ML2a", "ML7g",
)  # fmt: skip
BLOCS = ("EU", "NAVO+", "diverse landen")
KEY = ("exporter", "destination", "consignee", "day", "rating", "form", "kind", "measure", "cents")
CELL = (
    "exporter", "destination", "day", "year", "category", "permanent", "form", "renewal",
    "measure", "currency",
)  # fmt: skip


def table(rows: int) -> pl.DataFrame:
    """A table of licences; the same for the same number of rows."""
    from licensecheck.reference import Reference
    from licensecheck.tables.reading.frame import RAW
    from licensecheck.tables.reading.raw import completed

    states = [row["code"] for row in Reference.load().rows("countries")]
    places = pl.Series([*BLOCS, *states], dtype=pl.String)
    index = pl.int_range(rows, eager=True)

    def drawn(seed: int) -> pl.Series:
        """Numbers from 0 to 1, even and without order."""
        return (index.hash(seed=seed) % 1_000_003) / 1_000_003

    place = (drawn(1) ** 3 * len(places)).cast(pl.Int64)
    rating = (drawn(2) ** 2 * len(RATINGS)).cast(pl.Int64)
    day = pl.Series([BEGIN]).cast(pl.Int32)[0] + (drawn(3) * DAYS).cast(pl.Int32)
    frame = pl.DataFrame({
        "number": index + 1, "exporter": ["NL"] * rows, "destination": places.gather(place),
        "rating": pl.Series(RATINGS).gather(rating), "day": day.cast(pl.Date),
        "cents": (10 ** (5 + drawn(4) * 5)).cast(pl.Int64) * 100,
        "form": pl.Series(["", "component"]).gather((drawn(5) * 2).cast(pl.Int64)),
        "permanent": pl.Series(["yes", "no"]).gather((drawn(6) * 1.3).cast(pl.Int64)),
    })  # fmt: skip
    frame = frame.with_columns(
        measure=pl.lit("licensed"), currency=pl.lit("EUR"), renewal=pl.lit("no"),
        description=pl.lit("goods"), reference=pl.format("L{}", "number"),
    )  # fmt: skip
    # Nothing is stated in the columns that a list seldom has.
    return completed(frame, ()).select(*RAW)


def categorised(frame: pl.DataFrame) -> pl.DataFrame:
    """A table with the category of its goods, as a frame that is read has it."""
    from licensecheck.tables.reading.frame import category_of

    known = pl.DataFrame({"rating": RATINGS, "category": [category_of(r) for r in RATINGS]})
    return frame.join(known, on="rating", maintain_order="left")


def floor(frame: pl.DataFrame, columns: tuple[str, ...]) -> None:
    """A bare group-by and join."""
    found = frame.group_by(columns).agg(pl.len(), pl.col("number").sum().alias("_sum"))
    frame.join(found, on=columns, how="left", nulls_equal=True)


def work(what: str, rows: int) -> Callable[[], object]:
    """A piece of work on a table that is made beforehand."""
    frame = table(rows)
    if what == "floor of screen":
        return lambda: floor(frame, KEY)
    if what == "screen":
        from licensecheck.tables.deciding.screen_table import TableScreener

        screener = TableScreener()
        return lambda: (screener.screen(frame), screener.finish())
    from licensecheck.tables.shares.share import Shares

    frame = categorised(frame)
    if what == "floor of share":
        return lambda: floor(frame, CELL)
    return lambda: Shares(frame).by("year", "category")


BACKENDS = ("polars", "duckdb", "spark")


def elsewhere(backend: str, what: str, rows: int) -> Callable[[], object]:
    """The same work on a frame of an engine; its rows are counted there, so that all are made."""
    from licensecheck.tables.deciding.screen import screen_table
    from licensecheck.tables.shares.share import Shares

    frame = table(rows)
    if backend == "polars":
        if what == "screen":
            return lambda: screen_table(frame).frame.height
        return lambda: Shares(categorised(frame)).by("year", "category")
    made = in_duckdb(frame) if backend == "duckdb" else in_spark(frame)
    if what == "share":
        return lambda: Shares(made).by("year", "category")
    count = duckdb_count if backend == "duckdb" else spark_count
    return lambda: count(screen_table(made).frame)


def in_duckdb(frame: pl.DataFrame) -> Any:
    """A relation on a table of DuckDB's own."""
    import duckdb

    given = frame.to_arrow()  # noqa: F841
    connection = duckdb.connect()
    connection.sql("create table licences as select * from given")
    return connection.table("licences")


def in_spark(frame: pl.DataFrame) -> Any:
    """A DataFrame of a local session with two threads, read from Parquet."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    for name, value in {
        "spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1",
        "spark.sql.shuffle.partitions": "2", "spark.driver.memory": "4g",
        "spark.ui.showConsoleProgress": "false",
    }.items():  # fmt: skip
        builder = builder.config(name, value)
    folder = tempfile.mkdtemp(prefix="licences-")
    atexit.register(shutil.rmtree, folder)
    frame.write_parquet(f"{folder}/licences.parquet")
    return builder.getOrCreate().read.parquet(f"{folder}/licences.parquet")


def duckdb_count(relation: Any) -> object:
    """The outcomes of all rows, counted by DuckDB."""
    return relation.aggregate("outcome, containment_nato, count(*)").fetchall()


def spark_count(frame: Any) -> object:
    """The outcomes of all rows, counted by Spark."""
    return frame.groupBy("outcome", "containment_nato").count().collect()


def compare(backend: str, sizes: Sequence[int]) -> None:
    """Print the time of an engine beside that of Polars."""
    print(f"{'rows':>12}  {'work':<16}{'first s':>9}{'again s':>9}{'of Polars':>10}")
    for rows in sizes:
        for name in ("share", "screen"):
            base = 0.0
            for engine in dict.fromkeys(("polars", backend)):
                found = measured(f"{engine} {name}", rows)
                base = base or found["first"]
                ratio = f"{found['first'] / base:.1f}x"
                print(
                    f"{rows:>12,}  {f'{engine} {name}':<16}{found['first']:>9.2f}"
                    f"{found['again']:>9.2f}{ratio:>10}",
                    flush=True,
                )


def measured(what: str, rows: int) -> dict[str, float]:
    """Seconds of the first and second time, those of the processor too, and peak memory."""
    command = [sys.executable, "-m", "benchmarks.tables", "--one", what, str(rows)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, float] = json.loads(output)
    return found


def one(what: str, rows: int) -> None:
    """Measure one piece of work and print it as JSON."""
    backend, _, rest = what.partition(" ")
    task = elsewhere(backend, rest, rows) if backend in BACKENDS else work(what, rows)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    times, processor = [], []
    for _ in range(2):
        start, busy = time.perf_counter(), time.process_time()
        task()
        times.append(time.perf_counter() - start)
        processor.append(time.process_time() - busy)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({
        "first": times[0], "again": times[1], "busy first": processor[0],
        "busy again": processor[1], "peak": peak / 1024, "table": before / 1024,
    }))  # fmt: skip


def main(arguments: list[str]) -> None:
    """Print a table of figures."""
    if arguments[:1] == ["--one"]:
        one(arguments[1], int(arguments[2]))
        return
    parser = argparse.ArgumentParser(prog="benchmarks tables", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--backend", choices=BACKENDS, help="an engine to compare with Polars")
    parser.add_argument("rows", nargs="*", type=int, help="numbers of rows, such as 10000")
    options = parser.parse_args(arguments)
    sizes = options.rows or SIZES
    if options.backend:
        compare(options.backend, sizes)
        return
    head = f"{'rows':>12}  {'work':<16}{'first s':>9}{'again s':>9}"
    print(f"{head}{'of floor, by each':>20}{'peak MB':>9}")
    for rows in sizes:
        for name in ("share", "screen"):
            base, found = (measured(what, rows) for what in (f"floor of {name}", name))
            for what, result in ((f"floor of {name}", base), (name, found)):
                busy = [f"busy {time}" for time in ("first", "again")]
                ratios = [f"{result[time] / base[time]:.1f}x" for time in busy]
                print(
                    f"{rows:>12,}  {what:<16}{result['first']:>9.2f}{result['again']:>9.2f}"
                    f"{ratios[0]:>11}{ratios[1]:>9}{result['peak']:>9,.0f}",
                    flush=True,
                )


if __name__ == "__main__":
    main(sys.argv[1:])

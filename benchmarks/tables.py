"""Time and peak memory of screening and sharing whole tables, beside a bare Polars query.

    python -m benchmarks.tables [ROWS ...]

Each figure is of a process of its own. The floor is a group-by over the same columns and a join
back, in the same run: machines differ, ratios less so. Rows are drawn with the repetition of real
lists: few destinations have most rows, and a licence is much like the one before.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date

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
    from licensecheck.tables.frame import RAW

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
        year=pl.col("day").dt.year(), kind=pl.lit("export"), measure=pl.lit("licensed"),
        currency=pl.lit("EUR"), renewal=pl.lit("no"), consignee=pl.lit(""), route=pl.lit(""),
        origin=pl.lit(""), replaces=pl.lit(""), description=pl.lit("goods"),
        reference=pl.format("L{}", "number"), until=pl.lit(None, pl.Date),
        notes=pl.lit([], pl.List(pl.String)), licences=pl.lit(None, pl.Int32),
    )  # fmt: skip
    return frame.select(pl.col(name).cast(type_) for name, type_ in RAW.items())


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
        from licensecheck.tables.screen_table import TableScreener

        screener = TableScreener()
        return lambda: (screener.screen(frame), screener.finish())
    from licensecheck.tables.frame import category_of
    from licensecheck.tables.share import Shares

    known = pl.DataFrame({"rating": RATINGS, "category": [category_of(r) for r in RATINGS]})
    frame = frame.join(known, on="rating", maintain_order="left")
    if what == "floor of share":
        return lambda: floor(frame, CELL)
    return lambda: Shares(frame).by("year", "category")


def measured(what: str, rows: int) -> dict[str, float]:
    """Seconds of the first and of the second time, and peak memory, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.tables", "--one", what, str(rows)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, float] = json.loads(output)
    return found


def one(what: str, rows: int) -> None:
    """Measure one piece of work and print it as JSON."""
    task = work(what, rows)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    times = []
    for _ in range(2):
        start = time.perf_counter()
        task()
        times.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({
        "first": times[0], "again": times[1], "peak": peak / 1024, "table": before / 1024,
    }))  # fmt: skip


def main(arguments: list[str]) -> None:
    """Print a table of figures."""
    if arguments[:1] == ["--one"]:
        one(arguments[1], int(arguments[2]))
        return
    sizes = [int(word) for word in arguments] or SIZES
    head = f"{'rows':>12}  {'work':<16}{'first s':>9}{'again s':>9}"
    print(f"{head}{'of floor, by each':>20}{'peak MB':>9}")
    for rows in sizes:
        for name in ("share", "screen"):
            base = measured(f"floor of {name}", rows)
            found = measured(name, rows)
            for what, result in ((f"floor of {name}", base), (name, found)):
                ratios = [f"{result[time] / base[time]:.1f}x" for time in ("first", "again")]
                print(
                    f"{rows:>12,}  {what:<16}{result['first']:>9.2f}{result['again']:>9.2f}"
                    f"{ratios[0]:>11}{ratios[1]:>9}{result['peak']:>9,.0f}",
                    flush=True,
                )


if __name__ == "__main__":
    main(sys.argv[1:])

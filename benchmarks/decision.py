"""Time of one decision, of a whole screen and of a cold check, beside zen-engine, in one run.

Run by `make bench`. Figures are ratios within the run: machines differ, ratios less so. Every
engine must give the same decisions on the records that are timed, or the run stops.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date

from benchmarks.zen_table import ZenEngine
from licensecheck import Screener
from licensecheck.application.read import read_application
from licensecheck.compiled import COMPILED
from licensecheck.engine.bitset import BitsetEngine
from licensecheck.engine.decision import CheckedEngine
from licensecheck.engine.durable import DurableEngine

DAY = date(2026, 11, 24)
DESTINATIONS = ("SA", "DE", "TR", "UA", "RU", "BR", "CD", "IN", "EG", "US")
KINDS = ("armed_forces", "police", "company")
RATINGS = ("ML1.a", "ML4.a", "ML6.a", "ML10.a", "ML13.d", "ML21.a")
ROUNDS = 7
COLD_RUNS = 20
REVIEW = 4


def applications() -> list[dict[str, object]]:
    """A spread of bare triples."""
    return [
        {
            "as_of": DAY,
            "exporter": {"country": "NL"},
            "end_user": {"country": country, "kind": kind},
            "items": [{"rating": rating}],
        }
        for country in DESTINATIONS
        for kind in KINDS
        for rating in RATINGS
    ]


def microseconds(work: Callable[[], object], count: int) -> float:
    """Median over rounds of the time of one piece of work."""
    work()
    rounds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        rounds.append((time.perf_counter() - start) / count * 1e6)
    return statistics.median(rounds)


def cold(pieces: dict[str, str]) -> dict[str, list[float]]:
    """Milliseconds of fresh interpreters that run some code, turn by turn, in ascending order.

    Modules are read as compiled, as an installation has them; the first run compiles. So is the
    law, where `make setup` or the wheel kept it as parsed.
    """
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    runs: dict[str, list[float]] = {name: [] for name in pieces}
    with tempfile.TemporaryDirectory() as compiled:
        environment["PYTHONPYCACHEPREFIX"] = compiled
        for turn in range(1 + COLD_RUNS):
            for name, code in pieces.items():
                command = [sys.executable, "-c", code]
                start = time.perf_counter()
                done = subprocess.run(
                    command, check=False, stdout=subprocess.DEVNULL, env=environment
                )
                took = (time.perf_counter() - start) * 1e3
                if done.returncode not in (0, REVIEW):
                    sys.exit(f"{name}: exit code {done.returncode}; nothing was timed")
                if turn:
                    runs[name].append(took)
    return {name: sorted(times) for name, times in runs.items()}


def main() -> None:
    """Measure and print."""
    screener = Screener()
    documents = applications()
    read = [read_application(document) for document in documents]
    program = screener.program(DAY)
    records = [
        program.record(transfer.values())
        for application in read
        for transfer in screener.examine(application).transfers
    ]
    bitset, durable, zen = BitsetEngine(program), DurableEngine(program), ZenEngine(program)
    checked = CheckedEngine(DurableEngine(program), BitsetEngine(program))
    contexts = [zen.context(record) for record in records]
    for record in records:
        if not bitset.decide(record) == durable.decide(record) == zen.decide(record):
            sys.exit("the engines differ; nothing was timed")
    count = len(records)
    print(f"{len(program.rules)} rules, {len(program.terms)} terms, {count} records, both readings")
    pieces: list[tuple[str, Callable[[], object]]] = [
        ("zen-engine, bare evaluation", lambda: [zen.evaluate(context) for context in contexts]),
        ("bitset decision", lambda: [bitset.decide(record) for record in records]),
        ("durable-rules decision", lambda: [durable.decide(record) for record in records]),
        ("checked decision (both)", lambda: [checked.decide(record) for record in records]),
        ("Screener.screen, checked", lambda: [screener.screen(one) for one in read]),
        ("the same from a mapping", lambda: [screener.screen(one) for one in documents]),
    ]
    rows = [(name, microseconds(work, count)) for name, work in pieces]
    bare_zen = rows[0][1]
    print(f"{'one piece of work':34}{'us':>10}{'of zen':>10}")
    for name, value in rows:
        print(f"{name:34}{value:10.1f}{value / bare_zen:10.3f}")
    arguments = ["check", "--exporter", "NL", "--destination", "SA", "--rating", "ML6.a",
                 "--end-user-kind", "armed_forces"]  # fmt: skip
    check = f"from licensecheck.cli import main; main({arguments!r})"
    parsed = "from pathlib import Path; from licensecheck import compiled; "
    parsed += "compiled.COMPILED = Path('none'); "
    runs = cold({
        "import pydantic, click (floor)": "import pydantic, click",
        "the same with BaseModel": "from pydantic import BaseModel; import click",
        "cold check of a triple": check,
        "the same, its law parsed from YAML": parsed + check,
    })  # fmt: skip
    print(f"the law was kept as parsed: {'yes' if COMPILED.is_file() else 'no'}")
    print(f"{'one fresh process':36}{'min ms':>9}{'median':>9}{'of floor, by each':>20}")
    floor = runs["import pydantic, click (floor)"]
    for name, times in runs.items():
        least, middle = times[0], statistics.median(times)
        print(
            f"{name:36}{least:9.1f}{middle:9.1f}{least / floor[0]:11.2f}"
            f"{middle / statistics.median(floor):9.2f}"
        )


if __name__ == "__main__":
    main()

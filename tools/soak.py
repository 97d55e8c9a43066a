"""A long load: many single screens over threads, with the memory that they leave behind.

python -m tools.soak [--screens N] [--threads N] [--engine checked|durable|bitset]

One Screener is shared by all threads. Each thread screens the conformance vectors over and over
and holds each answer against the first one given; memory is read ten times on the way. Ends with 1
where an answer differed, or where memory grew by more than a tenth after the first tenth.
"""

from __future__ import annotations

import argparse
import gc
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final, get_args

from licensecheck import Screener
from licensecheck.screening.editions import EngineChoice
from licensecheck.wording.result import Result
from tools.conformance import read_vectors

READINGS: Final = 10
_ALLOWED_GROWTH: Final = 1.10


def resident_mebibytes() -> float:
    """Memory that this process holds now, in MiB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 2**20


def soak(screens: int, threads: int, engine: EngineChoice) -> tuple[int, list[float], float]:
    """Screen over threads.

    Returns:
        How many answers differed from the first, memory in MiB at each reading, and seconds.
    """
    screener = Screener(alliances=("nato", "eu"), engine=engine)
    applications = [vector["application"] for vector in read_vectors()]
    first = [_kept(screener.screen(application)) for application in applications]
    differing = [0] * threads
    memory: list[float] = []
    per_thread = screens // READINGS // threads

    def work(number: int, part: int) -> None:
        for step in range(per_thread):
            at = (number * 37 + part * per_thread + step) % len(applications)
            if _kept(screener.screen(applications[at])) != first[at]:
                differing[number] += 1

    begun = time.monotonic()
    for part in range(READINGS):
        workers = [threading.Thread(target=work, args=(n, part)) for n in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        gc.collect()
        memory.append(resident_mebibytes())
    return sum(differing), memory, time.monotonic() - begun


def _kept(result: Result) -> tuple[str, str]:
    return result.transfer, result.receipt.decided


def main(arguments: Sequence[str]) -> int:
    """Run the load and print what it left behind."""
    parser = argparse.ArgumentParser(prog="soak", description=__doc__)
    parser.add_argument("--screens", type=int, default=1_000_000)
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--engine", choices=get_args(EngineChoice), default="checked")
    options = parser.parse_args(arguments)
    differing, memory, seconds = soak(options.screens, options.threads, options.engine)
    print(f"{options.screens:,} screens over {options.threads} threads in {seconds:,.0f} s")
    print(f"answers that differed from the first: {differing}")
    print(f"memory, MiB: {', '.join(f'{reading:.0f}' for reading in memory)}")
    grown = memory[-1] > memory[0] * _ALLOWED_GROWTH
    return 1 if differing or grown else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

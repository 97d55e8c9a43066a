"""Fuzz one door of the program for as long as asked, guided by coverage.

python -m tools.fuzz TARGET [--seconds N]

Needs atheris (`pip install atheris`; no part of the lock files, as it is built for few versions of
Python). Targets are those of `tests/fuzz/targets.py`. A crash leaves its input in `build/fuzz`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent


def main(arguments: Sequence[str]) -> None:
    """Run until the time is over or an input breaks the target."""
    import atheris

    with atheris.instrument_imports(include=["licensecheck"]):
        from tests.fuzz.targets import TARGETS, seeds

    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    parser.add_argument("target", choices=tuple(TARGETS))
    parser.add_argument("--seconds", type=int, default=600)
    options = parser.parse_args(arguments)
    corpus = ROOT / "build" / "fuzz" / options.target
    corpus.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds(options.target)):
        (corpus / f"seed-{number}").write_bytes(data)
    atheris.Setup(
        [sys.argv[0], str(corpus), f"-max_total_time={options.seconds}", "-max_len=65536",
         f"-artifact_prefix={corpus.parent}/{options.target}-"],
        TARGETS[options.target],
    )  # fmt: skip
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])

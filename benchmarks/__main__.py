"""`python -m benchmarks` runs the benchmark that `make bench` runs."""

from __future__ import annotations

from benchmarks.decision import main

main()

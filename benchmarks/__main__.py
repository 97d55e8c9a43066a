"""`python -m benchmarks` runs the benchmark that `make bench` runs; `tables` that of tables."""

from __future__ import annotations

import sys

if sys.argv[1:2] == ["tables"]:
    from benchmarks.tables import main as tables

    tables(sys.argv[2:])
else:
    from benchmarks.decision import main

    main()

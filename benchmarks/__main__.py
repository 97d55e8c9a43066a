"""`python -m benchmarks` runs the benchmark that `make bench` runs.

`decisions` measures the triggers on real decisions, `tables` runs that of tables, `server` that of
the form and the API.
"""

from __future__ import annotations

import sys

if sys.argv[1:2] == ["tables"]:
    from benchmarks.tables import main as tables

    tables(sys.argv[2:])
elif sys.argv[1:2] == ["server"]:
    from benchmarks.server import main as server

    server(sys.argv[2:])
elif sys.argv[1:2] == ["decisions"]:
    from benchmarks.decisions import main as decisions

    decisions(sys.argv[2:])
else:
    from benchmarks.decision import main

    main()

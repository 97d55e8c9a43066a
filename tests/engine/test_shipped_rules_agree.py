"""Over the shipped rules of every edition, both engines equal the plain definition."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licensecheck import Screener
from licensecheck.engine.bitset import BitsetEngine
from licensecheck.engine.decision import CheckedEngine, Decision
from licensecheck.engine.durable import DurableEngine, durable_available
from licensecheck.rules.program import Program
from licensecheck.vocabulary import Value
from tests.engine.test_engines_agree import plainly
from tests.strategies import records, supplied

pytestmark = [
    pytest.mark.costly,
    pytest.mark.skipif(
        not durable_available(), reason="the durable-rules extension is not built here"
    ),
]

SCREENER = Screener(engine="bitset")
LAST = date(2026, 11, 24)
# Every day on which the rules in force change, and the day before.
CHANGES = sorted(
    {
        day
        for ruleset in SCREENER.rulesets
        for rule in ruleset.rules
        for day in (rule.in_force_from, rule.in_force_until)
        if day and SCREENER.rulesets[0].first_day() < day <= LAST
    }
)
DAYS = [
    SCREENER.rulesets[0].first_day(),
    *(day for change in CHANGES for day in (change - timedelta(days=1), change)),
    LAST,
]
COUNTRIES = ("SA", "DE", "TR", "UA", "RU", "BR", "CD", "IN", "EG", "US", "XK", "TW", "YE", "CH")
KINDS = ("armed_forces", "police", "company", "presidential_guard", "private_security")
RATINGS = ("ML1.a", "ML4.a", "ML6.a", "ML10.a", "ML10.c", "ML13.d", "ML21.a", "ML22.a")

Pair = tuple[BitsetEngine, DurableEngine]


@pytest.fixture(scope="module")
def engines() -> dict[date, Pair]:
    """Both engines of every edition; days of one edition share them."""
    made: dict[int, Pair] = {}
    by_day = {}
    for day in DAYS:
        program = SCREENER.program(day)
        if id(program) not in made:
            made[id(program)] = (BitsetEngine(program), DurableEngine(program))
        by_day[day] = made[id(program)]
    return by_day


def agreed(pair: Pair, record: dict[str, Value]) -> Decision:
    """The decision that both engines give, which is the one by definition."""
    bitset, durable = pair
    expected = plainly(bitset.program, record)
    assert bitset.decide(record) == expected
    assert durable.decide(record) == expected
    return expected


def test_editions_differ() -> None:
    """The days that are tested have different rules, each from the day on which it changes."""
    before = [{rule.id for rule in SCREENER.program(day).rules} for day in CHANGES]
    assert len(CHANGES) >= 3
    assert all(earlier != later for earlier, later in pairwise(before))


@given(data=st.data(), day=st.sampled_from(DAYS))
def test_random_records(engines: dict[date, Pair], data: st.DataObject, day: date) -> None:
    """Anything that can be known of every fact, on every edition."""
    pair = engines[day]
    agreed(pair, data.draw(records(pair[0].program.facts)))


@settings(max_examples=60)
@given(data=st.data(), day=st.sampled_from(DAYS))
def test_records_of_applications(engines: dict[date, Pair], data: st.DataObject, day: date) -> None:
    """What is derived of an application, on the day of the edition."""
    pair = engines[day]
    for record in derived(data.draw(applications(day)), pair[0].program):
        decision = agreed(pair, record)
        assert decision.certain & ~decision.possible == 0


@st.composite
def applications(draw: st.DrawFn, day: date) -> dict[str, Any]:
    """An application of one or two goods, with whatever facts somebody supplied."""
    return {
        "as_of": day.isoformat(),
        "exporter": {"country": draw(st.sampled_from(("NL", "DE", "FR")))},
        "end_user": {
            "country": draw(st.sampled_from(COUNTRIES)), "kind": draw(st.sampled_from(KINDS)),
        },
        "items": [
            {"rating": rating}
            for rating in draw(st.lists(st.sampled_from(RATINGS), min_size=1, max_size=2))
        ],
        "facts": draw(supplied()),
    }  # fmt: skip


def derived(application: dict[str, Any], program: Program) -> list[dict[str, Value]]:
    """The records of the transfers of an application."""
    transfers = SCREENER.examine(application).transfers
    return [program.record(transfer.values()) for transfer in transfers]


def spread(program: Program) -> list[dict[str, Value]]:
    """Records of sundry destinations and goods."""
    return [
        record
        for country in COUNTRIES
        for rating in RATINGS[::2]
        for record in derived(
            {
                "as_of": LAST.isoformat(),
                "exporter": {"country": "NL"},
                "end_user": {"country": country, "kind": "armed_forces"},
                "items": [{"rating": rating}],
            },
            program,
        )
    ]


def test_eight_threads_decide_as_one(engines: dict[date, Pair]) -> None:
    """An engine that threads share decides each record as it does alone."""
    program = engines[LAST][0].program
    drawn = spread(program)
    alone = [plainly(program, record) for record in drawn]
    for engine in (
        DurableEngine(program),
        CheckedEngine(DurableEngine(program), BitsetEngine(program)),
    ):
        with ThreadPoolExecutor(8) as pool:
            rounds = [pool.submit(lambda e=engine: [e.decide(r) for r in drawn]) for _ in range(8)]
            mixed = list(pool.map(engine.decide, drawn * 4))
        assert all(done.result() == alone for done in rounds)
        assert mixed == alone * 4


def test_many_engines_live_side_by_side() -> None:
    """Rulesets do not reach into each other: forty engines, asked in turn, keep their own rules."""
    rules = SCREENER.program(LAST).rules
    made = [
        DurableEngine(Program(rules[start : start + 5], SCREENER.vocabulary)) for start in range(40)
    ]
    drawn = spread(SCREENER.program(LAST))[::8]
    for record in drawn:
        for engine in (*made, *reversed(made)):
            own = {name: record[name] for name in engine.program.facts}
            assert engine.decide(own) == plainly(engine.program, own)


MEMORY = """
import gc, json, resource
from pathlib import Path
from datetime import date
from licensecheck import Screener
from licensecheck.engine.durable import DurableEngine
from licensecheck.rules.program import Program

whole = Screener(engine="bitset").program(date(2026, 11, 24))
program = Program(whole.rules[:20], whole.vocabulary)

def resident():  # MiB, now; the greatest ever would be inherited from the parent process
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20

def decide(count):
    for _ in range(count):
        engine.decide(program.unknown)

def build(count):
    for _ in range(count):
        DurableEngine(program).decide(program.unknown)

engine = DurableEngine(program)
decide(1_000)
build(5)
start = resident()
decide(20_000)
decided = resident()
build(200)
built = resident()
kept = [DurableEngine(program) for _ in range(20)]
print(json.dumps([decided - start, built - decided, (resident() - built) / 20]))
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_memory_does_not_grow() -> None:
    """20,000 decisions keep nothing, and an engine that is dropped gives its rulesets back."""
    done = subprocess.run(
        [sys.executable, "-c", MEMORY], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    decisions, dropped, each = json.loads(done.stdout)
    assert decisions < 8
    assert dropped < 8
    assert each * 200 > 3 * 8, "an engine is too small for this to tell anything"

"""What left beside what allies took, the arithmetic of a part that stayed, and three measures."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

pytest.importorskip("polars")

from hypothesis import given, settings
from hypothesis import strategies as st

from licensecheck import InputError
from licensecheck.report.development import measures_told, possibilities_told
from licensecheck.tables.reading.frame import to_frame
from licensecheck.tables.reading.record import Record
from licensecheck.tables.shares.measures import measures_by_year, read_turnover
from licensecheck.tables.shares.possibilities import ARITHMETIC, possibilities
from licensecheck.tables.shares.share import share
from tests.cli.running import run
from tests.conftest import ROOT
from tests.tables.strategies import PLACES

pytestmark = pytest.mark.costly

OWN = str(ROOT / "examples" / "tables" / "own.csv")


def row(number: int, place: str, value: int, **more) -> Record:
    year = more.pop("year", 2022)
    return Record(number, more.pop("exporter", "NL"), place, day=date(year, 6, 1), year=year,
                  value=Decimal(value), **more)  # fmt: skip


def test_what_left_stands_beside_what_allies_took() -> None:
    """In the same category; the largest that left comes first."""
    records = [
        row(1, "SA", 60, rating="ML6.a"), row(2, "DE", 30, rating="ML6.b"),
        row(3, "BR", 10, rating="ML3"), row(4, "diverse", 10, rating="ML6.a"),
        row(5, "DE", 5, rating="ML6.a", exporter="FR"),
    ]  # fmt: skip
    first, second = possibilities(to_frame(records), stayed=(10, 50))
    assert first.key == {"category": "ML6"}
    assert (first.figure.outside.cents, first.figure.inside.cents) == (6000, 3500)
    assert first.exporters == 2
    tenth, half = first.stayed
    assert (tenth.cents, tenth.of_allies) == (600, Fraction(600, 3500))
    assert half.bounds == (Fraction(3000, 10500), Fraction(4000, 10500))
    assert second.exporters == 1
    assert second.stayed[0].of_allies is None


def test_one_exporter_is_no_number_of_producers() -> None:
    """A national list says nothing of how many states make a thing."""
    [found] = possibilities(to_frame([row(1, "SA", 60, rating="ML6.a")]))
    assert found.exporters is None


@settings(max_examples=15)
@given(
    st.lists(
        st.tuples(st.sampled_from(PLACES), st.integers(1, 1000), st.sampled_from(("ML6", "ML9"))),
        min_size=1, max_size=12,
    ),
    st.fractions(0, 100),
)  # fmt: skip
def test_the_arithmetic_is_linear_between_its_ends(cells, percent) -> None:
    """Nothing stayed gives the published figure, all that left stayed gives none outside."""
    frame = to_frame([row(n, place, value, rating=rating)
                      for n, (place, value, rating) in enumerate(cells, 1)])  # fmt: skip
    published = {one.key["category"]: one for one in share(frame, by=("category",))}
    for found in possibilities(frame, stayed=(0, percent, 100)):
        figure = published[found.key["category"]]
        if not found.stayed:
            assert not figure.total.cents
            continue
        none, some, all_ = found.stayed
        assert none.bounds == figure.bounds
        assert all_.bounds[0] == 0
        assert all_.cents == figure.outside.cents
        for at in (0, 1):
            drop = (none.bounds[at] - all_.bounds[at]) * percent / 100
            assert none.bounds[at] - some.bounds[at] == drop


def test_no_form_of_it_is_without_its_label() -> None:
    """Text, CSV and JSON."""
    words = ("possibilities", OWN, "--reader", "generic", "--stayed", "10", "--stayed", "50")
    text = run(*words).out
    assert ARITHMETIC in " ".join(text.split())
    assert max(map(len, text.splitlines())) <= 80
    rows = list(csv.DictReader(io.StringIO(run(*words, "--format", "csv").out)))
    assert rows
    assert {one["label"] for one in rows} == {ARITHMETIC}
    document = json.loads(run(*words, "--format", "json").out)
    assert ARITHMETIC in document["caveats"]
    assert possibilities_told("nothing", []).text.count(ARITHMETIC.split(":")[0]) == 1


@pytest.mark.parametrize("part", ["-1", "101", "a", "1/0"])
def test_a_part_that_is_none_is_refused(part: str) -> None:
    """A number from 0 to 100."""
    ran = run("possibilities", OWN, "--reader", "generic", f"--stayed={part}")
    assert ran.code == 2
    assert "0 to 100" in ran.err


def turnover(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "turnover.csv"
    path.write_text("\n".join(("year,value,currency,source", *rows)) + "\n", encoding="utf-8")
    return path


def test_three_measures_are_kept_apart(tmp_path: Path) -> None:
    """Licences, exports of production, deliveries that are not money; blank where unknown."""
    frame = to_frame([
        row(1, "SA", 30), row(2, "DE", 70), row(3, "SA", 20, measure="exported"),
        row(4, "diverse", 5, measure="exported"),
        row(5, "BR", 1, measure="delivered", currency="TIV"),
        row(6, "DE", 3, measure="delivered", currency="TIV"), row(7, "SA", 9, year=2023),
    ])  # fmt: skip
    made = read_turnover(turnover(tmp_path, "2022,200,EUR,made up"))
    first, second = measures_by_year([frame], made)
    assert first.licences == (Fraction(30, 100), Fraction(30, 100))
    assert first.production == (Fraction(20, 200), Fraction(25, 200))
    assert first.deliveries == (Fraction(1, 4), Fraction(1, 4))
    assert (second.year, second.production, second.deliveries) == (2023, None, None)
    [bare, _] = measures_by_year([frame])
    assert bare.production is None
    text = measures_told([bare], None, "made up").text
    assert "(2) is blank: no turnover was supplied" in text
    assert "not money" in text


def test_money_of_two_currencies_and_a_measure_said_twice_are_refused(tmp_path: Path) -> None:
    """Each with what to do."""
    frame = to_frame([row(1, "SA", 30, measure="exported")])
    made = read_turnover(turnover(tmp_path, "2022,200,USD,made up"))
    with pytest.raises(InputError, match="exports in EUR, turnover in USD"):
        measures_by_year([frame], made)
    with pytest.raises(InputError, match="two tables say what was exported in 2022"):
        measures_by_year([frame, frame])


def test_a_faulty_turnover_is_told_row_by_row(tmp_path: Path) -> None:
    """All faults at once."""
    path = turnover(tmp_path, "2022,0,EUR,a", "x,5,EUR,a", "2023,7,USD,a", "2023,8,EUR,a")
    with pytest.raises(InputError) as caught:
        read_turnover(path)
    assert len(caught.value.problems) == 4
    with pytest.raises(InputError, match="no such file"):
        read_turnover(tmp_path / "absent.csv")


def test_the_commands_print_what_they_say(tmp_path: Path) -> None:
    """Change and measures in each form."""
    for words in (
        ("change", OWN, "--reader", "generic", "--from", "2022", "--to", "2023"),
        ("measures", OWN, "--reader", "generic"),
    ):
        text = run(*words)
        assert (text.code, text.err) == (0, "")
        assert max(map(len, text.out.splitlines())) <= 80
        rows = list(csv.DictReader(io.StringIO(run(*words, "--format", "csv").out)))
        assert len(json.loads(run(*words, "--format", "json").out)["records"]) == len(rows) > 0
    rows = list(csv.DictReader(io.StringIO(run(
        "change", OWN, "--reader", "generic", "--from", "2021", "--to", "2022", "--format", "csv",
    ).out)))  # fmt: skip
    for bound in ("least", "greatest"):
        own = [one for one in rows if one["bound"] == bound]
        total = sum(Fraction(one["share_exact"]) for one in own)
        difference = float(own[0]["second_share"]) - float(own[0]["first_share"])
        assert float(total) == pytest.approx(difference)

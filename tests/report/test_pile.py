"""A pile: first what needs a person and why, then what is open, then what is clean."""

from __future__ import annotations

from licensecheck import Screener
from licensecheck.report.text import pile_text
from licensecheck.screening.result import PILE
from licensecheck.wording.result import NOT_PERMISSION

SCREENER = Screener(engine="bitset")


def case(destination: str, rating: str, **item: str) -> tuple[str, object]:
    """A case named by its destination and rating."""
    application = {
        "as_of": "2026-11-24", "exporter": {"country": "NL"}, "destination": destination,
        "items": [{"rating": rating, **item}],
    }  # fmt: skip
    return f"{destination}-{rating}", SCREENER.screen(application)


CASES = [
    case("DE", "ML22"), case("DE", "ML4.a"), case("SA", "ML6.a"), case("RU", "ML6.a"),
    case("UA", "ML6.a"), case("DE", "none"),
]  # fmt: skip


def test_the_order_of_a_pile() -> None:
    """The gravest first, those without a trigger last, each once."""
    text = pile_text(CASES)
    names = ["RU-ML6.a", "UA-ML6.a", "SA-ML6.a", "DE-ML4.a", "DE-none", "DE-ML22"]
    at = [text.index(f" * {name}:") for name in names]
    assert at == sorted(at)
    assert text.count(" * ") == len(CASES)
    assert text.splitlines()[0] == "6 cases"
    assert text.rstrip().endswith(NOT_PERMISSION)


def test_each_says_why_and_what_to_ask() -> None:
    """The headline of its report, and of what is not clean the first question."""
    text = " ".join(pile_text(CASES, width=200).split())
    assert "Needs a person (3)" in text
    assert "review under criteria 2, 3, 4 and 7; ask first:" in text
    clean = text.partition("No trigger (1)")[2]
    assert "no trigger on what could be examined" in clean
    assert "ask first" not in clean


def test_every_outcome_has_its_group() -> None:
    """No case falls out of the list."""
    statuses = [status for _, group in PILE for status in group]
    assert sorted(statuses) == sorted(
        ("no_trigger", "undetermined", "review", "presumptive_denial", "out_of_scope")
    )


def test_lines_keep_within_their_columns() -> None:
    """At 60 columns as at 80."""
    assert all(len(line) <= 60 for line in pile_text(CASES, width=60).splitlines())

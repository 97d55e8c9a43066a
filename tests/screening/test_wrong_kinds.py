"""What a program gives of the wrong kind or value, at each door of the library: one tree of errors.

An answer for a country that does not exist would read as "none", so it is an error as well.
"""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from licensecheck import Application, LicensecheckError, Reference, Result, Screener

DAY = date(2024, 1, 1)
CASE: dict[str, Any] = {
    "exporter": {"country": "NL"},
    "end_user": {"country": "SA", "kind": "armed_forces"},
    "items": [{"rating": "ML6.a"}],
}
WRONG: tuple[Any, ...] = (
    None, 0, True, 3.5, b"nl", bytearray(b"x"), ["nato"], {"a": 1}, {1}, ..., DAY,
    datetime(2024, 1, 1, 5), range(3), int,
)  # fmt: skip


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener(engine="bitset")


@pytest.fixture(scope="module")
def result(screener: Screener) -> Result:
    return screener.screen(CASE | {"as_of": "2024-03-08"})


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Reference.load()


def refused(call: Callable[[], Any]) -> str:
    """What is told of a call, which is of our tree and the same after a pickle and a copy."""
    with pytest.raises(LicensecheckError) as caught:
        call()
    error = caught.value
    assert str(error).strip()
    assert getattr(error, "problems", ("one",))
    for other in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert (type(other), str(other)) == (type(error), str(error))
    return str(error)


LOOK_UPS: dict[str, Callable[[Reference, Any], Any]] = {
    "state_of": lambda reference, code: reference.state_of(code, DAY),
    "neighbours": lambda reference, code: reference.neighbours(code),
    "membership": lambda reference, code: reference.membership("NATO", code, DAY),
    "treaty": lambda reference, code: reference.treaty("ATT", code, DAY),
    "regimes": lambda reference, code: reference.regimes(code, DAY),
    "conventions_of_five": lambda reference, code: reference.conventions_of_five(code, DAY),
    "embargoes": lambda reference, code: reference.embargoes(code, DAY),
    "embargo_lapse": lambda reference, code: reference.embargo_lapse(code, DAY),
    "mandates": lambda reference, code: reference.mandates("eu_regime", code, DAY),
    "conflict": lambda reference, code: reference.conflict("territory", code, DAY),
    "indicator": lambda reference, code: reference.indicator("corruption", code, DAY),
    "changes_of": lambda reference, code: [*reference.changes_of(code, "embargoes")],
    "turns_of": lambda reference, code: [*reference.turns_of(code, "conflict", ["territory"])],
}


@pytest.mark.parametrize("name", LOOK_UPS)
@pytest.mark.parametrize(
    "code", ["", " ", "ru", "Russia", "RUS", "XX", "QQ-1", "-", "\ud800", "R U"]
)
def test_what_is_no_country_has_no_answer(reference: Reference, name: str, code: str) -> None:
    """An empty answer would say that there is no embargo, border or listing."""
    said = refused(lambda: LOOK_UPS[name](reference, code))
    assert "no country by the code" in said
    if code == "ru":
        assert "did you mean `RU`?" in said


@pytest.mark.parametrize("name", LOOK_UPS)
@pytest.mark.parametrize("code", ["RU", "HK", "XK", "UA-43", "US-AK", "DD", "GB-SBA"])
def test_states_territories_and_subdivisions_have_one(
    reference: Reference, name: str, code: str
) -> None:
    """Those without a row of their own are answered for by their state."""
    LOOK_UPS[name](reference, code)


@pytest.mark.parametrize("name", LOOK_UPS)
@pytest.mark.parametrize("wrong", WRONG, ids=repr)
def test_a_country_of_the_wrong_kind(reference: Reference, name: str, wrong: Any) -> None:
    """It is told what is needed."""
    assert "needed" in refused(lambda: LOOK_UPS[name](reference, wrong))


@pytest.mark.parametrize("wrong", [one for one in WRONG if one is not DAY], ids=repr)
@pytest.mark.parametrize(
    "look_up",
    [
        lambda reference, day: reference.state_of("SA", day),
        lambda reference, day: reference.members("NATO", day),
        lambda reference, day: reference.membership("NATO", "NL", day),
        lambda reference, day: reference.treaty("ATT", "NL", day),
        lambda reference, day: reference.embargoes("RU", day),
        lambda reference, day: reference.embargo_lapse("RU", day),
        lambda reference, day: reference.mandates("eu_regime", "RU", day),
        lambda reference, day: reference.conflict("territory", "RU", day),
        lambda reference, day: reference.indicator("corruption", "RU", day),
        lambda reference, day: reference.overdue(day),
    ],
)
def test_a_day_of_the_wrong_kind(reference: Reference, look_up: Any, wrong: Any) -> None:
    """A moment is none either."""
    assert "`datetime.date` is needed" in refused(lambda: look_up(reference, wrong))


@pytest.mark.parametrize("wrong", [*WRONG, "nothing", "borders", ""], ids=repr)
def test_a_table_that_is_none(reference: Reference, wrong: Any) -> None:
    """The days of another table are no answer for it."""
    refused(lambda: [*reference.changes_of("RU", wrong)])
    refused(lambda: [*reference.turns_of("RU", wrong, ["territory"])])
    if wrong != "borders":
        refused(lambda: reference.rows(wrong))
        refused(lambda: reference.without(wrong))


@pytest.mark.parametrize("wrong", [one for one in WRONG if one is not None], ids=repr)
def test_words_of_the_wrong_kind(screener: Screener, result: Result, wrong: Any) -> None:
    """At the doors of a Screener, a Case and a Result."""
    refused(lambda: result.in_language(wrong))
    refused(lambda: screener.open(CASE).in_language(wrong))
    refused(lambda: screener.stopped(wrong))
    refused(lambda: Reference.load(wrong))
    if wrong:
        refused(lambda: screener.stopped(result, wrong))
        refused(lambda: Screener(house=wrong))


@pytest.mark.parametrize("tiers", ["law", ["laws"], ["review"], ["law", "x"], [""], [None]])
def test_a_tier_that_is_none_stops_nothing(screener: Screener, result: Result, tiers: Any) -> None:
    """So it is refused, and not passed over; a text is no list of tiers."""
    refused(lambda: screener.stopped(result, tiers))
    assert screener.stopped(result, ["law", "assess"])


def test_the_day_of_a_moment() -> None:
    """Today may be given as a moment; it is the day of it."""
    result = Screener(engine="bitset", today=datetime(2024, 1, 1, 5)).screen(CASE)
    assert (type(result.as_of), result.as_of) == (date, DAY)
    assert result == Screener(engine="bitset", today=DAY).screen(CASE)


@pytest.mark.parametrize(
    "text",
    ["\ud800", '{"schema": ' + "9" * 5_000 + "}", '{"schema": ' + "[" * 3_000 + "]" * 3_000 + "}",
     "NaN", '{"a": 1e999}', "\x00", "[" * 100_000, b"\xff", b"\xff\xfe{}", "{} {}"],
)  # fmt: skip
def test_a_text_that_is_no_result(text: Any) -> None:
    """However it is broken."""
    refused(lambda: Result.from_json(text))


@pytest.mark.parametrize("items", [iter([]), (), {}, {1}, "ML6.a"])
def test_goods_of_the_wrong_kind(items: Any) -> None:
    """Each fault has words."""
    refused(lambda: Application(**{**CASE, "items": items}))

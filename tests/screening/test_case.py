"""A case: opened once, its day fixed for all that is asked of it, wherever it is asked."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from itertools import combinations
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from licensecheck import (
    Application,
    Case,
    InputError,
    NoEdition,
    Reference,
    Result,
    Screener,
    UnknownPlace,
    UnknownRating,
    read_application,
    screen,
)
from licensecheck.errors import LicensecheckError, Problem
from licensecheck.reference.places import all_countries
from licensecheck.report.html import render_html
from licensecheck.report.markdown import render_markdown
from licensecheck.report.text import render_text
from licensecheck.screening import screener as screener_module
from licensecheck.wording.replay import Recorded, replay

ALL_COUNTRIES = all_countries()
# The Kingdom's restraint ends between these days, and so does another rule's row: any two days do.
FIRST = date(2022, 2, 20)
UNDATED = {
    "exporter": {"country": "NL"},
    "end_user": {"country": "UA", "kind": "armed_forces", "name": "Army"},
    "items": [{"rating": "ML6.a"}],
}


class AnyDate(type):
    """Of a clock that stands for `date`, every day is an instance."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, date)


class Moving(date, metaclass=AnyDate):
    """A clock that moves on by ten days whenever it is read."""

    read = 0

    @classmethod
    def today(cls) -> date:
        cls.read += 1
        return FIRST + timedelta(days=10 * (cls.read - 1))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Moving]]:
    Moving.read = 0
    monkeypatch.setattr(screener_module, "date", Moving)
    return Moving


def test_a_screen_reads_the_clock_once(clock: type[Moving]) -> None:
    """All its days are one day, and the receipt says so."""
    result = Screener(engine="bitset").screen(UNDATED)
    assert clock.read == 1
    days = {result.as_of, result.rules_as_of, result.membership_as_of, result.facts_as_of}
    assert days == {FIRST}
    assert set(result.receipt.clocks.values()) == {FIRST.isoformat()}


def test_what_is_asked_later_is_answered_for_the_same_day(clock: type[Moving]) -> None:
    """Days go by between the question and the next one."""
    case = Screener(engine="bitset").open(UNDATED)
    clock.today()
    result = case.result
    assert case.as_of == result.as_of == FIRST
    assert case.explain(criterion=4).as_of == FIRST
    assert result.missing().as_of == case.missing().as_of == FIRST
    assert case.result is result


def test_a_receipt_of_a_moving_clock_replays(clock: type[Moving]) -> None:
    """The day that it names is the day that was screened."""
    application = read_application(UNDATED)
    result = Screener(engine="bitset").screen(application)
    clock.today()
    assert replay(Recorded(result.receipt, None), application).same


COPIES: dict[str, Callable[[Result], Result]] = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "replace": lambda result: dataclasses.replace(result, warnings=()),
    "pickle": lambda result: pickle.loads(pickle.dumps(result)),
    "pickle twice": lambda result: pickle.loads(pickle.dumps(pickle.loads(pickle.dumps(result)))),
}


@pytest.mark.parametrize("copied", COPIES)
def test_a_copy_answers_for_the_same_day(copied: str, clock: type[Moving]) -> None:
    """And as the result itself does."""
    result = Screener(engine="bitset", alliances=["eu"], depth="full").screen(UNDATED)
    clock.today()
    again = COPIES[copied](result)
    assert again.explain(criterion=2) == result.explain(criterion=2)
    assert again.missing() == result.missing()
    assert again.missing().as_of == FIRST
    if copied != "replace":
        assert again == result


def test_a_case_of_other_rules_gives_no_answer(tmp_path: Path) -> None:
    """Which rules a pickled case would be explained by is held against those it was decided by."""
    alliance = tmp_path / "mine.yaml"
    alliance.write_text("alliance: mine\ntitle: Mine\ninside: [{group: NATO}]\n")
    result = Screener(engine="bitset", alliances=[str(alliance)]).screen(UNDATED)
    kept = pickle.dumps(result)
    alliance.write_text("alliance: mine\ntitle: Mine\ninside: [{country: UA}]\n")
    again = pickle.loads(kept)
    assert again == result
    with pytest.raises(InputError, match="not those that the case was opened with"):
        again.missing()


def test_a_case_is_no_part_of_what_is_published() -> None:
    """Neither of the JSON nor of a result that is read back."""
    result = Screener(engine="bitset").screen(UNDATED)
    assert isinstance(result.case, Case)
    data = json.loads(result.to_json())
    assert "case" not in data
    assert Result.from_json(json.dumps({**data, "case": {"x": 1}})).case is None


def _screened(screener: Screener, rating: str) -> Result:
    return screener.screen({**UNDATED, "items": [{"rating": rating}]})


def test_a_pool_of_processes_screens() -> None:
    """A Screener goes there, results and errors come back whole."""
    screener = Screener(engine="bitset", today=FIRST, reference=Reference.load().without("borders"))
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        good, bad = (pool.submit(_screened, screener, rating) for rating in ("ML6.a", "ML66"))
        found = good.result()
        with pytest.raises(InputError) as caught:
            bad.result()
    assert found == _screened(screener, "ML6.a")
    assert found.missing() == _screened(screener, "ML6.a").missing()
    with pytest.raises(InputError) as here:
        _screened(screener, "ML66")
    assert caught.value.problems == here.value.problems


ERRORS = [
    InputError([Problem("a", "b", "c"), Problem("d", "e")]),
    InputError("a text alone"),
    UnknownPlace("Nowhere", candidates=("Norway",)),
    UnknownRating("ML66", "not on the list", help="x"),
    NoEdition(Problem("rules", "none")),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("way", [lambda e: pickle.loads(pickle.dumps(e)), copy.copy])
def test_an_error_survives(error: LicensecheckError, way: Callable[[Any], Any]) -> None:
    """With its kind, its words and all that it carries."""
    again = way(error)
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert vars(again) == vars(error)
    assert all(isinstance(problem, Problem) for problem in again.problems)


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda: Screener(rulesets=[]), "rulesets: a list of one name or more is needed"),
        (lambda: Screener(alliances="nato"), r'write `alliances=\["nato"\]`'),
        (lambda: Screener(alliances=()), "alliances: a list of one name or more is needed"),
        (lambda: Screener(rulesets="nl"), r'write `rulesets=\["nl"\]`'),
        (lambda: Screener(alliances=[7]), "alliances: a list of one name or more"),
        (lambda: Screener().screen(UNDATED).criterion(9), "no criterion `9`"),
        (lambda: Screener().open(UNDATED).explain(criterion=9), "^criterion: no criterion `9`"),
        (lambda: Screener().open(UNDATED).explain(rule="cp.9"), "^rule: no rule in force"),
        (lambda: Result.from_json("{}"), "`schema` is missing"),
        (lambda: Result.from_json("no"), "not well-formed JSON"),
        (lambda: Result.from_json(None), "`NoneType` is no text of JSON"),
        (lambda: Result.from_json({}), "`dict` is no text of JSON"),
        (lambda: Application(), "`exporter` is missing"),
        (lambda: Application(exporter={"country": "NL"}, items=[], endusr=1), "`end_user`"),
        (lambda: Application({"exporter": 1}), "takes its fields by name"),
        (lambda: Screener().screen_many([], errors="rais"), "did you mean `raise`"),
        (lambda: Screener().screen_many(UNDATED), "give it to `screen`"),
        (lambda: Screener().screen_many(7), "^applications: a list"),
        (lambda: Screener(lists="names.csv"), r'write `lists=\["names.csv"\]`'),
        (lambda: Screener(lists=""), "^lists: a list of names is needed"),
        (lambda: Screener(lists=["a\0b"]), "cannot be read: embedded null byte"),
        (lambda: Screener(lists=[7]), "^lists: a list of one name or more"),
        (lambda: Screener(denials=7), "^denials: the path of a file"),
        (lambda: Screener(today="2026-11-24"), "^today: a `datetime.date` is needed"),
        (lambda: Screener(reference="folder"), "^reference: a `Reference` is needed"),
        (lambda: Screener(language=None), "^language: the code of a language"),
        (lambda: Screener(rulesets=["x" * 5_000]), "no ruleset by the name"),
        (lambda: Screener(rulesets=[""]), "no ruleset by the name ``"),
        (lambda: Screener().open(UNDATED).explain(rule=7), "^rule: no rule in force"),
        (lambda: Screener().open(UNDATED).explain(rule="cp.2.a.unheard", criterion=3),
         "a rule and a criterion are both named"),
    ],
)  # fmt: skip
def test_each_door_tells_in_its_own_words(ask: Callable[[], object], told: str) -> None:
    """What is asked in Python wrongly is an error of this package, and speaks of no option."""
    with pytest.raises(InputError, match=told) as caught:
        ask()
    assert "--" not in str(caught.value)
    assert "pydantic" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "exporter: {country: NL}\nend_user: {country: SA}\nitems: [{rating: ML6.a}]\n",
        '{"exporter": {"country": "NL"}, "end_user": {"country": "SA"}, '
        '"items": [{"rating": "ML6.a"}]}',
    ],
)
def test_a_text_is_a_document(text: str) -> None:
    """And no path of a file that is not there."""
    assert screen(text, engine="bitset").findings
    with pytest.raises(InputError, match="`end_user`"):
        screen(text.replace("end_user", "end_usr"))


def test_many_go_on_after_a_bad_one() -> None:
    """Each has its answer or its error in its place."""
    screener = Screener(engine="bitset")
    many = [UNDATED, {**UNDATED, "items": [{"rating": "ML66"}]}, {}, UNDATED]
    found = list(screener.screen_many(many, errors="yield"))
    assert [type(one) for one in found] == [Result, InputError, InputError, Result]
    some = screener.screen_many(many)
    assert isinstance(next(some), Result)
    with pytest.raises(InputError):
        next(some)


def test_a_result_shows_itself_in_a_line() -> None:
    """What is printed in a shell is the answer and not a page of fields; no name is in it."""
    result = Screener(engine="bitset", today=FIRST).screen(UNDATED)
    assert repr(result).startswith("<Result of 2022-02-20: ")
    assert len(repr(result)) < 200
    html = result._repr_html_()
    assert "<table>" in html
    assert "No trigger is not permission." in html
    assert "Army" not in repr(result) + html + repr(result.case)
    assert repr(Screener()) == "<Screener: nato; checked, light depth>"


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"as_of": "2001-05-01"}, "as_of"),
        ({"rules_as_of": "2001-05-01"}, "rules_as_of"),
        ({"as_of": "2001-05-01", "rules_as_of": "2001-06-01"}, "rules_as_of"),
    ],
)
def test_a_day_before_the_first_edition(days: dict[str, str], field: str) -> None:
    """The field that says it is named, and what to state."""
    with pytest.raises(NoEdition, match="the first begins 2008-12-08") as caught:
        Screener(engine="bitset").open({**UNDATED, **days})
    (problem,) = caught.value.problems
    assert problem.where == field
    assert "state `rules_as_of: 2008-12-08` in the application" in problem.help
    ok = {**UNDATED, **days, "rules_as_of": "2008-12-08"}
    assert Screener(engine="bitset").screen(ok).rules_as_of == date(2008, 12, 8)


def test_goods_on_no_list_are_not_examined() -> None:
    """Nothing was asked of them, so nothing counts as decided and no criterion has no trigger."""
    result = Screener(engine="bitset", today=FIRST).screen(
        {**UNDATED, "items": [{"rating": "none"}]}
    )
    assert result.outcome.status == "out_of_scope"
    assert {one.status for one in result.criteria} == {"not_examined"}
    assert {one.at_worst for one in result.criteria} == {"not_examined"}
    assert sum(one.examined.decided for one in result.criteria) == 0
    assert all(one.examined.of > 0 for one in result.criteria)
    text = render_text(result)
    assert "no rule of the criteria was asked" in text
    assert "no trigger on what could be examined" not in text
    assert "rules decided" not in render_text(result, detail="verbose")
    for written in (render_markdown(result), render_html(result)):
        assert "not examined" in written
        assert "no trigger<" not in written
    again = Result.from_json(result.to_json())
    assert again == result


def test_many_onward_states_are_read() -> None:
    """A licence for incorporation names as many as there are."""
    onward = sorted({"DE", "FR", *ALL_COUNTRIES})
    end_use = {"category": "incorporation", "onward": onward}
    result = Screener(engine="bitset", today=FIRST).screen({**UNDATED, "end_use": end_use})
    told = [one for one in result.containment[0].touchpoints if one.axis == "onward"]
    assert len(told) == len(onward) > 200


USERS = (
    {"country": "IN"}, {"country": "RU", "kind": "government_civil"},
    {"country": "MM", "kind": "armed_forces"}, {"country": "BR", "kind": "police"},
    {"country": "ZA", "kind": "police"}, {"country": "DE", "kind": "armed_forces"},
)  # fmt: skip


@pytest.mark.parametrize("rating", ["ML15.c", "ML6.a", "ML3.a"])
@pytest.mark.parametrize("day", ["2026-11-24", "2014-09-01"])
def test_each_user_is_answered_as_if_it_were_alone(rating: str, day: str) -> None:
    """What is met for one end user, if only noted, is there beside what is met for another."""
    screener = Screener(engine="bitset", today=date(2026, 11, 24))
    base = {"as_of": day, "exporter": {"country": "NL"}, "items": [{"rating": rating}]}
    alone = [screener.screen({**base, "end_user": user}) for user in USERS]
    for one, other in combinations(range(len(USERS)), 2):
        whole = screener.screen({**base, "end_users": [USERS[one], USERS[other]]})
        for number, each in enumerate((alone[one], alone[other]), 1):
            said = {(f.rule, f.status) for f in each.findings if f.status != "open"}
            found = {
                (f.rule, f.status)
                for f in whole.findings
                if f.status != "open" and number in f.end_users
            }
            assert found == said, (USERS[one], USERS[other], number)

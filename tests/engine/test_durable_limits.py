"""What breaks durable-rules, each shape in a process of its own.

Every test asserts what the extension (2.0.28) does today with raw calls. Should one fail after an
upgrade, the limit has moved: read it again, and only then change the subset of engine/durable.py.
That we emit none of these shapes is tested in test_durable_subset.py.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from licensecheck.engine.durable import CHOICES_PER_TERM, TERMS_PER_ENGINE, durable_available
from tests.strategies import VOCABULARY

pytestmark = pytest.mark.skipif(
    not durable_available(), reason="the durable-rules extension is not built here"
)

# `fire` prints nothing; it gives the status of a fact and the rules that fired, or the code of
# the error that was raised.
PRELUDE = """
import json
import durable_rules_engine as raw

def ruleset(**conditions):
    rules = {name: {"all": c if isinstance(c, list) else [{"t": c}]}
             for name, c in conditions.items()}
    return raw.create_ruleset("r", json.dumps(rules))

def fact(sid="1", id="1", **attributes):
    return json.dumps({"sid": sid, "id": id, **attributes})

def fire(handle, text, put=raw.assert_fact):
    try:
        status, state = put(handle, text)
    except raw.error as fault:
        return int(str(fault).rsplit(" ", 1)[1])
    started = raw.start_action_for_state(handle, state)
    result, fired = started[1] if started else None, []
    while result:
        fired.append(result[2:result.index('"', 2)])
        result = raw.complete_and_start_action(handle, state)
    return status, fired
"""
FIRED, NOT_FIRED = [0, ["r"]], [1, []]

# The C library overwrites what was freed, so that reading it crashes every time and not by luck
# (glibc's; elsewhere it is not read).
OVERWRITE_FREED = {"MALLOC_PERTURB_": "165"}


def run(code: str) -> tuple[int, list[Any]]:
    """Return code, and what was printed line by line as JSON, of a process that runs some code."""
    done = subprocess.run(
        [sys.executable, "-c", PRELUDE + code],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **OVERWRITE_FREED},
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def printed(code: str) -> list[Any]:
    """What a process prints that ends well."""
    returncode, lines = run(code)
    assert returncode == 0, code
    return lines


def one(condition: Any, **attributes: Any) -> Any:
    """What one rule `r` does with one fact."""
    code = f"print(json.dumps(fire(ruleset(r={condition!r}), fact(**{attributes!r}))))"
    return printed(code)[0]


# Crashes of the process: a negative return code is the signal that ended it. Where the extension
# reads memory that is not its own, a build may go on instead; its exact outcome is then asserted.


@pytest.mark.parametrize("put", ["assert_facts", "assert_events"])
def test_a_batch_of_an_empty_object_crashes(put: str) -> None:
    """It gives a state that nothing can be asked of."""
    code, _ = run(f"fire(ruleset(r={{'a': 'x'}}), '[{{}}]', raw.{put})")
    assert code < 0


@pytest.mark.parametrize("batch", ["[]", ""])
@pytest.mark.parametrize("put", ["assert_facts", "assert_events"])
def test_an_empty_batch_crashes_or_counts_as_handled(batch: str, put: str) -> None:
    """Memory that was never set is read, so the outcome is the build's: Debian's own Python
    goes on with status 0, as if there had been a fact; others end with a signal."""
    code, lines = run(f"print(json.dumps(fire(ruleset(r={{'a': 'x'}}), {batch!r}, raw.{put})))")
    assert code < 0 or (code, lines) == (0, [[0, []]])


def test_an_empty_object_alone_does_not_crash() -> None:
    """Not reproduced for a single fact: `{}` is not handled (status 1). In a batch it crashes."""
    assert printed("print(json.dumps(fire(ruleset(r={'a': 'x'}), '{}')))") == [NOT_FIRED]


def test_an_empty_text_is_a_parse_error() -> None:
    """No object at all is refused with code 204."""
    assert printed("print(json.dumps(fire(ruleset(r={'a': 'x'}), '')))") == [204]


def test_division_by_zero_crashes() -> None:
    """An arithmetic right-hand side that divides by zero ends the process."""
    quotient = {"$gt": {"a": {"$div": {"$l": {"$m": "b"}, "$r": {"$m": "c"}}}}}
    assert one(quotient, a=3, b=4, c=2) == FIRED
    code, _ = run(f"fire(ruleset(r={quotient!r}), fact(a=1, b=4, c=0))")
    assert code < 0


def test_a_choice_between_a_value_and_a_join_crashes_or_fires() -> None:
    """`$or` of a value and of another fact's attribute: a segmentation fault on most builds;
    on Debian's own Python the join is read and fires. What a build decides, none may rely on."""
    join = [{"first": {"a": "x"}}, {"second": {"$or": [{"b": "y"}, {"c": {"first": "c"}}]}}]
    code, lines = run(
        f"h = ruleset(r={join!r})\n"
        "print(json.dumps([fire(h, fact(a='x', c=1)), fire(h, fact(id='2', b='n', c=1))]))"
    )
    assert code < 0 or (code, lines) == (0, [[[0, []], [0, ["r"]]]])


@pytest.mark.parametrize("start", ["raw.start_action(h)", "raw.start_action_for_state(h, 1)"])
def test_a_state_dropped_while_another_lives_crashes(start: str) -> None:
    """With two live states, the one that is dropped before it fired is read again."""
    code, _ = run(
        "h = ruleset(r={'a': 'x'})\n"
        "for sid in '12': raw.assert_fact(h, fact(sid=sid, a='x'))\n"
        f"raw.delete_state(h, '1'); {start}; {start}"
    )
    assert code < 0


def test_two_live_states_alone_do_not_crash() -> None:
    """Not reproduced: two states that both fire before they are dropped fire rightly."""
    lines = printed(
        "h = ruleset(r={'a': 'x'})\n"
        "for turn in range(50):\n"
        "    print(json.dumps([fire(h, fact(sid=sid, a='x')) for sid in '12']))\n"
        "    for sid in '12': raw.delete_state(h, sid)"
    )
    assert lines == [[FIRED, FIRED]] * 50


def test_a_thousand_live_states_are_the_most() -> None:
    """The index of states holds 1,024; states that are never dropped use up the memory."""
    code, lines = run(
        "h = ruleset(r={'a': 'x'})\n"
        "for sid in range(1100):\n"
        "    raw.assert_fact(h, fact(sid=str(sid), a='x'))"
    )
    assert (code, lines) == (1, [])


# Errors and wrong answers.


def test_a_join_on_a_missing_property_is_an_error() -> None:
    """An equality gives code 311 for the fact without it; other operators for the next fact."""
    for condition, expected in (
        ({"c": {"first": "c"}}, [311, [0, []]]),
        ({"$neq": {"c": {"first": "c"}}}, [[0, []], 311]),
    ):
        join = [{"first": {"a": "x"}}, {"second": condition}]
        assert printed(
            f"h = ruleset(r={join!r})\n"
            "print(json.dumps([fire(h, fact(a='x')), fire(h, fact(id='2', c=1))]))"
        ) == [expected]


def test_or_before_a_join_does_not_crash() -> None:
    """Not reproduced as a crash in this form; but a rule fires once for each branch that holds."""
    join = [{"first": {"$or": [{"a": "x"}, {"b": "y"}]}}, {"second": {"c": {"first": "c"}}}]
    assert printed(
        f"h = ruleset(r={join!r})\n"
        "print(json.dumps([fire(h, fact(a='x', b='y', c=1)), fire(h, fact(id='2', c=1))]))"
    ) == [[[0, []], [0, ["r", "r"]]]]


def test_long_strings_are_compared_by_their_length_modulo_65536() -> None:
    """65,537 characters count as one, so another string counts as equal."""
    assert one({"a": "x"}, a="x" * 65_535) == NOT_FIRED
    assert one({"a": "x"}, a="x" * 65_537) == FIRED


def test_more_than_64_rules_overflow_the_match_stack() -> None:
    """64 rules over one fact fire; 65 are code 303."""
    code = (
        "for n in (64, 65):\n"
        "    h = ruleset(**{f'r{i}': {f'a{i}': 1} for i in range(n)})\n"
        "    done = fire(h, fact(**{f'a{i}': 1 for i in range(n)}))\n"
        "    print(done if isinstance(done, int) else len(done[1]))"
    )
    assert printed(code) == [64, 303]
    assert TERMS_PER_ENGINE + 1 <= 60


def choices(count: int) -> dict[str, Any]:
    """A condition of so many choices between two values."""
    return {"$and": [{"$or": [{f"a{i}": 1}, {f"a{i}": 2}]} for i in range(count)]}


def test_fifteen_choices_in_one_condition_are_too_many() -> None:
    """The limit behind code 113: 32 entries a condition, of which each `$or` takes two."""
    for count, expected in ((CHOICES_PER_TERM, FIRED), (CHOICES_PER_TERM + 1, 113)):
        code = (
            f"try: done = fire(ruleset(r={choices(count)!r}), fact(**{{f'a{{i}}': 1 + i % 2 "
            f"for i in range({count})}}))\n"
            "except raw.error as fault: done = int(str(fault).rsplit(' ', 1)[1])\n"
            "print(json.dumps(done))"
        )
        assert printed(code) == [expected]


def test_deeper_nesting_fires_too_often_and_then_fails() -> None:
    """`$or` over `$and` fires once for each branch that holds; the 16th level is code 113."""
    code = (
        "def nested(depth):\n"
        "    condition = {'a0': 1}\n"
        "    for i in range(depth):\n"
        "        condition = {('$and', '$or')[i % 2]: [condition, {f'a{i + 1}': 1}]}\n"
        "    return ruleset(r=condition)\n"
        "print(json.dumps(fire(nested(5), fact(**{f'a{i}': 1 for i in range(6)}))))\n"
        "try: nested(16)\n"
        "except raw.error as fault: print(str(fault).rsplit(' ', 1)[1])"
    )
    assert printed(code) == [[0, ["r", "r", "r"]], 113]


def test_an_empty_and_fires_twice_and_an_empty_clause_is_refused() -> None:
    """An `$and` of nothing holds for every fact and for the state's own."""
    assert one({"$and": []}, a=1) == [0, ["r", "r"]]
    code = (
        "try: ruleset(r={})\nexcept raw.error as fault: print(str(fault).rsplit(' ', 1)[1])"
    )  # fmt: skip
    assert printed(code) == [100]


@pytest.mark.parametrize("value", [None, {}, [], ["x"], {"a": "x"}])
def test_null_nested_and_listed_values_satisfy_nothing(value: Any) -> None:
    """Neither equality nor inequality holds of them, and of a missing attribute neither."""
    assert one({"a": "x"}, a=value) == NOT_FIRED
    assert one({"$neq": {"a": "x"}}, a=value) == NOT_FIRED
    assert one({"$neq": {"a": "x"}}, b=1) == NOT_FIRED


def test_a_nested_value_is_its_dotted_name() -> None:
    """`b.a` is read inside `b`, which is why our names carry no dot."""
    assert one({"b.a": "x"}, b={"a": "x"}) == FIRED


def test_true_equals_the_text_true() -> None:
    """Types are confused: a boolean equals its name."""
    assert one({"a": "true"}, a=True) == FIRED


def test_big_integers_are_equal_to_their_neighbours() -> None:
    """Beyond 64 bits every integer is the greatest, so all are equal."""
    assert one({"a": 2**63 + 5}, a=2**63 + 9) == FIRED


def test_a_float_with_an_exponent_is_not_read() -> None:
    """`1e+22`, as Python writes it, is a parse error where a rule is made."""
    code = (
        "try: ruleset(r={'a': 1e22})\n"
        "except raw.error as fault: print(str(fault).rsplit(' ', 1)[1])"
    )
    assert printed(code) == [204]


def test_a_property_with_a_dollar_may_meet_the_states_own_fact() -> None:
    """Each state holds a fact `$s` of its own, and a rule may fire on that."""
    assert one({"$s": 1}, a="x") == [1, ["r"]]


def test_text_beyond_ascii_is_not_equal_to_itself() -> None:
    """Escaped in the rule and plain in the fact are two things."""
    code = (
        "h = ruleset(r={'a': 'é'})\n"
        "print(json.dumps(fire(h, json.dumps({'sid': '1', 'id': '1', 'a': 'é'}, "
        "ensure_ascii=False))))"
    )
    assert printed(code) == [NOT_FIRED]


def test_a_fact_said_twice_is_not_decided_twice() -> None:
    """The same fact in a live state is observed (status 2) and fires nothing."""
    code = "h = ruleset(r={'a': 'x'}); print(json.dumps([fire(h, fact(a='x')) for _ in '12']))"
    assert printed(code) == [[FIRED, [2, []]]]


def test_a_fact_holds_254_properties() -> None:
    """More are code 302; all facts of the vocabulary together stay far below."""
    code = (
        "for n in (254, 255):\n"
        "    text = fact(**{f'a{i}': 1 for i in range(n - 2)})\n"
        "    print(json.dumps(fire(ruleset(r={'a0': 1}), text)))"
    )
    assert printed(code) == [[0, ["r"]], 302]
    assert 3 + sum(1 + known.ordered for known in VOCABULARY.values()) <= 220


def fnv(name: str) -> int:
    """32-bit FNV-1a, written down anew."""
    code = 0x811C9DC5
    for byte in name.encode():
        code = (code ^ byte) * 0x01000193 % 2**32
    return code


def test_names_are_known_by_their_hash_alone() -> None:
    """Two names of equal 32-bit FNV-1a hash are one attribute to durable-rules."""
    assert fnv("costarring") == fnv("liquid")
    assert one({"costarring": "x"}, liquid="x") == FIRED
    assert one({"costarring": "x"}, liquids="x") == NOT_FIRED

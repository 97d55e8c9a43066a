"""The conformance vectors are what this program answers, and the runner sees what is not."""

from __future__ import annotations

import json
import sys

import pytest

from licensecheck import Screener
from tools.conformance import ALLIANCES, main, make_vectors, read_vectors, run, text_of

pytestmark = pytest.mark.costly

VECTORS = read_vectors()


@pytest.fixture(scope="module")
def answer():
    """This program, asked with an application as JSON."""
    screener = Screener(alliances=ALLIANCES)
    return lambda application: screener.screen(json.loads(application)).to_json()


def test_the_stored_vectors_are_fresh() -> None:
    """A changed answer is a changed vector; `make vectors` writes them, and the diff is read."""
    assert [json.loads(line) for line in text_of(make_vectors()).splitlines()] == VECTORS


def test_every_vector_names_its_day_and_itself() -> None:
    """Without a day the answer would be that of the day on which it is asked."""
    assert all(vector["application"].get("as_of") for vector in VECTORS)
    assert len({vector["id"] for vector in VECTORS}) == len(VECTORS)


def test_every_rule_is_met_and_left_open_by_some_vector() -> None:
    """So a program that passes has every rule right at both ends."""
    seen: dict[str, set[str]] = {}
    for vector in VECTORS:
        for rule, status, *_ in vector["expected"]["findings"]:
            seen.setdefault(rule, set()).add("open" if status == "open" else "met")
    screener = Screener()
    for rule in (rule for ruleset in screener.rulesets for rule in ruleset.rules):
        # An open rule of the other tiers is shown only beside a trigger of its criterion.
        both = rule.tier in ("law", "screen", "duty")
        assert seen[rule.id] >= ({"met", "open"} if both else {"met"}), rule.id


def test_a_wrong_answer_and_no_answer_are_counted(answer) -> None:
    """A vector that expects otherwise differs, and so does a program that says nothing."""
    [*right] = VECTORS[:3]
    wrong = json.loads(json.dumps(right[0]))
    wrong["expected"]["outcome"]["status"] = "out_of_scope"
    number, said = run([wrong, *right[1:]], answer)
    assert number == 3
    assert len(said) == 1
    assert said[0].startswith(f"{wrong['id']}: outcome: expected ")
    _, silent = run(right, lambda _application: "")
    assert len(silent) == 3


def test_the_runner_puts_vectors_to_a_command(tmp_path, capsys) -> None:
    """The command line of this program is one of those that can be asked."""
    few = tmp_path / "few.jsonl"
    few.write_text(text_of([VECTORS[0], VECTORS[-1]]), encoding="utf-8")
    command = [sys.executable, "-m", "licensecheck", "check", "-", "--format", "json"]
    for name in ALLIANCES:
        command += ["--alliance", name]
    assert main(["run", str(few), "--", *command]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "2 vectors, 0 answered otherwise"
    assert main(["run", str(few), "--", sys.executable, "-c", "print('{}')"]) == 1
    assert main(["run"]) == 2

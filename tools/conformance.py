"""Conformance vectors: what any program that applies these rules should answer.

python -m tools.conformance write [FILE]
python -m tools.conformance run [FILE] -- COMMAND [ARGUMENT]...

A vector is one JSON object on a line: `id`, `application`, `expected`. What is expected holds no
sentence, so it binds no language: statuses, verdicts, rules with their items, and facts to ask for.
`run` gives each application as JSON to the standard input of COMMAND, reads a result in the
published schema from its standard output, and counts what differs.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from licensecheck import Screener
from licensecheck.application import read_application
from licensecheck.law import law_dir, load_yaml_file, packaged_rulesets
from licensecheck.rules.cases import load_cases

ROOT: Final = Path(__file__).resolve().parent.parent
VECTORS: Final = ROOT / "tests" / "conformance" / "vectors.jsonl"
ALLIANCES: Final = ("nato", "eu")
Vector = Mapping[str, Any]


def applications() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every case and every scenario of the packaged rules, with a name of its own."""
    for ruleset_name, path in packaged_rulesets().items():
        numbers: Counter[str] = Counter()
        for case in load_cases(path):
            numbers[case.rule] += 1
            yield f"{ruleset_name}/{case.rule}/{numbers[case.rule]:02}", case.application
    for file in sorted((law_dir() / "eu-common-position" / "scenarios").glob("*.yaml")):
        yield f"scenario/{file.stem}", load_yaml_file(file).data["application"]


def neutral(result: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a result, as its JSON, that holds no sentence."""
    return {
        "outcome": {key: result["outcome"][key] for key in ("status", "at_worst", "bar_possible")},
        "containment": {
            one["alliance"]: {"verdict": one["verdict"], "axes": one["axes"],
                              "qualifiers": sorted(one["qualifiers"])}
            for one in result["containment"]
        },
        "criteria": {
            one["criterion"]: [one["status"], one["at_worst"], one["examined"]["decided"],
                               one["examined"]["of"]]
            for one in result["criteria"]
        },
        "findings": sorted(
            [one["rule"], one["status"], one["could_be"], one["items"], one["end_users"],
             sorted(one["missing"])]
            for one in (*result["findings"], *result["duties"])
        ),
        "questions": [one["fact"] for one in result["questions"]],
    }  # fmt: skip


def make_vectors() -> Iterator[Vector]:
    """The vectors as this program answers them, both engines agreeing."""
    screener = Screener(alliances=ALLIANCES)
    for name, application in applications():
        result = screener.screen(application)
        document = read_application(application).document()
        expected = neutral(json.loads(result.to_json()))
        yield {"id": name, "alliances": ALLIANCES, "application": document, "expected": expected}


def read_vectors(path: Path = VECTORS) -> list[Vector]:
    """The stored vectors."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def text_of(vectors: Iterable[Vector]) -> str:
    """Vectors as JSON Lines."""
    lines = (json.dumps(vector, ensure_ascii=False, separators=(",", ":")) for vector in vectors)
    return "".join(f"{line}\n" for line in lines)


def differences(vector: Vector, result: Mapping[str, Any]) -> list[str]:
    """What a result says otherwise than its vector, one line each."""
    found = neutral(result)
    return [
        f"{vector['id']}: {part}: expected {json.dumps(expected)}, got {json.dumps(found[part])}"
        for part, expected in vector["expected"].items()
        if json.loads(json.dumps(found[part])) != expected
    ]


def run(vectors: Iterable[Vector], answer: Callable[[str], str]) -> tuple[int, list[str]]:
    """Put every vector to a program.

    Args:
        vectors: What to ask.
        answer: Gives the result, as JSON, to an application, as JSON.

    Returns:
        How many were put, and what differs, one line each.
    """
    said: list[str] = []
    number = 0
    for vector in vectors:
        number += 1
        try:
            said += differences(vector, json.loads(answer(json.dumps(vector["application"]))))
        except (ValueError, KeyError, TypeError) as error:
            said.append(f"{vector['id']}: no result: {type(error).__name__}: {error}")
    return number, said


def _ask(command: Sequence[str]) -> Callable[[str], str]:
    def answer(application: str) -> str:
        done = subprocess.run(
            command, input=application, capture_output=True, text=True, encoding="utf-8",
            timeout=120, check=False,
        )  # fmt: skip
        return done.stdout

    return answer


def main(arguments: Sequence[str]) -> int:
    """Write the vectors, or put them to a program."""
    words, _, command = _split(arguments)
    if words[:1] == ["write"]:
        path = Path(words[1]) if len(words) > 1 else VECTORS
        path.write_text(text_of(make_vectors()), encoding="utf-8")
        return 0
    if words[:1] == ["run"] and command:
        path = Path(words[1]) if len(words) > 1 else VECTORS
        number, said = run(read_vectors(path), _ask(command))
        print("\n".join(said))
        failed = len({line.partition(": ")[0] for line in said})
        print(f"{number} vectors, {failed} answered otherwise")
        return 1 if said else 0
    print(__doc__, file=sys.stderr)
    return 2


def _split(arguments: Sequence[str]) -> tuple[list[str], str, list[str]]:
    if "--" not in arguments:
        return list(arguments), "", []
    at = list(arguments).index("--")
    return list(arguments[:at]), "--", list(arguments[at + 1 :])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

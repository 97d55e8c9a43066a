"""Results as SARIF 2.1.0."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.cli.running import run
from tests.report.test_junit import case

# What the form asks of the parts that are written, after OASIS SARIF 2.1.0.
TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}
SHAPE: dict[str, Any] = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "properties": {
                    "tool": {
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "required": ["name"],
                                "properties": {
                                    "rules": {
                                        "uniqueItems": True,
                                        "items": {
                                            "required": ["id"],
                                            "properties": {
                                                "shortDescription": TEXT, "help": TEXT,
                                            },
                                        },
                                    }
                                },
                            }
                        },
                    },
                    "invocations": {"items": {"required": ["executionSuccessful"]}},
                    "results": {
                        "items": {
                            "required": ["message"],
                            "properties": {
                                "message": TEXT,
                                "ruleIndex": {"type": "integer", "minimum": 0},
                                "kind": {"enum": ["notApplicable", "pass", "fail", "review",
                                                  "open", "informational"]},
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "partialFingerprints": {
                                    "additionalProperties": {"type": "string"}
                                },
                                "locations": {
                                    "items": {
                                        "properties": {
                                            "physicalLocation": {
                                                "required": ["artifactLocation"],
                                                "properties": {
                                                    "artifactLocation": {
                                                        "properties": {
                                                            "uri": {"pattern": r"^[!-~]+$"}
                                                        }
                                                    }
                                                },
                                            }
                                        }
                                    }
                                },
                            },
                        }
                    },
                },
            },
        },
    },
}  # fmt: skip


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    texts = {"ru.yaml": case("RU"), "hostile <&> é.yaml": case("SA"), "de.yaml": case("DE", "ML22"),
             "none.yaml": case("DE", "none")}  # fmt: skip
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    return [str(tmp_path / name) for name in texts]


def written(*words: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(run("check", *words, "--format", "sarif").out)
    jsonschema.validate(document, SHAPE)
    return document


def test_the_form(files: list[str]) -> None:
    """Each result has its rule, and a level only where it is a failure, as the form asks."""
    found = written(*files)["runs"][0]
    rules = found["tool"]["driver"]["rules"]
    assert len({one["id"] for one in rules}) == len(rules)
    for one in found["results"]:
        assert rules[one["ruleIndex"]]["id"] == one["ruleId"]
        assert (one["kind"] == "fail") == (one["level"] != "none")


def test_levels(files: list[str]) -> None:
    """A bar is an error and a review a warning; nothing passes; each file has its outcome."""
    done = run("check", *files, "--format", "sarif")
    assert done.code == 5
    results = json.loads(done.out)["runs"][0]["results"]
    levels = {(one["ruleId"], one["level"]) for one in results}
    assert levels >= {
        ("cp.1.a.embargo", "error"), ("cp.2.x.attitude", "warning"), ("cp.art.4.search", "note"),
    }  # fmt: skip
    assert not [one for one in results if one["kind"] == "pass"]
    kinds = [one["kind"] for one in results if one["ruleId"] == "outcome"]
    assert len(kinds) == len(files)
    assert kinds[-1] == "notApplicable"
    assert "No trigger is not permission." in done.out


def test_a_rule_on_which_the_pipeline_stops(files: list[str]) -> None:
    """It is an error, whatever its tier."""
    found = written(files[1], "--stop-on", "duty")["runs"][0]["results"]
    assert {one["level"] for one in found if one["ruleId"].startswith("cp.art.")} == {"error"}


def test_marks_hold(files: list[str]) -> None:
    """A finding has the same mark in the next run, and another one in another file."""
    once, again = (
        [one["partialFingerprints"] for one in written(*files)["runs"][0]["results"]]
        for _ in range(2)
    )
    assert once == again
    assert len({json.dumps(one) for one in once}) > len(files)

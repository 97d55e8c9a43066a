"""Results for a build server."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import yaml

from tests.cli.running import run


def case(destination: str, rating: str = "ML6.a", **more: object) -> str:
    return yaml.safe_dump({"as_of": "2026-11-24", "exporter": {"country": "NL"},
                           "end_user": {"country": destination, "kind": "armed_forces"},
                           "items": [{"rating": rating}], **more})  # fmt: skip


def test_what_needs_a_person_fails_and_what_is_open_never_passes(tmp_path: Path) -> None:
    """A case a file; the exit code is that of the gravest, as for every other form."""
    texts = {"ru.yaml": case("RU"), "hostile<&>.yaml": case("SA"), "none.yaml": case("DE", "3A001"),
             "de.yaml": case("DE", "ML22")}  # fmt: skip
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    files = [str(tmp_path / name) for name in texts]
    done = run("check", *files, "--format", "junit")
    alone = [run("check", file, "-q").code for file in files]
    assert done.code == 5 == max(alone, key=(0, 6, 3, 4, 5).index)
    suite = ET.fromstring(done.out).find("testsuite")
    assert suite is not None
    assert suite.get("tests") == "4"
    for found, code in zip(suite.iter("testcase"), alone, strict=True):
        kinds = {one.tag for one in found}
        assert kinds == (
            {"failure"} if code in (4, 5) else {"skipped"} if code in (3, 6) else set()
        )
    assert int(suite.get("failures", "")) == sum(code in (4, 5) for code in alone)
    assert "No trigger is not permission." in done.out


def test_a_rule_on_which_the_pipeline_stops_fails(tmp_path: Path) -> None:
    """With the id of the rule, and exit code 8."""
    house = tmp_path / "house.yaml"
    house.write_text("ruleset: house\ntitle: t\nstops: [duty]\nrules: [{id: house.ask, title: ask, "
                     "tier: duty, when: {destination.country: DE}}]\n")  # fmt: skip
    (tmp_path / "de.yaml").write_text(case("DE", "ML22"))
    done = run("check", str(tmp_path / "de.yaml"), "--format", "junit", "--house", str(house))
    assert done.code == 8
    failure = ET.fromstring(done.out).find(".//failure")
    assert failure is not None
    assert "house.ask" in failure.get("message", "")

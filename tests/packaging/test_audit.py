"""The audit: locks against what is installed, licences, and advisories that somebody brings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools.audit import licence_of, main, pins, touches, unfit_licences, wrong_versions


def advisory(**affected: object) -> dict[str, object]:
    package = {"ecosystem": "PyPI", "name": "PyYAML"}
    return {"id": "X-1", "affected": [{"package": package, **affected}]}


def ranged(*events: dict[str, str]) -> dict[str, object]:
    return advisory(ranges=[{"type": "ECOSYSTEM", "events": list(events)}])


@pytest.mark.parametrize(
    ("found", "version", "touched"),
    [
        (advisory(versions=["5.3", "5.4"]), "5.4", True),
        (advisory(versions=["5.3", "5.4"]), "6.0", False),
        (ranged({"introduced": "0"}, {"fixed": "6.0"}), "5.9", True),
        (ranged({"introduced": "0"}, {"fixed": "6.0"}), "6.0", False),
        (ranged({"introduced": "5.1"}, {"last_affected": "5.4"}), "5.4", True),
        (ranged({"introduced": "5.1"}, {"last_affected": "5.4"}), "5.4.1", False),
        (ranged({"introduced": "5.1"}, {"last_affected": "5.4"}), "5.0", False),
        (ranged({"introduced": "1"}, {"fixed": "2"}, {"introduced": "4"}, {"fixed": "5"}), "3",
         False),
        (ranged({"introduced": "1"}, {"fixed": "2"}, {"introduced": "4"}, {"fixed": "5"}), "4.2",
         True),
        (ranged({"introduced": "0"}, {"fixed": "no version"}), "4.2", True),
    ],
)  # fmt: skip
def test_an_advisory_touches_the_versions_it_names(found, version, touched) -> None:
    """Lists and ranges; what cannot be compared counts as touched."""
    assert touches(found, "pyyaml", version) is touched
    assert not touches(found, "click", version)


def test_an_advisory_on_a_pin_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With its number; and one that was withdrawn is not."""
    hit = ranged({"introduced": "0"})
    (tmp_path / "a.json").write_text(json.dumps(hit), encoding="utf-8")
    (tmp_path / "b.json").write_text(
        json.dumps({**hit, "id": "X-2", "withdrawn": "2026-01-01T00:00:00Z"}), encoding="utf-8"
    )
    assert main(["--advisories", str(tmp_path)]) == 1
    out = capsys.readouterr().out
    assert f"pyyaml {pins('run.txt')['pyyaml']}: X-1" in out
    assert "X-2" not in out
    assert "1 advisories looked at" in out


def test_without_advisories_nothing_is_said_of_vulnerabilities(capsys) -> None:
    """Not looked up is not the same as none."""
    main([])
    assert "known vulnerabilities: not looked up" in capsys.readouterr().out


def test_every_package_for_use_has_a_licence_that_we_may_build_on() -> None:
    """As each declares of itself."""
    assert list(unfit_licences(sorted(pins("run.txt")))) == []
    assert licence_of("click")
    assert list(unfit_licences(["no-such-package"])) == [
        "no-such-package: not installed, so its licence was not looked at"
    ]


def test_another_version_than_the_pinned_one_is_told() -> None:
    """A package that is not there is no other version: an extra may be left out."""
    assert list(wrong_versions({"a": "1", "b": "2", "c": "3"}, {"a": "1", "b": "4"})) == [
        "b: 4 is installed, the lock pins 2"
    ]

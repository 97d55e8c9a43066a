"""The receipt names everything that an answer depends on, and no party."""

from __future__ import annotations

import sys
from importlib import metadata

from licensecheck import Screener
from licensecheck.engine.durable import durable_available
from licensecheck.screening.receipt import input_digest, version


def test_versions_are_those_of_the_environment() -> None:
    """The version read from the folder's name is the one that the distribution declares."""
    for distribution in ("durable_rules", "pydantic", "pycountry"):
        assert version(distribution) == metadata.version(distribution)
    assert version("no_such_distribution") == "unknown"


def test_the_version_is_not_that_of_another_project(tmp_path, monkeypatch) -> None:
    """The index holds a project by the name of our package; its version is never told as ours."""
    (tmp_path / "licensecheck-2026.0.8.dist-info").mkdir()
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    version.cache_clear()
    assert version() == "unknown"
    (tmp_path / "arms_licensecheck-7.1.dist-info").mkdir()
    version.cache_clear()
    assert version() == "7.1"
    version.cache_clear()


def test_a_receipt_holds_no_name() -> None:
    """Names of parties go into the digest and nowhere else."""
    application = {
        "as_of": "2026-11-24",
        "exporter": {"name": "Secret Exporter", "country": "NL"},
        "end_user": {"name": "Secret User", "country": "SA", "kind": "armed_forces"},
        "items": [{"rating": "ML6.a", "description": "secret goods"}],
    }
    result = Screener().screen(application)
    assert "ecret" not in repr(result.receipt)
    assert len(result.receipt.input) == 64
    engines = {"bitset", "durable-rules"} if durable_available() else {"bitset"}
    assert set(result.receipt.engines) == engines
    assert {"eu-common-position", "nl", "de"} <= set(result.receipt.rules)
    assert {"memberships", "embargoes", "conflict"} <= set(result.receipt.reference)


def test_the_order_of_keys_does_not_move_the_digest() -> None:
    """The digest is of the content."""
    assert input_digest({"a": 1, "b": [1, 2]}) == input_digest({"b": [1, 2], "a": 1})
    assert input_digest({"a": 1}) != input_digest({"a": 2})

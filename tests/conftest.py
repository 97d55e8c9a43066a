"""What every test shares: the Hypothesis profiles, and the folder of shared sources."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("dev", deadline=None)
# Fewer examples than by default, so that a full run stays under ten minutes; `make deep` has more.
settings.register_profile(
    "ci", max_examples=60, derandomize=True, database=None, deadline=None, print_blob=True
)
settings.register_profile("deep", max_examples=5_000, deadline=None, print_blob=True)
settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") == "true" else "dev")
)

ROOT = Path(__file__).resolve().parent.parent


SHARED = Path(os.environ.get("LICENSECHECK_SHARED") or ROOT.parent / "shared")
# Where CI has the folder beside the checkout it has all else as well, and nothing may be left out.
NONE_IS_SKIPPED = os.environ.get("CI") == "true" and SHARED.is_dir()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of source data and research tables that lies beside a checkout."""
    if not SHARED.is_dir():
        pytest.skip("the shared folder is absent (set LICENSECHECK_SHARED, or lay it beside)")
    return SHARED


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """A test that is skipped where it must run has failed."""
    return _not_skipped((yield), item.nodeid)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, Any, Any]:
    """So has a module that skips itself."""
    return _not_skipped((yield), collector.nodeid)


def _not_skipped(report: Any, name: str) -> Any:
    if NONE_IS_SKIPPED and report.skipped and not hasattr(report, "wasxfail"):
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{name}: nothing may be skipped here (CI, with all data): {why}"
    return report

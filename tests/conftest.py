"""What every test shares: the Hypothesis profiles, and the folder of shared sources."""

from __future__ import annotations

import os
from pathlib import Path

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


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of source data and research tables that lies beside a checkout."""
    folder = Path(os.environ.get("LICENSECHECK_SHARED") or ROOT.parent / "shared")
    if not folder.is_dir():
        pytest.skip("the shared folder is absent (set LICENSECHECK_SHARED, or lay it beside)")
    return folder

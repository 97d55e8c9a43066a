"""The API does what its description says, whatever is sent: requests made from the description."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import checks

from licensecheck.web.app import make_app
from licensecheck.web.settings import LOOPBACK_NAMES, Limits, Settings

# The description cannot say which names of places there are, so what it allows may be refused; and
# a document may hold more than its schema says, such as a number where a name stands.
LEFT_OUT = {"positive_data_acceptance", "negative_data_rejection", "missing_required_header"}
HERE = {"Host": "127.0.0.1:8000"}

app = make_app(Settings((*LOOPBACK_NAMES, "testserver"), Limits(burst=100_000, per_minute=100_000)))
schema = schemathesis.openapi.from_asgi("/openapi.json", app)


@pytest.mark.costly
@schema.parametrize()
@settings(
    max_examples=20, derandomize=True, deadline=None, database=None,
    suppress_health_check=[*HealthCheck], phases=[Phase.generate],
)  # fmt: skip
def test_any_request_is_answered_as_described(case) -> None:
    """Status, kind and form of every answer are those described; never a fault."""
    chosen = [c for c in checks.CHECKS.get_all() if c.__name__ not in LEFT_OUT]
    case.call_and_validate(headers=HERE, checks=chosen)

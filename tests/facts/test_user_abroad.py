"""An end user whose own state is not the country of final destination."""

from __future__ import annotations

from typing import Any

import pytest

from licensecheck import Result, Screener

ORDER = ("no_trigger", "undetermined", "review", "presumptive_denial")


def screened(user: str, destination: str | None) -> Result:
    document: dict[str, Any] = {
        "as_of": "2026-11-24",
        "exporter": {"country": "NL"},
        "end_user": {"country": user, "kind": "armed_forces"},
        "items": [{"rating": "ML6.a"}],
    }
    if destination:
        document["destination"] = destination
    return Screener().screen(document)


@pytest.mark.parametrize("user", ["SA", "RU", "UA", "LY"])
def test_the_state_of_the_user(user: str) -> None:
    """Use in an ally lowers nothing: each rule that is met at home is met there as well."""
    home, abroad = screened(user, None), screened(user, "DE")
    met = {found.rule for found in home.findings if found.status != "open"}
    assert met <= {found.rule for found in abroad.findings if found.status != "open"}
    assert ORDER.index(abroad.outcome.status) >= ORDER.index(home.outcome.status)


def test_the_embargo_is_that_of_the_user() -> None:
    """The headline names the state under embargo, and not the country of use."""
    headline = screened("RU", "DE").outcome.headline
    assert "Russia" in headline
    assert "embargo of the UN, the EU or the OSCE on Germany" not in headline


def test_the_country_of_use() -> None:
    """What is known of the place of use counts as well."""
    met = {found.rule for found in screened("DE", "UA").findings if found.status != "open"}
    assert "cp.3.tension" in met

"""The page of a table, in the same browser."""

from __future__ import annotations

import pytest

for module in ("polars", "altair", "vl_convert"):
    pytest.importorskip(module)

from licensecheck.report.share_page import share_page  # noqa: E402
from tests.browser.conftest import PHONE  # noqa: E402
from tests.report.made_up import shares, table  # noqa: E402

pytestmark = pytest.mark.browser


def test_the_page_of_a_table(open_html, axe) -> None:
    """Quiet, without serious findings in the light and the dark, and no wider than a phone."""
    made_up = table()
    html = share_page(made_up, shares(made_up), ("category",))
    seen = open_html(html)
    assert axe(seen.page) == []
    assert seen.is_quiet(), seen.console
    dark = open_html(html, color_scheme="dark", viewport=PHONE)
    assert axe(dark.page) == []
    assert dark.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

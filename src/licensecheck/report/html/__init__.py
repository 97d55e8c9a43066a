"""A result as one self-contained page: in go a result, out comes HTML that needs no script."""

from __future__ import annotations

from licensecheck.report.html.page import headline, render_html, result_sections

__all__ = ["headline", "render_html", "result_sections"]

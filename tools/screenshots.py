"""Draw the pictures of the docs anew: a report on a desk and on a phone, and the form.

python -m tools.screenshots

Needs Playwright and Chromium, as the tests of pages do. Pictures go to `docs/images`.
"""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import uvicorn
from playwright.sync_api import Page, sync_playwright

from licensecheck import screen
from licensecheck.report.html import render_html
from licensecheck.web.app import make_app

IMAGES: Final = Path(__file__).resolve().parent.parent / "docs" / "images"
_PORT: Final = 8765
_APPLICATION: Final[dict[str, Any]] = {
    "as_of": "2026-11-24",
    "exporter": {"country": "NL"},
    "consignee": {"country": "DE"},
    "end_user": {"country": "SA", "kind": "armed_forces"},
    "items": [{"rating": "ML6.a"}],
}


def main() -> None:
    """Draw all three."""
    with TemporaryDirectory() as folder, sync_playwright() as running:
        report = Path(folder) / "report.html"
        report.write_text(render_html(screen(_APPLICATION)), encoding="utf-8")
        browser = running.chromium.launch(executable_path=shutil.which("chromium"))
        desk = browser.new_page(viewport={"width": 960, "height": 1010})
        _draw(desk, report.as_uri(), "report-desktop")
        phone = browser.new_page(viewport={"width": 360, "height": 1000}, color_scheme="dark")
        _draw(phone, report.as_uri(), "report-phone-dark")
        _form(browser.new_page(viewport={"width": 1180, "height": 860}))
        browser.close()


def _draw(page: Page, address: str, name: str) -> None:
    page.goto(address)
    page.screenshot(path=IMAGES / f"{name}.png")


def _form(page: Page) -> None:
    server = uvicorn.Server(uvicorn.Config(make_app(), port=_PORT, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
    page.goto(f"http://127.0.0.1:{_PORT}/")
    for field, text in (("exporter", "NL"), ("destination", "Saudi Arabia"), ("rating", "ML6.a")):
        page.fill(f"#{field}", text)
    page.click("button.main >> nth=0")
    page.wait_for_selector("#result .headline")
    page.evaluate("document.querySelector('#transfer').scrollIntoView()")
    page.screenshot(path=IMAGES / "form.png")
    server.should_exit = True
    thread.join()


if __name__ == "__main__":
    main()

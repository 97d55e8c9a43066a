"""A real headless Chromium for tests of pages, one a session, with what it does kept for tests."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}


@dataclass
class Seen:
    """What an open page did that a test may want to know."""

    page: object
    console: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def is_quiet(self) -> bool:
        """Nothing was logged, asked or fetched but the page itself."""
        return not (self.console or self.dialogs or self.requests[1:])


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """The browser; tests that use it are left out where it is not installed."""
    playwright = pytest.importorskip("playwright.sync_api")
    path = shutil.which("chromium")
    if path is None:
        # CI installs it: there a page that nobody opened is a fault.
        if os.environ.get("CI"):
            pytest.fail("no chromium")
        pytest.skip("no chromium; apt-get install chromium")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=path, args=[*FLAGS])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium) -> Iterator[Callable[..., Seen]]:
    """Opens an address, and tells what the page does; `options` are those of a context."""
    contexts = []

    def opened(address: str, **options) -> Seen:
        context = chromium.new_context(**{"viewport": DESKTOP, **options})
        contexts.append(context)
        seen = Seen(context.new_page())
        seen.page.on("console", lambda said: seen.console.append(said.text))
        seen.page.on("pageerror", lambda error: seen.console.append(str(error)))
        seen.page.on("request", lambda asked: seen.requests.append(asked.url))

        def refuse(dialog) -> None:
            seen.dialogs.append(dialog.message)
            dialog.dismiss()

        seen.page.on("dialog", refuse)
        seen.page.goto(address)
        return seen

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def open_html(visit, tmp_path: Path) -> Callable[..., Seen]:
    """Opens a text of HTML as a file, as a reader would."""

    def opened(html: str, **options) -> Seen:
        path = tmp_path / "page.html"
        path.write_text(html, encoding="utf-8")
        return visit(path.as_uri(), **options)

    return opened


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """Serious and critical findings of an accessibility check on an open page."""
    module = pytest.importorskip("axe_playwright_python.sync_playwright")
    checker = module.Axe()

    def found(page) -> list[str]:
        violations = checker.run(page).response["violations"]
        return [
            f"{one['id']}: {node['html'][:200]}"
            for one in violations
            if one["impact"] in ("serious", "critical")
            for node in one["nodes"]
        ]

    return found


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """A server on this machine, on a port that is free."""
    uvicorn = pytest.importorskip("uvicorn")
    from licensecheck.web.app import make_app
    from licensecheck.web.settings import Limits, Settings

    app = make_app(Settings(limits=Limits(burst=10_000, per_minute=10_000)))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, access_log=False, log_level="warning")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        until = time.monotonic() + 20
        while not server.started and time.monotonic() < until:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        server.should_exit = True
        thread.join(10)


def overflow(page) -> int:
    """By how much a page is wider than its window."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )

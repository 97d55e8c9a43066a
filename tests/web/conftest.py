"""A client that talks to the application in process, as a browser on this machine would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from starlette.testclient import TestClient

from licensecheck.web.app import make_app
from licensecheck.web.settings import Limits, Settings

HERE = "http://127.0.0.1:8000"
# A test asks more than a person does.
PATIENT = Limits(burst=100_000, per_minute=100_000)


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    with TestClient(make_app(Settings(limits=PATIENT)), base_url=HERE) as made:
        yield made


@pytest.fixture
def limited() -> Iterator[Callable[..., TestClient]]:
    """Makes clients of a server with limits of its own."""
    with ExitStack() as stack:

        def make(**limits) -> TestClient:
            app = make_app(Settings(limits=Limits(**limits)))
            return stack.enter_context(TestClient(app, base_url=HERE))

        yield make

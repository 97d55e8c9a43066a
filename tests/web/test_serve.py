"""The command: its refusals, and a real server that tells nobody what it was asked."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

import licensecheck
from licensecheck import extras
from tests.cli.running import refused, run


def test_a_missing_extra_is_named(monkeypatch) -> None:
    """What to install, and no traceback."""
    there = extras.find_spec
    monkeypatch.setattr(
        extras, "find_spec", lambda name: None if name == "uvicorn" else there(name)
    )
    assert refused(run("serve")).err == (
        "web needs `uvicorn`, not installed here\n  help: pip install 'arms-licensecheck[web]'\n"
    )


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])
def test_another_address_is_refused_without_a_word_for_it(host: str) -> None:
    """Before anything listens."""
    assert refused(run("serve", "--host", host)).err.startswith(
        f"--host: `{host}` can be reached from other machines\n  help: say --beyond-this-machine"
    )


def test_a_port_that_is_taken_is_told() -> None:
    """In plain words."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = refused(run("serve", "--port", str(port))).err
    assert said.startswith(f"--port: cannot listen on `127.0.0.1`, port {port}: ")


def test_it_serves_until_stopped_and_logs_no_request() -> None:
    """Neither address nor body of a request is written anywhere."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    source = str(Path(licensecheck.__file__).parents[1])
    with subprocess.Popen(
        [sys.executable, "-m", "licensecheck", "serve", "--port", str(port)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**os.environ, "PYTHONPATH": source},
    ) as server:  # fmt: skip
        try:
            body = b"exporter=Secret-Exporter&destination=SA&rating=ML6.a"
            said = _answer(f"http://127.0.0.1:{port}/?language=en", body)
        finally:
            server.terminate()
        output = server.communicate(timeout=20)[0]
    assert "Secret-Exporter" in said
    assert output == (f"licensecheck answers at http://127.0.0.1:{port}/ (stop with Ctrl+C)\n")


def _answer(address: str, body: bytes) -> str:
    until = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(address, body, timeout=10) as answer:
                return answer.read().decode()
        except urllib.error.URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)

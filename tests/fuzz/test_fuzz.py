"""Every door that takes what people send: mutated bytes are answered or refused, never a crash."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS, seeds

pytestmark = pytest.mark.costly

# Bytes that formats give a meaning to.
TELLING = [b"\x00", b"\xff", b"\xef\xbb\xbf", b"\r\n", b'"', b"'", b",", b";", b"\t", b"{", b"}",
           b"[", b"]", b": ", b"- ", b"&a ", b"*a", b"!!", b"<<: ", b"NaN", b"1e999", b"-1", b"|",
           b"\xe2\x80\xae", b"\xc3\xa9", b"#", b"%", b"2026-13-45", b"ML", b"9" * 40]  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn, kept: list[bytes]) -> bytes:
    """A sound input with some of its bytes cut, doubled, moved or written over."""
    data = bytearray(draw(st.sampled_from(kept)) if kept else b"")
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(data)))
        length = draw(st.integers(0, 40))
        kind = draw(st.sampled_from(("cut", "double", "put", "over")))
        if kind == "cut":
            del data[start : start + length]
        elif kind == "double":
            data[start:start] = data[start : start + length]
        else:
            piece = draw(st.sampled_from(TELLING) | st.binary(max_size=8))
            data[start : start + (len(piece) if kind == "over" else 0)] = piece
    return bytes(data)


@pytest.mark.parametrize("name", TARGETS)
def test_astray(name: str) -> None:
    """See `TARGETS`."""
    kept = list(seeds(name))
    assert kept, name
    for data in kept:
        TARGETS[name](data)

    @settings(max_examples=settings().max_examples, suppress_health_check=list(HealthCheck))
    @given(mutated(kept))
    def fuzz(data: bytes) -> None:
        TARGETS[name](data)

    fuzz()

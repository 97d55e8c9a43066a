"""A saved case, opened again in the browser."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

pytest.importorskip("fastapi")

KIND = {"Content-Type": "application/x-www-form-urlencoded"}
CASE = """\
as_of: 2026-11-24
exporter: {country: NL}
end_users: [{country: SA, kind: armed_forces}, {country: DE}]
items: [{rating: ML6.a}, {rating: ML22.a, description: "<script>alert(1)</script>"}]
"""


def post(client, language: str = "en", **fields: str) -> str:
    answer = client.post(f"/case?language={language}", content=urlencode(fields), headers=KIND)
    assert answer.status_code == 200
    assert "<script>" not in answer.text
    return answer.text


def test_a_saved_case_is_opened_and_compared(client) -> None:
    """What was saved gives its result again; an edited one says what differs from last time."""
    form = {"exporter": "NL", "destination": "SA", "rating": "ML6.a", "as_of": "2026-11-24"}
    saved = client.post("/application.yaml", content=urlencode(form), headers=KIND).text
    last = client.post("/result.json", content=urlencode(form), headers=KIND).text
    page = post(client, case=saved, last=last)
    assert "SAME" in page
    assert "decision: the same" in page
    page = post(client, case=saved.replace("ML6.a", "ML9.a"), last=last)
    assert "DIFFERS" in page
    assert "not the application" in page


def test_several_goods_and_end_users(client) -> None:
    """All that an application can hold, beyond what the form asks."""
    page = post(client, case=CASE)
    assert "end user 1, Saudi Arabia" in page
    assert "script&gt;alert(1)" in page


def test_what_cannot_be_read_is_told(client) -> None:
    """With its line, in the page, and the text is still there to be mended."""
    page = post(client, case=CASE.replace("ML22.a", "ML99"))
    assert "items[1].rating" in page
    assert "end_users: [" in page
    assert "neither" in post(client, case=CASE, last="{}")
    assert "is empty" in post(client)
    assert "each once" in post(client, other="x")


def test_dutch(client) -> None:
    """The page has the language that was asked for."""
    assert '<html lang="nl">' in client.get("/case?language=nl").text

"""Every page in Dutch, looked through for sentences in English."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from babel.messages.pofile import read_po

import licensecheck
from tests.facts.lists.made import made
from tests.web.test_whole_case import DENIALS, WHOLE

CATALOGUE = Path(licensecheck.__file__).parent / "locale" / "nl" / "LC_MESSAGES" / "licensecheck.po"
FORM = {"exporter": "NL", "destination": "SA", "rating": "ML6.a", "as_of": "2026-11-24",
        "end_user_name": "Royal Example Forces", "row:items:0:rating": "ML22.a",
        "row:parties:0:role": "broker", "row:parties:0:name": "Testco Global Mining",
        "row:parties:0:country": "AE", "route": "DE, EG", "fact:end_user.kind": "police",
        "left": "item.kind", "find": "nachtkijker"}  # fmt: skip
_WORDS = 3
_LETTERS = 16


class Seen(HTMLParser):
    """What a reader of a page sees or hears, but what says that it is English."""

    VOID = frozenset(("input", "meta", "link", "br"))

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.english: list[bool] = [False]
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        english = self.english[-1] or said.get("lang") == "en" or tag in ("style", "textarea")
        if not english:
            self.text += [said[name] or "" for name in ("aria-label", "data-failed", "title")
                          if name in said]  # fmt: skip
        if tag not in self.VOID:
            self.english.append(english)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            self.english.pop()

    def handle_data(self, data: str) -> None:
        if not self.english[-1]:
            self.text.append(" ".join(data.split()))


@pytest.fixture(scope="module")
def english() -> dict[str, str]:
    """Pieces of English messages that Dutch says otherwise, each with its message."""
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="nl")
    found = {}
    for one in catalogue:
        ids = one.id if isinstance(one.id, tuple) else (one.id,)
        said = one.string if isinstance(one.string, tuple) else (one.string,)
        for message in ids:
            for piece in re.split(r"\{[a-z_]*\}", message):
                piece = " ".join(piece.split()).strip(" ,;:.()")
                long = len(piece) >= _LETTERS and len(piece.split()) >= _WORDS
                if long and not any(piece in text for text in said):
                    found[piece] = message
    assert len(found) > 500
    return found


def pages(client, tmp_path: Path) -> dict[str, str]:
    """Every kind of page, by what it is."""
    files = [("file:denials", ("denials.csv", DENIALS.encode())),
             ("file:lists", ("un.xml", made(tmp_path, "un.xml").read_bytes()))]  # fmt: skip
    workbook = [("file:denials", ("x.xlsx", b"PK\x03\x04x"))]
    case = yaml.safe_dump(WHOLE)
    last = client.post("/result.json?language=nl", data=FORM).text
    post, get = client.post, client.get
    return {
        "empty form": get("/?language=nl").text,
        "empty case": get("/case?language=nl").text,
        "whole form": post("/?language=nl", data=FORM, files=files).text,
        "ally": post("/?language=nl", data={**FORM, "destination": "DE"}).text,
        "unanswered": post("/?language=nl", data={**FORM, "asked": "yes"}).text,
        "faults": post("/?language=nl", data={**FORM, "rating": "ML6.z", "route": "Congo"}).text,
        "a workbook": post("/?language=nl", data=FORM, files=workbook).text,
        "a workbook beside a case": post("/case?language=nl", files=workbook).text,
        "faulty denials": post("/?language=nl", data={**FORM, "text:denials": "x"}).text,
        "unknown product": post("/?language=nl", data={"find": "zzz", "only": "find"}).text,
        "saved case": post("/case?language=nl", data={"case": case, "last": last}).text,
        "faulty case": post("/case?language=nl", data={"case": "x"}).text,
        "report": post("/report?language=nl", data=FORM).text,
        "country": get("/countries/SA?language=nl").text,
        "no country": get("/countries/Nowhere?language=nl").text,
        "no page": get("/none?language=nl").text,
    }


def test_no_english_sentence(client, english, tmp_path: Path) -> None:
    """On any page; what is quoted from elsewhere, and errors marked as English, aside."""
    told = []
    for name, page in pages(client, tmp_path).items():
        text = "\n".join(Seen(page).text)
        assert '<html lang="nl">' in page, name
        told += [f"{name}: {piece}" for piece in english if piece in text]
    assert not told, "\n".join(told)


def test_refusals_of_files_hold_no_english(client) -> None:
    """What would help stands in brackets, with no label of the command line; columns by `of`."""
    page = client.post("/case?language=nl", files={"file:case": ("case.json", b"{}")}).text
    assert "help:" not in page
    assert "(vermeld" in page
    denials = {"file:denials": ("denials.csv", b"a,b\n1,2\n")}
    sent = {"exporter": "NL", "destination": "SA", "rating": "ML6.a"}
    page = client.post("/?language=nl", data=sent, files=denials).text
    assert "`rating` of `description` ontbreekt" in page
    assert "<main>" in client.get("/nothing?language=nl").text

"""The page of a table: stored, well formed, self-contained, readable by all, and never run.

To write the stored page anew:
LICENSECHECK_UPDATE_STORED=1 python -m pytest tests/report/test_share_page.py
"""

from __future__ import annotations

import functools
import itertools
import re
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest

for module in ("polars", "altair", "vl_convert"):
    pytest.importorskip(module)

from licensecheck.report.pages import PAGE_CSS, document, listing  # noqa: E402
from licensecheck.report.pages import table as table_of  # noqa: E402
from licensecheck.report.share import caveats  # noqa: E402
from licensecheck.report.share_page import share_page  # noqa: E402
from licensecheck.screening.receipt import version  # noqa: E402
from licensecheck.tables.reading.record import Record, Reject  # noqa: E402
from tests.cli.running import run  # noqa: E402
from tests.report.made_up import records, shares, table  # noqa: E402
from tests.report.test_plots import compare, contrast  # noqa: E402

pytestmark = pytest.mark.costly

VOID = frozenset(("meta", "br", "hr", "img", "link", "input", "wbr"))
HOSTILE = (
    '"><script>alert(1)</script>', "<img src=x onerror=alert(1)>", "' onmouseover='alert(1)",
    "</style><script>alert(1)</script>", "</title><svg onload=alert(1)>", "]]><!--", "&lt;b&gt;",
    "javascript:alert(1)", "http://example.org/x", "\x1b[31m\x00\u202e", "<a href=//e.org>x</a>",
)  # fmt: skip


class Reading(HTMLParser):
    """Reads a page as a browser would, and keeps what tests ask about."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []
        self.headings: list[int] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == [], "every element is closed"

    def handle_starttag(self, tag, attrs) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag) -> None:
        assert self.open, f"{tag} is closed and was not open"
        assert self.open.pop() == tag, "elements are closed in turn"

    def handle_data(self, data) -> None:
        self.text.append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.text).split())


@functools.cache
def page() -> str:
    made_up = table()
    return share_page(made_up, shares(made_up), ("category",))


def held_harmless(reading: Reading) -> None:
    """Nothing of a page can run, or fetch anything."""
    tags = {tag for tag, _ in reading.elements}
    assert not tags & {"script", "iframe", "object", "embed", "link", "base", "form", "img",
                       "image", "use", "foreignobject", "animate", "set"}  # fmt: skip
    for tag, attributes in reading.elements:
        assert not [name for name in attributes if name.startswith("on")], tag
        assert not {"src", "xlink:href", "srcset", "action", "formaction"} & attributes.keys()
        assert attributes.get("href", "#").startswith("#")
        assert "url(" not in attributes.get("style", "")
        for name in ("fill", "stroke", "clip-path"):
            assert re.fullmatch(r"(?!.*url\().*|url\(#[\w-]+\)", attributes.get(name, ""))


def test_the_page_is_as_stored() -> None:
    """Its version and the edition of its data change with each release, all else is read."""
    made = re.sub(r"Made by licensecheck [^<]*", "Made by licensecheck", page())
    assert version() in page()
    compare("page.html", made)


def test_the_page_is_well_formed_and_needs_nothing() -> None:
    """It parses with every element closed; no script, no address, a policy that forbids both."""
    reading = Reading(page())
    held_harmless(reading)
    policy = next(m["content"] for m in reading.all("meta") if "http-equiv" in m)
    assert policy.startswith("default-src 'none';")
    assert not re.search(r"https?://(?!www\.w3\.org/)", page())
    assert "@import" not in page()


def test_the_page_can_be_heard_and_walked() -> None:
    """One title, headings in steps, tables with heads and captions, drawings with names, a skip."""
    reading = Reading(page())
    assert reading.all("html")[0]["lang"] == "en"
    assert reading.headings.count(1) == 1
    assert reading.headings[0] == 1
    steps = itertools.pairwise(reading.headings)
    assert all(later - earlier <= 1 for earlier, later in steps)
    assert all(one.get("scope") in ("col", "row") for one in reading.all("th"))
    assert len(reading.all("table")) == len(reading.all("caption"))
    ids = [attributes["id"] for _, attributes in reading.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert all(link["href"][1:] in ids for link in reading.all("a"))
    first_link = reading.all("a")[0]
    assert first_link == {"class": "skip", "href": "#figures"}
    for attributes in (*reading.all("svg"), *reading.all("section")):
        assert set(attributes["aria-labelledby"].split()) <= set(ids)
    for region in (one for one in reading.all("div") if one.get("role") == "region"):
        assert region["aria-label"]
        assert region["tabindex"] == "0"


def test_the_page_says_what_the_text_says() -> None:
    """Figures, causes, every caveat, the method, and why rows were rejected."""
    said = Reading(page()).words
    made_up = table()
    figures = shares(made_up)
    for text in caveats(made_up, figures):
        assert " ".join(text.split()) in said
    for part in (
        "Licences, by value in EUR: 46.0 to 61.0 % of 500.0 million EUR is outside NATO",
        "Saudi Arabia 90.0 (2 rows)",
        "QQQQ 5.0 (1 row)",
        "Table: made-up.csv; 19 rows; 2 rows rejected.",
        "the value `x` cannot be read",
        "Inside is, by name of the definition:",
        "However the rows that are unplaced turn out, the share is between the two",
    ):
        assert part in said


def test_every_figure_of_a_drawing_stands_in_a_table() -> None:
    """Who cannot see a drawing reads the same numbers."""
    reading = Reading(page())
    said = reading.words
    for one in shares(table()).by("year", "group"):
        if one.measure == "licensed" and one.alliance == "nato":
            assert f"{one.total.cents / 1e8:,.1f}" in said


def test_hostile_words_are_shown_and_do_nothing() -> None:
    """In the name of the file, a place, a licence's exporter and a reason of rejection."""
    rows = [
        Record(2 * number + at, *places, day=date(2010, 1, 1), year=2010, value=Decimal(5_000_000))
        for number, words in enumerate(HOSTILE)
        for at, places in enumerate((("NL", words), (words, "DE")), 1)
    ]
    rejects = tuple(Reject(100 + number, (words,)) for number, words in enumerate(HOSTILE))
    made_up = table(rows, name=" ".join(HOSTILE), rejects=rejects)
    html = share_page(
        made_up, shares(made_up, exporters="all", alliances=("nato",)), ("exporter", "destination")
    )
    reading = Reading(html)
    held_harmless(reading)
    said = reading.words.upper()
    for words in HOSTILE:
        shown = "".join(
            char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in words
        )
        assert said.count(" ".join(shown.upper().split())) >= 3, words
    assert not any(char in html for char in "\x00\x1b\u202e")


def test_parts_escape_all_that_they_are_given() -> None:
    """A cell, a head, a caption, an item of a list and a title."""
    words = "\"'><i onx=1>&"
    html = document(
        listing([words]), table_of([words, words], [[words, words]], caption=words), title=words
    )
    reading = Reading(html)
    held_harmless(reading)
    assert not reading.all("i")
    assert reading.words.count(words.split()[0]) == 7


def test_colours_can_be_read_in_the_light_and_in_the_dark() -> None:
    """Words are 4.5 to 1 or better on each ground that they stand on."""
    schemes = re.findall(r":root \{(.*?)\}", PAGE_CSS, re.DOTALL)
    assert len(schemes) == 3
    for scheme in schemes:
        colours = dict(re.findall(r"--(\w+): (#\w{6})", scheme))
        for words in ("ink", "soft", "link"):
            for ground in ("ground", "head"):
                assert contrast(colours[words], colours[ground]) >= 4.5


def test_a_page_of_what_cannot_be_drawn() -> None:
    """Nothing starts inside: the page still tells what was read, and why there is no drawing."""
    made_up = table([Record(1, "BR", "DE", day=date(2010, 1, 1), year=2010)], rejects=())
    reading = Reading(share_page(made_up, shares(made_up)))
    held_harmless(reading)
    assert "No drawing: nothing of the table starts inside" in reading.words
    assert "Rows rejected None." in reading.words


def test_many_reasons_are_counted() -> None:
    """The page names the twenty most frequent, with some of their rows."""
    rejects = tuple(Reject(number, (f"reason {number % 30}",)) for number in range(1, 201))
    made_up = table(records()[:3], rejects=rejects)
    said = Reading(share_page(made_up, shares(made_up))).words
    assert "10 further reasons." in said
    assert "1, 31, 61, 91, 121 …" in said


def test_the_command_writes_and_prints_the_page(tmp_path: Path) -> None:
    """`--report` beside the text, `--format html` in its place, `--plot` as often as wanted."""
    source = tmp_path / "licences.csv"
    source.write_text(
        "exporter,destination,day,rating,value,currency,measure\n"
        "NL,DE,2010-06-01,ML6,60000000,EUR,licensed\n"
        "NL,SA,2010-06-01,ML6,40000000,EUR,licensed\n",
        encoding="utf-8",
    )
    common = ("share", str(source), "--reader", "generic")
    file = tmp_path / "out.html"
    drawings = [word for name in ("a.svg", "groups=b.svg") for word in ("--plot", name)]
    drawings = [word.replace("a.svg", str(tmp_path / "a.svg")) for word in drawings]
    drawings = [word.replace("b.svg", str(tmp_path / "b.svg")) for word in drawings]
    ran = run(*common, "--report", str(file), *drawings)
    assert ran.code == 0, ran
    assert ran.out.startswith("What leaves NATO, from licences.csv")
    named = "".join(f"written to {tmp_path / one}\n" for one in ("a.svg", "b.svg"))
    assert ran.out.endswith(f"not of production\n{named}")
    assert not run(*common, *drawings, "--format", "csv").out.endswith(named)
    printed = run(*common, "--format", "html")
    assert printed.code == 0
    assert printed.out == file.read_text(encoding="utf-8")
    assert "40.0 % of 100.0 million EUR is outside NATO" in Reading(printed.out).words
    assert {path.name for path in tmp_path.iterdir()} == {
        "a.svg", "b.svg", "licences.csv", "out.html",
    }  # fmt: skip


def test_a_group_to_which_nothing_goes_has_a_dash_and_no_nought() -> None:
    """A row that starts outside is no part of the share, and so of no column."""
    day = date(2010, 1, 1)
    rows = [
        Record(1, "NL", "DE", day=day, year=2010, value=Decimal(1)),
        Record(2, "RU", "UA", day=day, year=2010, value=Decimal(1)),
    ]
    made = table(rows)
    html = share_page(made, shares(made, alliances=("nato",), membership=("licence-date",)))
    (where,) = re.findall(r'<section id="where".*?</section>', html, re.DOTALL)
    heads = re.findall(r"<th scope=.col.[^>]*>(.*?)</th>", where)
    assert heads == ["year", "NATO allies"]

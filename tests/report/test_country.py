"""What is known of a country: nothing is said that the tables do not hold, and gaps are named."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from licensecheck.commands.country import country_answer, profile_of, write_countries
from licensecheck.errors import InputError
from licensecheck.reference import Reference
from licensecheck.report.country import country_text
from licensecheck.report.country_data import country_json
from licensecheck.report.country_page import country_page
from licensecheck.screening.country import USUAL_GOODS, Profiler
from licensecheck.vocabulary import Vocabulary
from tests.cli import running

DAY = "2026-11-24"


@pytest.fixture(scope="module")
def profiler() -> Profiler:
    return Profiler()


@pytest.mark.parametrize("name", ["Saudi Arabia", "Saoedi-Arabië", "SAU", "sa"])
def test_names(name: str, profiler: Profiler) -> None:
    """A country is found by any of its names and codes."""
    assert profile_of(name, DAY, profiler).country == "SA"


@pytest.mark.parametrize(
    ("name", "said"),
    [("EU", "means 27 countries"), ("Congo", "no place known"), ("SA, DE", "means 2 countries")],
)
def test_refused(name: str, said: str, profiler: Profiler) -> None:
    """Several countries, or none, are no country to look up."""
    with pytest.raises(InputError) as error:
        profile_of(name, DAY, profiler)
    assert said in str(error.value)


def test_embargo(profiler: Profiler) -> None:
    """The page of an embargoed state begins with the embargo and what is exempt."""
    profile = profile_of("RU", DAY, profiler)
    said = country_text(profile)
    assert said.index("2014/512/CFSP") < said.index("rifles for the army")
    assert "exempt: " in said
    assert all(probe.status == "presumptive_denial" for probe in profile.probes)


def test_codes(profiler: Profiler) -> None:
    """Rules, rows and facts by their codes only where they are asked for."""
    profile = profile_of("EG", DAY, profiler)
    for write in (country_text, country_page):
        assert "cp.2.x.attitude" not in write(profile)
        assert "E100" not in write(profile)
        assert "contract" not in write(profile)
        assert "cp.2.x.attitude" in write(profile, codes=True)
    assert "review under criteria 1, 2" in country_text(profile)


def test_ally(profiler: Profiler) -> None:
    """An ally is inside, with its day, and is under no embargo."""
    profile = profile_of("FI", DAY, profiler)
    said = country_text(profile)
    assert "NATO: inside; member of NATO since 2023-04-04" in said
    assert not profile.embargoes
    assert "NATO: outside" in country_text(profile_of("FI", "2020-01-01", profiler))


def test_every_fact(profiler: Profiler) -> None:
    """Each fact of a country that a rule reads is known with a source, or named as unknown."""
    profile = profile_of("BR", DAY, profiler)
    words = Vocabulary.load()
    for known in profile.facts():
        assert known.rules
        if known.value is None:
            assert known in profile.unknown()
        else:
            assert known.sources
            assert known.value != words[known.fact].unknown
    said = country_text(profile)
    assert "Unknown here, and who can answer" in said
    assert "territorial claims: officer" in said
    # A table or series that is silent answers nothing: a person is asked.
    asked = said.partition("Unknown here, and who can answer")[2].partition("Warnings")[0]
    assert "indicator" not in asked
    assert "shipped" not in asked


def test_withheld() -> None:
    """A table that is withheld leaves its facts unknown; none of them reads no."""
    profile = profile_of("BR", DAY, Profiler(Reference.load().without("conflict", "indicators")))
    unknown = {known.fact for known in profile.unknown()}
    assert {"destination.conflict_territory", "destination.human_rights"} <= unknown
    assert not profile.series


def test_series(profiler: Profiler) -> None:
    """A series ends with the last year that was complete on the day."""
    old = profile_of("BR", "2011-06-01", profiler)
    assert max(figure.year for figure in old.series["destination.human_rights"]) == 2010
    years = [figure.year for figure in old.series["conflict.territory"]]
    assert years == sorted(set(years))


def test_territory(profiler: Profiler) -> None:
    """A territory names the state that answers for it."""
    assert "Denmark answers for it" in country_text(profile_of("GL", DAY, profiler))


def test_no_permission(profiler: Profiler) -> None:
    """Every form says that no trigger is not permission, and none says approved, legal or safe."""
    profile = profile_of("DE", DAY, profiler)
    for text in (country_text(profile), country_page(profile), country_json(profile)):
        assert "No trigger is not permission" in text
        assert not {"approved", "legal", "safe"} & set(text.lower().replace('"', " ").split())


def test_page(profiler: Profiler) -> None:
    """The page draws the years of each figure, and says each year in words too."""
    page = country_page(profile_of("MM", DAY, profiler))
    assert "<title>2023: " in page
    assert "<script" not in page
    assert page.count("<svg") >= 5


def test_dutch(profiler: Profiler) -> None:
    """The page is written in Dutch, the name of the country too."""
    page = country_page(profile_of("SA", DAY, profiler), "nl")
    assert '<html lang="nl">' in page
    assert "Saoedi-Arabië" in page


def test_json(profiler: Profiler) -> None:
    """The JSON holds each fact with its sources and the rules that read it."""
    data = json.loads(country_json(profile_of("SA", DAY, profiler)))
    assert data["country"] == "SA"
    facts = {fact["fact"]: fact for part in data["criteria"].values() for fact in part}
    assert facts["destination.att"]["value"] == "none"
    assert facts["destination.att"]["sources"][0]["table"]
    assert len(data["usual_goods"]) == len(USUAL_GOODS)


def test_json_leaves_nothing_out(profiler: Profiler) -> None:
    """Every row, fact and series of the profile stands in it under its name, with its days."""
    profile = profile_of("RU", DAY, profiler)
    data = json.loads(country_json(profile))
    assert set(data) == {
        "schema", "country", "name", "state", "as_of", "edition", "inside", "groups", "treaties",
        "embargoes", "neighbours_under_embargo", "criteria", "series", "usual_goods", "stale",
        "overdue_tables", "left_out", "no_permission",
    }  # fmt: skip
    rows = {row.id: row for row in profile.embargoes}
    assert {row["id"] for row in data["embargoes"]} == set(rows)
    for row in data["embargoes"]:
        kept = rows[row["id"]]
        assert (row["since"], row["until"]) == (
            kept.since.isoformat(), kept.until.isoformat() if kept.until else None,
        )  # fmt: skip
        for name in ("authority", "phase", "target", "legal_act", "goods", "scope", "exemptions"):
            assert row[name] == getattr(kept, name)
    for criterion, facts in profile.criteria.items():
        said = {one["fact"]: one["value"] for one in data["criteria"][criterion]}
        assert {one.fact for one in facts} == set(said)
        assert {one.fact for one in facts if one.value is None} == {
            name for name, value in said.items() if value is None
        }
    assert {name: len(of) for name, of in data["series"].items()} == {
        name: len(of) for name, of in profile.series.items()
    }


def test_a_strip_draws_each_year(profiler: Profiler) -> None:
    """A block for each level a year may have reached, darker upwards, filled up to the least."""
    profile = profile_of("MM", DAY, profiler)
    strips = country_page(profile).split("<svg")[1:]
    for (name, figures), strip in zip(profile.series.items(), strips, strict=False):
        if name.startswith("conflict."):
            continue
        domain = Vocabulary.load()[name].domain
        for figure in figures:
            blocks = [one for one in strip.split("<rect")[1:] if f"<title>{figure.year}: " in one]
            filled = [one for one in blocks if 'fill="#ffffff"' not in one.split(">")[0]]
            assert len(blocks) == domain.index(figure.hi) + 1, (name, figure)
            assert len(filled) == domain.index(figure.lo) + 1, (name, figure)
            tones = [one.split('stroke="#')[1][:6] for one in blocks]
            light = [sum(bytes.fromhex(tone)) for tone in tones]
            assert light == sorted(set(light), reverse=True), (name, figure)


@pytest.mark.costly
def test_all(tmp_path: Path) -> None:
    """A page for every country, an index that leads to each, and one CSV of all facts."""
    write_countries(tmp_path, DAY)
    codes = {row["code"] for row in Reference.load().rows("countries")}
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    for code in codes:
        assert (tmp_path / f"{code}.html").is_file()
        assert f'href="{code}.html"' in index
    with (tmp_path / "countries.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["country"] for row in rows} == codes
    assert all(row["source"] for row in rows if row["least"])


def test_command(tmp_path: Path) -> None:
    """The command answers in each format, and asks for a country or a folder."""
    assert running.run("country", "SA", "--as-of", DAY).out == country_answer(
        "SA", DAY, "text", "en"
    )
    assert running.run("country", "SA", "--format", "html").out.startswith("<!DOCTYPE html>")
    for words in ((), ("SA", "--all", str(tmp_path))):
        ran = running.run("country", *words)
        assert ran.code == 2
        assert "give a country, or `--all FOLDER`" in ran.err
    (tmp_path / "file").write_text("")
    assert running.run("country", "--all", str(tmp_path / "file")).code == 2


def test_day(profiler: Profiler) -> None:
    """The same country reads differently on another day."""
    today = profiler.profile("LR", date(2026, 11, 24))
    then = profiler.profile("LR", date(2009, 6, 1))
    assert [row.phase for row in then.embargoes] != [row.phase for row in today.embargoes]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_one_page(language: str, profiler: Profiler) -> None:
    """The short text is about a page of every country, in either language; the gravest longest."""
    for code in ("SA", "RU", "IR", "HT", "SO", "SD", "LY", "HK", "EG", "DE", "US", "TV"):
        said = country_text(profile_of(code, DAY, profiler), language, brief=True)
        assert said.count("\n") <= (64 if language == "en" else 72), code
        assert max(map(len, said.splitlines())) <= 80
    assert country_text(profile_of("DE", DAY, profiler), language, brief=True).count("\n") <= 45


def test_the_short_text_says_what_holds(profiler: Profiler) -> None:
    """Embargoes in force or to come by their acts, series with year, treaties by name, gaps."""
    profile = profile_of("RU", DAY, profiler)
    said = " ".join(country_text(profile, brief=True).split())
    for row in profile.embargoes:
        if row.phase != "ended":
            act = row.legal_act.split(";")[0].split(" ")[-1].strip()
            assert act in said, row.id
    assert "FATF" in said
    assert "CP_ALIGNED" not in said
    for one in profile.unknown():
        assert one.fact not in said
    for name, standing in (("ICCPR", "party to"), ("ATT", "not party to")):
        assert name in said.split(f" {standing}: ", 1)[1].split(":")[0]
    figures = profile.series["destination.rule_of_law"]
    assert f", {figures[-1].year}: " in said


def test_the_command_writes_a_page() -> None:
    """All of it with `--verbose`, as before; codes are asked for as before."""
    short = running.run("country", "RU", "--as-of", DAY).out
    whole = running.run("country", "RU", "--as-of", DAY, "--verbose").out
    assert short.count("\n") < whole.count("\n") / 2
    assert whole == country_text(profile_of("RU", DAY))
    assert "--verbose" in short
    assert "cp.1." in running.run("country", "RU", "--as-of", DAY, "--codes").out

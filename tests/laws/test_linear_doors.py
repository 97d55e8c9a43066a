"""Every door answers in time that grows no faster than what a user writes there."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from licensecheck.application.money import Money
from licensecheck.application.read import read_application_text
from licensecheck.cli import main
from licensecheck.commands.application import application_from_options
from licensecheck.commands.looked_up import near_places, near_ratings
from licensecheck.commands.parties import parties_of
from licensecheck.documents.strict_yaml import load_yaml
from licensecheck.errors import InputError, LawError, nearest, quote
from licensecheck.facts.denials import normalised, read_denials
from licensecheck.facts.lists.parties import PartyLists
from licensecheck.facts.parties import names_nobody
from licensecheck.facts.resolve import WordCheck
from licensecheck.language import Language
from licensecheck.outputs import neutral
from licensecheck.reference import Reference
from licensecheck.reference.find_rating import Finder
from licensecheck.reference.place_grammar import name_key, parse_place
from licensecheck.reference.places import read_place
from licensecheck.reference.ratings import read_ratings
from licensecheck.rules.load import load_ruleset
from licensecheck.tables.reading import read_table
from licensecheck.tables.reading.cells import (
    read_amount,
    read_count,
    read_day,
    read_number,
    read_year,
)
from licensecheck.tables.reading.frame import category_of
from licensecheck.tables.reading.mapping import read_mapping
from licensecheck.tables.reading.record import PARTY_FIELDS, Record
from licensecheck.tables.shares.measures import read_turnover
from licensecheck.vocabulary import Vocabulary
from licensecheck.wording.columns import display_width, shorten, wrap
from licensecheck.wording.sources import name_of_country
from tests.facts.lists.made import OPENSANCTIONS, made
from tests.laws.linear import grows_too_fast, run

DAY = date(2024, 3, 8)
REFERENCE = Reference.load()
Door = Callable[[str], object]


def in_file(name: str, reader: Callable[[Path], object], around: str) -> Callable[[Path], Door]:
    """A door that reads a file, in which a text stands at the mark `@`."""

    def door(folder: Path) -> Door:
        def work(text: str) -> object:
            path = folder / name
            path.write_text(around.replace("@", text), encoding="utf-8", errors="replace")
            found = reader(path)
            return list(found) if isinstance(found, Iterator) else found

        return work

    return door


def plain(work: Door) -> Callable[[Path], Door]:
    return lambda folder: work


def generic(head: str) -> Callable[[Path], Door]:
    def reader(path: Path) -> None:
        for row in read_table(path, reader="generic"):
            if isinstance(row, Record):
                category_of(row.rating)
                read_place(row.destination, on=DAY, members=REFERENCE.members)

    return in_file("t.csv", reader, head)


def options(**given: object) -> object:
    return application_from_options(
        None, None, {"exporter": "NL", "destination": "SA", "rating": "ML6.a", **given},
        check=WordCheck(REFERENCE, Vocabulary.load(), DAY),
    )  # fmt: skip


def house_of(folder: Path) -> object:
    (folder / "house.yaml").write_text(
        "ruleset: house\ntitle: It\nname_lists: {watch: list.txt}\n"
        "country_lists: {never: list.txt}\n"
        "rules: [{id: house.watch, title: it, tier: screen, when: {party.name: watch}}]\n",
        encoding="utf-8",
    )
    return load_ruleset(folder / "house.yaml")


LISTS = ("targets.simple.csv", "outside.csv")
TABLE = "exporter,destination,year,rating,value,currency\nNL,SA,2020,ML6.a,5,EUR\n"
CASE = "exporter: {country: NL}\nend_user: {country: SA}\nitems: [{rating: ML6.a}]\n"
DOORS: dict[str, Callable[[Path], Door]] = {
    "rating": plain(lambda text: read_ratings(text, on=DAY)),
    "rating after a code": plain(lambda text: read_ratings(f"6A003{text}", on=DAY)),
    "category": plain(category_of),
    "place": plain(lambda text: read_place(text, on=DAY, members=REFERENCE.members)),
    "place after a name": plain(
        lambda text: read_place(f"China{text}", on=DAY, members=REFERENCE.members)
    ),
    "place grammar": plain(lambda text: parse_place(text, lambda words: False)),
    "place key": plain(name_key),
    "country name": plain(lambda text: name_of_country("SA", Language(text))),
    "near places": plain(lambda text: near_places(text, DAY)),
    "near ratings": plain(near_ratings),
    "money": plain(Money.read),
    "money and blanks": plain(lambda text: Money.read(f"24{text}m")),
    "day": plain(read_day),
    "amount": plain(read_amount),
    "number": plain(read_number),
    "count": plain(read_count),
    "year": plain(read_year),
    "name of a denial": plain(normalised),
    "quoted": plain(quote),
    "nearest": plain(lambda text: nearest(text, ["exporter", "destination", text])),
    "columns": plain(lambda text: (wrap(text, 80), shorten(text, 40), display_width(text))),
    "cell": plain(neutral),
    "option rating": plain(lambda text: options(rating=text)),
    "option value": plain(lambda text: options(value=text)),
    "option day": plain(lambda text: options(as_of=text)),
    "option destination": plain(lambda text: options(destination=text)),
    "option kind": plain(lambda text: options(end_user_kind=text)),
    "option fact": plain(lambda text: options(facts=[text])),
    "option value of a fact": plain(lambda text: options(facts=[f"end_user.kind={text}"])),
    "yaml": plain(lambda text: load_yaml(text, name="it")),
    "yaml scalar": plain(lambda text: load_yaml(f"a: {text}", name="it")),
    "yaml case": plain(lambda text: read_application_text(f"{CASE}note: {text}", name="it")),
    "yaml key": plain(lambda text: read_application_text(f"{CASE}{text}: 1", name="it")),
    "json": plain(lambda text: read_application_text(text, name="it", format="json")),
    "json text": plain(
        lambda text: read_application_text(f'{{"a": "{text}"}}', name="it", format="json")
    ),
    "json number": plain(
        lambda text: read_application_text(f'{{"a": {text}}}', name="it", format="json")
    ),
    "csv": in_file("d.csv", lambda path: read_denials(path, REFERENCE), "@"),
    "csv of denials": in_file(
        "d.csv", lambda path: read_denials(path, REFERENCE),
        "reference,state,date,destination,end_user,rating\n1,DE,2020-01-01,SA,@,ML6.a\n"
    ),
    "csv of turnover": in_file(
        "t.csv", read_turnover, "year,value,currency,source\n2020,@,EUR,x\n@,5,EUR,x\n"
    ),
    "name beside lists": lambda folder: PartyLists([made(folder, n) for n in LISTS]).compare,
    "number of registration": lambda folder: (
        lambda text: PartyLists([made(folder, LISTS[0])]).compare(None, text)
    ),
    "name that names nobody": plain(names_nobody),
    "fact of one": plain(lambda text: options(facts=[f"item.form@{text}=complete"])),
    "option contract date": plain(
        lambda text: read_application_text(f'{CASE}contract_date: "{text}"', name="it")
    ),
    "goods to find": plain(lambda text: Finder.load().find(text)),
    "csv of parties": in_file("p.csv", lambda path: parties_of(str(path)), "name,@\n@,x\n"),
    "csv of an outside result": in_file(
        "o.csv", lambda path: PartyLists([path]),
        "name,result,list,likeness,date\n@,clear,,,\nA,@,,,\nB,name_match,@,93,\n"
        "C,name_match,,@,\nD,clear,,,@\n",
    ),
    "json of an outside result": in_file(
        "o.json", lambda path: PartyLists([path]),
        '{"responses": {"@": {"query": {"properties": {"name": ["@"]}}, "results": '
        '[{"id": "@", "caption": "@", "score": 0.9, "match": true}]}}}',
    ),
    "list of names": in_file(
        "targets.simple.csv", lambda path: PartyLists([path]),
        OPENSANCTIONS.replace("Sinyaya Gavan", "@").replace("AE-778899", "@"),
    ),
    "list of a house": in_file(
        "list.txt", lambda path: house_of(path.parent),
        "# @\nSunrise @\n@\n",
    ),
    "mapping words": in_file(
        "m.yaml", read_mapping,
        'words: {measure: {"@": licensed, "x@": "@"}}\nplaces: {"@": "@", A: ["@"]}\n'
        'ratings: {"@": "@"}\nleave_out: {"@": ["@"]}\nyears: "@"\nrating_prefix: "@"\n',
    ),
    "mapping": in_file("m.yaml", read_mapping, "columns: {destination: @}\ndays: @\n@: 5"),
    "rules": in_file("r.yaml", load_ruleset, "ruleset: @\nrules: [{id: @, when: {@: @}}]\n"),
    "table": generic("@"),
    "table column": generic(f"@,{TABLE}"),
    **{
        f"table {name}": generic(TABLE.replace(cell, "@"))
        for name, cell in (("destination", "SA"), ("year", "2020"), ("rating", "ML6.a"),
                           ("value", ",5,"), ("currency", "EUR\n"))
    },
    **{
        f"table {name}": generic(f"exporter,destination,year,{name}\nNL,SA,2020,@\n")
        for name in PARTY_FIELDS
    },
    "table of json": in_file(
        "t.json", lambda path: read_table(path, reader="generic"),
        '[{"exporter": "NL", "destination": ["SA", "@"], "year": 2020, "rating": ["@"]}]',
    ),
}  # fmt: skip
UNITS = ("a", "9", " ", ".", ",", "'", '"', "(", "[", "{", "-", "/", "&", "+", "=", ":", "\t", "\n",
         "\\", "é", "\u0301", "\u00a0", "\ufdfa", "Ａ", "漢", "\u202e", "a9", "a, ", " a", "a.",
         " en ", " via ", "ML6", "6A003 ", "via ", "v.v. ", "1e", "()", "[]", "ı ")  # fmt: skip


def refusing(door: Door) -> Door:
    """A door whose refusals are answers."""

    def work(text: str) -> None:
        with contextlib.suppress(InputError, LawError):
            door(text)

    return work


@pytest.mark.parametrize("name", DOORS)
def test_doors(name: str, tmp_path: Path) -> None:
    """Every door answers or refuses in time that grows no faster than what is given to it."""
    door = refusing(DOORS[name](tmp_path))
    door("x")
    slow = []
    for unit in UNITS:
        for tail in ("", "!"):
            if why := grows_too_fast(door, run("", unit, tail)):
                slow.append(why)
    assert not slow, "\n".join(slow)


@pytest.mark.parametrize("name", [name for name in DOORS if "csv" in name or "table" in name])
@pytest.mark.parametrize("between", [",", "\n"])
def test_many_that_differ(name: str, between: str, tmp_path: Path) -> None:
    """As many columns, cells or lines as there is room for, no two of them alike."""
    door = refusing(DOORS[name](tmp_path))
    door("x")
    why = grows_too_fast(door, lambda size: between.join(f"c{n}" for n in range(size // 6)))
    assert not why, why


@pytest.mark.parametrize(
    "arguments",
    [["rating", "@"], ["place", "@"],
     ["check", "--exporter", "NL", "--destination", "SA", "--rating", "@"]],
)  # fmt: skip
def test_commands(arguments: list[str]) -> None:
    """A rating that backtracked without bound is refused like any other word, with exit code 2."""
    began = time.thread_time()
    for rest in ("9" * 37 + "!", "9" * 64_000 + "!", "." * 64_000):
        with pytest.raises(SystemExit) as ended:
            main([one.replace("@", f"6A003{rest}") for one in arguments])
        assert ended.value.code == 2
    assert time.thread_time() - began < 20

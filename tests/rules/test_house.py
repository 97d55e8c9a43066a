"""Rules of an office's own: lists, facts of its own, what stops; on a case and on a table."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensecheck import Screener
from licensecheck.engine.durable import durable_available
from licensecheck.errors import InputError, LawError
from licensecheck.facts.membership import Membership, Memberships
from licensecheck.reference import Reference
from licensecheck.rules.load import load_ruleset
from tests.cli.running import run

TWELVE = ("RU", "Belarus", "KP", "IR", "SY", "Myanmar", "SD", "SS", "VE", "CN", "AF", "LY")
HOUSE = """\
ruleset: house
title: Export handbook
country_lists: {never: never.txt}
facts: {house.director_agrees: {ask: Has the director agreed?, default: no}}
stops: [law]
rules:
  - {id: house.never, title: never to these, tier: law, when: {party.country: never}}
  - {id: house.director, title: the director, tier: screen, when: {item.rating: ML15.c},
     unless: {house.director_agrees: yes}}
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Two rules in under ten lines, and a list of twelve countries."""
    assert len(HOUSE.splitlines()) < 10
    (tmp_path / "never.txt").write_text("# never\n" + "\n".join(TWELVE) + "\n")
    file = tmp_path / "house.yaml"
    file.write_text(HOUSE)
    return file


def case(destination: str = "DE", rating: str = "ML6.a", **more: object) -> dict[str, object]:
    return {"as_of": "2026-11-24", "exporter": {"country": "NL"}, "destination": destination,
            "items": [{"rating": rating}], **more}  # fmt: skip


def own(screener: Screener, application: dict[str, object]) -> dict[str, str]:
    """Status of each rule of the house that says something."""
    result = screener.screen(application)
    found = (*result.findings, *result.duties)
    return {one.rule: one.status for one in found if one.rule.startswith("house.")}


def test_never_to_these_twelve(house: Path) -> None:
    """Wherever one of them stands on the way; with both engines, and all other rules beside."""
    screener = Screener(house=[house], today=date(2026, 11, 24))
    assert {one.name for one in screener.rulesets} >= {"eu-common-position", "nl", "house"}
    met = {"house.never": "presumptive_denial"}
    for country in TWELVE:
        assert own(screener, case(country)) == met, country
    assert own(screener, case(route=["PL", "BY"])) == met
    assert own(screener, case(consignee={"country": "Iran"})) == met
    assert own(screener, case(intermediaries=[{"country": "CN", "role": "broker"}])) == met
    assert own(screener, case("FR")) == {}


@pytest.mark.parametrize(
    ("was", "now", "part"),
    [
        ("party.country: never", "party.country: []", "asks for no value"),
        ("party.country: never", "destination.country: {not: []}", "asks for no value"),
        ("item.rating: ML15.c", "item.rating: []", "asks for no value"),
        ("party.country: never", "party.name: []", "asks for no value"),
        ("facts:", "name_lists: {watch: [Sunrise Ltd, '-']}\nfacts:", "`-` names nobody"),
        ("facts:", "name_lists: {watch: [Sunrise Ltd, N.N.B., n/a]}\nfacts:", "`n/a` names nobody"),
    ],
)
def test_a_rule_that_could_never_be_met(house: Path, was: str, now: str, part: str) -> None:
    """An empty list asks for nothing, and a word for no name is no name of a list."""
    house.write_text(HOUSE.replace(was, now))
    with pytest.raises(LawError) as raised:
        load_ruleset(house)
    assert part in str(raised.value)


@pytest.mark.parametrize(
    ("item", "status"),
    [
        ({"rating": "ML22.a", "for": "ML15.c", "form": "technology"}, "review"),
        ({"rating": "ML21.a", "for": "ML15.c", "form": "software"}, "review"),
        ({"rating": "ML18.a", "for": "ML15.c", "form": "production_equipment"}, "review"),
        ({"rating": "ML22.a", "for": "ML15", "form": "technology"}, "open"),
        ({"rating": "ML22.a", "form": "technology"}, "open"),
        ({"rating": "ML22.a", "for": "ML6.a", "form": "technology"}, None),
    ],
)
def test_a_rating_reads_what_the_goods_are_for(
    house: Path, item: dict[str, str], status: str | None
) -> None:
    """Technology for an entry is of that entry too; for one that nobody states, it is open."""
    screener = Screener(house=[house], today=date(2026, 11, 24))
    found = own(screener, {**case("NO"), "items": [item]})
    assert found.get("house.director") == status


def test_a_fact_with_a_default_is_asked_and_its_assumption_printed(house: Path) -> None:
    """First, with who answers; the finding rests on the office's own facts, not on public ones."""
    done = run("check", "--exporter", "NL", "--destination", "NO", "--rating", "ML15.c",
               "--house", str(house))  # fmt: skip
    said = " ".join(done.out.split())
    assert "1 Has the director agreed? [officer]" in said
    assert "Has the director agreed: no (nobody said otherwise)" in said
    assert "never: no (nobody" not in said
    assert "[Export handbook, own rule]" in said
    assert "own rules (Export handbook): REVIEW" in said
    result = Screener(house=[house], today=date(2026, 11, 24)).screen(case("NO", "ML6.a"))
    assert "house.director_agrees" not in {one.fact for one in result.questions}


def test_an_open_place_is_neither_on_a_list_nor_off_it(house: Path) -> None:
    """Of a place that means several countries, only what holds for all of them is certain."""
    screener = Screener(engine="bitset", house=[house], today=date(2026, 11, 24))
    assert own(screener, case("Germany, China")) == {"house.never": "open"}
    assert own(screener, case("Russia, China")) == {"house.never": "presumptive_denial"}


def test_an_entry_holds_for_what_is_below_it(house: Path) -> None:
    """The director is asked for ML15.c and deeper, not for ML15.d; of ML15 alone it is open."""
    screener = Screener(engine="bitset", house=[house], today=date(2026, 11, 24))
    for rating, status in (
        ("ML15.c", "review"),
        ("ML15.d", None),
        ("ML15", "open"),
        ("6A002", None),
    ):
        assert own(screener, case(rating=rating)).get("house.director") == status, rating
    agreed = {"house.director_agrees": {"value": "yes", "source": "form 3"}}
    assert own(screener, case(rating="ML15.c", facts=agreed)) == {}


def test_the_command_line(house: Path, tmp_path: Path) -> None:
    """A case, its own fact by `--set`, and the exit code on which a pipeline stops."""
    base = ("check", "--exporter", "NL", "--as-of", "2026-11-24", "--house", str(house))
    stopped = run(*base, "--destination", "BY", "--rating", "ML6.a")
    assert stopped.code == 8
    assert "Export handbook" in stopped.out
    assert "national HOUSE" not in stopped.out
    asked = run(*base, "--destination", "DE", "--rating", "ML15.c", "-q")
    assert asked.code == 4
    agreed = run(*base, "--destination", "DE", "--rating", "ML15.c", "-q",
                 "--set", "house.director_agrees=yes")  # fmt: skip
    assert agreed.code in (0, 3)
    tiers = run(*base, "--destination", "DE", "--rating", "ML15.c", "-q", "--stop-on", "screen")
    assert tiers.code == 8
    assert run(*base, "--destination", "DE", "--rating", "ML6.a", "--stop-on", "lwa").code == 2
    receipt, document = tmp_path / "receipt.json", tmp_path / "case.json"
    document.write_text(json.dumps(case("BY")))
    run("check", str(document), "--house", str(house), "--receipt", str(receipt))
    assert run("replay", str(receipt), str(document), "--house", str(house)).code == 0
    assert run("replay", str(receipt), str(document)).code == 2
    (tmp_path / "never.txt").write_text("RU\n")
    assert run("replay", str(receipt), str(document), "--house", str(house)).code == 7


def test_a_table_gives_what_its_rows_give_alone(house: Path, tmp_path: Path) -> None:
    """The same rules on whole columns, confirmed by the second engine."""
    pytest.importorskip("polars")
    import polars as pl

    rows = [
        (d, r)
        for d in ("BY", "DE", "Germany, China", "FR")
        for r in ("ML15.c", "ML15", "ML22.a", "ML6.a")
    ]
    lines = [f'NL,"{d}",{r},2024-01-02,{c}' for d, r in rows for c in ("", "IR", "BE")]
    table = tmp_path / "table.csv"
    table.write_text("\n".join(["exporter,destination,rating,day,consignee", *lines]) + "\n")
    out = tmp_path / "out.parquet"
    done = run("screen", str(table), "--house", str(house), "--out", str(out), "--confirm", "all")
    assert done.code == 8, done.err  # `stops` of the file is met
    screener = Screener(engine="bitset", house=[house], today=date(2026, 11, 24))
    found = pl.read_parquet(out)
    assert found.height == len(lines)
    for row in found.iter_rows(named=True):
        alone = case(row["destination"], row["rating"], as_of="2024-01-02")
        if row["consignee"]:
            alone["consignee"] = {"country": row["consignee"]}
        result = screener.screen(alone)
        assert result.outcome.status == row["outcome"], alone
        mine = {one.criterion: one.status for one in result.criteria}
        assert mine.get("house", "no_trigger") == row["national"], alone


def test_what_is_wrong_is_told_with_its_place(house: Path) -> None:
    """Every fault of lists, facts, clauses and tiers at once, with file and line."""
    (house.parent / "never.txt").write_text("Russia\nAtlantis\n")
    text = HOUSE.replace("default: no", "defalt: no").replace("stops: [law]", "stops: [lwa]")
    text = text.replace("item.rating: ML15.c", "item.rating: ML99")
    text = text.replace("party.country: never", "party.country: nevr")
    house.write_text(text)
    with pytest.raises(LawError) as raised:
        load_ruleset(house)
    said = "\n".join(map(str, raised.value.problems))
    for word in ("never.txt:2", "Atlantis", "defalt", "lwa", "ML99", "nevr", "house.yaml:"):
        assert word in said, word
    house.write_text(HOUSE)
    (house.parent / "never.txt").unlink()
    with pytest.raises(LawError, match=r"never\.txt"):
        load_ruleset(house)
    with pytest.raises(InputError):
        Screener(house=[house.parent / "not-there.yaml"])


BY_ROLE = """\
ruleset: house
title: Export handbook
country_lists: {{never: [SY, BY]}}
rules: [{{id: house.never, title: never, tier: screen, when: {{{role}.country: never}}}}]
"""


@pytest.mark.parametrize("engine", ["bitset", "durable"])
@pytest.mark.parametrize("role", ["buyer", "consignee"])
def test_without_a_buyer_or_consignee_the_end_user_is_assumed(
    house: Path, role: str, engine: str
) -> None:
    """The end user buys and receives where nobody else is stated, and the report says so."""
    if engine == "durable" and not durable_available():
        pytest.skip("durable-rules is not built")
    house.write_text(BY_ROLE.format(role=role))
    screener = Screener(engine=engine, house=[house], today=date(2026, 11, 24))
    met, fact = {"house.never": "review"}, f"chain.{role}.in_house_never"
    result = screener.screen(case("SY"))
    assert own(screener, case("SY")) == met
    assert [one.value for one in result.assumed if one.fact == fact] == ["yes"]
    [found] = [one for one in result.findings if one.rule == "house.never"]
    said = f"{role}.country on the list `never`: yes (SY); not stated, and assumed to be that of"
    assert said in str(found.because)
    assert own(screener, case("DE")) == {}
    assert own(screener, case("Germany, Syria")) == {"house.never": "open"}
    assert own(screener, case("DE", end_user={"country": "SY"})) == met
    # A state of onward travel is no buyer, and one that is stated outweighs what is assumed.
    assert own(screener, case("DE", end_use={"onward": ["SY"]})) == {}
    stated = case("SY", **{role: {"country": "DE"}})
    assert own(screener, stated) == {}
    assert fact not in [one.fact for one in screener.screen(stated).assumed]
    why = screener.explain(case("SY"), rule="house.never")
    assert said in str(why)


@pytest.mark.parametrize("role", ["intermediary", "transit"])
def test_a_way_that_is_not_stated_is_an_assumption(house: Path, role: str) -> None:
    """No broker and no border are read where none is stated: as a default that is said."""
    house.write_text(BY_ROLE.format(role=role))
    screener = Screener(engine="bitset", house=[house], today=date(2026, 11, 24))
    result = screener.screen(case("SY"))
    fact = f"chain.{role}.in_house_never"
    assert [one.value for one in result.assumed if one.fact == fact] == ["no"]
    why = screener.explain(case("SY"), rule="house.never")
    assert f"{role}.country on the list `never`: no; none is stated, and none assumed" in str(why)


def test_names_of_parties_that_are_not_stated(house: Path) -> None:
    """Without a consignee the name of the end user is looked up; without both it is open."""
    house.write_text(
        "ruleset: house\ntitle: t\nname_lists: {watch: [Sunrise Trading Company]}\n"
        "rules: [{id: house.watch, title: watched, tier: screen, when: {consignee.name: watch}}]\n"
    )
    screener = Screener(engine="bitset", house=[house], today=date(2026, 11, 24))
    for name, status in (("Sunrise Trading Company", "review"), ("Steel", None), (None, "open")):
        user = {"country": "DE", **({"name": name} if name else {})}
        assert own(screener, {**case(), "end_user": user}).get("house.watch") == status, name


@pytest.mark.parametrize("role", ["buyer", "consignee", "transit"])
def test_a_table_assumes_what_its_rows_assume_alone(house: Path, tmp_path: Path, role: str) -> None:
    """Rows that name a party or none, over places and years, as each by itself."""
    pytest.importorskip("polars")
    import polars as pl

    house.write_text(BY_ROLE.format(role=role))
    lines = [
        f'NL,"{place}",ML6.a,{day},{consignee},{route}'
        for place in ("SY", "DE", "Germany, Syria", "China via Belarus")
        for day in ("2012-03-04", "2024-01-02")
        for consignee in ("", "BY", "FR")
        for route in ("", "SY")
    ]
    table, out = tmp_path / "table.csv", tmp_path / "out.parquet"
    head = "exporter,destination,rating,day,consignee,route"
    table.write_text("\n".join([head, *lines]) + "\n")
    done = run("screen", str(table), "--house", str(house), "--out", str(out), "--confirm", "all")
    assert done.code in (0, 4), done.err
    screener = Screener(engine="bitset", house=[house], today=date(2026, 11, 24))
    seen = set()
    for row in pl.read_parquet(out).iter_rows(named=True):
        alone = case(row["destination"], as_of=str(row["day"]))
        if row["consignee"]:
            alone["consignee"] = {"country": row["consignee"]}
        if row["route"]:
            alone["route"] = [row["route"]]
        mine = {one.criterion: one.status for one in screener.screen(alone).criteria}
        assert mine.get("house", "no_trigger") == row["national"], alone
        seen.add(row["national"])
    assert {"review", "no_trigger"} <= seen


def test_what_is_compared_with_a_list_is_not_put_in(house: Path) -> None:
    """A reason says it in words; and silence on a border is on no list."""
    text = house.read_text().replace(
        "when: {party.", 'reason: "by {transit.country}", when: {transit.'
    )
    house.write_text(text)
    with pytest.raises(LawError, match=r"`transit\.country` is only compared with a list"):
        load_ruleset(house)
    house.write_text(text.replace("by {transit.country}", "by a state of the list"))
    screener = Screener(house=[house], today=date(2026, 11, 24))
    assert own(screener, case()) == {}
    assert own(screener, case(route=["SY"])) == {"house.never": "presumptive_denial"}
    with pytest.raises(InputError, match="did you mean `route`"):
        screener.screen(case(transit=["SY"]))


def test_no_rule_of_the_union_names_a_country(tmp_path: Path) -> None:
    """Nor a party, a rating or a list: those are for overlays and houses."""
    rule = """\
ruleset: mine
title: t
rules:
  - id: cp.1.a.mine
    title: t
    criterion: 1
    point: Art. 2(1)(a)
    tier: law
    force: deny
    in_force: {from: 2020-01-01}
    when: {CLAUSE: [X]}
    reason: r
    source: {act: a, read: yes}
"""
    for clause, value in (("destination.country", "SA"), ("party.country", "SA"),
                          ("item.rating", "ML6.a"), ("end_user.name", "never")):  # fmt: skip
        file = tmp_path / "mine.yaml"
        file.write_text(rule.replace("CLAUSE", clause).replace("[X]", f"[{value}]"))
        with pytest.raises(LawError, match="no rule of the Union"):
            load_ruleset(file)


def test_names_are_compared_by_their_words(house: Path) -> None:
    """The same words are met; a name that is only like one is a question; another is neither."""
    house.write_text(
        "ruleset: house\ntitle: t\nname_lists: {watch: [Sunrise Trading Company]}\n"
        "rules: [{id: house.watch, title: watched, tier: screen, when: {party.name: watch}}]\n"
    )
    screener = Screener(engine="bitset", house=[house], today=date(2026, 11, 24))
    for name, status in (
        ("SUNRISE trading company", "review"), ("Sunrize Trading Company", "open"),
        ("Nordic Steel", None), (None, "open"), ("unknown", "open"), ("-", "open"),
    ):  # fmt: skip
        user = {"country": "DE", **({"name": name} if name else {})}
        found = own(
            screener, {**case(), "end_user": user, "exporter": {"country": "NL", "name": "Q"}}
        )
        assert found.get("house.watch") == status, name


@pytest.mark.parametrize(
    ("listed", "asked", "status"),
    [
        ("Unit #1 Trading", "Unit #1 Trading", "review"),
        ("Unit #1 Trading", "Unit", None),
        ("Sunrise Trading  # by letter of 3 May", "Sunrise Trading", "review"),
        ("# Sunrise Trading\nOther", "Sunrise Trading", None),
        ("#Sunrise Trading\nOther", "Sunrise Trading", None),
        ("Sunrise Trading #\nOther", "Sunrise Trading", "review"),
        ("Sunrise Trading", "Alfa / Sunrise Trading LLC", "open"),
        ("Sunrise Trading", "Sunrise Trading, 1 Made Street, Bremen", "open"),
        ("Sunrise Trading", "Alfa (formerly Sunrise Trading)", "open"),
        ("Khalid Ahmad al-Testi", "Khalid al-Testi", "open"),
        ("Mohammed Testi", "Muhamad Testi", "open"),
        ("Sunrise Bank", "Sunrisebank", "open"),
        ("Тестэкспорт", "Testeksport OOO", "review"),
        ("KA BV", "KA BV", "review"),
    ],
)
def test_a_name_that_holds_one_of_a_list_is_a_question(
    house: Path, listed: str, asked: str, status: str | None
) -> None:
    """As with lists of sanctions; a number sign in a name is no comment."""
    (house.parent / "watch.txt").write_text(f"{listed}\n", encoding="utf-8")
    house.write_text(
        "ruleset: house\ntitle: t\nname_lists: {watch: watch.txt}\n"
        "rules: [{id: house.watch, title: watched, tier: screen, when: {end_user.name: watch}}]\n"
    )
    screener = Screener(engine="bitset", house=[house], today=date(2026, 11, 24))
    said = {**case(), "end_user": {"country": "DE", "name": asked}}
    assert own(screener, said).get("house.watch") == status


@pytest.mark.skipif(not durable_available(), reason="durable-rules is not built")
def test_a_list_may_be_as_long_as_the_world(house: Path) -> None:
    """Rules read one yes or no, so no list is too long for either engine."""
    codes = sorted(row["code"] for row in Reference.load().rows("countries"))
    (house.parent / "never.txt").write_text("\n".join(c for c in codes if c != "DE"))
    try:
        screener = Screener(house=[house], today=date(2026, 11, 24))
    except LawError as error:
        # Territories, for which a state answers, are refused each with that state.
        refused = {str(problem.what).split("`")[1] for problem in error.problems}
        listed = [c for c in codes if c not in {"DE", *refused}]
        (house.parent / "never.txt").write_text("\n".join(listed))
        screener = Screener(house=[house], today=date(2026, 11, 24))
    assert own(screener, case("FR")) == {"house.never": "presumptive_denial"}
    assert own(screener, case("DE", exporter={"country": "DE"})) == {}


_CODES = st.frozensets(st.sampled_from(["DE", "FR", "CN", "RU", "BY", "IR"]), min_size=1)


@given(listed=_CODES, meant=_CODES)
def test_membership_is_what_holds_of_all(listed: frozenset[str], meant: frozenset[str]) -> None:
    """Yes if every country that a place can mean is listed, no if none is, and else nothing."""
    one = Membership("destination.country.in_x", "destination.country", listed, "x")
    seen = Memberships([one], Reference.load()).at(meant, date(2026, 1, 1))
    token = seen[0].value.lo if seen else "unknown"
    expected = "yes" if meant <= listed else "unknown" if meant & listed else "no"
    assert token == expected


@pytest.mark.parametrize("name", ["firm", "house2026", "a2n"])
def test_a_start_with_its_cases(name: str, tmp_path: Path) -> None:
    """What `rules new` writes is sound and passes its own cases; nothing is written over."""
    file = tmp_path / f"{name}.yaml"
    done = run("rules", "new", str(file))
    assert done.code == 0, done.err
    assert "9 passed, 0 failed" in done.out
    assert run("rules", "validate", str(file)).code == 0
    assert run("rules", "analyse", str(file)).code == 0
    assert run("rules", "new", str(file)).code == 2
    assert run("rules", "new", str(tmp_path / "Not A Word.yml")).code == 2

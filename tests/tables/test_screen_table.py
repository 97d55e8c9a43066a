"""Whole tables are screened as single rows are, and what is written is whole and harmless."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

pl = pytest.importorskip("polars")

from hypothesis import HealthCheck, given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from licensecheck import InputError, Screener  # noqa: E402
from licensecheck.commands import screen as screen_command  # noqa: E402
from licensecheck.engine.bitset import BitsetEngine  # noqa: E402
from licensecheck.engine.durable import durable_available  # noqa: E402
from licensecheck.errors import EngineDisagreement  # noqa: E402
from licensecheck.language import ENGLISH  # noqa: E402
from licensecheck.tables.deciding import screen_table as screen_table_module  # noqa: E402
from licensecheck.tables.deciding.screen import screen_table  # noqa: E402
from licensecheck.tables.deciding.screen_file import screen_file  # noqa: E402
from licensecheck.tables.deciding.screen_table import TableScreener  # noqa: E402
from licensecheck.tables.reading.frame import raw_frame  # noqa: E402
from licensecheck.tables.reading.intake import load_table  # noqa: E402
from licensecheck.tables.reading.record import NOBODY, PARTY_FIELDS, Parties, Record, Reject  # noqa: E402
from tests.cli.running import run  # noqa: E402
from tests.tables.strategies import PLACES  # noqa: E402

pytestmark = pytest.mark.costly

ALLIANCES = ("nato", "nato-or-eu")
EXPORTS = "Overzicht.uitvoer.militaire.goederen.2004-2014.csv"
SINGLES = Screener(alliances=ALLIANCES)
FIRST = date(2008, 12, 8)

records = st.builds(
    Record,
    number=st.just(0),
    exporter=st.sampled_from(("NL", "US", "EU", "qqqq")),
    destination=st.sampled_from((*PLACES, "RU", "Joegoslavië", "China via Hongkong")),
    consignee=st.sampled_from(("", "", "DE", "RU", "qqqq")),
    day=st.dates(date(2006, 1, 1), date(2026, 1, 1)),
    rating=st.sampled_from(
        ("ML1.a", "ML6", "ML10a,18a", "ML", "6A002", "none", "M10", "ML4.a,6A002", "1C350")
    ),
    value=st.none() | st.decimals(0, 10**10, places=2),
    currency=st.sampled_from(("EUR", "EUR", "USD", "TIV", "euro")),
    measure=st.sampled_from(("licensed", "refused")),
    kind=st.sampled_from(("export", "temporary_export", "transit")),
    form=st.sampled_from(("", "component", "complete")),
    reference=st.sampled_from(("", "A1", "a\x07b")),
    description=st.sampled_from(("", "x", "y" * 2001, " ")),
    origin=st.sampled_from(("", "VS", "qqqq")),
    until=st.sampled_from((None, date(2030, 1, 1), date(2200, 1, 1))),
    route=st.sampled_from(("", "RU", "DE; RU")),
    parties=st.just(NOBODY) | st.builds(
        Parties,
        exporter_name=st.sampled_from(("", "Example Arms BV", "-")),
        consignee_name=st.sampled_from(("", "Freight Co", "Freight GmbH", "z" * 301)),
        end_user=st.sampled_from(
            ("", "Ministry of Interior", "Gulf Trading LLC", "unknown", "a\x07b")
        ),
        end_user_kind=st.sampled_from(("", "armed_forces", "police", "company", "armee")),
        end_user_country=st.sampled_from(("", "", "DE", "SA", "qqqq")),
        end_use=st.sampled_from(("", "internal_security", "resale")),
        end_use_place=st.sampled_from(("", "destination", "third_country")),
        onward=st.sampled_from(("", "none_declared", "expected_unnamed", "SA", "DE; RU")),
        buyer=st.sampled_from(("", "", "Gulf Trading LLC", "N.v.t.", "a\x07b")),
        buyer_kind=st.sampled_from(("", "", "company", "non_state_armed_group", "armee")),
        buyer_country=st.sampled_from(("", "", "DE", "RU", "SA", "qqqq")),
        contract_date=st.sampled_from(("", "", "2012-05-01", "2014-07-31", "31-07-2014")),
    ),
)  # fmt: skip


def single(record: Record, singles: Screener = SINGLES) -> tuple[str, ...]:
    """The cells of a row screened by itself, or every reason why it is rejected."""
    document = record.application()
    if record.as_of < FIRST:
        document["rules_as_of"] = FIRST
    try:
        result = singles.screen(document)
    except InputError as error:
        return tuple(f"{problem.where}: {problem.what}" for problem in error.problems)
    cells = [result.outcome.status, result.outcome.at_worst]
    for number in range(1, 9):
        cells += [result.criterion(number).status, result.criterion(number).at_worst]
    return (*cells, *(found.verdict for found in result.containment))


def cells_of(row: dict) -> tuple[str, ...]:
    names = ["outcome", "at_worst"]
    for number in range(1, 9):
        names += [f"criterion_{number}", f"criterion_{number}_at_worst"]
    return tuple(row[name] for name in (*names, *(f"containment_{a}" for a in ALLIANCES)))


SCREENER = TableScreener(alliances=ALLIANCES, before_first="first-edition", sample=0)


def assert_equal_to_singles(rows: list[Record], screener: TableScreener, singles: Screener) -> None:
    screened = screener.screen(raw_frame(rows))
    found = {row["number"]: cells_of(row) for row in screened.frame.iter_rows(named=True)}
    refused = {reject.number: reject.reasons for reject in screened.rejects}
    assert set(found) | set(refused) == {row.number for row in rows}
    assert not set(found) & set(refused)
    for row in rows:
        if row.number in found:
            assert found[row.number] == single(row, singles), row
        else:
            assert sorted(refused[row.number]) == sorted(single(row, singles)), row


def numbered(drawn: list[Record]) -> list[Record]:
    return [replace(r, number=n, year=r.day.year) for n, r in enumerate(drawn, 1)]


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(records, min_size=1, max_size=8))
def test_a_batch_equals_its_singles(drawn) -> None:
    """Every row gets what `Screener.screen` gives for it, or is rejected for the same reasons."""
    assert_equal_to_singles(numbered(drawn), SCREENER, SINGLES)


DENIALS = """denials:
  - {reference: D-1, state: DE, date: 2019-05-04, destination: SA, rating: ML6, end_user: Gulf Trading LLC}
  - {reference: D-2, state: FR, date: 2024-03-02, destination: BR, rating: ML10.a, end_user: Ministry of Interior}
  - {reference: D-3, state: FR, date: 2013-03-02, destination: NL, rating: ML1, end_user: Example Arms BV}
"""  # noqa: E501
LISTED = """id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,dataset,first_seen,last_seen,last_change
Q1,Company,Gulf Trading LLC,,,ae,,,Example,,,Example,2024-01-01,2024-01-01,2024-01-01
"""  # noqa: E501
OUTSIDE = """name,result,list,reference,likeness,date
Freight Co,clear,,,,2026-11-23
Ministry of Interior,name match,Example,M-1,93,2026-11-23
"""
HOUSE = """ruleset: house
name_lists: {watch: [Gulf Trading LLC, Freight Co]}
country_lists: {never: [RU]}
rules:
  - {id: house.watch, title: watched, tier: screen, when: {party.name: watch}}
  - {id: house.never, title: never to these, tier: law, when: {party.country: never}}
"""


@pytest.fixture(scope="module")
def given_files(tmp_path_factory) -> dict:
    folder = tmp_path_factory.mktemp("lists")
    (folder / "denials.yaml").write_text(DENIALS)
    (folder / "targets.simple.csv").write_text(LISTED)
    (folder / "outside.csv").write_text(OUTSIDE)
    (folder / "house.yaml").write_text(HOUSE)
    return {
        "denials": folder / "denials.yaml",
        "lists": [folder / "targets.simple.csv", folder / "outside.csv"],
        "house": [folder / "house.yaml"],
    }  # fmt: skip


@pytest.fixture(scope="module", params=["denials", "lists", "house", "all"])
def with_files(request, given_files) -> tuple[TableScreener, Screener]:
    chosen = {k: v for k, v in given_files.items() if request.param in (k, "all")}
    table = TableScreener(alliances=ALLIANCES, before_first="first-edition", sample=0, **chosen)
    return table, Screener(alliances=ALLIANCES, **chosen)


@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(st.lists(records, min_size=1, max_size=6))
def test_a_batch_equals_its_singles_with_denials_and_lists(with_files, drawn) -> None:
    """The same holds where names are compared and a register of denials counts."""
    table, singles = with_files
    assert_equal_to_singles(numbered(drawn), table, singles)


def test_a_denial_counts_from_its_day(given_files) -> None:
    """A day before it, on it, on the last of three years and after: as single cases say."""
    denied = Record(
        0, "NL", "SA", rating="ML6.a", parties=Parties(end_user="Gulf Trading LLC"), year=2019
    )
    days = (date(2019, 5, 3), date(2019, 5, 4), date(2022, 5, 3), date(2022, 5, 4))
    rows = numbered([replace(denied, day=day) for day in days])
    denials = {"denials": given_files["denials"]}
    table = TableScreener(alliances=ALLIANCES, sample=0, **denials)
    assert_equal_to_singles(rows, table, Screener(alliances=ALLIANCES, **denials))
    found = table.screen(raw_frame(rows)).frame
    assert found["denial_match"].to_list() == ["none", "identical", "identical", "older"]


def test_what_files_of_an_office_find_comes_first(given_files, tmp_path: Path) -> None:
    """A name on a list, or a denial, needs a person though no criterion triggers; and is said."""
    plain = Record(1, "NL", "NO", day=date(2024, 3, 1), year=2024, rating="ML7.g")
    named = replace(plain, number=2, parties=Parties(end_user="Gulf Trading LLC"))
    other = replace(plain, number=3, parties=Parties(end_user="Kongsberg Example AS"))
    out = tmp_path / "out.parquet"
    screener = TableScreener(sample=0, **given_files)
    found = screen_file(iter([plain, named, other]), screener, out=out)
    rows = pl.read_parquet(out).rows_by_key("number", named=True, unique=True)
    assert rows[1]["party_screening"] == "not_screened"
    assert rows[3]["party_screening"] == "no_match"
    assert rows[2]["party_screening"] == "name_match"
    assert (rows[2]["answer"], rows[2]["rank"]) == ("needs a person", 2)
    assert rows[2]["triggered"].endswith("lists")
    assert rows[1]["answer"] != "needs a person" != rows[3]["answer"]
    assert found.matches["party_screening"]["name_match"] == 1
    assert {row["denial_match"] for row in rows.values()} == {"none"}


def test_a_kind_of_end_user_changes_the_answer() -> None:
    """Criterion 2 triggers for police, where nothing does for a user who is not stated."""
    row = Record(1, "NL", "BR", day=date(2024, 3, 1), year=2024, rating="ML1.a")
    police = replace(row, number=2, parties=Parties(end_user_kind="police"))
    first, second = screen_table(raw_frame([row, police])).frame.iter_rows(named=True)
    assert (first["criterion_2"], second["criterion_2"]) == ("no_trigger", "review")


def test_a_named_end_user_counts_as_in_a_single() -> None:
    """Components for an end user whom a row names stay where that is, whatever the name."""
    row = Record(1, "NL", "LU", day=date(2024, 3, 1), year=2024, rating="ML5.b", form="component")
    rows = [
        row,
        replace(row, number=2, parties=Parties(end_user="Ministry of Interior")),
        replace(row, number=3, parties=Parties(end_user="Gulf Trading LLC")),
    ]
    assert_equal_to_singles(rows, SCREENER, SINGLES)
    found = SCREENER.screen(raw_frame(rows)).frame["containment_nato"].to_list()
    assert found == ["first_hop_inside", "stays_inside", "stays_inside"]


def test_a_buyer_counts_as_in_a_single() -> None:
    """Of a buyer abroad its state is looked at; a name alone leaves open which state that is."""
    row = Record(1, "NL", "BR", day=date(2024, 3, 1), year=2024, rating="ML6.a")
    buyers = (
        Parties(), Parties(buyer_country="RU"), Parties(buyer_country="BR"),
        Parties(buyer="Gulf Trading LLC"), Parties(buyer_kind="company"),
        Parties(buyer="Gulf Trading LLC", buyer_country="RU", buyer_kind="company"),
    )  # fmt: skip
    rows = numbered([replace(row, parties=parties) for parties in buyers])
    assert_equal_to_singles(rows, SCREENER, SINGLES)
    found = SCREENER.screen(raw_frame(rows)).frame["criterion_1"].to_list()
    assert found[:3] == ["no_trigger", "presumptive_denial", "no_trigger"]
    assert found[5] == "presumptive_denial"


def test_an_old_contract_counts_as_in_a_single() -> None:
    """Where an embargo exempts older contracts, its bar becomes a review; and not a day later."""
    row = Record(1, "NL", "RU", day=date(2014, 9, 1), year=2014, rating="ML6.a")
    days = ("", "2014-07-31", "2014-08-01", "31-07-2014")
    rows = numbered([replace(row, parties=Parties(contract_date=day)) for day in days])
    assert_equal_to_singles(rows, SCREENER, SINGLES)
    screened = SCREENER.screen(raw_frame(rows))
    found = screened.frame["criterion_1"].to_list()
    assert found == ["presumptive_denial", "review", "presumptive_denial"]
    assert [one.number for one in screened.rejects] == [4]


def test_days_of_contracts_as_days() -> None:
    """A frame of a user's own may hold the days of contracts as days, as it does all others."""
    rows = raw_frame([Record(1, "NL", "RU", day=date(2014, 9, 1), year=2014, rating="ML6.a")])
    for day in (date(2014, 7, 31), datetime(2014, 7, 31)):
        screened = screen_table(rows.with_columns(contract_date=pl.lit(day))).frame
        assert screened["criterion_1"].to_list() == ["review"]


def test_rows_without_parties_are_screened_as_before() -> None:
    """A frame that has no columns of parties is screened, and keeps its own columns alone."""
    row = Record(1, "NL", "SA", day=date(2020, 1, 1), year=2020, rating="ML6.a")
    bare = raw_frame([row]).drop(PARTY_FIELDS)
    screened = screen_table(bare).frame
    assert not set(PARTY_FIELDS) & set(screened.columns)
    assert (
        screened["outcome"].to_list() == screen_table(raw_frame([row])).frame["outcome"].to_list()
    )


@pytest.mark.whole
def test_the_dutch_list_row_by_row(shared: Path) -> None:
    """A hundred lines of the real list, spread over its years, against single screens."""
    frame = load_table(shared / "data" / "nl-licences" / EXPORTS).frame[::160]
    screened = screen_table(frame, alliances=ALLIANCES, before_first="first-edition", sample=None)
    from licensecheck.tables.reading.frame import to_records

    by_number = {record.number: record for record in to_records(frame)}
    assert screened.frame.height + len(screened.rejects) == frame.height
    for row in screened.frame.iter_rows(named=True):
        assert cells_of(row) == single(by_number[row["number"]])


def test_days_out_of_range_are_each_told() -> None:
    """A day that cannot be, an end of validity that cannot be, or both: all are told."""
    odd = Record(0, "NL", "BR", day=date(2250, 1, 1), year=2250, rating="ML6.a")
    rows = [replace(odd, number=1), replace(odd, number=2, until=date(2300, 1, 1)),
            replace(odd, number=3, until=date(2301, 1, 1)),
            replace(odd, number=4, day=date(2020, 1, 1), until=date(2250, 1, 1))]  # fmt: skip
    found = {reject.number: reject.reasons for reject in SCREENER.screen(raw_frame(rows)).rejects}
    assert found == {row.number: single(row) for row in rows}
    assert len(set(found.values())) == 4


def test_pieces_give_what_the_whole_gives() -> None:
    """A table cut in pieces, in any order, gives the same rows."""
    rows = [
        Record(n, "NL", place, day=date(2020, 1, n), year=2020, rating="ML6.a")
        for n, place in enumerate(PLACES, 1)
    ]
    whole = screen_table(raw_frame(rows), alliances=ALLIANCES)
    pieces = TableScreener(alliances=ALLIANCES)
    parts = [pieces.screen(raw_frame(piece)).frame for piece in (rows[9:], rows[:4], rows[4:9])]
    assert "confirmed" in pieces.finish()
    assert pl.concat(parts).sort("number").equals(whole.frame)


def test_rows_before_the_first_edition() -> None:
    """They are rejected for that alone, or screened by the first edition where asked."""
    frame = raw_frame([Record(1, "NL", "BR", day=date(2005, 1, 1), year=2005, rating="ML6.a")])
    (reject,) = screen_table(frame).rejects
    assert reject.reasons[0].startswith("no edition of `eu-common-position`")
    assert screen_table(frame, before_first="first-edition").frame.height == 1
    with pytest.raises(InputError, match="first edition"):
        TableScreener(before_first="skip")  # type: ignore[arg-type]


def test_a_rejected_row_is_no_distinct_transfer() -> None:
    """What cannot be read was not screened, so neither the count nor the confirmed hold it."""
    good = Record(1, exporter="NL", destination="US", rating="ML1", day=date(2024, 1, 1))
    screener = TableScreener()
    screened = screener.screen(raw_frame([good, replace(good, number=2, destination="qqqq")]))
    assert (screened.frame.height, len(screened.rejects)) == (1, 1)
    assert screener.distinct == 1
    if durable_available():
        assert screener.finish().startswith("1 of 1 ")


def test_a_disagreement_stops_everything(tmp_path: Path, monkeypatch) -> None:
    """If the second engine differs, there is no file and no answer."""

    class Contrary(BitsetEngine):
        def decide(self, record):
            return super().decide(record)._replace(certain=0, possible=0)

    monkeypatch.setattr(screen_table_module, "DurableEngine", Contrary)
    monkeypatch.setattr(screen_table_module, "durable_available", lambda: True)
    rows = [Record(1, "NL", "SA", day=date(2020, 1, 1), year=2020, rating="ML6.a")]
    out, refused = tmp_path / "out.csv", tmp_path / "rejects.csv"
    with pytest.raises(EngineDisagreement):
        screen_file(iter(rows), TableScreener(), out=out, rejects=refused)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def mixed() -> list[Record | Reject]:
    base = Record(
        1, "NL", "SA", day=date(2020, 1, 1), year=2020, rating="ML6.a", value=Decimal("1234.50"),
        description="=cmd|' /C calc'!A0", notes=("-1", "two"),
    )  # fmt: skip
    return [
        base,
        replace(base, measure="exported", value=None),
        Reject(2, ("the year is missing",)),
        replace(base, number=3, rating="M10"),
        replace(base, number=4, reference="@SUM(A1)", description="\t+1"),
    ]


@pytest.mark.parametrize("ending", ["csv", "parquet", "jsonl"])
def test_what_is_written(ending: str, tmp_path: Path, mixed) -> None:
    """Every format holds the decided rows with exact values; rows in = rows out + rejects."""
    out, refused = tmp_path / f"out.{ending}", tmp_path / "rejects.csv"
    found = screen_file(iter(mixed), TableScreener(), out=out, rejects=refused)
    assert (found.rows, found.decided, sum(found.rejects.values())) == (4, 3, 2)
    read = {"csv": pl.read_csv, "parquet": pl.read_parquet, "jsonl": pl.read_ndjson}[ending](out)
    assert read["number"].to_list() == [1, 1, 4]
    assert [None if v is None else Decimal(str(v)) for v in read["value"].to_list()] == [
        Decimal("1234.50"), None, Decimal("1234.50"),
    ]  # fmt: skip
    assert set(read["outcome"]) <= {"review", "undetermined", "presumptive_denial", "no_trigger"}
    with refused.open(newline="") as file:
        assert [row["row"] for row in csv.DictReader(file)] == ["2", "3"]
    assert sorted(p.name for p in tmp_path.iterdir()) == [f"out.{ending}", "rejects.csv"]


def test_rows_are_sorted_by_what_needs_a_person(tmp_path: Path) -> None:
    """Rank and answer follow the outcome, and the criteria that trigger are named."""
    cases = [("NO", "ML7.g", 0), ("RU", "ML6.a", 1), ("SA", "ML6.a", 2), ("US", "ML6.a", 3)]
    rows = [
        Record(n, "NL", place, day=date(2024, 3, 1), year=2024, rating=rating)
        for place, rating, n in cases
    ]
    out = tmp_path / "out.parquet"
    screen_file(iter(rows), TableScreener(sample=0), out=out)
    frame = pl.read_parquet(out).sort("rank", "number")
    ranks = dict(frame.select(pl.col("outcome").cast(pl.String), "rank").iter_rows())
    assert len(ranks) >= 3
    order = ("presumptive_denial", "review", "undetermined", "out_of_scope", "no_trigger")
    assert all(order[rank - 1] == outcome for outcome, rank in ranks.items())
    first = frame.row(0, named=True)
    assert (first["destination"], first["rank"], first["answer"]) == ("RU", 1, "needs a person")
    for row in frame.iter_rows(named=True):
        asked = ("review", "presumptive_denial")
        names = [str(n) for n in range(1, 9) if row[f"criterion_{n}"] in asked]
        names += ["national"] if row["national"] in asked else []
        assert row["triggered"] == "; ".join(names)
        assert bool(names) == (row["answer"] == "needs a person")


def test_progress_waits(capsys, monkeypatch) -> None:
    """Nothing is shown of what is done at once; after two seconds, how far it is."""
    now = [0.0]
    monkeypatch.setattr(screen_command.time, "monotonic", lambda: now[0])
    told = screen_command._Progress(True, ENGLISH)
    told.rows(10, 3)
    told.clear()
    assert capsys.readouterr().err == ""
    now[0] = 2.5
    told.rows(1_000, 7)
    assert "1,000 rows, 7 distinct" in capsys.readouterr().err
    told.clear()
    assert capsys.readouterr().err


def test_no_cell_of_a_csv_runs_in_a_spreadsheet(tmp_path: Path, mixed) -> None:
    """A text that begins like a formula gets an apostrophe; in JSON it stays as it was."""
    out = tmp_path / "out.csv"
    screen_file(iter(mixed), TableScreener(), out=out)
    with out.open(newline="") as file:
        for row in csv.DictReader(file):
            for cell in row.values():
                assert not cell.strip().startswith(("=", "+", "-", "@")), cell
                assert cell[:1] not in ("\t", "\r")
    lines = tmp_path / "out.jsonl"
    screen_file(iter(mixed), TableScreener(), out=lines)
    first = json.loads(lines.read_text().splitlines()[0])
    assert first["description"] == "=cmd|' /C calc'!A0"
    assert first["value"] == "1234.50"


def test_an_unknown_ending_is_refused_before_any_work(tmp_path: Path, mixed) -> None:
    """Only endings of a known format are written."""
    with pytest.raises(InputError, match="no format known"):
        screen_file(iter(mixed), TableScreener(), out=tmp_path / "out.xls")


def test_a_kind_of_end_user_for_rows_that_state_none(tmp_path: Path) -> None:
    """An option states it for them; a row that states its own keeps that."""
    table, out = tmp_path / "cases.csv", tmp_path / "out.parquet"
    table.write_text(
        "exporter,destination,day,rating,end_user_kind\n"
        "NL,BR,2024-03-01,ML1.a,\nNL,BR,2024-03-01,ML1.a,armed_forces\n"
    )
    run("screen", str(table), "--end-user-kind", "police", "--confirm", "0", "--out", str(out))
    found = pl.read_parquet(out)
    assert found["end_user_kind"].to_list() == ["police", "armed_forces"]
    assert found["criterion_2"].to_list() == ["review", "no_trigger"]
    assert "`police`" in run("screen", str(table), "--end-user-kind", "polis").err

"""Granted licences whose answer changed between two days: each is listed with its cause."""

from __future__ import annotations

import csv
import io
import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licensecheck import InputError, Reference
from licensecheck.language import find_language
from licensecheck.law import law_dir
from licensecheck.report.records import write_workbook
from licensecheck.report.screened import reassessed_text
from licensecheck.tables.deciding.reassess import Reassessed, reassess
from tests.cli.running import refused, run

HEADER = "exporter,destination,day,rating,value,measure,reference\n"
ROWS = (
    "NL,FI,2015-03-01,ML6.a,1000,licensed,L1",
    "NL,FI,2024-03-01,ML6.a,1000,licensed,L2",
    "NL,DE,2015-03-01,ML6.a,1000,licensed,L3",
    "NL,FI,2015-03-01,ML1.a,1000,refused,L4",
    "NL,BR,2015-03-01,ML10.a,5,licensed,L5",
    "NL,Nowhereland,2015-03-01,ML10.a,5,licensed,L6",
    "NL,FI,2015-03-01,ML6.a,2000,licensed,=L7",
)
BEFORE, AFTER = date(2023, 4, 3), date(2023, 4, 4)


def _table(folder: Path, rows=ROWS) -> Path:
    path = folder / "licences.csv"
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def _without_embargo(folder: Path, country: str) -> Reference:
    """The packaged tables without the state-wide embargoes on a country."""
    target = folder / "reference"
    shutil.copytree(law_dir() / "reference", target)
    table = target / "embargoes.csv"
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if f",{country},state," not in line]
    assert len(kept) < len(lines)
    table.write_text("".join(kept), encoding="utf-8")
    return Reference.load(target)


def _counted(found: Reassessed) -> int:
    return (len(found.changed) + found.unchanged + found.refused + found.later
            + len(found.rejects))  # fmt: skip


def test_the_accession_of_finland(tmp_path: Path) -> None:
    """What left the alliance stays inside it from the day on, by that row and no other."""
    found = reassess(_table(tmp_path), since=BEFORE, until=AFTER)
    assert [one.reference for one in found.changed] == ["L1", "=L7"]
    (move,) = found.changed[0].moves
    assert (move.what, move.before, move.after) == ("containment_nato", "leaves", "stays_inside")
    (cause,) = found.changed[0].causes
    assert (cause.change, cause.kind, cause.name) == ("changed", "memberships", "NATO FI")
    assert "2023-04-04" in cause.text
    assert (found.refused, found.later, found.unchanged, len(found.rejects)) == (1, 1, 2, 1)
    assert _counted(found) == found.records == len(ROWS)


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
def test_any_table_that_a_mapping_reads(tmp_path: Path, ending: str) -> None:
    """A table under other names, as CSV, Parquet or a workbook, changes what the plain one does."""
    pl = pytest.importorskip("polars")
    own = ("van", "naar", "dag", "post", "bedrag", "soort", "nummer")
    names = dict(zip(HEADER.strip().split(","), own,
                     strict=True))  # fmt: skip
    cells = [dict(zip(names.values(), row.split(","), strict=True)) for row in ROWS]
    path = tmp_path / f"licences.{ending}"
    if ending == "csv":
        pl.DataFrame(cells).write_csv(path)
    elif ending == "parquet":
        pl.DataFrame(cells).write_parquet(path)
    else:
        pytest.importorskip("xlsxwriter")
        pytest.importorskip("python_calamine")
        write_workbook(path, cells, [], title="licences")
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("columns: {" + ", ".join(f"{k}: {v}" for k, v in names.items())
                       + "}\nconstants: {currency: EUR}\n")  # fmt: skip
    ran = run("reassess", str(path), "--reader", "generic", "--mapping", str(mapping),
              "--since", "2023-04-03", "--until", "2023-04-04", "--format", "json")  # fmt: skip
    assert ran.code == 0, ran.err
    assert [one["reference"] for one in json.loads(ran.out)["changed"]] == ["L1", "=L7"]


def test_a_changed_embargo_row(tmp_path: Path) -> None:
    """With the embargo on Russia gone from the later tables, its row is told as ended."""
    path = _table(tmp_path, ["NL,RU,2013-03-01,ML6.a,1000,licensed,R1", ROWS[2]])
    tables = _without_embargo(tmp_path, "RU")
    found = reassess(path, since=AFTER, until=AFTER, reference=tables)
    (one,) = found.changed
    moves = {move.what: (move.before, move.after) for move in one.moves}
    assert moves["criterion_1"][0] == "presumptive_denial"
    assert moves["criterion_1"][1] != "presumptive_denial"
    ended = [c for c in one.causes if c.kind == "embargoes" and c.change == "earlier_only"]
    assert any(c.fact == "embargo.state" and c.name.startswith("E") and c.as_of for c in ended)


def test_an_embargo_that_began(tmp_path: Path) -> None:
    """A licence for Russia of 2013, across the embargo of 2014: the row that began is told."""
    path = _table(tmp_path, ["NL,RU,2013-03-01,ML6.a,1000,licensed,R1"])
    found = reassess(path, since=date(2014, 7, 1), until=date(2014, 9, 1))
    (one,) = found.changed
    assert any(c.kind == "embargoes" and c.change in ("later_only", "changed") for c in one.causes)


def test_a_rule_that_began(tmp_path: Path) -> None:
    """The amendment of 2019 is told as the rules that began with it."""
    path = _table(tmp_path, ["NL,SA,2015-03-01,ML1.a,1000,licensed,S1"])
    found = reassess(path, since=date(2019, 9, 16), until=date(2019, 9, 17))
    assert found.changed
    for one in found.changed:
        assert any(c.kind == "rule" and c.as_of == "2019-09-17" for c in one.causes)


@settings(max_examples=5, deadline=None)
@given(st.permutations(ROWS))
def test_order_of_rows_changes_nothing(tmp_path_factory: pytest.TempPathFactory, rows) -> None:
    """The same licences change, and every record is counted once."""
    folder = tmp_path_factory.mktemp("rows")
    found = reassess(_table(folder, rows), since=BEFORE, until=AFTER)
    assert {one.reference for one in found.changed} == {"L1", "=L7"}
    assert _counted(found) == found.records


def test_a_folder_of_applications(tmp_path: Path) -> None:
    """Files are answered as rows are; one that cannot be read is a reject with its reason."""
    base = {"exporter": {"country": "NL"}, "items": [{"rating": "ML6.a"}], "stage": "granted"}
    for name, change in (("a", {"destination": "FI", "as_of": "2015-03-01"}),
                         ("b", {"destination": "DE"}), ("c", {"destination": "Nowhereland"}),
                         ("d", {"destination": "FI", "as_of": "2024-01-01"})):  # fmt: skip
        (tmp_path / f"{name}.json").write_text(json.dumps({**base, **change}))
    found = reassess(tmp_path, since=BEFORE, until=AFTER)
    assert [one.reference for one in found.changed] == ["a.json"]
    assert found.changed[0].causes[0].name == "NATO FI"
    assert (found.unchanged, found.later, len(found.rejects)) == (1, 1, 1)


def test_a_table_of_which_nothing_was_compared(tmp_path: Path) -> None:
    """If each row was rejected, it does not end as a table without a change does."""
    path = tmp_path / "t.csv"
    head, days = "exporter,destination,rating,day\n", ("--since", "2021-01-01")
    for rows, code in (("NL,XX,ML6.a,2020-01-01\n", 2), ("NL,SA,ML6.a,2020-01-01\n", 0)):
        path.write_text(head + rows, encoding="utf-8")
        assert run("reassess", str(path), *days, "--until", "2021-01-02").code == code
    path.write_text(head + "NL,XX,ML6.a,2020-01-01\nNL,SA,ML6.a,2020-01-01\n", encoding="utf-8")
    assert run("reassess", str(path), *days, "--until", "2021-01-02").code == 0


def test_formats_and_faults(tmp_path: Path) -> None:
    """Every format holds every licence; no cell is a formula; bad days are told together."""
    path = _table(tmp_path)
    found = reassess(path, since=BEFORE, until=AFTER)
    rows = list(csv.DictReader(io.StringIO(reassessed_text(found, "csv"))))
    assert [row["reference"] for row in rows] == ["L1", "'=L7"]
    assert len(reassessed_text(found, "jsonl").splitlines()) == 2
    assert len(json.loads(reassessed_text(found, "json"))["changed"]) == 2
    out = tmp_path / "out.csv"
    words = ("reassess", str(path), "--since", "2023-04-03", "--until", "2023-04-04")
    assert run(*words, "--format", "csv", "--out", str(out)).code == 0
    assert out.read_text() == reassessed_text(found, "csv")
    assert "No trigger is not permission." in run(*words).out
    assert (
        refused(run("reassess", str(path), "--since", "x", "--until", "y")).err.count(
            "is not a day"
        )
        == 2
    )
    with pytest.raises(InputError):
        reassess(path, since=AFTER, until=BEFORE)


@pytest.mark.whole
def test_the_dutch_list_across_the_accession_of_finland(shared: Path, tmp_path: Path) -> None:
    """Only licences that touch Finland change; then, only those to a state whose embargo went."""
    (path,) = (shared / "data" / "nl-licences").glob("Overzicht.uitvoer*.csv")
    found = reassess(path, since=BEFORE, until=AFTER)
    assert _counted(found) == found.records == 16_592
    assert len(found.changed) == 115
    assert {c.name for one in found.changed for c in one.causes} == {"NATO FI"}
    words = [(one.moves[0].before, one.moves[0].after) for one in found.changed]
    assert words.count(("leaves", "stays_inside")) == 86
    tables = _without_embargo(tmp_path, "RU")
    found = reassess(path, since=AFTER, until=AFTER, reference=tables)
    assert _counted(found) == found.records
    assert found.changed
    assert all(any(c.kind in ("embargoes", "borders") for c in one.causes) for one in found.changed)


def test_a_denial_between_the_days_is_found_in_a_table(tmp_path: Path) -> None:
    """A licence for an end user whom another state refused since is listed, with that move."""
    denials = tmp_path / "denials.yaml"
    denials.write_text(
        "denials:\n  - {reference: D-1, state: DE, date: 2023-05-01, destination: BR, "
        "rating: ML10.a, end_user: Air Example SA}\n"
    )
    table = tmp_path / "cases.csv"
    table.write_text(
        "exporter,destination,day,rating,reference,end_user\n"
        "NL,BR,2023-01-03,ML10.a,L1,Air Example S.A.\nNL,BR,2023-01-03,ML10.a,L2,Another Firm\n"
    )
    found = reassess(table, since=date(2023, 2, 1), until=date(2023, 6, 1), denials=denials)
    moves = {one.reference: {m.what: (m.before, m.after) for m in one.moves}
             for one in found.changed}  # fmt: skip
    assert moves["L1"]["denial_match"] == ("none", "identical")
    assert moves["L2"]["denial_match"] == ("none", "similar")


def test_only_what_decides_is_a_cause(tmp_path: Path) -> None:
    """Rows of other criteria, and rules that began and would change nothing, are no causes."""
    path = _table(tmp_path, ["NL,US; TR,2015-03-01,ML10.a,1000,licensed,L1"])
    found = reassess(path, since=date(2023, 1, 1), until=date(2026, 11, 30))
    (one,) = found.changed
    assert {move.what for move in one.moves} == {"outcome", "criterion_2"}
    assert {(c.kind, c.fact) for c in one.causes} == {("conflict", "destination.conflict_party")}


def test_the_text_says_words_where_records_hold_tokens(tmp_path: Path) -> None:
    """In the language of the report; no code of an answer, a fact or a table stands in it."""
    found = reassess(_table(tmp_path), since=BEFORE, until=AFTER)
    codes = ("containment_nato", "memberships NATO FI")
    for code in ("en", "nl"):
        text = reassessed_text(found, "text", find_language(code))
        assert not [one for one in (*codes, "later_only", "_") if one in text]
        assert max(map(len, text.splitlines())) <= 80
    english, records = (reassessed_text(found, name) for name in ("text", "csv"))
    assert "inside NATO: leaves -> stays inside" in english
    assert "because of: membership of Finland" in english
    assert all(one in records for one in codes)

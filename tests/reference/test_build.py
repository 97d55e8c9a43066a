"""Building the graded tables from publishers' files, made up and real."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from licensecheck.commands.reference_build import build_text, table_change
from licensecheck.errors import InputError
from licensecheck.law import law_dir
from licensecheck.reference import Reference
from licensecheck.reference.build import build
from licensecheck.reference.tables import Folder, open_folder
from tests.cli import running

PTS = """Country,Year,WordBank_Code_A,PTS_A,PTS_H,PTS_S
Brazil,2030,BRA,4,3,NA
Israel in Occupied Territories,2030,NA,5,NA,NA
Israel,2030,ISR,3,NA,4
Nowhere,2030,NA,2,2,2
Brazil,2031,BRA,NA,NA,NA
"""
WGI = """code,countryname,year,indicator,pctrank,pctranklower,pctrankupper
BRA,Brazil,2030,va,49.96,9.94,60.1
ROM,Romania,2030,va,10.0,5,12
WLD,World,2030,va,50,50,50
BRA,Brazil,2030,ge,1,1,1
BRA,Brazil,2031,va,..,..,..
"""
WIDE = """"Data Source","World Development Indicators",

"Last Updated Date","2031-01-01",

"Country Name","Country Code","Indicator Name","Indicator Code","2029","2030",
"Brazil","BRA","Military expenditure","MS.MIL.XPND.GD.ZS","","1.4961",
"Brazil","BRA","GDP","NY.GDP.MKTP.CD","","200000",
"Euro area","EMU","Military expenditure","MS.MIL.XPND.GD.ZS","","1.5",
"""
LONG = """Country Name,Country Code,Year,Value
Brazil,BRA,2030,5.0
Chile,CHL,2030,5.001
Peru,PER,2030,-0.5
"""
UCDP = (
    "conflict_id;location;side_a;side_a_2nd;side_b;side_b_2nd;year;intensity_level;"
    "type_of_conflict;version\n"
    "1;Brazil;Government of Brazil;;Rebels;Government of Chile, Government of Peru;2030;2;4;30.1\n"
    "2;Chile, Peru;Government of Chile;;Government of Peru;;2032;1;2;30.1\n"
    "426;Israel;Government of Israel;;Hezbollah;;2032;1;3;30.1\n"
    "3;Atlantis;Government of Atlantis;;Rebels;;2032;1;3;30.1\n"
)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A folder with one made file of each publisher, under any name."""
    folder = tmp_path / "raw"
    (folder / "deep").mkdir(parents=True)
    (folder / "terror.csv").write_text(PTS, encoding="latin-1")
    (folder / "deep" / "governance.csv").write_text(WGI, encoding="utf-8-sig")
    (folder / "bank.csv").write_text(WIDE, encoding="utf-8")
    (folder / "dt.oda.odat.gn.zs.csv").write_text(LONG, encoding="utf-8")
    (folder / "conflict.csv").write_text(UCDP, encoding="utf-8")
    (folder / "notes.txt").write_text("nothing to read\n", encoding="utf-8")
    return folder


@pytest.fixture
def tables() -> Folder:
    return open_folder(law_dir() / "reference")


def _figures(raw: Path, tables: Folder, name: str) -> dict[tuple[str, str], tuple[str, ...]]:
    return {
        (row["country"], row["year"]): (
            row["value"], row["level"], row["level_best"], row["level_worst"],
        )
        for row in build(raw, tables).indicators
        if row["indicator"] == name and row["year"] >= "2029"
    }  # fmt: skip


def test_terror(raw: Path, tables: Folder) -> None:
    """The worst source counts, between the best and the worst; rows of one state are joined."""
    assert _figures(raw, tables, "human_rights") == {
        ("BR", "2030"): ("4", "serious", "mixed", "serious"),
        ("IL", "2030"): ("5", "grave", "mixed", "grave"),
    }


def test_governance(raw: Path, tables: Folder) -> None:
    """A percentile is graded as it is printed, between the bounds of its error."""
    assert _figures(raw, tables, "voice") == {
        ("BR", "2030"): ("50.0", "good", "good", "grave"),
        ("RO", "2030"): ("10.0", "serious", "serious", "grave"),
    }


def test_bank(raw: Path, tables: Folder) -> None:
    """Series with a column a year and with a row a year; shares are graded by all decimals."""
    assert _figures(raw, tables, "milex") == {("BR", "2030"): ("1.5", "low", "low", "low")}
    assert _figures(raw, tables, "milex_usd") == {("BR", "2030"): ("2992", "", "", "")}
    aid = _figures(raw, tables, "aid_dependent")
    assert [aid[code, "2030"][1] for code in ("BR", "CL", "PE")] == ["no", "yes", "no"]


def test_the_first_year(raw: Path, tables: Folder) -> None:
    """Series begin with the first year that is kept, and with none before it."""
    for name in ("terror.csv", "dt.oda.odat.gn.zs.csv"):
        path = raw / name
        text = path.read_text(encoding="latin-1")
        header, *rows = text.splitlines()
        years = [row.replace("2030", year) for year in ("1999", "2000") for row in rows]
        path.write_text("\n".join((header, *years)), encoding="latin-1")
    rows = build(raw, tables).indicators
    made = {row["year"] for row in rows if row["indicator"] in ("human_rights", "aid_dependent")}
    assert made == {"2000"}


def test_conflict(raw: Path, tables: Folder) -> None:
    """Places, sides, supporters and pairs of states, with tension after the last year."""
    rows = [
        (row["country"], row["kind"], row["level"], row["from"][:4], row["until"][:4])
        for row in build(raw, tables).conflict
    ]
    assert rows == [
        ("BR", "party", "war", "2030", "2031"), ("BR", "party", "tension", "2031", ""),
        ("BR", "territory", "war", "2030", "2031"), ("BR", "territory", "tension", "2031", ""),
        ("CL", "interstate", "minor", "2032", ""), ("CL", "party", "minor", "2032", ""),
        ("CL", "supporter", "war", "2030", "2031"), ("CL", "supporter", "tension", "2031", ""),
        ("CL", "territory", "minor", "2032", ""),
        ("IL", "party", "minor", "2032", ""), ("IL", "territory", "minor", "2032", ""),
        ("LB", "territory", "minor", "2032", ""),
        ("PE", "interstate", "minor", "2032", ""), ("PE", "party", "minor", "2032", ""),
        ("PE", "supporter", "war", "2030", "2031"), ("PE", "supporter", "tension", "2031", ""),
        ("PE", "territory", "minor", "2032", ""),
    ]  # fmt: skip


def test_nothing_lost(raw: Path, tables: Folder) -> None:
    """Names that mean no country are counted; series without a file keep their rows."""
    built = build(raw, tables)
    assert {"Nowhere", "WLD", "EMU", "Atlantis"} <= set(built.unread)
    assert "debt" in built.missing
    debt = [row for row in tables.rows("indicators") if row["indicator"] == "debt"]
    assert [row for row in built.indicators if row["indicator"] == "debt"] == debt


def test_sorted(raw: Path, tables: Folder) -> None:
    """The tables come out as they are bisected: sorted as bytes."""
    built = build(raw, tables)
    for rows, keys in ((built.indicators, 3), (built.conflict, 2)):
        found = [",".join([*row.values()][:keys]).encode() for row in rows]
        assert found == sorted(found)


@pytest.mark.costly
def test_written(raw: Path, tmp_path: Path) -> None:
    """`--out` writes both tables, `--edition` names the edition, and changes are reported."""
    out = tmp_path / "out"
    ran = running.run("reference", "build", str(raw), "--out", str(out), "--edition", "PTS=2031")
    assert ran.code == 0, ran.err
    written = (out / "indicators.csv").read_text(encoding="utf-8")
    assert "BR,human_rights,2030,4,serious,mixed,serious,PTS,2031" in written
    assert "Answers, usual goods for each country" in ran.out
    assert "not recognised: notes.txt" in ran.out


def test_nothing_written_over_a_source(raw: Path) -> None:
    """A publisher's file that bears the name of a table is not replaced by it."""
    kept = (raw / "conflict.csv").read_text()
    ran = running.run("reference", "build", str(raw), "--out", str(raw), "--no-answers")
    assert (ran.code, (raw / "conflict.csv").read_text()) == (2, kept)
    assert "it is the file of FOLDER as well" in ran.err


def test_nothing_written(raw: Path) -> None:
    """Without `--out` nothing is written."""
    before = {path: path.read_bytes() for path in (law_dir() / "reference").iterdir()}
    assert running.run("reference", "build", str(raw), "--no-answers").code == 0
    assert {path: path.read_bytes() for path in (law_dir() / "reference").iterdir()} == before


@pytest.mark.costly
def test_answers(tmp_path: Path) -> None:
    """Which answers change is found by screening before and after."""
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "ucdp.csv").write_text(UCDP.replace("2030", "2024").replace("2032", "2024"))
    said = build_text(str(folder))
    assert "no_trigger" in said or "review" in said
    assert " changed" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--edition", "PTS"], "`PTS` is no edition"),
        (["--edition", "XYZ=1"], "sources: PTS"),
        (["--vectors", "missing.jsonl"], "no readable file of applications"),
    ],
)
def test_options_refused(raw: Path, words: list[str], said: str) -> None:
    """An edition of no source, and a file that is not there, are refused."""
    ran = running.run("reference", "build", str(raw), *words)
    assert ran.code == 2
    assert said in ran.err


def test_folder_refused(tmp_path: Path, tables: Folder) -> None:
    """A folder that is not there, or holds none of the files, is refused."""
    with pytest.raises(InputError, match="no such folder"):
        build(tmp_path / "none", tables)
    with pytest.raises(InputError, match="none of the publishers' files"):
        build(tmp_path, tables)


def test_borders(tmp_path: Path, tables: Folder) -> None:
    """Land borders are compared with those of GeoNames."""
    text = "# a comment\n#ISO\tISO3\tneighbours\nNL\tNLD\tDE,BE\nXX\tXXX\tNL\n"
    (tmp_path / "countryInfo.txt").write_text(text, encoding="utf-8")
    neighbours = build(tmp_path, tables).neighbours
    assert neighbours is not None
    assert neighbours[0] == ["XX-NL"]
    assert "DE-NL" in neighbours[1]


def test_change() -> None:
    """Rows that came, went, or have another grade are told from those of another figure."""
    row = {"country": "BR", "indicator": "milex", "year": "2030", "value": "1.4", "level": "low"}
    other = {**row, "country": "CL"}
    moved = {**row, "value": "1.6", "level": "average"}
    change = table_change("indicators", [row, other], [moved])
    assert change.graded == (("BR milex 2030", "low", "average"),)
    assert change.removed == ("CL milex 2030",)
    assert change.states == ("BR", "CL")
    assert table_change("indicators", [row], [{**row, "value": "1.3"}]).figures == 1


@pytest.mark.whole
def test_present_edition(shared: Path, tables: Folder) -> None:
    """From the publishers' files of the present edition the tables come out row for row."""
    built = build(shared / "data", tables)
    assert built.indicators == [*tables.rows("indicators")]
    assert built.conflict == [*tables.rows("conflict")]


@pytest.mark.whole
def test_broken_row(shared: Path, tables: Folder, tmp_path: Path) -> None:
    """A row that a spreadsheet broke over two lines is put together."""
    source = next((shared / "data" / "ind-ucdp-prio").glob("*.csv"))
    shutil.copy(source, tmp_path / "ucdp.csv")
    china = [row for row in build(tmp_path, tables).conflict if row["country"] == "CN"]
    assert any("11349 China v ETIM" in row["note"] for row in china)


def test_own_folder(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables of a user's own stand before the packaged ones; all others are as packaged."""
    out = tmp_path / "own"
    build_text(str(raw), out=str(out), answers=False)
    monkeypatch.setenv("LICENSECHECK_REFERENCE", str(out))
    own = Reference.load()
    assert own.own_tables == ("conflict", "indicators")
    graded = own.indicator("human_rights", "BR", date(2031, 6, 1))
    assert graded is not None
    assert (graded.year, graded.level) == (2030, "serious")
    assert own.membership("NATO", "FI", date(2026, 1, 1)).status == "yes"
    assert "tables of your own: conflict, indicators" in running.run("--version").out
    monkeypatch.delenv("LICENSECHECK_REFERENCE")
    packaged = Reference.load()
    assert packaged.own_tables == ()
    assert own.hashes()["indicators"] != packaged.hashes()["indicators"]
    assert own.hashes()["embargoes"] == packaged.hashes()["embargoes"]


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_own_folder_refused(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is not there, or holds no table, is refused and never passed over."""
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("LICENSECHECK_REFERENCE", str(tmp_path / name))
    ran = running.run("check", "--exporter", "NL", "--destination", "SA", "--rating", "ML6.a")
    assert ran.code == 2
    assert "LICENSECHECK_REFERENCE" in ran.err


def test_words_where_a_figure_should_be(tmp_path: Path, tables: Folder) -> None:
    """Such rows are counted for each file, and the others are read."""
    (tmp_path / "pts.csv").write_text(
        PTS + "Chile,soon,CHL,2,2,2\nChad,2030,TCD,²,NA,NA\n", encoding="utf-8"
    )
    wgi = WGI + "CHL,Chile,2030,va,high,1,2\nPER,Peru,2030,va,nan,1,2\n"
    (tmp_path / "wgi.csv").write_text(wgi, encoding="utf-8")
    (tmp_path / "dt.oda.odat.gn.zs.csv").write_text(
        LONG + "Peru,PER,2031,n/a\nPeru,PER,x,1\n", encoding="utf-8"
    )
    (tmp_path / "wide.csv").write_text(WIDE.replace("1.4961", "c"), encoding="utf-8")
    built = build(tmp_path, tables)
    assert built.refused == {"pts.csv": 1, "wgi.csv": 2, "dt.oda.odat.gn.zs.csv": 2, "wide.csv": 1}
    assert {"BR", "CL"} <= {row["country"] for row in built.indicators if row["year"] == "2030"}


def test_a_series_that_its_file_does_not_name(tmp_path: Path, tables: Folder) -> None:
    """It is told as not recognised, rather than taken and left unread."""
    (tmp_path / "pts.csv").write_text(PTS, encoding="utf-8")
    (tmp_path / "download (1).csv").write_text(LONG, encoding="utf-8")
    assert build(tmp_path, tables).files["download (1).csv"] == ""

"""Lists are read in the forms in which they are published."""

from __future__ import annotations

import json

import pytest

from licensecheck import InputError
from licensecheck.facts.lists.outside import is_outside, read_outside
from licensecheck.facts.lists.readers import open_list
from tests.facts.lists.made import TEXTS, made


def read(tmp_path, name):
    published = open_list(made(tmp_path, name))
    entries = list(published.entries)
    return published, {one.reference: one for one in entries}


@pytest.mark.parametrize(
    ("name", "title", "day", "references"),
    [
        ("targets.simple.csv", "OpenSanctions targets", "2026-11-22", {"NK-1", "NK-2"}),
        ("eu.xml", "EU consolidated list", "2026-11-20", {"EU.1.11", "EU.2.22"}),
        ("eu.csv", "EU consolidated list", "2026-11-20", {"EU.1.11", "EU.2.22"}),
        ("un.xml", "UN consolidated list", "2026-11-21", {"CDi.901", "KPe.900"}),
    ],
)
def test_a_list_is_known_by_what_it_is(tmp_path, name, title, day, references):
    """With its day, and every entry by the list's own number."""
    published, entries = read(tmp_path, name)
    assert (published.title, published.day, set(entries)) == (title, day, references)


def test_both_forms_of_the_eu_list_say_the_same(tmp_path):
    """Names and their kinds, countries, numbers."""
    _, xml = read(tmp_path, "eu.xml")
    _, rows = read(tmp_path, "eu.csv")
    assert xml == rows
    assert [tuple(name) for name in xml["EU.1.11"].names] == [
        ("Severnaya Zvezda Industries JSC", "name"),
        ("North Star", "weak alias"),
    ]
    assert xml["EU.1.11"].countries == ("RU",)
    assert xml["EU.1.11"].registrations == ("1027700132195",)
    assert xml["EU.2.22"].countries == ()


def test_parts_of_a_name_are_one_name(tmp_path):
    """The UN writes up to four; empty aliases are none, weak ones are marked."""
    _, entries = read(tmp_path, "un.xml")
    assert [tuple(name) for name in entries["CDi.901"].names] == [
        ("JOHN TEST FICTIONOV", "name"),
        ("Chief Fictio", "weak alias"),
    ]
    assert entries["CDi.901"].registrations == ("X1234567",)
    assert [name.text for name in entries["KPe.900"].names][1] == "ORCHID CARGO LINES"


def test_several_values_of_a_cell_are_several_names(tmp_path):
    """OpenSanctions writes them with semicolons between."""
    _, entries = read(tmp_path, "targets.simple.csv")
    assert [name.text for name in entries["NK-1"].names] == [
        "Blue Harbour Trading LLC", "Sinyaya Gavan", "Синяя Гавань",
    ]  # fmt: skip
    assert entries["NK-1"].registrations == ("AE-778899",)


def test_a_value_in_quotes_is_one_name(tmp_path):
    """Within a cell, OpenSanctions quotes a value that holds a semicolon or a quote."""
    path = made(tmp_path, "targets.simple.csv")
    text = path.read_text(encoding="utf-8")
    cell = '""Alfa; Beta Ltd"";""OOO """"Gamma"""""";Delta'
    path.write_text(text.replace("Sinyaya Gavan;Синяя Гавань", cell), encoding="utf-8")
    [first, _] = list(open_list(path).entries)
    assert [name.text for name in first.names[1:]] == ["Alfa; Beta Ltd", 'OOO "Gamma"', "Delta"]


@pytest.mark.parametrize("name", ["targets.simple.csv", "eu.csv"])
def test_a_row_with_more_cells_than_columns_is_refused(tmp_path, name):
    """Its names stand under another column: none would be compared."""
    path = made(tmp_path, name)
    lines = path.read_text(encoding="utf-8").splitlines()
    at = 3 if name == "eu.csv" else 2
    cut = ";" if name == "eu.csv" else ","
    lines.insert(at, f"x{cut}{lines[at]}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="more cells"):
        list(open_list(path).entries)


def test_a_name_in_parts_is_read_in_both_forms_of_the_eu_list(tmp_path):
    """Where the whole name is empty, it is first, middle and last name."""
    path = tmp_path / "eu.csv"
    path.write_text(
        "fileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;NameAlias_LastName;"
        "NameAlias_FirstName;NameAlias_MiddleName;NameAlias_WholeName\n"
        "20/11/2026;7;EU.1;Testov;Ivan;I.;\n", encoding="utf-8",
    )  # fmt: skip
    [entry] = open_list(path).entries
    assert [name.text for name in entry.names] == ["Ivan I. Testov"]


@pytest.mark.parametrize("head", [b"PK\x03\x04", b"\x1f\x8b\x08"])
def test_an_archive_is_to_be_unpacked(tmp_path, head):
    """A list as it is downloaded may be packed; no entry of it is read so."""
    path = tmp_path / "un.xml"
    path.write_bytes(head + b"\0" * 40)
    with pytest.raises(InputError, match="unpack it"):
        open_list(path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is no list that is known here"),
        ("name,land\nx,y\n", "is no list that is known here"),
        (
            "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><export/>",
            "declares a document type",
        ),
        (TEXTS["eu.xml"][:900], "cannot be read to its end"),
    ],
)
def test_what_is_no_list_is_refused(tmp_path, text, told):
    """With the name of the file; a list that was cut off gives nothing."""
    path = tmp_path / "list.xml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=told) as caught:
        list(open_list(path).entries)
    assert caught.value.problems[0].where == "list.xml"


def test_a_file_that_is_not_there_is_told(tmp_path):
    """By its name."""
    with pytest.raises(InputError, match="cannot be read: no such file"):
        open_list(tmp_path / "nothing.xml")


def test_answers_of_a_screening_made_elsewhere_are_read(tmp_path):
    """What the service calls a match is one; the rest is not."""
    found = read_outside(made(tmp_path, "yente.json"))
    token, hits = found.answer("RED SEA FREIGHT")
    assert (token, [hit.reference for hit in hits], hits[0].likeness) == (
        "name_match",
        ["NK-9"],
        93,
    )
    assert found.answer("Quiet Mill B.V.") == ("no_match", ())
    assert found.answer("Somebody Else") is None
    rows = read_outside(made(tmp_path, "outside.csv"))
    assert [rows.answer(name)[0] for name in ("red sea freight", "Stone Bridge NV")] == [
        "name_match", "clear",
    ]  # fmt: skip
    assert rows.day == "2026-11-23"


def test_every_fault_of_an_outside_result_is_told(tmp_path):
    """With line and nearest word."""
    path = tmp_path / "result.csv"
    path.write_text("name,result\nA,no_match\nB,no match at all\n,clear\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_outside(path)
    assert [one.where for one in caught.value.problems] == ["result.csv:3: result", "result.csv:4"]
    path.write_text('{"responses": [1]}', encoding="utf-8")
    with pytest.raises(InputError, match="no answer of a matching service"):
        read_outside(path)


def _yente(folder, *answers):
    path = folder / "answers.json"
    responses = {f"q{number}": answer for number, answer in enumerate(answers)}
    path.write_text(json.dumps({"responses": responses}), encoding="utf-8")
    return path


def _asked(name, results, **more):
    return {"query": {"properties": {"name": [name]}}, "results": results, **more}


HIT = {"id": "NK-9", "caption": "Alfa", "score": 0.9, "match": True}


@pytest.mark.parametrize("turned", [False, True])
def test_a_name_that_was_asked_twice_has_the_graver_answer(tmp_path, turned):
    """As a firm it is on a list and as a person on none; no order of the two takes the hit away."""
    answers = [_asked("Alfa LLC", [HIT]), _asked("ALFA L.L.C.", [])]
    found = read_outside(_yente(tmp_path, *(reversed(answers) if turned else answers)))
    token, hits = found.answer("Alfa LLC")
    assert (token, [hit.reference for hit in hits]) == ("name_match", ["NK-9"])


@pytest.mark.parametrize(
    ("answer", "part"),
    [
        (_asked("Alfa", [], status=500), "was not answered"),
        (_asked("Alfa", [], status="error"), "was not answered"),
        ({"query": {"properties": {"name": ["Alfa"]}}}, "`results`"),
        (_asked("Alfa", None), "`results`"),
        (_asked("Alfa", [{"id": "NK-9", "score": 0.9}]), "`match`"),
        (_asked("Alfa", [{**HIT, "match": "no"}]), "`match`"),
        (_asked("---", []), "tells no name"),
    ],
)
def test_what_was_not_answered_is_no_answer(tmp_path, answer, part):
    """A service that failed, or one that does not say what is a match, found nothing out."""
    with pytest.raises(InputError, match="q1") as caught:
        read_outside(_yente(tmp_path, _asked("Beta", []), answer))
    assert part in str(caught.value)


@pytest.mark.parametrize("result", ["clear", "no_match"])
def test_who_was_cleared_is_who_is_written(tmp_path, result):
    """Another legal form is another firm; of a hit it is better to hear twice."""
    path = tmp_path / "result.csv"
    path.write_text(f"name,result\nAlfa LLC,{result}\nBeta LLC,name_match\n", encoding="utf-8")
    found = read_outside(path)
    assert found.answer("ALFA, L.L.C.")[0] == result
    assert [found.answer(name) for name in ("Alfa GmbH", "Alfa")] == [None, None]
    assert found.answer("Beta GmbH")[0] == "name_match"


def test_day_and_likeness_of_an_outside_result(tmp_path):
    """A day is a day, and a likeness that cannot be read is not 0 %."""
    path = tmp_path / "result.csv"
    head = "name,result,date,likeness\n"
    path.write_text(f"{head}A,name_match,24-11-2026,high\nB,clear,,0.93\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_outside(path)
    assert [one.where for one in caught.value.problems] == [
        "result.csv:2: date", "result.csv:2: likeness", "result.csv:3: likeness",
    ]  # fmt: skip
    path.write_text(f"{head}Alfa,name_match,2026-11-24,93.4 %\n", encoding="utf-8")
    found = read_outside(path)
    assert (found.day, found.answer("Alfa")[1][0].likeness) == ("2026-11-24", 93)


def test_an_outside_result_is_told_from_a_list():
    """By its first line."""
    assert is_outside(TEXTS["yente.json"])
    assert is_outside(TEXTS["outside.csv"])
    assert not is_outside(TEXTS["eu.csv"])
    assert not is_outside(TEXTS["targets.simple.csv"])


@pytest.mark.parametrize("cut", [40, 100])
def test_a_list_that_was_cut_off_gives_nothing(tmp_path, cut):
    """Within a quote or between two cells, as a download ends that was broken off."""
    path = made(tmp_path, "targets.simple.csv")
    whole = path.read_text(encoding="utf-8").rstrip()
    assert list(open_list(path).entries)
    path.write_text(whole[:-cut], encoding="utf-8")
    with pytest.raises(InputError, match="cannot be read to its end"):
        list(open_list(path).entries)

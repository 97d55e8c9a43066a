"""Hostile input through the whole program: refused in plain words, in bounded time and memory."""

from __future__ import annotations

import errno
import json
import time
from pathlib import Path

import pytest
import yaml

from tests.application.test_hostile import TEXTS
from tests.cli.running import BARE, DAY, printable, refused, run, spawn

pytestmark = pytest.mark.costly

# Far above what is needed, even on a busy machine; a runaway would take hours.
SECONDS = 120
BASE = {
    "as_of": DAY,
    "exporter": {"country": "NL"},
    "end_user": {"country": "SA", "kind": "armed_forces"},
    "items": [{"rating": "ML6.a"}],
}
ESCAPES = {
    "escape sequence": "\x1b]0;title\x07\x1b[31mred",
    "eight-bit escape": "\x9b31mred",
    "carriage return": "kept\rhidden",
    "NUL": "a\x00b",
    "bidirectional override": "user\u202etxt.exe",
    "bidirectional isolate": "\u2066user\u2069",
    "line separator": "a\u2028b",
}
FAULTS = """\
exporter: {country: Nederlnd}
end_user: {country: Atlantis, kind: polce}
route: [DE, Atlantis]
items:
  - rating: ML99
    quantity: -4
  - {rating: ML6.a, form: complet, value: nan}
colour: red
as_of: 2024-02-30
facts:
  item.frm: {value: x, source: y}
  item.form: {value: whole, source: y}
"""
PLACES = [
    "exporter.country", "end_user.country", "end_user.kind", "route[1]", "items[0].rating",
    "items[0].quantity", "items[1].form", "items[1].value", "", "as_of", "facts.item.frm",
    "facts.item.form.value",
]  # fmt: skip
LINES = [1, 2, 2, 3, 5, 6, 7, 7, 8, 9, 11, 12]


def check(document, *arguments):
    return run("check", "-", *arguments, stdin=json.dumps(document).encode())


def quickly(*arguments, **options):
    """Run as a process of its own, within a gibibyte, and refused within seconds."""
    begun = time.monotonic()
    ran = refused(spawn(*arguments, **options))
    assert time.monotonic() - begun < SECONDS
    assert len(ran.err) < 200_000
    return ran


@pytest.mark.parametrize("name", [name for name in TEXTS if name != "a real half"])
def test_a_hostile_document_is_refused(name):
    """Malformed, endless, deep, repeated, explosive: by standard input."""
    refused(run("check", "-", stdin=TEXTS[name].encode()))


@pytest.mark.parametrize(
    "name",
    ["an alias bomb", "deep JSON objects", "deep YAML", "open brackets", "ten megabytes of JSON",
     "ten megabytes of YAML", "a huge integer", "many values", "many misspelt words",
     "many unknown fields"],
)  # fmt: skip
def test_a_costly_document_is_refused_within_bounds(tmp_path, name):
    """By path, in a process that may use one gibibyte."""
    path = tmp_path / "application"
    path.write_text(TEXTS[name])
    quickly("check", str(path))


def test_an_endless_input_is_cut():
    """Standard input and a device that never ends."""
    assert "longer than" in quickly("check", "-", stdin=b"a: b\n" * 3_000_000).err
    if Path("/dev/zero").exists():
        assert "longer than" in quickly("check", "/dev/zero").err


def test_many_unknown_words_cost_no_more_than_seconds():
    """Each is looked up among the names there are."""
    document = {**BASE, "items": [{"rating": f"ML99.{i}", "origin": f"Land {i}"}
                                  for i in range(900)]}  # fmt: skip
    ran = quickly("check", "-", stdin=json.dumps(document).encode())
    assert "more problems" in ran.err


def test_every_fault_is_told_in_order_with_its_place():
    """Structure, words, numbers, days, facts: all at once, each with its line and path."""
    ran = refused(run("check", "-", stdin=FAULTS.encode()))
    told = [line for line in ran.err.splitlines() if line.startswith("standard input")]
    expected = [f"standard input:{line}: {path}: " if path else f"standard input:{line}: unknown"
                for line, path in zip(LINES, PLACES, strict=True)]  # fmt: skip
    assert len(told) == len(expected)
    for line, beginning in zip(told, expected, strict=True):
        assert line.startswith(beginning), (line, beginning)
    assert ran.err.endswith(f"{len(expected)} errors; nothing was screened\n")


def test_beyond_a_number_faults_are_counted_alone():
    """So that a report of them can be read."""
    document = {**BASE, "items": [{"rating": "ML6.a", "form": "x"}] * 300}
    err = refused(check(document)).err
    assert err.endswith("standard input: and 100 more problems\nnothing was screened\n")


def test_faults_of_options_and_of_the_file_are_told_together(tmp_path):
    """Options first, by their names; then the document; alliances last."""
    path = tmp_path / "application.yaml"
    path.write_text(FAULTS)
    ran = refused(run("check", str(path), "--rating", "ML1", "--set", "item.form=complet",
                      "--as-of", "2024-13-01", "--alliance", "eux"))  # fmt: skip
    assert ran.places[:3] == ["--rating", "--as-of", "--set item.form"]
    assert ran.places[3] == "application.yaml:1"
    assert ran.places[-1] == "--alliance"
    assert ran.err.endswith(f"{len(PLACES) + 4} errors; nothing was screened\n")


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"items": [{"rating": "ML6.a", "quantity": -1}]}, "items[0].quantity"),
        ({"items": [{"rating": "ML6.a", "value": "-24m"}]}, "items[0].value"),
        ({"items": [{"rating": "ML6.a", "value": 10**400}]}, "items[0].value"),
        ({"items": []}, "items"),
        ({"items": [{"rating": "ML6.a"}] * 1001}, "items"),
        ({"as_of": "2024-02-30"}, "as_of"),
        ({"as_of": "yesterday"}, "as_of"),
        ({"as_of": "1066-10-14"}, "as_of"),
        ({"exporter": {"country": "x" * 100_000}}, "exporter.country"),
        ({"exporter": {}}, "exporter"),
        ({"end_user": {"kind": "armed_forces"}}, "end_user"),
        ({"end_users": [{"country": "SA"}]}, "end_users"),
        ({"validity": {"from": "2026-02-01", "until": "2026-01-01"}}, "validity"),
        ({"facts": {"item.repression": {"value": {"from": "typical", "to": "none"},
                                        "source": "x"}}}, "facts.item.repression.value"),
        ({"facts": {"item.form": {"value": "complete"}}}, "facts.item.form"),
        ({"assessments": {"c2a": {"value": "maybe", "by": "desk"}}}, "assessments.c2a.value"),
        ({"assessments": {name: {"value": "clear_risk", "by": "desk"}
                          for name in ("c2a", "assessment.c2a")}}, "assessments"),
        ({"route": "DE"}, "route"),
        ({"route": ["DE", None]}, "route[1]"),
    ],
)  # fmt: skip
def test_values_that_cannot_be_are_told_with_their_place(change, place):
    """Negative, not finite, too long, too many, empty, contradictory."""
    ran = refused(check({**BASE, **change}))
    assert f"standard input: {place}: " in ran.err, ran.err


@pytest.mark.parametrize("mark", ESCAPES.values(), ids=ESCAPES)
@pytest.mark.parametrize(
    "path",
    ["reference", "exporter.name", "exporter.country", "end_user.name", "end_user.kind",
     "items.0.description", "items.0.rating", "items.0.form", "destination", "as_of"],
)  # fmt: skip
def test_marks_that_command_a_terminal_never_reach_it(mark, path):
    """As a value of any field: refused, and shown without the mark."""
    document = json.loads(json.dumps(BASE))
    *parents, last = path.split(".")
    holder = document
    for name in parents:
        holder = holder[int(name)] if isinstance(holder, list) else holder[name]
    holder[last] = mark
    ran = refused(check(document))
    assert path.replace(".0", "[0]") in ran.err


@pytest.mark.parametrize("mark", ESCAPES.values(), ids=ESCAPES)
def test_marks_in_keys_names_of_facts_and_sources_never_reach_a_terminal(mark):
    """Unknown fields, names of facts, their sources, grounds of judgements."""
    for change in (
        {mark: 1},
        {"exporter": {"country": "NL", mark: 1}},
        {"facts": {mark: {"value": "yes", "source": "x"}}},
        {"facts": {"item.form": {"value": "complete", "source": mark}}},
        {"facts": {"item.form": {"value": mark, "source": "x"}}},
        {"assessments": {"c2a": {"value": "clear_risk", "by": mark}}},
        {"assessments": {mark: {"value": "clear_risk", "by": "desk"}}},
    ):
        refused(check({**BASE, **change}))


@pytest.mark.parametrize("mark", ESCAPES.values(), ids=ESCAPES)
def test_marks_in_options_never_reach_a_terminal(mark):
    """Values, names of options, commands, files, look-ups."""
    for words in (
        *((*BARE, f"--{name}", mark) for name in ("form", "value", "end-user-kind", "consignee",
                                                  "as-of", "set", "alliance", "engine", "format")),
        (*BARE, "--set", f"item.form={mark}"),
        (*BARE, "--set", f"{mark}=complete"),
        (*BARE, "--alliance", f"{mark}.yaml"),
        ("check", f"{mark}.yaml"),
        ("check", f"--{mark}"),
        (mark,),
        ("rules", mark),
        ("rules", "show", mark),
        ("rules", "validate", mark),
        ("place", mark),
        ("place", "NL", mark),
        ("rating", mark),
        ("vocabulary", mark),
        ("schema", mark),
    ):  # fmt: skip
        refused(run(*words))


def test_the_name_of_a_file_cannot_command_a_terminal(tmp_path):
    """Where the file is there, and what it holds is wrong."""
    path = tmp_path / "a\x1b[31m\nb.yaml"
    path.write_text("exporter: [\n")
    refused(run("check", str(path)))


@pytest.mark.parametrize("detail", ["--quiet", "--verbose", None])
def test_a_report_holds_nothing_that_commands_a_terminal(detail):
    """Long and odd but printable names, descriptions, sources and grounds."""
    odd = "Ṁ̈𝕏 ﷽ 株式会社 " + "w" * 150 + " `x` {end_user} %s \\x1b[31m <b>"
    document = {
        **BASE,
        "reference": "NL/2026 [31m {x}",
        "exporter": {"name": odd, "country": "NL", "address": f"{odd}\n{odd}"},
        "intermediaries": [{"name": odd, "country": "AE", "role": "broker"}],
        "end_user": {"name": odd, "country": "SA", "kind": "armed_forces"},
        "items": [{"rating": "ML6.a", "description": f"{odd}\n{odd}"}],
        "assessments": {"c2a": {"value": "clear_risk", "by": odd, "ground": f"{odd}\n{odd}"}},
        "facts": {"destination.stockpile": {"value": "weak", "source": odd}},
    }
    ran = check(document, *([detail] if detail else []))
    assert ran.code == 5
    assert ran.err == ""
    assert printable(ran.out)
    assert max(map(len, ran.out.splitlines())) <= 80


def test_names_of_parties_stay_out_of_the_report():
    """Neither the masked text nor JSON repeats who takes part; the case as given does."""
    names = {role: f"Name of the {role}" for role in ("exporter", "user", "broker")}
    document = {
        **BASE,
        "exporter": {"name": names["exporter"], "country": "NL"},
        "end_user": {"name": names["user"], "country": "SA", "kind": "armed_forces"},
        "intermediaries": [{"name": names["broker"], "country": "AE", "role": "broker"}],
    }
    for words in (("-v", "--mask"), ("--mask",), ("--format", "json")):
        ran = check(document, *words)
        assert ran.code == 4
        assert "Saudi Arabia" in ran.out
        assert not [name for name in names.values() if name in ran.out]
    assert names["user"] in check(document).out


@pytest.mark.parametrize("content", [b"", b" \n", b"\xff\xfe\x00", b"\x89PNG\r\n\x1a\n",
                                     "exporter: {name: Z\u00fcrich}".encode("latin-1"),
                                     json.dumps(BASE).encode("utf-16")])  # fmt: skip
def test_what_is_no_text_is_refused(tmp_path, content):
    """Empty, binary, Latin-1, UTF-16: by path and by standard input."""
    path = tmp_path / "application.yaml"
    path.write_bytes(content)
    refused(run("check", str(path)))
    refused(run("check", "-", stdin=content))


def test_standard_input_that_is_not_utf8_is_refused_whatever_the_locale():
    """Nothing is decoded by guesswork."""
    content = yaml.safe_dump(BASE).encode() + b"reference: Z\xfcrich\n"
    for variables in ({"PYTHONUTF8": "1"}, {"PYTHONUTF8": "0", "LC_ALL": "C"},
                      {"PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1"}):  # fmt: skip
        ran = refused(spawn("check", "-", stdin=content, variables=variables))
        assert ran.err.startswith("standard input: not UTF-8 text (byte ")


def test_a_missing_file_a_folder_and_an_unreadable_one_are_told(tmp_path, monkeypatch):
    """Each in its own words; root reads everything, so the refusal of the system is played."""
    assert "no such file" in refused(run("check", str(tmp_path / "none.yaml"))).err
    assert "is a folder" in refused(run("check", str(tmp_path))).err
    refused(run("check", ""))
    refused(run("check", "x" * 100_000))
    path = tmp_path / "application.yaml"
    path.write_text(yaml.safe_dump(BASE))
    honest = Path.open

    def denied(self, *arguments, **options):
        if self == path:
            raise PermissionError(errno.EACCES, "Permission denied")
        return honest(self, *arguments, **options)

    monkeypatch.setattr(Path, "open", denied)
    assert "no permission to read" in refused(run("check", str(path))).err


@pytest.mark.parametrize("option", ["form", "value", "end-user-kind", "consignee", "as-of", "set",
                                    "alliance", "engine", "format", "rating"])  # fmt: skip
def test_long_and_odd_words_in_options_are_refused(option):
    """Ten megabytes, digits without end, other scripts, half a character pair."""
    for word in ("x" * 10_000_000, "9" * 100_000, "٣٤", "\udcff", "-1e999", "nan", "{}", "[" * 999):
        refused(run(*BARE, f"--{option}", word))


@pytest.mark.parametrize("command", ["place", "rating", "vocabulary", "schema"])
def test_long_and_odd_words_of_look_ups_are_refused(command):
    """In seconds."""
    begun = time.monotonic()
    for word in ("x" * 1_000_000, "a," * 100_000, "ML6.a," * 100_000, "(" * 100_000, "\udcff", " "):
        refused(run(command, word))
    assert time.monotonic() - begun < SECONDS

"""Hostile documents: always `InputError`, in bounded time and memory."""

from __future__ import annotations

import json
import math
import os
import time
from decimal import Decimal

import pytest

from licensecheck.application import read_application, read_application_text
from licensecheck.documents.texts import MAX_DOCUMENT_CHARACTERS
from licensecheck.errors import InputError
from tests.application.test_models import BARE

pytestmark = pytest.mark.costly

HUGE = 10**5000  # longer than Python writes out
# Of processor time, so that a busy machine fails nothing; a runaway would take hours.
SECONDS = 60

BOMB = "a: &a [x,x]\n" + "\n".join(f"b{i}: &b{i} [*a,*a,*a]" for i in range(50))
DEEP = 100_000
LONG = "x" * 10_000_000

TEXTS = {
    "nothing": "",
    "only space": " \n\t\n",
    "only a comment": "# nothing\n",
    "a scalar": "42",
    "a word": "NL",
    "null": "null",
    "a list": "- exporter\n- items\n",
    "a JSON list": "[1, 2]",
    "open brackets": "[" * DEEP,
    "open braces": "{" * DEEP,
    "deep JSON list": '{"items": ' + "[" * DEEP + "]" * DEEP + "}",
    "deep JSON objects": '{"a":' * DEEP + "1" + "}" * DEEP,
    "deep YAML": "a: " + "[" * DEEP + "]" * DEEP,
    "deep YAML lists": "- " * DEEP,
    "an alias bomb": BOMB,
    "a merge key": "a: &a {b: 1}\nc: {<<: *a}\n",
    "a tag": "a: !!python/object/apply:os.system ['true']\n",
    "two documents": "a: 1\n---\nb: 2\n",
    "a repeated YAML key": "exporter: {country: NL}\nexporter: {country: DE}\n",
    "a repeated JSON key": '{"exporter": {"country": "NL", "country": "DE"}, "destination": "SA",'
    ' "items": [{"rating": "ML6.a"}]}',
    "malformed YAML": "exporter: {country: NL\nitems: ]",
    "malformed JSON": '{"exporter": {"country": "NL"},}',
    "an open string": '{"exporter": "NL',
    "many escapes": '{"a": "' + '\\"' * 500_000,
    "an escape at the end": '{"a": "\\',
    "two JSON values": '{"a": 1} {"b": 2}',
    "a mapping as key": "? {a: 1}\n: 2\n",
    "a nameless key": "? \n: 2\n",
    "not a number": '{"items": [{"rating": "x", "quantity": NaN}]}',
    "infinity": '{"items": [{"rating": "x", "quantity": -Infinity}]}',
    "huge exponent": '{"items": [{"rating": "x", "quantity": 1e999999999}]}',
    "tiny exponent": '{"items": [{"rating": "x", "quantity": 1e-999999999}]}',
    "a YAML exponent": "items: [{rating: x, quantity: 1.0e999}]",
    "a huge integer": '{"items": [{"rating": "x", "quantity": ' + "9" * 1_000_000 + "}]}",
    "a huge name": '{"reference": ' + "9" * 1_000_000 + "}",
    "a NUL": "exporter: {name: 'a\x00b'}",
    "half a pair": '{"exporter": {"name": "\\ud800"}}',
    "a real half": "exporter: {name: '\ud800'}",
    "half a pair as key": '{"\\udc00": 1}',
    "ten megabytes of YAML": "reference: " + LONG,
    "ten megabytes of JSON": '{"reference": "' + LONG + '"}',
    "a long reference": "reference: " + LONG[: MAX_DOCUMENT_CHARACTERS - 20],
    "many unknown fields": json.dumps({f"f{i}": i for i in range(20_000)}),
    "many faulty entries": json.dumps({**BARE, "route": [{}] * 20_000}),
    "many values": json.dumps({"a": [0] * 400_000}),
    "many misspelt words": json.dumps(
        {**BARE, "items": [{"rating": "x", "kind": "tnak", "form": "complet"}] * 1_000}
    ),
}


def kind(value: object) -> str:
    """Name of a case: pytest would write out the whole value."""
    return type(value).__name__


def refused(read, *arguments, **options):
    begun = time.process_time()
    with pytest.raises(InputError) as caught:
        read(*arguments, **options)
    assert time.process_time() - begun < SECONDS
    assert caught.value.problems
    message = str(caught.value)
    assert len(message) < 200_000
    message.encode("utf-8")  # nothing in it that cannot be printed
    assert "pydantic" not in message
    assert "Traceback" not in message
    return caught.value.problems


@pytest.mark.parametrize("format", ["auto", "json", "yaml"])
@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_text_is_refused(name, format):
    """Whatever the format is taken for."""
    refused(read_application_text, TEXTS[name], name="application", format=format)


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\x02\xff\xfe", b"\x89PNG\r\n\x1a\n", json.dumps(BARE).encode("utf-16"),
     json.dumps(BARE).encode("utf-16-le"), json.dumps(BARE).encode("utf-32"), b"\xef\xbb\xbf",
     "exporter: {name: Zürich}".encode("latin-1")],
)  # fmt: skip
@pytest.mark.parametrize("suffix", [".yaml", ".json", ""])
def test_a_file_that_is_no_text_is_refused(tmp_path, content, suffix):
    """Binary, UTF-16, UTF-32, Latin-1, empty."""
    path = tmp_path / f"application{suffix}"
    path.write_bytes(content)
    refused(read_application, path)


def test_a_folder_a_missing_file_and_impossible_paths_are_refused(tmp_path):
    """Each with its own words."""
    [folder] = refused(read_application, tmp_path)
    assert "folder" in folder.what
    [missing] = refused(read_application, tmp_path / "no.yaml")
    assert "no such file" in missing.what
    for path in ("", "a\x00b", "x" * 100_000, "exporter: {country: NL}\nitems: []"):
        refused(read_application, path)


def test_a_file_without_permission_is_refused(tmp_path, monkeypatch):
    """Root reads everything, so the refusal of the system is played."""
    path = tmp_path / "application.yaml"
    path.write_text("exporter: {country: NL}")
    if os.geteuid() == 0:

        def denied(*_arguments: object, **_options: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("pathlib.Path.open", denied)
    else:
        path.chmod(0)
    [problem] = refused(read_application, path)
    assert "no permission" in problem.what


@pytest.mark.parametrize("source", [None, 42, 1.5, True, b"application.yaml", ["a"], ("a",), {1},
                                    object(), float("nan"), HUGE], ids=kind)  # fmt: skip
def test_what_is_neither_fields_nor_a_path_is_refused(source):
    """At the door, in plain words."""
    refused(read_application, source)


def cycle() -> dict[str, object]:
    turned: dict[str, object] = {}
    turned["items"] = [turned]
    return turned


def fan() -> list[object]:
    spread: list[object] = ["x"]
    for _ in range(20):
        spread = [spread] * 10
    return spread


BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize(
    "change",
    [
        {1: "x"}, {None: "x"}, {("a", "b"): 1}, {HUGE: 1}, {"x": cycle()}, {"route": fan()},
        {"reference": LONG}, {LONG: 1}, {"facts": {LONG: {"value": LONG, "source": LONG}}},
        {"route": [LONG] * 50}, {"as_of": LONG}, {"kind": LONG}, {"exporter": LONG},
        {"items": [{"rating": "x", "value": LONG, "quantity": LONG}] * 100},
        {"end_use": {"onward": LONG}}, {"items": [{"rating": "x"}] * 1_001},
        {"intermediaries": [{}] * 201}, {"route": ["DE"] * 301},
        {"end_use": {"onward": ["DE"] * 301}},
        {"items": {"rating"}}, {"items": object()}, {"exporter": object()}, {"as_of": object()},
        {"destination": b"SA"}, {"destination": 1.5}, {"destination": Decimal("1.5")},
        {"reference": HUGE}, {"as_of": Decimal("sNaN")}, {"reference": Decimal("1e999999")},
        {"facts": {"a": {"value": HUGE, "source": "x"}}},
        {"facts": {"a": {"value": -1, "source": "x"}}},
        {"facts": {f"f{i}": {"value": "x", "source": "x"} for i in range(501)}},
        {"assessments": {"c2a": {"value": "no", "by": "x"}}},
    ],
    ids=kind,
)  # fmt: skip
def test_hostile_values_from_python_are_refused(change):
    """Keys that are no words, cycles, fans, megabytes, lists without end, foreign objects."""
    refused(read_application, {**BARE, **change})


@pytest.mark.parametrize(
    "quantity",
    [-1, -0.5, Decimal("-0.0001"), "-3", math.nan, math.inf, -math.inf, Decimal("NaN"),
     Decimal("sNaN"), Decimal("Infinity"), 10**15, HUGE, Decimal("1e400"), Decimal("1E-9"),
     Decimal("0.00001"), 0.1 + 0.2, Decimal("1." + "0" * 5000 + "1"), True, "twelve", "1e999",
     "१२", [], {}, "0x10", "1__000", "1,50,0", "", " "],
    ids=kind,
)  # fmt: skip
def test_a_quantity_that_is_no_number_of_things_is_refused(quantity):
    """Negative, not finite, too long, or no number at all."""
    [problem] = refused(
        read_application, {**BARE, "items": [{"rating": "x", "quantity": quantity}]}
    )
    assert problem.where == "items[0].quantity"


@pytest.mark.parametrize("quantity", [0, -0.0, Decimal("-0"), Decimal("0E+5000"), "0", "12.5000",
                                      "1,5", "1.000.000", "1 000,25",
                                      999_999_999_999_999, "0.0001", Decimal("1E+2")])  # fmt: skip
def test_the_bounds_of_a_quantity_are_inside(quantity):
    """Zero, the longest and the finest number that is read; none is written with an exponent."""
    item = {"rating": "x", "quantity": quantity}
    read = str(read_application({**BARE, "items": [item]}).items[0].quantity)
    assert set(read) <= set("0123456789.")


@pytest.mark.parametrize(
    "day",
    ["2023-02-30", "2024-13-01", "01/05/2004", "2024-1-1", "20240308", "2024-03-08T00:00", "today",
     "2024-W10-5", "1948-12-31", "2101-01-01", "0000-01-01", "２０２４-03-08", "2024-03-08\x00",
     "", 0, -1, 1.0, True, [], {}],
)  # fmt: skip
def test_a_day_that_is_none_is_refused(day):
    """Days of the calendar only, as `2024-03-08`."""
    [problem] = refused(read_application, {**BARE, "as_of": day})
    assert problem.where == "as_of"


@pytest.mark.parametrize(
    "char",
    ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\x9b", "\u2028", "\ud83d", "\t", "\n", "\r", *BIDI],
)
@pytest.mark.parametrize("field", ["reference", "destination"])
def test_unprintable_and_turning_characters_are_refused(field, char):
    """They could hide what a report says, or run in a terminal."""
    [problem] = refused(read_application, {**BARE, field: f"a{char}b"})
    assert char not in str(problem).replace("\n  help: ", "")


def test_a_description_and_a_ground_may_have_lines_but_no_other_control_character():
    """Long texts are written in lines."""
    application = read_application({**BARE, "items": [{"rating": "x", "description": "a\r\nb"}]})
    assert application.items[0].description == "a\nb"
    for char in ("\x00", "\t", "\r", "\x1b", "\u202e"):
        refused(read_application, {**BARE, "items": [{"rating": "x", "description": f"a{char}b"}]})


def test_a_key_cannot_disturb_the_terminal():
    """Keys are printed in places, so they are cleaned there too."""
    problems = refused(read_application, {**BARE, "facts": {"a\x1b[31m\u202eb": {}, "x": "\x1b"}})
    for problem in problems:
        assert str(problem).replace("\n  help: ", "").isprintable()

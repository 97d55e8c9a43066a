"""Reading a document: every fault at once, with its place, in plain words and in order."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest

from licensecheck.application import read_application, read_application_text
from licensecheck.errors import InputError, nearest
from tests.application.test_models import BARE, FULL


def problems(source, **options):
    read = read_application
    if isinstance(source, str):
        read, options = read_application_text, {"name": "application.yaml", **options}
    with pytest.raises(InputError) as caught:
        read(source, **options)
    return caught.value.problems


def lines(source, **options):
    return [str(problem) for problem in problems(source, **options)]


def test_yaml_and_json_give_the_same_application():
    """The format is no part of what is applied for."""
    text = json.dumps(FULL, default=str)
    assert read_application_text(text, name="a") == read_application(FULL)
    assert read_application_text(text, name="a", format="yaml") == read_application(FULL)
    assert read_application_text(text, name="a", format="json") == read_application(FULL)


def test_norway_is_a_country():
    """`NO` is no truth value, and `yes` is a word."""
    text = (
        "exporter: {country: NO}\ndestination: NO\nitems: [{rating: ML6.a}]\n"
        "documents: {reexport_clause: no}\n"
    )
    application = read_application_text(text, name="a")
    assert application.exporter.country == application.destination == "NO"
    assert application.documents.reexport_clause == "no"


@pytest.mark.parametrize("suffix", [".yaml", ".yml", ".json", ".txt", ""])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_file_is_read_by_its_name_or_its_look(tmp_path, suffix, mark):
    """JSON is found by how it begins where the name does not tell; a byte order mark is no harm."""
    path = tmp_path / f"application{suffix}"
    path.write_text(mark + json.dumps(BARE), encoding="utf-8")
    assert read_application(path) == read_application(str(path)) == read_application(BARE)
    path = tmp_path / "flow"
    path.write_text("{exporter: {country: NL}, destination: SA, items: [{rating: ML6.a}]}")
    assert read_application(path).destination == "SA"


def test_every_fault_is_named_at_once_in_the_order_of_the_document():
    """One reading is enough to mend a document."""
    text = """\
kind: exprt
as_of: 2023-02-30
exporter: {name: Example BV}
destnation: SA
end_user: {kind: polce}
items:
  - {quantity: -1, form: complet, value: 24q}
  - {rating: ML6.a, colour: green}
route: DE
assessments: {c2a: {value: bar, by: desk}, c9: {value: yes, by: desk}}
facts: {destination.milex: {value: {from: low}, source: survey}}
"""
    assert lines(text) == [
        "application.yaml:1: kind: no such licence kind `exprt`\n  help: did you mean `export`?",
        "application.yaml:2: as_of: `2023-02-30` is not a day of the calendar"
        "\n  help: write days as `2024-03-08`",
        "application.yaml:3: exporter: `country` is missing",
        "application.yaml:4: unknown field `destnation`\n  help: did you mean `destination`?",
        "application.yaml:5: end_user: neither its `country` nor a `destination` is stated\n"
        "  help: state `end_user: {country: ...}` or `destination: ...`",
        "application.yaml:5: end_user.kind: no such party kind `polce`\n"
        "  help: did you mean `police`?",
        "application.yaml:7: items[0]: `rating` is missing",
        "application.yaml:7: items[0].quantity: the number `-1` is negative",
        "application.yaml:7: items[0].form: no such item form `complet`\n"
        "  help: did you mean `complete`?",
        "application.yaml:7: items[0].value: `24q` is not an amount of money\n"
        "  help: write it as `24m EUR` or `24 000 000 EUR`; k, m and bn scale, "
        "EUR where none is said",
        "application.yaml:8: items[1]: unknown field `colour`\n  help: its fields: `description`, "
        "`rating`, `for`, `form`, `kind`, `ban`, `reach`, `novelty`, `mtcr`, `regime`, `origin`, "
        "`quantity`, `unit`, `value`",
        "application.yaml:9: route: a list is needed, not the text `DE`\n"
        "  help: write it between `[` and `]`",
        "application.yaml:10: assessments.c2a.value: no such value of the assessment `c2a`: `bar`\n"
        "  help: one of: `no_clear_risk`, `risk`, `clear_risk`",
        "application.yaml:10: assessments.c9: no such assessment `c9`\n"
        f"  help: {nearest('c9', ['c3', 'c4']) or HELP_C9}",
        "application.yaml:11: facts.destination.milex.value: `to` is missing",
    ]


HELP_C9 = (
    "one of: `c2a`, `c2b`, `c2c`, `gbv`, `c3`, `c4`, `att6`, `att7`, `permitted_purpose`, "
    "`protective_only`"
)


@pytest.mark.parametrize(
    ("field", "value", "instead"),
    [
        ("intermediaries", [{"role": "buyer"}],
         "`storage`, or the field `buyer` for the party that buys and pays"),
        ("end_use", {"onward": "resold"}, "`expected_unnamed`, or a list of places"),
    ],
)  # fmt: skip
def test_what_else_a_field_takes_follows_its_words(field: str, value: Any, instead: str):
    """As one sentence, behind the last of the words that would have been right."""
    [problem] = problems({**BARE, field: value})
    assert problem.help.endswith(f", {instead}")


def test_places_in_json_and_in_python_values():
    """JSON has a name but no lines, values have neither."""
    wrong = {**BARE, "items": [{"rating": "ML6.a", "form": "whole"}]}
    assert problems(wrong)[0].where == "items[0].form"
    assert problems(wrong, name="row 7")[0].where == "row 7: items[0].form"
    [problem] = problems(json.dumps(wrong), name="application.json")
    assert problem.where == "application.json: items[0].form"


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        ({"exporter": None}, "", "`exporter` is missing"),
        ({"items": None}, "", "`items` is missing"),
        ({"items": []}, "items", "the list is empty"),
        ({"end_user": None}, "", "neither the end user's `country` nor a `destination` is stated"),
        ({"end_user": {}}, "end_user", "neither its `country` nor a `destination` is stated"),
        ({"end_users": [{"country": "BR"}]}, "end_users",
         "`end_user` and `end_users` are both given"),
        ({"end_user": None, "end_users": [{"country": "BR"}, {"name": "x"}]}, "end_users[1]",
         "neither its `country` nor a `destination` is stated"),
        ({"end_user": None, "destination": "SA", "end_users": []}, "end_users",
         "the list is empty"),
        ({"exporter": "NL"}, "exporter", "a set of fields is needed, not the text `NL`"),
        ({"items": {"rating": "ML6.a"}}, "items", "a list is needed, not a mapping"),
        ({"items": ["ML6.a"]}, "items[0]", "a set of fields is needed, not the text `ML6.a`"),
        ({"facts": []}, "facts", "a set of named entries is needed, not a list"),
        ({"facts": {"a.b": {"value": "yes"}}}, "facts.a.b", "`source` is missing"),
        ({"facts": {"a.b": "yes"}}, "facts.a.b", "a set of fields is needed, not the text `yes`"),
        ({"facts": {"a.b": {"value": 1.5, "source": "x"}}}, "facts.a.b.value",
         "a word of the vocabulary is needed, not the number `1.5`"),
        ({"facts": {"a.b": {"value": {"from": "x", "to": ["y"]}, "source": "x"}}},
         "facts.a.b.value.to", "a word of the vocabulary is needed, not a list"),
        ({"assessments": {"c2a": {"value": "risk"}}}, "assessments.c2a", "`by` is missing"),
        ({"assessments": {"c2a": {"value": "risk", "by": "x"},
                          "assessment.c2a": {"value": "risk", "by": "x"}}},
         "assessments", "`c2a` is given twice"),
        ({"assessments": {"c2a": {"value": 0, "by": "x"}}}, "assessments.c2a.value",
         "no such value of the assessment `c2a`: `0`"),
        ({"assessments": {" c2a ": {"value": "bar", "by": "x"}}}, "assessments. c2a .value",
         "no such value of the assessment `c2a`: `bar`"),
        ({"assessments": {"c2a": {"value": "", "by": "x"}}}, "assessments.c2a.value",
         "`` is not a word of the vocabulary"),
        ({"validity": {"from": "2024-03-08", "until": "2024-03-07"}}, "validity",
         "`until` (2024-03-07) lies before `from` (2024-03-08)"),
        ({"end_use": {"onward": "BR"}}, "end_use.onward",
         "no such statement on onward use `BR`"),
        ({"end_use": {"onward": ["BR", {}]}}, "end_use.onward[1]",
         "a text is needed, not a mapping"),
        ({"documents": {"reexport_clause": 1}}, "documents.reexport_clause",
         "no such answer: the number `1`"),
        ({"route": ["DE", ""]}, "route[1]", "the text is empty"),
        ({"destination": True}, "destination",
         "a text is needed, not the truth value `true`"),
        ({"as_of": datetime(2024, 3, 8)}, "as_of", "a day is needed, not a moment of a day"),
        ({"as_of": 2024}, "as_of", "a day is needed, not the number `2024`"),
        ({"items": [{"rating": "x", "value": {"amount": 1, "currency": "EURO"}}]},
         "items[0].value.currency", "`EURO` is not a currency code"),
        # Fields named like the marks of the validator, which leave no trace in paths.
        ({"[key]": 1}, "", "unknown field `[key]`"),
        ({"end_use": {"<list>": 1}}, "end_use", "unknown field `<list>`"),
        ({"facts": {"a": {"value": "x", "source": "x", "[key]": 1}}}, "facts.a",
         "unknown field `[key]`"),
        ({"facts": {"[key]": {"value": "x"}}}, "facts.[key]", "`source` is missing"),
        ({"facts": {"a": {"value": {"from": 1, "to": 2, "<interval>": 3}, "source": "x"}}},
         "facts.a.value", "unknown field `<interval>`"),
        ({"items": [{"rating": "x", "value": {"amount": 1, "<word>": 2}}]}, "items[0].value",
         "unknown field `<word>`"),
        ({"items": [{"rating": "x", "value": {"currency": "EUR"}}]}, "items[0].value",
         "`amount` is missing"),
    ],
)  # fmt: skip
def test_one_fault_one_message(change, where, what):
    """Each fault is told once, at its place, in the words of the document."""
    [problem] = problems({**BARE, **change})
    assert (problem.where, problem.what) == (where, what)


def test_checks_between_fields_run_beside_other_faults():
    """A faulty item does not hide that there is no destination."""
    found = problems({"exporter": {}, "items": [{}], "end_user": {"kind": "polce"}})
    assert [problem.where for problem in found] == ["exporter", "items[0]", "end_user",
                                                    "end_user.kind"]  # fmt: skip


def test_a_long_list_of_faults_is_cut_and_counted():
    """The first 200, and how many more."""
    found = problems({**BARE, "items": [{}] * 1_000})
    assert len(found) == 201
    assert found[-1].what == "and 800 more problems"


def test_values_from_python_are_taken_and_left_as_they_are():
    """Days, decimals, tuples and read-only mappings are ordinary values, and nothing is changed."""
    items = ({"rating": "ML6.a", "quantity": Decimal("1.50")}, {"rating": "ML6.a", "quantity": 2.5})
    given = {**BARE, "as_of": date(2024, 3, 8), "items": items, "route": ("DE",)}
    before = repr(given)
    application = read_application(MappingProxyType(given))
    assert repr(given) == before
    assert [str(item.quantity) for item in application.items] == ["1.5", "2.5"]
    assert read_application(application) is application
    assert read_application({**BARE, "items": list(application.items)}).items == application.items


def test_text_is_brought_into_one_form():
    """Composed letters, and nothing around the words."""
    application = read_application({**BARE, "exporter": {"name": " Zu\u0308rich AG\n",
                                                         "country": "CH "}})  # fmt: skip
    assert application.exporter.name == "Zürich AG"
    assert application.exporter.country == "CH"


def test_a_number_may_be_a_name():
    """A file number is a number to YAML."""
    assert read_application({**BARE, "reference": 20240001}).reference == "20240001"

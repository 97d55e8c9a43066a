"""What each field of the form is called, in the form and in what is said to be wrong with it.

In: the name of a field, or a problem with its place in the document. Out: the label that a person
sees there; no name of a field or of a document reaches a page in its place.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from licensecheck.errors import Problem
from licensecheck.language import Language
from licensecheck.messages import message
from licensecheck.vocabulary import Vocabulary
from licensecheck.web.answers import END_USER, TABLES, Answers, fact_of

__all__ = [
    "ALLIANCES",
    "CASE",
    "COLUMNS",
    "DENIALS_FILE",
    "FIRST",
    "GOODS",
    "LAST_FILE",
    "LAST_TIME",
    "LIST_FILES",
    "PAPERS",
    "PARTIES",
    "REST",
    "ROUTE",
    "SOURCE",
    "file_labelled",
    "labelled",
    "row_number",
]

FIRST: Final = {
    "exporter": message("Exporter: country that the goods leave"),
    "destination": message("Destination: country of the end user"),
    "rating": message("Rating: code of the control list, such as ML6.a"),
}
GOODS: Final = {
    "description": message("What the goods are, in your own words"),
    "quantity": message("How many"),
    "value": message("Value, such as 24m EUR"),
    "price": message("One price for all goods together, such as 80m EUR"),
}
PARTIES: Final = {
    "exporter_name": message("Name of the exporter"),
    "end_user_name": message("Name of the end user"),
    "consignee": message("Country of the consignee, if it is another"),
    "consignee_name": message("Name of the consignee"),
}
ROUTE: Final = {
    "route": message("Countries on the way, with commas between"),
    "onward": message("Countries that the goods go on to, with commas between"),
}
PAPERS: Final = {
    "contract_date": message("Day on which the contract was concluded, such as 2026-03-01"),
}
CASE: Final = {
    "as_of": message("Day of the decision, such as 2026-11-24; today if empty"),
    "reference": message("Reference of your own"),
}
COLUMNS: Final = {
    "description": message("what it is"),
    "rating": message("rating"),
    "form": message("form"),
    "kind": message("kind"),
    "quantity": message("how many"),
    "value": message("value"),
    "role": message("role"),
    "name": message("name"),
    "country": message("country"),
    "more": message("what else the saved case says of it (YAML)"),
}
ALLIANCES: Final = message("Inside which alliance?")
REST: Final = message("Whatever an application can hold and the form has no field for")
SOURCE: Final = message("Where is this known from?")
DENIALS_FILE: Final = message("Denials, as a file (CSV or YAML)")
LIST_FILES: Final = message(
    "Lists of names, as files (OpenSanctions, EU, UN, or the result of an outside screening)"
)
LAST_FILE: Final = message("Compare with the result or receipt of last time (JSON)")
# The name under which the result of last time is read.
LAST_TIME: Final = "last time"
_BASICS: Final = FIRST | GOODS | PARTIES | ROUTE | PAPERS | CASE
_FILES: Final = {"denials": DENIALS_FILE, "lists": LIST_FILES, "last": LAST_FILE}
_ROWS: Final = {
    "items": message("Further goods, row {n}, {column}"),
    "parties": message("Further parties, row {n}, {column}"),
}
# Parts of an application of which the form has the one field that they must have.
_REQUIRED: Final = ("exporter", END_USER, "items[0]")
_LINE: Final = re.compile(r":([0-9]+)(?=:|\Z)")
_WITHIN: Final = re.compile(r"(?:(?:items|intermediaries|end_users)\[[0-9]+\]|buyer)\.(.+)\Z")


def labelled(
    problem: Problem, answers: Answers, vocabulary: Vocabulary, language: Language
) -> Problem:
    """A problem whose place is the label of the field that it is in.

    Args:
        problem: What is wrong, with its place in the document or the name of the field.
        answers: The state of the form.
        vocabulary: The facts that the form may ask.
        language: Language of the labels.
    """
    control = answers.control_of(problem.where)
    if problem.where in _REQUIRED and not answers.basics.get(control):
        return Problem(language.text(_BASICS[control]), language.text("not filled in"))
    label = _label(control, vocabulary, language)
    if not label:
        return file_labelled(problem, language)
    if found := _LINE.match(problem.where, len(control)):
        label = language.text("{label}, line {n}", label=label, n=found[1])
    elif control == "rest" and problem.where != control:
        label = f"{label}: {problem.where}"
    elif control.endswith(":more") and (within := _WITHIN.match(problem.where)):
        label = f"{label}: {within[1]}"
    return replace(problem, where=label)


def file_labelled(problem: Problem, language: Language) -> Problem:
    """A problem of a file under the label of the field that it was chosen in."""
    where = problem.where
    if where.startswith(LAST_TIME):
        where = f"file:last{where.removeprefix(LAST_TIME)}"
    kind, _, slot = where.partition(":")
    slot, _, line = slot.partition(":")
    if kind not in ("file", "text") or slot not in _FILES:
        return problem
    label = language.text(_FILES[slot])
    if kind == "file" and line.isdecimal():
        label = language.text("{label}, line {n}", label=label, n=line)
    return replace(problem, where=label)


def row_number(table: str, at: int) -> int:
    """The number of a row as a person counts: the first goods are those of the fields above."""
    return at + 1 + (table == "items")


def _label(control: str, vocabulary: Vocabulary, language: Language) -> str:
    """The label of a field; "" for a file or what is no field."""
    kind, _, name = control.partition(":")
    if control in _BASICS:
        return language.text(_BASICS[control])
    if control == "rest":
        return language.text(REST)
    if control == "alliance":
        return language.text(ALLIANCES)
    if kind == "row":
        table, at, column = name.split(":")
        if column not in TABLES[table]:
            return ""
        number = row_number(table, int(at))
        return language.text(_ROWS[table], n=number, column=language.text(COLUMNS[column]))
    if kind in ("fact", "source") and (fact := fact_of(name)[0]) in vocabulary:
        ask = language.text(vocabulary[fact].ask)
        if of := fact_of(name)[1]:
            ask = f"{ask} ({of})"
        return ask if kind == "fact" else f"{ask} {language.text(SOURCE)}"
    return ""

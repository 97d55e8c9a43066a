"""A reader of a new kind of file is its model and one call: faults, lines, names, schema."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, ValidationError

from licensecheck.documents.faults import faults_of, path_text
from licensecheck.documents.values import Day, Line, one_of
from licensecheck.documents.written import (
    Written,
    read_rows,
    read_yaml,
    schema_of_document,
    sound_part,
)
from licensecheck.errors import InputError, LawError
from licensecheck.reference.open_domains import Place, StateCode


class Office(Written):
    """One office that answers."""

    ENTRY = ("office", "name")
    name: Line = Field(description="What it is called.")
    state: StateCode = Field(description="Its state, by code or name.")
    reads: Place | None = Field(None, description="The place whose cases it reads.")
    opens: Day | None = Field(None, description="First day on which it answers.")
    kind: Annotated[str, one_of("kind of office", ("desk", "post"))] = Field(
        "desk", description="What it does."
    )


class Offices(Written):
    """A file of offices."""

    offices: Annotated[tuple[Office, ...], Field(min_length=1)]


def test_a_file_becomes_its_model(tmp_path):
    """Names of countries are read on the day of the context; what is empty is not stated."""
    file = tmp_path / "offices.yaml"
    file.write_text("offices:\n- {name: north, state: germany, reads: Benelux, opens: }\n")
    office = read_yaml(file, Offices, context={"on": date(2024, 1, 1)}).offices[0]
    assert (office.state, office.reads) == ("DE", frozenset(("BE", "NL", "LU")))
    assert (office.opens, office.kind) == (None, "desk")


WRONG = """\
offices:
- name: north
  state: GL
  kind: desc
- nam: east
  state: Germny
- 7
ofices: []
"""


@pytest.mark.parametrize("error", [InputError, LawError])
def test_every_fault_of_a_file_has_its_line_and_name(tmp_path, error):
    """All faults at once, in the order of the document, each with the nearest valid choice."""
    file = tmp_path / "offices.yaml"
    file.write_text(WRONG)
    with pytest.raises(error) as raised:
        read_yaml(file, Offices, error=error)
    told = [(one.where, one.what, one.help) for one in raised.value.problems]
    assert told == [
        ("offices.yaml:3: office `north`: state",
         "`GL` is a territory of Denmark, and a state is needed", "did you mean `DK`?"),
        ("offices.yaml:4: office `north`: kind",
         "no such kind of office `desc`", "did you mean `desk`?"),
        ("offices.yaml:5: offices[1]", "`name` is missing", ""),
        ("offices.yaml:5: offices[1]", "unknown field `nam`", "did you mean `name`?"),
        ("offices.yaml:6: offices[1].state", "no place known by the name `Germny`",
         "near names, none of them chosen: `Germany`, `Germany, W.`, `Germany, E.`, `Guernsey`"),
        ("offices.yaml:7: offices[2]", "a set of fields is needed, not the number `7`",
         "its fields: `name`, `state`, `reads`, `opens`, `kind`"),
        ("offices.yaml:8", "unknown field `ofices`", "did you mean `offices`?"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("- 1\n", "a set of fields is needed, not a list"),
        ("offices: north\n", "a list is needed, not the text `north`"),
        ("offices: []\n", "the list is empty"),
        ("{}\n", "`offices` is missing"),
    ],
)
def test_a_file_of_another_shape(tmp_path, text, what):
    """What is no such document is refused in the same words."""
    file = tmp_path / "offices.yaml"
    file.write_text(text)
    with pytest.raises(InputError) as raised:
        read_yaml(file, Offices)
    assert [one.what for one in raised.value.problems] == [what]


def test_rows_of_a_table_become_their_model(tmp_path):
    """A good row is read beside a bad one, whose fault has its line and column."""
    file = tmp_path / "offices.csv"
    file.write_text("name;state;kind\nnorth;NL;\neast;Germny;post\n;FR;post\n")
    problems = []
    rows = [*read_rows(file, Office, problems)]
    assert [(row.line, row.value.state, row.value.kind) for row in rows] == [(2, "NL", "desk")]
    assert [(one.where, one.what) for one in problems] == [
        ("offices.csv:3: state", "no place known by the name `Germny`"),
        ("offices.csv:4", "`name` is missing"),
    ]


def test_a_table_without_a_column_that_is_needed(tmp_path):
    """A column of a field that is required must be there."""
    file = tmp_path / "offices.csv"
    file.write_text("name\nnorth\n")
    with pytest.raises(InputError, match="the column `state` is missing"):
        read_rows(file, Office, [])


def test_the_schema_says_what_the_model_says():
    """Fields with their meaning, those required, and no other."""
    schema = schema_of_document(Offices, "offices", "Offices")
    office = schema["$defs"]["Office"]
    assert (office["required"], office["additionalProperties"]) == (["name", "state"], False)
    assert all(field.get("description") for field in office["properties"].values())


KEYS = st.sampled_from(["offices", "name", "state", "kind", "[key]", "<list>", "desk", ""])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["NL", "x", ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_every_fault_is_at_a_place_of_the_document(values):
    """A path leads to a value that is there, however fields are named; none has an inner mark."""
    try:
        Offices.model_validate(values)
    except ValidationError as error:
        for fault in faults_of(error, Offices, values):
            here = values
            for part in fault.path:
                here = here[part]
            assert fault.what
            assert path_text(fault.path, Offices, values) is not None


def test_what_is_sound_is_read_beside_what_is_not():
    """Each fault once; entries that are faulty are left out, and their neighbours kept."""
    values = {
        "offices": [{"name": "a", "state": "NL"}, {"name": "b"}, 7, {"name": "c", "state": "BE"}]
    }
    found, faults = sound_part(Offices, values)
    assert found is not None
    assert [office.name for office in found.offices] == ["a", "c"]
    assert [fault.path for fault in faults] == [("offices", 1), ("offices", 2)]
    assert len(values["offices"]) == 4
    assert sound_part(Offices, 7)[0] is None

"""Properties of reading: nothing but `InputError`, round trips, and order that does not count."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensecheck.application import Application, read_application, read_application_text, tokens
from licensecheck.application.values import Part
from licensecheck.errors import InputError

pytestmark = pytest.mark.costly

words = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=20
).filter(lambda text: text.strip() and not set(text) & set("\u200e\u200f"))
days = st.dates(date(1949, 1, 1), date(2100, 12, 31)).map(str)
numbers = st.one_of(
    st.integers(0, 10**15 - 1),
    st.decimals(0, 10**9, places=4, allow_nan=False, allow_infinity=False).map(str),
)
yes_no = st.sampled_from(("yes", "no", True, False))
onward = st.one_of(st.sampled_from(get_args(tokens.OnwardWord)), st.lists(words, max_size=3))
facts = st.dictionaries(
    st.from_regex(r"[a-z]{1,8}\.[a-z_]{1,8}", fullmatch=True),
    st.fixed_dictionaries(
        {
            "value": st.one_of(
                st.sampled_from(("weak", "yes", 3, True)), st.just({"from": "low", "to": "high"})
            ),
            "source": words,
        },
        optional={"on": days},
    ),
    max_size=3,
)


def one_of(literal: Any) -> st.SearchStrategy[str]:
    return st.sampled_from(get_args(literal))


def party(*required: str, **more: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    fields = {
        "name": words,
        "country": words,
        "kind": one_of(tokens.PartyKind),
        "address": words,
        "screening": one_of(tokens.Screening),
        **more,
    }
    return st.fixed_dictionaries(
        {name: fields.pop(name) for name in required}, optional=fields
    )  # fmt: skip


@st.composite
def assessments(draw: st.DrawFn) -> dict[str, Any]:
    names = draw(st.lists(st.sampled_from(tuple(tokens.ASSESSMENTS)), unique=True, max_size=3))
    return {
        draw(st.sampled_from((name, f"assessment.{name}"))): draw(
            st.fixed_dictionaries(
                {"value": st.sampled_from(tokens.ASSESSMENTS[name]), "by": words},
                optional={"on": days, "ground": words},
            )
        )
        for name in names
    }


items = st.lists(
    st.fixed_dictionaries(
        {"rating": words},
        optional={
            "description": words,
            "form": one_of(tokens.ItemForm),
            "kind": one_of(tokens.ItemKind),
            "ban": one_of(tokens.ItemBan),
            "reach": one_of(tokens.Reach),
            "novelty": one_of(tokens.Novelty),
            "mtcr": one_of(tokens.Mtcr),
            "regime": one_of(tokens.Regime),
            "origin": words,
            "quantity": numbers,
            "unit": words,
            "value": st.one_of(
                st.sampled_from(("24m", "1.5bn USD", 7)),
                st.fixed_dictionaries({"amount": numbers}, optional={"currency": st.just("NOK")}),
            ),
        },
    ),
    min_size=1,
    max_size=3,
)
documents = st.fixed_dictionaries(
    {"exporter": party("country"), "items": items},
    optional={
        "reference": words,
        "kind": one_of(tokens.LicenceKind),
        "stage": one_of(tokens.LicenceStage),
        "as_of": days,
        "rules_as_of": days,
        "membership_as_of": days,
        "facts_as_of": days,
        "validity": st.lists(days, min_size=2, max_size=2).map(
            lambda pair: dict(zip(("from", "until"), sorted(pair), strict=True))
        ),
        "consignee": party(),
        "intermediaries": st.lists(party(role=one_of(tokens.PartyRole)), max_size=2),
        "route": st.lists(words, max_size=3),
        "end_use": st.fixed_dictionaries(
            {},
            optional={
                "category": one_of(tokens.EndUseCategory),
                "place": one_of(tokens.EndUsePlace),
                "onward": onward,
            },
        ),
        "documents": st.fixed_dictionaries(
            {},
            optional={
                "end_user_certificate": one_of(tokens.Certificate),
                "reexport_clause": yes_no,
            },
        ),
        "embargo": st.fixed_dictionaries({}, optional={"exemption": one_of(tokens.Exemption)}),
        "assessments": assessments(),
        "facts": facts,
    },
)
users = st.one_of(
    st.fixed_dictionaries({"end_user": party("country")}, optional={"destination": words}),
    st.fixed_dictionaries({"end_users": st.lists(party("country"), min_size=1, max_size=3)}),
    st.fixed_dictionaries({"destination": words}, optional={"end_user": party()}),
)
applications = st.builds(lambda rest, user: {**rest, **user}, documents, users)

field_names = sorted({name for part in Part.__subclasses__() for name in part.field_names()})
field_names += ["[key]", "<list>", "<word>", "<interval>"]  # marks of the validator
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.decimals(),
    st.dates(),
    st.sampled_from(("ML6.a", "SA", "yes", "24m", "police", "2024-03-08", 10**400)),
)
anything = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(field_names) | st.text(max_size=8), inner, max_size=6),
    ),
    max_leaves=25,
)


def answer(read: Any, *arguments: Any, **options: Any) -> Application | None:
    try:
        return read(*arguments, **options)
    except InputError as error:
        problems = error.problems
    assert problems
    for problem in problems:
        assert problem.what
        assert "\n" not in problem.what + problem.where + problem.help
        # The words for what nobody foresaw; every kind of fault has its own.
        assert not problem.what.startswith("cannot be read")
    return None


@given(st.dictionaries(st.sampled_from(field_names) | st.text(max_size=8), anything, max_size=8))
def test_any_mapping_is_an_application_or_an_input_error(document):
    """Nothing else ever comes out."""
    answer(read_application, document)


@given(anything)
def test_any_json_text_is_an_application_or_an_input_error(value):
    """Strict or not, as JSON and as YAML."""
    text = json.dumps(value, default=str)
    for format in ("auto", "json", "yaml"):
        answer(read_application_text, text, name="application", format=format)


@given(st.text(max_size=200))
def test_any_text_is_an_application_or_an_input_error(text):
    """Whatever it is taken for."""
    for format in ("auto", "json", "yaml"):
        answer(read_application_text, text, name="application", format=format)


@given(applications, st.data())
def test_one_spoilt_value_never_escapes(document, data):
    """A faulty value anywhere in a sound document is named, or is no fault."""
    *path, last = data.draw(st.sampled_from(tuple(paths(document))))
    spoilt = json.loads(json.dumps(document))
    holder = spoilt
    for part in path:
        holder = holder[part]
    holder[last] = data.draw(anything)
    answer(read_application, spoilt)


def paths(value: Any, path: tuple[Any, ...] = ()) -> Any:
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in entries:
        yield (*path, key)
        if isinstance(inner, dict | list):
            yield from paths(inner, (*path, key))


@given(applications)
def test_an_application_survives_writing_and_reading(document):
    """As JSON with and without defaults, as YAML, and as values."""
    application = read_application(document)
    for text in (
        # Not in ASCII: YAML knows no pairs of escapes for one character.
        json.dumps(application.document(), ensure_ascii=False),
        application.model_dump_json(),
        application.model_dump_json(exclude_none=True, indent=1),
    ):
        for format in ("auto", "json", "yaml"):
            assert read_application_text(text, name="again", format=format) == application
    stated = read_application(application.document())
    assert stated.model_fields_set == application.model_fields_set
    assert read_application(application.model_dump()) == application
    assert Application.model_validate_json(application.model_dump_json()) == application


@given(applications, st.randoms(use_true_random=False))
def test_the_order_of_keys_changes_nothing(document, random):
    """Neither the application nor what is written of it."""

    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            keys = list(value)
            random.shuffle(keys)
            return {key: shuffled(value[key]) for key in keys}
        return [shuffled(inner) for inner in value] if isinstance(value, list) else value

    one, other = read_application(document), read_application(shuffled(document))
    assert one == other
    assert one.model_dump_json() == other.model_dump_json()
    assert json.dumps(one.document()) == json.dumps(other.document())

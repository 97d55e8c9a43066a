"""Facts that are supplied of one item line, one end user or one state alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from licensecheck import Screener
from licensecheck.application import read_application
from licensecheck.errors import InputError
from licensecheck.screening.screener import Screening

TODAY = date(2026, 11, 24)
CASE: dict[str, Any] = {
    "exporter": {"country": "NL"},
    "buyer": {"country": "AE", "kind": "company"},
    "end_users": [{"country": "KZ", "kind": "armed_forces"}, {"country": "Oman"}],
    "items": [{"rating": "ML6.a"}, {"rating": "ML3.a", "form": "ammunition"}],
    "end_use": {"onward": ["SA"]},
}


@pytest.fixture(scope="module")
def screening() -> Screening:
    return Screening(today=TODAY, depth="full")


def fact(value: str, of: Any = None) -> dict[str, Any]:
    return {"value": value, "source": "desk"} | ({} if of is None else {"of": of})


def seen(screening: Screening, name: str, facts: Any) -> dict[tuple[Any, ...], str]:
    """The word that is known of each item, end user and state; "" where nothing is."""
    case = screening.opened(CASE | {"facts": {name: facts}})
    return {
        (one.line.number, one.end_user.number, *one.end_user.destination.countries): (
            found.value.lo if (found := one.observations.get(name)) else ""
        )
        for one in case.examination.transfers
    }


def test_a_fact_of_an_item_is_of_that_line_alone(screening):
    """Its number is the subject; the other lines keep what is known of them."""
    found = seen(screening, "item.technology", fact("high", 2))
    assert {key[0] for key, word in found.items() if word == "high"} == {2}
    assert all((word == "high") == (key[0] == 2) for key, word in found.items())


@pytest.mark.parametrize("of", ["SA", "Saudi Arabia"])
def test_a_fact_of_a_state_is_of_that_state_alone(screening, of):
    """An onward state, by its code or its name."""
    found = seen(screening, "destination.stockpile", fact("absent", of))
    assert {key[2] for key, word in found.items() if word == "absent"} == {"SA"}


def test_a_fact_of_the_state_of_the_buyer(screening):
    """The state of the buyer is looked at too, and can be answered for."""
    found = seen(screening, "destination.crime_links", fact("established", "AE"))
    assert {key[2] for key, word in found.items() if word == "established"} == {"AE"}


@pytest.mark.parametrize("of", [2, "OM"])
def test_a_fact_of_an_end_user(screening, of):
    """By its number in the list, or by its state."""
    found = seen(screening, "end_user.ihl_record", fact("credible", of))
    assert {key[1] for key, word in found.items() if word == "credible"} == {2}


def test_several_answers_to_one_question(screening):
    """One for each, and one of the whole case for the rest."""
    facts = [fact("adequate"), fact("absent", "SA"), fact("weak", "OM")]
    found = seen(screening, "destination.stockpile", facts)
    words = {key[2]: word for key, word in found.items()}
    assert words == {"SA": "absent", "OM": "weak", "KZ": "adequate", "AE": "adequate"}


def test_the_kind_of_an_onward_user_tells_what_follows_from_it(screening):
    """As it does where it stands with an end user: police have a security role."""
    known = seen(screening, "end_user.kind", fact("police", "SA"))
    assert {key[1] for key, word in known.items() if word == "police"} == {3}
    case = screening.opened(CASE | {"facts": {"end_user.kind": fact("police", "SA")}})
    roles = {
        one.end_user.number: one.observations["end_user.security_role"].value.lo
        for one in case.examination.transfers
        if "end_user.security_role" in one.observations
    }
    assert roles[3] == "yes"
    assert 1 not in roles


def test_the_form_of_one_item_tells_what_follows_from_it(screening):
    """What a table tells of the entry is narrowed by the form, as where it stands with the item."""
    written = CASE | {"items": [{"rating": "ML6.a", "kind": "tank"}, CASE["items"][1]]}
    told = CASE | {"facts": {"item.kind": fact("tank", 1)}}
    one, other = (
        {
            name: seen.value
            for name, seen in case.examination.transfers[0].observations.items()
            if name.startswith("item.")
        }
        for case in map(screening.opened, (written, told))
    )
    assert one == other


def observed(case: Any, at: int = 0) -> dict[str, Any]:
    """The values of a transfer, whatever they rest on."""
    return {name: seen.value for name, seen in case.examination.transfers[at].observations.items()}


ONE: dict[str, Any] = {
    "exporter": {"country": "NL"}, "end_user": {"country": "SA"}, "items": [{"rating": "ML1.a"}],
}  # fmt: skip


@pytest.mark.parametrize("of", [None, 1])
@pytest.mark.parametrize(
    ("name", "token", "where", "field"),
    [
        ("end_user.kind", "police", "end_user", "kind"),
        ("end_user.kind", "company", "end_user", "kind"),
        ("end_user.kind", "peacekeeping_mission", "end_user", "kind"),
        ("item.form", "ammunition", "items", "form"),
        ("item.form", "component", "items", "form"),
        ("item.kind", "manpads", "items", "kind"),
        ("item.ban", "cluster_munition", "items", "ban"),
        ("licence.kind", "licensed_production", "", "kind"),
        ("end_use.category", "incorporation", "end_use", "category"),
        ("docs.origin_consent", "refused", "documents", "origin_consent"),
        ("buyer.kind", "non_state_armed_group", "buyer", "kind"),
    ],
)
def test_the_same_follows_from_a_fact_as_from_its_field(screening, of, name, token, where, field):
    """Supplied of the whole case or of one, it tells what it tells where the field is written."""
    if name.partition(".")[0] not in ("end_user", "item"):
        of = None
    case = ONE | {"end_use": {"onward": ["KZ"]}, "buyer": {"country": "SA"}, "documents": {}}
    written = case | {field: token}
    if where == "items":
        written = case | {"items": [{"rating": "ML1.a", field: token}]}
    elif where:
        written = case | {where: {**case[where], field: token}}
    told = case | {"facts": {name: fact(token, of)}}
    assert observed(screening.opened(told)) == observed(screening.opened(written))
    one, other = (Screener(today=TODAY, depth="full").screen(case) for case in (told, written))
    assert [each.qualifiers for each in one.containment] == [
        each.qualifiers for each in other.containment
    ]
    assert [each.verdict for each in one.containment] == [
        each.verdict for each in other.containment
    ]


def test_an_armed_group_that_buys_is_one_where_nobody_named_the_buyer(screening):
    """Its kind alone tells that it is no state's."""
    case = screening.opened(ONE | {"facts": {"buyer.kind": fact("non_state_armed_group")}})
    assert observed(case)["buyer.armed_group"].lo == "yes"


@pytest.mark.parametrize("of", [None, 1])
@pytest.mark.parametrize(
    ("part", "written", "name", "token"),
    [
        ("end_user", {"country": "SA", "kind": "police"}, "end_user.kind", "company"),
        ("items", [{"rating": "ML1.a", "form": "complete"}], "item.form", "component"),
        ("items", [{"rating": "ML1.a", "novelty": "upgrade"}], "item.novelty", "replacement"),
    ],
)
def test_a_fact_against_a_field_is_told(of, part, written, name, token):
    """Whether it is said of the whole case or of one: what was written is not lost in silence."""
    case = ONE | {part: written, "facts": {name: fact(token, of)}}
    said = Screener(today=TODAY).screen(case).warnings
    [old] = [each for each in said if "as supplied" in each]
    assert str(token) in old


@pytest.mark.parametrize(
    ("name", "of", "part"),
    [
        ("item.technology", 3, "no such item line"),
        ("item.technology", 0, "no such item line"),
        ("item.technology", "SA", "number of an item line"),
        ("destination.stockpile", "BR", "no state of this case"),
        ("destination.stockpile", 1, "a state is needed"),
        ("destination.stockpile", "Nowhereland", "Nowhereland"),
        ("end_user.ihl_record", 3, "no such end user"),
        ("docs.euc", "SA", "whole case"),
        ("deal.ability", 1, "whole case"),
    ],
)
@pytest.mark.parametrize("listed", [False, True])
def test_a_subject_that_is_none_of_the_case(screening, name, of, part, listed):
    """Refused with its place, whether the fact stands alone or in a list."""
    word = {"item.technology": "high", "destination.stockpile": "weak", "docs.euc": "signed",
            "deal.ability": "full"}.get(name, "credible")  # fmt: skip
    one = fact(word, of)
    with pytest.raises(InputError) as caught:
        screening.opened(CASE | {"facts": {name: [one] if listed else one}})
    [problem] = caught.value.problems
    assert problem.where == (f"facts.{name}[0].of" if listed else f"facts.{name}.of")
    assert part in problem.what
    with pytest.raises(InputError) as again:
        screening.opened(read_application(CASE | {"facts": {name: [one] if listed else one}}))
    assert [problem.what for problem in again.value.problems] == [problem.what]


@pytest.mark.parametrize(
    "facts",
    [
        [fact("weak"), fact("absent")],
        [fact("weak", "SA"), fact("absent", "Saudi Arabia")],
        [fact("weak", "SA"), fact("absent", "SA")],
    ],
)
def test_two_answers_of_the_same(screening, facts):
    """Each state has one answer at most, however it is written."""
    with pytest.raises(InputError) as caught:
        screening.opened(CASE | {"facts": {"destination.stockpile": facts}})
    [problem] = caught.value.problems
    assert problem.where.startswith("facts.destination.stockpile[1]")
    assert "twice" in problem.what


def test_an_empty_list_and_words_that_cannot_be_read(screening):
    """Every fault of a list has its place."""
    facts = {
        "destination.stockpile": [],
        "destination.corruption": [fact("none", "SA"), {"value": "low"}],
    }
    with pytest.raises(InputError) as caught:
        screening.opened(CASE | {"facts": facts})
    assert [problem.where for problem in caught.value.problems] == [
        "facts.destination.stockpile",
        "facts.destination.corruption[0].value",
        "facts.destination.corruption[1]",
    ]


def test_it_is_written_and_read_again():
    """The document of a case holds each answer with its subject."""
    facts = {"destination.stockpile": [fact("adequate"), fact("absent", "SA")],
             "item.technology": fact("high", 2)}  # fmt: skip
    read = read_application(CASE | {"facts": facts})
    document = read.document()
    assert document["facts"]["item.technology"]["of"] == "2"
    assert document["facts"]["destination.stockpile"][1]["of"] == "SA"
    assert read_application(document) == read
    facts["destination.stockpile"].reverse()
    facts["item.technology"] = [facts["item.technology"]]
    assert read_application(CASE | {"facts": facts}) == read


def test_a_question_names_those_that_can_be_answered_for():
    """Its subjects are what the fact takes; an answer for one leaves the question of the others."""
    result = Screener(today=TODAY, depth="full").screen(CASE)
    asked = {one.fact: one for one in result.questions}
    assert asked["item.kind"].of == ("1", "2")
    # The form of the second line is stated.
    assert asked["item.form"].of == ("1",)
    several = next(one for one in result.questions
                   if one.fact.startswith("destination.") and len(one.of) > 1)  # fmt: skip
    first, *rest = several.of
    word = Screener(today=TODAY).vocabulary[several.fact].domain[0]
    later = Screener(today=TODAY, depth="full").screen(
        CASE | {"facts": {several.fact: fact(word, first)}}
    )
    again = {one.fact: one for one in later.questions}.get(several.fact)
    assert again is not None
    assert again.of == tuple(rest)


def test_a_question_of_a_case_with_one_of_each_has_no_subject():
    """Where there is one item and one end user nothing has to be named."""
    result = Screener(today=TODAY).screen(
        {"exporter": {"country": "NL"}, "end_user": {"country": "SA"}, "items": [{"rating": "ML6"}]}
    )
    assert result.questions
    assert not any(one.of for one in result.questions)


@pytest.mark.parametrize(
    ("onward", "said"),
    [
        (["KZ"], "named"), (["KZ", "EU"], "named"), (["various"], "expected_unnamed"),
        (["KZ", "diverse"], "expected_unnamed"), (["other countries"], "expected_unnamed"),
        ("expected_unnamed", "expected_unnamed"), ([], "none_declared"),
    ],
)  # fmt: skip
def test_a_word_for_any_state_names_no_onward_user(screening, onward, said):
    """It says no more than that users are expected and not named, and so follows from it."""
    case = screening.opened(ONE | {"end_use": {"onward": onward}})
    assert {one.observations["end_use.onward"].value.lo for one in case.examination.transfers} == {
        said
    }
    result = Screener(today=TODAY).screen(ONE | {"end_use": {"onward": onward}})
    met = [one.rule for one in result.findings if one.status == "review"]
    assert ("cp.7.d.unnamed-user" in met) == (said == "expected_unnamed")

"""The closed sets of the models are the vocabulary's own."""

from __future__ import annotations

from typing import get_args

import pytest

from licensecheck.application import tokens
from licensecheck.documents.values import Choice
from licensecheck.law import law_dir, load_yaml_file

SETS = {
    "licence.kind": tokens.LicenceKind,
    "licence.stage": tokens.LicenceStage,
    "end_user.kind": tokens.PartyKind,
    "end_user.screening": tokens.Screening,
    "chain.screening": tokens.Screening,
    "item.form": tokens.ItemForm,
    "item.kind": tokens.ItemKind,
    "item.ban": tokens.ItemBan,
    "item.reach": tokens.Reach,
    "item.novelty": tokens.Novelty,
    "item.mtcr": tokens.Mtcr,
    "item.regime": tokens.Regime,
    "end_use.category": tokens.EndUseCategory,
    "end_use.place": tokens.EndUsePlace,
    "docs.euc": tokens.Certificate,
    "docs.reexport_clause": tokens.YesNo,
    "docs.origin_consent": tokens.Consent,
    "embargo.exemption": tokens.Exemption,
}


def vocabulary() -> dict[str, dict[str, object]]:
    data = load_yaml_file(law_dir() / "vocabulary.yaml").data
    return {fact["fact"]: fact for fact in data["facts"]}


@pytest.mark.parametrize("fact", SETS)
def test_a_closed_set_is_the_domain_of_its_fact(fact):
    """Order counts for ordered facts, membership for all."""
    entry = vocabulary()[fact]
    words, domain = get_args(SETS[fact]), tuple(entry["domain"])
    assert set(words) == set(domain)
    if entry.get("ordered"):
        assert words == domain


def test_onward_use_is_a_word_or_named_places():
    """`named` is said by naming places, so it is no word of its own."""
    assert {*get_args(tokens.OnwardWord), "named"} == set(vocabulary()["end_use.onward"]["domain"])


def test_the_assessments_are_those_of_the_vocabulary():
    """Every recorded judgement has its scale here, and no other has one."""
    found = {
        name.removeprefix("assessment."): tuple(fact["domain"])
        for name, fact in vocabulary().items()
        if name.startswith("assessment.")
    }
    assert {name: set(words) for name, words in tokens.ASSESSMENTS.items()} == {
        name: set(words) for name, words in found.items()
    }
    for name, words in tokens.ASSESSMENTS.items():
        if words[0] != "yes":
            assert words == found[name]


def test_every_defaulted_word_is_the_vocabulary_default():
    """The models state the same defaults as the vocabulary."""
    from licensecheck.application import Application

    for field, fact in (("kind", "licence.kind"), ("stage", "licence.stage")):
        assert Application.model_fields[field].default == vocabulary()[fact]["default"]


def test_the_hands_without_goods_are_roles():
    """A role that no one can state could not be left out of custody."""
    assert set(get_args(tokens.PartyRole)) >= tokens.HANDS_WITHOUT_GOODS - {"buyer"}


def test_words_often_written_for_a_token_are_proposed():
    """Each is proposed for a token that exists, and is no token itself."""
    for written, token in tokens.MEANT.items():
        literal = tokens.PartyKind if token in get_args(tokens.PartyKind) else tokens.ItemForm
        assert token in get_args(literal)
        assert written not in get_args(literal)
        shown = written.replace("_", " ").upper()
        assert (
            str(Choice(shown, get_args(literal), meant=tokens.MEANT)) == f"did you mean `{token}`?"
        )

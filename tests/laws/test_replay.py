"""A receipt replays to the same decision under the same editions, else says what differs."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licensecheck import InputError, Reference, Result, Screener
from licensecheck.application.read import read_application
from licensecheck.law import law_dir
from licensecheck.report.text import render_text
from licensecheck.screening.receipt import input_digest
from licensecheck.screening.result import Receipt
from licensecheck.wording.replay import Recorded, read_recorded, replay, replay_schema
from tests.cli.running import refused, run

APPLICATION = {
    "reference": "MARKED-REFERENCE",
    "as_of": "2026-11-24",
    "exporter": {"name": "MARKED-EXPORTER", "country": "NL", "address": "MARKED-ADDRESS"},
    "consignee": {"name": "MARKED-CONSIGNEE", "country": "DE"},
    "intermediaries": [{"name": "MARKED-BROKER", "country": "AE", "role": "broker"}],
    "end_user": {"name": "MARKED-USER", "country": "SA", "kind": "armed_forces"},
    "items": [{"rating": "ML6.a", "description": "MARKED-GOODS", "quantity": 2,
               "unit": "MARKED-UNIT"}],
    "assessments": {"c2a": {"value": "risk", "by": "MARKED-OFFICE", "ground": "MARKED-GROUND"}},
    "facts": {"destination.stockpile": {"value": "weak", "source": "MARKED-SOURCE"}},
}  # fmt: skip
MAPS = ("rule_files", "reference", "engines", "alliances")
WORDS = ("vocabulary_hash", "vocabulary", "licensecheck", "python", "reference_edition")


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(("SA", "BR", "DE", "UA", "RU", "EU", "TR")),
       st.sampled_from(("ML1.a", "ML6.a", "ML10.a")), st.sampled_from(("nl", "en")))  # fmt: skip
def test_a_receipt_replays_to_the_same_decision(place: str, rating: str, language: str) -> None:
    """Whatever the language of the first report was, and from the receipt alone."""
    document = {"exporter": {"country": "NL"}, "destination": place, "items": [{"rating": rating}]}
    # No day is given: the receipt knows which day counted.
    first = Screener(today=_DAY, language=language, engine="bitset").screen(document)
    found = replay(Recorded(first.receipt, None), read_application(document))
    assert found.same
    assert found.differences == ()


def test_a_result_in_dutch_is_compared_in_dutch() -> None:
    """The same facts in other words are no change: only the rule that was altered is told."""
    screener = Screener(today=date(2026, 11, 24), language="nl", engine="bitset")
    first = screener.screen(APPLICATION)
    altered = replace(first.findings[0], status="duty")
    kept = replace(first, findings=(altered, *first.findings[1:]))
    found = replay(Recorded(kept.receipt, kept), read_application(APPLICATION))
    (told,) = found.findings
    assert told.rule == altered.rule
    assert told.why == ()


def test_a_result_of_before_there_were_tokens_is_read() -> None:
    """What was added beside the words is empty in it, and a report says the rest."""
    first = Screener(today=date(2026, 11, 24), engine="bitset").screen(APPLICATION)
    document = json.loads(first.to_json())
    del document["assumed"]
    for criterion in document["criteria"]:
        del criterion["national"]
    for one in (*document["findings"], *document["duties"]):
        for because in one["because"]:
            for name in ("lo", "hi", "rows", "declared"):
                del because[name]
    kept = Result.from_json(json.dumps(document))
    assert kept.outcome == first.outcome
    text = render_text(kept, detail="verbose", width=10_000)
    assert "REVIEW: " in text
    assert all(f"* {said}" in text for said in kept.assumptions)
    assert replay(Recorded(kept.receipt, kept), read_application(APPLICATION)).same


_DAY = date(2024, 6, 1)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_each_edition_that_differs_is_named(data: st.DataObject) -> None:
    """One edition of a receipt is changed; it and nothing else is told."""
    first = _screened()
    field = data.draw(st.sampled_from((*MAPS, *WORDS)))
    if field in MAPS:
        kept = dict(getattr(first.receipt, field))
        name = data.draw(st.sampled_from(sorted(kept)))
        receipt = replace(first.receipt, **{field: {**kept, name: "other"}})
    else:
        name = ""
        receipt = replace(first.receipt, **{field: "other"})
    found = replay(Recorded(receipt, None), read_application(APPLICATION))
    (told,) = found.differences
    assert told.before == "other"
    assert not name or told.name == name
    assert found.same


_SCREENED: list[object] = []


def _screened():
    if not _SCREENED:
        _SCREENED.append(Screener().screen(APPLICATION))
    return _SCREENED[0]


def test_no_name_and_no_free_text_enters_a_receipt() -> None:
    """Every field of an application that holds either is marked."""
    receipt = _screened().receipt
    assert "MARKED" not in json.dumps(asdict(receipt))


def test_a_name_cannot_be_found_by_trying() -> None:
    """The digest of the input is the same under every name, so it tells nothing of one."""
    other = json.loads(json.dumps(APPLICATION).replace("MARKED", "X"))
    assert input_digest(APPLICATION) == input_digest(other)
    for change in ({"destination": "BR"}, {"items": [{"rating": "ML6.b"}]}, {"kind": "transit"}):
        assert input_digest({**APPLICATION, **change}) != input_digest(APPLICATION)


def test_a_changed_table_is_named_with_the_findings_it_changes(tmp_path: Path) -> None:
    """Without its embargo, Russia is reviewed on other grounds, and the table is named."""
    folder = tmp_path / "reference"
    shutil.copytree(law_dir() / "reference", folder)
    table = folder / "embargoes.csv"
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    table.write_text("".join(x for x in lines if ",RU,state," not in x), encoding="utf-8")
    document = {"as_of": "2026-11-24", "exporter": {"country": "NL"}, "destination": "RU",
                "items": [{"rating": "ML6.a"}]}  # fmt: skip
    first = Screener().screen(document)
    found = replay(
        Recorded(first.receipt, first), read_application(document),
        reference=Reference.load(folder),
    )  # fmt: skip
    assert not found.same
    assert [(d.kind, d.name) for d in found.differences] == [("reference table", "embargoes")]
    change = next(c for c in found.findings if c.rule == "cp.1.a.embargo")
    assert (change.before, change.now) == ("presumptive_denial", "none")
    assert change.why == ("one of the tables that differ: embargoes",)
    jsonschema.validate(json.loads(found.to_json()), replay_schema())


def test_a_changed_rule_is_named_with_its_file(tmp_path: Path) -> None:
    """The file of a point that differs is why a finding of its criterion does."""
    folder = Path(shutil.copytree(law_dir() / "eu-common-position", tmp_path / "rules"))
    first = Screener(rulesets=[str(folder)]).screen(APPLICATION)
    other = Path(shutil.copytree(folder, tmp_path / "other"))
    file = other / "criterion-2.yaml"
    text = file.read_text(encoding="utf-8").replace("    yields: noted\n", "")
    file.write_text(text, encoding="utf-8")
    found = replay(
        Recorded(first.receipt, first), read_application(APPLICATION), rulesets=[str(other)]
    )
    assert [one.name for one in found.differences if one.kind == "rule file"] == [
        "eu-common-position/criterion-2.yaml"
    ]
    changes = [one for one in found.findings if one.criterion == "2"]
    assert changes
    assert all("the rule file criterion-2.yaml differs" in one.why for one in changes)


def test_a_changed_national_rule_is_named_with_its_own_file(tmp_path: Path) -> None:
    """A duty of a state has the file of that state behind it, and no article of the Union."""
    folder = Path(shutil.copytree(law_dir() / "eu-common-position", tmp_path / "rules"))
    national = Path(shutil.copy(law_dir() / "national" / "nl.yaml", folder.parent))
    document = {"as_of": "2026-11-24", "exporter": {"country": "NL"}, "destination": "BE",
                "items": [{"rating": "ML6.a"}]}  # fmt: skip
    first = Screener(rulesets=[str(folder), str(national)]).screen(document)
    other = Path(shutil.copytree(folder, tmp_path / "other" / "rules"))
    article = other / "article-8.yaml"
    article.write_text(article.read_text(encoding="utf-8") + "# more\n", encoding="utf-8")
    text = national.read_text(encoding="utf-8").replace("{not: [none]}", "{not: [none, both, eu]}")
    changed = other.parent / "nl.yaml"
    changed.write_text(text, encoding="utf-8")
    found = replay(
        Recorded(first.receipt, first), read_application(document),
        rulesets=[str(other), str(changed)],
    )  # fmt: skip
    change = next(one for one in found.findings if one.rule == "nl.route-cdiu")
    assert change.why == ("the rule file nl.yaml differs",)


def test_a_result_that_was_altered_is_told() -> None:
    """A result whose outcome was rewritten no longer fits its receipt."""
    first = _screened()
    altered = replace(first, outcome=replace(first.outcome, status="no_trigger"))
    found = replay(Recorded(first.receipt, altered), read_application(APPLICATION))
    assert not found.same
    assert found.differences[0].kind == "result"


@pytest.mark.parametrize("clock", ["as_of", "rules_as_of", "membership_as_of", "facts_as_of"])
def test_a_day_that_was_altered_is_told(clock: str) -> None:
    """A receipt of another day than the application's is no record of the decision."""
    receipt = _screened().receipt
    altered = replace(receipt, clocks={**receipt.clocks, clock: "2025-11-24"})
    found = replay(Recorded(altered, None), read_application(APPLICATION))
    assert not found.same
    [told] = [one for one in found.differences if one.kind == "day"]
    assert (told.name, told.before, told.now) == (clock, "2025-11-24", receipt.clocks[clock])


@pytest.mark.parametrize("status", ["noted", None])
def test_a_finding_of_a_receipt_that_was_altered_is_told(status: str | None) -> None:
    """A receipt says which rules are met; one made milder, or taken out, is no record of it."""
    receipt = _screened().receipt
    rule = next(name for name, said in receipt.met.items() if said != "noted")
    met = {**receipt.met, rule: status} if status else {**receipt.met}
    if not status:
        del met[rule]
    found = replay(Recorded(replace(receipt, met=met), None), read_application(APPLICATION))
    assert not found.same
    [told] = [one for one in found.differences if one.kind == "finding"]
    assert (told.name, told.before, told.now) == (rule, status or "", receipt.met[rule])
    assert "finding" not in {
        one.kind
        for one in replay(Recorded(receipt, None), read_application(APPLICATION)).differences
    }


def test_the_command(tmp_path: Path) -> None:
    """0 where the same was decided, 7 where the application is another, 2 for what is neither."""
    given, other = tmp_path / "a.json", tmp_path / "b.json"
    given.write_text(json.dumps(APPLICATION))
    other.write_text(json.dumps({**APPLICATION, "destination": "BR"}))
    receipt, result = tmp_path / "receipt.json", tmp_path / "result.json"
    ran = run("check", str(given), "--format", "json", "--receipt", str(receipt))
    result.write_text(ran.out)
    assert read_recorded(receipt).receipt == Receipt(**json.loads(receipt.read_text()))
    for kept in (receipt, result):
        assert run("replay", str(kept), str(given)).code == 0
        assert run("replay", str(kept), str(other)).code == 7
    refused(run("replay", str(given), str(given)))
    refused(run("replay", str(receipt), str(tmp_path / "none.yaml")))
    receipt.write_text(json.dumps({"input": "x"}))
    with pytest.raises(InputError) as error:
        read_recorded(receipt)
    assert len(error.value.problems) == 8


def test_a_result_in_another_language_is_compared_in_it() -> None:
    """No finding differs by being said in English now."""
    then = Screener(language="nl").screen(SAUDI_IN_DUTCH)
    changed = {**SAUDI_IN_DUTCH, "items": [{"rating": "ML4.a"}]}
    found = replay(Recorded(then.receipt, then), read_application(changed))
    why = [line for one in found.findings for line in one.why]
    assert why
    assert not [line for line in why if " -> no (" in line or "not a party" in line]


SAUDI_IN_DUTCH = {
    "as_of": "2026-11-24",
    "exporter": {"country": "NL"},
    "end_user": {"country": "SA", "kind": "police"},
    "items": [{"rating": "ML6.a"}],
}

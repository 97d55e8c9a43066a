"""What people hold of 0.1.0 is read, or refused with what changed.

The files beside this one were written by 0.1.0, or by hand for it, and are never written anew.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import get_args

import pytest

from licensecheck import Result, Screener, read_application
from licensecheck.commands.schemas import SCHEMAS
from licensecheck.documents.strict_yaml import load_yaml
from licensecheck.errors import InputError, LawError
from licensecheck.facts.denials import read_denials
from licensecheck.law import packaged_rulesets
from licensecheck.reference import Reference
from licensecheck.rules.load import load_ruleset
from licensecheck.screening.result import Status
from licensecheck.wording.replay import read_recorded, replay
from tests.cli.running import run
from tests.conftest import ROOT

HELD = Path(__file__).with_name("of_0_1_0")
CASE = HELD / "case.yaml"


@pytest.mark.parametrize("name", ["case.result.json", "case.receipt.json"])
def test_a_kept_answer_is_replayed(name):
    """The same application, and what differs named by file, table and finding."""
    recorded = read_recorded(HELD / name)
    assert recorded.receipt.licensecheck == "0.1.0"
    found = replay(recorded, read_application(CASE))
    assert found.same_input
    kinds = {one.kind for one in found.differences}
    assert kinds >= {"rule file", "reference table", "vocabulary"}
    # What it says is still what its receipt says was decided.
    assert "result" not in kinds
    assert found.findings_compared == (name == "case.result.json")
    done = run("replay", str(HELD / name), str(CASE))
    assert done.code in (0, 7), done.err
    assert "input: the same" in done.out


def test_a_kept_result_reads_as_one_of_today():
    """Written again it is the same, and fields that came since say that nothing is known."""
    result = Result.from_json((HELD / "case.result.json").read_text())
    assert result.outcome.status == "review"
    assert Result.from_json(result.to_json()) == result
    assert not result.receipt.met
    assert all(not one.doubt for one in result.findings)


def test_a_decision_may_be_recorded_beside_either(tmp_path):
    """A condition asks for the findings, which a receipt of then does not hold."""
    words = ("--verdict", "granted_on_conditions", "--role", "desk", "--reason", "checked")
    rule = Result.from_json((HELD / "case.result.json").read_text()).findings[0].rule
    for name, code in (("case.result.json", 0), ("case.receipt.json", 2)):
        shutil.copy(HELD / name, tmp_path / name)
        done = run("decide", str(tmp_path / name), *words, "--condition", f"training={rule}")
        assert done.code == code, done.err
    assert "give the result of `check --format json`" in done.err


@pytest.mark.parametrize(("name", "field"), [("result", "outcome"), ("receipt", "options")])
def test_an_answer_with_a_part_missing_is_refused(tmp_path, name, field):
    """By the name of what is missing, and no more."""
    data = json.loads((HELD / f"case.{name}.json").read_text())
    del data[field]
    path = tmp_path / "kept.json"
    path.write_text(json.dumps(data))
    with pytest.raises(InputError) as caught:
        read_recorded(path)
    assert [str(one) for one in caught.value.problems] == [f"kept.json: `{field}` is missing"]


def test_an_alliance_is_the_same_one():
    """By its hash too, so that a replay with it tells no difference of the alliance."""
    screener = Screener(alliances=[str(HELD / "benelux.yaml")], engine="bitset")
    receipt = screener.screen(read_application(CASE)).receipt
    assert dict(receipt.alliances) == {
        "benelux": "3c53c1620c9218299a786e0c01feefcf228f6c22ff516512029ef208566f0acf"
    }


def test_denials_are_the_same_in_both_forms():
    """A table and a document."""
    table, document = (
        read_denials(HELD / name, Reference.load()).entries
        for name in ("denials.csv", "denials.yaml")
    )
    assert document == (table[0],)
    assert len(table) == 2


def test_files_beside_tables_are_read():
    """A mapping, groups of destinations, a turnover."""
    pytest.importorskip("polars")
    from licensecheck.tables.reading.mapping import read_mapping
    from licensecheck.tables.shares.measures import read_turnover
    from licensecheck.tables.shares.standing import DestinationGroups

    mapped = read_mapping(HELD / "ministry.mapping.yaml")
    assert (mapped.columns["value"], mapped.days, mapped.decimal) == ("Bedrag", "DMY", ",")
    assert [*DestinationGroups(Reference.load(), HELD / "groups.csv").titles][:2] == [
        "allies", "gulf",
    ]  # fmt: skip
    assert read_turnover(HELD / "turnover.csv").cents == {2023: 520_000_000_000}


def test_rules_of_a_house_are_read():
    """As they were written then, with the days and the heading of each rule."""
    (rule,) = load_ruleset(HELD / "house.yaml").rules
    assert (rule.id, rule.tier, rule.force) == ("house.uav-second-reader", "duty", "procedure")
    assert rule.in_force_from.isoformat() == "2024-01-01"


def test_a_celex_number_without_quotes_is_refused(tmp_path):
    """Files of law of 0.1.0 wrote it so; other readers take it for a number."""
    text = (HELD / "house.yaml").read_text().replace("read: yes", "read: yes, celex: 32008E0944")
    path = tmp_path / "house.yaml"
    path.write_text(text)
    with pytest.raises(LawError) as caught:
        load_ruleset(path)
    assert caught.value.problems[0].help == "write '32008E0944'"


def test_a_line_of_the_decision_log_has_the_form_of_today():
    """So that a log may go on in the same file."""
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is a development dependency")
    line = json.loads((HELD / "decisions.jsonl").read_text())
    jsonschema.Draft202012Validator(SCHEMAS["decision-log"]()).validate(line)


@pytest.mark.parametrize(
    ("schema", "name"),
    [("application", "case.yaml"), ("alliance", "benelux.yaml")],
)
def test_what_was_written_fits_the_schemas_of_today(schema, name):
    """An editor that uses the schema of today finds nothing to mend."""
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is a development dependency")
    data = load_yaml((HELD / name).read_text(), name=name).data
    jsonschema.Draft202012Validator(SCHEMAS[schema]()).validate(data)


@pytest.mark.parametrize(
    ("text", "help_"),
    [
        ("reference,state,date,destination,rating\nA,DE,20240308,SA,ML6\n", "2024-03-08"),
        ("reference,state,date,rating\nA,DE,2024-03-08,ML6\n", "destination"),
        ("reference,state,date,destination,rating\n", "`denials: []`"),
    ],
)
def test_what_was_read_in_silence_is_refused_with_what_to_write(tmp_path, text, help_):
    """As the page on upgrading says."""
    path = tmp_path / "denials.csv"
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        read_denials(path, Reference.load())
    assert help_ in str(caught.value)


def test_the_page_on_upgrading_names_what_is_there():
    """Each word that it says is read today is one of the program."""
    page = (ROOT / "docs" / "how-to" / "upgrade-from-0.1.md").read_text()
    status = get_args(Status)
    assert "not_examined" in page
    assert {"not_examined", "no_trigger"} <= set(status)
    result = json.dumps(SCHEMAS["result"]())
    assert '"noted"' in result
    ids = {rule.id for path in packaged_rulesets().values() for rule in load_ruleset(path).rules}
    named = set(re.findall(r"`(cp\.[a-z0-9.-]+)`", page))
    assert named - ids == {"cp.7.f.production"}

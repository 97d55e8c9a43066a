"""`rules coverage`, `analyse` and `diff`, as a user runs them."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from licensecheck import Screener
from licensecheck.law import packaged_rulesets
from licensecheck.report.rule_coverage import coverage_text
from tests.cli.running import run

FOLDER = packaged_rulesets()["eu-common-position"]
CRITERION_2 = FOLDER / "criterion-2.yaml"

DUTCH_LIST = """\
nummer,afgifte datum,SGP,goederen omschrijving,land van bestemming,land van eindbestemming,\
waarde (€),D/T,oorsprong /herkomst,land van oorsprong,T.v.v.,verval datum
1,03/08/2012,ML6a,vehicles,Saoedi Arabië,Saoedi Arabië,1000,D,Nederland,Nederland,,03/08/2013
2,03/08/2012,ML6a,vehicles,Saoedi Arabië,Saoedi Arabië,1000,D,Nederland,Nederland,,03/08/2013
3,03/08/2012,ML6a,vehicles,België,België,1000,D,Nederland,Nederland,,03/08/2013
4,03/08/2005,ML6a,vehicles,Saoedi Arabië,Saoedi Arabië,1000,D,Nederland,Nederland,,03/08/2006
5,03/08/2012,ML6a,vehicles,Irak,Irak,1000,D,Nederland,Nederland,,03/08/2013
6,03/08/2012,ML6a,vehicles,Irak,,1000,D,Nederland,Nederland,,03/08/2013
7,03/08/2012,ML6a,vehicles,Nergensland,Nergensland,1000,D,Nederland,Nederland,,03/08/2013
"""


def _changed(tmp_path: Path, *swaps: tuple[str, str], name: str = "changed") -> Path:
    """The files of criterion 2 in a folder, with some words of them changed."""
    folder = tmp_path / name
    folder.mkdir()
    for file in FOLDER.glob("criterion-2*.yaml"):
        text = file.read_text(encoding="utf-8")
        for old, new in swaps:
            text = text.replace(old, new)
        (folder / file.name).write_text(text, encoding="utf-8")
    return folder


def test_coverage_prints_every_table() -> None:
    """Points by criterion and article, rules, reference rows, and tables due for review."""
    ran = run("rules", "coverage")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert all(len(line) <= 90 for line in lines)
    for words in ("criterion 8,", "article 16,", "rules compared with the Official Journal",
                  "embargoes", "in force: yes", "Tables past their day of review:"):  # fmt: skip
        assert any(words in line for line in lines), words
    sections = ("  criterion", "  article")
    counts = [line.split()[-3:] for line in lines if line.startswith(sections)]
    whole = next(line.split()[-3:] for line in lines if line.startswith("  all "))
    assert [sum(int(row[i]) for row in counts) for i in range(3)] == [int(n) for n in whole]


def _counts(table: str, on: date) -> tuple[list[int], list[int]]:
    """Rows in force on a day and all rows, by the words of `verified`."""
    lines = coverage_text(on).splitlines()
    index = next(i for i, line in enumerate(lines) if line.startswith(f"  {table} "))
    now, whole = ([int(n) for n in re.findall(r"(?<= )[0-9]+", line.split(":")[1])]
                  for line in lines[index : index + 2])  # fmt: skip
    return now, whole


def test_rows_are_counted_as_of_a_day() -> None:
    """Nothing holds before its day; an act of fixed validity holds on its last day."""
    before, whole = _counts("memberships", date(1900, 1, 1))
    now, _ = _counts("memberships", date(2026, 11, 24))
    assert sum(before) < sum(now) < sum(whole)
    last, _ = _counts("embargoes", date(2027, 4, 30))
    after, _ = _counts("embargoes", date(2027, 5, 1))
    assert sum(last) == sum(after) + 1  # Myanmar, until 2027-04-30
    assert coverage_text(date(2026, 11, 24)).endswith("day of review: none")
    assert "embargoes" in coverage_text(date(2040, 1, 1)).splitlines()[-1]


def test_analysis_of_the_packaged_rules_passes() -> None:
    """Remarks are printed; those explained, and facts that nobody reads, fail nothing."""
    ran = run("rules", "analyse")
    assert (ran.code, ran.err) == (0, "")
    assert "unread fact: no rule reads" in ran.out
    assert "(named in `related`)" in ran.out
    assert ran.out.splitlines()[-1].endswith(" 0 to be mended")


def test_a_rule_that_adds_nothing_fails_the_analysis(tmp_path: Path) -> None:
    """Exit code 1, and the remark says which rule and why."""
    path = _changed(
        tmp_path,
        ("    related: {narrows: [cp.2.c.fighting]}\n", ""),
        ("accountability: {at_least: absent}\n      item.hostilities: {at_least: direct}",
         "accountability: {at_least: absent}\n      item.hostilities: {at_least: direct}\n"
         "      destination.depth: full"),
    )  # fmt: skip
    ran = run("rules", "analyse", str(path))
    assert ran.code == 1
    assert "implied: cp.2.c.impunity: whenever it fires, `cp.2.c.fighting` fires" in ran.out
    assert "unread fact" not in ran.out
    assert ran.out.splitlines()[-1].endswith(" 1 to be mended")


def test_a_diff_of_a_ruleset_with_itself() -> None:
    """Nothing differs."""
    ran = run("rules", "diff", "eu-common-position", "eu-common-position")
    assert (ran.code, ran.out, ran.err) == (0, "no rule differs\n", "")


def test_a_diff_gives_facts_on_which_the_answer_changes(tmp_path: Path) -> None:
    """A threshold moved, a title changed, a rule taken out and one put in."""
    path = _changed(
        tmp_path,
        ("human_rights: {at_least: grave}\n      end_user",
         "human_rights: {at_least: serious}\n      end_user"),
        ("title: a recorded clear risk of internal repression", "title: another title"),
        ("id: cp.2.b.mandate\n", "id: cp.2.b.mandates\n"),
        ("rules: [cp.2.b.mandate,", "rules: [cp.2.b.mandates,"),
    )  # fmt: skip
    ran = run("rules", "diff", str(_changed(tmp_path, name="as-is")), str(path))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "changed: cp.2.a.grave-state (when)",
        "  newly met, for example where destination.human_rights is serious and "
        "end_user.government is yes and item.hostilities is support and "
        "end_user.intergovernmental is no",
        "changed: cp.2.a.confirmed (title)",
        "  met on the same facts as before",
        "removed: cp.2.b.mandate",
        "  no longer met, for example where destination.un_rights_mandate is yes and "
        "end_user.intergovernmental is no",
        "added: cp.2.b.mandates",
        "  newly met, for example where destination.un_rights_mandate is yes and "
        "end_user.intergovernmental is no",
        "4 rules differ: 1 added, 1 removed, 2 changed",
    ]


def test_a_witness_as_json_can_be_screened(tmp_path: Path) -> None:
    """The application of a witness is met under the one text and not under the other."""
    path = _changed(
        tmp_path,
        ("human_rights: {at_least: grave}\n      end_user",
         "human_rights: {at_least: serious}\n      end_user"),
    )  # fmt: skip
    before = _changed(tmp_path, name="as-is")
    ran = run("rules", "diff", str(before), str(path), "--format", "json")
    (change,) = json.loads(ran.out)["changes"]
    assert (change["rule"], change["kind"], change["fields"]) == (
        "cp.2.a.grave-state", "changed", ["when"],
    )  # fmt: skip
    assert "no_longer_met" not in change
    for rules, met in ((before, False), (path, True)):
        result = Screener(rulesets=[str(rules)]).screen(change["newly_met"]["application"])
        assert (change["rule"] in {found.rule for found in result.findings
                                   if found.status != "open"}) is met  # fmt: skip


def test_a_diff_on_a_table_counts_lines(tmp_path: Path) -> None:
    """Lines whose outcome changes, how, and what could not be read; old lines are told apart."""
    table = tmp_path / "list.csv"
    table.write_text(DUTCH_LIST, encoding="utf-8")
    stripped = tmp_path / "stripped"
    stripped.mkdir()
    for source in (*FOLDER.glob("criterion-3*.yaml"), *FOLDER.glob("criterion-4*.yaml")):
        (stripped / source.name).write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    ran = run("rules", "diff", "eu-common-position", str(stripped), "--on", str(table))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[-3:] == [
        "3 of 5 lines change their outcome (2 more could not be read or screened)",
        "  review -> no_trigger: 3",
        "1 lines are older than the rules and were screened by their first edition",
    ]
    data = json.loads(
        run("rules", "diff", "eu-common-position", str(stripped), "--on", str(table),
            "--format", "json").out
    )["table"]  # fmt: skip
    assert data == {
        "screened": 5, "rejected": 2, "older_than_rules": 1, "changed": 3,
        "moves": [{"before": "review", "after": "no_trigger", "lines": 3}],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("analyse", "eu-common-positon"), "did you mean `eu-common-position`?"),
        (("diff", "eu-common-position", "nll"), "did you mean `nl`?"),
        (("diff", "nl", "nl", "--format", "jsn"), "did you mean `json`?"),
        (("diff", "nl", "nl", "--on", "no-such-table.csv"), "no such file"),
        (("diff", "nl", "nl", "--on", str(CRITERION_2)), "no table known"),
    ],
)
def test_what_cannot_be_read_is_told(arguments: tuple[str, ...], expected: str) -> None:
    """Exit code 2, and what would mend it."""
    ran = run("rules", *arguments)
    assert ran.code == 2
    assert expected in ran.err, ran.err


def test_no_case_to_run_is_a_fault(tmp_path: Path) -> None:
    """Nothing that was tested is no test that passed."""
    path = tmp_path / "mine.yaml"
    text = packaged_rulesets()["nl"].read_text(encoding="utf-8")
    path.write_text(text[: text.index("    cases:")], encoding="utf-8")
    done = run("rules", "test", str(path))
    assert done.code == 2
    assert "there is no case to run" in done.err


WRONG_CASES = """\
      - {triggers: a, given: CHANGE}
      - {triggers: b, given: {items: []}}
"""


@pytest.mark.parametrize(
    ("change", "path", "said"),
    [
        ("{exporter: {country: Nederlnd}}", "exporter.country", "Nederlnd"),
        ("{items: [{rating: ML66}]}", "items[0].rating", "ML66"),
        ("{end_user: {kind: army}}", "end_user.kind", "army"),
        ("{destination.lcd: yes}", "facts", "lcd"),
        ("{destination.ldc: {value: maybe, source: t}}", "facts", "maybe"),
        ("{as_of: 20261124}", "as_of", "day"),
        ("{end_usr: {country: SA}}", "unknown field", "end_usr"),
        ("{assessments: {c9: {value: risk}}}", "assessments", "c9"),
    ],
)
def test_a_wrong_value_in_a_case_is_told_before_it_is_run(tmp_path, change, path, said) -> None:
    """By `rules validate` as by `rules test`, with its case; beside a file that breaks the form."""
    text = Path("examples/house-rules/house.yaml").read_text()
    rules = tmp_path / "house.yaml"
    rules.write_text(text + WRONG_CASES.replace("CHANGE", change))
    line = text.count("\n") + 1
    for folder in (str(tmp_path), str(rules)):
        told = run("rules", "validate", folder)
        assert told.code == 2
        assert f"house.yaml:{line}: {path}" in told.err
        assert said in told.err
        assert f"house.yaml:{line + 1}: items" in told.err
    assert run("rules", "test", str(tmp_path)).code == 1
    other = text.replace("house", "other").replace("- open:", "- opened:")
    (tmp_path / "other.yaml").write_text(other)
    told = run("rules", "validate", str(tmp_path))
    assert f"house.yaml:{line}: {path}" in told.err
    assert "other.yaml:23: rule `other.uav-second-reader`: cases[2]: unknown field" in told.err

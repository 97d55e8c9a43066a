"""`licensecheck check`, every option as a user would use it."""

from __future__ import annotations

import itertools
import json

import pytest
import yaml

from licensecheck.engine.bitset import BitsetEngine
from licensecheck.engine.decision import Decision
from licensecheck.engine.durable import durable_available
from tests.cli.running import BARE, DAY, refused, run, spawn

DOCUMENT = {
    "reference": "NL-2026-0001",
    "as_of": DAY,
    "exporter": {"name": "Example BV", "country": "NL"},
    "end_user": {"name": "Ministry", "country": "SA", "kind": "armed_forces"},
    "items": [{"rating": "ML6.a", "form": "complete"}],
}


def result(*arguments, stdin=b""):
    """The result as JSON."""
    ran = run(*arguments, "--format", "json", stdin=stdin)
    assert ran.err == ""
    return json.loads(ran.out)


def triple(destination, rating, kind=None):
    words = ["check", "--exporter", "NL", "--destination", destination, "--rating", rating,
             "--as-of", DAY]  # fmt: skip
    return [*words, "--end-user-kind", kind] if kind else words


@pytest.mark.parametrize(
    ("code", "status", "words"),
    [
        (0, "no_trigger", triple("DE", "ML6.a", "armed_forces")),
        (3, "undetermined", triple("DE", "ML4.a", "company")),
        (4, "review", triple("SA", "ML6.a", "armed_forces")),
        (5, "presumptive_denial", triple("RU", "ML6.a", "armed_forces")),
        (6, "out_of_scope", triple("SA", "6A002", "company")),
    ],
)
def test_the_exit_code_tells_the_outcome(code, status, words):
    """Each by a real case, the same for either form of the report."""
    assert run(*words).code == code
    ran = run(*words, "--format", "json")
    assert ran.code == code
    assert json.loads(ran.out)["outcome"]["status"] == status


def test_bad_input_exits_with_2():
    """And nothing is screened."""
    refused(run(*BARE, "--form", "complet"))


@pytest.mark.skipif(not durable_available(), reason="the durable-rules extension is not built here")
def test_engines_that_disagree_give_no_answer_and_exit_with_1(monkeypatch):
    """Exit code 1, the rule named on standard error, nothing on standard output."""
    decide = BitsetEngine.decide

    def wrong(self, record):
        honest = decide(self, record)
        return Decision(honest.certain ^ 1, honest.possible | 1)

    monkeypatch.setattr(BitsetEngine, "decide", wrong)
    ran = run(*BARE)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("no answer: durable-rules and bitset differ on `cp.")
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(("form", "write"), [("yaml", yaml.safe_dump), ("json", json.dumps)])
def test_options_a_file_and_standard_input_say_the_same(tmp_path, form, write):
    """YAML or JSON, by path or by `-`."""
    document = {**DOCUMENT, "items": [{"rating": "ML6.a"}]}
    path = tmp_path / f"application.{form}"
    path.write_text(write(document))
    by_path = result("check", str(path))
    by_stdin = result("check", "-", stdin=path.read_bytes())
    by_options = result(*triple("SA", "ML6.a", "armed_forces"))
    assert by_path == by_stdin
    assert by_path["reference"] == "NL-2026-0001"
    for part in ("outcome", "findings", "containment", "criteria", "questions"):
        assert by_path[part] == by_options[part]


def test_a_file_without_an_ending_is_read_as_what_it_looks_like(tmp_path):
    """JSON and YAML alike."""
    path = tmp_path / "application"
    for write in (json.dumps, yaml.safe_dump):
        path.write_text(write(DOCUMENT))
        assert run("check", str(path)).code == 4


def test_a_file_with_a_byte_order_mark_is_read(tmp_path):
    """As some editors save it."""
    path = tmp_path / "application.yaml"
    path.write_text(yaml.safe_dump(DOCUMENT), encoding="utf-8-sig")
    assert run("check", str(path)).code == 4
    assert run("check", "-", stdin=path.read_bytes()).code == 4


def test_json_alone_goes_to_standard_output():
    """Nothing on standard error, one document and a newline; the same in a process of its own."""
    ran = spawn(*BARE, "--format", "json")
    assert ran.err == ""
    assert ran.out.endswith("}\n")
    assert json.loads(ran.out)["schema"] == "licensecheck/result/1"


def test_a_pipe_of_an_older_encoding_gets_sound_json_and_readable_text():
    """Türkiye goes out as an escape in JSON; in text the letter is lost, and no more."""
    words = triple("TR", "ML6.a", "armed_forces")
    variables = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    ran = spawn(*words, "--format", "json", variables=variables)
    assert json.loads(ran.out)["transfer"].startswith("Netherlands -> Türkiye")
    text = spawn(*words, variables=variables)
    assert text.code == 4
    assert "Netherlands -> T?rkiye" in text.out


def test_set_supplies_facts():
    """A token, an interval, and a fact that closes a question."""
    plain = result(*BARE)
    asked = {question["fact"] for question in plain["questions"]}
    assert "end_user.kind" in asked
    told = result(*BARE, "--set", "end_user.security_role=yes", "--set", "item.form = complete",
                  "--set", "destination.human_rights=serious..grave")  # fmt: skip
    assert "end_user.security_role" not in {question["fact"] for question in told["questions"]}
    assert "item.form" not in {question["fact"] for question in told["questions"]}
    because = {
        (one["fact"], one["value"], one["source"])
        for finding in told["findings"]
        for one in finding["because"]
    }
    source = "supplied (given on the command line)"
    assert ("end_user.security_role", "yes", source) in because
    assert ("destination.human_rights", "serious to grave", source) in because


def test_as_of_moves_the_clocks():
    """Finland was no ally on the eve of its accession."""
    verdicts = [
        result("check", "--exporter", "NL", "--destination", "FI", "--rating", "ML6.a",
               "--as-of", day)["containment"][0]["verdict"]
        for day in ("2023-04-03", "2023-04-04")
    ]  # fmt: skip
    assert verdicts == ["leaves", "stays_inside"]


def test_without_as_of_the_present_day_counts_and_is_said():
    """As an assumption."""
    said = result(*BARE[:-2])
    assert "as of today, since no day was given" in said["assumptions"]


def test_alliances_are_judged_in_the_order_given():
    """The option may be repeated; NATO where none is named."""
    assert [c["alliance"] for c in result(*BARE)["containment"]] == ["nato"]
    named = result(*BARE, "--alliance", "eu", "--alliance", "nato-plus", "--alliance", "nato")
    assert [c["alliance"] for c in named["containment"]] == ["eu", "nato-plus", "nato"]


def test_an_alliance_of_ones_own_is_read_by_its_path(tmp_path):
    """Saudi Arabia is inside what this file calls inside."""
    path = tmp_path / "gulf.yaml"
    path.write_text("alliance: gulf\ntitle: Gulf and the Netherlands\n"
                    "inside: [{country: SA}, {country: NL}]\n")  # fmt: skip
    [containment] = result(*BARE, "--alliance", str(path))["containment"]
    assert (containment["title"], containment["verdict"]) == (
        "Gulf and the Netherlands",
        "stays_inside",
    )


def test_a_faulty_alliance_of_ones_own_is_told_with_its_lines(tmp_path):
    """Together with what is wrong with the application."""
    path = tmp_path / "gulf.yaml"
    path.write_text("alliance: gulf\nmembers: [SA]\ninside: [SA]\n")
    ran = refused(run(*BARE, "--form", "complet", "--alliance", str(path)))
    assert ran.places == ["--form", "gulf.yaml", "gulf.yaml:2", "gulf.yaml:3"]
    assert ran.err.endswith("4 errors; nothing was screened\n")


def test_full_depth_screens_an_ally_in_full():
    """And the light depth is no longer an assumption."""
    words = triple("DE", "ML6.a", "armed_forces")
    light, full = result(*words), result(*words, "--full-depth")
    assert any("light depth" in said for said in light["assumptions"])
    assert not any("light depth" in said for said in full["assumptions"])
    assert full["receipt"]["options"]["depth"] == "full"


@pytest.mark.parametrize("value", ["24m", "24m EUR", "24 000 000", "EUR 24m", "€24m"])
def test_a_value_is_written_as_people_write_it(value):
    """All of these are the same, and close the question of criterion 8."""
    words = triple("CD", "ML1.a", "police")
    plain, told = result(*words), result(*words, "--value", value)
    assert "deal.value_band" in {question["fact"] for question in plain["questions"]}
    assert "deal.value_band" not in {question["fact"] for question in told["questions"]}
    assert told["criteria"] == result(*words, "--value", "24000000")["criteria"]


def test_a_consignee_is_a_hand_on_the_way():
    """In Germany, between Dutch exporter and Saudi end user."""
    [nato] = result(*BARE, "--consignee", "Duitsland")["containment"]
    roles = [(point["role"], point["place"]) for point in nato["touchpoints"]]
    assert ("consignee", "Germany") in roles


@pytest.mark.parametrize("engine", ["checked", "durable", "bitset"])
def test_each_engine_gives_the_same_answer(engine):
    """And the result names what decided and what confirmed."""
    if engine != "bitset" and not durable_available():
        pytest.skip("the durable-rules extension is not built here")
    plain, other = result(*BARE), result(*BARE, "--engine", engine)
    assert other["findings"] == plain["findings"]
    assert other["engine"]["decided_by"] == ("bitset" if engine == "bitset" else "durable-rules")
    assert bool(other["engine"]["confirmed_by"]) == (engine == "checked")


def test_quiet_gives_the_headline_and_the_verdict_alone():
    """With the transfer between and the reservation after; the exit code stays."""
    ran = run(*BARE, "--quiet")
    assert ran.code == 4
    lines = [line for line in ran.out.splitlines() if line]
    assert len(lines) <= 6
    assert lines[0].startswith("REVIEW under criterion 2")
    assert lines[1].startswith("Netherlands -> Saudi Arabia: ML6.a")
    assert any(line.startswith("NATO: LEAVES") for line in lines)
    assert "Duties" not in ran.out


def test_verbose_gives_every_finding_and_every_fact():
    """More than the normal report: the open rules, the facts, what each question settles."""
    plain, full = run(*BARE), run(*BARE, "-v")
    assert full.code == plain.code == 4
    assert len(full.out) > 2 * len(plain.out)
    document = result(*BARE)
    for finding in document["findings"]:
        assert finding["rule"] in full.out
    for question in document["questions"]:
        assert question["fact"] in full.out
    assert "settles" in full.out


def test_quiet_and_verbose_exclude_each_other():
    """Bad usage, told as such."""
    ran = refused(run(*BARE, "-q", "-v"))
    assert "`--verbose` and `--quiet` exclude each other" in ran.err


def test_the_day_and_facts_of_options_stand_beside_a_file(tmp_path):
    """They replace what the file says; its other facts stay."""
    path = tmp_path / "application.yaml"
    facts = {
        "destination.stockpile": {"value": "weak", "source": "a report", "on": "2023-12-31"},
        "end_user.security_role": {"value": "no", "source": "the applicant"},
    }
    path.write_text(yaml.safe_dump({**DOCUMENT, "facts": facts}))
    told = result("check", str(path), "--as-of", "2026-01-02", "--set",
                  "end_user.security_role=yes")  # fmt: skip
    assert told["as_of"] == "2026-01-02"
    sources = {one["fact"]: one["source"] for found in told["findings"] for one in found["because"]}
    assert sources["end_user.security_role"] == "supplied (given on the command line)"
    asked = {question["fact"] for question in told["questions"]}
    assert "destination.stockpile" not in asked


def test_other_options_cannot_stand_beside_a_file(tmp_path):
    """All of them named in one line."""
    path = tmp_path / "application.yaml"
    path.write_text(yaml.safe_dump(DOCUMENT))
    ran = refused(run("check", str(path), "--exporter", "NL", "--value", "24m"))
    assert "`--exporter`, `--value` cannot stand beside it" in ran.err


def test_missing_options_are_told_at_once_with_what_else_is_wrong():
    """In the order of the options."""
    ran = refused(run("check", "--destination", "Atlantis", "--set", "item.frm=x", "--as-of", "1"))
    assert ran.places == ["--exporter", "--destination", "--rating", "--as-of", "--set item.frm"]
    assert "did you mean `item.form`?" in ran.err


@pytest.mark.parametrize("option", ["exporter", "destination", "rating", "form", "value", "as-of",
                                    "end-user-kind", "consignee"])  # fmt: skip
def test_an_empty_option_is_not_taken_for_an_absent_one(option):
    """Silence would be read as unknown; an empty word is a mistake."""
    words = dict(zip(BARE[1::2], BARE[2::2], strict=True)) | {f"--{option}": ""}
    ran = refused(run("check", *itertools.chain(*words.items())))
    assert ran.err.startswith(f"--{option}: ")


@pytest.mark.parametrize("said", ["a", "=", "a=", "=b", "", " = ", "item.form"])
def test_what_is_no_fact_and_value_is_refused(said):
    """With an example of what is."""
    ran = refused(run(*BARE, "--set", said))
    assert f"--set: `{said}` is not FACT=VALUE" in ran.err
    assert "for example --set end_user.security_role=no" in ran.err


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("item.frm=complete", "did you mean `item.form`?"),
        ("item.form=complet", "did you mean `complete`?"),
        ("item.repression=typical..none", "ends (none) before it begins (typical)"),
        ("item.form=component..complete", "--set item.form: "),
        ("item.form=..", "--set item.form: "),
        ("item.form=a=b", "no such value `a=b`"),
        ("item.repression=none..", "--set item.repression: "),
        ("item.form=\x1b[31m", "--set item.form: "),
        ("\x1b[31m=complete", "--set "),
        ("assessment.c2a=clear_rsk", "did you mean `clear_risk`?"),
    ],
)
def test_a_fact_that_cannot_be_read_is_told_with_its_name(said, told):
    """With the nearest valid word where one is near."""
    assert told in refused(run(*BARE, "--set", said)).err


def test_a_fact_given_twice_is_refused():
    """Which of the two counts would be a guess."""
    ran = refused(run(*BARE, "--set", "item.form=complete", "--set", "item.form=component"))
    assert "--set: `item.form` is given twice" in ran.err


def test_a_fact_of_one_alone(tmp_path):
    """`FACT@OF=VALUE` is of one item, end user or state, and stands beside what the file says."""
    file = tmp_path / "case.yaml"
    file.write_text(
        "exporter: {country: NL}\nend_users: [{country: SA}, {country: KZ}]\n"
        "items: [{rating: ML6.a}]\nas_of: 2026-11-24\nfacts:\n"
        "  destination.stockpile: {value: weak, source: survey, of: SA}\n",
        encoding="utf-8",
    )
    ran = run(
        "check", str(file), "--set", "destination.stockpile@KZ=absent", "--format", "markdown"
    )
    assert ran.code in (0, 3, 4)
    assert "Kazakhstan (KZ), " in ran.out
    assert "Saudi Arabia (SA), " in ran.out
    for said, part in (("destination.stockpile@BR=weak", "no state of this case"),
                       ("docs.euc@SA=signed", "whole case"), ("@SA=weak", "not FACT=VALUE"),
                       ("destination.stockpile@=weak", "not FACT=VALUE")):  # fmt: skip
        ran = run("check", str(file), "--set", said)
        assert ran.code == 2
        assert part in ran.err
        assert "--set" in ran.err
    twice = ("--set", "destination.stockpile@KZ=weak") * 2
    assert "given twice" in run("check", str(file), *twice).err

"""Parties against lists: a hit waits for a person, and no match is never clear."""

from __future__ import annotations

import pickle

import pytest

from licensecheck import InputError, Screener
from licensecheck.facts.lists.index import ListIndex
from licensecheck.facts.lists.parties import PartyLists
from licensecheck.report.decision_log import decision_entry
from licensecheck.screening.receipt import input_digest
from tests.facts.lists.made import made


def application(**user: str):
    return {
        "as_of": "2026-11-24",
        "exporter": {"country": "NL", "name": "Quiet Exporter BV"},
        "end_user": {"country": "AE", "kind": "company", **user},
        "items": [{"rating": "ML6.a"}],
    }


def screened(tmp_path, *files: str, **user: str):
    lists = [made(tmp_path, name) for name in files]
    result = Screener(lists=lists).screen(application(**user))
    return result, facts_of(result)


def facts_of(result):
    [transfer] = result.case.examination.transfers
    return {name: seen.value.lo for name, seen in transfer.observations.items()}


def test_a_name_that_is_alike_waits_for_a_person(tmp_path):
    """The rule on name matches asks for review; the list, the entry and the likeness are told."""
    result, facts = screened(tmp_path, "targets.simple.csv", name="Blue Harbor Trading L.L.C.")
    assert facts["end_user.screening"] == facts["chain.screening"] == "name_match"
    assert "cp.1.a.name-match" in {found.rule for found in result.findings}
    told = " ".join(result.warnings)
    assert "OpenSanctions targets of 2026-11-22 (2 entries)" in told
    assert "end user: written like `Blue Harbour Trading LLC`, NK-1" in told
    assert "likeness 97%" in told


def test_no_match_is_not_clear(tmp_path):
    """It tells the lists and their days; nobody who owns a party is looked at, and that is said."""
    result, facts = screened(tmp_path, "eu.xml", "un.xml", name="Quiet Mill BV")
    assert facts["end_user.screening"] == facts["chain.screening"] == "no_match"
    told = " ".join(result.warnings)
    assert "EU consolidated list of 2026-11-20 (2 entries)" in told
    assert "UN consolidated list of 2026-11-21 (2 entries)" in told
    assert "no match is not clear" in told
    assert any("who owns or controls the parties" in one for one in result.not_covered)
    assert "cp.art.5.screen-parties" not in {found.rule for found in result.duties}


def test_a_party_without_a_name_was_not_screened(tmp_path):
    """Then not every party was, and the duty to do so stays."""
    result, facts = screened(tmp_path, "eu.xml")
    assert facts["chain.screening"] == "not_screened"
    assert "cp.art.5.screen-parties" in {found.rule for found in result.duties}


@pytest.mark.parametrize("name", ["-", "?", "***", "unknown", "N/A", "n.v.t.", "Nog niet bekend"])
def test_a_name_that_names_nobody_was_not_screened(tmp_path, name):
    """What an office writes where it has no name is compared with no list; it says so."""
    result, facts = screened(tmp_path, "eu.xml", "outside.csv", name=name)
    assert facts["end_user.screening"] == facts["chain.screening"] == "not_screened"
    assert "cp.art.5.screen-parties" in {found.rule for found in result.duties}
    assert any(f"`{name}` names nobody" in one for one in result.warnings)


def test_a_number_is_compared_without_a_name(tmp_path):
    """A number of registration that is listed is a hit, whatever stands for the name."""
    lists = PartyLists([made(tmp_path, "targets.simple.csv")])
    for name in (None, "unknown", "-"):
        assert lists.compare(name, "AE-778899").token == "name_match"
        assert lists.compare(name, "AE-1").token == "not_screened"


@pytest.mark.parametrize("result", ["name_match", "confirmed"])
def test_a_listed_name_that_reads_as_nobody_is_a_hit(tmp_path, result):
    """`KA` stands for "no answer" and may be a firm: no hit on it is lost, of whatever origin."""
    outside = tmp_path / "outside.csv"
    outside.write_text(f"name,result,reference\nKA,{result},X-1\nGeen,clear,\n", encoding="utf-8")
    compared = PartyLists([outside]).compare("K.A.")
    assert (compared.token, [hit.reference for hit in compared.hits]) == (result, ["X-1"])
    assert PartyLists([outside]).compare("Geen").token == "not_screened"
    listed = tmp_path / "targets.simple.csv"
    row = made(tmp_path, listed.name).read_text().replace("Blue Harbour Trading LLC", "Geen BV")
    listed.write_text(row, encoding="utf-8")
    assert PartyLists([listed]).compare("Geen").token == "name_match"


def test_each_outside_answer_has_its_own_day(tmp_path):
    """A name that was cleared years ago is not of the day of the newest answer in the file."""
    path = tmp_path / "outside.csv"
    path.write_text(
        "name,result,date\nAlfa,clear,2019-01-02\nBeta,clear,2026-11-20\nGamma,clear,\n"
        "Delta,no_match,2026-01-02\nDelta,no_match,2026-11-20\n", encoding="utf-8",
    )  # fmt: skip
    lists = PartyLists([path])
    days = {
        name: lists.compare(name).sources[0].as_of for name in ("Alfa", "Beta", "Gamma", "Delta")
    }
    assert days == {"Alfa": "2019-01-02", "Beta": "2026-11-20", "Gamma": "", "Delta": "2026-01-02"}


def test_a_name_too_long_to_be_compared_was_not_screened(tmp_path):
    """What comes after its first letters is not read, so that no answer is given."""
    lists = PartyLists([made(tmp_path, "targets.simple.csv")])
    assert lists.compare("x" * 470 + " Blue Harbour Trading").token == "no_match"
    long = lists.compare("x" * 500 + " Blue Harbour Trading")
    assert long.token == "not_screened"
    assert "longer than" in str(long.sources)


@pytest.mark.parametrize(
    "user",
    [{"name": "Blue Harbor Trading L.L.C."}, {"name": "Quiet Mill BV", "screening": "confirmed"}],
)
def test_a_hit_hides_no_party_that_was_not_screened(tmp_path, user):
    """With one party listed and another without a name, the duty and the warning stay."""
    said = application(**user)
    del said["exporter"]["name"]
    result = Screener(lists=[made(tmp_path, "targets.simple.csv")]).screen(said)
    assert facts_of(result)["chain.unscreened"] == "yes"
    [duty] = [found for found in result.duties if found.rule == "cp.art.5.screen-parties"]
    assert duty.status != "open"
    assert any("exporter: no name is stated" in one for one in result.warnings)


def test_a_hit_without_lists_hides_no_party_that_was_not_screened():
    """The same of results that the application states."""
    for stated, due in (({}, True), ({"screening": "clear"}, False)):
        said = application(screening="confirmed")
        said["exporter"] |= stated
        result = Screener().screen(said)
        met = {found.rule for found in result.duties if found.status != "open"}
        assert ("cp.art.5.screen-parties" in met) is due


def test_a_confirmed_party_hides_no_hit_on_another(tmp_path):
    """The warnings name the entry that the other one's name is like."""
    said = application(name="Quiet Mill BV", screening="confirmed")
    said["exporter"]["name"] = "Blue Harbour Trading LLC"
    result = Screener(lists=[made(tmp_path, "targets.simple.csv")]).screen(said)
    assert "exporter: written like `Blue Harbour Trading LLC`" in " ".join(result.warnings)


def test_the_graver_of_lists_and_application_counts(tmp_path):
    """A person's word that it is somebody else comes as a supplied fact with its source."""
    _, facts = screened(tmp_path, "eu.xml", name="Ahmed Ould Testmane", screening="clear")
    assert facts["end_user.screening"] == "name_match"
    _, facts = screened(tmp_path, "eu.xml", name="Quiet Mill BV", screening="confirmed")
    assert facts["end_user.screening"] == "confirmed"
    lists = [made(tmp_path, "eu.xml")]
    said = application(name="Ahmed Ould Testmane")
    source = "officer: another day of birth"
    said["facts"] = {
        name: {"value": "clear", "source": source}
        for name in ("end_user.screening", "chain.screening")
    }
    result = Screener(lists=lists).screen(said)
    assert "cp.1.a.name-match" not in {found.rule for found in result.findings}


def test_a_screening_made_elsewhere_is_brought_in(tmp_path):
    """For the names that it answers for."""
    _, facts = screened(tmp_path, "yente.json", name="Red Sea Freight")
    assert facts["end_user.screening"] == "name_match"
    _, facts = screened(tmp_path, "outside.csv", name="Stone Bridge NV")
    assert facts["end_user.screening"] == "clear"
    _, facts = screened(tmp_path, "outside.csv", name="Nobody Asked Ltd")
    assert facts["end_user.screening"] == "not_screened"


def test_names_are_in_no_receipt_and_no_log(tmp_path):
    """Nor numbers of registration; the receipt tells which lists there were."""
    result, _ = screened(
        tmp_path, "targets.simple.csv", name="Blue Harbor Trading", registration="AE-778899"
    )
    receipt = repr(result.receipt)
    assert "Harbo" not in receipt
    assert "OpenSanctions targets of 2026-11-22" in result.receipt.options["lists"]
    assert any(result.receipt.options["lists"] in warning for warning in result.warnings)
    entry = repr(decision_entry(result.case.application, result, seconds=1))
    assert "Harbo" not in entry
    assert "778899" not in entry
    assert input_digest(application()) == input_digest(application(name="X", registration="1"))


def test_every_file_that_cannot_be_read_is_told(tmp_path):
    """At once, each by its name."""
    one, other = tmp_path / "a.csv", tmp_path / "b.xml"
    one.write_text("x\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        PartyLists([one, other])
    assert [problem.where for problem in caught.value.problems] == ["a.csv", "b.xml"]


def test_lists_read_once_serve_many_screeners(tmp_path):
    """As the server uses them."""
    lists = PartyLists([made(tmp_path, "un.xml")])
    said = application(name="Testco Global Mining")
    for language in ("en", "nl"):
        result = Screener(lists=lists, language=language).screen(said)
        assert facts_of(result)["end_user.screening"] == "name_match"


def test_a_name_is_compared_once(tmp_path, monkeypatch):
    """However many goods and end users a case has: a list of names alike made it take minutes."""
    asked = []
    compare = ListIndex._alike
    monkeypatch.setattr(
        ListIndex, "_alike", lambda index, name: [asked.append(name), *compare(index, name)][1:]
    )
    users = [{"country": "AE", "name": f"Blue Harbour {number}"} for number in range(4)]
    case = application() | {"end_users": users, "items": [{"rating": "ML6.a"}] * 5}
    del case["end_user"]
    screener = Screener(engine="bitset", lists=[made(tmp_path, "targets.simple.csv")])
    first = screener.screen(case)
    assert sorted(asked) == ["Blue Harbour 0", "Blue Harbour 1", "Blue Harbour 2", "Blue Harbour 3",
                             "Quiet Exporter BV"]  # fmt: skip
    assert screener.screen(case) == first


def test_no_name_of_a_case_stays_in_a_list(tmp_path):
    """What a list keeps of a question is no name."""
    lists = PartyLists([made(tmp_path, "targets.simple.csv")])
    lists.compare("Somebody Unheard Of", "REG-123456")
    assert b"Unheard" not in pickle.dumps(lists)
    assert b"123456" not in pickle.dumps(lists)


def test_a_name_that_is_asked_again_is_answered_alike(tmp_path):
    """With its number and without, and by a copy in another process."""
    lists = PartyLists([made(tmp_path, "targets.simple.csv")])
    asked = [("Blue Harbour Trading", None), ("Blue Harbour Trading", "AE-778899"), ("-", None),
             ("Nobody", "AE-778899"), ("\ud800", None)]  # fmt: skip
    first = [lists.compare(*one) for one in asked]
    assert first == [lists.compare(*one) for one in asked]
    assert first == [pickle.loads(pickle.dumps(lists)).compare(*one) for one in asked]
    assert first[0] != first[1]

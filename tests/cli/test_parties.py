"""`licensecheck parties`, and lists of `check`."""

from __future__ import annotations

import json

from tests.cli.running import refused, run
from tests.facts.lists.made import made


def test_names_are_compared_with_lists(tmp_path):
    """A match for a person ends with 4, none with 0; the lists are named."""
    lists = str(made(tmp_path, "targets.simple.csv"))
    ran = run("parties", "Mohamed Karim Yildirim", "Jansen BV", "--lists", lists)
    assert ran.code == 4
    assert "Mohamed Karim Yildirim: name match" in ran.out
    assert "97% Muhammad Kerim Yildirim, NK-2" in ran.out
    assert "Jansen BV: no match" in ran.out
    assert "no match is not clear" in ran.out
    assert run("parties", "Jansen BV", "--lists", lists).code == 0


def test_a_name_that_was_not_compared_is_no_clean_end(tmp_path):
    """A pipeline that reads the exit code alone does not take it for no match."""
    lists, result = str(made(tmp_path, "eu.xml")), str(made(tmp_path, "outside.csv"))
    for name in ("-", "unknown", ""):
        assert run("parties", "Jansen BV", name, "--lists", lists).code == 3, name
    assert run("parties", "Nobody Asked Ltd", "--lists", result).code == 3
    assert run("parties", "Quiet Mill BV", "--lists", result).code == 0
    assert run("parties", "unknown", "Red Sea Freight", "--lists", result).code == 4


def test_a_file_of_names_is_compared(tmp_path):
    """By name and number of registration; as JSON for programs."""
    lists = str(made(tmp_path, "eu.xml"))
    names = tmp_path / "customers.csv"
    names.write_text("name;registration\nQuite Another;1027700132195\n", encoding="utf-8")
    ran = run("parties", "--from", str(names), "--lists", lists, "--format", "json")
    answer = json.loads(ran.out)
    assert answer["lists"] == [{"title": "EU consolidated list", "day": "2026-11-20", "entries": 2}]
    assert answer["parties"][0]["hits"][0]["compared"] == "registration"
    names.write_text("name,registration\nx,1\n,2\n", encoding="utf-8")
    assert (
        "customers.csv:3: `name` is missing"
        in refused(run("parties", "--from", str(names), "--lists", lists)).err
    )


def test_names_of_a_table_stand_in_a_column_of_its_own(tmp_path):
    """Other columns are let be, each name is compared once, and a wrong column is told."""
    lists = str(made(tmp_path, "targets.simple.csv"))
    table = tmp_path / "licences.csv"
    table.write_text("Land;Afnemer\nAE;Blue Harbor Trading\nAE;Blue Harbor Trading\nNL;Jansen BV\n")
    ran = run("parties", "--from", str(table), "--column", "Afnemer", "--lists", lists)
    assert ran.code == 4
    assert ran.out.count("name match") == 1
    assert "Jansen BV: no match" in ran.out
    told = refused(run("parties", "--from", str(table), "--lists", lists)).err
    assert "the column `name` is missing" in told


def test_signs_that_a_terminal_obeys_are_not_shown(tmp_path):
    """Neither those of a name that was asked for nor those of a list."""
    lists = made(tmp_path, "targets.simple.csv")
    lists.write_text(lists.read_text(encoding="utf-8").replace("Blue H", "Blue \x1bH"), "utf-8")
    ran = run("parties", "Blue \u202eHarbour Trading", "--lists", str(lists))
    assert ran.code == 4
    assert not {"\x1b", "\u202e"} & set(ran.out)


def test_names_come_in_one_way(tmp_path):
    """As arguments or from a file, with at least one list."""
    lists = str(made(tmp_path, "eu.xml"))
    assert "give NAMEs" in refused(run("parties", "--lists", lists)).err
    assert "--lists" in refused(run("parties", "x")).err
    assert "is no list" in refused(run("parties", "x", "--lists", __file__)).err


def test_a_check_compares_its_parties(tmp_path):
    """With every list that it is given."""
    document = tmp_path / "case.yaml"
    document.write_text(
        "exporter: {country: NL, name: A}\nend_user: {country: AE, name: Orchid Cargo Lines}\n"
        "items: [{rating: ML6.a}]\n",
        encoding="utf-8",
    )
    lists = [str(made(tmp_path, name)) for name in ("eu.csv", "un.xml")]
    ran = run("check", str(document), "--lists", lists[0], "--lists", lists[1])
    assert "KPe.900" in ran.out
    assert "is no list" in refused(run("check", str(document), "--lists", str(document))).err


def test_what_was_compared_is_explained_and_replayed(tmp_path):
    """`explain` and `replay` take the lists that `check` takes, and come to the same."""
    lists = ("--lists", str(made(tmp_path, "targets.simple.csv")))
    case = tmp_path / "case.json"
    case.write_text(json.dumps({
        "as_of": "2026-11-24", "exporter": {"country": "NL", "name": "Jansen BV"},
        "end_user": {"country": "SA", "name": "Mohamed Karim Yildirim"},
        "items": [{"rating": "ML6.a"}],
    }), encoding="utf-8")  # fmt: skip
    receipt = str(tmp_path / "receipt.json")
    assert run("check", str(case), *lists, "--receipt", receipt, "-q").code == 4
    assert run("replay", receipt, str(case), *lists).out.startswith("SAME")
    rule = ("--rule", "cp.art.5.screen-parties")
    assert "NOT MET" in run("explain", str(case), *rule, *lists).out
    assert "screen-parties: MET" in run("explain", str(case), *rule).out

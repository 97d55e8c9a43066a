"""Files in the wrong place, and what is told of them."""

from __future__ import annotations

from tests.cli.running import refused, run
from tests.conftest import ROOT


def test_a_receipt_in_the_place_of_the_application_is_named(tmp_path):
    """Once, and not by every field of a receipt that an application does not have."""
    receipt, application = tmp_path / "r.json", str(ROOT / "examples" / "application.yaml")
    run("check", application, "--quiet", "--receipt", str(receipt))
    for words in ((application, str(receipt)), (str(receipt), str(receipt))):
        assert refused(run("replay", *words)).err == (
            "`r.json` is a receipt or a result, and no application\n"
            "  help: first the receipt or result, then the application\n"
        )
    assert run("replay", str(receipt), application).code == 0


def test_a_long_list_of_what_would_have_been_right_is_told_once(tmp_path):
    """Each unknown field has its line; the names of all fields stand once."""
    document = tmp_path / "a.yaml"
    document.write_text("qqqq: 1\nzzzz: 2\n", encoding="utf-8")
    told = refused(run("check", str(document))).err
    assert told.count("unknown field") == 2
    assert told.count("its fields:") == 1

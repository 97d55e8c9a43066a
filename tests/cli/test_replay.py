"""`licensecheck replay`: its words go in an order, and a wrong order is told as such."""

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

"""The shell completes commands, options and words; `docs/how-to/install.md` tells how."""

from __future__ import annotations

import pytest

from tests.cli.running import spawn


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("licensecheck sha", "plain,share"),
        ("licensecheck check --expo", "plain,--exporter"),
        ("licensecheck rules val", "plain,validate"),
        ("licensecheck check --rating ml15", "plain,ML15.c"),
        ("licensecheck rating ML6.b", "plain,ML6.b.1"),
        ("licensecheck place Sau", "plain,SA"),
        ("licensecheck country Sau", "plain,SA"),
        ("licensecheck check --destination Sau", "plain,SA"),
        ("licensecheck check --alliance nato-p", "plain,nato-plus"),
        ("licensecheck check --end-user-kind armed", "plain,armed_forces"),
        ("licensecheck check --letter emb", "plain,embassy"),
        ("licensecheck check --embassy-in Sau", "plain,SA"),
        ("licensecheck check --format mark", "plain,markdown"),
        ("licensecheck check --stop-on la", "plain,law"),
        ("licensecheck screen t.csv --stop-on la", "plain,law"),
        ("licensecheck decide r.json --verdict granted_", "plain,granted_on_conditions"),
        ("licensecheck check --set docs.e", "plain,docs.euc="),
        ("licensecheck check --set docs.euc=ver", "plain,docs.euc=verified"),
    ],
)
def test_a_word_is_completed(typed: str, offered: str) -> None:
    """As bash asks for it."""
    words = typed.split()
    ran = spawn(variables={
        "_LICENSECHECK_COMPLETE": "bash_complete", "COMP_WORDS": typed,
        "COMP_CWORD": str(len(words) - 1),
    })  # fmt: skip
    assert offered in ran.out.splitlines(), ran


def test_the_shell_gets_its_script() -> None:
    """For the line that a user adds."""
    ran = spawn(variables={"_LICENSECHECK_COMPLETE": "bash_source"})
    assert "_licensecheck_completion" in ran.out

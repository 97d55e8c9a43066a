"""Version of the software and editions of the law and the data that it carries."""

from __future__ import annotations

from datetime import date

from licensecheck.reference import Reference
from licensecheck.rules.load import load_ruleset, packaged_rulesets
from licensecheck.screening.receipt import version
from licensecheck.vocabulary import Vocabulary

__all__ = ["version_text"]


def version_text() -> str:
    """Lines that name the version, the rulesets, the vocabulary and the reference tables."""
    reference = Reference.load()
    lines = [f"licensecheck {version()}"]
    for name, path in packaged_rulesets().items():
        ruleset = load_ruleset(path)
        lines.append(f"rules {name}: {len(ruleset.rules)} rules, sha256 {ruleset.digest[:12]}")
    lines.append(f"vocabulary {Vocabulary.load().edition}")
    lines.append(f"reference {reference.edition}, review by {reference.review_by}")
    if reference.own_tables:
        lines.append(f"tables of your own: {', '.join(reference.own_tables)}")
    overdue = reference.overdue(date.today())
    if overdue:
        lines.append(f"past their day of review: {', '.join(overdue)}; look for changes since")
    return "\n".join(lines)

"""The receipt: editions and hashes of all that an answer depends on, without names of parties."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any, Final

from licensecheck.extras import DISTRIBUTION
from licensecheck.law import law_dir
from licensecheck.reference.reference import Reference
from licensecheck.rules.alliances import Alliance
from licensecheck.rules.model import Ruleset
from licensecheck.screening.result import Receipt
from licensecheck.vocabulary import Vocabulary

__all__ = [
    "NAMES_AND_TEXT",
    "decided_digest",
    "input_digest",
    "make_receipt",
    "version",
]

# Fields of an application that name somebody or hold free text; no rule reads them.
NAMES_AND_TEXT: Final = frozenset(
    (
        "name",
        "address",
        "registration",
        "description",
        "unit",
        "reference",
        "by",
        "ground",
        "source",
    )
)


@cache
def version(distribution: str = DISTRIBUTION) -> str:
    """Version of an installed distribution; `unknown` when it is not installed as one."""
    # In the name of a folder a hyphen is written as an underscore.
    folder_name = distribution.replace("-", "_")
    # The folder of an installed distribution bears its version. importlib.metadata reads the same
    # and more, but its import takes a tenth of a whole cold check.
    for folder in sys.path:
        for info in Path(folder).glob(f"{folder_name}-*.dist-info"):
            return info.name.removesuffix(".dist-info").rpartition("-")[2]
    return "unknown"


def input_digest(document: Mapping[str, Any]) -> str:
    """SHA-256 of what an application says, without names and free text, in canonical JSON.

    Left out is what no rule reads and what could be found by trying: names and addresses of
    parties, descriptions, units, references, who judged and on which ground, and in whose words
    a fact is known. A salt would keep them in as well, but then only who holds the salt could
    replay. The price: two applications that differ in nothing but names have one digest. The
    order of keys does not count.
    """
    return _digest(_without_names(document))


def _without_names(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {k: _without_names(v) for k, v in value.items() if k not in NAMES_AND_TEXT}
    if isinstance(value, list | tuple):
        return [_without_names(entry) for entry in value]
    return value


def decided_digest(result: Any) -> str:
    """SHA-256 of what was decided: tokens and no texts, so it is the same in every language.

    Args:
        result: An `Answer`, or a result that was kept: both bear the same names.
    """
    outcome = result.outcome
    return _digest(
        {
            "outcome": [outcome.status, outcome.at_worst, outcome.bar_possible],
            "containment": [
                [c.alliance, c.verdict, dict(c.axes),
                 [[list(t.countries), t.inside] for t in c.touchpoints]]
                for c in result.containment
            ],
            "criteria": [
                [c.criterion, c.status, c.at_worst, c.bar_possible, list(c.basis),
                 c.examined.decided, c.examined.of, sorted(c.findings)]
                for c in result.criteria
            ],
            "findings": sorted(
                [f.rule, f.status, f.could_be, list(f.items), list(f.end_users), sorted(f.missing),
                 sorted(b.fact for b in f.because)]
                for f in (*result.findings, *result.duties)
            ),
            "questions": [question.fact for question in result.questions],
        }
    )  # fmt: skip


def make_receipt(
    *,
    rulesets: Sequence[Ruleset],
    alliances: Sequence[Alliance],
    vocabulary: Vocabulary,
    reference: Reference,
    engines: Sequence[str],
    options: Mapping[str, str],
) -> Receipt:
    """Gather editions and hashes; they are the same for every screen of one screener."""
    versions = {"durable-rules": version("durable_rules"), "bitset": version()}
    return Receipt(
        licensecheck=version(),
        python=".".join(map(str, sys.version_info[:3])),
        engines={name: versions.get(name, version()) for name in engines},
        rules={ruleset.name: ruleset.digest for ruleset in rulesets},
        rule_files={
            f"{ruleset.name}/{file}": digest
            for ruleset in rulesets
            for file, digest in ruleset.files.items()
        },
        vocabulary=vocabulary.edition,
        vocabulary_hash=_file_hash(law_dir() / "vocabulary.yaml"),
        reference_edition=reference.edition,
        reference=dict(reference.hashes()),
        alliances={alliance.name: _digest(asdict(alliance)) for alliance in alliances},
        options=dict(options),
        input="",
    )


@cache
def _file_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()

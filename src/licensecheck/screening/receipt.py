"""The receipt: editions and hashes of all that an answer depends on, without names of parties."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from licensecheck.reference.reference import Reference
from licensecheck.rules.model import Ruleset
from licensecheck.screening.result import Receipt
from licensecheck.vocabulary import Vocabulary

__all__ = ["input_digest", "make_receipt", "version"]


@cache
def version(distribution: str = "licensecheck") -> str:
    """Version of an installed distribution; `unknown` when it is not installed as one."""
    # The folder of an installed distribution bears its version. importlib.metadata reads the same
    # and more, but its import takes a tenth of a whole cold check.
    for folder in sys.path:
        for info in Path(folder).glob(f"{distribution}-*.dist-info"):
            return info.name.removesuffix(".dist-info").rpartition("-")[2]
    return "unknown"


def input_digest(document: Mapping[str, Any]) -> str:
    """SHA-256 of an application in canonical JSON: the order of keys does not count."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def make_receipt(
    *,
    rulesets: Sequence[Ruleset],
    vocabulary: Vocabulary,
    reference: Reference,
    engines: Sequence[str],
    options: Mapping[str, str],
    digest: str,
) -> Receipt:
    """Gather editions and hashes; all but the digest are the same for every screen."""
    versions = {"durable-rules": version("durable_rules"), "bitset": version()}
    return Receipt(
        licensecheck=version(),
        python=".".join(map(str, sys.version_info[:3])),
        engines={name: versions.get(name, version()) for name in engines},
        rules={ruleset.name: ruleset.digest for ruleset in rulesets},
        vocabulary=vocabulary.edition,
        reference_edition=reference.edition,
        reference=dict(reference.hashes()),
        options=dict(options),
        input=digest,
    )

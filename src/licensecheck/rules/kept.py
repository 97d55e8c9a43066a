"""Keeping the packaged law as it was read: see `compiled`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from licensecheck import compiled
from licensecheck.law import law_dir, load_yaml_file
from licensecheck.rules.files import packaged_rulesets, rule_files
from licensecheck.rules.reading import read_ruleset
from licensecheck.vocabulary import Vocabulary

__all__ = ["keep_law"]


def keep_law(target: Path = compiled.COMPILED, *, for_wheel: bool = False) -> None:
    """Keep what reading the vocabulary, the rulesets and the alliances of the law gives.

    Args:
        target: The file to write.
        for_wheel: As of `compiled`.
    """
    law = law_dir()
    found = {path.relative_to(law).as_posix(): one for path, one in _read(law)}
    target.write_bytes(compiled.compiled(found, for_wheel=for_wheel))


def _read(law: Path) -> Iterator[tuple[Path, Any]]:
    words = Vocabulary.load()
    yield law / "vocabulary.yaml", words
    for path in packaged_rulesets().values():
        yield path, read_ruleset(path, rule_files(path), words)
    for file in sorted((law / "alliances").glob("*.yaml")):
        yield file, load_yaml_file(file)

"""Keeping the packaged law as it was read: see `compiled`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from licensecheck import compiled
from licensecheck.documents.texts import read_text
from licensecheck.law import law_dir, load_yaml_file
from licensecheck.rules.files import packaged_rulesets, rule_files
from licensecheck.rules.load import kept_texts
from licensecheck.rules.reading import read_ruleset
from licensecheck.vocabulary import Vocabulary

__all__ = ["keep_law"]


def keep_law(target: Path = compiled.COMPILED) -> None:
    """Keep what reading the vocabulary, the rulesets and the alliances of the law gives.

    Args:
        target: The file to write.
    """
    target.write_bytes(compiled.compiled(_kept()))


def _kept() -> Iterator[tuple[Sequence[bytes], Any]]:
    words = Vocabulary.load()
    file = law_dir() / "vocabulary.yaml"
    yield [b"vocabulary", file.read_bytes()], words
    for path in packaged_rulesets().values():
        files = tuple(rule_files(path))
        yield kept_texts(files, words), read_ruleset(path, files, words)
    for file in sorted((law_dir() / "alliances").glob("*.yaml")):
        yield [read_text(file).encode()], load_yaml_file(file)

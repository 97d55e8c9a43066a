"""Loading a ruleset: kept as it was read where it is packaged, else read from its files.

In: a rule file, or a folder of them. Out: a `Ruleset`, the same one for the same files.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from licensecheck import compiled
from licensecheck.law import law_dir, load_yaml_file, packaged_rulesets, rule_files, stamp_of
from licensecheck.rules.model import Ruleset
from licensecheck.vocabulary import Vocabulary

__all__ = ["keep_law", "load_ruleset"]


def load_ruleset(path: Path, vocabulary: Vocabulary | None = None) -> Ruleset:
    """Load and check a ruleset.

    Args:
        path: A rule file, or a folder of them.
        vocabulary: The words that rules may use; the packaged one by default.

    Raises:
        LawError: A file breaks the form; every problem of every file is listed.
    """
    files = tuple(rule_files(path))
    # A file that was edited meanwhile is another file.
    stamps = tuple(stamp_of(file) for file in files)
    words = vocabulary or Vocabulary.load()
    found = _load(path, files, stamps, words)
    if any(stamp != stamp_of(file) for file, stamp in found.lists):
        # A list beside it was edited meanwhile.
        _load.cache_clear()
        found = _load(path, files, stamps, words)
    return found


@lru_cache(maxsize=256)
def _load(
    path: Path, files: tuple[Path, ...], _stamps: tuple[tuple[int, ...], ...], words: Vocabulary
) -> Ruleset:
    kept: Ruleset | None = compiled.find(path, files) if words is Vocabulary.load() else None
    if kept is not None:
        return kept
    # The models of what people write take longer to make than the law takes to load.
    from licensecheck.rules.reading import read_ruleset

    return read_ruleset(path, files, words)


def keep_law(target: Path = compiled.COMPILED, *, for_wheel: bool = False) -> None:
    """Keep what reading the vocabulary, the rulesets and the alliances of the law gives.

    Args:
        target: The file to write.
        for_wheel: As of `compiled`.
    """
    law = law_dir()
    found = {path.relative_to(law).as_posix(): one for path, one in _packaged(law)}
    target.write_bytes(compiled.compiled(found, for_wheel=for_wheel))


def _packaged(law: Path) -> Iterator[tuple[Path, Any]]:
    from licensecheck.rules.reading import read_ruleset

    words = Vocabulary.load()
    yield law / "vocabulary.yaml", words
    for path in packaged_rulesets().values():
        yield path, read_ruleset(path, rule_files(path), words)
    for file in sorted((law / "alliances").glob("*.yaml")):
        yield file, load_yaml_file(file)

"""Loading a ruleset: kept as it was read where it is packaged, else read from its files.

In: a rule file, or a folder of them. Out: a `Ruleset`, the same one for the same files.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from licensecheck import compiled
from licensecheck.law import stamp_of
from licensecheck.rules.files import packaged_rulesets, rule_files
from licensecheck.rules.model import Ruleset
from licensecheck.vocabulary import Vocabulary

__all__ = ["load_ruleset", "packaged_rulesets", "rule_files"]


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

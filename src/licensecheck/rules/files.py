"""Where the files of a ruleset stand, and in which order they are read."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from licensecheck.law import law_dir

__all__ = ["is_packaged", "packaged_rulesets", "rule_files"]

_OLDER: Final = (".cases.yaml", "coverage.yaml")


def packaged_rulesets() -> dict[str, Path]:
    """Names of the packaged rulesets and where they stand, such as `eu-common-position`."""
    root = law_dir()
    national = {path.stem: path for path in sorted((root / "national").glob("*.yaml"))}
    return {"eu-common-position": root / "eu-common-position", **national}


def rule_files(path: Path) -> list[Path]:
    """The files of a ruleset, by the order of its points: the file itself, or those of a folder."""
    if not path.is_dir():
        return [path]
    files = [file for file in path.glob("*.yaml") if not file.name.endswith(_OLDER)]
    return sorted(files, key=_order)


def _order(file: Path) -> tuple[list[str | int], bool, list[str | int]]:
    """By number, then letter (`criterion-1.ba`), then a word where no letter was seen."""
    head, _, rest = file.stem.partition(".")
    return _numbered(head), bool(re.match(r"[a-z]{3}", rest)), _numbered(rest)


def _numbered(text: str) -> list[str | int]:
    return [int(part) if part.isdigit() else part for part in re.split(r"([0-9]+)", text)]


@lru_cache(maxsize=64)
def is_packaged(folder: Path) -> bool:
    """Whether a folder is of the law that is packaged, and not of an office's own."""
    return folder.resolve().is_relative_to(law_dir().resolve())

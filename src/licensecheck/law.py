"""The one locator of the packaged law and of the files of a ruleset, and how they are loaded.

In: a file under `rulesets/`, or a law file of the user. Out: its values with line marks.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from licensecheck.documents.strict_yaml import Document, load_yaml
from licensecheck.documents.texts import read_text
from licensecheck.errors import LawError, Problem, told

__all__ = [
    "MANIFEST",
    "is_packaged",
    "law_dir",
    "load_yaml_file",
    "packaged_rulesets",
    "rule_files",
    "stamp_of",
]

# Written into a wheel by hatch_build.py: the SHA-256 of each file of the law, by its path.
MANIFEST = "manifest.json"
_AGAIN: Final = told("install licensecheck again")
_OLDER: Final = (".cases.yaml", "coverage.yaml")


@functools.cache
def law_dir() -> Path:
    """Folder of the packaged law: `_law` beside this file in a wheel, `rulesets/` in a checkout.

    What was installed is held against its manifest, so that a file that was lost, cut off or
    changed on the way gives an error and not a lesser answer. The files of a checkout are there to
    be changed; their hashes stand in every receipt.

    Raises:
        LawError: The law is missing, or is not what was packaged; every such file is named.
    """
    here = Path(__file__).resolve().parent
    installed, checkout = here / "_law", here.parent.parent / "rulesets"
    if installed.is_dir():
        problems = list(_damage(installed))
        if problems:
            raise LawError(problems)
        return installed
    if (checkout / "vocabulary.yaml").is_file():
        return checkout
    raise LawError(Problem(str(installed), told("the rule files are missing"), _AGAIN))


def _damage(folder: Path) -> Iterator[Problem]:
    """What of the installed law is not as its manifest says."""
    try:
        manifest: dict[str, str] = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        yield Problem(f"{folder.name}/{MANIFEST}", told("cannot be read"), _AGAIN)
        return
    for name, digest in manifest.items():
        try:
            content = (folder / name).read_bytes()
        except OSError:
            yield Problem(f"{folder.name}/{name}", told("is missing"), _AGAIN)
            continue
        if hashlib.sha256(content).hexdigest() != digest:
            yield Problem(
                f"{folder.name}/{name}", told("is not the file that was packaged"), _AGAIN
            )


def stamp_of(path: Path) -> tuple[int, ...]:
    """What tells a file from the same file after an edit; empty where there is no file."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return ()
    # The last two tell what keeps its time: a copy that was put in its place, an edit undone.
    return status.st_mtime_ns, status.st_size, status.st_ino, status.st_ctime_ns


def load_yaml_file(path: Path) -> Document:
    """Load a YAML file of law; see `load_yaml`.

    Raises:
        InputError: It cannot be read, or a code in it that others take for a number has no quotes.
    """
    return load_yaml(read_text(path), name=path.name, codes_quoted=True)


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


@functools.lru_cache(maxsize=64)
def is_packaged(folder: Path) -> bool:
    """Whether a folder is of the law that is packaged, and not of an office's own."""
    return folder.resolve().is_relative_to(law_dir().resolve())

"""An audit of what is installed, without a network.

python -m tools.audit [--advisories FOLDER]

Three questions: is what is installed what the lock files pin, is every licence one that we may
build on, and does an advisory of FOLDER (JSON files in the OSV form, such as a copy of a public
advisory database) touch a pinned version. Without FOLDER the third is not answered, and said so.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from email.message import Message
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from packaging.version import InvalidVersion, Version

ROOT: Final = Path(__file__).resolve().parent.parent
LOCKS: Final = ("run.txt", "dev.txt", "spark.txt")
_PIN: Final = re.compile(r"^([a-z0-9.-]+)==([^\s;\\]+)", re.MULTILINE)
# Licences that leave our users free to use and pass on the whole. Matched in what a package
# declares of itself; for those that it ships with, only the lock of the package itself counts.
_FREE: Final = re.compile(
    r"\b(MIT|BSD|Apache|PSF|Python Software Foundation|ISC|MPL|Mozilla|LGPL|"
    r"Lesser General Public|Unlicense|Zlib|0BSD)\b",
    re.IGNORECASE,
)


def pins(lock: str) -> dict[str, str]:
    """Versions by package of a lock file."""
    return dict(_PIN.findall((ROOT / "requirements" / lock).read_text(encoding="utf-8")))


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def installed() -> dict[str, str]:
    """Versions by package of this environment."""
    return {_key(found.metadata["Name"]): found.version for found in metadata.distributions()}


def wrong_versions(pinned: Mapping[str, str], found: Mapping[str, str]) -> Iterator[str]:
    """Packages that are there in another version than the lock says."""
    for name, version in sorted(pinned.items()):
        if name in found and found[name] != version:
            yield f"{name}: {found[name]} is installed, the lock pins {version}"


def licence_of(name: str) -> str:
    """What a package says of its licence: the expression, the classifiers, or the free field."""
    # The fields of a message, which the stubs of 3.11 do not tell.
    about: Message = metadata.metadata(name)  # type: ignore[assignment]
    classifiers = [line.rpartition(":: ")[2] for line in about.get_all("Classifier") or []
                   if line.startswith("License ::")]  # fmt: skip
    free = (about.get("License") or "").partition("\n")[0]
    return about.get("License-Expression") or "; ".join(classifiers) or free


def unfit_licences(names: Sequence[str]) -> Iterator[str]:
    """Packages whose licence is not stated, or is none that we may build on."""
    for name in names:
        try:
            said = licence_of(name)
        except metadata.PackageNotFoundError:
            yield f"{name}: not installed, so its licence was not looked at"
            continue
        if not _FREE.search(said):
            yield f"{name}: licence {said or 'not stated'}"


def advisories(folder: Path) -> Iterator[Mapping[str, Any]]:
    """Every advisory of a folder, those withdrawn left out."""
    for path in sorted(folder.rglob("*.json")):
        advisory = json.loads(path.read_text(encoding="utf-8"))
        if not advisory.get("withdrawn"):
            yield advisory


def touches(advisory: Mapping[str, Any], name: str, version: str) -> bool:
    """Whether an advisory covers a version of a package, by list or by range."""
    for affected in advisory.get("affected", ()):
        package = affected.get("package", {})
        if package.get("ecosystem") != "PyPI" or _key(package.get("name", "")) != name:
            continue
        if version in affected.get("versions", ()):
            return True
        if any(_within(each.get("events", ()), version) for each in affected.get("ranges", ())
               if each.get("type") == "ECOSYSTEM"):  # fmt: skip
            return True
    return False


def _within(events: Sequence[Mapping[str, str]], version: str) -> bool:
    inside = False
    for event in events:
        for kind, bound in event.items():
            try:
                reached = bound == "0" or Version(version) >= Version(bound)
                beyond = bound != "0" and Version(version) > Version(bound)
            except InvalidVersion:
                return True  # what cannot be compared is looked at by a person
            if kind == "introduced" and reached:
                inside = True
            if (kind == "fixed" and reached) or (kind == "last_affected" and beyond):
                inside = False
    return inside


def main(arguments: Sequence[str]) -> int:
    """Print what is wrong; 0 if nothing is."""
    parser = argparse.ArgumentParser(prog="audit", description=__doc__)
    parser.add_argument("--advisories", type=Path, help="folder of OSV files")
    options = parser.parse_args(arguments)
    pinned = {name: version for lock in LOCKS for name, version in pins(lock).items()}
    wrong = [*wrong_versions(pinned, installed()), *unfit_licences(sorted(pins("run.txt")))]
    print(f"{len(pinned)} packages pinned, {len(pins('run.txt'))} of them for use")
    if options.advisories is None:
        print("known vulnerabilities: not looked up (give --advisories FOLDER)")
    else:
        number = 0
        for advisory in advisories(options.advisories):
            number += 1
            wrong += [
                f"{name} {version}: {advisory['id']} {advisory.get('summary', '')}".rstrip()
                for name, version in pinned.items()
                if touches(advisory, name, version)
            ]
        print(f"known vulnerabilities: {number} advisories looked at")
    print("\n".join(wrong) or "nothing found")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

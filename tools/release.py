"""The next version, from the news files: an answer that can change is a version that changes.

python -m tools.release [FOLDER]
python -m tools.release --make

The second writes the version into `pyproject.toml` and gathers the news into `CHANGELOG.md`; what
is left then is to make the pages and examples anew, to commit, and to tag.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
# Kinds of news whose entries are more than a mended internal error.
_MINOR: Final = ("rule", "data", "added", "changed")
KINDS: Final = (*_MINOR, "fixed")
_NAME: Final = re.compile(r"^[A-Za-z0-9.-]+\.(?P<kind>[a-z]+)\.md\Z")
_VERSION: Final = re.compile(r'^version = "[^"]*"$', re.MULTILINE)


def news(folder: Path) -> Counter[str]:
    """How many news files of each kind there are.

    Raises:
        ValueError: There is no such folder, or a file is of no kind.
    """
    if not folder.is_dir():
        raise ValueError(f"{folder}: no such folder")
    found: Counter[str] = Counter()
    for path in sorted(folder.glob("*.md")):
        if path.name == "README.md":
            continue
        match = _NAME.match(path.name)
        if match is None or match["kind"] not in KINDS:
            raise ValueError(f"{path.name}: the kind is one of {', '.join(KINDS)}")
        found[match["kind"]] += 1
    return found


def next_version(version: str, kinds: Mapping[str, int]) -> str:
    """The version that follows; the same where there is no news."""
    major, minor, patch = map(int, version.split("."))
    if any(kinds.get(kind) for kind in _MINOR):
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1}" if kinds.get("fixed") else version


def with_version(project: str, version: str) -> str:
    """The text of `pyproject.toml` with another version of the project.

    Raises:
        ValueError: It states no version, or several.
    """
    text, count = _VERSION.subn(f'version = "{version}"', project)
    if count != 1:
        raise ValueError(f"pyproject.toml states {count} versions of the project, not one")
    return text


def make(root: Path) -> str:
    """Make the next release of a checkout, and return its version.

    Raises:
        ValueError: There is no news, so nothing to release.
        subprocess.CalledProcessError: The news could not be gathered; the version is as before.
    """
    project = root / "pyproject.toml"
    before = project.read_text(encoding="utf-8")
    now = tomllib.loads(before)["project"]["version"]
    version = next_version(now, news(root / "changelog.d"))
    if version == now:
        raise ValueError(f"no news since {now}: nothing to release")
    command = [sys.executable, "-m", "towncrier", "build", "--yes", "--version", version]
    subprocess.run(command, cwd=root, check=True)
    project.write_text(with_version(before, version), encoding="utf-8")
    return version


def main(arguments: Sequence[str]) -> int:
    """Print the next version and why, or make it."""
    if list(arguments) == ["--make"]:
        print(make(ROOT))
        print("left: `make docs-pages`, the tests, a commit, and a tag", file=sys.stderr)
        return 0
    folder = Path(arguments[0]) if arguments else ROOT / "changelog.d"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = news(folder)
    said = ", ".join(f"{number} {kind}" for kind, number in found.items()) or "no news"
    print(next_version(project["version"], found))
    print(f"since {project['version']}: {said}", file=sys.stderr)
    if found["rule"] or found["data"]:
        print("answers may change: name the rules in the release", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Alliance files: what "inside" means, by name. They are rule files like any other.

In: `rulesets/alliances/*.yaml`, or a user's own file by path. Out: `Alliance`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from licensecheck.errors import InputError, LawError, Problem, nearest, quote
from licensecheck.law import law_dir, load_yaml_file
from licensecheck.reference.reference import Reference

__all__ = ["Alliance", "check_members", "find_alliance", "load_alliance", "packaged_alliances"]

_KEYS = ("alliance", "title", "inside", "area", "meaning", "source")
AREAS = ("", "article_6")
_CODE = re.compile(r"[A-Z]{2}\Z")


@dataclass(frozen=True, slots=True)
class Alliance:
    """One definition of inside.

    Attributes:
        name: As options and results write it.
        groups: Dated groups of the memberships table; a member of any is inside.
        countries: Single states counted as inside without a group.
        area: `article_6` where the place must also lie in the treaty area; "" for none.
    """

    name: str
    title: str
    groups: tuple[str, ...]
    countries: tuple[str, ...]
    area: str
    meaning: str
    source: str


def packaged_alliances() -> dict[str, Path]:
    """Names of the packaged alliance files."""
    return {path.stem: path for path in sorted((law_dir() / "alliances").glob("*.yaml"))}


def find_alliance(name: str) -> Alliance:
    """An alliance by its packaged name, or by the path of a user's own file.

    Raises:
        InputError: No packaged alliance has the name, and no file is there.
        LawError: The file breaks the form.
    """
    packaged = packaged_alliances()
    if name in packaged:
        return load_alliance(packaged[name])
    if name.endswith((".yaml", ".yml")):
        return load_alliance(Path(name))
    help_ = nearest(name, packaged) or f"one of: {', '.join(packaged)}; or a file ending in .yaml"
    raise InputError(Problem("", f"no alliance by the name {quote(name)}", help_))


@cache
def load_alliance(path: Path) -> Alliance:
    """Load and check one alliance file.

    Raises:
        LawError: The file breaks the form; every problem is listed.
    """
    document = load_yaml_file(path)
    data = document.data
    if not isinstance(data, dict):
        raise LawError(Problem(document.name, "an alliance file holds `alliance: name` and more"))
    problems = [
        Problem(f"{document.name}:{document.line((key,))}", f"unknown field {quote(key)}",
                nearest(key, _KEYS))
        for key in data
        if key not in _KEYS
    ]  # fmt: skip
    for key in ("alliance", "title", "inside"):
        if not data.get(key):
            problems.append(Problem(document.name, f"`{key}` is missing"))
    groups: list[str] = []
    countries: list[str] = []
    rows = data.get("inside")
    for index, row in enumerate(rows if isinstance(rows, list) else []):
        if isinstance(row, dict) and set(row) == {"group"}:
            groups.append(str(row["group"]))
        elif isinstance(row, dict) and set(row) == {"country"} and _CODE.match(str(row["country"])):
            countries.append(str(row["country"]))
        else:
            where = f"{document.name}:{document.line(('inside', index))}"
            problems.append(Problem(where, "`inside` holds `group: NAME` or `country: CODE`"))
    area = str(data.get("area") or "")
    if area not in AREAS:
        where = f"{document.name}:{document.line(('area',))}"
        problems.append(Problem(where, f"no such area {quote(area)}", "the one area: `article_6`"))
    if problems:
        raise LawError(problems)
    return Alliance(
        str(data["alliance"]), str(data["title"]), tuple(groups), tuple(countries), area,
        str(data.get("meaning", "")), str(data.get("source", "")),
    )  # fmt: skip


def check_members(alliance: Alliance, reference: Reference) -> None:
    """Check that the groups and countries of an alliance are in the tables.

    Raises:
        LawError: Each that is not, with the nearest that is.
    """
    where = f"alliance {alliance.name}"
    known = {
        "group": (alliance.groups, [row["group"] for row in reference.rows("groups")]),
        "country": (alliance.countries, [row["code"] for row in reference.rows("countries")]),
    }
    problems = [
        Problem(where, f"no {kind} {quote(name)}", nearest(name, choices))
        for kind, (names, choices) in known.items()
        for name in names
        if name not in choices
    ]
    if problems:
        raise LawError(problems)

"""Alliance files: what "inside" means, by name. They are rule files like any other.

In: `rulesets/alliances/*.yaml`, or a user's own file by path. Out: `Alliance`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from licensecheck.documents.strict_yaml import Document
from licensecheck.errors import InputError, LawError, Problem, names_of, nearest, quote
from licensecheck.law import law_dir, load_yaml_file, stamp_of
from licensecheck.reference.open_domains import read_state
from licensecheck.reference.reference import Reference

__all__ = ["AREAS", "Alliance", "find_alliance", "find_alliances", "load_alliance"]
__all__ += ["packaged_alliances"]

_KEYS = ("alliance", "title", "inside", "area", "meaning", "source")
_NEEDED: Final = ("alliance", "title", "inside")
AREAS: Final = ("", "article_6")


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


def find_alliance(name: str, reference: Reference | None = None) -> Alliance:
    """An alliance by its packaged name, or by the path of a user's own file.

    Args:
        name: The name or path.
        reference: Where its groups must stand; the packaged tables by default.

    Raises:
        InputError: No packaged alliance has the name, and no file is there.
        LawError: The file breaks the form.
    """
    packaged = packaged_alliances()
    if name in packaged:
        return load_alliance(packaged[name], reference)
    if name.endswith((".yaml", ".yml")):
        return load_alliance(Path(name), reference)
    help_ = nearest(name, packaged) or f"one of: {', '.join(packaged)}; or a file ending in .yaml"
    raise InputError(Problem("", f"no alliance by the name {quote(name)}", help_))


def find_alliances(
    names: Sequence[str], reference: Reference | None = None
) -> tuple[Alliance, ...]:
    """Several alliances, as an option names them; see `find_alliance`.

    Raises:
        InputError: They are no list, or none; or as for `find_alliance`.
        LawError: As for `find_alliance`.
    """
    return tuple(find_alliance(name, reference) for name in names_of("alliances", names))


def load_alliance(path: Path, reference: Reference | None = None) -> Alliance:
    """Load and check one alliance file; a file that was edited meanwhile is read anew.

    Raises:
        LawError: The file breaks the form, or names a group or country that is not in the
            tables; every problem is listed.
    """
    return _load(path, stamp_of(path), reference or Reference.load())


@lru_cache(maxsize=64)
def _load(path: Path, _stamp: tuple[int, ...], reference: Reference) -> Alliance:
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
    problems += [
        Problem(document.name, f"`{key}` is missing") for key in _NEEDED if not data.get(key)
    ]
    inside = list(_members(document, data.get("inside") or [], reference, problems))
    area = str(data.get("area") or "")
    if area not in AREAS:
        where = f"{document.name}:{document.line(('area',))}"
        problems.append(Problem(where, f"no such area {quote(area)}", "the one area: `article_6`"))
    if problems:
        raise LawError(problems)
    return Alliance(
        str(data["alliance"]), str(data["title"]),
        tuple(name for kind, name in inside if kind == "group"),
        tuple(name for kind, name in inside if kind == "country"),
        area, str(data.get("meaning", "")), str(data.get("source", "")),
    )  # fmt: skip


def _members(
    document: Document, rows: Any, reference: Reference, problems: list[Problem]
) -> Iterator[tuple[str, str]]:
    """Groups and countries that count as inside; what is neither is told with its line."""
    if not isinstance(rows, list):
        where = f"{document.name}:{document.line(('inside',))}"
        problems.append(Problem(where, "`inside` is a list", "such as `[{group: NATO}]`"))
        return
    groups = [str(row["group"]) for row in reference.rows("groups")]
    for index, row in enumerate(rows):
        where = f"{document.name}:{document.line(('inside', index))}"
        if not isinstance(row, dict) or set(row) not in ({"group"}, {"country"}):
            problems.append(Problem(where, "`inside` holds `group: NAME` or `country: CODE`"))
            continue
        ((kind, name),) = row.items()
        if kind == "country":
            try:
                yield kind, read_state(str(name), on=date.today())
            except InputError as error:
                problems += [Problem(where, one.what, one.help) for one in error.problems]
        elif name in groups:
            yield kind, str(name)
        else:
            help_ = nearest(str(name), groups) or nearest(str(name).upper(), groups)
            problems.append(Problem(where, f"no group {quote(str(name))}", help_))

"""Alliance files: what "inside" means, by name. They are rule files like any other.

In: `rulesets/alliances/*.yaml`, or a user's own file by path. Out: `Alliance`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Field, ValidationInfo

from licensecheck import compiled
from licensecheck.documents.faults import Fault
from licensecheck.documents.values import Line, LongText, fault, one_of
from licensecheck.documents.written import Written, context_of, read_as, schema_of_document
from licensecheck.errors import InputError, LawError, Problem, names_of, nearest, quote, told
from licensecheck.law import law_dir, load_yaml_file, stamp_of
from licensecheck.reference.open_domains import StateCode
from licensecheck.reference.reference import Reference

__all__ = ["Alliance", "alliance_schema", "find_alliance", "find_alliances", "load_alliance"]
__all__ += ["packaged_alliances"]


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
    help_ = nearest(name, packaged) or told(
        "one of: {packaged}; or a file ending in .yaml", packaged=", ".join(packaged)
    )
    raise InputError(Problem("", told("no alliance by the name {name}", name=quote(name)), help_))


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
    groups = [str(row["group"]) for row in reference.rows("groups")]
    document = compiled.find(path) or load_yaml_file(path)
    written = read_as(document, AllianceFile, context={"groups": groups}, error=LawError)
    return Alliance(
        written.alliance, written.title,
        tuple(one.group for one in written.inside if one.group),
        tuple(one.country for one in written.inside if one.country),
        written.area or "", written.meaning or "", written.source or "",
    )  # fmt: skip


def _dated_group(name: str, info: ValidationInfo) -> str:
    """The name of a dated group of the tables; nothing else is one."""
    groups = context_of(info, "groups", ())
    if name not in groups:
        help_ = nearest(name, groups) or nearest(name.upper(), groups)
        raise fault(told("no group {name}", name=quote(name)), help_)
    return name


class Member(Written):
    """A dated group, or a single state, whose places are inside."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": ["group"]}, {"required": ["country"]}]}
    )
    group: Annotated[Line, AfterValidator(_dated_group)] | None = Field(
        None, description="A dated group of the tables, such as `NATO`."
    )
    country: StateCode | None = Field(None, description="A state, by its code or its name.")

    @classmethod
    def _between(cls, data: Mapping[str, Any]) -> Iterator[Fault]:
        """A member is one of both."""
        if len({"group", "country"} & {*data}) != 1:
            yield Fault((), told("`inside` holds `group: NAME` or `country: CODE`"))


class AllianceFile(Written):
    """What an alliance file says."""

    alliance: Line = Field(description="Name, as options and results write it.")
    title: Line = Field(description="Name, as people read it.")
    inside: tuple[Member, ...] = Field(
        min_length=1, description="Groups and states whose members are inside."
    )
    area: Annotated[Literal["article_6"], one_of("area", ("article_6",))] | None = Field(
        None, description="A treaty area in which the place must lie as well."
    )
    meaning: LongText | None = Field(None, description="What inside means, in plain words.")
    source: LongText | None = Field(None, description="Where the definition comes from.")


def alliance_schema() -> dict[str, Any]:
    """JSON Schema of an alliance file: what counts as inside."""
    return schema_of_document(AllianceFile, "alliance", "licensecheck alliance file")

"""Destination groups: in go the countries of a place and a day, out comes the group of its figure.

The groups are lines of `rulesets/reference/destination_groups.csv`, or of a user's own file of the
same form; the first line that a country fits takes it. A place whose countries fall in different
groups, or that cannot be read, belongs to `several`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field, ValidationInfo

from licensecheck.documents.values import Line, LongText, fault
from licensecheck.documents.written import Written, context_of, read_rows
from licensecheck.errors import InputError, LawError, Problem, nearest, quote, told
from licensecheck.law import law_dir
from licensecheck.reference.open_domains import read_country
from licensecheck.reference.reference import Reference

__all__ = ["SEVERAL", "DestinationGroups"]

SEVERAL: Final = "several"
_SEVERAL_TITLE: Final = "several groups, or not known"
_EVERYONE: Final = "*"


class DestinationGroups:
    """The groups of one file, applied to the memberships of a day.

    Args:
        reference: Memberships, for members such as `NATO`.
        path: A user's own file; the packaged one by default.

    Raises:
        InputError: The file is not there, or no CSV.
        LawError: The file breaks the form; every problem is listed.
    """

    def __init__(self, reference: Reference, path: Path | None = None) -> None:
        self._reference = reference
        self._dated = frozenset(str(row["group"]) for row in reference.rows("groups"))
        packaged = law_dir() / "reference" / "destination_groups.csv"
        self._groups = _load(path or packaged, self._dated)
        self._found: dict[tuple[str, date], str] = {}

    @property
    def titles(self) -> Mapping[str, str]:
        """Names of the groups with their titles, in the order of the file."""
        return {**{group.group: group.title for group in self._groups}, SEVERAL: _SEVERAL_TITLE}

    @property
    def dated(self) -> frozenset[str]:
        """The dated groups that the file names."""
        named = frozenset(member for group in self._groups for member in group.members)
        return named & self._dated

    def of(self, codes: frozenset[str], on: date) -> str:
        """The group that all of some countries belong to on a day, or `several`."""
        names = {self._of_one(code, on) for code in codes}
        return names.pop() if len(names) == 1 else SEVERAL

    def _of_one(self, code: str, on: date) -> str:
        found = self._found.get((code, on))
        if found is None:
            found = self._found[code, on] = self._decide(code, on)
        return found

    def _decide(self, code: str, on: date) -> str:
        state = self._reference.state_of(code, on)
        for group in self._groups:
            statuses = [self._holds(member, code, state, on) for member in group.members]
            if "yes" in statuses:
                return group.group
            if "unknown" in statuses:
                return SEVERAL
        return SEVERAL

    def _holds(self, member: str, code: str, state: str, on: date) -> str:
        if member == _EVERYONE or member in (code, state):
            return "yes"
        if member not in self._dated:
            return "no"
        return self._reference.membership(member, state, on).status


def _parted(value: Any) -> Any:
    return value.split() if isinstance(value, str) else value


def _member(word: Any, info: ValidationInfo) -> str:
    """A member as it counts: everyone, a dated group, or the code of a country."""
    dated = context_of(info, "dated", ())
    if word == _EVERYONE or word in dated:
        return str(word)
    try:
        return read_country(str(word), on=date.today())
    except InputError as error:
        near = nearest(str(word), dated) or nearest(str(word).upper(), dated)
        what = told("no country or group {word}", word=quote(str(word)))
        raise fault(what, near or error.problems[0].help) from None


class GroupRow(Written):
    """A group of destinations."""

    group: Line = Field(description="Name of the group.")
    title: Line = Field(description="The same for people.")
    members: Annotated[
        tuple[Annotated[str, BeforeValidator(_member)], ...], BeforeValidator(_parted)
    ] = Field(description="Countries and dated groups, parted by blanks; `*` for all others.")
    note: LongText | None = Field(None, description="Remark.")


def _load(path: Path, dated: Collection[str]) -> tuple[GroupRow, ...]:
    problems: list[Problem] = []
    rows = read_rows(path, GroupRow, problems, context={"dated": dated})
    if problems:
        raise LawError(problems)
    return tuple(row.value for row in rows)

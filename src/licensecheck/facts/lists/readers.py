"""Lists as they are downloaded: OpenSanctions, the EU's and the UN's consolidated lists.

A reader knows its file by the first bytes and gives entries one by one, so that a list of a
million entries is never held as a document. Another list needs one more reader here.

Formats: OpenSanctions `targets.simple.csv` (cells with several values hold them with `;`
between); the EU's consolidated financial sanctions list, version 1.1, as XML and as CSV (a row for
each name, address, birth or document); the UN Security Council's consolidated list as XML.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple
from xml.etree import ElementTree as ET

from licensecheck.documents.csv_text import whole_cells
from licensecheck.errors import InputError, Problem, reason_of, told
from licensecheck.facts.lists.index import Listed, ListedName, NameKind, Published

__all__ = ["READERS", "open_list"]

_HEAD: Final = 4_096
_LARGEST_CELL: Final = 16 << 20
_PACKED: Final = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf")

Read = Callable[[Path, Published], Iterator[Listed]]


class _Format(NamedTuple):
    """A form of file: its title, what its first bytes hold, and how it is read."""

    title: str
    marks: tuple[str, ...]
    read: Read


def open_list(path: Path) -> Published:
    """Open a list by what its file is.

    Raises:
        InputError: It cannot be read, or is no list that is known here.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise InputError(
            Problem(path.name, told("cannot be read: {reason}", reason=reason_of(error)))
        ) from None
    if head.startswith(_PACKED):
        raise InputError(Problem(path.name, told("is an archive"), told("unpack it first")))
    text = head.decode("utf-8-sig", errors="replace").replace('"', "")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise InputError(
            Problem(path.name, told("declares a document type, which no list here does"))
        )
    for form in READERS:
        if all(mark in text for mark in form.marks):
            published = Published(form.title)
            published.entries = _guarded(form.read(path, published), path.name)
            return published
    known = "; ".join(dict.fromkeys(form.title for form in READERS))
    raise InputError(
        Problem(
            path.name,
            told("is no list that is known here"),
            told("known are: {known}", known=known),
        )
    )


def _guarded(entries: Iterator[Listed], name: str) -> Iterator[Listed]:
    try:
        yield from entries
    except (ET.ParseError, csv.Error, UnicodeDecodeError, OSError) as error:
        raise InputError(
            Problem(name, told("cannot be read to its end: {error}", error=error))
        ) from None


# --- OpenSanctions -------------------------------------------------------------------------------


def _opensanctions(path: Path, published: Published) -> Iterator[Listed]:
    for row in _rows(path, ","):
        published.day = max(published.day, (row.get("last_seen") or "")[:10])
        aliases: NameKind = "alias"
        names = (
            ListedName(row.get("name") or "", "name"),
            *(ListedName(alias, aliases) for alias in _several(row.get("aliases"))),
        )
        yield Listed(
            row.get("id") or "", _known(names), _several(row.get("countries")),
            _several(row.get("identifiers")),
        )  # fmt: skip


def _several(cell: str | None) -> tuple[str, ...]:
    if not cell:
        return ()
    # A value that holds a semicolon or a quote stands in quotes.
    parts = next(csv.reader((cell,), delimiter=";")) if '"' in cell else cell.split(";")
    return tuple(part.strip() for part in parts if part.strip())


# --- the European Union --------------------------------------------------------------------------


def _eu_xml(path: Path, published: Published) -> Iterator[Listed]:
    for entity in _elements(path, "sanctionEntity", published, "generationDate"):
        names = [
            ListedName(
                alias.get("wholeName") or _joined(alias, "firstName", "middleName", "lastName"),
                _eu_kind(number, alias.get("strong") or ""),
            )
            for number, alias in enumerate(_children(entity, "nameAlias"))
        ]
        countries = [
            part.get("countryIso2Code") or ""
            for tag in ("citizenship", "address")
            for part in _children(entity, tag)
        ]
        numbers = [part.get("number") or "" for part in _children(entity, "identification")]
        reference = entity.get("euReferenceNumber") or entity.get("logicalId") or ""
        yield Listed(reference, _known(names), _codes(countries), tuple(filter(None, numbers)))


def _eu_kind(number: int, strong: str) -> NameKind:
    if strong.lower() == "false":
        return "weak alias"
    return "alias" if number else "name"


def _joined(element: ET.Element, *attributes: str) -> str:
    return " ".join(filter(None, (element.get(name) for name in attributes)))


def _eu_csv(path: Path, published: Published) -> Iterator[Listed]:
    """Rows of one entry stand together; each holds one name, address, birth or document."""
    held: list[dict[str, Any]] = []
    for row in _rows(path, ";"):
        if held and held[0].get("Entity_LogicalId") != row.get("Entity_LogicalId"):
            yield _eu_entry(held)
            held = []
        held.append(row)
        if not published.day:
            published.day = _day_first(row.get("fileGenerationDate") or "")
    if held:
        yield _eu_entry(held)


def _eu_entry(rows: list[dict[str, Any]]) -> Listed:
    named = [(name, row) for row in rows if (name := _eu_name(row))]
    names = [
        ListedName(name, _eu_kind(number, row.get("NameAlias_Strong") or ""))
        for number, (name, row) in enumerate(named)
    ]
    countries = [
        row.get(column) or ""
        for row in rows
        for column in ("Citizenship_CountryIso2Code", "Address_CountryIso2Code")
    ]
    numbers = [row.get("Identification_Number") or "" for row in rows]
    reference = rows[0].get("Entity_EU_ReferenceNumber") or rows[0].get("Entity_LogicalId") or ""
    return Listed(reference, _known(names), _codes(countries), tuple(filter(None, numbers)))


def _eu_name(row: dict[str, Any]) -> str:
    parts = (row.get(f"NameAlias_{which}Name") for which in ("First", "Middle", "Last"))
    return row.get("NameAlias_WholeName") or " ".join(filter(None, parts))


def _codes(countries: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for code in countries if code and code != "00"))


def _day_first(text: str) -> str:
    found = re.fullmatch(r"([0-9]{2})/([0-9]{2})/([0-9]{4})", text.strip())
    return f"{found[3]}-{found[2]}-{found[1]}" if found else text.strip()[:10]


# --- the United Nations --------------------------------------------------------------------------


def _un_xml(path: Path, published: Published) -> Iterator[Listed]:
    for entry in _elements(path, ("INDIVIDUAL", "ENTITY"), published, "dateGenerated"):
        parts = (_text(entry, f"{which}_NAME") for which in ("FIRST", "SECOND", "THIRD", "FOURTH"))
        names = [ListedName(" ".join(filter(None, parts)), "name")]
        names.append(ListedName(_text(entry, "NAME_ORIGINAL_SCRIPT"), "alias"))
        for tag in ("INDIVIDUAL_ALIAS", "ENTITY_ALIAS"):
            for alias in _children(entry, tag):
                weak = _text(alias, "QUALITY").lower() == "low"
                names += [
                    ListedName(name.strip(), "weak alias" if weak else "alias")
                    for name in _text(alias, "ALIAS_NAME").split(";")
                ]
        countries = [
            _text(part, field)
            for tag, field in (("NATIONALITY", "VALUE"), ("INDIVIDUAL_ADDRESS", "COUNTRY"),
                               ("ENTITY_ADDRESS", "COUNTRY"))
            for part in _children(entry, tag)
        ]  # fmt: skip
        numbers = [_text(part, "NUMBER") for part in _children(entry, "INDIVIDUAL_DOCUMENT")]
        reference = _text(entry, "REFERENCE_NUMBER") or _text(entry, "DATAID")
        yield Listed(reference, _known(names), _codes(countries), tuple(filter(None, numbers)))


# --- files ---------------------------------------------------------------------------------------


def _known(names: Iterable[ListedName]) -> tuple[ListedName, ...]:
    """Each name once, the empty ones left out."""
    found: dict[str, ListedName] = {}
    for name in names:
        text = " ".join(name.text.split())
        if text:
            found.setdefault(text, ListedName(text, name.kind))
    return tuple(found.values())


def _rows(path: Path, delimiter: str) -> Iterator[dict[str, Any]]:
    csv.field_size_limit(_LARGEST_CELL)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = (row for row in whole_cells(file, delimiter) if row)
        columns = next(rows, [])
        before, cells = 0, len(columns)
        for row in rows:
            before, cells = cells, len(row)
            if cells > len(columns):
                raise csv.Error(
                    told("a row has more cells than the header: {row}", row=row[0][:40])
                )
            yield dict(zip(columns, row, strict=False))
        if cells < before:
            raise csv.Error(told("the last row has fewer cells than the others: a part is missing"))


def _elements(
    path: Path, tags: str | tuple[str, ...], published: Published, day: str
) -> Iterator[ET.Element]:
    """The elements of some names, each let go of once it was used; names without namespace."""
    wanted = (tags,) if isinstance(tags, str) else tags
    with io.BufferedReader(path.open("rb", buffering=0), 1 << 20) as file:
        root: ET.Element | None = None
        for event, element in ET.iterparse(file, events=("start", "end")):
            if root is None:
                root = element
                published.day = (element.get(day) or "")[:10]
            if event == "end" and _tag(element) in wanted:
                yield element
                element.clear()
                root.clear()


def _tag(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _children(element: ET.Element, tag: str) -> Iterator[ET.Element]:
    return (child for child in element if _tag(child) == tag)


def _text(element: ET.Element, tag: str) -> str:
    found = next(_children(element, tag), None)
    return (found.text or "").strip() if found is not None else ""


READERS: Final[tuple[_Format, ...]] = (
    _Format("OpenSanctions targets", ("id,schema,name,aliases", "identifiers"), _opensanctions),
    _Format("EU consolidated list", ("<export", "fpi/fsd/export"), _eu_xml),
    _Format("EU consolidated list", ("fileGenerationDate;Entity_LogicalId",), _eu_csv),
    _Format("UN consolidated list", ("<CONSOLIDATED_LIST",), _un_xml),
)

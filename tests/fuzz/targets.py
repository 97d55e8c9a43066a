"""What is fuzzed: each target takes bytes, and may only answer or refuse in plain words.

`test_fuzz.py` runs each a bounded number of times; `python -m tools.fuzz` runs one for as long as
asked, guided by coverage where atheris is installed.
"""

from __future__ import annotations

import dataclasses
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from licensecheck import Screener
from licensecheck.application import read_application_text
from licensecheck.documents.strict_yaml import load_yaml
from licensecheck.errors import InputError, LawError
from licensecheck.facts.denials import read_denials
from licensecheck.law import law_dir
from licensecheck.reference import Reference
from licensecheck.reference.places import read_place
from licensecheck.reference.ratings import read_ratings
from licensecheck.rules.alliances import load_alliance
from licensecheck.rules.cases import load_cases
from licensecheck.rules.load import load_ruleset
from licensecheck.tables.reading import READERS, read_table
from licensecheck.tables.reading.mapping import read_mapping
from licensecheck.tables.reading.record import Record, Reject
from licensecheck.tables.shares.measures import read_turnover
from licensecheck.tables.shares.standing import DestinationGroups
from licensecheck.wording.replay import read_recorded
from tests.conftest import ROOT

DAY: Final = date(2026, 11, 24)
Target = Callable[[bytes], None]


def application(data: bytes) -> None:
    """An application as text, in YAML or JSON."""
    try:
        read_application_text(data.decode("utf-8", "surrogateescape"), name="fuzz")
    except InputError as error:
        _plain(error)


def yaml(data: bytes) -> None:
    """Any document through the one loader."""
    try:
        load_yaml(data.decode("utf-8", "replace"), name="fuzz")
    except (InputError, LawError) as error:
        _plain(error)


def place(data: bytes) -> None:
    """A name of a place: countries of the world, or candidates and none chosen."""
    try:
        found = read_place(data.decode("utf-8", "replace"), on=DAY, members=_reference().members)
    except InputError as error:
        _plain(error)
    else:
        assert found.countries
        assert all(len(code) in (2, 5) for code in found.countries)


def rating(data: bytes) -> None:
    """A written control list code."""
    try:
        assert read_ratings(data.decode("utf-8", "replace"), on=DAY)
    except InputError as error:
        _plain(error)


def ruleset(data: bytes) -> None:
    """A rule file."""
    with _file(data, "fuzz.yaml") as path:
        try:
            load_ruleset(path)
        except (InputError, LawError) as error:
            _plain(error)


def cases(data: bytes) -> None:
    """The cases of a rule file."""
    with _file(data, "fuzz.yaml") as path:
        try:
            load_cases(path)
        except (InputError, LawError) as error:
            _plain(error)


def alliance(data: bytes) -> None:
    """An alliance file."""
    with _file(data, "fuzz.yaml") as path:
        try:
            load_alliance(path)
        except (InputError, LawError) as error:
            _plain(error)


def _of_a_user(read: Callable[[Path], object], suffix: str) -> Target:
    """A file that a user supplies beside an application or a table."""

    def target(data: bytes) -> None:
        with _file(data, f"fuzz.{suffix}") as path:
            try:
                read(path)
            except (InputError, LawError) as error:
                _plain(error)

    return target


def _reader(name: str) -> Target:
    def read(data: bytes) -> None:
        with _file(data, "fuzz.csv") as path:
            try:
                rows = list(read_table(path, reader=name))
            except InputError as error:
                _plain(error)
                return
            numbers: dict[int, set[type]] = {}
            for row in rows:
                numbers.setdefault(row.number, set()).add(type(row))
                if isinstance(row, Record):
                    assert row.value is None or row.value >= 0
                    row.application()
                else:
                    assert row.reasons
            # A row is a record or a reject, never both.
            assert all(kinds in ({Record}, {Reject}) for kinds in numbers.values())

    read.__doc__ = f"A table for the reader `{name}`."
    return read


@cache
def _reference() -> Reference:
    return Reference.load()


class _file:  # noqa: N801
    """A file of some bytes, for as long as it is read."""

    def __init__(self, data: bytes, name: str) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._path = Path(self._folder.name) / name
        self._path.write_bytes(data)

    def __enter__(self) -> Path:
        return self._path

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()


def _plain(error: InputError | LawError) -> None:
    assert error.problems
    for problem in error.problems:
        assert problem.what
        str(problem).encode("utf-8")
        assert "Traceback" not in problem.what


TARGETS: Final[Mapping[str, Target]] = {
    "application": application, "yaml": yaml, "place": place, "rating": rating,
    "ruleset": ruleset, "cases": cases, "alliance": alliance,
    "denials": _of_a_user(lambda path: read_denials(path, _reference()), "csv"),
    "destination-groups": _of_a_user(lambda path: DestinationGroups(_reference(), path), "csv"),
    "mapping": _of_a_user(read_mapping, "yaml"), "receipt": _of_a_user(read_recorded, "json"),
    "turnover": _of_a_user(read_turnover, "csv"),
    **{f"reader-{name}": _reader(name) for name in READERS},
}  # fmt: skip


def seeds(name: str) -> Iterator[bytes]:
    """Sound inputs of a target, from which the fuzzer goes astray."""
    law = law_dir()
    files = {
        "application": [*(ROOT / "examples").glob("*.yaml")],
        "yaml": [law / "vocabulary.yaml", law / "alliances" / "nato.yaml"],
        "ruleset": [law / "eu-common-position" / "criterion-8.yaml", law / "national" / "nl.yaml"],
        "cases": [law / "national" / "de.yaml"],
        "alliance": [*(law / "alliances").glob("*.yaml")],
        "destination-groups": [law / "reference" / "destination_groups.csv"],
        "denials": [ROOT / "examples" / "denials.csv"],
        "turnover": [ROOT / "examples" / "tables" / "turnover.csv"],
        "mapping": [ROOT / "examples" / "tables" / "ministry.mapping.yaml"],
    }
    words = {
        "place": ["SA", "VS, Italië, Turkije", "China via Hongkong", "EU", "NAVO+", "diverse",
                  "Duitsland v.v.", "wereld m.u.v. China", "Congo", "Côte d’Ivoire"],
        "rating": ["ML6.a", "ML10a,18a", "ML11c", "ML15d, 5A002", "DIV", "ML", "6A003.b.4"],
    }  # fmt: skip
    yield from (path.read_bytes() for path in files.get(name, []))
    yield from (word.encode() for word in words.get(name, []))
    if name == "receipt":
        receipt = Screener().screen(ROOT / "examples" / "egypt-frigates.yaml").receipt
        yield json.dumps(dataclasses.asdict(receipt)).encode()
    if name.startswith("reader-"):
        yield from _tables(name.removeprefix("reader-"))


def _tables(name: str) -> Iterator[bytes]:
    if name == "us-sales":
        row = {"year": "2014", "country": "Saudi Arabia", "program": "Foreign Military Sales",
               "authorizations": "1250000", "deliveries": "0", "notifications": ""}  # fmt: skip
        yield json.dumps([row, {**row, "country": "Congo", "deliveries": "75"}]).encode()
    if name == "generic":
        yield (ROOT / "examples" / "tables" / "own.csv").read_bytes()
    reader = READERS[name]
    cells = ("2014-03-08", "12-05-2009", "41000", "ML6a", "ML10a,18a", "Saoedi-Arabië", "Germany",
             "1.250.000,00", "12,500", "", "x", "0", "2014")  # fmt: skip
    for layout in reader.layouts:
        columns = layout.columns or layout.needs
        lines = [] if layout.fits is not None else [layout.delimiter.join(columns)]
        for start in range(4):
            found = [cells[(start * 5 + at) % len(cells)] for at in range(len(columns))]
            lines.append(layout.delimiter.join(f'"{cell}"' for cell in found))
        yield "\r\n".join(lines).encode()

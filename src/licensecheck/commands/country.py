"""Profiles of countries from the words of a command line or a request: one answer, or a folder."""

from __future__ import annotations

from pathlib import Path

from licensecheck.commands.lookups import read_day
from licensecheck.errors import InputError, Problem, quote, told
from licensecheck.language import find_language
from licensecheck.outputs import csv_text, write_folder
from licensecheck.reference.places import read_place
from licensecheck.report.country import country_text
from licensecheck.report.country_data import FACT_COLUMNS, country_json, fact_rows
from licensecheck.report.country_page import country_page, index_page
from licensecheck.screening.country import CountryProfile, Profiler
from licensecheck.wording.sources import name_of_country

__all__ = ["country_answer", "profile_of", "write_countries"]


def profile_of(name: str, as_of: str | None, profiler: Profiler | None = None) -> CountryProfile:
    """The profile of a country as a person writes it.

    Args:
        name: A name or code of one country or territory.
        as_of: Day as `YYYY-MM-DD`; the present day where None.
        profiler: Makes profiles; a new one by default.

    Raises:
        InputError: No country is known by the name, it means several, or the day cannot be read.
    """
    on = read_day(as_of)
    profiler = profiler or Profiler()
    place = read_place(name, on=on, members=profiler.reference.members)
    if len(place.countries) != 1:
        codes = ", ".join(sorted(place.countries)[:12]) or "none"
        what = told("{name} means {count} countries", name=quote(name), count=len(place.countries))
        raise InputError(Problem("", what, told("name one of: {codes}", codes=codes)))
    return profiler.profile(next(iter(place.countries)), on)


def country_answer(
    name: str,
    as_of: str | None,
    format: str,
    language: str,
    *,
    codes: bool = False,
    verbose: bool = False,
) -> str:
    """The profile of a country in one of the formats `text`, `html` and `json`.

    The text is a page, but for `verbose` or `codes`; the others hold all there is.

    Raises:
        InputError: As for `profile_of`; or there is no such language.
    """
    profile = profile_of(name, as_of)
    if format == "json":
        return country_json(profile)
    if format == "html":
        return country_page(profile, language, codes=codes)
    return country_text(profile, language, codes=codes, brief=not (verbose or codes))


def write_countries(folder: Path, as_of: str | None, language: str = "en") -> str:
    """Write a page of every country, an index, and all facts as one CSV; say what was written.

    Args:
        folder: Where to; it is made where it is not there.
        as_of: Day as `YYYY-MM-DD`; the present day where None.
        language: Language of the pages; the CSV is in English.

    Raises:
        InputError: The folder cannot be written, the day cannot be read, or there is no such
            language.
    """
    on = read_day(as_of)
    said = find_language(language)
    # A folder that cannot be written is refused before all is worked out.
    write_folder(folder, {}, "--all")
    profiler = Profiler()
    codes = [row["code"] for row in profiler.reference.rows("countries")]
    codes.sort(key=lambda code: name_of_country(code, said))
    profiles = [profiler.profile(code, on) for code in codes]
    files = {f"{one.country}.html": country_page(one, language) for one in profiles}
    rows = [row for one in profiles for row in fact_rows(one)]
    files["countries.csv"] = csv_text(FACT_COLUMNS, rows)
    files["index.html"] = index_page(codes, language, profiler.reference, on)
    write_folder(folder, files, "--all")
    return f"{len(codes)} countries, {len(rows)} facts: {folder}/countries.csv"
